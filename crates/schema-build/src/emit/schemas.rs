//! `schemas()`: every schema with the types that were made of it, for a drift check.

use std::collections::BTreeSet;
use std::path::Path;

use super::{literal, parts, visit};
use crate::names::ident;
use crate::pointer;
use crate::print::{Call, Clause, Code};
use crate::shape::{Shape, Ty};

/// A document, as `schemas()` describes it.
pub(crate) struct Origin<'a> {
    pub(crate) file: &'a str,
    pub(crate) sha256: &'a str,
    pub(crate) nullable: bool,
    pub(crate) nullable_enum: bool,
    /// Whether the roots are components of an OpenAPI document.
    pub(crate) openapi: bool,
}

/// The call of `schemas!` for all documents, whose files are described one by one.
pub(super) fn emit(files: Vec<String>) -> Code {
    Code::Call(Call { name: "schemas", head: String::new(), clauses: files.into_iter().map(Clause::Plain).collect() })
}

/// A document's file, with its root types, which `types` names; `open` is whether they have twins.
pub(super) fn describe(shape: &Shape, types: &[String], origin: &Origin<'_>, open: bool) -> String {
    let Origin { file, sha256, nullable, nullable_enum, openapi } = origin;
    let absolute = if Path::new(file).is_absolute() { "absolute " } else { "" };
    let nullable = match (nullable, nullable_enum) {
        (false, _) => "",
        (true, true) => ", nullable",
        (true, false) => ", nullable_but_enum",
    };
    let root = |index: &usize| {
        let name = ident(types.get(*index)?);
        let mut text = format!("{name}");
        if *openapi {
            text.push_str(&format!(" at {}", literal(&shape.get(*index)?.at)));
        }
        if open {
            text.push_str(&format!(" open open::{name}"));
        }
        let carried: Vec<String> = carried(shape, *index).iter().map(|at| literal(at)).collect();
        if !carried.is_empty() {
            text.push_str(&format!(", carried [{}]", carried.join(", ")));
        }
        Some(format!("        {text};\n"))
    };
    let roots: String = shape.roots.iter().filter_map(root).collect();
    format!("{absolute}{} = {}{nullable} {{\n{roots}    }}", literal(file), literal(sha256))
}

/// The places of the keywords that constrain a root and the types inside it beyond the types themselves.
fn carried(shape: &Shape, root: usize) -> BTreeSet<String> {
    let (mut out, mut seen, mut ahead) = (BTreeSet::new(), BTreeSet::from([root]), vec![root]);
    while let Some(ty) = ahead.pop().and_then(|index| shape.get(index)) {
        if let Some(guard) = &ty.guard {
            let whole = guard.whole || guard.keywords.iter().any(|keyword| keyword == "false");
            let keywords = guard.keywords.iter().filter(|_| !whole).map(|keyword| pointer::push(&ty.at, keyword));
            out.extend(keywords.chain(whole.then(|| ty.at.clone())));
        }
        for part in parts(&ty.kind) {
            visit(part, &mut |part| match part {
                Ty::Checked(_, checks) => out.extend(checks.iter().map(|check| check.at.clone())),
                Ty::Named(inner) if seen.insert(*inner) => ahead.push(*inner),
                _ => {}
            });
        }
    }
    out
}
