//! Random and mutated pairs: no instance contradicts a verdict, and few verdicts are unknown. `FUZZ_PAIRS` sets the number.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "random/mod.rs"]
mod random;

use std::path::Path;

use schema_drift::Verdict;
use serde_json::Value;

#[test]
fn no_instance_contradicts_a_verdict() {
    let pairs: u64 = std::env::var("FUZZ_PAIRS").ok().and_then(|pairs| pairs.parse().ok()).unwrap_or(2_000);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
    let files: Vec<Value> = std::fs::read_dir(folder)
        .map(|files| files.flatten().filter_map(|file| std::fs::read(file.path()).ok()).collect::<Vec<_>>())
        .unwrap_or_default()
        .iter()
        .filter_map(|text| serde_json::from_slice(text).ok())
        .filter(|schema: &Value| schema.to_string().len() < 20_000)
        .collect();
    let (mut unknown, mut wrong) = (Vec::new(), Vec::new());
    for index in 0..pairs {
        let mut random = random::Random::new(index);
        let (old, new) = random.pair(if index % 8 == 0 { &files } else { &[] });
        match random::contradiction(&old, &new, 120) {
            Ok((Verdict::Unknown, reason)) => unknown.push(format!("{old} -> {new}: {reason:?}")),
            Err(Some(why)) => wrong.push(format!("{why}: {old} -> {new}")),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(unknown.len() as u64 <= pairs / 500, "{} unknown:\n{}", unknown.len(), unknown.join("\n"));
}
