use super::super::guard::Invalid;

/// What a keyword says of an object's keys, and whether it holds.
pub(in super::super) fn keys(holds: bool, name: &str, expected: &str, keyword: &'static str) -> Result<(), Invalid> {
    match holds {
        true => Ok(()),
        false => Err(Invalid { keyword, message: format!("`{name}`: the keys should be {expected}") }),
    }
}
