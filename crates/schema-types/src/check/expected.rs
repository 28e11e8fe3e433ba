//! Values that are held as any value and are to read as a type, because no Rust type holds them together: those of
//! `patternProperties` and `prefixItems`.

#[cfg(feature = "pattern")]
use std::sync::OnceLock;

use serde::de::DeserializeOwned;
use serde_json::Value;

#[cfg(feature = "pattern")]
use super::Matcher;
use crate::guard::Invalid;
#[cfg(feature = "pattern")]
use crate::map::Map;

/// What a value is to be: fails with the reason why it is not.
pub type Expected = fn(&Value) -> Result<(), String>;

/// Any value.
pub fn any(_: &Value) -> Result<(), String> {
    Ok(())
}

/// No value.
pub fn never(_: &Value) -> Result<(), String> {
    Err("it is not allowed".to_owned())
}

/// A value that reads as a type.
pub fn read<T: DeserializeOwned>(value: &Value) -> Result<(), String> {
    T::deserialize(value).map(drop).map_err(|error| error.to_string())
}

/// Checks the items of an array: the first ones each by its own, all others by one.
pub fn check_items(items: &[Value], first: &[Expected], others: Expected, at: &'static str) -> Result<(), Invalid> {
    let expected = first.iter().copied().chain(std::iter::repeat(others));
    for (index, (item, expected)) in items.iter().zip(expected).enumerate() {
        expected(item).map_err(|why| Invalid { keyword: at, message: format!("the item {index}: {why}") })?;
    }
    Ok(())
}

/// What the values of keys are to be, by patterns that the keys match.
#[cfg(feature = "pattern")]
pub struct Entries {
    patterns: &'static [(&'static str, Expected)],
    others: Expected,
    matchers: OnceLock<Vec<Matcher>>,
}

#[cfg(feature = "pattern")]
impl Entries {
    /// What the values of keys that match each pattern are to be, and those of the others.
    pub const fn new(patterns: &'static [(&'static str, Expected)], others: Expected) -> Self {
        Entries { patterns, others, matchers: OnceLock::new() }
    }

    /// Checks the values.
    pub fn check(&self, members: &impl Map<Item = Value>, at: &'static str) -> Result<(), Invalid> {
        let matchers = self.matchers.get_or_init(|| self.patterns.iter().map(|(text, _)| Matcher::of(text)).collect());
        for (key, value) in members.members() {
            let expect = |expected: &Expected, of: &str| {
                let message = |why| format!("the value of the key {key:?}, which {of}: {why}");
                expected(value).map_err(|why| Invalid { keyword: at, message: message(why) })
            };
            let mut is_matched = false;
            for ((text, expected), matcher) in self.patterns.iter().zip(matchers) {
                if matcher.matches(key) {
                    is_matched = true;
                    expect(expected, &format!("matches the pattern {text:?}"))?;
                }
            }
            if !is_matched {
                expect(&self.others, "is not declared and matches no pattern")?;
            }
        }
        Ok(())
    }
}
