//! JSON Pointers (RFC 6901).

/// `pointer` with one more reference token, escaped.
///
/// ```
/// assert_eq!(schema_build::pointer::push("/properties", "a/b"), "/properties/a~1b");
/// ```
pub fn push(pointer: &str, token: &str) -> String {
    let mut out = String::with_capacity(pointer.len() + token.len() + 1);
    out.push_str(pointer);
    out.push('/');
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
/// let tokens: Vec<_> = schema_build::pointer::tokens("/a~1b/0").collect();
/// assert_eq!(tokens, ["a/b", "0"]);
/// ```
pub fn tokens(pointer: &str) -> impl Iterator<Item = String> + '_ {
    pointer.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~"))
}
