//! `const` in OpenAPI 3.0, `if` in draft-04, `dependentRequired` in draft-07: readers of the dialect ignore the keyword, as they
//! ignore every member that they do not know (core, 6.5).

use schema_ir::{Draft, Keyword, Written};

use crate::lint::Found;

pub(super) fn find(all: &[Written<'_>]) -> Vec<Found> {
    all.iter().flat_map(|schema| schema.members.keys().filter_map(|name| judge(schema, name))).collect()
}

fn judge(schema: &Written<'_>, name: &str) -> Option<Found> {
    let keyword = Keyword::from_name(name)?;
    if !keyword.asserts() || Keyword::of(name, schema.draft).is_some() {
        return None;
    }
    // `$ref` disables it in any case, which is the subject of another lint.
    if schema.draft <= Draft::Draft07 && schema.members.contains_key(Keyword::Ref.name()) {
        return None;
    }
    let (since, until) = keyword.dialects();
    let defined = match (since == until, until == Draft::Draft202012) {
        (true, _) => format!("only {} defines it", since.name()),
        (_, true) => format!("it is defined since {}", since.name()),
        (..) => format!("it is defined from {} to {}", since.name(), until.name()),
    };
    let message = format!("`{keyword}` has no effect in {}; {defined}", schema.draft.name());
    Some(Found::new(schema.origin.keyword(keyword), message, advice(keyword, schema.draft)))
}

fn advice(keyword: Keyword, draft: Draft) -> String {
    let instead = match keyword {
        Keyword::Const => "write `enum` with one value",
        Keyword::DependentRequired | Keyword::DependentSchemas if draft >= Draft::Draft04 => "write `dependencies`",
        Keyword::PrefixItems if draft >= Draft::Draft04 => "write a list under `items`",
        Keyword::AdditionalItems => "write `items` beside `prefixItems`",
        Keyword::RecursiveRef => "write `$dynamicRef`",
        Keyword::DynamicRef if draft == Draft::Draft201909 => "write `$recursiveRef`",
        _ if draft == Draft::OpenApi30 => return "remove it, or move the document to OpenAPI 3.1".to_owned(),
        _ => return "remove it, or declare a dialect that defines it by `$schema`".to_owned(),
    };
    instead.to_owned()
}
