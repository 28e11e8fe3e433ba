use super::super::guard::Invalid;

pub(in super::super) fn min_length(text: &str, limit: usize, keyword: &'static str) -> Result<(), Invalid> {
    match text.chars().count() {
        length if length < limit => {
            Err(Invalid { keyword, message: format!("`minLength` is {limit}, the string has {length} characters") })
        }
        _ => Ok(()),
    }
}

pub(in super::super) fn max_length(text: &str, limit: usize, keyword: &'static str) -> Result<(), Invalid> {
    match text.chars().count() {
        length if length > limit => {
            Err(Invalid { keyword, message: format!("`maxLength` is {limit}, the string has {length} characters") })
        }
        _ => Ok(()),
    }
}
