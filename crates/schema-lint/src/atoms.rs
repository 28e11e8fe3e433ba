//! Patterns that are a plain sequence of characters and character classes. Others are not judged.

use regress::Regex;

/// The highest count of a quantifier.
const MAX_COUNT: usize = 256;
/// The number of quantifiers with a choice, and the least count of one. The engine tries all choices one after another, so a
/// pattern could otherwise take as long as its author likes.
const MAX_CHOICES: usize = 6;
const MAX_COUNT_OF_CHOICE: usize = 32;

/// A character or a character class, with its quantifier.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Atom {
    /// True for a class of letters or digits.
    pub is_class: bool,
    pub is_repeated: bool,
    /// Whether its quantifier has a choice, as `+` and `{2,3}` have.
    pub has_choice: bool,
    /// How often it must be there.
    pub least: usize,
    /// A character that it matches.
    pub sample: char,
}

/// The alternatives of a pattern that are in no group.
pub(crate) fn split_alternatives(pattern: &str) -> Vec<&str> {
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
pub(crate) fn parse(pattern: &str) -> Option<Vec<Atom>> {
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
        let Quantifier { least, has_choice } = quantifier.unwrap_or(Quantifier { least: 1, has_choice: false });
        let (is_repeated, sample) = (quantifier.is_some(), find_sample(atom)?);
        atoms.push(Atom { is_class: is_class(atom), is_repeated, has_choice, least, sample });
    }
    let choices = atoms.iter().filter(|atom| atom.has_choice);
    let may_take_long = choices.clone().count() > MAX_CHOICES
        || choices.clone().any(|atom| atom.least > MAX_COUNT_OF_CHOICE)
        || atoms.iter().any(|atom| atom.least > MAX_COUNT);
    if may_take_long {
        return None;
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

#[derive(Clone, Copy)]
struct Quantifier {
    least: usize,
    has_choice: bool,
}

/// The quantifier at the start, if there is one, and the rest. `None` for `?`, which does not repeat.
fn split_quantifier(text: &str) -> Option<(Option<Quantifier>, &str)> {
    let (least, has_choice, rest) = match text.chars().next() {
        Some('*') => (0, true, &text[1..]),
        Some('+') => (1, true, &text[1..]),
        Some('?') => return None,
        Some('{') => {
            let (counts, rest) = text[1..].split_once('}')?;
            (counts.split(',').next()?.parse().ok()?, counts.contains(','), rest)
        }
        _ => return Some((None, text)),
    };
    Some((Some(Quantifier { least, has_choice }), rest.strip_prefix('?').unwrap_or(rest)))
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
        let atom =
            |is_class, is_repeated, has_choice, sample| Atom { is_class, is_repeated, has_choice, least: 1, sample };
        let digits = Atom { least: 4, ..atom(true, true, false, '0') };
        let expected = vec![digits, atom(false, false, false, '-'), atom(true, true, true, 'a')];
        assert_eq!(parse(r"\d{4}-[a-z]+"), Some(expected));
        for other in ["(a)", "a|b", "[^a]+", "a.b", r"\bword", r"\s+", "colou?r", "[a-z"] {
            assert_eq!(parse(other), None, "{other}");
        }
    }

    #[test]
    fn patterns_that_may_take_long_are_not_judged() {
        for long in ["[a-z]+".repeat(MAX_CHOICES + 1), "[a-z]{33,}".to_owned(), "[a-z]{1000}".to_owned()] {
            assert_eq!(parse(&long), None, "{long}");
        }
    }
}
