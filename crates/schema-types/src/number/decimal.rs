//! Decimal numerals: the value that a text has, and whether one number is a multiple of another.

use super::Repr;

/// The doubles of a smaller magnitude hold every whole number there.
pub(crate) const FIRST_INEXACT: f64 = 9_007_199_254_740_992.0;

/// The number that a JSON numeral (RFC 8259, section 6) is; `None` if it is beyond every `f64`.
pub(crate) fn parse(text: &str) -> Option<Repr> {
    if let Ok(number) = text.parse::<i128>() {
        return Some(Repr::whole(number));
    }
    let float: f64 = text.parse().ok()?;
    // Below 2^53 every whole double is exact; beyond, `9007199254740993.0` is whole and would be written as another number.
    if float.abs() < FIRST_INEXACT {
        return Repr::float(float);
    }
    match whole(text) {
        Some(exact) if whole(&format!("{float:e}")) != Some(exact) => Some(Repr::whole(exact)),
        _ => Repr::float(float),
    }
}

/// The number that a text is, if the text is a JSON numeral.
pub(crate) fn parse_numeral(text: &str) -> Option<Repr> {
    // Rust also reads `inf`, `+1` and `.5`, which are none.
    let is_json = text.starts_with(|first: char| first == '-' || first.is_ascii_digit())
        && serde_json::from_str::<&serde_json::value::RawValue>(text).is_ok_and(|raw| raw.get() == text);
    parse(text).filter(|_| is_json)
}

/// The value of a numeral with a fraction or an exponent, if it is whole and an `i128` holds it.
fn whole(text: &str) -> Option<i128> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (integral, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let fraction = fraction.trim_end_matches('0');
    let zeros = exponent.checked_sub(i32::try_from(fraction.len()).ok()?)?;
    let digits: i128 = format!("{integral}{fraction}").parse().ok()?;
    match u32::try_from(zeros) {
        Ok(zeros) => digits.checked_mul(10i128.checked_pow(zeros)?),
        Err(_) => {
            let tens = 10i128.checked_pow(zeros.unsigned_abs())?;
            (digits % tens == 0).then_some(digits / tens)
        }
    }
}

/// The magnitude of a number as digits and a power of ten.
fn scientific(number: Repr) -> (u128, i32) {
    let number = match (number, number.as_whole()) {
        (Repr::Whole(_) | Repr::Wide { .. }, Some(whole)) => return (whole.unsigned_abs(), 0),
        (number, _) => format!("{:e}", number.as_f64().abs()),
    };
    let (digits, exponent) = number.split_once('e').unwrap_or((&number, "0"));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let exponent = exponent.parse::<i32>().unwrap_or(0) - fraction.len() as i32;
    (format!("{whole}{fraction}").parse().unwrap_or(0), exponent)
}

/// Whether a number is a multiple of another (2020-12 validation, 6.2.1), as both are written: 0.3 is a multiple of 0.1,
/// although no double is either of them.
pub(crate) fn is_multiple(number: Repr, of: Repr) -> bool {
    match (number.as_whole(), of.as_whole()) {
        (Some(number), Some(of)) => return number.checked_rem(of).is_none_or(|rest| rest == 0),
        // The remainder of two doubles is exact.
        (None, Some(of)) => return number.as_f64() % (of as f64) == 0.0,
        (_, None) => {}
    }
    let ((digits, exponent), (of, of_exponent)) = (scientific(number), scientific(of));
    match u32::try_from(exponent - of_exponent) {
        Ok(tens) => {
            // `of` divides `digits * 10^tens` just if what `digits` lacks of it divides `10^tens`.
            let mut rest = of / greatest_common_divisor(of, digits);
            for _ in 0..tens {
                let common = greatest_common_divisor(rest, 10);
                if common == 1 {
                    break;
                }
                rest /= common;
            }
            rest == 1
        }
        Err(_) => match 10u128.checked_pow(exponent.abs_diff(of_exponent)) {
            Some(tens) => digits % of == 0 && (digits / of) % tens == 0,
            None => digits == 0,
        },
    }
}

/// `one` is not 0.
fn greatest_common_divisor(one: u128, other: u128) -> u128 {
    let (mut one, mut other) = (one, other);
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn whole_numerals_keep_their_value() {
        for (text, value) in [
            ("9007199254740993.0", 9_007_199_254_740_993),
            ("9007199254740993e0", 9_007_199_254_740_993),
            ("90071992547409930.0e-1", 9_007_199_254_740_993),
            ("-170141183460469231731687303715884105728", i128::MIN),
            ("1234567890123456789012e3", 1_234_567_890_123_456_789_012_000),
            ("-0", 0),
        ] {
            assert_eq!(parse(text).and_then(Repr::as_whole), Some(value), "{text}");
        }
        assert!(parse("1e400").is_none());
    }

    #[test]
    fn multiples_are_decimal() {
        let multiple = |number: &str, of: &str| is_multiple(parse(number).unwrap(), parse(of).unwrap());
        assert!(multiple("0.3", "0.1") && multiple("1e300", "0.01") && multiple("4.5", "1.5"));
        assert!(!multiple("0.35", "0.1") && !multiple("7.5", "2"));
    }
}
