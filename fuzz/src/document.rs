//! Any bytes, read as a file of JSON and as one of YAML, give a document or errors with a place.

use jsonschema::error::ValidationErrorKind;
use schema_ir::{Document, Error, ErrorKind, Keyword, NormaliseOptions, Source, equal, find_schemas, normalise};
use serde_json::Value;

/// The most bytes of an error as it is displayed: the file, the message, the pointer and the help are bounded.
const MAX_SHOWN: usize = 16 * 1024;

pub fn check(bytes: &[u8]) {
    let json = Source::parse("input.json", bytes.to_vec());
    let yaml = Source::parse("input.yaml", bytes.to_vec());
    check_against_serde_json(bytes, &json);
    if let (Ok(json), Ok(yaml)) = (&json, &yaml) {
        assert_eq!(json.value(), yaml.value(), "JSON has another value in a file of YAML");
    }
    for source in [json, yaml] {
        match source {
            Ok(source) => check_source(&source),
            Err(error) => check_error(&error, bytes),
        }
    }
}

/// serde_json reads every text that this reader reads, to the same value. The reverse has exceptions.
fn check_against_serde_json(bytes: &[u8], ours: &Result<Source, Error>) {
    match (ours, serde_json::from_slice::<Value>(bytes)) {
        (Ok(source), Ok(theirs)) => {
            let value = source.value();
            // With `arbitrary_precision`, its numbers are texts.
            let is_same = value == &theirs || (keeps_texts_of_numbers() && equal(value, &theirs));
            assert!(is_same, "read as {value}, not {theirs}");
        }
        (Ok(source), Err(error)) => panic!("read as {}, but: {error}", source.value()),
        (Err(error), Ok(_)) => {
            assert!(matches!(error.kind, ErrorKind::DuplicateKey | ErrorKind::Limit), "{error}");
        }
        (Err(_), Err(_)) => {}
    }
}

fn keeps_texts_of_numbers() -> bool {
    serde_json::from_str::<Value>("1e400").is_ok()
}

fn check_error(error: &Error, bytes: &[u8]) {
    let lines = 1 + bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count();
    assert!((1..=lines).contains(&error.line) && error.column > 0, "no place: {error}");
    assert!(error.kind != ErrorKind::Defect, "{error}");
    assert!(error.to_string().len() <= MAX_SHOWN, "{} bytes", error.to_string().len());
}

fn check_source(source: &Source) {
    let strict = NormaliseOptions::default();
    let lenient = NormaliseOptions { lenient: true, partial: true, ..NormaliseOptions::default() };
    for options in [strict, lenient] {
        match normalise(source, &options) {
            Ok(normal) => check_document(normal.document),
            Err(errors) => errors.iter().for_each(|error| check_error(error, source.text().as_bytes())),
        }
    }
    match find_schemas(source) {
        Ok(schemas) => {
            for place in &schemas.places {
                assert!(source.position(&place.pointer).is_some(), "nothing at {}", place.pointer);
            }
        }
        Err(error) => check_error(&error, source.text().as_bytes()),
    }
}

/// Normalising a document again changes nothing, and validators take it.
fn check_document(mut document: Document) {
    let plain = document.to_json();
    let source = Source::parse("plain.json", plain.to_string().into_bytes()).unwrap();
    let again = normalise(&source, &NormaliseOptions::default()).unwrap_or_else(|errors| panic!("{errors}: {plain}"));
    assert_eq!(again.document.to_json(), plain);
    // It asserts nothing, and is kept as it is written.
    document.update(|schema| {
        let mut rest = schema.clone();
        rest.remove(Keyword::ContentSchema);
        Some(rest)
    });
    let options = jsonschema::options().with_draft(jsonschema::Draft::Draft202012);
    if let Err(error) = options.build(&document.to_json()) {
        // The engine of validators has limits of its own for patterns.
        let is_pattern = matches!(error.kind(), ValidationErrorKind::Format { format } if format == "regex");
        assert!(is_pattern, "{error}: {plain}");
    }
}
