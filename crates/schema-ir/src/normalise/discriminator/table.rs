//! How the discriminators of a folder affect its schemas.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::family::{Hierarchy, Values, mapping};
use super::found::{Found, Written, find, mapped, target};
use super::{Beside, Member, Selected, Union, Use};
use crate::resolve::{Index, Place};
use crate::{JsonType, Keyword, pointer};

/// How discriminators affect the schemas of a folder.
#[derive(Default)]
pub(crate) struct Table {
    /// The schemas that are unions.
    pub(super) unions: BTreeMap<Place, Union>,
    /// For each schema that a discriminator selects, the properties that it must have, with their values.
    pub(super) narrowed: BTreeMap<Place, BTreeMap<String, Vec<String>>>,
    /// The schemas whose reference is to a base.
    pub(super) to_bases: BTreeSet<Place>,
    /// For each schema, those with the discriminators that affect it.
    pub(super) causes: BTreeMap<Place, BTreeSet<Place>>,
    /// What has no effect, by place.
    pub(crate) notes: Vec<(Place, String)>,
}

impl Table {
    pub(crate) fn new(index: &Index<'_>) -> Self {
        let found = find(index);
        let own = found.discriminators.iter().map(|written| (&written.place, written)).collect();
        let hierarchy = Hierarchy::new(&found);
        let values = Values::new(index, &found);
        let mut build = Build { index, found: &found, own, hierarchy, values, table: Table::default() };
        for written in &found.discriminators {
            build.add_union(written);
        }
        for written in &found.discriminators {
            build.add_values(written);
            build.add_inherited(written);
        }
        for written in &found.discriminators {
            build.update_family(written);
        }
        build.find_references_to_bases();
        let places: Vec<Place> = build.table.unions.keys().cloned().collect();
        places.iter().for_each(|place| build.settle(place));
        build.table
    }
}

struct Build<'i, 's> {
    index: &'i Index<'s>,
    found: &'i Found<'s>,
    own: BTreeMap<&'i Place, &'i Written<'s>>,
    hierarchy: Hierarchy,
    values: Values<'i, 's>,
    table: Table,
}

impl Build<'_, '_> {
    /// Adds the union that a discriminator makes of its schema.
    fn add_union(&mut self, written: &Written<'_>) {
        self.note_mapping(written);
        let Some(Value::Object(members)) = self.index.value(&written.place) else { return };
        let listed = [Keyword::OneOf, Keyword::AnyOf].into_iter().find_map(|keyword| {
            let list = members.get(keyword.name())?.as_array().filter(|list| !list.is_empty())?;
            Some((keyword, list.len()))
        });
        if let Some((keyword, count)) = listed {
            let targets = self.listed_targets(&written.place, keyword, count);
            let beside = beside(members, keyword, written.property, targets.iter().all(Option::is_some));
            let property = written.property.to_owned();
            let members = vec![Member::default(); count];
            self.table.unions.insert(written.place.clone(), Union::Listed { property, keyword, members, beside });
            return;
        }
        let selected = self.family(written);
        if selected.is_empty() {
            let message =
                "`discriminator` has no effect: no schema has this one in its `allOf`, and no mapping names any";
            return self.table.notes.push((written.place.clone(), message.to_owned()));
        }
        for one in &selected {
            self.table.causes.entry(one.place.clone()).or_default().insert(written.place.clone());
        }
        let union = Union::Family { property: written.property.to_owned(), members: selected };
        self.table.unions.insert(written.place.clone(), union);
    }

    /// Notes the values of a mapping that lead to nothing.
    fn note_mapping(&mut self, written: &Written<'_>) {
        for (value, named) in written.mapping.into_iter().flatten() {
            if named.as_str().and_then(|named| mapped(self.index, &written.place, named)).is_none() {
                let message = format!("the mapping of {value:?} has no effect, because it leads to no schema");
                self.table.notes.push((written.place.clone(), message));
            }
        }
    }

    /// The schemas that the members of a union refer to.
    fn listed_targets(&self, place: &Place, keyword: Keyword, count: usize) -> Vec<Option<Place>> {
        let list = pointer::push(&place.pointer, keyword.name());
        let member = |number| Place { document: place.document, pointer: pointer::push(&list, &format!("{number}")) };
        (0..count).map(|number| target(self.index, &member(number))).collect()
    }

    /// The schemas that the discriminator of a base selects: those that its mapping names, or else the base and all below it.
    fn family(&self, written: &Written<'_>) -> Vec<Selected> {
        if written.mapping.is_some() {
            return by_place(mapping(self.index, written));
        }
        let family = self.hierarchy.family(&written.place, |place| self.own.contains_key(place));
        if family.len() < 2 {
            return Vec::new();
        }
        family.into_iter().map(|place| Selected::new(place.clone(), self.values.of(written.property, &place))).collect()
    }

    /// The values of a property that select a schema: if it is a union by that property, those of its members.
    fn values_of(&self, property: &str, place: &Place) -> Vec<String> {
        let (mut values, mut seen, mut open) = (Vec::new(), BTreeSet::new(), vec![place.clone()]);
        while let Some(place) = open.pop() {
            if !seen.insert(place.clone()) {
                continue;
            }
            match self.table.unions.get(&place) {
                Some(Union::Listed { property: own, keyword, members, .. }) if own == property => {
                    let targets = self.listed_targets(&place, *keyword, members.len());
                    open.extend(targets.into_iter().flatten().rev());
                }
                Some(Union::Family { property: own, members }) if own == property => {
                    let (itself, others): (Vec<_>, Vec<_>) = members.iter().partition(|one| one.place == place);
                    values.extend(itself.into_iter().flat_map(|one| one.values.clone()));
                    open.extend(others.into_iter().rev().map(|one| one.place.clone()));
                }
                _ => values.extend(self.values.of(property, &place)),
            }
        }
        let mut distinct = BTreeSet::new();
        values.retain(|value| distinct.insert(value.clone()));
        values
    }

    /// Whether the discriminator of a schema decides by this property which of several schemas a value is of.
    fn is_union_by(&self, property: &str, place: &Place) -> bool {
        self.table.unions.get(place).is_some_and(|union| match union {
            Union::Listed { property: own, .. } | Union::Family { property: own, .. } => own == property,
        })
    }

    /// Adds the values that select the members of a union that a keyword lists.
    fn add_values(&mut self, written: &Written<'_>) {
        let Some(Union::Listed { keyword, members, .. }) = self.table.unions.get(&written.place) else { return };
        let (keyword, count) = (*keyword, members.len());
        let explicit = by_place(mapping(self.index, written));
        let subtypes: BTreeSet<Place> = self.hierarchy.family(&written.place, |_| false).into_iter().collect();
        let mut selected = Vec::with_capacity(count);
        for target in self.listed_targets(&written.place, keyword, count) {
            let Some(target) = target else {
                selected.push(Member::default());
                continue;
            };
            self.table.causes.entry(target.clone()).or_default().insert(written.place.clone());
            let own = self.values_of(written.property, &target);
            let wanted = explicit.iter().find(|one| one.place == target).map(|one| one.values.clone());
            let is_subtype = subtypes.contains(&target);
            selected.push(Member { values: wanted.filter(|values| *values != own), is_subtype });
            if !self.is_union_by(written.property, &target) {
                self.narrow(&target, written.property, own);
            }
        }
        if let Some(Union::Listed { members, .. }) = self.table.unions.get_mut(&written.place) {
            *members = selected;
        }
    }

    fn narrow(&mut self, place: &Place, property: &str, values: Vec<String>) {
        self.table.narrowed.entry(place.clone()).or_default().insert(property.to_owned(), values);
    }

    /// Adds the unions, and the values, of the schemas that inherit a discriminator from their base.
    fn add_inherited(&mut self, written: &Written<'_>) {
        let selected = match self.table.unions.get(&written.place) {
            Some(Union::Family { members, .. }) => members.clone(),
            Some(Union::Listed { keyword, members, .. }) => {
                let targets = self.listed_targets(&written.place, *keyword, members.len()).into_iter().flatten();
                targets.map(|place| Selected::new(place.clone(), self.values_of(written.property, &place))).collect()
            }
            None => return,
        };
        for place in self.hierarchy.family(&written.place, |place| self.own.contains_key(place)) {
            if place == written.place || self.own.contains_key(&place) {
                continue;
            }
            let family = self.hierarchy.family(&place, |place| self.own.contains_key(place));
            let family: BTreeSet<Place> = family.into_iter().collect();
            let members: Vec<Selected> = selected.iter().filter(|one| family.contains(&one.place)).cloned().collect();
            self.table.causes.entry(place.clone()).or_default().insert(written.place.clone());
            match members.as_slice() {
                [] => {}
                [one] if one.place == place => {
                    self.narrow(&place, written.property, self.values.of(written.property, &place));
                }
                _ => {
                    let union = Union::Family { property: written.property.to_owned(), members };
                    self.table.unions.entry(place.clone()).or_insert(union);
                    self.table.narrowed.remove(&place);
                }
            }
        }
        // A mapping may name schemas that do not have this one as their base.
        for one in &selected {
            if self.table.unions.contains_key(&one.place) {
                continue;
            }
            self.narrow(&one.place, written.property, self.values.of(written.property, &one.place));
        }
    }

    /// Gives each schema of a family that is a union itself the values of that union.
    fn update_family(&mut self, written: &Written<'_>) {
        let Some(Union::Family { members, .. }) = self.table.unions.get(&written.place) else { return };
        let mut members = members.clone();
        if written.mapping.is_none() {
            // Those that inherit the discriminator are members beside their own subtypes.
            let is_another = |one: &&mut Selected| one.place != written.place && self.own.contains_key(&one.place);
            for one in members.iter_mut().filter(is_another) {
                one.values = self.values_of(written.property, &one.place);
            }
        }
        let property = written.property.to_owned();
        self.table.unions.insert(written.place.clone(), Union::Family { property, members });
    }

    /// Decides how the union at a place uses the schemas of its family.
    fn settle(&mut self, place: &Place) {
        let Some(Union::Family { property, members }) = self.table.unions.get(place) else { return };
        let (property, mut members) = (property.clone(), members.clone());
        for one in &mut members {
            let union = self.table.unions.get(&one.place);
            let is_inherited = matches!(union, Some(Union::Family { .. })) && !self.own.contains_key(&one.place);
            if one.place == *place || is_inherited {
                one.used_as = Use::Base;
                one.narrows = true;
                continue;
            }
            let narrowed = || Some(self.table.narrowed.get(&one.place)?.get(&property)?.clone());
            let values = match self.is_union_by(&property, &one.place) {
                true => Some(self.values_of(&property, &one.place)),
                false => narrowed(),
            };
            one.narrows = values.as_ref() != Some(&one.values);
        }
        self.table.unions.insert(place.clone(), Union::Family { property, members });
    }

    /// Finds the references from subtypes to their bases, as far as discriminators affect the bases.
    fn find_references_to_bases(&mut self) {
        for (place, bases) in &self.found.bases {
            for (base, from) in bases {
                let is_base = match self.table.unions.get(base) {
                    // A schema that extends a union without being one of its members is an object of that union.
                    Some(Union::Listed { keyword, members, .. }) => {
                        let targets = self.listed_targets(base, *keyword, members.len());
                        let family: BTreeSet<Place> = self.hierarchy.family(place, |_| false).into_iter().collect();
                        targets.iter().flatten().any(|member| family.contains(member))
                    }
                    Some(Union::Family { .. }) => true,
                    None => self.table.narrowed.contains_key(base),
                };
                if is_base {
                    self.table.to_bases.insert(from.clone());
                }
            }
        }
    }
}

/// The schemas of a mapping, each with its values.
fn by_place(mapping: Vec<(&str, Place)>) -> Vec<Selected> {
    let mut selected: Vec<Selected> = Vec::new();
    for (value, place) in mapping {
        match selected.iter_mut().find(|one| one.place == place) {
            Some(one) => one.values.push(value.to_owned()),
            None => selected.push(Selected::new(place, vec![value.to_owned()])),
        }
    }
    selected
}

/// How the keywords beside the union `keyword` apply; `all_refer` is whether each member refers to a schema.
fn beside(members: &Map<String, Value>, keyword: Keyword, property: &str, all_refer: bool) -> Beside {
    let asserts = |name: &str| Keyword::from_name(name).is_some_and(|other| other.asserts() && other != keyword);
    let beside: Vec<(&String, &Value)> = members.iter().filter(|(name, _)| asserts(name)).collect();
    if beside.iter().all(|(name, _)| *name == Keyword::Type.name()) {
        return Beside::Stay;
    }
    let is_object = |value: &Value| value == JsonType::Object.name();
    let is_string = |schema: &Value| {
        let mut asserting = schema
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(name, _)| Keyword::from_name(name).is_some_and(Keyword::asserts));
        asserting.all(|(name, value)| name == Keyword::Type.name() && value == JsonType::String.name())
    };
    let is_implied = |(name, value): &(&String, &Value)| match Keyword::from_name(name) {
        Some(Keyword::Type) => is_object(value),
        Some(Keyword::Required) => value.as_array().is_some_and(|names| names.iter().all(|name| name == property)),
        Some(Keyword::Properties) => {
            value.as_object().is_some_and(|all| all.iter().all(|(name, schema)| name == property && is_string(schema)))
        }
        _ => false,
    };
    if all_refer && beside.iter().all(is_implied) { Beside::Implied } else { Beside::Distribute }
}
