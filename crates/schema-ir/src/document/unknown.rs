//! A document that is of no known kind, and the error for it, which says what was looked for.

use serde_json::{Map, Value};

use super::table::versions;
use crate::text::{escaped, shortened};
use crate::{Error, ErrorKind, Keyword, Role, Source, most_similar};

/// The number of members that the error names.
const MAX_NAMED: usize = 5;

/// The number of characters of a member that the error shows.
const MAX_NAME: usize = 40;

/// Whether a schema has a keyword that asserts or applies a schema, in any dialect.
pub(super) fn asserts(members: &Map<String, Value>) -> bool {
    members.keys().any(|name| Keyword::from_name(name).is_some_and(Keyword::asserts))
}

/// Whether an object has members, of which none is a keyword in any dialect.
///
/// A member that begins with `$` or `x-` belongs to a schema, too: dialects may add keywords under `$`, and `x-` marks
/// extensions. draft-04's `id` decides nothing, because data often has such a member.
pub(super) fn is_unknown(members: &Map<String, Value>) -> bool {
    let belongs = |name: &String| {
        Keyword::from_name(name).is_some_and(|keyword| keyword != Keyword::OldId)
            || name.starts_with('$')
            || name.starts_with("x-")
            || matches!(name.as_str(), "externalDocs" | "xml")
    };
    members.keys().any(|name| Keyword::from_name(name) != Some(Keyword::OldId)) && !members.keys().any(belongs)
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

/// The keyword that `name` probably means.
fn similar_keyword(name: &str) -> Option<&'static str> {
    let keywords = Keyword::ALL.iter().filter(|keyword| keyword.role() != Role::Structure);
    most_similar(name, keywords.map(|keyword| keyword.name()))
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
            ("got", None),
            ("name", None),
            ("id", None),
        ] {
            assert_eq!(similar_keyword(name), keyword, "{name}");
        }
    }
}
