//! Writes a value for people: what is around the point of interest is left out, as in `{…, "results": [{…, "type": null}]}`.

use schema_ir::pointer;
use serde_json::Value;

/// Characters of a value that is written as a whole.
const MAX_WHOLE: usize = 60;
/// Characters of a string within a value.
const MAX_STRING: usize = 60;
/// Members of the value at the point that are written.
const MAX_MEMBERS: usize = 8;

/// Writes a value around the part at a pointer, or from its start if there is no such part.
pub(super) fn write_excerpt(value: &Value, point: Option<&str>) -> String {
    let whole = write(value, &mut |value| write_whole(value));
    if whole.chars().count() <= MAX_WHOLE {
        return whole;
    }
    let tokens: Vec<String> = pointer::tokens(point.unwrap_or_default()).collect();
    write_around(value, &tokens)
}

fn write_around(value: &Value, tokens: &[String]) -> String {
    let Some((token, rest)) = tokens.split_first() else { return write(value, &mut write_outline) };
    match value {
        Value::Object(members) => match members.keys().position(|name| name == token) {
            Some(index) => {
                let inside = members.get(token).map_or_else(String::new, |member| write_around(member, rest));
                let name = write_string(token);
                enclose(["{", "}"], [index > 0, index + 1 < members.len()], &format!("{name}: {inside}"))
            }
            None => write(value, &mut write_outline),
        },
        Value::Array(items) => match token.parse().ok().and_then(|index: usize| Some((index, items.get(index)?))) {
            Some((index, item)) => enclose(["[", "]"], [index > 0, index + 1 < items.len()], &write_around(item, rest)),
            None => write(value, &mut write_outline),
        },
        other => write_outline(other),
    }
}

/// Puts brackets around the one part that is written, with an ellipsis for the parts before and after it.
fn enclose([open, close]: [&str; 2], [before, after]: [bool; 2], part: &str) -> String {
    let (before, after) = (if before { "…, " } else { "" }, if after { ", …" } else { "" });
    format!("{open}{before}{part}{after}{close}")
}

/// Writes a value with its first members, each by a function.
fn write(value: &Value, member: &mut dyn FnMut(&Value) -> String) -> String {
    let join = |parts: Vec<String>, all: usize| {
        let more = if all > parts.len() { ", …" } else { "" };
        format!("{}{more}", parts.join(", "))
    };
    match value {
        Value::Object(members) => {
            let parts = members.iter().take(MAX_MEMBERS);
            let parts = parts.map(|(name, value)| format!("{}: {}", write_string(name), member(value))).collect();
            format!("{{{}}}", join(parts, members.len()))
        }
        Value::Array(items) => {
            let parts = items.iter().take(MAX_MEMBERS).map(&mut *member).collect();
            format!("[{}]", join(parts, items.len()))
        }
        Value::String(text) => write_string(text),
        other => other.to_string(),
    }
}

fn write_whole(value: &Value) -> String {
    write(value, &mut |value| write_whole(value))
}

/// Writes a value without the members inside of it.
fn write_outline(value: &Value) -> String {
    match value {
        Value::Object(members) if !members.is_empty() => "{…}".to_owned(),
        Value::Array(items) if !items.is_empty() => "[…]".to_owned(),
        other => write(other, &mut write_outline),
    }
}

/// Writes a string as JSON; a long one is cut, and its length added.
fn write_string(text: &str) -> String {
    let length = text.chars().count();
    if length <= MAX_STRING {
        return Value::from(text).to_string();
    }
    let start: String = text.chars().take(MAX_STRING / 2).collect();
    Value::from(format!("{start}… ({length} characters)")).to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::write_excerpt;

    #[test]
    fn a_small_value_is_written_as_a_whole() {
        assert_eq!(write_excerpt(&json!({"a": [1, null]}), Some("/a/1")), r#"{"a": [1, null]}"#);
        let long = "a".repeat(901);
        assert_eq!(write_excerpt(&json!(long), None), format!("\"{}… (901 characters)\"", "a".repeat(30)));
    }

    #[test]
    fn a_large_value_is_written_around_the_point() {
        let item = json!({"id": "an identifier", "type": null, "more": {"deep": [1, 2]}});
        let value = json!({"next": "abcdefghijklmnopqrstuvwxyz", "results": [item, item]});
        for (point, text) in [
            ("/results/0/type", r#"{…, "results": [{…, "type": null, …}, …]}"#),
            ("/results/1/more", r#"{…, "results": […, {…, "more": {"deep": […]}}]}"#),
            ("/results/1", r#"{…, "results": […, {"id": "an identifier", "type": null, "more": {…}}]}"#),
            ("/results/7", r#"{…, "results": [{…}, {…}]}"#),
            ("", r#"{"next": "abcdefghijklmnopqrstuvwxyz", "results": […]}"#),
        ] {
            assert_eq!(write_excerpt(&value, Some(point)), text);
        }
        let many: serde_json::Map<_, _> = (0..20).map(|at| (format!("member{at}"), json!(at))).collect();
        assert!(write_excerpt(&many.into(), None).ends_with("\"member7\": 7, …}"));
    }
}
