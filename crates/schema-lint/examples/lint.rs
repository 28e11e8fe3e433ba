//! Prints what all lints find in some files: `cargo run --example lint -- order.json`.

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let files = std::env::args().skip(1).map(|file| (file.clone(), PathBuf::from(file)));
    let sources = match schema_ir::read_files(files) {
        Ok(sources) => sources,
        Err(errors) => {
            errors.iter().for_each(|error| eprintln!("{error}"));
            return ExitCode::from(2);
        }
    };
    let linted = schema_lint::run(&sources, &schema_lint::Options::default());
    linted.findings.iter().for_each(|finding| println!("{finding}"));
    linted.errors.iter().for_each(|error| eprintln!("{error}"));
    ExitCode::from(if linted.findings.is_empty() { 0 } else { 1 })
}

#[test]
fn a_misspelt_keyword_is_found() -> Result<(), schema_ir::Error> {
    let source = schema_ir::Source::parse("order.json", br#"{"type": "object", "requried": ["id"]}"#.to_vec())?;
    let linted = schema_lint::run(&[source], &schema_lint::Options::default());
    let found: Vec<_> = linted.findings.iter().map(ToString::to_string).collect();
    let expected = "order.json:1:32: warning[unknown-keyword]: unknown keyword `requried`, which has no effect\n  \
                    at /requried\n  help: did you mean `required`?";
    assert_eq!(found, [expected]);
    Ok(())
}
