use super::super::guard::Invalid;

/// A regular expression as ECMA-262 reads it: with the flag u if it is one, else without.
pub(in super::super) fn regex(pattern: &str) -> Option<::regress::Regex> {
    ::regress::Regex::with_flags(pattern, "u").or_else(|_| ::regress::Regex::new(pattern)).ok()
}

pub(in super::super) fn pattern(
    text: &str,
    regex: &Option<::regress::Regex>,
    pattern: &str,
    keyword: &'static str,
) -> Result<(), Invalid> {
    match regex {
        Some(regex) if regex.find(text).is_some() => Ok(()),
        _ => Err(Invalid { keyword, message: format!("`pattern` is {pattern:?}, which the string does not match") }),
    }
}
