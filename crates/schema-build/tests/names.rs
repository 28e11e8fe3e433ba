//! Names depend on the places of schemas alone: what is added to a document, or moved in it, renames nothing else.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use schema_build::{Builder, Profile};
use serde_json::{Map, Value, json};

const DOCUMENTS: [&str; 4] = ["debugger", "tools", "hooks", "shop"];

/// A document of `names/`.
fn document(name: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(format!("tests/names/{name}.json")).unwrap()).unwrap()
}

/// The definitions of a document.
fn definitions(document: &mut Value) -> &mut Map<String, Value> {
    let at = ["/definitions", "/$defs", "/components/schemas"].into_iter().find(|at| document.pointer(at).is_some());
    document.pointer_mut(at.unwrap()).unwrap().as_object_mut().unwrap()
}

struct Names {
    /// Each type with its place.
    types: BTreeSet<(String, String)>,
    /// Each field and each variant, after the path of its type.
    parts: BTreeSet<String>,
}

/// The names that are generated for a document, whose file is always called the same.
fn names(test: &str, name: &str, document: &Value) -> Names {
    let folder = std::env::temp_dir().join(format!("schema-build-names-{test}-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("document.json"), document.to_string()).unwrap();
    let output = Builder::new(&folder).profile(Profile::Both).generate().unwrap_or_else(|errors| panic!("{errors:?}"));
    fs::remove_dir_all(&folder).unwrap();
    let types = output.report.types.iter().map(|ty| (ty.pointer.clone(), ty.name.clone())).collect();
    let mut parts = BTreeSet::new();
    collect_parts("", &syn::parse_file(&output.source).unwrap().items, &mut parts);
    Names { types, parts }
}

fn collect_parts(path: &str, items: &[syn::Item], out: &mut BTreeSet<String>) {
    for item in items {
        match item {
            syn::Item::Mod(module) => {
                let path = format!("{path}{}::", module.ident);
                collect_parts(&path, module.content.as_ref().map_or(&[][..], |(_, items)| items), out);
            }
            syn::Item::Struct(ty) => {
                let fields = ty.fields.iter().filter_map(|field| field.ident.as_ref());
                out.extend(fields.map(|field| format!("{path}{}.{field}", ty.ident)));
            }
            syn::Item::Enum(ty) => {
                out.extend(ty.variants.iter().map(|variant| format!("{path}{}::{}", ty.ident, variant.ident)));
            }
            _ => {}
        }
    }
}

/// Asserts that every name of `before` is one of `after`.
fn assert_kept(name: &str, before: &Names, after: &Names) {
    let lost: Vec<_> = before.types.difference(&after.types).collect();
    assert!(lost.is_empty(), "{name}: {lost:?}");
    let lost: Vec<_> = before.parts.difference(&after.parts).collect();
    assert!(lost.is_empty(), "{name}: {lost:?}");
}

#[test]
fn a_definition_that_is_added_renames_nothing() {
    // It has parts that are called as those of other definitions, and extends and holds others.
    let more = |document: &str| {
        let base = match document {
            "debugger" => "#/definitions/Response",
            "tools" => "#/$defs/Annotations",
            "hooks" => "#/definitions/issue",
            _ => "#/components/schemas/Order",
        };
        json!({
            "type": "object",
            "allOf": [{"$ref": base}],
            "properties": {
                "body": {"type": "object", "properties": {"reason": {"enum": ["a", "b"]}}},
                "params": {"type": "object", "properties": {"token": {"anyOf": [{"type": "string"}, {"type": "integer"}]}}},
                "user": {"type": "object", "title": "Member", "properties": {"type": {"enum": ["x"]}}},
                "items": {"type": "array", "items": {"type": "object", "properties": {"price": {"enum": [1, 2]}}}},
            },
        })
    };
    for name in DOCUMENTS {
        let mut document = document(name);
        let before = names("definition", name, &document);
        assert!(before.types.len() > 20, "{name}: {}", before.types.len());
        definitions(&mut document).shift_insert(0, "Additional".to_owned(), more(name));
        assert_kept(name, &before, &names("definition", name, &document));
    }
}

#[test]
fn a_property_that_is_added_renames_nothing() {
    let places = [
        ("debugger", "/definitions/Source/properties/origin"),
        ("debugger", "/definitions/PauseRequest/allOf/1"),
        ("tools", "/$defs/InitializeRequest/properties/params"),
        ("hooks", "/definitions/issue$opened/properties/issue"),
        ("shop", "/components/schemas/Order/properties/items/items"),
    ];
    for (name, place) in places {
        let mut document = document(name);
        let before = names("property", name, &document);
        let properties = document.pointer_mut(place).unwrap()["properties"].as_object_mut().unwrap();
        let more = json!({"type": "object", "properties": {"state": {"enum": ["on", "off"]}, "kind": {"const": "k"}}});
        properties.shift_insert(0, "additional".to_owned(), more);
        assert_kept(name, &before, &names("property", name, &document));
    }
}

#[test]
fn names_do_not_depend_on_the_order_of_definitions_and_properties() {
    fn reverse(value: &mut Value) {
        match value {
            Value::Object(members) => {
                let reversed: Map<String, Value> = std::mem::take(members).into_iter().rev().collect();
                *members = reversed;
                members.values_mut().for_each(reverse);
            }
            Value::Array(items) => items.iter_mut().for_each(reverse),
            _ => {}
        }
    }
    for name in DOCUMENTS {
        let mut document = document(name);
        let before = names("order", name, &document);
        reverse(&mut document);
        let after = names("order", name, &document);
        assert_kept(name, &before, &after);
        assert_kept(name, &after, &before);
    }
}

#[test]
fn no_name_of_a_type_has_a_number() {
    for name in DOCUMENTS {
        let names = names("number", name, &document(name));
        let numbered: Vec<_> =
            names.types.iter().filter(|(_, name)| name.ends_with(|c: char| c.is_ascii_digit())).collect();
        assert!(numbered.is_empty(), "{name}: {numbered:?}");
    }
}

/// The names that are generated for a schema in both profiles.
fn names_of(test: &str, schema: &Value, settings: impl Fn(Builder) -> Builder) -> Vec<String> {
    let file = std::env::temp_dir().join(format!("{test}.json"));
    fs::write(&file, schema.to_string()).unwrap();
    let output = settings(Builder::files([&file])).generate().unwrap_or_else(|errors| panic!("{errors:?}"));
    fs::remove_file(Path::new(&file)).unwrap();
    let mut parts = BTreeSet::new();
    collect_parts("", &syn::parse_file(&output.source).unwrap().items, &mut parts);
    parts.into_iter().collect()
}

#[test]
fn variants_are_named_by_what_tells_their_members_apart() {
    let object = |required: &[&str]| {
        let properties: Map<String, Value> = required.iter().map(|key| ((*key).to_owned(), json!({}))).collect();
        json!({"type": "object", "properties": properties, "required": required})
    };
    let cases = [
        (
            json!([{"title": "A title", "const": 1}, {"$ref": "#/$defs/Known"}, {"type": "boolean"}]),
            vec!["ATitle", "Boolean", "Known"],
        ),
        (json!([object(&["a", "b"]), object(&["a", "c"])]), vec!["B", "C"]),
        (
            json!([{"type": "array", "items": {"type": "string"}}, {"type": "array", "items": {"$ref": "#/$defs/Known"}}]),
            vec!["KnownArray", "StringArray"],
        ),
        (json!([{"type": "string", "format": "date"}, {"type": "string", "format": "uuid"}]), vec!["Date", "Uuid"]),
    ];
    for (number, (members, expected)) in cases.into_iter().enumerate() {
        let schema = json!({"title": "T", "anyOf": members, "$defs": {"Known": {"type": "object", "properties": {"z": {"type": "integer"}}}}});
        let names = names_of(&format!("variants-{number}-{}", std::process::id()), &schema, |builder| builder);
        let variants: Vec<&str> = names.iter().filter_map(|name| name.strip_prefix("T::")).collect();
        assert_eq!(variants, expected, "{members}", members = schema["anyOf"]);
    }
}

#[test]
fn values_have_the_names_that_the_user_or_the_schema_gives_them() {
    let test = format!("given-{}", std::process::id());
    let schema = json!({
        "title": "T",
        "type": "object",
        "properties": {
            "code": {"enum": [1, 2, 3], "x-enum-varnames": ["OK", "NOT_FOUND", "GONE"]},
            "mark": {"enum": ["+", "-", "asc", "ASC"]},
            "one": {"oneOf": [{"const": "a", "title": "First"}, {"const": "b"}]},
            "event": {"oneOf": [{"type": "object", "title": "Made"}, {"type": "string"}]},
        },
    });
    let name = |place: &str| format!("{test}.json#/properties/{place}");
    let names = names_of(&test, &schema, |builder| {
        let builder = builder.name(name("code/enum/1"), "Missing").name(name("mark/enum/0"), "More");
        builder.name(name("one/oneOf/1"), "Second").name(name("event/oneOf/1"), "Text")
    });
    let of =
        |ty: &str| -> Vec<&str> { names.iter().filter_map(|name| name.strip_prefix(&format!("t::{ty}::"))).collect() };
    assert_eq!(of("Code"), ["Gone", "Missing", "Ok"]);
    assert_eq!(of("Mark"), ["Asc", "AscUpper", "Minus", "More"]);
    assert_eq!(of("One"), ["First", "Second"]);
    assert_eq!(of("Event"), ["Made", "Text"]);
}

#[test]
fn a_title_names_a_type_if_no_other_type_has_it() {
    let one = |title: &str| json!({"title": title, "type": "object", "properties": {"part": {"enum": ["x"]}}});
    let schema = json!({
        "title": "T",
        "type": "object",
        "properties": {"a": one("Address"), "b": one("Twice"), "c": one("Twice"), "d": one("D"), "e": one("Known")},
        "$defs": {"Known": {"type": "object", "properties": {"z": {"type": "string"}}}},
    });
    let names = names_of(&format!("titles-{}", std::process::id()), &schema, |builder| builder);
    let types: BTreeSet<&str> =
        names.iter().filter_map(|name| name.strip_prefix("t::")?.split(['.', ':']).next()).collect();
    let expected = ["Address", "AddressPart", "B", "BPart", "C", "CPart", "D", "DPart", "E", "EPart", "Known"];
    assert_eq!(types.into_iter().collect::<Vec<_>>(), expected);
}
