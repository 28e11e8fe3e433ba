//! Compares random and mutated pairs of schemas and checks that no instance contradicts a verdict.
//!
//! `cargo run --release -p schema-drift --example fuzz -- PAIRS [SEED [FILE…]]` also compares mutations of the schema in each
//! FILE. The exit code is 1 if a verdict was contradicted. Prints the number of unknown verdicts.
#![allow(missing_docs, clippy::unwrap_used)]

#[path = "../tests/random/mod.rs"]
mod random;

use std::process::ExitCode;

use schema_drift::Verdict;
use serde_json::Value;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let pairs: u64 = arguments.next().and_then(|pairs| pairs.parse().ok()).unwrap_or(2_000);
    let seed: u64 = arguments.next().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let files: Vec<Value> =
        arguments.map(|file| serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()).collect();
    let (mut verdicts, mut unreadable, mut wrong) = ([0_u64; 5], 0, 0);
    for index in 0..pairs {
        let mut random = random::Random::new(seed.wrapping_mul(1_000_003).wrapping_add(index));
        let (old, new) = random.pair(&files);
        match random::contradiction(&old, &new, 300) {
            Ok((verdict, reason)) => {
                let at =
                    [Verdict::Equivalent, Verdict::Narrower, Verdict::Wider, Verdict::Incomparable, Verdict::Unknown];
                let at = at.iter().position(|known| *known == verdict).unwrap();
                verdicts[at] += 1;
                if verdict == Verdict::Unknown && verdicts[at] <= 40 {
                    println!("unknown: {old}\n      -> {new}\n      {}", reason.unwrap_or_default());
                }
            }
            Err(None) => unreadable += 1,
            Err(Some(why)) => {
                wrong += 1;
                println!("wrong ({index}): {why}\n  {old}\n  {new}");
            }
        }
    }
    let [equivalent, narrower, wider, incomparable, unknown] = verdicts;
    println!(
        "{pairs} pairs: {equivalent} equivalent, {narrower} narrower, {wider} wider, {incomparable} incomparable, \
         {unknown} unknown, {unreadable} unreadable, {wrong} contradicted"
    );
    ExitCode::from(u8::from(wrong > 0))
}
