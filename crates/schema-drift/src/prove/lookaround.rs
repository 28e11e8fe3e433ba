//! Rewrites look-ahead at the start of an anchored pattern, which automata cannot express.

/// Splits a pattern into patterns that must match (`true`) or must not match (`false`).
///
/// `^(?=A)(?!B)C` matches exactly if `^(?:A)` and `^(?:C)` match and `^(?:B)` does not. A pattern of another form is returned
/// as it is.
pub(super) fn split(pattern: &str) -> Vec<(String, bool)> {
    try_split(pattern).unwrap_or_else(|| vec![(pattern.to_owned(), true)])
}

fn try_split(pattern: &str) -> Option<Vec<(String, bool)>> {
    let mut rest = pattern.strip_prefix('^')?;
    let mut found = Vec::new();
    while let Some((after, holds)) = rest
        .strip_prefix("(?=")
        .map(|after| (after, true))
        .or_else(|| rest.strip_prefix("(?!").map(|after| (after, false)))
    {
        let (body, more) = split_group(after)?;
        found.push((format!("^(?:{body})"), holds));
        rest = more;
    }
    if found.is_empty() || rest.starts_with(['*', '+', '?', '{']) || has_alternatives(rest) {
        return None;
    }
    // A back-reference may refer to a group of another part.
    if pattern.contains("\\1") || pattern.contains("\\k") {
        return None;
    }
    if !rest.is_empty() {
        found.push((format!("^(?:{rest})"), true));
    }
    Some(found)
}

/// Splits the text behind `(` into the body of the group and the rest.
fn split_group(text: &str) -> Option<(&str, &str)> {
    let end = find_at_top_level(text, |letter, depth| letter == ')' && depth == 0)?;
    Some((text.get(..end)?, text.get(end + 1..)?))
}

fn has_alternatives(text: &str) -> bool {
    find_at_top_level(text, |letter, depth| letter == '|' && depth == 0).is_some()
}

/// The position of the first `wanted` letter outside of escapes and classes.
fn find_at_top_level(text: &str, wanted: impl Fn(char, usize) -> bool) -> Option<usize> {
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
    fn look_ahead_at_the_start_is_split_off() {
        let parts = split("^(?=.*[0-9])(?!a|b)[a-z0-9]{2}$");
        let parts: Vec<_> = parts.iter().map(|(part, holds)| (part.as_str(), *holds)).collect();
        assert_eq!(parts, [("^(?:.*[0-9])", true), ("^(?:a|b)", false), ("^(?:[a-z0-9]{2}$)", true)]);
        for whole in ["a(?=b)", "^(?=a)b|c", "^(?=(a))\\1", "^(?<=a)b", "^(?=a)*b", "^a$"] {
            assert_eq!(split(whole), [(whole.to_owned(), true)]);
        }
    }
}
