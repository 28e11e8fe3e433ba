//! A type as it is written, on one line or on several.

use std::fmt;

use super::{INDENT, WIDTH};

/// The widest tuple that rustfmt leaves on one line, without its brackets.
const TUPLE_WIDTH: usize = 60;

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

    /// The type that a text is, which has arguments only after its last segment.
    pub(crate) fn parse(text: &str) -> Self {
        let Some((path, arguments)) = text.strip_suffix('>').and_then(|text| text.split_once('<')) else {
            return Written::name(text.to_owned());
        };
        let (mut depth, mut start, mut parsed) = (0usize, 0, Vec::new());
        for (at, c) in arguments.char_indices() {
            match c {
                '<' => depth += 1,
                '>' => depth = depth.saturating_sub(1),
                ',' if depth == 0 => {
                    parsed.push(Written::parse(arguments[start..at].trim()));
                    start = at + 1;
                }
                _ => {}
            }
        }
        parsed.push(Written::parse(arguments[start..].trim()));
        Written::Path(path.to_owned(), parsed)
    }

    pub(crate) fn is_tuple(&self) -> bool {
        matches!(self, Written::Tuple(_))
    }

    /// The type on one line, if it has at most `width` columns and rustfmt does not break a tuple in it.
    pub(super) fn on_one_line(&self, width: usize) -> Option<String> {
        let line = self.to_string();
        (line.len() <= width && !self.has_wide_tuple()).then_some(line)
    }

    /// Whether a tuple in the type is wider than rustfmt leaves tuples.
    fn has_wide_tuple(&self) -> bool {
        let (inner, brackets) = match self {
            Written::Path(_, arguments) => (arguments, None),
            Written::Tuple(items) => (items, Some("()".len())),
        };
        brackets.is_some_and(|brackets| self.to_string().len() > TUPLE_WIDTH + brackets)
            || inner.iter().any(Written::has_wide_tuple)
    }

    /// The type with each argument on a line of its own; `indent` is that of the line that it begins on.
    pub(super) fn wrap(&self, indent: usize) -> String {
        let (open, inner, close) = match self {
            Written::Path(path, arguments) => match arguments.as_slice() {
                [] => return path.clone(),
                // The brackets of a tuple that is the only argument stay on the lines of those around it.
                [tuple @ Written::Tuple(items)] if !items.is_empty() => {
                    return format!("{path}<{}>", tuple.wrap(indent));
                }
                arguments => (format!("{path}<"), arguments, ">"),
            },
            Written::Tuple(items) => ("(".to_owned(), items.as_slice(), ")"),
        };
        let deeper = indent + INDENT.len();
        let mut out = format!("{open}\n");
        for ty in inner {
            let text = ty.on_one_line(WIDTH - ",".len() - deeper.min(WIDTH / 2)).unwrap_or_else(|| ty.wrap(deeper));
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
