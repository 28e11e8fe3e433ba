//! Patterns that are a sequence of characters and classes at the start of a text, such as `^[a-z]{2}-\d+$`. Most patterns of schemas
//! are one. What such a pattern matches is known without going back, in a fraction of the time that an engine takes.

use std::iter::Peekable;
use std::str::Chars;

/// A sequence of classes, each so many times.
pub(crate) struct Sequence {
    /// The characters before the first class.
    prefix: String,
    items: Vec<Item>,
    /// Whether the text must end after it.
    is_whole: bool,
}

struct Item {
    class: Class,
    least: usize,
    most: usize,
}

/// A set of characters.
#[derive(Clone, Copy)]
struct Class {
    /// Whether it has the character of a byte; false for those that are no ASCII.
    ascii: [bool; 256],
    /// Whether it has all others.
    others: bool,
}

/// The characters that a backslash makes literal where the flag `u` is set.
const SYNTAX: &str = r"^$\.*+?()[]{}|/";

impl Sequence {
    /// The sequence that a pattern is, if it is one with the flag `u`.
    pub(super) fn parse(pattern: &str) -> Option<Self> {
        let mut rest = pattern.strip_prefix('^')?.chars().peekable();
        let mut prefix = String::new();
        let mut items = Vec::new();
        let mut is_whole = false;
        while let Some(char) = rest.next() {
            let class = match char {
                '$' if rest.peek().is_none() => {
                    is_whole = true;
                    break;
                }
                '[' => Class::parse(&mut rest)?,
                '\\' => Class::escaped(rest.next()?)?,
                char if SYNTAX.contains(char) && char != '/' => return None,
                char => Class::of(char)?,
            };
            match (class.only(), repetition(&mut rest)?) {
                (Some(char), (1, 1)) if items.is_empty() => prefix.push(char),
                (_, (least, most)) => items.push(Item { class, least, most }),
            }
        }
        let sequence = Sequence { prefix, items, is_whole };
        sequence.is_certain().then_some(sequence)
    }

    /// Whether each character tells if a class goes on or another one begins.
    fn is_certain(&self) -> bool {
        self.items.iter().enumerate().all(|(place, item)| {
            let later = self.items.get(place + 1..).unwrap_or_default();
            let required = later.iter().position(|later| later.least > 0).map_or(later.len(), |place| place + 1);
            item.least == item.most || !later.iter().take(required).any(|later| item.class.meets(&later.class))
        })
    }

    pub(crate) fn matches(&self, text: &str) -> bool {
        let Some(mut rest) = text.as_bytes().strip_prefix(self.prefix.as_bytes()) else { return false };
        for item in &self.items {
            match item.count(rest).and_then(|count| rest.get(count..)) {
                Some(after) => rest = after,
                None => return false,
            }
        }
        !self.is_whole || rest.is_empty()
    }
}

impl Item {
    /// How many bytes the characters of the class take that a text starts with; none if they are too few.
    #[inline]
    fn count(&self, text: &[u8]) -> Option<usize> {
        let most = text.get(..self.most).unwrap_or(text);
        let ascii = most.iter().position(|byte| !self.class.has_ascii(*byte)).unwrap_or(most.len());
        if self.class.others && ascii < self.most && text.get(ascii).is_some_and(|byte| !byte.is_ascii()) {
            return self.count_from(text, ascii);
        }
        (ascii >= self.least).then_some(ascii)
    }

    /// The same for any text, of which the first characters are counted already, one byte each.
    fn count_from(&self, text: &[u8], start: usize) -> Option<usize> {
        let mut at = start;
        let mut count = start;
        while let Some(byte) = text.get(at)
            && count < self.most
            && (self.class.has_ascii(*byte) || !byte.is_ascii() && self.class.others)
        {
            count += 1;
            at += 1;
            // The other bytes of the character.
            at += text.iter().skip(at).take_while(|byte| **byte & 0xc0 == 0x80).count();
        }
        (count >= self.least).then_some(at)
    }
}

/// Reads how often what is before is there.
fn repetition(rest: &mut Peekable<Chars<'_>>) -> Option<(usize, usize)> {
    let bounds = match rest.peek() {
        Some('*') => (0, usize::MAX),
        Some('+') => (1, usize::MAX),
        Some('?') => (0, 1),
        Some('{') => {
            rest.next();
            let least = number(rest)?;
            let most = match rest.next_if_eq(&',') {
                None => least,
                Some(_) if rest.peek() == Some(&'}') => usize::MAX,
                Some(_) => number(rest)?,
            };
            if rest.peek() != Some(&'}') || least > most {
                return None;
            }
            (least, most)
        }
        _ => return Some((1, 1)),
    };
    rest.next();
    Some(bounds)
}

fn number(rest: &mut Peekable<Chars<'_>>) -> Option<usize> {
    let digits: String = std::iter::from_fn(|| rest.next_if(char::is_ascii_digit)).collect();
    digits.parse().ok()
}

impl Class {
    const NONE: Self = Class { ascii: [false; 256], others: false };

    fn of(char: char) -> Option<Self> {
        let mut class = Class::NONE;
        class.add(char, char)?;
        Some(class)
    }

    /// The class behind a backslash.
    fn escaped(char: char) -> Option<Self> {
        let mut class = Class::NONE;
        match char {
            'd' => class.add('0', '9')?,
            'w' => {
                for (first, last) in [('0', '9'), ('A', 'Z'), ('a', 'z'), ('_', '_')] {
                    class.add(first, last)?;
                }
            }
            char if SYNTAX.contains(char) => class.add(char, char)?,
            _ => return None,
        }
        Some(class)
    }

    /// Reads a class in brackets, after the first.
    fn parse(rest: &mut Peekable<Chars<'_>>) -> Option<Self> {
        let is_negated = rest.next_if_eq(&'^').is_some();
        let mut class = Class::NONE;
        loop {
            let first = match rest.next()? {
                ']' => break,
                '\\' => match rest.next()? {
                    set @ ('d' | 'w') => {
                        let set = Class::escaped(set)?;
                        class.ascii.iter_mut().zip(set.ascii).for_each(|(has, other)| *has |= other);
                        // A range may not begin with a set.
                        if rest.next_if_eq(&'-').is_none() {
                            continue;
                        }
                        if rest.next()? != ']' {
                            return None;
                        }
                        class.add('-', '-')?;
                        break;
                    }
                    char if SYNTAX.contains(char) || char == '-' => char,
                    _ => return None,
                },
                char => char,
            };
            let mut last = first;
            if rest.next_if_eq(&'-').is_some() {
                match rest.next()? {
                    ']' => {
                        class.add(first, first)?;
                        class.add('-', '-')?;
                        break;
                    }
                    '\\' => return None,
                    char => last = char,
                }
            }
            class.add(first, last)?;
        }
        if is_negated {
            class.ascii.iter_mut().take(128).for_each(|has| *has = !*has);
            class.others = true;
        }
        Some(class)
    }

    /// Adds the characters of a range, all of which must be ASCII.
    fn add(&mut self, first: char, last: char) -> Option<()> {
        let range = self.ascii.get_mut(..128)?.get_mut(first as usize..=last as usize)?;
        range.fill(true);
        (first <= last).then_some(())
    }

    #[inline]
    fn has_ascii(&self, byte: u8) -> bool {
        self.ascii[usize::from(byte)]
    }

    /// The only character of the class.
    fn only(&self) -> Option<char> {
        let mut chars = ('\0'..).zip(self.ascii).filter(|(_, has)| *has);
        let only = chars.next().filter(|_| !self.others && chars.next().is_none());
        only.map(|(char, _)| char)
    }

    /// Whether another class has one of the same characters.
    fn meets(&self, other: &Class) -> bool {
        self.others && other.others || self.ascii.iter().zip(other.ascii).any(|(has, other)| *has && other)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Sequence;
    use crate::check::pattern::regex;

    #[test]
    fn patterns_of_schemas_are_sequences() {
        let sequences = [r"^[a-z]+$", r"^\d{4}-\d{2}-\d{2}$", r"^m-[0-9a-f]{8}$", r"^[\w-]+", r"^[^\s]"];
        let found = sequences.map(|pattern| Sequence::parse(pattern).is_some());
        assert_eq!(found, [true, true, true, true, false]);
    }

    #[test]
    fn other_patterns_are_left_to_the_engine() {
        for pattern in [
            "a",
            "^a|b$",
            "^(a)$",
            "^a.$",
            "^a*a$",
            "^[a-c]?b",
            "^[a-z]*?$",
            r"^\p{L}$",
            r"^\u0041$",
            r"^\-$",
            "^é$",
            "^[à-ü]$",
            "^a$b",
            "^[a",
            "^[b-a]$",
            "^a{2,1}$",
            "^a{,2}$",
            "^a{99999999999999999999}$",
            "^a**$",
            "^*",
            "^{1}",
            "^a}",
            "^]",
            r"^[\d-z]$",
            r"^\",
            "^a{1",
        ] {
            assert!(Sequence::parse(pattern).is_none(), "{pattern}");
        }
    }

    /// Parts of patterns, each with a text that it matches.
    fn part() -> impl Strategy<Value = (String, String)> {
        let class = prop::sample::select(vec![
            ("a", "a"),
            ("-", "-"),
            ("/", "/"),
            (r"\.", "."),
            (r"\d", "4"),
            (r"\w", "_"),
            ("[a-c]", "b"),
            ("[^a-c]", "é"),
            ("[-x]", "-"),
            ("[x-]", "x"),
            (r"[\w-]", "-"),
            (r"[\]^]", "]"),
            ("[^é]", "e"),
            ("[]", ""),
            ("[^]", "😀"),
            (r"[\-_]", "_"),
            ("[[]", "["),
            (" ", " "),
        ]);
        let times = prop::sample::select(vec![
            ("", 1),
            ("*", 0),
            ("*", 3),
            ("+", 1),
            ("+", 4),
            ("?", 0),
            ("?", 1),
            ("{2}", 2),
            ("{1,}", 2),
            ("{0,2}", 1),
            ("{0}", 0),
        ]);
        (class, times).prop_map(|((class, text), (suffix, times))| (format!("{class}{suffix}"), text.repeat(times)))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn a_sequence_matches_what_the_engine_matches(
            parts in prop::collection::vec(part(), 0..5),
            is_whole: bool,
            change in prop::option::of((any::<prop::sample::Index>(), prop::sample::select(vec!["", "a", "4", "-", "é", "\n"]))),
        ) {
            let (patterns, texts): (Vec<String>, Vec<String>) = parts.into_iter().unzip();
            let pattern = format!("^{}{}", patterns.concat(), if is_whole { "$" } else { "" });
            let mut chars: Vec<String> = texts.concat().chars().map(String::from).collect();
            if let Some((place, other)) = change {
                match chars.len() {
                    0 => chars.push(other.to_owned()),
                    length => chars[place.index(length)] = other.to_owned(),
                }
            }
            let text = chars.concat();
            if let Some(sequence) = Sequence::parse(&pattern) {
                let found = regex(&pattern).map(|engine| engine.find(&text).is_some());
                prop_assert_eq!(Some(sequence.matches(&text)), found, "{:?} of {:?}", pattern, text);
            }
        }
    }
}
