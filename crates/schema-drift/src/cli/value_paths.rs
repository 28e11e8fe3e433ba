//! The places of values as people write them, such as `data.results[].type`.

use std::collections::{HashMap, VecDeque};

use schema_ir::{Form, Keyword, Role, pointer};
use serde_json::Value;

/// Schemas that a search for places visits.
const MAX_SCHEMAS: usize = 50_000;

/// The schemas that apply to a value and to what is in it, by pointer, with the places of what they apply to.
pub(super) struct ValuePaths(HashMap<String, String>);

/// A step from a value to what a schema inside of its schema applies to.
enum Step<'v> {
    Same,
    Member(&'v str),
    EachMember,
    Item(usize),
    EachItem,
}

impl ValuePaths {
    /// Follows the schemas below a pointer, and the references within the document. Of several ways, the first shortest counts.
    pub fn below(document: &Value, at: &str) -> Self {
        let mut known = HashMap::new();
        let mut open = VecDeque::from([(at.to_owned(), String::new())]);
        while let Some((at, path)) = open.pop_front() {
            if known.contains_key(&at) || known.len() >= MAX_SCHEMAS {
                continue;
            }
            let members = document.pointer(&at).and_then(Value::as_object);
            for (name, value) in members.into_iter().flatten() {
                open.extend(find_target(name, value).map(|target| (target, path.clone())));
                let inside = find_inside(name, value).into_iter();
                open.extend(inside.map(|(below, step)| (format!("{at}{below}"), step.follow(&path))));
            }
            known.insert(at, path);
        }
        ValuePaths(known)
    }

    /// The place of what a schema, or a keyword of one, applies to.
    pub fn find(&self, mut pointer: &str) -> Option<&str> {
        loop {
            if let Some(path) = self.0.get(pointer) {
                return Some(path);
            }
            (pointer, _) = pointer.rsplit_once('/')?;
        }
    }
}

impl Step<'_> {
    fn follow(&self, path: &str) -> String {
        let is_plain = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_-$@".contains(c));
        match self {
            Step::Same => path.to_owned(),
            Step::Member(name) if !is_plain(name) => format!("{path}[{}]", Value::from(*name)),
            Step::Member(name) if path.is_empty() => (*name).to_owned(),
            Step::Member(name) => format!("{path}.{name}"),
            Step::EachMember if path.is_empty() => "*".to_owned(),
            Step::EachMember => format!("{path}.*"),
            Step::Item(index) => format!("{path}[{index}]"),
            Step::EachItem => format!("{path}[]"),
        }
    }
}

/// The pointer to which a reference leads, if it stays in the document.
fn find_target(name: &str, value: &Value) -> Option<String> {
    let reference = value.as_str().filter(|_| Keyword::from_name(name) == Some(Keyword::Ref))?;
    pointer::percent_decoded(reference.strip_prefix('#')?)
}

/// The schemas in a keyword, by pointer below its schema.
fn find_inside<'v>(name: &str, value: &'v Value) -> Vec<(String, Step<'v>)> {
    let Some(keyword) = Keyword::from_name(name).filter(|one| matches!(one.role(), Role::InPlace | Role::Below(_)))
    else {
        return Vec::new();
    };
    let at = pointer::push("", name);
    match (keyword.form(), value) {
        _ if keyword == Keyword::PropertyNames => Vec::new(),
        (Form::Schema | Form::Items, Value::Object(_)) => vec![(at, step_into(keyword, None))],
        (Form::Schemas | Form::Items, Value::Array(items)) => {
            let step = |index| if keyword.role() == Role::InPlace { Step::Same } else { Step::Item(index) };
            (0..items.len()).map(|index| (format!("{at}/{index}"), step(index))).collect()
        }
        (Form::SchemaMap | Form::Dependencies, Value::Object(members)) => {
            members.keys().map(|name| (pointer::push(&at, name), step_into(keyword, Some(name)))).collect()
        }
        _ => Vec::new(),
    }
}

fn step_into(keyword: Keyword, name: Option<&str>) -> Step<'_> {
    match (keyword, name) {
        (Keyword::Properties, Some(name)) => Step::Member(name),
        (Keyword::PatternProperties | Keyword::AdditionalProperties | Keyword::UnevaluatedProperties, _) => {
            Step::EachMember
        }
        (keyword, _) if keyword.role() == Role::InPlace => Step::Same,
        _ => Step::EachItem,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::ValuePaths;

    #[test]
    fn a_place_is_written_as_code_would_name_it() {
        let document = json!({
            "root": {"properties": {"data": {"items": {"$ref": "#/defs/Item"}}, "a b": {"type": "string"}, "": {}}},
            "defs": {"Item": {
                "anyOf": [{"properties": {"next": {"$ref": "#/defs/Item"}, "type": {"enum": ["x"]}}}],
                "additionalProperties": {"prefixItems": [{}, {"type": "null"}]},
                "propertyNames": {"maxLength": 3},
            }},
        });
        let paths = ValuePaths::below(&document, "/root");
        for (pointer, path) in [
            ("/root", Some("")),
            ("/root/required/0", Some("")),
            ("/root/properties/data/items", Some("data[]")),
            ("/root/properties/a b/type", Some(r#"["a b"]"#)),
            ("/root/properties/", Some(r#"[""]"#)),
            ("/defs/Item/anyOf/0/properties/type/enum", Some("data[].type")),
            ("/defs/Item/additionalProperties/prefixItems/1/type", Some("data[].*[1]")),
            ("/defs/Item/propertyNames/maxLength", Some("data[]")),
            ("/defs/Other", None),
        ] {
            assert_eq!(paths.find(pointer), path, "{pointer}");
        }
    }
}
