//! Objects with more properties than fit into one tuple of slots, or into one word of bits.

#![allow(clippy::expect_used, reason = "tests")]
use serde_json::json;

macro_rules! wide {
    ($($field:ident)*) => {
        #[derive(Clone, Debug, PartialEq)]
        struct Wide {
            $($field: u8,)*
            last: Option<u8>,
        }
        schema_types::object! { Wide { $($field,)* last: optional } }
        schema_types::annotations! { Wide {} }

        const KEYS: &[&str] = &[$(stringify!($field)),*];
    };
}
wide! {
    a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4 d5 d6 d7 d8 d9
    e0 e1 e2 e3 e4 e5 e6 e7 e8 e9 f0 f1 f2 f3 f4 f5 f6 f7 f8 f9 g0 g1 g2 g3 g4 g5 g6 g7 g8 g9 h0 h1 h2 h3 h4 h5 h6 h7 h8 h9
}

/// A body with these keys, whose values count up.
fn body<'k>(keys: impl IntoIterator<Item = &'k &'k str>) -> String {
    let members: Vec<String> = keys.into_iter().enumerate().map(|(at, key)| format!("\"{key}\":{at}")).collect();
    format!("{{{}}}", members.join(","))
}

fn refusal(body: &str) -> String {
    let through_serde = serde_json::from_str::<Wide>(body).expect_err("a refused body").to_string();
    let own = schema_types::json::from_str::<Wide>(body).expect_err("a refused body").to_string();
    let message = through_serde.split(" at line").next().unwrap_or_default().to_owned();
    assert!(own.contains(&message), "{own} for {through_serde}");
    message
}

#[test]
fn each_key_has_its_field_in_any_order() {
    let value: Wide = serde_json::from_str(&body(KEYS)).expect("a valid body");
    assert_eq!((value.a0, value.c4, value.g4, value.h9, value.last), (0, 24, 64, 79, None));
    assert_eq!(serde_json::to_string(&value).expect("JSON"), body(KEYS));

    let reversed: Wide = schema_types::json::from_str(&body(KEYS.iter().rev())).expect("a valid body");
    assert_eq!((reversed.a0, reversed.h9), (79, 0));
    let mut whole = json!(value);
    whole["last"] = json!(7);
    assert_eq!(serde_json::from_value::<Wide>(whole).expect("a valid body"), Wide { last: Some(7), ..value });
}

#[test]
fn the_first_key_that_is_missing_or_repeated_is_named() {
    for key in ["a0", "c3", "c4", "g3", "g4", "h9"] {
        let without: Vec<&str> = KEYS.iter().copied().filter(|other| *other != key).collect();
        assert_eq!(refusal(&body(&without)), format!("missing field `{key}`"));
        let twice: Vec<&str> = KEYS.iter().copied().chain([key]).collect();
        assert_eq!(refusal(&body(&twice)), format!("duplicate field `{key}`"));
    }
    assert_eq!(refusal("{}"), "missing field `a0`");
}
