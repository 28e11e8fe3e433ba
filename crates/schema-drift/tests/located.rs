//! Located changes are true by themselves: each has a value that differs because of it, and what has no effect is no change.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use schema_drift::{Change, Options, Party, Schema, Side, compare};
use serde_json::{Value, json};

fn changes(old: &Value, new: &Value) -> Vec<Change> {
    let (old, new) = (Schema::from_value("old", old).unwrap(), Schema::from_value("new", new).unwrap());
    compare(&old, &new, &Options::default()).unwrap().changes
}

/// The messages of the changes, with the values that show them, in both directions.
#[track_caller]
fn assert_located(old: &Value, new: &Value, forth: &[(&str, Value)], back: &[(&str, Value)]) {
    for (old, new, expected) in [(old, new, forth), (new, old, back)] {
        let found = changes(old, new);
        let found: Vec<(&str, Value)> = found
            .iter()
            .map(|change| {
                let [witness] = change.witnesses.as_slice() else { panic!("{change:#?}") };
                assert!(witness.whole, "{change:#?}");
                let validators = [old, new].map(|schema| jsonschema::validator_for(schema).unwrap());
                let accepts = validators.map(|validator| validator.is_valid(&witness.value));
                assert_eq!(accepts, [witness.accepted_by == Side::Old, witness.accepted_by == Side::New]);
                (change.message.as_str(), witness.value.clone())
            })
            .collect();
        assert_eq!(found, expected);
    }
}

#[test]
fn what_another_member_of_the_union_accepts_already_is_no_change() {
    let schema = |m: &[&str], n: Value| json!({"properties": {"m": {"anyOf": [{"type": "string"}, {"enum": m}]}, "n": n}, "required": ["n"]});
    let old = schema(&["a"], json!({"type": "string"}));
    let new = schema(&["a", "b"], json!({"type": ["string", "null"]}));
    assert_located(
        &old,
        &new,
        &[("`n` also allows null", json!({"n": null}))],
        &[("`n` no longer allows null", json!({"n": null}))],
    );
}

#[test]
fn a_member_that_is_new_beside_a_change_inside_of_the_union_is_a_change() {
    let schema = |m: Value| json!({"properties": {"m": {"anyOf": m}}});
    let old = schema(json!([{"type": "string", "maxLength": 1}, {"title": "E", "enum": ["a"]}]));
    let new =
        schema(json!([{"type": "string", "maxLength": 1}, {"title": "E", "enum": ["a", "bb"]}, {"type": "null"}]));
    assert_located(
        &old,
        &new,
        &[
            ("`m` has the new alternative `type: \"null\"`", json!({"m": null})),
            ("`m` also allows \"bb\"", json!({"m": "bb"})),
        ],
        &[
            ("`m` no longer has the alternative `type: \"null\"`", json!({"m": null})),
            ("`m` no longer allows \"bb\"", json!({"m": "bb"})),
        ],
    );
}

#[test]
fn what_is_no_change_in_one_union_may_be_one_elsewhere() {
    let schema = |list: &[&str], n: Value| {
        let m = json!({"anyOf": [{"type": "string"}, {"$ref": "#/$defs/E"}]});
        let properties = json!({"m": m, "k": {"$ref": "#/$defs/E"}, "n": n});
        json!({"properties": properties, "$defs": {"E": {"enum": list}}})
    };
    let old = schema(&["a"], json!({"type": "string"}));
    let new = schema(&["a", "b"], json!({"type": ["string", "null"]}));
    let messages = |old, new| changes(old, new).into_iter().map(|change| change.message).collect::<Vec<_>>();
    assert_eq!(messages(&old, &new), ["`k` also allows \"b\"", "`n` also allows null"]);
    assert_eq!(messages(&new, &old), ["`k` no longer allows \"b\"", "`n` no longer allows null"]);
}

#[test]
fn a_schema_that_becomes_a_member_of_a_union_is_one_change() {
    let of_objects = json!({"type": "object", "properties": {"a": {"type": "string"}}});
    for keyword in ["anyOf", "oneOf"] {
        let union = json!({keyword: [of_objects, {"type": "string"}]});
        assert_located(
            &of_objects,
            &union,
            &[("the value has the new alternative `type: \"string\"`", json!(""))],
            &[("the value no longer has the alternative `type: \"string\"`", json!(""))],
        );
    }
}

#[test]
fn a_witness_has_what_the_whole_requires() {
    let schema = |a: Value| {
        let properties = json!({"a": a, "b": {"type": "string"}});
        json!({"type": "object", "properties": properties, "required": ["a", "b"], "additionalProperties": false})
    };
    let (old, new) = (schema(json!({"type": "string"})), schema(json!({"type": "string", "minLength": 1})));
    let value = json!({"a": "", "b": ""});
    assert_located(
        &old,
        &new,
        &[("`a` now has `minLength` 1", value.clone())],
        &[("`a` no longer has `minLength` 1", value)],
    );
}

#[test]
fn a_new_property_of_a_closed_object_is_shown_with_what_it_requires() {
    let schema = |more: Value| {
        let mut properties = json!({"a": {"type": "string"}});
        properties.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({"type": "object", "properties": properties, "required": ["a"], "additionalProperties": false})
    };
    let found = changes(&schema(json!({})), &schema(json!({"b": {"type": "null"}})));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(
        (found[0].breaks.as_slice(), &found[0].witnesses[0].value),
        (&[Party::Reader][..], &json!({"a": "", "b": null}))
    );
}

/// A boolean has no items, so what is said about them has no effect, whatever else changes.
#[test]
fn what_no_value_reaches_is_no_change() {
    let schema = |items: Value, b: &str| json!({"properties": {"a": {"type": "boolean", "unevaluatedItems": items}, "b": {"type": b}}});
    let old = schema(json!({"type": "string"}), "string");
    let new = schema(json!({"type": "integer"}), "integer");
    for (old, new) in [(&old, &new), (&new, &old)] {
        let found: Vec<String> = changes(old, new).into_iter().map(|change| change.old.pointer).collect();
        assert_eq!(found, ["/properties/b/type"]);
    }
}

/// One of the two alternatives always applies, whatever `required` lists, so only `n` breaks anyone.
#[test]
fn what_one_of_makes_up_for_breaks_nobody() {
    let schema = |name: &str, n: &str| json!({"oneOf": [{"required": [name]}, {"not": {"required": [name]}}], "properties": {"n": {"type": n}}});
    let (old, new) = (schema("a", "string"), schema("b", "integer"));
    for (old, new) in [(&old, &new), (&new, &old)] {
        let breaking = changes(old, new).into_iter().filter(|change| !change.breaks.is_empty());
        let breaking: Vec<String> = breaking.map(|change| change.old.pointer).collect();
        assert_eq!(breaking, ["/properties/n/type"]);
    }
}

/// However deep in unions and recursion it is, and wherever a value shows it.
#[test]
fn the_only_change_has_the_effects_of_the_whole() {
    let tabs = |data: Value| {
        let node = |kind: &str, more: Value| {
            let mut properties = json!({"kind": {"const": kind}});
            properties.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            json!({"type": "object", "properties": properties, "required": ["kind"]})
        };
        let nodes = |name: &str| json!({"nodes": {"type": "array", "items": {"$ref": format!("#/$defs/{name}")}}});
        json!({"$ref": "#/$defs/Paragraph", "$defs": {
            "Paragraph": node("paragraph", nodes("Inline")),
            "Inline": {"oneOf": [node("text", json!({})), node("note", nodes("Block"))]},
            "Block": {"oneOf": [{"$ref": "#/$defs/Paragraph"}, node("list", nodes("Block")), node("tabs", nodes("Tab"))]},
            "Tab": node("tab", json!({"data": {"type": "object", "properties": data}, "nodes": {"type": "array", "items": {"$ref": "#/$defs/Block"}}}))
        }})
    };
    let (old, new) = (tabs(json!({})), tabs(json!({"slug": {"type": "string"}})));
    for (old, new, party) in [(&old, &new, Party::Writer), (&new, &old, Party::Reader)] {
        let found = changes(old, new);
        let [change] = found.as_slice() else { panic!("{found:#?}") };
        assert_eq!((change.keyword, change.breaks.as_slice()), ("properties", [party].as_slice()), "{change:#?}");
        assert!(change.witnesses.iter().all(|witness| witness.whole), "{change:#?}");
    }
}
