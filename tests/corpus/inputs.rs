//! Reads the inputs in this folder.

use std::fs;
use std::panic::catch_unwind;
use std::path::Path;

/// Runs the check of a fuzz target over the inputs that are kept for it: each file, and each line of a file `*.jsonl`.
pub fn check_all(target: &str, check: fn(&[u8])) {
    // This file may belong to a test of another package.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|root| root.join("tests/corpus").join(target));
    let folder = folder.into_iter().find(|folder| folder.is_dir()).unwrap();
    let (mut count, mut failed) = (0, Vec::new());
    for entry in fs::read_dir(folder).unwrap() {
        let file = entry.unwrap().path();
        let text = fs::read(&file).unwrap();
        let inputs = match file.extension() {
            Some(extension) if extension == "jsonl" => text.trim_ascii_end().split(|byte| *byte == b'\n').collect(),
            _ => vec![text.as_slice()],
        };
        for (index, input) in inputs.into_iter().enumerate() {
            count += 1;
            if catch_unwind(|| check(input)).is_err() {
                failed.push(format!("{}:{}", file.display(), index + 1));
            }
        }
    }
    assert!(count > 0, "no input is kept for {target}");
    assert!(failed.is_empty(), "the check of {target}, see above, fails for {failed:#?}");
}
