use super::read::Read;
use ::serde::de::Error;
use ::serde_json::Value;

/// What is left of a value that a member of a union did not read: why.
pub(in super::super) type Refusals = Vec<String>;

/// The value as a member of a union, or one refusal more.
pub(in super::super) fn member<R: Read>(value: &Value, name: &str, refusals: &mut Refusals) -> Option<R::Value> {
    R::read(value).map_err(|error| refusals.push(format!("{name}: {error}"))).ok()
}

/// The error of a union of which no member reads the value.
pub(in super::super) fn none<E: Error>(refusals: &Refusals) -> E {
    E::custom(format_args!("no member of the union reads the value ({})", refusals.join("; ")))
}

/// The error of a union of which one member is to read the value, and two do.
pub(in super::super) fn two<E: Error>(first: &str, second: &str) -> E {
    E::custom(format_args!("`oneOf`: both {first} and {second} read the value"))
}

/// The place of the value's property `key` among `tags`.
pub(in super::super) fn tag<E: Error>(value: &Value, key: &'static str, tags: &[&str]) -> Result<usize, E> {
    let Some(object) = value.as_object() else { return Err(E::custom("expected an object")) };
    let Some(tag) = object.get(key) else { return Err(E::missing_field(key)) };
    let place = tags.iter().position(|known| tag.as_str() == Some(known));
    place.ok_or_else(|| E::custom(format_args!("`{key}` is {tag}, expected one of {}", tags.join(", "))))
}

/// The value as the member that its tag tells.
pub(in super::super) fn told<R: Read, E: Error>(value: Value) -> Result<R::Value, E> {
    R::read(value).map_err(E::custom)
}
