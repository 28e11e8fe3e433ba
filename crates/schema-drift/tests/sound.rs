//! No instance contradicts a verdict: random schemas, edits and instances, judged by validators of the schemas as written.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use proptest::prelude::*;
use proptest::sample::select;
use schema_drift::{Comparison, Options, Party, Schema, Side, Verdict, compare};
use serde_json::{Map, Value, json};

/// Values that the schemas below mention, and a few others.
fn scalar() -> impl Strategy<Value = Value> {
    select(vec![
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(1),
        json!(2),
        json!(2.5),
        json!(3),
        json!(-1),
        json!(6),
        json!(1e20),
        json!(""),
        json!("a"),
        json!("b"),
        json!("A"),
        json!("ab"),
        json!("abc"),
        json!("ba"),
    ])
}

fn name() -> impl Strategy<Value = String> {
    select(vec!["a", "b", "c", "ab"]).prop_map(str::to_owned)
}

fn instance() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((name(), inner), 0..4)
                .prop_map(|members| members.into_iter().collect::<Map<_, _>>().into()),
        ]
    })
}

/// A keyword with a value.
fn keyword(inner: BoxedStrategy<Value>) -> BoxedStrategy<(String, Value)> {
    let word = |keyword: &'static str, value: BoxedStrategy<Value>| {
        value.prop_map(move |value| (keyword.to_owned(), value)).boxed()
    };
    let small = || (0..4i64).prop_map(Value::from).boxed();
    let number = || select(vec![json!(0), json!(1), json!(2), json!(2.5), json!(-1)]).boxed();
    let list = |inner: BoxedStrategy<Value>| prop::collection::vec(inner, 1..4).prop_map(Value::from).boxed();
    let map = |inner: BoxedStrategy<Value>| {
        prop::collection::vec((name(), inner), 1..3)
            .prop_map(|members| Value::from(members.into_iter().collect::<Map<_, _>>()))
            .boxed()
    };
    let names = || prop::collection::btree_set(name(), 0..3).prop_map(|names| json!(names)).boxed();
    let kinds = ["null", "boolean", "object", "array", "string", "integer", "number"];
    prop_oneof![
        4 => word("type", select(kinds.to_vec()).prop_map(Value::from).boxed()),
        2 => word("type", prop::collection::btree_set(select(kinds.to_vec()), 1..4).prop_map(|kinds| json!(kinds)).boxed()),
        2 => word("enum", prop::collection::vec(instance(), 1..4).prop_map(|mut values| { let mut distinct: Vec<Value> = Vec::new(); values.retain(|value| { let fresh = !distinct.contains(value); distinct.push(value.clone()); fresh }); Value::from(values) }).boxed()),
        1 => word("const", instance().boxed()),
        1 => word("minLength", small()), 1 => word("maxLength", small()),
        1 => word("pattern", select(vec!["^a", "b$", "^[ab]+$", "a|b"]).prop_map(Value::from).boxed()),
        1 => word("minimum", number()), 1 => word("maximum", number()),
        1 => word("exclusiveMinimum", number()), 1 => word("exclusiveMaximum", number()),
        1 => word("multipleOf", select(vec![json!(1), json!(2), json!(3), json!(0.5)]).boxed()),
        1 => word("minItems", small()), 1 => word("maxItems", small()), 1 => word("uniqueItems", any::<bool>().prop_map(Value::from).boxed()),
        1 => word("minProperties", small()), 1 => word("maxProperties", small()),
        2 => word("required", names()),
        4 => word("properties", map(inner.clone())),
        2 => word("additionalProperties", inner.clone()),
        1 => word("patternProperties", inner.clone().prop_map(|schema| json!({"^a": schema})).boxed()),
        1 => word("propertyNames", inner.clone()),
        1 => word("dependentRequired", names().prop_map(|names| json!({"a": names})).boxed()),
        2 => word("items", inner.clone()), 1 => word("prefixItems", list(inner.clone())), 1 => word("contains", inner.clone()),
        1 => word("allOf", list(inner.clone())), 2 => word("anyOf", list(inner.clone())), 1 => word("oneOf", list(inner.clone())),
        1 => word("not", inner.clone()), 1 => word("if", inner.clone()), 1 => word("then", inner.clone()), 1 => word("else", inner.clone()),
        1 => word("unevaluatedProperties", inner.clone()),
        1 => word("$ref", Just(json!("#/$defs/D")).boxed()),
    ]
    .boxed()
}

fn schema() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        3 => scalar_schema(),
        1 => any::<bool>().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 3, |inner| {
        prop::collection::vec(keyword(inner.boxed()), 1..5)
            .prop_map(|keywords| Value::from(keywords.into_iter().collect::<Map<_, _>>()))
    })
}

fn scalar_schema() -> BoxedStrategy<Value> {
    let kinds = vec!["null", "boolean", "string", "integer", "number"];
    select(kinds).prop_map(|kind| json!({"type": kind})).boxed()
}

/// A schema with a definition that it may refer to. The definition has no references, so that there are no loops.
fn document() -> impl Strategy<Value = Value> {
    (schema(), scalar_schema()).prop_map(|(schema, definition)| match schema {
        Value::Object(mut members) => {
            members.insert("$defs".to_owned(), json!({"D": definition}));
            members.into()
        }
        other => json!({"allOf": [other], "$defs": {"D": definition}}),
    })
}

/// A document, and the same with one keyword set or removed.
fn edited() -> impl Strategy<Value = (Value, Value)> {
    (document(), keyword(schema().boxed()), any::<prop::sample::Index>(), any::<bool>()).prop_map(
        |(old, (keyword, value), index, remove)| {
            let mut places = vec![String::new()];
            places.extend(properties(&old, ""));
            let mut new = old.clone();
            if let Some(Value::Object(members)) = new.pointer_mut(&places[index.index(places.len())]) {
                if remove && !members.is_empty() {
                    let keyword = members.keys().nth(index.index(members.len())).cloned().unwrap();
                    if keyword != "$defs" {
                        members.shift_remove(&keyword);
                    }
                } else {
                    members.insert(keyword, value);
                }
            }
            (old, new)
        },
    )
}

/// Pointers to the schemas of properties and items.
fn properties(schema: &Value, at: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let here = format!("{at}/properties/{name}");
        found.extend(properties(property, &here));
        found.push(here);
    }
    if let Some(items) = schema.get("items") {
        found.extend(properties(items, &format!("{at}/items")));
        found.push(format!("{at}/items"));
    }
    found
}

fn holds(old: &Value, new: &Value, instances: &[Value]) -> Result<Verdict, TestCaseError> {
    let judges = [old, new]
        .map(|schema| jsonschema::options().with_draft(jsonschema::Draft::Draft202012).build(schema).unwrap());
    let accepts = |value: &Value| (judges[0].is_valid(value), judges[1].is_valid(value));
    let [before, after] = [("old", old), ("new", new)].map(|(file, schema)| Schema::from_value(file, schema));
    let (before, after) = match (before, after) {
        (Ok(before), Ok(after)) => (before, after),
        // The generator may write invalid schemas, for example one that refers to a missing definition.
        (before, after) => return Err(TestCaseError::reject(format!("{:?}{:?}", before.err(), after.err()))),
    };
    let options = Options { samples: 400, ..Options::default() };
    let comparison: Comparison = compare(&before, &after, &options).unwrap();
    let verdict = comparison.verdict();
    for instance in instances {
        let (old, new) = accepts(instance);
        let narrows_denied = matches!(verdict, Verdict::Equivalent | Verdict::Wider);
        let widens_denied = matches!(verdict, Verdict::Equivalent | Verdict::Narrower);
        prop_assert!(!(old && !new && narrows_denied), "{} but only old accepts {}", verdict, instance);
        prop_assert!(!(new && !old && widens_denied), "{} but only new accepts {}", verdict, instance);
    }
    for change in &comparison.changes {
        for witness in change.witnesses.iter().filter(|witness| witness.whole) {
            let (old, new) = accepts(&witness.value);
            prop_assert_ne!(old, new);
            prop_assert_eq!(old, witness.accepted_by == Side::Old);
        }
        // Who breaks is shown by a whole instance, whatever `oneOf`, `not` or `if` is around the change.
        let shown = change.witnesses.iter().filter(|witness| witness.whole).map(|witness| witness.accepted_by);
        let shown: Vec<_> = shown.collect();
        prop_assert_eq!(change.breaks.contains(&Party::Writer), shown.contains(&Side::Old), "{:#?}", change);
        prop_assert_eq!(change.breaks.contains(&Party::Reader), shown.contains(&Side::New), "{:#?}", change);
    }
    for party in comparison.breaks() {
        prop_assert!(
            comparison.changes.iter().any(|change| change.breaks.contains(&party)),
            "no change shows it: {:#?}",
            comparison
        );
    }
    Ok(verdict)
}

/// Pairs in which what is around a change accepts no value that shows it, or only values that show another change too.
#[test]
fn a_change_that_no_whole_instance_shows() {
    let not = json!({"oneOf": [{"maxLength": 0}, {"not": {"type": "integer"}}]});
    let number = json!({"type": ["number", "string"], "unevaluatedItems": {"minLength": 1}});
    let items = json!({"prefixItems": [{"not": {"maximum": 1}}, {"type": "object"}], "multipleOf": 3});
    let pairs = [
        (not, json!({"oneOf": [{"type": "null"}, {"const": true}]})),
        (number, json!({"type": ["number", "string"], "unevaluatedItems": {"minLength": 2}, "maxLength": 2})),
        (items, json!({"prefixItems": [{"type": "object"}], "multipleOf": 3})),
        (json!({"required": ["a", "b"]}), json!({"required": ["c", "d"]})),
        (json!({"properties": {"b": {"enum": [""]}}, "required": ["b", "a"]}), json!({"type": "null"})),
    ];
    for (old, new) in pairs {
        holds(&old, &new, &[]).unwrap();
        holds(&new, &old, &[]).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, max_global_rejects: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_edited_schema((old, new) in edited(), instances in prop::collection::vec(instance(), 60)) {
        holds(&old, &new, &instances)?;
    }

    #[test]
    fn two_schemas(old in document(), new in document(), instances in prop::collection::vec(instance(), 60)) {
        holds(&old, &new, &instances)?;
    }

    #[test]
    fn a_schema_and_itself(old in document()) {
        prop_assert_eq!(holds(&old, &old, &[])?, Verdict::Equivalent);
    }
}
