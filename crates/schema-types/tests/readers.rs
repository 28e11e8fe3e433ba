//! The reader of this crate and serde_json's read the same texts, to the same values or with the same messages at the same places.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, dead_code)]

use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use schema_types::number::{Integer, Number};
use schema_types::{Value, json};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// A pet.
#[derive(Clone, Debug, PartialEq)]
pub struct Pet {
    pub name: String,
    pub age: Option<u8>,
    pub weight: Option<Number>,
    pub mood: Option<Mood>,
    pub friends: Option<Vec<Pet>>,
    pub home: Option<(Integer, Option<bool>)>,
}
schema_types::object! {
    Pet {
        name, age: optional as Whole<u8>, weight: optional, mood: optional, friends: optional,
        home: optional as (Plain<Integer>, Plain<Option<bool>>),
    }
    where { name: [min_length(1, "/properties/name/minLength")] }
}
schema_types::annotations! { Pet {} }

/// What has a name and more.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    pub name: Option<Option<String>>,
    pub rest: BTreeMap<String, Value>,
}
schema_types::object! { Named { name: optional, .. rest } constants { "kind" = "named" after 1 or other } }
schema_types::annotations! { Named {} }

/// A mood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mood {
    Good,
    SoSo,
}
schema_types::string_enum! { Mood { Good = "good", SoSo = "so-so" } }
schema_types::annotations! { Mood {} }

/// What JSON has only with escapes.
#[derive(Clone, Debug, PartialEq)]
pub struct Escaped {
    pub quote: Option<Sign>,
    pub backslash: Option<Sign>,
    pub control: Option<Sign>,
}
schema_types::object! {
    Escaped { quote: optional = "a\"b", backslash: optional = "back\\slash", control: optional = "line\nend" }
}
schema_types::annotations! { Escaped {} }

/// Values that JSON has only with escapes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sign {
    Quote,
    Backslash,
    Control,
    Empty,
}
schema_types::string_enum! { Sign { Quote = "a\"b", Backslash = "back\\slash", Control = "line\nend", Empty = "" } }
schema_types::annotations! { Sign {} }

/// One of several.
#[derive(Clone, Debug, PartialEq)]
pub enum Any {
    Text(String),
    Number(Number),
    Pet(Pet),
    Many(Vec<Any>),
}
schema_types::union! { Any = anyOf { Text: string, Number: number, Pet: object, Many: array } }
schema_types::annotations! { Any {} }

/// A step.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    Stop,
    Move(Integer),
    With(Pet),
}
schema_types::keyed_enum! { Step = oneOf { Stop = "stop", Move: "move", With: "with" } }
schema_types::annotations! { Step {} }

#[derive(Debug, PartialEq, Deserialize, Serialize)]
enum Derived {
    Unit,
    New(u8),
    Pair(bool, String),
    Fields { name: String, on: Option<bool> },
}

/// Reads a generated type by what serde buffers.
#[derive(Debug, PartialEq, Deserialize, Serialize)]
struct Flat {
    id: Option<u8>,
    #[serde(flatten)]
    pet: Pet,
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Tagged {
    Pet(Pet),
    Named(Named),
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
#[serde(untagged)]
enum Untagged {
    Number(Number),
    Pet(Pet),
    Mood(Mood),
}

#[derive(Debug, Deserialize, Serialize)]
struct Raw {
    name: Box<RawValue>,
}

impl PartialEq for Raw {
    fn eq(&self, other: &Raw) -> bool {
        self.name.get() == other.name.get()
    }
}

#[derive(Debug, PartialEq, Deserialize)]
struct Ignoring {
    name: String,
}

/// Whether a type has all its messages from itself, and not from what serde_json has for rare types.
#[derive(Clone, Copy, PartialEq)]
enum Messages {
    Same,
    Any,
}

/// Whether serde_json keeps the texts of numbers, with its feature `arbitrary_precision`. It then reads numbers that no double
/// holds, and buffers fractions so that serde's own `flatten` does not read them.
fn numbers_are_texts() -> bool {
    serde_json::from_str::<Value>("1e400").is_ok()
}

/// Reads a body as a type, in both ways.
fn read_both<T: DeserializeOwned + Serialize + PartialEq + Debug>(
    body: &[u8],
    messages: Messages,
) -> Result<(), TestCaseError> {
    let (ours, theirs) = (json::from_slice::<T>(body), serde_json::from_slice::<T>(body));
    let shown = String::from_utf8_lossy(body);
    // Bytes that are no UTF-8 are looked at before all else.
    let messages = if std::str::from_utf8(body).is_ok() { messages } else { Messages::Any };
    match (ours, theirs) {
        (Ok(ours), Ok(theirs)) => {
            prop_assert_eq!(json::to_string(&ours).ok(), serde_json::to_string(&ours).ok(), "{}", shown);
            prop_assert_eq!(ours, theirs, "{}", shown);
        }
        (Err(_), Err(_)) if messages == Messages::Any => {}
        (Err(ours), Err(theirs)) => {
            // serde_json has no place for a number that is the whole text.
            let ours_shown = if theirs.line() == 0 { ours.message().to_owned() } else { ours.to_string() };
            prop_assert_eq!(ours_shown, theirs.to_string(), "{} as {}", shown, std::any::type_name::<T>());
            let category = match theirs.classify() {
                serde_json::error::Category::Io => json::Category::Io,
                serde_json::error::Category::Syntax => json::Category::Syntax,
                serde_json::error::Category::Data => json::Category::Data,
                serde_json::error::Category::Eof => json::Category::Eof,
            };
            prop_assert_eq!(ours.classify(), category, "{}", shown);
        }
        (ours, theirs) => prop_assert!(false, "{shown} as {}: {ours:?}, {theirs:?}", std::any::type_name::<T>()),
    }
    Ok(())
}

/// Whether a number of the body is beyond every double.
fn has_huge_number(body: &[u8]) -> bool {
    let is_of_number = |byte: &u8| byte.is_ascii_digit() || b".eE+-".contains(byte);
    let words = body.split(|byte| !is_of_number(byte));
    words.filter_map(|word| std::str::from_utf8(word).ok()?.parse().ok()).any(f64::is_infinite)
}

/// Reads a body as every type.
fn read_as_all(body: &[u8]) -> Result<(), TestCaseError> {
    if numbers_are_texts() && has_huge_number(body) {
        return Ok(());
    }
    read_both::<Pet>(body, Messages::Same)?;
    read_both::<Vec<Pet>>(body, Messages::Same)?;
    read_both::<Named>(body, Messages::Same)?;
    read_both::<Escaped>(body, Messages::Same)?;
    read_both::<Any>(body, Messages::Same)?;
    read_both::<Step>(body, Messages::Same)?;
    read_both::<Value>(body, Messages::Same)?;
    read_both::<Number>(body, Messages::Same)?;
    read_both::<Integer>(body, Messages::Same)?;
    read_both::<(u8, i64, f64)>(body, Messages::Same)?;
    read_both::<Vec<(f32, Option<i128>)>>(body, Messages::Any)?;
    read_both::<HashMap<i16, bool>>(body, Messages::Any)?;
    read_both::<HashMap<bool, char>>(body, Messages::Any)?;
    read_both::<BTreeMap<Mood, ()>>(body, Messages::Same)?;
    read_both::<BTreeMap<char, f32>>(body, Messages::Any)?;
    read_both::<Flat>(body, Messages::Same)?;
    read_both::<Tagged>(body, Messages::Same)?;
    read_both::<Untagged>(body, Messages::Same)?;
    read_both::<Derived>(body, Messages::Any)?;
    read_both::<Vec<Derived>>(body, Messages::Any)
}

const KNOWN: [&str; 14] =
    ["name", "age", "weight", "mood", "friends", "home", "kind", "named", "good", "so-so", "stop", "move", "with", "7"];

const ODD: [&str; 13] = [
    "",
    "é",
    "\u{1f600}",
    "a\"b",
    "back\\slash",
    "line\nend",
    "\u{0}",
    "Unit",
    "New",
    "Pair",
    "Fields",
    "on",
    "a long text that is plain",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![3 => prop::sample::select(&KNOWN[..]), 1 => prop::sample::select(&ODD[..])].prop_map(str::to_owned)
}

const NUMBERS: [&str; 27] = [
    "0",
    "-0",
    "-0.0",
    "1.0",
    "7",
    "255",
    "256",
    "-1",
    "1e2",
    "1E+2",
    "25e-1",
    "1e400",
    "-1e400",
    "1e-400",
    "0.1",
    "971.9863718547629",
    "18446744073709551615",
    "18446744073709551616",
    "-9223372036854775809",
    "170141183460469231731687303715884105728",
    "9007199254740993.0",
    "01",
    "1.",
    ".5",
    "-",
    "1e",
    "+1",
];

fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(&NUMBERS[..]).prop_map(str::to_owned),
        any::<f64>().prop_filter("finite", |number| number.is_finite()).prop_map(|number| number.to_string()),
        any::<i16>().prop_map(|number| number.to_string())
    ]
}

/// The text of a string, as it is or with escapes.
fn string() -> impl Strategy<Value = String> {
    (text(), any::<bool>()).prop_map(|(text, is_escaped)| match is_escaped {
        false => serde_json::to_string(&text).unwrap(),
        true => {
            let escapes = text.encode_utf16().map(|unit| format!("\\u{unit:04x}"));
            format!("\"{}\"", escapes.collect::<String>())
        }
    })
}

const WORDS: [&str; 6] = ["null", "true", "false", "nul", "trues", "NaN"];

fn body() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![3 => string(), 3 => number(), 2 => prop::sample::select(&WORDS[..3]).prop_map(str::to_owned), 1 => prop::sample::select(&WORDS[..]).prop_map(str::to_owned)];
    let blank = || prop::sample::select(&["", "", "", " ", "\n", "\r\n\t "][..]);
    leaf.prop_recursive(4, 40, 5, move |inner| {
        let member = (string(), blank(), inner.clone(), blank());
        let member = member.prop_map(|(key, one, value, other)| format!("{one}{key}{other}:{one}{value}{other}"));
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(|items| format!("[{}]", items.join(", "))),
            prop::collection::vec(member, 0..5).prop_map(|members| format!("{{{}}}", members.join(","))),
        ]
    })
}

/// Bodies that some of the types read.
const VALID: [&str; 18] = [
    r#"{"id": 7, "name": "Tom", "weight": 1.5, "home": [18446744073709551616, true]}"#,
    r#"{"kind": "pet", "age": 3, "name": "Tom"}"#,
    r#"{"name": "Tom", "age": 3.0, "weight": 1.50, "mood": "so-so", "friends": [{"name": "Ada"}], "home": [1e2, null]}"#,
    r#"[{"name": "Tom"}, {"name": "T\u006fm", "age": 300}]"#,
    r#"{"name": null, "kind": "named", "more": {"a": [1, 1.5, "x"]}, "k": true}"#,
    r#"["a", 1.5, {"name": "Tom"}, [[]]]"#,
    r#"{"move": 12345678901234567890123}"#,
    r#""stop""#,
    r#"{"with": {"name": "Tom", "age": -1}}"#,
    "[1, -2, 3.5, 1e1]",
    r#"{"7": true, "-1": false}"#,
    r#"{"so-so": null}"#,
    r#"{"a": 1.5}"#,
    r#"["Unit", {"New": 3}, {"Pair": [true, "x"]}, {"Fields": {"name": "a", "on": null}}]"#,
    r#"[null, -5, 170141183460469231731687303715884105727]"#,
    "{\n  \"name\": \"Tom\",\n  \"age\": \"3\"\n}\n",
    r#"{"a\"b": "back\\slash", "back\\slash": "line\nend", "line\nend": "a\"b"}"#,
    "{\"a\"b\":\"a\"b\",\"back\\slash\":\"back\\slash\",\"line\nend\":\"line\nend\"}",
];

fn run(strategy: impl Strategy<Value = Vec<u8>>) {
    let cases = std::env::var("READERS_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(3000);
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    TestRunner::new(config).run(&strategy, |body| read_as_all(&body)).unwrap();
}

#[test]
fn generated_texts_are_read_alike() {
    run(body().prop_map(String::into_bytes));
}

#[test]
fn mutated_texts_are_read_alike() {
    let start = prop_oneof![prop::sample::select(&VALID[..]).prop_map(str::to_owned), body()];
    let bytes = b"\"\\{}[]:,0189-+.eEtfn \n\tu\x00\x1f\x7f\x80\xc3\xa9\xff";
    let mutation = (any::<prop::sample::Index>(), 0..3u8, prop::sample::select(&bytes[..]));
    let mutated = (start, prop::collection::vec(mutation, 0..4)).prop_map(|(text, mutations)| {
        let mut body = text.into_bytes();
        for (at, kind, byte) in mutations {
            let at = at.index(body.len() + 1);
            match kind {
                0 => body.insert(at, byte),
                1 if at < body.len() => drop(body.remove(at)),
                2 if at < body.len() => body[at] = byte,
                _ => body.truncate(at),
            }
        }
        body
    });
    run(mutated);
}

#[test]
fn depth_is_limited_alike() {
    for depth in [126, 127, 128, 129, 100_000] {
        for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("{\"friends\":[", "]}")] {
            let body = format!("{}null{}", open.repeat(depth), close.repeat(depth));
            read_as_all(body.as_bytes()).unwrap();
        }
    }
}

#[test]
fn only_the_outermost_list_starts_with_room() {
    let items = format!("[{}]", vec!["7"; 1100].join(","));
    let list: Vec<u64> = json::from_str(&items).unwrap();
    // A list that grows would have room for 2,048.
    assert!(list.len() == 1100 && list.capacity() < 1200, "{}", list.capacity());
    let lists: Vec<Vec<u64>> = json::from_str(&format!("[[1],{items},[1]]")).unwrap();
    assert!(lists[0].capacity() < 10, "{}", lists[0].capacity());
}

#[test]
fn valid_bodies_are_read() {
    for body in VALID {
        read_as_all(body.as_bytes()).unwrap();
    }
    assert!(json::from_str::<Pet>(VALID[2]).is_ok() && json::from_str::<Vec<Derived>>(VALID[13]).is_ok());
    assert!(
        json::from_str::<Flat>(VALID[0]).is_ok() != numbers_are_texts() && json::from_str::<Tagged>(VALID[1]).is_ok()
    );
}

#[test]
fn what_is_ignored_or_kept_as_text_is_read_alike() {
    for value in
        ["1e400", "[1, {\"a\": \"\\ud800\"}]", "\"\\u12\"", "{\"a\":}", "[1,]", "tru", "  -1.50  ", "{\"a\" 1}", "01"]
    {
        let other = format!("{{\"other\": {value}, \"name\": \"a\"}}");
        let ours = json::from_str::<Ignoring>(&other).is_ok();
        assert_eq!(ours, serde_json::from_str::<Ignoring>(&other).is_ok(), "{value}");
        let name = format!("{{\"name\": {value}}}");
        let (ours, theirs) = (json::from_str::<Raw>(&name).ok(), serde_json::from_str::<Raw>(&name).ok());
        let written = ours.as_ref().map(|ours| json::to_string(ours).unwrap());
        assert_eq!(written, theirs.as_ref().map(|theirs| serde_json::to_string(theirs).unwrap()));
        assert_eq!(ours, theirs, "{value}");
        assert_eq!(
            json::from_str::<IgnoredAny>(value).is_ok(),
            serde_json::from_str::<IgnoredAny>(value).is_ok(),
            "{value}"
        );
    }
}

#[test]
fn everything_is_written_alike() {
    #[derive(Serialize)]
    struct Rare<'a> {
        bytes: Bytes,
        character: char,
        unit: (),
        single: f32,
        infinite: f64,
        controls: &'a str,
        display: Shown,
        pairs: (i128, u128),
        keys: BTreeMap<i8, Option<bool>>,
    }
    struct Bytes;
    impl Serialize for Bytes {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_bytes(b"a\xff")
        }
    }
    struct Shown;
    impl Serialize for Shown {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_str(&format_args!("a{}\n{}", '"', 1))
        }
    }
    let controls: String = (0..=0x20).chain([0x22, 0x5c, 0x7f, 0xe9, 0x2028]).filter_map(char::from_u32).collect();
    let rare = Rare {
        bytes: Bytes,
        character: '"',
        unit: (),
        single: 0.1,
        infinite: f64::INFINITY,
        controls: &controls,
        display: Shown,
        pairs: (i128::MIN, u128::MAX),
        keys: BTreeMap::from([(-1, None), (7, Some(true))]),
    };
    assert_eq!(json::to_string(&rare).unwrap(), serde_json::to_string(&rare).unwrap());
    let mut written = Vec::new();
    json::to_writer(&mut written, &rare).unwrap();
    assert_eq!(written, serde_json::to_vec(&rare).unwrap());
    let keys = BTreeMap::from([(vec![1], 1)]);
    assert_eq!(json::to_string(&keys).unwrap_err().to_string(), serde_json::to_string(&keys).unwrap_err().to_string());
    let invalid = Pet { name: String::new(), age: None, weight: None, mood: None, friends: None, home: None };
    let message = "`minLength` is 1, the string has length 0 (/properties/name/minLength)";
    assert_eq!(json::to_vec(&invalid).unwrap_err().to_string(), message);
}

#[test]
fn an_error_has_its_place() {
    let pointer = |body: &str| json::from_str::<Pet>(body).unwrap_err().pointer();
    assert_eq!(pointer(r#"{"name": "Tom", "friends": [{"name": "a"}, {"name": 1}]}"#), "/friends/1/name");
    assert_eq!(pointer(r#"{"name": "Tom", "friends": [{"age": 1}]}"#), "/friends/0");
    assert_eq!(pointer(r#"{"name": "Tom", "l/e~gs": 4}"#), "/l~1e~0gs");
    assert_eq!(pointer(r#"{"name": "Tom", "home": [1, 2]}"#), "/home/1");
    assert_eq!(pointer(r#"{"name": ""#), "/name");
}

#[test]
fn a_reader_is_read_to_its_end() {
    assert_eq!(json::from_reader::<_, Mood>(&b" \"good\" "[..]).unwrap(), Mood::Good);
    let error = json::from_reader::<_, Mood>(std::io::Cursor::new(b"\"bad\"")).unwrap_err();
    assert_eq!(error.to_string(), "unknown variant `bad`, expected `good` or `so-so` at line 1 column 5");
}
