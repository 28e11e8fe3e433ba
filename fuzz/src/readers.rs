//! The JSON reader of schema-types and serde_json's read a text alike, and generated types accept what a validator accepts.

use std::fmt::Debug;
use std::sync::LazyLock;

use jsonschema::Validator;
use schema_ir::{NormaliseOptions, Source, normalise};
use schema_types::{Value, json};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The types that the tests of schema-build expect.
macro_rules! golden {
    ($($name:ident)*) => {$(
        #[allow(dead_code, unused_imports, clippy::module_inception)]
        mod $name {
            include!(concat!("../../crates/schema-build/tests/golden/", stringify!($name), ".rs"));
        }
    )*};
}
golden! { openapi presence recursion shared values wide }

/// A generated type and the schema that it was generated from.
struct Generated {
    name: &'static str,
    validator: Validator,
    /// Reads a body in both ways and returns whether the type accepts it.
    read: fn(&[u8]) -> bool,
}

/// Each type with the file and the pointer of its schema.
macro_rules! generated {
    ($($type:ty: $file:literal $pointer:literal,)*) => {
        vec![$(Generated {
            name: stringify!($type),
            validator: validator(include_str!(concat!("../../crates/schema-build/tests/golden/", $file)), $pointer),
            read: read_both::<$type>,
        },)*]
    };
}

static TYPES: LazyLock<Vec<Generated>> = LazyLock::new(|| {
    generated! {
        openapi::Pet: "openapi/shop.json" "/components/schemas/Pet",
        openapi::Event: "openapi/shop.json" "/components/schemas/Event",
        presence::Presence: "presence/a.json" "",
        recursion::Tree: "recursion/a.json" "",
        shared::Invoice: "shared/invoice.json" "",
        shared::Order: "shared/order.json" "",
        values::Parcel: "values/parcel.json" "",
        wide::Wide: "wide/a.json" "",
    }
});

fn validator(text: &str, pointer: &str) -> Validator {
    let source = Source::parse_json("schema.json", text.as_bytes().to_vec()).unwrap();
    let options = NormaliseOptions { at: pointer.to_owned(), ..NormaliseOptions::default() };
    let plain = normalise(&source, &options).unwrap_or_else(|errors| panic!("{errors}")).document.to_json();
    jsonschema::options().with_draft(jsonschema::Draft::Draft202012).build(&plain).unwrap()
}

pub fn check(body: &[u8]) {
    // With `arbitrary_precision`, only serde_json's own reader gives its values the texts of numbers.
    if serde_json::from_str::<Value>("1e400").is_err() {
        read_both::<Value>(body);
    }
    read_both::<openapi::Kind>(body);
    // Only a text that has one value for every reader is judged.
    let judged = Source::parse_json("body.json", body.to_vec()).ok();
    for Generated { name, validator, read } in TYPES.iter() {
        let accepted = read(body);
        if let Some(source) = &judged {
            assert_eq!(accepted, validator.is_valid(source.value()), "{name}: {}", source.text());
        }
    }
}

/// Reads a body in both ways, which give the same value or the same message.
fn read_both<T: DeserializeOwned + Serialize + PartialEq + Debug>(body: &[u8]) -> bool {
    let name = std::any::type_name::<T>();
    match (json::from_slice::<T>(body), serde_json::from_slice::<T>(body)) {
        (Ok(ours), Ok(theirs)) => {
            assert_eq!(ours, theirs, "{name}");
            let written = json::to_string(&ours).unwrap();
            assert_eq!(written, serde_json::to_string(&ours).unwrap(), "{name}");
            assert_eq!(json::from_str::<T>(&written).ok().as_ref(), Some(&ours), "{name}: {written}");
            true
        }
        (Err(ours), Err(theirs)) => {
            // Bytes that are not UTF-8 are found before anything else, and serde_json has no place for a number that is the
            // whole text.
            let is_comparable = std::str::from_utf8(body).is_ok() && theirs.line() > 0;
            assert!(!is_comparable || ours.to_string() == theirs.to_string(), "{name}: {ours}, {theirs}");
            false
        }
        (ours, theirs) => panic!("{name}: {ours:?}, {theirs:?}"),
    }
}
