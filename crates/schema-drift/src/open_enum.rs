//! Open enumerations: unions of any string with some known ones, such as `{"anyOf": [{"type": "string"}, {"enum": ["a"]}]}`.
//!
//! The known strings do not affect which values are valid, so a change of them is one of an annotation.

use schema_ir::{JsonType, Keyword, Schema, TypeName};
use serde_json::Value;

use crate::difference::AnnotationDifference;
use crate::facts::Facts;

/// The difference between the known values of two open enumerations; `subject` names the value there.
pub(crate) fn compare_known(old: &Facts<'_>, new: &Facts<'_>, subject: &str) -> Option<AnnotationDifference> {
    let (was, is) = (known(old)?, known(new)?);
    let lacking = |all: &[Value], others: &[Value]| {
        let lacking = all.iter().filter(|value| !others.contains(value)).map(Value::to_string);
        Some(lacking.collect::<Vec<_>>().join(", ")).filter(|list| !list.is_empty())
    };
    let added = lacking(&is, &was).map(|list| format!("also {list}"));
    let removed = lacking(&was, &is).map(|list| format!("no longer {list}"));
    let changes: Vec<String> = added.into_iter().chain(removed).collect();
    (!changes.is_empty()).then(|| AnnotationDifference {
        keyword: Keyword::Enum,
        message: format!("the known values of {subject} are {}; any string is valid", changes.join(" and ")),
        old_origin: Some(old.origin_of(Keyword::AnyOf)),
        new_origin: Some(new.origin_of(Keyword::AnyOf)),
        was: Some(was.into()),
        is: Some(is.into()),
    })
}

/// The known values, if any other string is valid too.
fn known(facts: &Facts<'_>) -> Option<Vec<Value>> {
    let members = facts.list(Keyword::AnyOf);
    // An enumeration of its own is often a definition.
    let targets = members.iter().map(|id| facts.document[*id].reference.unwrap_or(*id));
    let targets: Vec<&Schema> = targets.map(|id| &facts.document[id]).collect();
    let is_open = targets.iter().any(|one| is_any_string(one));
    is_open.then(|| targets.iter().filter_map(|one| one.values.as_ref()).flatten().cloned().collect())
}

/// Whether a schema accepts every string.
fn is_any_string(schema: &Schema) -> bool {
    let string = TypeName::Json(JsonType::String);
    schema.types.as_ref().is_some_and(|types| types.names().contains(&string))
        && schema.asserting().all(|keyword| keyword == Keyword::Type)
}
