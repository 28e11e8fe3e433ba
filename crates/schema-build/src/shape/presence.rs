//! Lowers keywords that constrain only which keys an object has, and how many, to generated checks. A validator would cost
//! more, and no Rust type expresses `{"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}`.

use serde_json::Value;

use super::keywords::{Members, asserts, concerns, is_any, is_never, types};
use super::lower::{Context, Lowered, Walk};
use super::{Check, Constraint, Kind, Ty, scalar};
use schema_ir::pointer;

/// A condition on the keys of an object.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Presence {
    Has(String),
    AtLeast(u64),
    AtMost(u64),
    Not(Box<Presence>),
    All(Vec<Presence>),
    Any(Vec<Presence>),
    /// Exactly one of them holds.
    One(Vec<Presence>),
}

impl Presence {
    /// Whether the condition depends on the keys, and is not always true or always false.
    fn depends_on_keys(&self) -> bool {
        match self {
            Presence::Has(_) | Presence::AtLeast(_) | Presence::AtMost(_) => true,
            Presence::Not(inner) => inner.depends_on_keys(),
            Presence::All(all) | Presence::Any(all) | Presence::One(all) => all.iter().any(Presence::depends_on_keys),
        }
    }
}

/// Keywords whose subschemas may constrain keys alone; `then` and `else` are taken with `if`.
const KEYWORDS: [&str; 5] = ["anyOf", "oneOf", "not", "dependentSchemas", "if"];

impl Walk<'_> {
    /// Turns the keywords that constrain keys alone into checks, and lowers the rest of the schema without them. `None` if
    /// there are no such keywords.
    pub(super) fn lower_presence(&mut self, at: &str, members: &Members, context: &Context) -> Option<Lowered> {
        if types(members) != ["object"] {
            return None;
        }
        let place = self.source_pointer(at);
        let mut rest = members.clone();
        let mut checks = Vec::new();
        // Not beside `unevaluatedProperties`, because a subschema such as `{"properties": {"a": true}}` evaluates `a` even
        // though it constrains nothing (core, 11.3).
        if !members.contains_key("unevaluatedProperties") {
            for keyword in KEYWORDS {
                checks.extend(take_check(&mut rest, keyword, &place));
            }
            checks.extend(take_conjuncts(&mut rest, &place));
        }
        checks.extend(take_check(&mut rest, "dependentRequired", &place));
        if checks.is_empty() {
            return None;
        }
        Some(match self.lower(at, &Value::Object(rest), context) {
            Lowered::Named(Kind::Object { fields, additional, checks: others }, guard) if guard.is_empty() => {
                checks.extend(others);
                Lowered::Named(Kind::Object { fields, additional, checks }, guard)
            }
            Lowered::Inline(ty) if matches!(ty.unchecked(), Ty::Map(_)) => {
                Lowered::Inline(scalar::with_checks(ty, checks))
            }
            // A guard enforces the keywords, because the type has no place for checks or runs a guard anyway.
            other => {
                let keywords = checks.iter().flat_map(|check| match &check.constraint {
                    Constraint::Keys(_, origin) => origin.iter().map(|(keyword, _)| (*keyword).to_owned()).collect(),
                    _ => Vec::new(),
                });
                other.with_guard(keywords.collect())
            }
        })
    }
}

/// Takes a keyword out of `rest` and returns its check, if it constrains keys alone.
fn take_check(rest: &mut Members, keyword: &'static str, at: &str) -> Option<Check> {
    let with: &[&'static str] = if keyword == "if" { &["if", "then", "else"] } else { &[keyword] };
    let alone: Members = with.iter().filter_map(|name| Some(((*name).to_owned(), rest.get(*name)?.clone()))).collect();
    let is_one = alone.get(keyword)?.as_array().is_some_and(|all| all.len() == 1);
    if is_one {
        // A union of one member is merged, because then the struct itself may enforce it.
        return None;
    }
    let presence = read_condition(&Value::Object(alone)).filter(Presence::depends_on_keys)?;
    let origin = with.iter().filter_map(|name| Some((*name, rest.remove(*name)?))).collect();
    Some(Check { keyword, constraint: Constraint::Keys(presence, origin), at: pointer::push(at, keyword) })
}

/// Takes the members of `allOf` that constrain keys alone out of `rest`, and returns one check of them.
fn take_conjuncts(rest: &mut Members, at: &str) -> Option<Check> {
    let all = rest.get("allOf")?.as_array()?.clone();
    let (mut of_keys, mut origin, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for schema in all {
        // A member of only these keywords is merged instead, because a struct enforces them itself.
        let merged = ["type", "required", "properties", "minProperties", "maxProperties"];
        let mut keywords = schema.as_object().into_iter().flat_map(Members::keys).filter(|keyword| asserts(keyword));
        let merges = keywords.all(|keyword| merged.contains(&keyword.as_str()));
        match read_condition(&schema).filter(|presence| !merges && presence.depends_on_keys()) {
            Some(presence) => {
                of_keys.push(presence);
                origin.push(schema);
            }
            None => others.push(schema),
        }
    }
    if of_keys.is_empty() {
        return None;
    }
    match others.is_empty() {
        true => rest.remove("allOf"),
        false => rest.insert("allOf".to_owned(), others.into()),
    };
    let constraint = Constraint::Keys(Presence::All(of_keys), vec![("allOf", origin.into())]);
    Some(Check { keyword: "allOf", constraint, at: pointer::push(at, "allOf") })
}

/// The condition that a schema is for objects, if it constrains their keys alone.
fn read_condition(schema: &Value) -> Option<Presence> {
    let members = match schema {
        Value::Bool(any) => return Some(if *any { Presence::All(Vec::new()) } else { Presence::Any(Vec::new()) }),
        Value::Object(members) => members,
        _ => return None,
    };
    let mut all = Vec::new();
    for (keyword, value) in members.iter().filter(|(keyword, _)| asserts(keyword)) {
        match keyword.as_str() {
            "type" if types(members).contains(&"object") => {}
            "type" => all.push(Presence::Any(Vec::new())),
            "required" => all.extend(has_all(value)?),
            "properties" => all.extend(read_forbidden(value)?),
            "minProperties" if value.as_u64() == Some(0) => {}
            "minProperties" => all.push(Presence::AtLeast(value.as_u64()?)),
            "maxProperties" => all.push(Presence::AtMost(value.as_u64()?)),
            "dependentRequired" => {
                for (key, needed) in value.as_object()? {
                    all.push(implies(Presence::Has(key.clone()), Presence::All(has_all(needed)?)));
                }
            }
            "dependentSchemas" => {
                for (key, schema) in value.as_object()? {
                    all.push(implies(Presence::Has(key.clone()), read_condition(schema)?));
                }
            }
            "not" => all.push(negate(read_condition(value)?)),
            "allOf" => all.extend(read_each(value)?),
            "anyOf" => all.push(Presence::Any(read_each(value)?)),
            "oneOf" => all.push(Presence::One(read_each(value)?)),
            "if" => {
                let branch = |keyword| members.get(keyword).map_or(Some(Presence::All(Vec::new())), read_condition);
                let (condition, then, otherwise) = (read_condition(value)?, branch("then")?, branch("else")?);
                all.push(implies(condition.clone(), then));
                all.push(Presence::Any(vec![condition, otherwise]));
            }
            "then" | "else" => {}
            "additionalProperties" | "unevaluatedProperties" | "propertyNames" if is_any(value) => {}
            // A keyword for another type accepts every object (core, 7.6.1).
            keyword if concerns(keyword).is_some_and(|name| name != "object") => {}
            _ => return None,
        }
    }
    Some(match (all.pop(), all.is_empty()) {
        (Some(one), true) => one,
        (last, _) => Presence::All(all.into_iter().chain(last).collect()),
    })
}

fn has_all(names: &Value) -> Option<Vec<Presence>> {
    names.as_array()?.iter().map(|name| Some(Presence::Has(name.as_str()?.to_owned()))).collect()
}

fn read_each(schemas: &Value) -> Option<Vec<Presence>> {
    schemas.as_array()?.iter().map(read_condition).collect()
}

/// The condition that `properties` is, if it only forbids keys: `{"properties": {"a": false}}`.
fn read_forbidden(properties: &Value) -> Option<Vec<Presence>> {
    let mut all = Vec::new();
    for (key, schema) in properties.as_object()? {
        if is_never(schema) {
            all.push(negate(Presence::Has(key.clone())));
        } else if !is_any(schema) {
            return None;
        }
    }
    Some(all)
}

/// The negation, as a plain condition if there is one.
pub(super) fn negate(presence: Presence) -> Presence {
    match presence {
        Presence::Not(inner) => *inner,
        Presence::AtLeast(count) if count > 0 => Presence::AtMost(count - 1),
        Presence::AtMost(count) if count < u64::MAX => Presence::AtLeast(count + 1),
        other => Presence::Not(Box::new(other)),
    }
}

fn implies(condition: Presence, then: Presence) -> Presence {
    Presence::Any(vec![negate(condition), then])
}
