//! Each witness is one, according to a validator that reads the schema as it is written.
#![cfg(feature = "proofs")]
#![allow(clippy::unwrap_used, clippy::panic)]

use proptest::prelude::*;
use schema_ir::Source;
use schema_lint::{Finding, Options, run};
use serde_json::{Value, json};

/// Schemas of a few keywords over few names and values, so that members overlap, cover and contradict one another often.
fn schema() -> impl Strategy<Value = Value> {
    let value = || {
        let objects = prop_oneof![Just(json!({})), Just(json!({"a": 1})), Just(json!({"a": "x", "b": null}))];
        prop_oneof![Just(json!(null)), (0..4).prop_map(Value::from), "[ab]{0,2}".prop_map(Value::from), objects]
    };
    let types = prop::sample::select(vec!["null", "integer", "number", "string", "object"]);
    let keyword = prop_oneof![
        types.clone().prop_map(|name| ("type", json!(name))),
        types.prop_map(|name| ("type", json!(name))),
        (0..4).prop_map(|bound| ("minimum", json!(bound))),
        (0..4).prop_map(|bound| ("maximum", json!(bound))),
        (0..3).prop_map(|count| ("minLength", json!(count))),
        (0..3).prop_map(|count| ("maxLength", json!(count))),
        prop::sample::select(vec!["[a-c]+", "^[a-b]{2}", "^a|bb$", "^[a-c]*$"]).prop_map(|it| ("pattern", json!(it))),
        prop::collection::vec(value(), 1..3).prop_map(|values| ("enum", json!(values))),
        value().prop_map(|value| ("default", value)),
        prop::collection::vec(value(), 1..3).prop_map(|values| ("examples", json!(values))),
        prop::sample::subsequence(vec!["a", "b"], 1..3).prop_map(|names| ("required", json!(names))),
        any::<bool>().prop_map(|open| ("additionalProperties", json!(open))),
        Just(("format", json!("date"))),
    ];
    let leaf = prop::collection::vec(keyword, 0..4).prop_map(|keywords| {
        Value::Object(keywords.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    });
    leaf.prop_recursive(3, 12, 3, |inner| {
        let union = (prop::sample::select(vec!["oneOf", "anyOf", "allOf"]), prop::collection::vec(inner.clone(), 1..4));
        let beside =
            (inner.clone(), union).prop_map(|(beside, (keyword, members))| with(beside, keyword, json!(members)));
        let properties = (inner.clone(), inner.clone(), "[ab]")
            .prop_map(|(beside, property, name)| with(beside, "properties", json!({ name: property })));
        prop_oneof![beside, properties]
    })
}

fn with(mut schema: Value, keyword: &str, value: Value) -> Value {
    schema[keyword] = value;
    schema
}

fn accepts(schema: &Value, value: &Value) -> bool {
    jsonschema::options().with_draft(jsonschema::Draft::Draft202012).build(schema).unwrap().is_valid(value)
}

/// The schema at a pointer, and the last token.
fn parent<'s>(schema: &'s Value, pointer: &str, levels: usize) -> &'s Value {
    let end = (0..levels).fold(pointer.len(), |end, _| pointer[..end].rfind('/').unwrap());
    schema.pointer(&pointer[..end]).unwrap()
}

fn check(schema: &Value, finding: &Finding) {
    let Some(witness) = &finding.witness else {
        assert!(!["one-of-overlap", "covered-member", "invalid-default", "invalid-example"].contains(&finding.lint));
        return;
    };
    let here = schema.pointer(&finding.pointer).unwrap();
    let holds = match finding.lint {
        "one-of-overlap" => {
            let whole = parent(schema, &finding.pointer, 2);
            let mut beside = whole.clone();
            beside.as_object_mut().unwrap().remove("oneOf");
            let accepting = whole["oneOf"].as_array().unwrap().iter().filter(|member| accepts(member, witness));
            accepts(&beside, witness) && !accepts(whole, witness) && accepts(here, witness) && accepting.count() > 1
        }
        "covered-member" => {
            let members = parent(schema, &finding.pointer, 1).as_array().unwrap();
            accepts(here, witness) && members.iter().filter(|member| accepts(member, witness)).count() > 1
        }
        "invalid-default" => here == witness && !accepts(parent(schema, &finding.pointer, 1), witness),
        "invalid-example" => here == witness && !accepts(parent(schema, &finding.pointer, 2), witness),
        "unanchored-pattern" => {
            let pattern = here.as_str().unwrap();
            let whole = format!("^(?:{})$", pattern.trim_start_matches('^').trim_end_matches('$'));
            accepts(&json!({ "pattern": pattern }), witness) && !accepts(&json!({ "pattern": whole }), witness)
        }
        other => panic!("{other} has a witness that this test does not know"),
    };
    assert!(holds, "{finding}\n{schema}");
}

/// No value of a finding without a witness exists, as far as samples show.
fn check_unsatisfiable(schema: &Value, finding: &Finding, samples: &[Value]) {
    let here = schema.pointer(&finding.pointer).unwrap();
    assert!(!samples.iter().any(|value| accepts(here, value)), "{finding}\n{schema}");
}

fn samples() -> Vec<Value> {
    let scalars = [json!(null), json!(true), json!(0), json!(1), json!(2), json!(3), json!(1.5), json!(9)];
    let mut all: Vec<Value> =
        scalars.into_iter().chain(["", "a", "b", "aa", "ab", "bb", "aaa"].map(Value::from)).collect();
    let members: Vec<Value> = all.clone();
    all.extend([json!({}), json!([]), json!([1])]);
    all.extend(
        members
            .iter()
            .flat_map(|value| [json!({ "a": value }), json!({ "b": value }), json!({"a": value, "b": value})]),
    );
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn witnesses_are_true(schema in schema()) {
        let source = || Source::parse("a.json", schema.to_string().into_bytes()).unwrap();
        let linted = run(&[source()], &Options::default());
        prop_assert_eq!(&linted.errors, &[]);
        for finding in &linted.findings {
            check(&schema, finding);
            if finding.lint == "unsatisfiable" {
                check_unsatisfiable(&schema, finding, &samples());
            }
        }
        // The same files give the same findings.
        prop_assert_eq!(linted.findings, run(&[source()], &Options::default()).findings);
    }
}
