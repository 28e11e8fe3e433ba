//! Objects with a key of one value, by what happens to undeclared keys.
#![allow(missing_docs, clippy::expect_used)]

use schema_types::json;
use serde::de::DeserializeOwned;

#[derive(Clone, Debug, PartialEq)]
pub struct Closed {
    name: String,
}
schema_types::object! { Closed { name } constants { "kind" = "pet" } }
schema_types::annotations! { Closed {} }

#[derive(Clone, Debug, PartialEq)]
pub struct Ignoring {
    name: String,
}
schema_types::object! { Ignoring { name, .. } constants { "kind" = "pet" } }
schema_types::annotations! { Ignoring {} }

#[derive(Clone, Debug, PartialEq)]
pub struct Denying {
    name: String,
}
schema_types::object! { Denying { name, ! } constants { "kind" = "pet" } }
schema_types::annotations! { Denying {} }

#[derive(Clone, Debug, PartialEq)]
pub struct Empty {}
schema_types::object! { Empty { .. } constants { "kind" = "pet" or other } }
schema_types::annotations! { Empty {} }

/// Reads a text by both readers and, unless a key is there twice, as a value; they agree. The message if it is refused.
fn read<T: DeserializeOwned + PartialEq + std::fmt::Debug>(text: &str) -> Result<T, String> {
    let ours: Result<T, _> = json::from_str(text);
    let theirs: Result<T, _> = serde_json::from_str(text);
    let value: Result<T, _> = serde_json::from_value(serde_json::from_str(text).expect("JSON"));
    assert_eq!(ours.as_ref().ok(), theirs.as_ref().ok(), "{text}");
    assert!(ours.as_ref().ok() == value.as_ref().ok() || text.matches("kind").count() > 1, "{text}");
    assert_eq!(ours.as_ref().err().map(ToString::to_string), theirs.err().map(|error| error.to_string()));
    ours.map_err(|error| error.message().to_owned())
}

#[test]
fn a_constant_is_read_and_checked_at_any_place() {
    for text in
        [r#"{"kind":"pet","name":"Tom"}"#, r#"{"name":"Tom","kind":"pet"}"#, r#"{"name": "Tom", "kind": "pet"}"#]
    {
        assert_eq!(read(text), Ok(Closed { name: "Tom".to_owned() }));
        assert_eq!(read(text), Ok(Ignoring { name: "Tom".to_owned() }));
        assert_eq!(read(text), Ok(Denying { name: "Tom".to_owned() }));
    }
    for text in [r#"{"kind":"car","name":"Tom"}"#, r#"{"name":"Tom","kind":"car"}"#] {
        let refused = || Err("`kind` is \"car\", expected \"pet\"".to_owned());
        assert_eq!(read::<Closed>(text).map(drop), refused());
        assert_eq!(read::<Ignoring>(text).map(drop), refused());
        assert_eq!(read::<Denying>(text).map(drop), refused());
    }
}

#[test]
fn a_constant_must_be_there_once() {
    let missing = || Err("missing field `kind`".to_owned());
    let again = || Err("duplicate field `kind`".to_owned());
    for (text, refused) in [
        (r#"{"name":"Tom"}"#, &missing as &dyn Fn() -> Result<(), String>),
        (r#"{"kind":"pet","kind":"pet","name":"Tom"}"#, &again),
    ] {
        assert_eq!(read::<Closed>(text).map(drop), refused());
        assert_eq!(read::<Ignoring>(text).map(drop), refused());
        assert_eq!(read::<Denying>(text).map(drop), refused());
    }
}

#[test]
fn an_object_may_have_nothing_but_a_constant() {
    assert_eq!(read(r#"{"kind":"pet"}"#), Ok(Empty {}));
    assert_eq!(read(r#"{"kind":"car","name":"Tom"}"#), Ok(Empty {}));
    assert_eq!(read::<Empty>("{}"), Err("missing field `kind`".to_owned()));
}
