//! The expected source, compiled and used.
#![allow(clippy::unwrap_used, clippy::panic, clippy::module_inception)]

mod names {
    include!("golden/names.rs");
}
mod presence {
    include!("golden/presence.rs");
}
mod recursion {
    include!("golden/recursion.rs");
}

use serde::Serialize;
use serde::de::DeserializeOwned;

fn kept<T: DeserializeOwned + Serialize>(text: &str) -> T {
    let value: T = serde_json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(serde_json::to_string(&value).unwrap(), text);
    value
}

fn refused<T: DeserializeOwned + std::fmt::Debug>(text: &str) -> String {
    match serde_json::from_str::<T>(text) {
        Ok(value) => panic!("{text} reads as {value:?}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn absent_null_and_empty_stay_apart() {
    use presence::Presence;
    let least = r#"{"required":"","required_nullable":null,"mood":null}"#;
    let value: Presence = kept(least);
    assert_eq!((value.optional, value.optional_nullable, value.tags), (None, None, None));
    let value: Presence =
        kept(r#"{"required":"","required_nullable":"","optional_nullable":null,"tags":[],"mood":"good"}"#);
    assert_eq!((value.optional_nullable, value.tags), (Some(None), Some(Vec::new())));
    refused::<Presence>(r#"{"required":"","mood":null}"#);
    refused::<Presence>(r#"{"required":"","required_nullable":null}"#);
    refused::<Presence>(r#"{"required":null,"required_nullable":null,"mood":null}"#);
    refused::<Presence>(&least.replace('}', r#","optional":null}"#));
    refused::<Presence>(&least.replace('}', r#","tags":[null]}"#));
    refused::<Presence>(&least.replace('}', r#","optional_nullable":null,"optional_nullable":""}"#));
}

#[test]
fn recursive_types_read_and_write() {
    use recursion::Tree;
    let value: Tree = kept(
        r#"{"label":"a","parent":{"label":"b"},"children":[{"label":"c","children":[]}],"twin":{"next":{"tree":{"label":"d"}}}}"#,
    );
    assert_eq!(value.children.unwrap()[0].label.0, "c");
    let error = refused::<Tree>(r#"{"label":"a","twin":{"next":{"next":{"label":"d"}}}}"#);
    assert!(error.contains("unknown field `label`"), "{error}");
}

#[test]
fn odd_names_are_kept_apart() {
    use names::OddNames;
    let value: OddNames = kept(
        r#"{"type":"a.b","a_b":"x","a.b":true,"":"empty","key":"k","map":"m","1st":"","self":"","日本":"","data":{"data":{"result":"ok"}},"result":"Err"}"#,
    );
    assert_eq!((value.a_b.as_str(), value.a_b2), ("x", true));
    refused::<OddNames>(r#"{"type":"A_B","a_b":"x","a.b":true}"#);
    refused::<OddNames>(r#"{"type":"a_b","a_b":true,"a.b":true}"#);
}
