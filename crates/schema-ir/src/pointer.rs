//! JSON Pointers (RFC 6901).

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
