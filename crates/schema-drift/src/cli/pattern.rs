//! Patterns for names: `*` stands for any characters.

use serde::Deserialize;

/// A pattern for a whole name.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub(super) struct Pattern(String);

impl Pattern {
    pub fn matches(&self, name: &str) -> bool {
        let Some((start, rest)) = self.0.split_once('*') else { return self.0 == name };
        let Some(mut name) = name.strip_prefix(start) else { return false };
        let (middle, end) = rest.rsplit_once('*').unwrap_or(("", rest));
        // The first place for each part leaves the most for those after it.
        for part in middle.split('*') {
            let Some(at) = name.find(part) else { return false };
            name = name.get(at + part.len()..).unwrap_or_default();
        }
        name.ends_with(end)
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn a_star_is_any_text() {
        let is = |pattern: &str, name: &str| Pattern(pattern.to_owned()).matches(name);
        for (pattern, name) in [
            ("a", "a"),
            ("*", ""),
            ("*", "a/b"),
            ("a*", "a"),
            ("*b", "ab"),
            ("a*b*c", "a-b-b-c"),
            ("a**c", "ac"),
            ("é*", "éa"),
        ] {
            assert!(is(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in [("a", "ab"), ("", "a"), ("a*a", "a"), ("a*b*c", "acb"), ("*b*", "ac"), ("a*", "ba")] {
            assert!(!is(pattern, name), "{pattern} {name}");
        }
    }
}
