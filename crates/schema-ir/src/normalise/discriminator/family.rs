//! The hierarchy of named schemas, and the values that select each.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::found::{Found, Written, mapped, target};
use crate::resolve::{Index, Place};
use crate::{Keyword, pointer};

/// The maximum number of schemas in which the values of one property are searched.
const MAX_SEARCHED: usize = 32;

/// The hierarchy of the named schemas of all files.
pub(super) struct Hierarchy {
    /// The schemas that have this one as a base, directly.
    subtypes: BTreeMap<Place, Vec<Place>>,
}

impl Hierarchy {
    pub(super) fn new(found: &Found<'_>) -> Self {
        let mut subtypes: BTreeMap<Place, Vec<Place>> = BTreeMap::new();
        for place in &found.named {
            for (base, _) in found.bases.get(place).into_iter().flatten() {
                let known = subtypes.entry(base.clone()).or_default();
                if !known.contains(place) {
                    known.push(place.clone());
                }
            }
        }
        Hierarchy { subtypes }
    }

    /// The schema and all that have it as a base, directly or through others, each before its own. Below a schema for which
    /// `ends` holds, none is listed.
    pub(super) fn family(&self, place: &Place, ends: impl Fn(&Place) -> bool) -> Vec<Place> {
        let (mut family, mut seen) = (Vec::new(), BTreeSet::new());
        let mut open = vec![place];
        while let Some(next) = open.pop() {
            if !seen.insert(next) {
                continue;
            }
            family.push(next.clone());
            if next == place || !ends(next) {
                open.extend(self.subtypes.get(next).into_iter().flatten().rev());
            }
        }
        family
    }
}

/// The values of properties that select schemas.
pub(super) struct Values<'i, 's> {
    index: &'i Index<'s>,
    /// Those that mappings name, by property and schema.
    mapped: BTreeMap<(String, Place), Vec<String>>,
}

impl<'i, 's> Values<'i, 's> {
    pub(super) fn new(index: &'i Index<'s>, found: &Found<'_>) -> Self {
        let mut all: BTreeMap<(String, Place), Vec<String>> = BTreeMap::new();
        for written in &found.discriminators {
            for (value, place) in mapping(index, written) {
                let known = all.entry((written.property.to_owned(), place)).or_default();
                if !known.iter().any(|known| known == value) {
                    known.push(value.to_owned());
                }
            }
        }
        Values { index, mapped: all }
    }

    /// The values of `property` that select a schema: those that a mapping names; else its name, unless its own property does not
    /// allow that.
    pub(super) fn of(&self, property: &str, place: &Place) -> Vec<String> {
        if let Some(values) = self.mapped.get(&(property.to_owned(), place.clone())) {
            return values.clone();
        }
        let name = name_of(self.index, place);
        match listed_values(self.index, place, property) {
            Some(own) if !own.contains(&name) => own,
            _ => vec![name],
        }
    }
}

/// The mapping of a discriminator: each value with the schema that it names.
pub(super) fn mapping<'s>(index: &Index<'s>, written: &Written<'s>) -> Vec<(&'s str, Place)> {
    let entries = written.mapping.into_iter().flatten();
    let entry =
        |(value, named): (&'s String, &Value)| Some((value.as_str(), mapped(index, &written.place, named.as_str()?)?));
    entries.filter_map(entry).collect()
}

/// The name of a schema: its key, or that of its file.
pub(super) fn name_of(index: &Index<'_>, place: &Place) -> String {
    pointer::tokens(&place.pointer).last().unwrap_or_else(|| index.file_stem(place))
}

/// The values that a schema, with those that it refers to, lists for a property.
fn listed_values(index: &Index<'_>, place: &Place, property: &str) -> Option<Vec<String>> {
    let mut open = vec![place.clone()];
    for _ in 0..MAX_SEARCHED {
        let place = open.pop()?;
        let schema = index.value(&place)?;
        let below = |tokens: &[&str]| {
            let pointer = tokens.iter().fold(place.pointer.clone(), |at, token| pointer::push(&at, token));
            Place { document: place.document, pointer }
        };
        let at = below(&[Keyword::Properties.name(), property]);
        if let Some(values) = strings(index, &at).or_else(|| strings(index, &target(index, &at)?)) {
            return Some(values);
        }
        open.extend(target(index, &place));
        let all = schema.get(Keyword::AllOf.name()).and_then(Value::as_array).map_or(0, Vec::len);
        open.extend((0..all).map(|number| below(&[Keyword::AllOf.name(), &number.to_string()])));
    }
    None
}

/// The strings under `enum` or `const` of a schema.
fn strings(index: &Index<'_>, place: &Place) -> Option<Vec<String>> {
    let schema = index.value(place)?;
    if let Some(value) = schema.get(Keyword::Const.name()) {
        return value.as_str().map(|value| vec![value.to_owned()]);
    }
    let values = schema.get(Keyword::Enum.name())?.as_array()?;
    Some(values.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}
