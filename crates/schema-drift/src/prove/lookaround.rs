//! Look-ahead at the start of an anchored pattern, written as patterns that must or must not match.

/// `^(?=A)(?!B)C` matches exactly where `^(?:A)` and `^(?:C)` match and `^(?:B)` does not. A pattern of another shape
/// comes back whole.
pub(super) fn split(pattern: &str) -> Vec<(String, bool)> {
    parts(pattern).unwrap_or_else(|| vec![(pattern.to_owned(), true)])
}

fn parts(pattern: &str) -> Option<Vec<(String, bool)>> {
    let mut rest = pattern.strip_prefix('^')?;
    let mut found = Vec::new();
    while let Some((after, holds)) = rest
        .strip_prefix("(?=")
        .map(|after| (after, true))
        .or_else(|| rest.strip_prefix("(?!").map(|after| (after, false)))
    {
        let (body, more) = close(after)?;
        found.push((format!("^(?:{body})"), holds));
        rest = more;
    }
    if found.is_empty() || rest.starts_with(['*', '+', '?', '{']) || alternates(rest) {
        return None;
    }
    // A back-reference would lead out of its part.
    if pattern.contains("\\1") || pattern.contains("\\k") {
        return None;
    }
    if !rest.is_empty() {
        found.push((format!("^(?:{rest})"), true));
    }
    Some(found)
}

/// The body of a group and what follows it.
fn close(text: &str) -> Option<(&str, &str)> {
    let end = top_level(text, |letter, depth| letter == ')' && depth == 0)?;
    Some((text.get(..end)?, text.get(end + 1..)?))
}

fn alternates(text: &str) -> bool {
    top_level(text, |letter, depth| letter == '|' && depth == 0).is_some()
}

/// The first letter outside of escapes and classes that is looked for.
fn top_level(text: &str, wanted: impl Fn(char, usize) -> bool) -> Option<usize> {
    let (mut depth, mut in_class) = (0_usize, false);
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' => {
                letters.next();
            }
            '[' if !in_class => in_class = true,
            ']' if in_class => in_class = false,
            _ if in_class => {}
            _ if wanted(letter, depth) => return Some(at),
            '(' => depth += 1,
            ')' => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn leading_looks_are_parts_of_their_own() {
        let parts = split("^(?=.*[0-9])(?!a|b)[a-z0-9]{2}$");
        let parts: Vec<_> = parts.iter().map(|(part, holds)| (part.as_str(), *holds)).collect();
        assert_eq!(parts, [("^(?:.*[0-9])", true), ("^(?:a|b)", false), ("^(?:[a-z0-9]{2}$)", true)]);
        for whole in ["a(?=b)", "^(?=a)b|c", "^(?=(a))\\1", "^(?<=a)b", "^(?=a)*b", "^a$"] {
            assert_eq!(split(whole), [(whole.to_owned(), true)]);
        }
    }
}
