//! Compiles the expected source of `golden/` and uses its types.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::module_inception)]

pub mod names {
    include!("golden/names.rs");
}
pub mod openapi {
    include!("golden/openapi.rs");
}
pub mod presence {
    include!("golden/presence.rs");
}
pub mod shared {
    include!("golden/shared.rs");
}
pub mod wide {
    include!("golden/wide.rs");
}
pub mod recursion {
    include!("golden/recursion.rs");
}

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Reads `text` and asserts that the value is written back as the same text.
fn round_trip<T: DeserializeOwned + Serialize>(text: &str) -> T {
    let value: T = serde_json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(serde_json::to_string(&value).unwrap(), text);
    value
}

/// The error with which `T` rejects `text`.
fn reject<T: DeserializeOwned + std::fmt::Debug>(text: &str) -> String {
    match serde_json::from_str::<T>(text) {
        Ok(value) => panic!("{text} reads as {value:?}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn absent_null_and_empty_are_distinct() {
    use presence::Presence;
    let least = r#"{"required":"","required_nullable":null,"mood":null}"#;
    let value: Presence = round_trip(least);
    assert_eq!((value.optional, value.optional_nullable, value.tags), (None, None, None));
    let value: Presence =
        round_trip(r#"{"required":"","required_nullable":"","optional_nullable":null,"tags":[],"mood":"good"}"#);
    assert_eq!((value.optional_nullable, value.tags), (Some(None), Some(Vec::new())));
    reject::<Presence>(r#"{"required":"","mood":null}"#);
    reject::<Presence>(r#"{"required":"","required_nullable":null}"#);
    reject::<Presence>(r#"{"required":null,"required_nullable":null,"mood":null}"#);
    reject::<Presence>(&least.replace('}', r#","optional":null}"#));
    reject::<Presence>(&least.replace('}', r#","tags":[null]}"#));
    reject::<Presence>(&least.replace('}', r#","optional_nullable":null,"optional_nullable":""}"#));
}

#[test]
fn a_union_with_a_tag_reports_the_error_of_the_selected_member() {
    use openapi::Event;
    round_trip::<Event>(r#"{"type":"sold","to":"Ann"}"#);
    for (text, expected) in [
        (r#"{"type":"lost"}"#, "`type` is \"lost\", expected one of bought, sold"),
        (r#"{"to":"Ann"}"#, "missing field `type`"),
        // With `arbitrary_precision`, serde_json calls it a number.
        (r#"{"type":"sold","to":1}"#, ", expected a string"),
        ("[]", "expected an object"),
    ] {
        let error = reject::<Event>(text);
        assert!(error.contains(expected), "{text}: {error}");
    }
}

#[test]
fn recursive_types_read_and_write() {
    use recursion::Tree;
    let value: Tree = round_trip(
        r#"{"label":"a","parent":{"label":"b"},"children":[{"label":"c","children":[]}],"twin":{"next":{"tree":{"label":"d"}}}}"#,
    );
    assert_eq!(value.children.unwrap()[0].label.0, "c");
    let error = reject::<Tree>(r#"{"label":"a","twin":{"next":{"next":{"label":"d"}}}}"#);
    assert!(error.contains("unknown field `label`"), "{error}");
}

#[test]
fn names_that_collide_in_rust_stay_distinct() {
    use names::OddNames;
    let value: OddNames = round_trip(
        r#"{"type":"a.b","a_b":"x","a.b":true,"":"empty","key":"k","map":"m","1st":"","self":"","日本":"","data":{"data":{"result":"ok"}},"result":"Err"}"#,
    );
    assert_eq!((value.a_b.as_str(), value.a_dot_b), ("x", true));
    reject::<OddNames>(r#"{"type":"A_B","a_b":"x","a.b":true}"#);
    reject::<OddNames>(r#"{"type":"a_b","a_b":true,"a.b":true}"#);
}

#[test]
fn components_of_a_document_refer_to_each_other() {
    use openapi::{Event, Owner, Pet};
    let pet: Pet = round_trip(r#"{"name":"Tom","kind":null,"age":3,"weight":4.5,"chip":{"id":[1]}}"#);
    assert_eq!((pet.age, pet.additional_properties.len()), (Some(3), 1));
    let pet: Pet = serde_json::from_str(r#"{"name":"Tom","kind":"cat","age":3.0}"#).unwrap();
    assert_eq!(pet.age, Some(3));
    for (text, expected) in [
        (r#"{"name":"","kind":"cat"}"#, "`minLength` is 1"),
        (r#"{"name":"Tom","kind":"cat","age":201}"#, "/components/schemas/Pet/properties/age/maximum"),
        (r#"{"name":"Tom","kind":"cat","age":-1}"#, "out of range"),
        (r#"{"name":"Tom"}"#, "missing field `kind`"),
        (r#"{"name":"Tom","kind":"cat","chip":1,"chip":2}"#, "duplicate field `chip`"),
    ] {
        let error = reject::<Pet>(text);
        assert!(error.contains(expected), "{error}");
    }
    let owner: Owner = round_trip(r#"{"name":"Ada","pets":[{"name":"Tom","kind":"dog"}]}"#);
    assert_eq!(owner.validate(), Ok(()));
    let mut owner = owner;
    owner.pets[0].name.clear();
    assert!(owner.validate().unwrap_err().keyword.ends_with("/minLength"));
    assert!(serde_json::to_string(&owner).is_err());
    assert!(matches!(round_trip(r#"{"type":"sold","to":"Ada"}"#), Event::Sold(_)));
    reject::<Event>(r#"{"type":"sold","pet":{"name":"Tom","kind":"dog"}}"#);
}

#[test]
fn equal_types_of_two_roots_are_one_type() {
    let order: shared::Order = round_trip(r#"{"address":{"city":"Ulm","kind":"work"},"note":{"text":"quick"}}"#);
    let invoice = shared::Invoice { address: order.address.clone(), note: None, lines: Vec::new() };
    assert_eq!(invoice.address.kind, shared::invoice::AddressKind::Work);
    // `Note` has the same name in both documents but not the same definition, so it is not shared.
    reject::<shared::Invoice>(r#"{"address":{"city":"Ulm","kind":"work"},"lines":[],"note":{"text":"quick"}}"#);
}

#[test]
fn open_types_keep_unknown_keys_and_values() {
    use shared::open::invoice::Line;
    use shared::open::{Invoice, Order};
    let text = r#"{"address":{"city":"","kind":"moon","zip":[1]},"later":true}"#;
    reject::<shared::Order>(text);
    let order: Order = round_trip(text);
    let departures = shared::Order::try_from(order).unwrap_err();
    let pointers: Vec<_> = departures.0.iter().map(|departure| departure.pointer.as_str()).collect();
    assert_eq!(pointers, ["/address/kind", "/address/city", "/address/zip", "/later"], "{departures}");

    let text = r#"{"address":{"city":"Ulm","kind":"home"},"lines":[{"type":"sum","amount":101},{"type":"loan"},{"type":"gift"}]}"#;
    let invoice: Invoice = round_trip(text);
    // A known tag selects its member, although every open member reads any tag.
    assert!(matches!(invoice.lines.as_slice(), [Line::Sum(_), Line::Unknown(_), Line::Gift(_)]));
    let departures = shared::Invoice::try_from(invoice).unwrap_err();
    let pointers: Vec<_> = departures.0.iter().map(|departure| departure.pointer.as_str()).collect();
    assert_eq!(pointers, ["/lines/0/amount", "/lines/1/type"], "{departures}");

    let exact: shared::Invoice =
        round_trip(r#"{"address":{"city":"Ulm","kind":"home"},"lines":[{"type":"sum","amount":7}]}"#);
    assert_eq!(shared::Invoice::try_from(Invoice::from(exact.clone())), Ok(exact));
}
