//! Bytes that are no text.
#![allow(clippy::unwrap_used)]

use schema_ir::Source;

#[test]
fn bytes_that_are_not_utf_8_are_an_error() {
    for bytes in [b"{\"a\": \"\xff\"}".as_slice(), b"\xff\xfe{\0}\0", b"{\"a\": \"\xed\xa0\x80\"}", b"\x00"] {
        let error = Source::parse("a.json", bytes.to_vec()).unwrap_err();
        assert_eq!((error.line, error.file.as_str()), (1, "a.json"), "{error}");
    }
}
