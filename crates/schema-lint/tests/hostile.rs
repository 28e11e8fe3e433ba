//! Schemas that would take long without limits.
#![allow(clippy::unwrap_used)]

use std::time::{Duration, Instant};

use schema_ir::Source;
use schema_lint::{Options, run};
use serde_json::{Map, Value, json};

/// Far more than each schema takes, on any machine.
const MAX_TIME: Duration = Duration::from_secs(60);

fn many<T>(count: usize, each: impl Fn(usize) -> T) -> Vec<T> {
    (0..count).map(each).collect()
}

#[test]
fn limits_bound_the_time() {
    let tagged = |tag: usize| json!({"properties": {"kind": {"const": tag}}, "required": ["kind"]});
    let chain = |at: usize| {
        let next = format!("#/$defs/d{}", at + 1);
        (format!("d{at}"), json!({"allOf": [{"$ref": next}], "required": ["a"], "additionalProperties": false}))
    };
    let mut definitions: Map<String, Value> = many(2_000, chain).into_iter().collect();
    definitions.insert("d2000".to_owned(), json!({}));
    let nested =
        (0..30).fold(json!({}), |inner, _| json!({"anyOf": [inner], "default": {}, "oneOf": [{"not": {}}, true]}));
    let schemas = [
        ("a long union", json!({"oneOf": many(2_000, tagged)})),
        ("a chain", json!({ "$defs": definitions })),
        ("nested unions", nested),
        (
            "defaults of itself",
            json!({
                "properties": many(20, |at| (format!("p{at}"), json!({"$ref": "#", "default": {}}))).into_iter().collect::<Map<_, _>>(),
                "default": 1,
            }),
        ),
        ("a pattern with choices", json!({"pattern": "[a-z]+".repeat(40) + "[0-9]+"})),
        ("split alternatives", json!({"pattern": "^a{200}|(a+)+b|c$"})),
        (
            "a pattern of names",
            json!({
                "patternProperties": {"^(a+)+$": {}},
                "required": ["a".repeat(60) + "!"],
                "additionalProperties": false,
            }),
        ),
    ];
    for (name, schema) in schemas {
        let start = Instant::now();
        let linted = run(&[Source::parse("a.json", schema.to_string().into_bytes()).unwrap()], &Options::default());
        assert!(start.elapsed() < MAX_TIME, "{name}: {:?}", start.elapsed());
        assert_eq!(linted.errors, [], "{name}");
    }
}
