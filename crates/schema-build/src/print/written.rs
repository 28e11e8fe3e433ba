//! A type as it is written, on one line or on several.

use std::fmt;

use super::{INDENT, WIDTH};

/// A type: a path with arguments, or a tuple.
#[derive(Clone, Debug)]
pub(crate) enum Written {
    Path(String, Vec<Written>),
    Tuple(Vec<Written>),
}

impl Written {
    pub(crate) fn name(path: String) -> Self {
        Written::Path(path, Vec::new())
    }

    pub(crate) fn generic(path: String, arguments: Vec<Written>) -> Self {
        Written::Path(path, arguments)
    }

    pub(crate) fn is_tuple(&self) -> bool {
        matches!(self, Written::Tuple(_))
    }

    /// The type with each argument on a line of its own; `indent` is that of the line that it begins on.
    pub(super) fn wrap(&self, indent: usize) -> String {
        let (open, inner, close) = match self {
            Written::Path(path, arguments) if arguments.is_empty() => return path.clone(),
            Written::Path(path, arguments) => (format!("{path}<"), arguments, ">"),
            Written::Tuple(items) => ("(".to_owned(), items, ")"),
        };
        let deeper = indent + INDENT.len();
        let mut out = format!("{open}\n");
        for ty in inner {
            let one_line = ty.to_string();
            let text = if deeper + one_line.len() < WIDTH { one_line } else { ty.wrap(deeper) };
            out.push_str(&format!("{}{text},\n", " ".repeat(deeper)));
        }
        out.push_str(&format!("{}{close}", " ".repeat(indent)));
        out
    }
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (open, inner, close) = match self {
            Written::Path(path, arguments) if arguments.is_empty() => return f.write_str(path),
            Written::Path(path, arguments) => (format!("{path}<"), arguments, ">"),
            Written::Tuple(items) => ("(".to_owned(), items, if items.len() == 1 { ",)" } else { ")" }),
        };
        f.write_str(&open)?;
        for (index, ty) in inner.iter().enumerate() {
            write!(f, "{}{ty}", if index > 0 { ", " } else { "" })?;
        }
        f.write_str(close)
    }
}
