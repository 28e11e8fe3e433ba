use super::super::guard::Invalid;

pub(in super::super) fn at_least(name: &str, count: usize, limit: usize, keyword: &'static str) -> Result<(), Invalid> {
    match count < limit {
        true => Err(Invalid { keyword, message: format!("`{name}` is {limit}, there are {count}") }),
        false => Ok(()),
    }
}

pub(in super::super) fn at_most(name: &str, count: usize, limit: usize, keyword: &'static str) -> Result<(), Invalid> {
    match count > limit {
        true => Err(Invalid { keyword, message: format!("`{name}` is {limit}, there are {count}") }),
        false => Ok(()),
    }
}

pub(in super::super) fn unique<T: Eq + ::std::hash::Hash>(items: &[T], keyword: &'static str) -> Result<(), Invalid> {
    let mut seen = ::std::collections::HashSet::with_capacity(items.len());
    match items.iter().all(|item| seen.insert(item)) {
        true => Ok(()),
        false => Err(Invalid { keyword, message: "`uniqueItems`: an item stands twice".to_owned() }),
    }
}
