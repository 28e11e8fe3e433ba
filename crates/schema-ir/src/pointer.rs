//! JSON Pointers (RFC 6901).

use serde_json::Value;

/// Appends a reference token to `pointer`, escaped.
///
/// ```
/// assert_eq!(schema_ir::pointer::push("/properties", "a/b"), "/properties/a~1b");
/// ```
pub fn push(pointer: &str, token: &str) -> String {
    let mut out = String::with_capacity(pointer.len() + token.len() + 1);
    out.push_str(pointer);
    out.push('/');
    if !token.contains(['~', '/']) {
        out.push_str(token);
        return out;
    }
    for c in token.chars() {
        match c {
            '~' => out.push_str("~0"),
            '/' => out.push_str("~1"),
            c => out.push(c),
        }
    }
    out
}

/// The value at a pointer, as [`Value::pointer`] finds it, without a copy of each token.
///
/// ```
/// let value = serde_json::json!({"a": [{"b/c": 1}]});
/// assert_eq!(schema_ir::pointer::find(&value, "/a/0/b~1c"), Some(&value["a"][0]["b/c"]));
/// assert_eq!(schema_ir::pointer::find(&value, "/a/00"), None);
/// ```
pub fn find<'v>(value: &'v Value, pointer: &str) -> Option<&'v Value> {
    if pointer.contains('~') {
        return value.pointer(pointer);
    }
    let tokens = if pointer.is_empty() { None } else { Some(pointer.strip_prefix('/')?.split('/')) };
    tokens.into_iter().flatten().try_fold(value, |at, token| match at {
        Value::Object(members) => members.get(token),
        // "00" and "+1" are no indices (RFC 6901, 4).
        Value::Array(items) if token == "0" || token.starts_with(|first| ('1'..='9').contains(&first)) => {
            items.get(token.parse::<usize>().ok()?)
        }
        _ => None,
    })
}

/// The reference tokens of a pointer, unescaped.
///
/// ```
/// let tokens: Vec<_> = schema_ir::pointer::tokens("/a~1b/0").collect();
/// assert_eq!(tokens, ["a/b", "0"]);
/// ```
pub fn tokens(pointer: &str) -> impl Iterator<Item = String> + '_ {
    pointer.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~"))
}

/// The name in a reference `#/$defs/NAME`, percent-decoded and unescaped; `None` for any other reference.
///
/// ```
/// let name = schema_ir::pointer::definition("#/$defs/a%20b~1c");
/// assert_eq!(name.as_deref(), Some("a b/c"));
/// ```
pub fn definition(reference: &str) -> Option<String> {
    let fragment = percent_decoded(reference.strip_prefix('#')?)?;
    let mut tokens = tokens(&fragment);
    match (tokens.next().as_deref(), tokens.next(), tokens.next()) {
        (Some("$defs"), Some(name), None) => Some(name),
        _ => None,
    }
}

/// Decodes a URI's fragment or path segment (RFC 3986, 2.1); `None` if the result is not UTF-8.
///
/// ```
/// assert_eq!(schema_ir::pointer::percent_decoded("my%20part.json").as_deref(), Some("my part.json"));
/// ```
pub fn percent_decoded(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        out.push(if byte == b'%' {
            let digits = [bytes.next()?, bytes.next()?];
            u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
        } else {
            byte
        });
    }
    String::from_utf8(out).ok()
}

/// Encodes every byte that is neither unreserved (RFC 3986, 2.3) nor in `also`.
pub(crate) fn percent_encoded(text: &str, also: &[u8]) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || also.contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::find;

    #[test]
    fn finds_what_serde_json_finds() {
        let value = json!({"": {"": 1}, "a": [10, {"b/c": 2, "d~e": 3}], "0": [4], "+1": 5, "~1": 6});
        let pointers = [
            "",
            "/",
            "//",
            "a",
            "/a",
            "/a/",
            "/a/0",
            "/a/1",
            "/a/2",
            "/a/00",
            "/a/+1",
            "/a/-",
            "/a/0/0",
            "/a/1/b~1c",
            "/a/1/d~0e",
            "/a/1/b/c",
            "/0/0",
            "/+1",
            "/~01",
            "/~1",
            "/a/99999999999999999999",
        ];
        for pointer in pointers {
            assert_eq!(find(&value, pointer), value.pointer(pointer), "{pointer}");
        }
    }
}
