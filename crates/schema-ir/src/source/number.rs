//! The number that a text is.

use serde_json::Number;

/// The help for a number that is larger than every double.
pub(super) const WITHIN_DOUBLES: &str = "write a decimal number that a double holds";

/// The number of a JSON text (RFC 8259), as serde_json reads it without its feature `arbitrary_precision`, which any crate of the
/// tree may enable: an integer of 64 bits, or the nearest double. `None` if it is larger than every double.
pub(super) fn read_number(text: &str) -> Option<Number> {
    let whole = match text {
        // An integer has no sign of zero.
        "-0" => None,
        _ => text.parse::<u64>().map(Number::from).or_else(|_| text.parse::<i64>().map(Number::from)).ok(),
    };
    whole.or_else(|| text.parse().ok().and_then(Number::from_f64))
}
