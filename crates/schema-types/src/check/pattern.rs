//! `pattern` and `patternProperties`.

mod sequence;

use std::sync::OnceLock;

use regress::Regex;
use sequence::Sequence;

use crate::guard::Invalid;

/// A regular expression as ECMA-262 has it (2020-12 core, 6.4): with the flag `u` if it compiles so, else without.
pub(crate) fn regex(pattern: &str) -> Option<Regex> {
    Regex::with_flags(pattern, "u").or_else(|_| Regex::new(pattern)).ok()
}

/// What decides whether a text matches.
pub(crate) enum Matcher {
    Sequence(Sequence),
    Regex(Regex),
    /// The pattern does not compile.
    Nothing,
}

impl Matcher {
    pub(super) fn of(pattern: &str) -> Self {
        match Sequence::parse(pattern) {
            Some(sequence) => Matcher::Sequence(sequence),
            None => regex(pattern).map_or(Matcher::Nothing, Matcher::Regex),
        }
    }

    #[inline]
    pub(super) fn matches(&self, text: &str) -> bool {
        match self {
            Matcher::Sequence(sequence) => sequence.matches(text),
            Matcher::Regex(regex) => regex.find(text).is_some(),
            Matcher::Nothing => false,
        }
    }
}

/// A pattern that is compiled when it is first used. One that does not compile matches nothing.
pub struct Pattern {
    text: &'static str,
    matcher: OnceLock<Matcher>,
}

impl Pattern {
    /// The pattern of this text.
    pub const fn new(text: &'static str) -> Self {
        Pattern { text, matcher: OnceLock::new() }
    }

    /// Checks that a part of the string matches.
    #[inline]
    pub fn check(&self, text: &str, at: &'static str) -> Result<(), Invalid> {
        super::require(self.matches(text), at, move || {
            format!("`pattern` is {:?}, which the string does not match", self.text)
        })
    }

    /// Checks that no part of the string matches.
    pub fn check_unlike(&self, text: &str, at: &'static str) -> Result<(), Invalid> {
        super::require(!self.matches(text), at, move || {
            format!("`not` excludes strings that match the pattern {:?}", self.text)
        })
    }

    #[inline]
    fn matches(&self, text: &str) -> bool {
        self.matcher.get_or_init(|| Matcher::of(self.text)).matches(text)
    }
}

/// Patterns of which one must match.
pub struct Patterns {
    texts: &'static [&'static str],
    matchers: OnceLock<Vec<Matcher>>,
}

impl Patterns {
    /// The patterns of these texts.
    pub const fn new(texts: &'static [&'static str]) -> Self {
        Patterns { texts, matchers: OnceLock::new() }
    }

    /// Checks that a part of the key matches one of them.
    pub fn check(&self, key: &str, at: &'static str) -> Result<(), Invalid> {
        let matchers = self.matchers.get_or_init(|| self.texts.iter().map(|text| Matcher::of(text)).collect());
        super::require(matchers.iter().any(|matcher| matcher.matches(key)), at, move || {
            format!("the key {key:?} is not declared and matches no pattern")
        })
    }
}
