//! Compares two schemas, and prints what changed, for whom it breaks, and a value that shows it.
//!
//!     cargo run --package schema-drift --example compare

use schema_drift::{Change, Comparison, Errors, Options, Schema, compare};

const OLD: &str = r#"{
  "type": "object",
  "properties": {"email": {"type": "string"}, "age": {"type": "integer", "minimum": 0}},
  "required": ["email"]
}"#;

const NEW: &str = r#"{
  "type": "object",
  "properties": {"email": {"type": ["string", "null"]}, "age": {"type": "integer", "minimum": 18}},
  "required": ["email"]
}"#;

fn main() -> Result<(), Errors> {
    let comparison = compare_both()?;
    println!("{}", summarise(&comparison));
    for change in &comparison.changes {
        println!("{}", describe(change));
    }
    Ok(())
}

fn compare_both() -> Result<Comparison, Errors> {
    compare(&Schema::parse("old.json", OLD)?, &Schema::parse("new.json", NEW)?, &Options::default())
}

fn summarise(comparison: &Comparison) -> String {
    let parties = comparison.breaks().iter().map(|party| format!("the {party}")).collect::<Vec<_>>();
    format!("{}: breaks {} ({})", comparison.verdict(), parties.join(" and "), comparison.decided())
}

fn describe(change: &Change) -> String {
    let values =
        change.witnesses.iter().map(|witness| format!("only {} accepts {}", witness.accepted_by, witness.value));
    format!("{}: {}; {}", change.new, change.message, values.collect::<Vec<_>>().join(", "))
}

#[test]
fn each_change_has_a_place_and_a_value() -> Result<(), Errors> {
    let comparison = compare_both()?;
    assert_eq!(
        summarise(&comparison),
        "incomparable: breaks the reader and the writer (both directions demonstrated by a value)"
    );
    let changes: Vec<_> = comparison.changes.iter().map(describe).collect();
    assert_eq!(
        changes,
        [
            r#"new.json:3:36: `email` also allows null; only new accepts {"email":null}"#,
            r#"new.json:3:95: `minimum` of `age` is now 18, was 0; only old accepts {"age":0,"email":""}"#,
        ]
    );
    Ok(())
}
