//! Answers each question with a tool of crates.io: `peers json-schema-diff` or `peers jsoncompat`.

use std::io::BufRead;
use std::panic::catch_unwind;

use jsoncompat::{Role, SchemaDocument, check_compat};
use serde_json::{Value, json};

/// Safe if no change is marked as breaking.
fn json_schema_diff(old: &Value, new: &Value) -> Option<bool> {
    let changes = json_schema_diff::diff(old.clone(), new.clone()).ok()?;
    Some(!changes.iter().any(|change| change.change.is_breaking()))
}

/// Safe if old is a subset of new, which is the condition for a serializer that goes from new to old.
fn jsoncompat(old: &Value, new: &Value) -> Option<bool> {
    let (old, new) = (SchemaDocument::from_json(old).ok()?, SchemaDocument::from_json(new).ok()?);
    check_compat(&new, &old, Role::Serializer).ok()
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let ask = match std::env::args().nth(1).as_deref() {
        Some("json-schema-diff") => json_schema_diff,
        _ => jsoncompat,
    };
    for line in std::io::stdin().lock().lines() {
        let question: Value = serde_json::from_str(&line?)?;
        let safe = catch_unwind(|| ask(&question["old"], &question["new"])).ok().flatten();
        println!("{}", json!({"safe": safe}));
    }
    Ok(())
}
