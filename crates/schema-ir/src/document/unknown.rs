//! A document that is of no known kind, and the error for it, which says what was looked for.

use serde_json::{Map, Value};

use super::table::versions;
use crate::draft::{Draft, Kind, keyword};
use crate::text::{escaped, shortened};
use crate::{Error, ErrorKind, Source};

/// The number of members that the error names.
const MAX_NAMED: usize = 5;

/// The number of characters of a member that the error shows, and up to which it looks for a keyword of a similar name.
const MAX_NAME: usize = 40;

/// The keywords that an unknown member may be a misspelling of.
const KEYWORDS: &[&str] = &[
    "type",
    "enum",
    "const",
    "multipleOf",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "required",
    "properties",
    "patternProperties",
    "additionalProperties",
    "propertyNames",
    "items",
    "prefixItems",
    "additionalItems",
    "contains",
    "minContains",
    "maxContains",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "then",
    "else",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "unevaluatedItems",
    "unevaluatedProperties",
    "format",
    "title",
    "description",
    "default",
    "examples",
];

/// The form of a keyword in the newest dialect that defines it.
fn kind_of(name: &str) -> Option<Kind> {
    Draft::ALL.iter().rev().find_map(|draft| keyword(*draft, name))
}

/// Whether a schema has a keyword that asserts or applies a schema, in any dialect.
pub(super) fn asserts(members: &Map<String, Value>) -> bool {
    members.keys().any(|name| kind_of(name).is_some_and(|kind| kind != Kind::Annotation))
}

/// Whether an object has members, of which none is a keyword in any dialect.
///
/// A member that begins with `$` or `x-` belongs to a schema, too: dialects may add keywords under `$`, and `x-` marks
/// extensions. draft-04's `id` decides nothing, because data often has such a member.
pub(super) fn is_unknown(members: &Map<String, Value>) -> bool {
    let belongs = |name: &String| {
        kind_of(name).is_some()
            || name.starts_with('$')
            || name.starts_with("x-")
            || matches!(name.as_str(), "definitions" | "nullable" | "externalDocs" | "xml")
    };
    members.keys().any(|name| name != "id") && !members.keys().any(belongs)
}

/// The error for a document that is of no known kind.
pub(super) fn unknown_document(source: &Source) -> Error {
    let members = source.value().as_object();
    let named: Vec<&str> = members.into_iter().flat_map(Map::keys).map(String::as_str).collect();
    let shown: Vec<String> = named.iter().take(MAX_NAMED).map(|name| quoted(name)).collect();
    let more = if named.len() > MAX_NAMED { format!(" and {} more", named.len() - MAX_NAMED) } else { String::new() };
    for (field, versions) in versions() {
        if let Some(found) = members.and_then(|members| members.get(field)) {
            let message = format!("a version of `{field}` that is not supported: {}", quoted(&found.to_string()));
            let error = source.error(ErrorKind::UnknownDocument, &format!("/{field}"), message);
            return error.with_help(format!("the versions {} are supported", versions.join(", ")));
        }
    }
    let marks: Vec<String> = versions().iter().map(|(field, _)| format!("`{field}`")).collect();
    let message = format!(
        "no document with schemas: it has neither {} nor a CustomResourceDefinition's `kind`, neither `$defs` nor \
         `definitions`, and none of its members is a keyword of JSON Schema: {}{more}",
        marks.join(", "),
        shown.join(", "),
    );
    let similar: Vec<String> = named
        .iter()
        .filter_map(|name| Some(format!("`{}` in place of {}", similar_keyword(name)?, quoted(name))))
        .take(MAX_NAMED)
        .collect();
    let help = match similar.is_empty() {
        true => "give a schema, or a document that contains schemas; the schema `{}` accepts every value".to_owned(),
        false => format!("did you mean {}?", similar.join(", ")),
    };
    source.error(ErrorKind::UnknownDocument, "", message).with_help(help)
}

fn quoted(name: &str) -> String {
    format!("`{}`", escaped(&shortened(name, MAX_NAME)))
}

/// The keyword that differs from `name` by at most two letters, and by less than half of them.
fn similar_keyword(name: &str) -> Option<&'static str> {
    if name.len() > MAX_NAME {
        return None;
    }
    let distance = |keyword: &&'static str| edit_distance(&name.to_lowercase(), &keyword.to_lowercase());
    let near = |keyword: &&&'static str| distance(keyword) <= 2.min(keyword.len() / 3);
    KEYWORDS.iter().filter(near).min_by_key(|keyword| distance(keyword)).copied()
}

/// The number of letters to insert, delete, replace, or swap with their neighbour (optimal string alignment).
fn edit_distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let mut least = (last[j] + usize::from(a != b)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == other[j - 1] && one[i - 1] == *b {
                least = least.min(before_last[j - 1] + 1);
            }
            row.push(least);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelt_keywords_are_recognised() {
        for (name, keyword) in [
            ("propertys", Some("properties")),
            ("requried", Some("required")),
            ("tpye", Some("type")),
            ("Properties", Some("properties")),
            ("additional_properties", Some("additionalProperties")),
            ("menu", None),
            ("name", None),
            ("id", None),
        ] {
            assert_eq!(similar_keyword(name), keyword, "{name}");
        }
    }

    #[test]
    fn every_candidate_is_a_keyword() {
        assert!(KEYWORDS.iter().all(|name| kind_of(name).is_some()));
    }
}
