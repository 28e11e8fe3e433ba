//! Checks that the file on disk is the one that was compiled in.

use std::path::Path;

use crate::finding::{Check, Finding};
use crate::hash::sha256_hex;
use crate::schema::Schema;
use crate::vendored::Vendored;

pub(super) fn check_file(vendored: &Vendored, root: &Path, schema: &Schema) -> Vec<Finding> {
    let why = "the types in use were generated from a different text than the vendored one";
    let finding = |message: String| {
        let place = schema.place("");
        Finding { check: Check::File, place, message, why: why.to_owned(), witness: None }
    };
    let mut found = Vec::new();
    match schema_ir::read_bytes(&root.join(vendored.file)) {
        Ok(bytes) if sha256_hex(&bytes) != vendored.sha256 => {
            found.push(finding(
                "the file differs from the text that the types were generated from; build again".to_owned(),
            ));
        }
        Ok(_) => {}
        Err(error) => found.push(finding(format!("the file cannot be read: {error}"))),
    }
    if sha256_hex(vendored.source.as_bytes()) != vendored.sha256 {
        found
            .push(finding("the text in the crate differs from the text that the types were generated from".to_owned()));
    }
    found
}
