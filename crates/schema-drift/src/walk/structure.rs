//! Keywords whose values hold schemas.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schema_build::pointer;
use serde_json::{Map, Value, json};

use super::{Found, KEYS, Sense, Walk, align, local, scalars::types, subject};
use crate::dialect;
use crate::view::{Group, View, group};

/// Members of a list of schemas without a partner that are reported one by one.
const MAX_ALONE: usize = 24;

/// Where the value of a property is said: the pointer of its schema, or whether it may be there at all.
enum Rule {
    At(String),
    Any(bool),
}

impl Walk<'_> {
    /// `properties`, `required`, `additionalProperties`, `patternProperties`, `propertyNames`.
    pub(super) fn properties(&mut self, old: &View<'_>, new: &View<'_>, place: &str, judged: bool) {
        let judged = judged && both(old, new, "object");
        if judged {
            self.required(old, new, place);
        }
        for (name, at, _) in &old.properties {
            let here = pointer::push(place, name);
            match new.property(name).map(|(at, _)| Rule::At(at.to_owned())).unwrap_or_else(|| other(new)) {
                Rule::At(new_at) => self.enter(Some(at.clone()), Some(new_at), here, judged),
                Rule::Any(allowed) => {
                    self.enter(Some(at.clone()), None, here, false);
                    if !judged {
                        continue;
                    }
                    let message = if allowed {
                        format!("{} no longer describes `{name}`, which may now be any value", subject(place))
                    } else {
                        format!("{} no longer has the property `{name}`", subject(place))
                    };
                    let pointers = (at.clone(), new.pointer_of("additionalProperties"));
                    self.property_rule(old, new, place, name, message, pointers);
                }
            }
        }
        for (name, at, _) in new.properties.iter().filter(|(name, ..)| old.property(name).is_none()) {
            let here = pointer::push(place, name);
            match other(old) {
                Rule::At(old_at) => self.enter(Some(old_at), Some(at.clone()), here, judged),
                Rule::Any(allowed) => {
                    self.enter(None, Some(at.clone()), here, false);
                    if !judged {
                        continue;
                    }
                    let message = if allowed {
                        format!("{} has the new property `{name}`, which could be any value before", subject(place))
                    } else {
                        format!("{} has the new property `{name}`", subject(place))
                    };
                    let pointers = (old.pointer_of("additionalProperties"), at.clone());
                    self.property_rule(old, new, place, name, message, pointers);
                }
            }
        }
        self.other_properties(old, new, place, judged);
    }

    fn required(&mut self, old: &View<'_>, new: &View<'_>, place: &str) {
        let changed = old.required.iter().map(|(name, _)| (*name, true)).filter(|(name, _)| !new.requires(name));
        let added = new.required.iter().map(|(name, _)| (*name, false)).filter(|(name, _)| !old.requires(name));
        for (name, dropped) in changed.chain(added).collect::<Vec<_>>() {
            let message = format!("`{name}` is {} required", if dropped { "no longer" } else { "now" });
            let at = |view: &View<'_>| {
                let entry = view.required.iter().find(|(known, _)| *known == name).map(|(_, at)| at.clone());
                // The list itself, where it has no such entry.
                let list = view.required.first().and_then(|(_, at)| Some(at.rsplit_once('/')?.0.to_owned()));
                entry.or(list).unwrap_or_else(|| view.pointer.clone())
            };
            let free = json!({"type": "object"});
            let bound = json!({"type": "object", "required": [name]});
            let (old_local, new_local) = if dropped { (bound, free) } else { (free, bound) };
            self.report(Found {
                keyword: "required",
                message,
                old_pointer: at(old),
                new_pointer: at(new),
                was: Some(json!(dropped)),
                is: Some(json!(!dropped)),
                old: old_local,
                new: new_local,
                place: place.to_owned(),
                sense: self.sense,
            });
        }
    }

    /// A property that only one side declares.
    fn property_rule(
        &mut self,
        old: &View<'_>,
        new: &View<'_>,
        place: &str,
        name: &str,
        message: String,
        pointers: (String, String),
    ) {
        let cut = |document, view: &View<'_>| {
            let mut members = Map::from_iter([("type".to_owned(), json!("object"))]);
            if let Some((_, schema)) = view.property(name) {
                members.insert("properties".to_owned(), json!({ name: schema }));
            }
            for keyword in ["additionalProperties", "patternProperties"] {
                if let Some(value) = view.value(keyword) {
                    members.insert(keyword.to_owned(), value.clone());
                }
            }
            local::closed(document, members.into())
        };
        self.report(Found {
            keyword: "properties",
            message,
            old_pointer: pointers.0,
            new_pointer: pointers.1,
            was: old.property(name).map(|(_, schema)| schema.clone()),
            is: new.property(name).map(|(_, schema)| schema.clone()),
            old: cut(self.old, old),
            new: cut(self.new, new),
            place: place.to_owned(),
            sense: self.sense,
        });
    }

    fn other_properties(&mut self, old: &View<'_>, new: &View<'_>, place: &str, judged: bool) {
        self.one_schema("additionalProperties", old, new, place, judged);
        let patterns = |view: &View<'_>| match view.value("patternProperties") {
            Some(Value::Object(patterns)) => patterns.clone(),
            _ => Map::new(),
        };
        let (before, after) = (patterns(old), patterns(new));
        let at = |view: &View<'_>, pattern| pointer::push(&view.pointer_of("patternProperties"), pattern);
        for pattern in before.keys().filter(|pattern| after.contains_key(*pattern)) {
            self.enter(Some(at(old, pattern)), Some(at(new, pattern)), pointer::push(place, "*"), judged);
        }
        if judged
            && before.keys().any(|pattern| !after.contains_key(pattern))
                | after.keys().any(|pattern| !before.contains_key(pattern))
        {
            self.family("patternProperties", &["patternProperties", "additionalProperties"], old, new, place);
        }
        self.inside("propertyNames", &["propertyNames"], self.sense, old, new, (place, Some(KEYS)), judged);
    }

    /// `prefixItems`, `items`, `contains`.
    pub(super) fn items(&mut self, old: &View<'_>, new: &View<'_>, place: &str, judged: bool) {
        let judged = judged && both(old, new, "array");
        let count = |view: &View<'_>| view.value("prefixItems").and_then(Value::as_array).map_or(0, Vec::len);
        let at = |view: &View<'_>, index: usize| {
            if index < count(view) {
                return Some(pointer::push(&view.pointer_of("prefixItems"), &index.to_string()));
            }
            view.get("items").map(|said| said.pointer.clone())
        };
        let mut unpaired = false;
        for index in 0..count(old).max(count(new)) {
            let here = pointer::push(place, &index.to_string());
            match (at(old, index), at(new, index)) {
                (None, None) => {}
                (Some(old_at), Some(new_at)) => self.enter(Some(old_at), Some(new_at), here, judged),
                (old_at, new_at) => {
                    self.enter(old_at, new_at, here, false);
                    unpaired = true;
                }
            }
        }
        if judged && unpaired {
            self.family("prefixItems", &["prefixItems", "items"], old, new, place);
        }
        self.one_schema("items", old, new, place, judged);
        let counted =
            |view: &View<'_>| view.value("maxContains").is_some() || view.value("minContains") == Some(&json!(0));
        let sense = if counted(old) || counted(new) { Sense::Either } else { self.sense };
        let family = ["contains", "minContains", "maxContains"];
        self.inside("contains", &family, sense, old, new, (place, Some("*")), judged);
    }

    /// A keyword that holds one schema for all other members, where it is absent `true`.
    fn one_schema(&mut self, keyword: &'static str, old: &View<'_>, new: &View<'_>, place: &str, judged: bool) {
        let open = |view: &View<'_>| !matches!(view.value(keyword), Some(Value::Object(_)));
        match (old.get(keyword), new.get(keyword)) {
            (None, None) => {}
            (Some(before), Some(after)) if !open(old) && !open(new) => {
                self.enter(
                    Some(before.pointer.clone()),
                    Some(after.pointer.clone()),
                    pointer::push(place, "*"),
                    judged,
                );
            }
            (before, after) => {
                let pointers = (before.map(|said| said.pointer.clone()), after.map(|said| said.pointer.clone()));
                self.enter(pointers.0, pointers.1, pointer::push(place, "*"), false);
                if judged && before.map(|said| &said.value) != after.map(|said| &said.value) {
                    let family: &[&str] =
                        if keyword == "items" { &["items"] } else { &["additionalProperties", "patternProperties"] };
                    self.family(keyword, family, old, new, place);
                }
            }
        }
    }

    /// Keywords that apply to any value: unions, conditions, negations.
    pub(super) fn whole(&mut self, old: &View<'_>, new: &View<'_>, place: &str, judged: bool) {
        for keyword in ["allOf", "anyOf", "oneOf"] {
            let members = |view: &View<'_>| view.value(keyword).and_then(Value::as_array).cloned().unwrap_or_default();
            let (before, after) = (members(old), members(new));
            let at = |view: &View<'_>, index: Option<usize>| {
                Some(pointer::push(&view.pointer_of(keyword), &index?.to_string()))
            };
            let mut alone = Vec::new();
            for (one, other) in align::members((self.old, &before), (self.new, &after)) {
                match (one, other) {
                    (Some(index), None) => alone.push((index, true)),
                    (None, Some(index)) => alone.push((index, false)),
                    _ => {}
                }
                let paired = one.is_some() && other.is_some();
                // What a member of `allOf` says, the place itself says.
                if keyword == "allOf" && !paired {
                    continue;
                }
                let sense = if keyword == "oneOf" { self.sense.below_one_of() } else { self.sense };
                self.enter_as(sense, at(old, one), at(new, other), place.to_owned(), judged && paired);
            }
            let one_by_one = !before.is_empty() && !after.is_empty() && alone.len() <= MAX_ALONE;
            match (judged, one_by_one) {
                (true, true) => {
                    for (index, is_old) in alone {
                        self.member(keyword, index, is_old, old, new, place);
                    }
                }
                (true, false) if !alone.is_empty() => self.family(keyword, &[keyword], old, new, place),
                _ => {}
            }
        }
        self.inside("not", &["not"], self.sense.below_not(), old, new, (place, None), judged);
        self.inside("if", &["if", "then", "else"], Sense::Either, old, new, (place, None), judged);
        self.inside("dependentSchemas", &["dependentSchemas"], self.sense, old, new, (place, None), judged);
        for keyword in ["unevaluatedProperties", "unevaluatedItems"] {
            self.inside(keyword, &[keyword], self.sense, old, new, (place, Some("*")), judged);
        }
        self.opaque("$ref", &["$ref"], old, new, place, judged);
    }

    /// A member of a list of schemas that the other side has no partner for: what the side says with and without it.
    fn member(
        &mut self,
        keyword: &'static str,
        index: usize,
        is_old: bool,
        old: &View<'_>,
        new: &View<'_>,
        place: &str,
    ) {
        let (document, view) = if is_old { (self.old, old) } else { (self.new, new) };
        let Some(said) = view.get(keyword) else { return };
        let Some(all) = said.value.as_array() else { return };
        let Some(member) = all.get(index) else { return };
        let others: Vec<&Value> =
            all.iter().enumerate().filter(|(at, _)| *at != index).map(|(_, other)| other).collect();
        let with = local::closed(document, json!({ keyword: all }));
        let without = if others.is_empty() {
            Value::Bool(keyword == "allOf")
        } else {
            local::closed(document, json!({ keyword: others }))
        };
        let (name, alternative) = (subject(place), align::called(document, member, index));
        let message = match (keyword, is_old) {
            ("allOf", false) => format!("{name} must now also meet {alternative}"),
            ("allOf", true) => format!("{name} need no longer meet {alternative}"),
            (_, false) => format!("{name} has the new alternative {alternative}"),
            (_, true) => format!("{name} no longer has the alternative {alternative}"),
        };
        let at = |view: &View<'_>, is_here: bool| {
            let list = view.pointer_of(keyword);
            if is_here { pointer::push(&list, &index.to_string()) } else { list }
        };
        self.report(Found {
            keyword,
            message,
            old_pointer: at(old, is_old),
            new_pointer: at(new, !is_old),
            was: is_old.then(|| member.clone()),
            is: (!is_old).then(|| member.clone()),
            old: if is_old { with.clone() } else { without.clone() },
            new: if is_old { without } else { with },
            place: place.to_owned(),
            sense: self.sense,
        });
    }

    /// A keyword whose schemas are walked where both sides have the same ones of them, and that is judged as a whole
    /// where not, or where something else of its `family` differs. A difference in the schema of the keyword itself
    /// means what `sense` says.
    #[allow(clippy::too_many_arguments)]
    fn inside(
        &mut self,
        keyword: &'static str,
        family: &[&'static str],
        sense: Sense,
        old: &View<'_>,
        new: &View<'_>,
        (place, token): (&str, Option<&str>),
        judged: bool,
    ) {
        // What the family says, its schemas blotted out, and where these are.
        let outline = |view: &View<'_>| {
            let mut outline = Map::new();
            let mut below = Vec::new();
            for keyword in family {
                let Some(said) = view.get(keyword) else { continue };
                let holder = json!({ *keyword: said.value });
                let parent = said.pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
                let mut blotted = holder.clone();
                for child in dialect::children(&holder) {
                    if let Some(schema) = blotted.pointer_mut(&child.pointer("")) {
                        // `false` is no place to walk into.
                        *schema = if child.schema == &Value::Bool(false) { Value::Bool(false) } else { Value::Null };
                    }
                    below.push((child.pointer(""), child.pointer(parent)));
                }
                outline
                    .extend(blotted.as_object().into_iter().flatten().map(|(name, said)| (name.clone(), said.clone())));
            }
            (Value::Object(outline), below.into_iter().collect::<BTreeMap<_, _>>())
        };
        let ((before, old_below), (after, new_below)) = (outline(old), outline(new));
        let is_same = before == after;
        let here = token.map_or_else(|| place.to_owned(), |token| pointer::push(place, token));
        let around = (self.sense, self.inside);
        for (at, old_at) in &old_below {
            let holder = pointer::tokens(at).next().unwrap_or_default();
            let holder = family.iter().find(|keyword| **keyword == holder).copied();
            // Names are said to be names.
            self.inside = holder.filter(|holder| *holder != "propertyNames").or(around.1);
            let sense = if holder == Some(keyword) { sense } else { around.0 };
            self.enter_as(sense, Some(old_at.clone()), new_below.get(at).cloned(), here.clone(), judged && is_same);
        }
        for (_, new_at) in new_below.iter().filter(|(at, _)| !old_below.contains_key(*at)) {
            self.enter_as(sense, None, Some(new_at.clone()), here.clone(), false);
        }
        self.inside = around.1;
        if judged && !is_same {
            self.family(keyword, family, old, new, place);
        }
    }

    /// A keyword that is judged as a whole; only its annotations are compared inside.
    fn opaque(
        &mut self,
        keyword: &'static str,
        family: &[&str],
        old: &View<'_>,
        new: &View<'_>,
        place: &str,
        judged: bool,
    ) {
        let below = |view: &View<'_>| -> Vec<String> {
            let said = family.iter().filter_map(|keyword| view.get(keyword));
            said.flat_map(|said| {
                let holder = json!({ said.keyword: said.value });
                let parent = said.pointer.rsplit_once('/').map_or("", |(parent, _)| parent).to_owned();
                dialect::children(&holder).map(|child| child.pointer(&parent)).collect::<Vec<_>>()
            })
            .collect()
        };
        let (mut before, mut after) = (below(old).into_iter(), below(new).into_iter());
        loop {
            match (before.next(), after.next()) {
                (None, None) => break,
                (one, other) => self.enter(one, other, place.to_owned(), false),
            }
        }
        if judged && family.iter().any(|keyword| old.value(keyword) != new.value(keyword)) {
            self.family(keyword, family, old, new, place);
        }
    }

    /// Reports `keyword`, judged on all keywords of its `family`.
    fn family(&mut self, keyword: &'static str, family: &[&str], old: &View<'_>, new: &View<'_>, place: &str) {
        let cut = |document, view: &View<'_>| {
            let mut members = Map::new();
            match group(keyword) {
                Group::Object => {
                    members.insert("type".to_owned(), json!("object"));
                    // The names that each side declares are compared one by one.
                    let names = old
                        .properties
                        .iter()
                        .chain(&new.properties)
                        .map(|(name, ..)| ((*name).to_owned(), Value::Bool(true)));
                    members.insert("properties".to_owned(), names.collect::<Map<_, _>>().into());
                }
                Group::Array => {
                    members.insert("type".to_owned(), json!("array"));
                    let count =
                        |view: &View<'_>| view.value("prefixItems").and_then(Value::as_array).map_or(0, Vec::len);
                    let prefix = count(old).max(count(new));
                    if prefix > 0 && !family.contains(&"prefixItems") {
                        members.insert("prefixItems".to_owned(), vec![true; prefix].into());
                    }
                }
                _ => {
                    members.extend(
                        ["type", "enum", "const"]
                            .iter()
                            .filter_map(|keyword| Some(((*keyword).to_owned(), old.value(keyword)?.clone()))),
                    );
                    if let Group::Whole = group(keyword)
                        && keyword.starts_with("unevaluated")
                    {
                        return local::closed(
                            document,
                            document.pointer(&view.pointer).cloned().unwrap_or(Value::Bool(true)),
                        );
                    }
                }
            }
            for keyword in family {
                if let Some(value) = view.value(keyword) {
                    members.insert((*keyword).to_owned(), value.clone());
                }
            }
            local::closed(document, members.into())
        };
        let (was, is) = (old.value(keyword), new.value(keyword));
        let name = subject(place);
        let message = match (keyword, is) {
            ("additionalProperties", Some(Value::Bool(false))) => format!("{name} no longer allows other keys"),
            ("additionalProperties", None | Some(Value::Bool(true))) => format!("{name} now allows any other key"),
            ("additionalProperties", _) if was == Some(&Value::Bool(false)) => format!("{name} now allows other keys"),
            ("additionalProperties", _) => format!("other keys of {name} are now restricted"),
            ("anyOf" | "oneOf", _) => format!("the alternatives of {name} changed"),
            _ => format!("`{keyword}` of {name} changed"),
        };
        self.report(Found {
            keyword,
            message,
            old_pointer: old.pointer_of(keyword),
            new_pointer: new.pointer_of(keyword),
            was: was.cloned(),
            is: is.cloned(),
            old: cut(self.old, old),
            new: cut(self.new, new),
            place: place.to_owned(),
            sense: self.sense,
        });
    }

    /// Only one side is there: what it annotates is lost or new.
    pub(super) fn alone(&mut self, view: &View<'_>, place: &str, is_old: bool) {
        let mut below: Vec<(String, String)> = Vec::new();
        for (name, at, _) in &view.properties {
            below.push((at.clone(), pointer::push(place, name)));
        }
        for said in &view.said {
            let holder =
                Value::Object(Map::from_iter([(said.keyword.to_owned(), Cow::into_owned(said.value.clone()))]));
            let parent = said.pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
            below.extend(dialect::children(&holder).map(|child| (child.pointer(parent), place.to_owned())));
        }
        for (at, place) in below {
            let (old, new) = if is_old { (Some(at), None) } else { (None, Some(at)) };
            self.enter(old, new, place, false);
        }
    }
}

/// What a side says about a property that it does not declare. With patterns about, the property stands for itself.
fn other(view: &View<'_>) -> Rule {
    match view.get("additionalProperties") {
        _ if view.get("patternProperties").is_some() => Rule::Any(true),
        Some(said) if matches!(*said.value, Value::Object(_)) => Rule::At(said.pointer.clone()),
        Some(said) => Rule::Any(*said.value != Value::Bool(false)),
        None => Rule::Any(true),
    }
}

fn both(old: &View<'_>, new: &View<'_>, kind: &str) -> bool {
    types(old).contains(&kind) && types(new).contains(&kind)
}
