use super::super::guard::Invalid;

/// The key is one of these.
pub(in super::super) fn listed(key: &str, names: &[&str], keyword: &'static str) -> Result<(), Invalid> {
    match names.contains(&key) {
        true => Ok(()),
        false => Err(Invalid { keyword, message: format!("`propertyNames` does not list the key {key:?}") }),
    }
}

/// The key matches one of the patterns.
pub(in super::super) fn matching(
    key: &str,
    patterns: &[Option<::regress::Regex>],
    keyword: &'static str,
) -> Result<(), Invalid> {
    match patterns.iter().flatten().any(|pattern| pattern.find(key).is_some()) {
        true => Ok(()),
        false => Err(Invalid { keyword, message: format!("the key {key:?} is not declared and matches no pattern") }),
    }
}
