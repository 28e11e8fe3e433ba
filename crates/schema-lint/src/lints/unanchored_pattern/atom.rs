//! Patterns that are a plain sequence of characters and character classes. Others are not judged.

use regress::Regex;

/// The longest sample of a repeated atom.
const MAX_REPEATED: usize = 256;

/// A character or a character class, with its quantifier.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Atom {
    /// True for a class of letters or digits.
    pub is_class: bool,
    pub is_repeated: bool,
    /// How often it must be there.
    pub least: usize,
    /// A character that it matches.
    pub sample: char,
}

/// The alternatives of a pattern that are in no group.
pub(super) fn split_alternatives(pattern: &str) -> Vec<&str> {
    let (mut all, mut start, mut depth, mut in_class, mut escaped) = (Vec::new(), 0, 0_usize, false, false);
    for (at, c) in pattern.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class => depth += 1,
            ')' if !in_class => depth = depth.saturating_sub(1),
            '|' if !in_class && depth == 0 => {
                all.push(&pattern[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    all.push(&pattern[start..]);
    all
}

/// The atoms of a pattern; `None` if it has groups, alternatives, assertions, or classes that are negated or have neither letters
/// nor digits.
pub(super) fn parse(pattern: &str) -> Option<Vec<Atom>> {
    let mut rest = pattern;
    let mut atoms = Vec::new();
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '[' => class_length(rest)?,
            '\\' => escape_length(rest)?,
            '(' | ')' | '|' | '^' | '$' | '.' | '*' | '+' | '?' | '{' | '}' | ']' => return None,
            literal => literal.len_utf8(),
        };
        let (atom, after) = rest.split_at_checked(length)?;
        let (quantifier, after) = split_quantifier(after)?;
        rest = after;
        atoms.push(Atom {
            is_class: is_class(atom),
            is_repeated: quantifier.is_some(),
            least: quantifier.map_or(1, |least| least.min(MAX_REPEATED)),
            sample: find_sample(atom)?,
        });
    }
    Some(atoms)
}

/// Whether an atom is a class of letters or digits. `[.]` and `\s` say that a string contains something.
fn is_class(atom: &str) -> bool {
    let ranges = ["a-z", "A-Z", "0-9", "a-f", "A-F", "\\d", "\\w", "\\p{L", "\\p{N"];
    match atom.strip_prefix('[') {
        Some(class) => ranges.iter().any(|range| class.contains(range)),
        None => ["\\d", "\\w"].contains(&atom) || atom.starts_with("\\p{L") || atom.starts_with("\\p{N"),
    }
}

fn class_length(text: &str) -> Option<usize> {
    if text.starts_with("[^") {
        return None;
    }
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            ']' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// The length of `\d`, `\w`, `\p{…}`, or an escaped sign such as `\.`.
fn escape_length(text: &str) -> Option<usize> {
    match text.chars().nth(1)? {
        'd' | 'w' => Some(2),
        'p' => Some(text.find('}')? + 1),
        sign if sign.is_ascii_punctuation() => Some(2),
        _ => None,
    }
}

/// The least count of a quantifier at the start, if there is one, and the rest. `?` does not repeat, so the pattern is not judged
/// by it.
fn split_quantifier(text: &str) -> Option<(Option<usize>, &str)> {
    let (least, rest) = match text.chars().next() {
        Some('*') => (0, &text[1..]),
        Some('+') => (1, &text[1..]),
        Some('?') => return None,
        Some('{') => {
            let (counts, rest) = text[1..].split_once('}')?;
            (counts.split(',').next()?.parse().ok()?, rest)
        }
        _ => return Some((None, text)),
    };
    Some((Some(least), rest.strip_prefix('?').unwrap_or(rest)))
}

/// A character that an atom matches.
fn find_sample(atom: &str) -> Option<char> {
    let engine = Regex::with_flags(&format!("^{atom}$"), "u").ok()?;
    let ascii = "aA0".chars().chain((' '..='~').filter(|c| !c.is_ascii_alphanumeric())).chain('!'..='~');
    let literal = atom.chars().next().filter(|_| atom.chars().count() == 1);
    ascii.chain(literal).find(|c| engine.find(c.encode_utf8(&mut [0; 4])).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alternatives_in_groups_and_classes_stay_together() {
        assert_eq!(split_alternatives(r"^a|(b|c)|[|]\|d$"), ["^a", "(b|c)", r"[|]\|d$"]);
    }

    #[test]
    fn sequences_of_classes_and_characters_have_atoms() {
        let atom = |is_class, is_repeated, least, sample| Atom { is_class, is_repeated, least, sample };
        let expected = vec![atom(true, true, 4, '0'), atom(false, false, 1, '-'), atom(true, true, 1, 'a')];
        assert_eq!(parse(r"\d{4}-[a-z]+"), Some(expected));
        for other in ["(a)", "a|b", "[^a]+", "a.b", r"\bword", r"\s+", "colou?r", "[a-z"] {
            assert_eq!(parse(other), None, "{other}");
        }
    }
}
