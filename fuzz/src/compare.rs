//! No instance contradicts the verdict on two schemas, and the verdict on the two in the other order is the reverse.

use schema_drift::{Options, Schema, Verdict, compare};
use schema_ir::{Dialect, Draft};
use serde_json::Value;

#[allow(dead_code)]
#[path = "../../crates/schema-drift/tests/random/mod.rs"]
pub mod random;

/// The instances that are tried on each side.
const TRIES: usize = 40;

/// `input` is `{"old": SCHEMA, "new": SCHEMA}` in JSON. Nothing else is checked.
pub fn check(input: &[u8]) {
    let Ok(Value::Object(pair)) = serde_json::from_slice(input) else { return };
    let (Some(old), Some(new)) = (pair.get("old"), pair.get("new")) else { return };
    // Instances are judged by validators of 2020-12.
    if [old, new].iter().any(|schema| Dialect::of(schema, None).draft != Draft::Draft202012) {
        return;
    }
    let Some(there) = verdict(old, new) else { return };
    let back = verdict(new, old).expect("the schemas can be read");
    let is_reverse = match (there, back) {
        (Verdict::Unknown, _) | (_, Verdict::Unknown) => true,
        (Verdict::Narrower, back) => back == Verdict::Wider,
        (Verdict::Wider, back) => back == Verdict::Narrower,
        (there, back) => there == back,
    };
    assert!(is_reverse, "{there}, and in the other order {back}");
    for schema in [old, new] {
        assert_eq!(compare_with_itself(schema), Verdict::Equivalent, "{schema} and itself");
    }
}

/// The verdict, which instances do not contradict; `None` if a schema cannot be read.
fn verdict(old: &Value, new: &Value) -> Option<Verdict> {
    match random::contradiction(old, new, TRIES) {
        Ok((verdict, _)) => Some(verdict),
        Err(None) => None,
        Err(Some(why)) => panic!("{why}\n  {old}\n  {new}"),
    }
}

fn compare_with_itself(schema: &Value) -> Verdict {
    let schema = Schema::from_value("itself", schema).unwrap();
    let options = Options { samples: TRIES, ..Options::default() };
    compare(&schema, &schema, &options).unwrap().verdict()
}
