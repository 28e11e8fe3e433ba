//! `pattern` and `patternProperties`.

use std::sync::OnceLock;

use regress::Regex;

use crate::guard::Invalid;

/// A regular expression as ECMA-262 has it (2020-12 core, 6.4): with the flag `u` if it compiles so, else without.
pub(crate) fn regex(pattern: &str) -> Option<Regex> {
    Regex::with_flags(pattern, "u").or_else(|_| Regex::new(pattern)).ok()
}

/// A pattern that is compiled when it is first used. One that does not compile matches nothing.
pub struct Pattern {
    text: &'static str,
    regex: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// The pattern of this text.
    pub const fn new(text: &'static str) -> Self {
        Pattern { text, regex: OnceLock::new() }
    }

    /// Checks that a part of the string matches.
    pub fn check(&self, text: &str, at: &'static str) -> Result<(), Invalid> {
        super::require(self.matches(text), at, || {
            format!("`pattern` is {:?}, which the string does not match", self.text)
        })
    }

    /// Checks that no part of the string matches.
    pub fn check_unlike(&self, text: &str, at: &'static str) -> Result<(), Invalid> {
        super::require(!self.matches(text), at, || {
            format!("`not` excludes strings that match the pattern {:?}", self.text)
        })
    }

    fn matches(&self, text: &str) -> bool {
        let regex = self.regex.get_or_init(|| regex(self.text));
        regex.as_ref().is_some_and(|regex| regex.find(text).is_some())
    }
}

/// Patterns of which one must match.
pub struct Patterns {
    texts: &'static [&'static str],
    regexes: OnceLock<Vec<Regex>>,
}

impl Patterns {
    /// The patterns of these texts.
    pub const fn new(texts: &'static [&'static str]) -> Self {
        Patterns { texts, regexes: OnceLock::new() }
    }

    /// Checks that a part of the key matches one of them.
    pub fn check(&self, key: &str, at: &'static str) -> Result<(), Invalid> {
        let regexes = self.regexes.get_or_init(|| self.texts.iter().filter_map(|text| regex(text)).collect());
        super::require(regexes.iter().any(|regex| regex.find(key).is_some()), at, || {
            format!("the key {key:?} is not declared and matches no pattern")
        })
    }
}
