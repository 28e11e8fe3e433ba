//! Members that are no keywords are ignored (core, 6.5), so a misspelt keyword has no effect: `{"requried": ["id"]}` accepts `{}`.

use schema_ir::{Form, Keyword, TypeName, Written, most_similar};
use serde_json::Value;

use crate::lint::Found;

/// Members that belong to schemas of OpenAPI and AsyncAPI, but say nothing about values.
const OTHERS: [&str; 2] = ["externalDocs", "xml"];

pub(super) fn find(all: &[Written<'_>]) -> Vec<Found> {
    let judge = |schema: &Written<'_>, (name, value): (&String, &Value)| {
        let meant = find_meant(name, value)?;
        let message = format!("unknown keyword `{name}`, which has no effect");
        Some(Found::new(schema.origin.below(name), message, format!("did you mean `{meant}`?")))
    };
    all.iter().flat_map(|schema| schema.members.iter().filter_map(|member| judge(schema, member))).collect()
}

/// The keyword that a member probably means.
fn find_meant(name: &str, value: &Value) -> Option<&'static str> {
    if Keyword::from_name(name).is_some() || OTHERS.contains(&name) || is_prefixed(name) {
        return None;
    }
    // A comment is one under any name.
    let keywords =
        || Keyword::ALL.iter().copied().filter(|keyword| !matches!(keyword, Keyword::OldId | Keyword::Comment));
    let plain = |name: &str| name.replace(['_', '-', ' ', '$'], "").to_lowercase();
    if let Some(same) = keywords().find(|keyword| plain(keyword.name()) == plain(name)) {
        return Some(same.name());
    }
    let fitting = keywords().filter(|keyword| fits(keyword.form(), value) && may_mean(name, keyword.name()));
    most_similar(name, fitting.map(Keyword::name))
}

/// Whether a name is an extension such as `x-type` or `tsType`, or a keyword that was disabled, such as `_required`.
fn is_prefixed(name: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphabetic() || c == '$';
    let follows = |keyword: &Keyword| {
        let mut capital = keyword.name().to_owned();
        capital.get_mut(..1).map(str::make_ascii_uppercase);
        name.ends_with(keyword.name()) || name.ends_with(&capital)
    };
    let longer = |keyword: &&Keyword| keyword.name().len() < name.len();
    !name.starts_with(is_word) || name.starts_with("x-") || Keyword::ALL.iter().filter(longer).any(follows)
}

/// Short words have many neighbours, such as `when` of `then` and `href` of `$ref`, but rarely is the first letter the wrong one.
fn may_mean(name: &str, keyword: &str) -> bool {
    keyword.len() > 4 || name.len() != keyword.len() || name.chars().next() == keyword.chars().next()
}

/// Whether a value has the form that a keyword requires.
fn fits(form: Form, value: &Value) -> bool {
    let is_type = |name: &Value| name.as_str().is_some_and(|name| TypeName::from_name(name).is_some());
    let all = |of: fn(&Value) -> bool| value.as_array().is_some_and(|items| items.iter().all(of));
    match form {
        Form::Schema => value.is_object() || value.is_boolean(),
        Form::Schemas => all(Value::is_object),
        Form::SchemaMap | Form::Dependencies | Form::NamesMap => value.is_object(),
        Form::Items => value.is_object() || value.is_boolean() || value.is_array(),
        Form::Types => is_type(value) || value.as_array().is_some_and(|names| names.iter().all(is_type)),
        Form::Names => all(Value::is_string),
        Form::Count | Form::Number | Form::Positive => value.is_number(),
        Form::Bound => value.is_number() || value.is_boolean(),
        Form::Flag => value.is_boolean(),
        Form::Values => value.is_array(),
        Form::Any => true,
        Form::Pattern | Form::Text | Form::Reference | Form::Identifier => value.is_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::find_meant;

    #[test]
    fn keywords_are_meant_if_name_and_value_fit() {
        let cases: &[(&str, Value, Option<&str>)] = &[
            ("requried", json!(["a"]), Some("required")),
            ("propertys", json!({}), Some("properties")),
            ("min_length", json!(1), Some("minLength")),
            ("maxlength", json!("3"), Some("maxLength")),
            ("oneof", json!([{}]), Some("oneOf")),
            ("ref", json!("#/$defs/a"), Some("$ref")),
            ("definitons", json!({}), Some("definitions")),
            ("nulable", json!(true), Some("nullable")),
            ("requires", json!("a"), None),
            ("href", json!("a"), None),
            ("when", json!({}), None),
            ("comment", json!("a"), None),
            ("enumNames", json!(["a"]), None),
            ("markdownDescription", json!("a"), None),
            ("container", json!({}), None),
            ("tsAdditionalProperties", json!(false), None),
            ("_required", json!(["a"]), None),
            ("xrequired", json!(["a"]), None),
            ("x-typ", json!("string"), None),
            ("id", json!("a"), None),
            ("name", json!("a"), None),
        ];
        for (name, value, meant) in cases {
            assert_eq!(find_meant(name, value), *meant, "{name}");
        }
    }
}
