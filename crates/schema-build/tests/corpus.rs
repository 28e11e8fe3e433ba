//! What fuzzing found stays mended: the check of the fuzz target `readers` holds for the inputs in `tests/corpus` of the
//! workspace.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

#[path = "../../../tests/corpus/inputs.rs"]
mod inputs;
#[path = "../../../fuzz/src/readers.rs"]
mod readers;

#[test]
fn generated_types_read_as_serde_json_does() {
    inputs::check_all("readers", readers::check);
}
