//! Types generated from one schema with several sets of types in them.
#![deny(warnings, missing_docs)]

use serde::{Deserialize, Serialize};

/// An amount of money, which has no schema of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Money {
    /// In cents.
    pub euros: i64,
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Written {
            amount: i64,
            currency: String,
        }
        match Written::deserialize(deserializer)? {
            Written { amount, currency } if currency == "EUR" => Ok(Money { euros: amount }),
            Written { currency, .. } => Err(serde::de::Error::custom(format!("no money in {currency}"))),
        }
    }
}

impl Serialize for Money {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serde_json::json!({"amount": self.euros, "currency": "EUR"}).serialize(serializer)
    }
}

/// A label, which has a schema of its own.
#[derive(Clone, Debug, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Label(#[schemars(length(max = 5))] String);

impl<'de> Deserialize<'de> for Label {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.chars().count() > 5 { Err(serde::de::Error::custom("too long")) } else { Ok(Label(text)) }
    }
}

macro_rules! generated {
    ($($(#[$doc:meta])* $name:ident)*) => {
        $($(#[$doc])* pub mod $name { include!(concat!(env!("OUT_DIR"), "/", stringify!($name), ".rs")); })*
    };
}
generated! {
    /// With the types of `chrono`, and Rust's numbers.
    chrono
    /// With the types of `jiff` and `rust_decimal`.
    jiff
    /// With the types of `time`.
    time
    /// With a type that has a schema of its own.
    described
    /// With other strings, and maps that keep the order of their keys.
    compact
    /// With shared strings, and maps without an order.
    arc
    /// Without undeclared keys, which are ignored.
    ignored
    /// With own types in the members of a union with tags.
    tagged
    /// Without undeclared keys, which are refused.
    denied
}
