//! What is wrong with a JSON text, and where.
#![allow(clippy::unwrap_used)]

use schema_ir::{ErrorKind, MAX_BYTES, MAX_DEPTH, MAX_FILES, MAX_REPEATED, Source};

#[test]
fn bytes_that_are_not_utf_8_are_an_error() {
    for bytes in [b"{\"a\": \"\xff\"}".as_slice(), b"\xff\xfe{\0}\0", b"{\"a\": \"\xed\xa0\x80\"}", b"\x00"] {
        let error = Source::parse("a.json", bytes.to_vec()).unwrap_err();
        assert_eq!((error.line, error.file.as_str()), (1, "a.json"), "{error}");
    }
}

#[test]
fn errors_have_a_kind_and_a_place() {
    use ErrorKind::{DuplicateKey, Encoding, Limit, Syntax};
    let nested = |depth: usize, text: &str| format!("{}{text}", "[".repeat(depth));
    for (text, expected) in [
        ("".to_owned(), (Syntax, 1, 1)),
        ("{\"a\": 1,}".to_owned(), (Syntax, 1, 9)),
        ("{\"ü\": 1,\n \"ü\": 2}".to_owned(), (DuplicateKey, 2, 4)),
        ("[1] // no".to_owned(), (Syntax, 1, 5)),
        ("\"\\ud800\"".to_owned(), (Limit, 1, 8)),
        ("[\"\\udc00\"]".to_owned(), (Limit, 1, 8)),
        ("[1e400]".to_owned(), (Limit, 1, 6)),
        ("\u{feff}{}".to_owned(), (Encoding, 1, 1)),
        (nested(128, ""), (Limit, 1, 128)),
        (nested(1_000_000, ""), (Limit, 1, 128)),
        (format!("[\"[\\\"[\",[],\n{}", nested(127, "")), (Limit, 2, 127)),
        // The deepest value that is allowed does not hide what is wrong inside.
        (nested(127, "x"), (Syntax, 1, 128)),
        (nested(127, "[x"), (Limit, 1, 128)),
        (format!("[{}x", "[],".repeat(1_000)), (Syntax, 1, 3_002)),
    ] {
        let error = Source::parse("a.json", text.clone().into_bytes()).unwrap_err();
        let shown: String = text.chars().take(40).collect();
        assert_eq!((error.kind, error.line, error.column), expected, "{shown}: {error}");
    }
    assert!(Source::parse("a.json", format!("{}{}", "[".repeat(127), "]".repeat(127)).into_bytes()).is_ok());
}

#[test]
fn columns_of_a_long_line_count_characters() {
    let words: Vec<String> = (0..2_000).map(|number| "aü€😀".repeat(number % 5) + &number.to_string()).collect();
    for start in ["", "\n"] {
        let text = format!("{start}{}", serde_json::to_string(&words).unwrap());
        let source = Source::parse("a.json", text.clone().into_bytes()).unwrap();
        for (index, word) in words.iter().enumerate() {
            let at = source.position(&format!("/{index}")).unwrap();
            let line = text.lines().nth(at.line - 1).unwrap();
            let found: String = line.chars().skip(at.column - 1).take(word.chars().count() + 2).collect();
            assert_eq!(found, format!("\"{word}\""));
        }
    }
}

#[test]
fn line_ends_do_not_change_a_source() {
    for (file, text) in [("a.json", "{\n  \"a\": [1]\n}\n"), ("a.yaml", "a: |\n  b\n\n  c\nd: \"e\n  f\"\n")] {
        let unix = Source::parse(file, text.as_bytes().to_vec()).unwrap();
        let windows = Source::parse(file, text.replace('\n', "\r\n").into_bytes()).unwrap();
        assert_eq!((windows.text(), windows.value()), (unix.text(), unix.value()));
        assert_eq!(windows.position("/a"), unix.position("/a"));
    }
}

#[test]
fn json_beyond_what_is_held_is_not_called_a_syntax_error() {
    for (text, expected) in [
        ("1e400", "a.json:1:5: error[limit]: the number is beyond what this reader holds"),
        (r#""\ud800""#, "a.json:1:8: error[limit]: the lone surrogate is beyond what this reader holds"),
    ] {
        let error = Source::parse("a.json", text.as_bytes().to_vec()).unwrap_err();
        assert!(error.to_string().starts_with(expected), "{error}");
    }
}

#[test]
fn the_readme_has_the_limits() {
    let readme = include_str!("../README.md");
    for row in [
        format!("| `MAX_BYTES` = {} MiB |", MAX_BYTES >> 20),
        format!("| `MAX_DEPTH` = {MAX_DEPTH} |"),
        format!("| `MAX_REPEATED` = {} MiB |", MAX_REPEATED >> 20),
        format!("| `MAX_FILES` = {},000 |", MAX_FILES / 1000),
    ] {
        assert!(readme.contains(&row), "{row}");
    }
}

#[test]
fn the_first_positions_are_those_of_many() {
    fn collect(value: &serde_json::Value, at: &str, pointers: &mut Vec<String>) {
        pointers.push(at.to_owned());
        let members = value.as_object().into_iter().flatten();
        members.for_each(|(key, member)| collect(member, &schema_ir::pointer::push(at, key), pointers));
        let items = value.as_array().into_iter().flatten().enumerate();
        items.for_each(|(index, item)| collect(item, &schema_ir::pointer::push(at, &index.to_string()), pointers));
    }
    let text = "\n { \"a\\\"}{\" : [ ], \"ü\":[1 ,-2.5e3, [true\n,null ]\t] ,\n\"a/~b\": {\"\": \"]\\\\\", \"d\" : {} }\n, \"e\":{\"f\":{\"g\":[{\"h\":0}]}}}\n";
    let parse = || Source::parse("a.json", text.as_bytes().to_vec()).unwrap();
    let source = parse();
    let mut pointers = Vec::new();
    collect(source.value(), "", &mut pointers);
    assert!(pointers.len() > 8);
    for pointer in pointers.iter().rev() {
        // After as many as this, positions are found in another way.
        assert!(source.position(pointer).is_some(), "{pointer}");
    }
    for pointer in &pointers {
        assert_eq!(parse().position(pointer), source.position(pointer), "{pointer}");
    }
    for number in 0..8 {
        assert_eq!(parse().line(number), source.line(number), "{number}");
    }
}
