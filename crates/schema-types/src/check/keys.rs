//! Conditions on which keys an object has: `dependentRequired`, and `anyOf`, `if`, `not` and the like over `required`.

use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use crate::guard::Invalid;
use crate::traits::{Unchecked, is_composing, while_composing};
use crate::value_enum;

/// A value with keys.
pub trait Keyed {
    /// How many keys it has.
    fn count(&self) -> usize;

    /// Whether it has a key.
    fn has(&self, key: &str) -> bool;

    /// The value of a key, if the value is JSON.
    fn json(&self, _key: &str) -> Option<&Value> {
        None
    }
}

/// A condition on the keys of an object.
pub enum Presence {
    /// It has the key.
    Has(&'static str),
    /// The value of the key, if there is one, is one of these JSON texts.
    Is(&'static str, &'static [&'static str]),
    /// It has at least so many keys.
    AtLeast(u64),
    /// It has at most so many keys.
    AtMost(u64),
    /// The other condition does not hold.
    Not(&'static Presence),
    /// All of them hold.
    All(&'static [Presence]),
    /// One or more of them hold.
    Any(&'static [Presence]),
    /// Exactly one of them holds.
    One(&'static [Presence]),
}

impl Presence {
    fn holds(&self, object: &impl Keyed) -> bool {
        match self {
            Presence::Has(key) => object.has(key),
            Presence::Is(key, texts) => object
                .json(key)
                .is_none_or(|value| texts.iter().any(|text| value_enum::equal(&value_enum::parse_json(text), value))),
            Presence::AtLeast(count) => object.count() as u64 >= *count,
            Presence::AtMost(count) => object.count() as u64 <= *count,
            Presence::Not(inner) => !inner.holds(object),
            Presence::All(all) => all.iter().all(|inner| inner.holds(object)),
            Presence::Any(any) => any.iter().any(|inner| inner.holds(object)),
            Presence::One(one) => one.iter().filter(|inner| inner.holds(object)).count() == 1,
        }
    }
}

impl fmt::Display for Presence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined = |all: &[Presence], word: &str| {
            let inner = |presence: &Presence| match presence {
                Presence::All(all) | Presence::Any(all) if all.len() > 1 => format!("({presence})"),
                _ => presence.to_string(),
            };
            all.iter().map(inner).collect::<Vec<_>>().join(word)
        };
        match self {
            Presence::Has(key) => write!(f, "{key:?}"),
            Presence::Is(key, texts) => write!(f, "{key:?}: {}", texts.join(" | ")),
            Presence::AtLeast(count) => write!(f, "at least {count} keys"),
            Presence::AtMost(count) => write!(f, "at most {count} keys"),
            Presence::Not(inner) => match inner {
                Presence::All(all) | Presence::Any(all) if all.len() > 1 => write!(f, "not ({inner})"),
                _ => write!(f, "not {inner}"),
            },
            Presence::All([]) => f.write_str("anything"),
            Presence::Any([]) => f.write_str("nothing"),
            Presence::All(all) => f.write_str(&joined(all, " and ")),
            Presence::Any(all) => f.write_str(&joined(all, " or ")),
            Presence::One(all) => write!(f, "exactly one of {}", joined(all, ", ")),
        }
    }
}

/// Characters of a condition that a message repeats.
const MAX_WORDS: usize = 400;

/// Checks a condition on the keys of an object.
pub fn check_keys(object: &impl Keyed, keyword: &str, presence: &Presence, at: &'static str) -> Result<(), Invalid> {
    super::require(presence.holds(object), at, move || {
        let expected: String = presence.to_string().chars().take(MAX_WORDS).collect();
        format!("`{keyword}`: the keys should be {expected}")
    })
}

impl Keyed for Map<String, Value> {
    fn count(&self) -> usize {
        self.len()
    }

    fn has(&self, key: &str) -> bool {
        self.contains_key(key)
    }

    fn json(&self, key: &str) -> Option<&Value> {
        self.get(key)
    }
}

/// An object as it writes itself, whatever its constraints.
pub struct AsWritten<'v, T>(pub &'v T);

impl<T: Unchecked> Serialize for AsWritten<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}

/// Checks a condition on the keys of an object and their values.
pub fn check_members(
    object: &impl Serialize,
    keyword: &str,
    presence: &Presence,
    at: &'static str,
) -> Result<(), Invalid> {
    // The object is a part of another one that is written to be checked. Otherwise each would be written once for each object
    // around it, and once more for each of these.
    if is_composing() {
        return Ok(());
    }
    // A `Value` does not hold every whole number that a type does, and reads others as doubles.
    let written = while_composing(|| {
        serde_json::to_value(object).or_else(|_| serde_json::from_slice(&serde_json::to_vec(object)?))
    });
    match written {
        Ok(Value::Object(members)) => check_keys(&members, keyword, presence, at),
        Ok(_) => Ok(()),
        Err(error) => Err(Invalid { keyword: at, message: error.to_string() }),
    }
}
