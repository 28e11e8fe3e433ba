//! YAML gives the same values as JSON, at the places of its own text; what JSON does not have is an error.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::time::{Duration, Instant};

use schema_ir::{Error, ErrorKind, Source};
use serde_json::{Value, json};

fn parse(text: &str) -> Result<Source, Error> {
    Source::parse("a.yaml", text.as_bytes().to_vec())
}

fn value(text: &str) -> Value {
    parse(text).unwrap_or_else(|error| panic!("{text}: {error}")).value().clone()
}

/// The kind and the place of the error for a text.
fn refused(text: &str) -> (ErrorKind, usize, usize) {
    let error = parse(text).map(|source| source.value().clone()).unwrap_err();
    (error.kind, error.line, error.column)
}

#[test]
fn the_name_decides_the_format_or_else_the_text() {
    let read =
        |file: &str, text: &str| Source::parse(file, text.as_bytes().to_vec()).map(|source| source.value().clone());
    for file in ["a.yaml", "a.yml", "A.YML", "-", "schema", "a.txt"] {
        assert_eq!(read(file, "type: string"), Ok(json!({"type": "string"})), "{file}");
        assert_eq!(read(file, " {\"type\": \"string\"}"), Ok(json!({"type": "string"})), "{file}");
        assert_eq!(read(file, "true"), Ok(json!(true)), "{file}");
    }
    assert_eq!(read("a.yaml", "{type: string}"), Ok(json!({"type": "string"})));
    for (file, text) in [("-", "{type: string}"), ("a.json", "type: string"), ("a.JSON", "{\"a\": 1,}")] {
        assert_eq!(read(file, text).unwrap_err().kind, ErrorKind::Syntax, "{file}");
    }
}

#[test]
fn every_way_to_write_a_value() {
    let text = r##"%YAML 1.2
---
# a comment
plain: no   # another
quoted: "\u00e9\x41\n\/\ud83d\ude00"
single: 'it''s'
literal: |
  two
   lines
folded: >-
  one
  line

  next
numbers: [1, 1.0, 1e3, 0x1F, 0o17, -0, .5, 1., 12345678901234567890, 1_000, +1]
empty:
tagged: [!!str 5, !!int "5", !!float 1, !!null "", ! 5, !!seq [], !!map {}]
anchor: &a {x: [&b 1, *b]}
alias: *a
again: *a
200: response
1.0: version
true: yes
"null": quoted
? explicit
: - - nested
  - k: v
    l: w
flow: {a: b, "c":d, e: ,
  f}
...
"##;
    let expected = json!({
        "plain": "no", "quoted": "éA\n/😀", "single": "it's", "literal": "two\n lines\n", "folded": "one line\nnext",
        "numbers": [1, 1.0, 1000.0, 31, 15, -0.0, 0.5, 1.0, 12345678901234567890_u64, "1_000", 1], "empty": null,
        "tagged": ["5", 5, 1.0, null, "5", [], {}], "anchor": {"x": [1, 1]}, "alias": {"x": [1, 1]}, "again": {"x": [1, 1]},
        "200": "response", "1.0": "version", "true": "yes", "null": "quoted", "explicit": [["nested"], {"k": "v", "l": "w"}],
        "flow": {"a": "b", "c": "d", "e": null, "f": null},
    });
    assert_eq!(value(text), expected);
    // In the same order, with the same numbers, which the equality of JSON values does not see.
    assert_eq!(value(text).to_string(), expected.to_string());
    for text in [text.replace('\n', "\r\n"), format!("\u{feff}{text}")] {
        assert_eq!(value(&text), expected);
    }
}

#[test]
fn json_in_a_yaml_file_is_read_as_json() {
    let key = "k".repeat(2_000);
    for text in [
        format!("{{\"{key}\":\"\u{7f}\"}}"),
        "[1e2, -0, 1.0, \"\\ud83d\\ude00\\/\"]".to_owned(),
        "{\n\t\"a\"\n:\t[]}".to_owned(),
    ] {
        let json = Source::parse("a.json", text.clone().into_bytes()).unwrap();
        let yaml = parse(&text).unwrap();
        assert_eq!(yaml.value().to_string(), json.value().to_string());
        assert_eq!(yaml.position("/0"), json.position("/0"));
    }
}

#[test]
fn positions_are_those_of_the_text() {
    let text = "# ü\na: &x\n  b: 'é'\n  ü: 1\nc: *x\nd:\n- 1\n- k: v\n  l: [é, 2]\ne: |\n  t\nf: !!str 5\n";
    for (text, first) in [(text.to_owned(), 1), (text.replace('\n', "\r\n"), 1), (format!("\u{feff}{text}"), 1)] {
        let source = parse(&text).unwrap();
        let at = |pointer: &str| source.position(pointer).map(|at| (at.line, at.column));
        assert_eq!(at(""), Some((2, first)));
        assert_eq!(at("/a"), Some((3, 3)));
        assert_eq!(at("/a/b"), Some((3, 6)));
        assert_eq!(at("/a/ü"), Some((4, 6)));
        // The alias is where it is written, and what it repeats where that is.
        assert_eq!(at("/c"), Some((5, 4)));
        assert_eq!(at("/c/b"), Some((3, 6)));
        assert_eq!(at("/d"), Some((7, 1)));
        assert_eq!(at("/d/1"), Some((8, 3)));
        assert_eq!(at("/d/1/l/1"), Some((9, 10)));
        assert_eq!(at("/e"), Some((11, 3)));
        assert_eq!(at("/f"), Some((12, 10)));
        assert_eq!(at("/d/2"), None);
        assert_eq!(source.nearest_position("/d/1/nothing").line, 8);
    }
    for (text, expected) in [
        ("a:\n- -1\n", (2, 1)),
        ("a:\n  - 1\n", (2, 3)),
        ("a: # b\n\n- # - c\n  # d\n\n  1\n", (3, 1)),
        ("a:\n- &b\n  1\n", (2, 1)),
        ("a: &b\n- - 1\n", (2, 1)),
        ("? a\n: - 1\n", (2, 3)),
        ("a: [-1]", (1, 4)),
    ] {
        let at = parse(text).unwrap().position("/a").unwrap();
        assert_eq!((at.line, at.column), expected, "{text}");
    }
}

#[test]
fn what_json_does_not_have_is_an_error_at_its_place() {
    use ErrorKind::{DuplicateKey, Limit, NotInJson, Syntax};
    for (text, expected) in [
        ("a: 1\nb: 2\na: 3\n", (DuplicateKey, 3, 1)),
        ("200: a\n\"200\": b\n", (DuplicateKey, 2, 1)),
        ("{a: 1, a: 2}", (DuplicateKey, 1, 8)),
        ("a: .nan", (NotInJson, 1, 4)),
        ("a: [1, -.inf]", (NotInJson, 1, 8)),
        ("a: 1e400", (Limit, 1, 4)),
        ("a: !mine 1", (NotInJson, 1, 10)),
        ("a: !!binary aGk=", (NotInJson, 1, 13)),
        ("a: !!int x", (NotInJson, 1, 10)),
        ("a: !!set {x}", (NotInJson, 1, 10)),
        ("a: !!map [x]", (NotInJson, 1, 10)),
        ("~: 1", (NotInJson, 1, 1)),
        (": 1", (NotInJson, 1, 1)),
        ("null: 1", (NotInJson, 1, 1)),
        ("? [a]\n: 1", (NotInJson, 1, 3)),
        ("? {a: 1}\n: 1", (NotInJson, 1, 3)),
        ("{[a]: 1}", (NotInJson, 1, 2)),
        ("a: &a [1]\n*a : 2", (NotInJson, 2, 1)),
        ("a: &a {b: 1}\nc:\n  <<: *a\n", (NotInJson, 3, 3)),
        ("a: &a [*a]", (NotInJson, 1, 8)),
        ("a: &a {b: {c: *a}}", (NotInJson, 1, 15)),
        ("", (Syntax, 1, 1)),
        ("# nothing\n", (Syntax, 1, 1)),
        ("a: *b", (Syntax, 1, 4)),
        ("a: 1\n---\nb: 2\n", (Syntax, 2, 1)),
        ("a: 1\n...\n---\n", (Syntax, 3, 1)),
        ("%YAML 1.1\n---\na: no\n", (Syntax, 2, 1)),
        ("a: \"\\q\"", (Syntax, 1, 4)),
        ("a: \"\\ud800\"", (Syntax, 1, 4)),
        ("a: [1, 2", (Syntax, 1, 4)),
        ("a:\n\t- 1\n", (Syntax, 2, 2)),
        ("a: b: c", (Syntax, 1, 5)),
        ("a: \u{0}", (Syntax, 1, 4)),
        ("a: @b", (Syntax, 1, 4)),
    ] {
        let error = parse(text).map(|source| source.value().clone()).unwrap_err();
        assert_eq!((error.kind, error.line, error.column), expected, "{text}: {error}");
    }
    for empty in ["", "  \n", "# nothing\n", "\u{feff}"] {
        assert_eq!(parse(empty).unwrap_err().kind, Syntax, "{empty:?}");
    }
    assert_eq!(value("\"<<\": 1"), json!({"<<": 1}));
    assert_eq!(value("---\n"), Value::Null);
    assert_eq!(value("a: &k key\n*k : 2\n&b c: 1\nd: *b\n"), json!({"a": "key", "key": 2, "c": 1, "d": "c"}));
}

#[test]
fn nesting_is_limited_as_in_json() {
    let flow = |depth: usize| format!("a: {}{}", "[".repeat(depth - 1), "]".repeat(depth - 1));
    let block = |depth: usize| (0..depth).map(|level| format!("{}a:\n", " ".repeat(level))).collect::<String>();
    let dashes = |depth: usize| "- ".repeat(depth);
    let aliased = |depth: usize| format!("a: &a {}{}\nb: [*a]\n", "[".repeat(depth - 2), "]".repeat(depth - 2));
    for make in [&flow as &dyn Fn(usize) -> String, &block, &dashes, &aliased] {
        assert!(parse(&make(127)).is_ok(), "{}", make(127));
        assert_eq!(refused(&make(128)).0, ErrorKind::Limit);
        assert_eq!(refused(&make(400)).0, ErrorKind::Limit);
    }
}

#[test]
fn aliases_are_bounded() {
    let bomb = |levels: usize, start: &str| {
        let mut text = format!("a0: &a0 {start}\n");
        for level in 1..levels {
            let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
            text.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
        }
        text
    };
    assert_eq!(value(&bomb(4, "x"))["a3"][9][9][9], "x");
    let started = Instant::now();
    assert_eq!(refused(&bomb(30, "x")).0, ErrorKind::Limit);
    // A long text counts as much as many values.
    assert_eq!(refused(&bomb(4, &"x".repeat(100_000))).0, ErrorKind::Limit);
    // So does a long key.
    assert_eq!(refused(&bomb(6, &format!("{{? {}\n : 1}}", "k".repeat(1_000)))).0, ErrorKind::Limit);
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
}

#[test]
fn hostile_texts_are_errors_or_values_and_take_linear_time() {
    let many = 100_000;
    let texts = [
        "[".repeat(many),
        "{a: ".repeat(many),
        "- ".repeat(many),
        "? ".repeat(many),
        ": ".repeat(many),
        "[?".repeat(many),
        "{".repeat(many),
        "]".repeat(many),
        "&a ".repeat(many),
        "!".repeat(many),
        "*".repeat(many),
        "'".repeat(many + 1),
        format!("\"{}", "a\n".repeat(many)),
        format!("|\n{}", " a\n".repeat(many)),
        format!("|\n{}x", " \n".repeat(many)),
        format!(">\n{}", " a b\n\n".repeat(many)),
        format!("{}: 1", "a".repeat(many)),
        "%A b\n".repeat(many),
        "---\n".repeat(many),
        "# a\n".repeat(many),
        "\t".repeat(many),
        "\n".repeat(many),
        "a: b\r".repeat(many),
        format!("[{}]", "a, ".repeat(many)),
        (0..many).map(|i| format!("- &a{i} x\n")).collect(),
        (0..many).map(|i| format!("k{i}: v\n")).collect(),
        format!("\"{}\"", "\\u0041".repeat(many)),
        "\u{feff}".repeat(many),
        "{---".to_owned(),
        "[...".to_owned(),
        "\"\\".to_owned(),
        "a: |9\n x".to_owned(),
        "!<".to_owned(),
        "&".to_owned(),
        format!("0x{}", "f".repeat(many)),
        "9".repeat(many),
        format!("1e{}", "9".repeat(many)),
        (0..2_000).map(|level| format!("{}a:\n", " ".repeat(level))).collect(),
    ];
    for text in texts {
        let shown: String = text.chars().take(20).collect();
        let started = Instant::now();
        if let Err(error) = parse(&text) {
            assert!(!error.message.is_empty() && error.message.len() < 1_000, "{shown:?}: {error}");
        }
        assert!(started.elapsed() < Duration::from_secs(10), "{shown:?}: {:?}", started.elapsed());
    }
}

/// Texts of random pieces of YAML: nothing panics, and every value has a position.
#[test]
fn random_texts_do_not_panic() {
    let pieces = [
        "a",
        "b: ",
        "- ",
        "? ",
        ": ",
        "\n",
        "\n  ",
        "  ",
        "[",
        "]",
        "{",
        "}",
        ", ",
        "&x ",
        "*x",
        "!!str ",
        "!!int ",
        "|\n",
        ">-\n",
        "'",
        "\"",
        "\\",
        "#",
        " #",
        "---\n",
        "...\n",
        "%YAML 1.2\n",
        "\t",
        "~",
        "<<: ",
        "1",
        ".5",
        "\r\n",
        "é",
        "\u{feff}",
        "\u{85}",
        "@",
        "`",
        "true",
        "!t ",
        "0x",
        "\u{0}",
    ];
    let mut state = 7_u64;
    let mut next = |bound: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % bound
    };
    let mut read = 0;
    for _ in 0..40_000 {
        let length = 1 + next(14);
        let text: String = (0..length).map(|_| pieces[next(pieces.len())]).collect();
        if let Ok(source) = parse(&text) {
            read += 1;
            assert!(source.position("").is_some(), "{text:?}");
            if let Value::Object(members) = source.value() {
                let has_position = |key: &String| source.position(&schema_ir::pointer::push("", key)).is_some();
                assert!(members.keys().all(has_position), "{text:?}");
            }
        }
    }
    assert!(read > 1_000, "{read}");
}
