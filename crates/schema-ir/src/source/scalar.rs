//! The values of YAML's scalars in JSON's data model: the core schema (YAML 1.2.2, 10.3.2).

use serde_json::Value;

use super::number;
use crate::ErrorKind;

/// The prefix of the tags of the core schema.
pub(super) const CORE: &str = "tag:yaml.org,2002:";

/// Why a node has no value in JSON, or none that this crate holds, and what to write instead.
#[derive(Debug, PartialEq)]
pub(super) struct NoValue {
    pub(super) kind: ErrorKind,
    pub(super) message: String,
    pub(super) help: &'static str,
}

/// The value of a scalar. `tag` is its tag in full, or `None` if it has none; `plain` is whether it is written without quotes.
pub(super) fn resolve(text: &str, plain: bool, tag: Option<&str>) -> Result<Value, NoValue> {
    let string = || Ok(Value::String(text.to_owned()));
    let Some(tag) = tag else {
        return if plain { resolve_plain(text) } else { string() };
    };
    let name = tag.strip_prefix(CORE);
    let value = match name {
        Some("str") => return string(),
        // The tag `!` alone means that the text is not interpreted (YAML 1.2.2, 6.9.1).
        None if tag == "!" => return string(),
        // `!!float 1` is a float, which JSON spells with a point.
        Some("float") if is_integer(text) => read_number(&format!("{text}.0"))?,
        Some("null" | "bool" | "int" | "float") => resolve_plain(text)?,
        _ => return Err(unknown_tag(tag)),
    };
    let fits = match name {
        Some("null") => value.is_null(),
        Some("bool") => value.is_boolean(),
        Some("int") => value.is_number() && (is_integer(text) || radix_digits(text).is_some()),
        _ => value.is_number() && radix_digits(text).is_none(),
    };
    if fits {
        return Ok(value);
    }
    let message = format!("the tag !!{} does not fit {}", name.unwrap_or(tag), crate::text::excerpt(text));
    Err(NoValue { kind: ErrorKind::NotInJson, message, help: "correct the value or remove the tag" })
}

/// The error for a tag that JSON has no type for.
pub(super) fn unknown_tag(tag: &str) -> NoValue {
    NoValue {
        kind: ErrorKind::NotInJson,
        message: format!("the tag {} is not one of YAML's core schema", crate::text::excerpt(tag)),
        help: "remove the tag; JSON has no types of one's own",
    }
}

/// Whether the core schema reads a plain scalar as null.
pub(super) fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

fn resolve_plain(text: &str) -> Result<Value, NoValue> {
    match text {
        _ if is_null(text) => Ok(Value::Null),
        "true" | "True" | "TRUE" => Ok(Value::Bool(true)),
        "false" | "False" | "FALSE" => Ok(Value::Bool(false)),
        ".nan" | ".NaN" | ".NAN" => Err(no_number(text)),
        _ if matches!(unsigned(text), ".inf" | ".Inf" | ".INF") => Err(no_number(text)),
        _ => match (radix_digits(text), json_number(text)) {
            (Some((radix, digits)), _) => {
                let number = u128::from_str_radix(digits, radix).map_err(|_| too_large(text))?;
                read_number(&number.to_string())
            }
            (None, Some(spelling)) => read_number(&spelling),
            (None, None) => Ok(Value::String(text.to_owned())),
        },
    }
}

fn no_number(text: &str) -> NoValue {
    NoValue {
        kind: ErrorKind::NotInJson,
        message: format!("JSON has no number {text}"),
        help: "write a finite number, or quote the text",
    }
}

fn too_large(text: &str) -> NoValue {
    NoValue {
        kind: ErrorKind::Limit,
        message: format!("the number {} is beyond what this reader holds", crate::text::excerpt(text)),
        help: number::WITHIN_DOUBLES,
    }
}

/// The value of a number as JSON spells it, read as in a JSON file.
fn read_number(spelling: &str) -> Result<Value, NoValue> {
    number::read_number(spelling).map(Value::Number).ok_or_else(|| too_large(spelling))
}

fn unsigned(text: &str) -> &str {
    text.strip_prefix(['-', '+']).unwrap_or(text)
}

fn is_integer(text: &str) -> bool {
    let digits = unsigned(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The radix and the digits of an integer in octal or hexadecimal, which has no sign.
fn radix_digits(text: &str) -> Option<(u32, &str)> {
    let (radix, digits) = match text.split_at_checked(2)? {
        ("0o", digits) => (8, digits),
        ("0x", digits) => (16, digits),
        _ => return None,
    };
    (!digits.is_empty() && digits.chars().all(|c| c.is_digit(radix))).then_some((radix, digits))
}

/// JSON's spelling of a decimal number of the core schema, `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`: without a
/// plus sign and zeros at the front, and with a digit on both sides of the point.
fn json_number(text: &str) -> Option<String> {
    let split = |text: &'_ str| text.bytes().take_while(u8::is_ascii_digit).count();
    let sign = if text.starts_with('-') { "-" } else { "" };
    let rest = unsigned(text);
    let (whole, rest) = rest.split_at(split(rest));
    let (fraction, rest) = match rest.strip_prefix('.') {
        Some(rest) => {
            let (fraction, rest) = rest.split_at(split(rest));
            (Some(fraction), rest)
        }
        None => (None, rest),
    };
    if whole.is_empty() && fraction.is_none_or(str::is_empty) {
        return None;
    }
    let is_exponent = rest.strip_prefix(['e', 'E']).is_some_and(is_integer);
    if !rest.is_empty() && !is_exponent {
        return None;
    }
    let or_zero = |digits: &'_ str| if digits.is_empty() { "0".to_owned() } else { digits.to_owned() };
    let whole = or_zero(whole.trim_start_matches('0'));
    let fraction = fraction.map(|digits| format!(".{}", or_zero(digits))).unwrap_or_default();
    Some(format!("{sign}{whole}{fraction}{rest}"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        resolve(text, true, None).map_or_else(|error| format!("error: {}", error.message), |value| value.to_string())
    }

    #[test]
    fn plain_scalars_follow_the_core_schema() {
        for null in ["", "~", "null", "Null", "NULL"] {
            assert_eq!(plain(null), "null");
        }
        for (text, json) in [
            ("true", "true"),
            ("True", "true"),
            ("TRUE", "true"),
            ("false", "false"),
            ("False", "false"),
            ("FALSE", "false"),
            ("0", "0"),
            ("-0", "-0.0"),
            ("+1", "1"),
            ("01", "1"),
            ("-007", "-7"),
            ("00", "0"),
            ("12345678901234567890", "12345678901234567890"),
            ("0x1F", "31"),
            ("0o17", "15"),
            ("0xffffffffffffffff", "18446744073709551615"),
            ("0x10000000000000000", "1.8446744073709552e+19"),
            ("1.0", "1.0"),
            (".5", "0.5"),
            ("-.5", "-0.5"),
            ("+.5e1", "5.0"),
            ("1.", "1.0"),
            ("1.e3", "1000.0"),
            ("1e3", "1000.0"),
            ("1E+3", "1000.0"),
            ("1e-3", "0.001"),
            ("001.50", "1.5"),
            ("123456789012345678901234567890", "1.2345678901234568e+29"),
            ("5e-324", "5e-324"),
            ("0.1", "0.1"),
        ] {
            assert_eq!(plain(text), json, "{text}");
        }
    }

    #[test]
    fn other_plain_scalars_are_strings() {
        for text in [
            "no",
            "yes",
            "on",
            "off",
            "y",
            "n",
            "nULL",
            "tRUE",
            "1_000",
            "0b1",
            "0X1F",
            "0O17",
            "-0x1F",
            "+0o17",
            "0o18",
            "0xG",
            "0x",
            "0o",
            "1e",
            "1e+",
            ".",
            "-",
            "+",
            "-.",
            ".e1",
            "+-1",
            "--1",
            "1.2.3",
            "12:30",
            "2001-01-01",
            "1 2",
            "+.nan",
            "-.NaN",
            ".iNf",
            "inf",
            "nan",
            "Infinity",
            "1f",
            "é",
            "0é",
            "１",
        ] {
            assert_eq!(plain(text), Value::String(text.to_owned()).to_string());
        }
    }

    #[test]
    fn numbers_that_json_does_not_have_are_errors() {
        for text in [".inf", "-.inf", "+.Inf", ".INF", ".nan", ".NaN", ".NAN", "1e400", "-1e999999999999"] {
            assert!(plain(text).starts_with("error: "), "{text}: {}", plain(text));
        }
        assert!(plain(&format!("0x1{}", "0".repeat(40))).starts_with("error: "));
    }

    #[test]
    fn tags_of_the_core_schema_decide() {
        let tagged = |text: &str, name: &str| {
            let tag = format!("{CORE}{name}");
            resolve(text, true, Some(&tag)).map_or("error".to_owned(), |value| value.to_string())
        };
        for (text, name, json) in [
            ("5", "str", "\"5\""),
            ("", "str", "\"\""),
            ("5", "int", "5"),
            ("0x1F", "int", "31"),
            ("5", "float", "5.0"),
            ("-5", "float", "-5.0"),
            ("1e2", "float", "100.0"),
            ("true", "bool", "true"),
            ("", "null", "null"),
            ("~", "null", "null"),
            ("1.0", "int", "error"),
            ("x", "int", "error"),
            ("0x1F", "float", "error"),
            ("yes", "bool", "error"),
            ("0", "null", "error"),
            ("", "int", "error"),
            ("1", "timestamp", "error"),
            ("x", "seq", "error"),
            ("", "map", "error"),
            ("x", "binary", "error"),
        ] {
            assert_eq!(tagged(text, name), json, "!!{name} {text}");
        }
        assert_eq!(resolve("5", true, Some("!")), Ok(Value::from("5")));
        assert!(resolve("5", true, Some("!mine")).unwrap_err().message.contains("!mine"));
        assert_eq!(resolve("null", false, None), Ok(Value::from("null")));
    }
}
