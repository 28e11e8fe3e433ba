//! Unique names for all things of a scope, whatever their order.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// A thing that needs a name.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    /// The names that it may have, the preferred one first.
    pub(crate) names: Vec<String>,
    /// Of the things that want one name, those with the lowest rank come first.
    pub(crate) rank: u8,
    /// What distinguishes the thing from all others, whatever is added to the scope.
    pub(crate) place: String,
}

/// Gives each thing the first of its names that no other thing wants.
///
/// Things of one rank that want the same name all take their next one, except if only one of them has no other: of `asc`
/// and `ASC` the first remains `Asc`. So a name does not depend on the order of the things. If a thing has no name left,
/// it gets a number that is computed of its place.
pub(crate) fn resolve(wanted: &[Wanted]) -> Vec<String> {
    let mut steps = vec![0; wanted.len()];
    loop {
        let mut holders: BTreeMap<Cow<'_, str>, Vec<usize>> = BTreeMap::new();
        for (index, thing) in wanted.iter().enumerate() {
            holders.entry(name(thing, steps[index])).or_default().push(index);
        }
        let mut settled = true;
        for indices in holders.values() {
            let keeper = keeper(indices, wanted, &steps);
            for index in indices.iter().filter(|index| Some(**index) != keeper) {
                steps[*index] += 1;
                settled = false;
            }
        }
        if settled {
            return wanted.iter().zip(&steps).map(|(thing, step)| name(thing, *step).into_owned()).collect();
        }
    }
}

/// The `plain` names if all of them differ, which nearly always spares the others; or else what [`resolve`] makes of `wanted`.
pub(crate) fn resolve_beyond(plain: Vec<String>, wanted: impl FnOnce(Vec<String>) -> Vec<Wanted>) -> Vec<String> {
    let differ = plain.iter().collect::<BTreeSet<_>>().len() == plain.len();
    if differ { plain } else { resolve(&wanted(plain)) }
}

/// Which of the things that want a name gets it.
fn keeper(indices: &[usize], wanted: &[Wanted], steps: &[usize]) -> Option<usize> {
    let first = indices.iter().map(|index| wanted[*index].rank).min()?;
    let ranked: Vec<usize> = indices.iter().copied().filter(|index| wanted[*index].rank == first).collect();
    if let [one] = ranked.as_slice() {
        return Some(*one);
    }
    let is_final = |index: &&usize| {
        let (names, step) = (&wanted[**index].names, steps[**index]);
        names.get(step).is_some_and(|name| names[step..].iter().all(|other| other == name))
    };
    let mut finals = ranked.iter().filter(is_final);
    if let (Some(one), None) = (finals.next(), finals.next()) {
        return Some(*one);
    }
    // Of those that have nothing but numbers left, the first place keeps its number.
    let exhausted = ranked.iter().all(|index| steps[*index] > wanted[*index].names.len());
    let places: BTreeSet<(&str, usize)> =
        ranked.iter().map(|index| (wanted[*index].place.as_str(), *index)).filter(|_| exhausted).collect();
    places.first().map(|(_, index)| *index)
}

/// The name after some steps: after the last one, the preferred one with a number.
fn name(thing: &Wanted, step: usize) -> Cow<'_, str> {
    match thing.names.get(step) {
        Some(name) => name.into(),
        None => {
            // Each further attempt has more digits.
            let attempt = u32::try_from(step - thing.names.len()).unwrap_or(u32::MAX);
            let number = number(&thing.place).wrapping_add(attempt.into()) % 10u64.saturating_pow(4 + attempt);
            format!("{}{number}", thing.names.first().map_or("", String::as_str)).into()
        }
    }
}

/// A number that depends on a text alone (FNV-1a).
fn number(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::{Wanted, resolve};

    fn wanted(rank: u8, names: &[&str]) -> Wanted {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        Wanted { place: names.join(" "), names, rank }
    }

    #[test]
    fn names_do_not_depend_on_the_order() {
        let things = [
            wanted(1, &["A", "A", "A"]),
            wanted(1, &["A", "A", "AUpper"]),
            wanted(1, &["B", "BDash"]),
            wanted(1, &["B", "BDot"]),
            wanted(0, &["C"]),
            wanted(1, &["C", "RootC"]),
        ];
        let expected = ["A", "AUpper", "BDash", "BDot", "C", "RootC"];
        assert_eq!(resolve(&things), expected);
        let reversed: Vec<Wanted> = things.iter().rev().cloned().collect();
        let mut names = resolve(&reversed);
        names.reverse();
        assert_eq!(names, expected);
    }

    #[test]
    fn a_number_depends_on_the_place_alone() {
        let one = Wanted { names: vec!["A".to_owned()], rank: 0, place: "/a".to_owned() };
        let other = Wanted { place: "/b".to_owned(), ..one.clone() };
        let third = Wanted { place: "/c".to_owned(), ..one.clone() };
        let two = resolve(&[one.clone(), other.clone()]);
        let three = resolve(&[third, one, other]);
        assert_eq!(two, three[1..]);
        assert!(two[0] != two[1] && two.iter().all(|name| name.len() > 1), "{two:?}");
    }
}
