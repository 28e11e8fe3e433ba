//! Constraints: what a keyword demands of a value beyond its Rust type.

pub mod expected;
mod keys;
#[cfg(feature = "pattern")]
mod pattern;

use std::collections::HashSet;
use std::hash::Hash;

use serde::Serialize;
use serde_json::Value;

#[cfg(feature = "pattern")]
pub use expected::Entries;
pub use expected::check_items;
pub use keys::{AsWritten, Keyed, Presence, check_keys, check_members};
#[cfg(feature = "pattern")]
use pattern::Matcher;
#[cfg(feature = "jsonschema")]
pub(crate) use pattern::regex;
#[cfg(feature = "pattern")]
pub use pattern::{Pattern, Patterns};

use crate::adapter::WriteAs;
use crate::guard::Invalid;
use crate::number::{Number, Repr, is_multiple};

/// Fails unless a constraint holds. A closure that moves what it says stays in registers where it is not called.
#[inline]
fn require(holds: bool, keyword: &'static str, message: impl FnOnce() -> String) -> Result<(), Invalid> {
    match holds {
        true => Ok(()),
        false => Err(refuse(keyword, message)),
    }
}

#[cold]
fn refuse(keyword: &'static str, message: impl FnOnce() -> String) -> Invalid {
    Invalid { keyword, message: message() }
}

/// `minLength` (2020-12 validation, 6.3.2): characters are Unicode's, not bytes.
#[inline]
pub fn min_length(text: &str, limit: u64, at: &'static str) -> Result<(), Invalid> {
    // A character takes at most four bytes.
    let is_long = text.len() as u64 + 3 >= limit.saturating_mul(4) || count_chars(text) >= limit;
    require(is_long, at, move || format!("`minLength` is {limit}, the string has length {}", count_chars(text)))
}

/// `maxLength`.
#[inline]
pub fn max_length(text: &str, limit: u64, at: &'static str) -> Result<(), Invalid> {
    let is_short = text.len() as u64 <= limit || count_chars(text) <= limit;
    require(is_short, at, move || format!("`maxLength` is {limit}, the string has length {}", count_chars(text)))
}

fn count_chars(text: &str) -> u64 {
    text.chars().count() as u64
}

/// `minItems`, `minProperties`.
#[inline]
pub fn at_least_many(keyword: &str, count: usize, limit: u64, at: &'static str) -> Result<(), Invalid> {
    require(count as u64 >= limit, at, move || format!("`{keyword}` is {limit}, there are {count}"))
}

/// `maxItems`, `maxProperties`.
#[inline]
pub fn at_most_many(keyword: &str, count: usize, limit: u64, at: &'static str) -> Result<(), Invalid> {
    require(count as u64 <= limit, at, move || format!("`{keyword}` is {limit}, there are {count}"))
}

/// A number in a constraint: a Rust literal.
pub trait Limit {
    /// The number.
    fn limit(self) -> Number;
}

impl Limit for f64 {
    fn limit(self) -> Number {
        Number(Repr::Float(self))
    }
}

macro_rules! limit {
    ($($integer:ident)*) => {
        $(impl Limit for $integer {
            fn limit(self) -> Number {
                self.into()
            }
        })*
    };
}
limit!(i32 i64 i128);

macro_rules! bound {
    ($function:ident $keyword:literal $holds:expr) => {
        #[doc = concat!("`", $keyword, "`.")]
        #[inline]
        pub fn $function(
            number: &(impl Copy + Into<Number>),
            limit: impl Limit,
            at: &'static str,
        ) -> Result<(), Invalid> {
            let (number, limit) = ((*number).into(), limit.limit());
            require($holds(number, limit), at, move || {
                format!(concat!("`", $keyword, "` is {}, the number is {}"), limit, number)
            })
        }
    };
}
bound!(minimum "minimum" |number: Number, limit: Number| number >= limit);
bound!(exclusive_minimum "exclusiveMinimum" |number: Number, limit: Number| number > limit);
bound!(maximum "maximum" |number: Number, limit: Number| number <= limit);
bound!(exclusive_maximum "exclusiveMaximum" |number: Number, limit: Number| number < limit);
bound!(multiple_of "multipleOf" |number: Number, limit: Number| is_multiple(number.0, limit.0));

fn unique<T: Eq + Hash>(mut items: impl Iterator<Item = T>, count: usize, at: &'static str) -> Result<(), Invalid> {
    let mut seen = HashSet::with_capacity(count);
    require(items.all(|item| seen.insert(item)), at, || "`uniqueItems`: two items are equal".to_owned())
}

/// `uniqueItems` of items that are equal in Rust just where they are in JSON.
pub fn unique_items<T: Eq + Hash>(items: &[T], at: &'static str) -> Result<(), Invalid> {
    unique(items.iter(), items.len(), at)
}

/// `uniqueItems` by the items' JSON: `1` and `1.0` are equal (2020-12 core, 4.2.2).
pub fn unique_values<T: Serialize>(items: &[T], at: &'static str) -> Result<(), Invalid> {
    let texts = items.iter().map(|item| match serde_json::to_value(item) {
        Ok(value) => Ok(normal_text(&value)),
        // A whole number that no `Value` holds.
        Err(_) => serde_json::to_string(item),
    });
    let texts: Result<Vec<String>, _> = texts.collect();
    let texts = texts.map_err(|error| Invalid { keyword: at, message: error.to_string() })?;
    unique(texts.iter(), texts.len(), at)
}

/// A text that equal values have in common: numbers by value, keys in order.
fn normal_text(value: &Value) -> String {
    let mut out = String::new();
    write_normal(value, &mut out);
    out
}

fn write_normal(value: &Value, out: &mut String) {
    match value {
        Value::Number(number) => match number.as_f64() {
            // Beyond it, a double may be a whole number that is written otherwise.
            Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < 1e38 => {
                out.push_str(&(float as i128).to_string());
            }
            _ => out.push_str(&number.to_string()),
        },
        Value::Array(items) => {
            out.push('[');
            for item in items {
                write_normal(item, out);
                out.push(',');
            }
            out.push(']');
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(key, _)| *key);
            out.push('{');
            for (key, member) in members {
                out.push_str(&Value::from(key.as_str()).to_string());
                out.push(':');
                write_normal(member, out);
                out.push(',');
            }
            out.push('}');
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}

/// `propertyNames` with a list: the key is one of these.
pub fn listed(key: &str, names: &[&str], at: &'static str) -> Result<(), Invalid> {
    require(names.contains(&key), at, move || format!("`propertyNames` does not list the key {key:?}"))
}

/// `not` with a list: the string is none of these.
pub fn unlisted(text: &(impl AsRef<str> + ?Sized), values: &[&str], at: &'static str) -> Result<(), Invalid> {
    let text = text.as_ref();
    require(!values.contains(&text), at, move || format!("`not` excludes the string {text:?}"))
}

/// The text that an own type writes, if it writes one. `keyword` of an error is empty, because no keyword is broken.
pub fn written_text<A: WriteAs>(value: &A::Value) -> Result<Option<String>, Invalid> {
    Ok(match written::<A>(value)? {
        Value::String(text) => Some(text),
        _ => None,
    })
}

/// The number that an own type writes, if it writes one.
pub fn written_number<A: WriteAs>(value: &A::Value) -> Result<Option<Number>, Invalid> {
    Ok(match written::<A>(value)? {
        number @ Value::Number(_) => serde_json::from_value(number).ok(),
        _ => None,
    })
}

fn written<A: WriteAs>(value: &A::Value) -> Result<Value, Invalid> {
    let written = A::write(value, serde_json::value::Serializer);
    written.map_err(|error| Invalid { keyword: "", message: error.to_string() })
}

/// Checks constraints on a value; each error leaves the function.
///
/// `own` checks those of the value and of the values inside it that have no type of their own; `inside` validates the types
/// inside it, which `valid()` marks. `each`, `values`, `some` and `item` lead inside.
#[macro_export]
#[doc(hidden)]
macro_rules! check {
    ($mode:ident $value:tt $($constraint:ident $arguments:tt),* $(,)?) => {
        $($crate::constraint! { $mode $value $constraint $arguments })*
    };
}

/// Checks one constraint.
#[macro_export]
#[doc(hidden)]
macro_rules! constraint {
    ($mode:ident ($value:expr) each [$($inner:tt)*]) => {
        for item in $value.iter() {
            let _ = item;
            $crate::check! { $mode (item) $($inner)* }
        }
    };
    ($mode:ident ($value:expr) values [$($inner:tt)*]) => {
        for value in $value.values() {
            let _ = value;
            $crate::check! { $mode (value) $($inner)* }
        }
    };
    ($mode:ident ($value:expr) names [$($inner:tt)*]) => {
        for key in $value.keys() {
            let _ = key;
            $crate::check! { $mode (key) $($inner)* }
        }
    };
    ($mode:ident ($value:expr) some [$($inner:tt)*]) => {
        if let Some(value) = $value {
            let _ = value;
            $crate::check! { $mode (value) $($inner)* }
        }
    };
    ($mode:ident ($value:expr) items ($($index:tt [$($inner:tt)*]),* $(,)?)) => {
        $({
            let item = &$value.$index;
            let _ = item;
            $crate::check! { $mode (item) $($inner)* }
        })*
    };
    (inside ($value:expr) valid ()) => {
        $value.validate()?;
    };
    (own ($value:expr) valid ()) => {};
    (inside ($value:expr) $constraint:ident $arguments:tt) => {};
    (own ($value:expr) written_text ($adapter:ty => $($inner:tt)*)) => {
        $crate::constraint! { @written written_text $adapter, $value, $($inner)* }
    };
    (own ($value:expr) written_number ($adapter:ty => $($inner:tt)*)) => {
        $crate::constraint! { @written written_number $adapter, $value, $($inner)* }
    };
    (@written $as:ident $adapter:ty, $value:expr, $($inner:tt)*) => {{
        let written = {
            #[allow(unused_imports)]
            use $crate::adapter::*;
            $crate::private::$as::<$adapter>($value)?
        };
        if let Some(written) = &written {
            $crate::check! { own (written) $($inner)* }
        }
    }};
    (own ($value:expr) min_items ($limit:literal, $at:literal)) => {
        $crate::private::at_least_many("minItems", $value.len(), $limit, $at)?;
    };
    (own ($value:expr) max_items ($limit:literal, $at:literal)) => {
        $crate::private::at_most_many("maxItems", $value.len(), $limit, $at)?;
    };
    (own ($value:expr) min_properties ($limit:literal, $at:literal)) => {
        $crate::private::at_least_many("minProperties", $crate::private::Keyed::count($value), $limit, $at)?;
    };
    (own ($value:expr) max_properties ($limit:literal, $at:literal)) => {
        $crate::private::at_most_many("maxProperties", $crate::private::Keyed::count($value), $limit, $at)?;
    };
    (own ($value:expr) keys ($keyword:literal, $presence:expr, $at:literal)) => {{
        use $crate::private::Presence::*;
        const KEYS: $crate::private::Presence = $presence;
        $crate::private::check_keys($value, $keyword, &KEYS, $at)?;
    }};
    (own ($value:expr) members ($keyword:literal, $presence:expr, $at:literal)) => {
        $crate::constraint! { own (&$crate::private::AsWritten($value)) map_members ($keyword, $presence, $at) }
    };
    (own ($value:expr) map_members ($keyword:literal, $presence:expr, $at:literal)) => {{
        use $crate::private::Presence::*;
        const KEYS: $crate::private::Presence = $presence;
        $crate::private::check_members($value, $keyword, &KEYS, $at)?;
    }};
    (own ($value:expr) pattern ($pattern:literal, $at:literal)) => {
        $crate::pattern! { $value, $pattern, $at }
    };
    (own ($value:expr) unlike ($pattern:literal, $at:literal)) => {
        $crate::unlike! { $value, $pattern, $at }
    };
    (own ($value:expr) matching ([$($pattern:literal),*], $at:literal)) => {
        $crate::matching! { $value, [$($pattern),*], $at }
    };
    (own ($value:expr) entries ([$($pattern:literal => $of:ident $($ty:ty)?),*], $others:ident $($other:ty)?, $at:literal)) => {
        $crate::entries! { $value, [$($pattern => $of $($ty)?),*], $others $($other)?, $at }
    };
    (own ($value:expr) each_of ([$($of:ident $($ty:ty)?),*], $others:ident $($other:ty)?, $at:literal)) => {
        $crate::private::check_items(
            $value,
            &[$($crate::private::expected::$of $(::<$ty>)?),*],
            $crate::private::expected::$others $(::<$other>)?,
            $at,
        )?;
    };
    (own ($value:expr) $constraint:ident ($($argument:expr),*)) => {
        $crate::private::$constraint($value, $($argument),*)?;
    };
}

/// Checks `pattern`.
#[cfg(feature = "pattern")]
#[macro_export]
#[doc(hidden)]
macro_rules! pattern {
    ($value:expr, $pattern:literal, $at:literal) => {{
        static PATTERN: $crate::private::Pattern = $crate::private::Pattern::new($pattern);
        PATTERN.check($value, $at)?;
    }};
}

/// An error: this needs the feature `pattern`.
#[cfg(not(feature = "pattern"))]
#[macro_export]
#[doc(hidden)]
macro_rules! pattern {
    ($value:expr, $pattern:literal, $at:literal) => {
        compile_error!("`pattern` needs a feature of schema-types: cargo add schema-types --features pattern");
    };
}

/// Checks `not` with a `pattern`.
#[cfg(feature = "pattern")]
#[macro_export]
#[doc(hidden)]
macro_rules! unlike {
    ($value:expr, $pattern:literal, $at:literal) => {{
        static PATTERN: $crate::private::Pattern = $crate::private::Pattern::new($pattern);
        PATTERN.check_unlike($value, $at)?;
    }};
}

/// An error: this needs the feature `pattern`.
#[cfg(not(feature = "pattern"))]
#[macro_export]
#[doc(hidden)]
macro_rules! unlike {
    ($value:expr, $pattern:literal, $at:literal) => {
        compile_error!("`not` needs a feature of schema-types: cargo add schema-types --features pattern");
    };
}

/// Checks that a key matches one of the patterns of `patternProperties`.
#[cfg(feature = "pattern")]
#[macro_export]
#[doc(hidden)]
macro_rules! matching {
    ($value:expr, [$($pattern:literal),*], $at:literal) => {{
        static PATTERNS: $crate::private::Patterns = $crate::private::Patterns::new(&[$($pattern),*]);
        PATTERNS.check($value, $at)?;
    }};
}

/// An error: this needs the feature `pattern`.
#[cfg(not(feature = "pattern"))]
#[macro_export]
#[doc(hidden)]
macro_rules! matching {
    ($value:expr, [$($pattern:literal),*], $at:literal) => {
        compile_error!(
            "`patternProperties` needs a feature of schema-types: cargo add schema-types --features pattern"
        );
    };
}

/// Checks values of undeclared keys by the patterns of `patternProperties`.
#[cfg(feature = "pattern")]
#[macro_export]
#[doc(hidden)]
macro_rules! entries {
    ($value:expr, [$($pattern:literal => $of:ident $($ty:ty)?),*], $others:ident $($other:ty)?, $at:literal) => {{
        static ENTRIES: $crate::private::Entries = $crate::private::Entries::new(
            &[$(($pattern, $crate::private::expected::$of $(::<$ty>)?)),*],
            $crate::private::expected::$others $(::<$other>)?,
        );
        ENTRIES.check($value, $at)?;
    }};
}

/// An error: this needs the feature `pattern`.
#[cfg(not(feature = "pattern"))]
#[macro_export]
#[doc(hidden)]
macro_rules! entries {
    ($($ignored:tt)*) => {
        compile_error!(
            "`patternProperties` needs a feature of schema-types: cargo add schema-types --features pattern"
        );
    };
}
