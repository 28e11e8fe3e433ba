//! Checks that the file on disk is the one that was compiled in.

use std::path::Path;

use schema_ir::text::with_unix_lines;

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
        Ok(bytes) if hash(&String::from_utf8_lossy(&bytes)) != vendored.sha256 => {
            found.push(finding(
                "the file differs from the text that the types were generated from; build again".to_owned(),
            ));
        }
        Ok(_) => {}
        Err(error) => found.push(finding(format!("the file cannot be read: {error}"))),
    }
    if hash(vendored.source) != vendored.sha256 {
        found
            .push(finding("the text in the crate differs from the text that the types were generated from".to_owned()));
    }
    found
}

/// The hash of a text as the generator reads it, because git may check the file out with other line ends.
fn hash(text: &str) -> String {
    sha256_hex(with_unix_lines(text).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::hash;

    #[test]
    fn line_ends_do_not_change_the_hash() {
        assert_eq!(hash("{\r\n}\r\n"), hash("{\n}\n"));
        assert_ne!(hash("{}"), hash("{}\n"));
    }
}
