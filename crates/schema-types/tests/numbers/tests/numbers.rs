//! Numbers keep their value whichever features of serde_json the tree enables. `./run` tries each combination.
#![allow(clippy::unwrap_used, clippy::panic)]

use numbers::{Measurement, open};
use schema_types::json;
use serde::Serialize;
use serde::de::DeserializeOwned;

fn write_back<T: DeserializeOwned + Serialize>(text: &str) -> String {
    let value: T = serde_json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let same: T = json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let written = serde_json::to_string(&value).unwrap();
    assert_eq!(serde_json::to_string(&same).unwrap(), written);
    written
}

#[track_caller]
fn refuse(text: &str, message: &str) {
    let error = serde_json::from_str::<Measurement>(text).unwrap_err().to_string();
    assert!(error.contains(message), "{text}: {error}");
    // serde_json has no place for what is wrong with the whole.
    let same = json::from_str::<Measurement>(text).unwrap_err().to_string();
    assert!(same.starts_with(&error), "{text}: {same}, {error}");
}

#[test]
fn texts_are_kept() {
    for text in [
        r#"{"score":971.9863718547629}"#,
        r#"{"score":1.5}"#,
        r#"{"score":-0.1}"#,
        r#"{"score":1e+300}"#,
        r#"{"score":5e-324}"#,
        r#"{"count":18446744073709551615}"#,
        r#"{"count":18446744073709551616}"#,
        r#"{"count":-9223372036854775809}"#,
        r#"{"count":170141183460469231731687303715884105727}"#,
        r#"{"small":255}"#,
        r#"{"scores":[0.1,0.2,3]}"#,
        r#"{"level":2.5}"#,
        r#"{"level":null}"#,
        r#"{"id":7}"#,
        r#"{"id":"7"}"#,
        r#"{"id":{"n":0.1}}"#,
        r#"{"id":{}}"#,
        r#"{"bounded":0.07}"#,
        r#"{"undeclared":971.9863718547629}"#,
        r#"{"undeclared":[{"deep":0.1}]}"#,
        r#"{"undeclared":18446744073709551615}"#,
    ] {
        assert_eq!(write_back::<Measurement>(text), text);
        assert_eq!(write_back::<open::Measurement>(text), text);
        let value: serde_json::Value = serde_json::from_str(text).unwrap();
        if !text.contains("count") {
            let read: Measurement = serde_json::from_value(value.clone()).unwrap();
            assert_eq!(serde_json::to_value(read).unwrap(), value, "{text}");
        }
    }
}

#[test]
fn whole_numbers_are_whole_however_they_are_written() {
    for (text, written) in [
        (r#"{"small":7.0}"#, r#"{"small":7}"#),
        (r#"{"small":2.5e1}"#, r#"{"small":25}"#),
        (r#"{"count":9007199254740993.0}"#, r#"{"count":9007199254740993}"#),
    ] {
        assert_eq!(write_back::<Measurement>(text), written);
    }
    assert_eq!(
        serde_json::from_str::<Measurement>(r#"{"level":1.0}"#).unwrap().level,
        serde_json::from_str::<Measurement>(r#"{"level":1}"#).unwrap().level
    );
}

#[test]
fn other_values_are_refused() {
    refuse(r#"{"small":7.5}"#, "invalid type: floating point `7.5`, expected an integer");
    refuse(r#"{"small":256}"#, "integer `256` is out of range");
    refuse(r#"{"small":-1}"#, "integer `-1` is out of range");
    refuse(r#"{"score":"1"}"#, "invalid type: string \"1\", expected a number");
    refuse(r#"{"score":null}"#, "invalid type: null, expected a number");
    refuse(r#"{"score":[1]}"#, "invalid type: sequence, expected a number");
    refuse(r#"{"score":1e400}"#, "number out of range");
    refuse(r#"{"scores":[1,1.0]}"#, "`uniqueItems`");
    refuse(r#"{"bounded":0.075}"#, "`multipleOf` is 0.01");
    refuse(r#"{"id":true}"#, "invalid type: boolean `true`");
    refuse(r#"{"id":1.5}"#, "expected an integer");
}

/// An object may have the keys by which serde_json marks the text of a number, and is an object.
#[test]
fn private_keys_of_serde_json_are_keys() {
    for key in ["$serde_json::private::Number", "$serde_json::private::RawValue"] {
        let number = format!(r#"{{"{key}":"1"}}"#);
        refuse(&format!(r#"{{"score":{number}}}"#), "invalid type: map, expected a number");
        refuse(&format!(r#"{{"small":{number}}}"#), "invalid type: map, expected an integer");
        for text in [format!(r#"{{"undeclared":{number}}}"#), format!(r#"{{"id":{number}}}"#)] {
            assert_eq!(write_back::<Measurement>(&text), text);
        }
    }
}

#[test]
fn random_doubles_are_kept() {
    let mut state = 1u64;
    for _ in 0..50_000 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let double = f64::from_bits(state);
        if double.is_finite() {
            let text =
                format!(r#"{{"score":{},"undeclared":{}}}"#, serde_json::json!(double), serde_json::json!(double));
            assert_eq!(write_back::<Measurement>(&text), text);
        }
    }
}
