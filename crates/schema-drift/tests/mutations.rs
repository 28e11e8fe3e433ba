//! Edits of known direction, applied in every vendored schema wherever they fit: the verdict, the pointer and the party that
//! breaks must be right every time.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::path::Path;

use schema_drift::{Options, Party, Schema, Verdict, compare};
use serde_json::{Map, Value, json};

/// An edit: its name, a function that applies it if it fits, and the verdict that reasoning gives.
type Edit = (&'static str, fn(&mut Map<String, Value>) -> bool, Verdict);

/// Places in one schema at which one edit is tried, because more places test nothing new.
const PLACES: usize = 3;

fn is(schema: &Map<String, Value>, kind: &str) -> bool {
    schema.get("type") == Some(&json!(kind)) && !schema.contains_key("enum") && !schema.contains_key("const")
}

fn free(schema: &Map<String, Value>, keywords: &[&str]) -> bool {
    keywords.iter().all(|keyword| !schema.contains_key(*keyword))
}

/// Sets a keyword that is absent.
fn set(schema: &mut Map<String, Value>, kind: &str, keyword: &str, value: Value) -> bool {
    let fits = is(schema, kind) && free(schema, &[keyword]);
    if fits {
        schema.insert(keyword.to_owned(), value);
    }
    fits
}

fn list<'s>(schema: &'s mut Map<String, Value>, keyword: &str) -> Option<&'s mut Vec<Value>> {
    schema.get_mut(keyword)?.as_array_mut()
}

const EDITS: [Edit; 33] = [
    (
        "an enum value added",
        |s| {
            list(s, "enum").is_some_and(|all| {
                all.push(json!("another value"));
                true
            })
        },
        Verdict::Wider,
    ),
    (
        "an enum value removed",
        |s| list(s, "enum").filter(|all| all.len() > 1).is_some_and(|all| all.remove(0) != Value::Null),
        Verdict::Narrower,
    ),
    (
        "an enum value renamed",
        |s| {
            list(s, "enum").is_some_and(|all| {
                all[0] = json!("renamed");
                true
            })
        },
        Verdict::Incomparable,
    ),
    ("an enum dropped", |s| s.contains_key("type") && s.shift_remove("enum").is_some(), Verdict::Wider),
    (
        "an enum replaced by a constant",
        |s| match s.get("enum").and_then(Value::as_array) {
            Some(all) if all.len() > 1 => {
                let first = all[0].clone();
                s.shift_remove("enum");
                s.insert("const".to_owned(), first);
                s.shift_remove("nullable");
                true
            }
            _ => false,
        },
        Verdict::Narrower,
    ),
    (
        "required dropped",
        |s| is(s, "object") && list(s, "required").filter(|all| !all.is_empty()).is_some_and(|all| all.pop().is_some()),
        Verdict::Wider,
    ),
    (
        "all of required dropped",
        |s| list(s, "required").filter(|all| !all.is_empty()).is_some() && s.shift_remove("required").is_some(),
        Verdict::Wider,
    ),
    (
        "one more required",
        |s| match s.get("properties").and_then(Value::as_object).cloned() {
            Some(properties) => {
                let mut required = s.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
                let Some(name) = properties.keys().find(|name| !required.contains(&json!(name))) else { return false };
                required.push(json!(name));
                s.insert("required".to_owned(), required.into());
                true
            }
            None => false,
        },
        Verdict::Narrower,
    ),
    (
        "a closed object opened",
        |s| {
            is(s, "object")
                && s.get("additionalProperties") == Some(&json!(false))
                && s.shift_remove("additionalProperties").is_some()
        },
        Verdict::Wider,
    ),
    (
        "an open object closed",
        |s| s.contains_key("properties") && set(s, "object", "additionalProperties", json!(false)),
        Verdict::Narrower,
    ),
    (
        "a property added to a closed object",
        |s| {
            s.get("additionalProperties") == Some(&json!(false))
                && s.get_mut("properties")
                    .and_then(Value::as_object_mut)
                    .is_some_and(|all| all.insert("brand_new".to_owned(), json!({"type": "string"})).is_none())
        },
        Verdict::Wider,
    ),
    (
        "a property added to an open object",
        |s| {
            free(s, &["additionalProperties", "patternProperties"])
                && s.get_mut("properties")
                    .and_then(Value::as_object_mut)
                    .is_some_and(|all| all.insert("brand_new".to_owned(), json!({"type": "string"})).is_none())
        },
        Verdict::Narrower,
    ),
    (
        "`minProperties` beyond what is required",
        |s| {
            s.get("properties").is_some() && free(s, &["additionalProperties"]) && {
                let more = s.get("required").and_then(Value::as_array).map_or(0, Vec::len) + 1;
                set(s, "object", "minProperties", json!(more))
            }
        },
        Verdict::Narrower,
    ),
    (
        "`maxProperties`",
        |s| {
            free(s, &["additionalProperties"]) && {
                let more = s.get("required").and_then(Value::as_array).map_or(0, Vec::len) + 1;
                set(s, "object", "maxProperties", json!(more))
            }
        },
        Verdict::Narrower,
    ),
    (
        "`propertyNames`",
        |s| free(s, &["additionalProperties"]) && set(s, "object", "propertyNames", json!({"maxLength": 60})),
        Verdict::Narrower,
    ),
    (
        "`patternProperties`",
        |s| {
            free(s, &["additionalProperties"])
                && set(s, "object", "patternProperties", json!({"^x-": {"type": "string"}}))
        },
        Verdict::Narrower,
    ),
    (
        "`dependentRequired`",
        |s| {
            free(s, &["additionalProperties"])
                && set(s, "object", "dependentRequired", json!({"brand_new": ["other_new"]}))
        },
        Verdict::Narrower,
    ),
    (
        "null allowed",
        |s| {
            is(s, "string")
                && free(s, &["nullable"])
                && s.insert("type".to_owned(), json!(["string", "null"])).is_some()
        },
        Verdict::Wider,
    ),
    (
        "`nullable` dropped",
        |s| s.get("nullable") == Some(&json!(true)) && s.contains_key("type") && s.shift_remove("nullable").is_some(),
        Verdict::Narrower,
    ),
    (
        "another type",
        |s| {
            is(s, "string")
                && free(s, &["nullable", "pattern", "minLength"])
                && s.insert("type".to_owned(), json!("boolean")).is_some()
        },
        Verdict::Incomparable,
    ),
    (
        "a type added",
        |s| {
            is(s, "boolean")
                && free(s, &["nullable"])
                && s.insert("type".to_owned(), json!(["boolean", "string"])).is_some()
        },
        Verdict::Wider,
    ),
    (
        "any type",
        |s| {
            is(s, "string")
                && free(s, &["nullable", "pattern", "minLength", "maxLength"])
                && s.shift_remove("type").is_some()
        },
        Verdict::Wider,
    ),
    (
        "number replaced by integer",
        |s| is(s, "number") && free(s, &["nullable"]) && s.insert("type".to_owned(), json!("integer")).is_some(),
        Verdict::Narrower,
    ),
    (
        "integer replaced by number",
        |s| is(s, "integer") && free(s, &["nullable"]) && s.insert("type".to_owned(), json!("number")).is_some(),
        Verdict::Wider,
    ),
    ("`minLength`", |s| set(s, "string", "minLength", json!(1)), Verdict::Narrower),
    ("`maxLength`", |s| set(s, "string", "maxLength", json!(1_000)), Verdict::Narrower),
    ("`pattern`", |s| set(s, "string", "pattern", json!("^[a-z]")), Verdict::Narrower),
    (
        "`minimum`",
        |s| {
            (is(s, "number") || is(s, "integer"))
                && free(s, &["minimum", "exclusiveMinimum"])
                && s.insert("minimum".to_owned(), json!(0)).is_none()
        },
        Verdict::Narrower,
    ),
    (
        "`maximum`",
        |s| {
            (is(s, "number") || is(s, "integer"))
                && free(s, &["maximum", "exclusiveMaximum"])
                && s.insert("maximum".to_owned(), json!(1e6)).is_none()
        },
        Verdict::Narrower,
    ),
    (
        "`multipleOf`",
        |s| {
            (is(s, "number") || is(s, "integer"))
                && free(s, &["multipleOf"])
                && s.insert("multipleOf".to_owned(), json!(5)).is_none()
        },
        Verdict::Narrower,
    ),
    ("`minItems`", |s| set(s, "array", "minItems", json!(1)), Verdict::Narrower),
    ("`maxItems`", |s| set(s, "array", "maxItems", json!(20)), Verdict::Narrower),
    ("`uniqueItems`", |s| set(s, "array", "uniqueItems", json!(true)), Verdict::Narrower),
];

/// Edits that change the spelling only.
const PRESENTATION: [Edit; 4] = [
    (
        "a type as a list",
        |s| match s.get("type").cloned() {
            Some(Value::String(kind)) => s.insert("type".to_owned(), json!([kind])).is_some(),
            _ => false,
        },
        Verdict::Equivalent,
    ),
    (
        "required reversed",
        |s| {
            list(s, "required").filter(|all| all.len() > 1).is_some_and(|all| {
                all.reverse();
                true
            })
        },
        Verdict::Equivalent,
    ),
    (
        "an enum reversed",
        |s| {
            list(s, "enum").filter(|all| all.len() > 1).is_some_and(|all| {
                all.reverse();
                true
            })
        },
        Verdict::Equivalent,
    ),
    (
        "a description",
        |s| {
            s.insert("description".to_owned(), json!("Another description."))
                .is_none_or(|was| was != "Another description.")
        },
        Verdict::Equivalent,
    ),
];

/// Pointers of the schemas below properties and items, outside of unions, so that the direction of an edit is that of the whole.
fn places(schema: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        places(property, &format!("{at}/properties/{}", name.replace('~', "~0").replace('/', "~1")), found);
    }
    if let Some(items @ Value::Object(_)) = schema.get("items") {
        places(items, &format!("{at}/items"), found);
    }
}

fn read(name: &str, schema: &Value) -> Schema {
    Schema::from_value(name, schema).unwrap()
}

fn parties(verdict: Verdict) -> &'static [Party] {
    match verdict {
        Verdict::Narrower => &[Party::Writer],
        Verdict::Wider => &[Party::Reader],
        Verdict::Incomparable => &[Party::Reader, Party::Writer],
        _ => &[],
    }
}

#[test]
fn every_edit_is_found_where_it_was_made() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let (mut wrong, mut edits, mut kinds) = (Vec::new(), 0, std::collections::BTreeSet::new());
    for file in files {
        let schema: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        let old = read("old", &schema);
        let mut all = Vec::new();
        places(&schema, "", &mut all);
        for (name, edit, expected) in EDITS.into_iter().chain(PRESENTATION) {
            let mut tried = 0;
            for at in &all {
                let mut edited = schema.clone();
                if tried == PLACES || !edit(edited.pointer_mut(at).unwrap().as_object_mut().unwrap()) {
                    continue;
                }
                (tried, edits) = (tried + 1, edits + 1);
                kinds.insert(name);
                let new = read("new", &edited);
                let comparison = compare(&old, &new, &Options { samples: 400, ..Options::default() }).unwrap();
                let here = |pointer: &str| {
                    pointer.strip_prefix(at.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
                };
                let located =
                    comparison.changes.iter().all(|change| here(&change.old.pointer) && here(&change.new.pointer));
                let shown = comparison.changes.iter().all(|change| change.witnesses.len() == change.breaks.len());
                if comparison.verdict() != expected || comparison.breaks() != parties(expected) || !located || !shown {
                    let found: Vec<_> = comparison
                        .changes
                        .iter()
                        .map(|change| (&change.message, &change.old.pointer, &change.new.pointer, change.direction))
                        .collect();
                    let file = file.file_name().unwrap().to_string_lossy().into_owned();
                    wrong.push(format!(
                        "{file} {at}: {name}: {} {found:?} {:?}",
                        comparison.verdict(),
                        comparison.reason()
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {edits}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(kinds.len() >= 25, "{} kinds fit somewhere: {kinds:?}", kinds.len());
}
