//! What a schema says of an object by its keys alone: which of them are there, and how many.

use serde_json::Value;

use super::keywords::{Members, asserts, concerns, is_any, is_never, types};
use super::lower::{Context, Lowered, Walk};
use super::{Check, Constraint, Kind, Ty, scalar};
use crate::pointer;

/// A statement on the keys of an object.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Presence {
    Has(String),
    AtLeast(u64),
    AtMost(u64),
    Not(Box<Presence>),
    All(Vec<Presence>),
    Any(Vec<Presence>),
    /// Just one of them holds.
    One(Vec<Presence>),
}

impl Presence {
    /// Whether it depends on the keys at all.
    fn depends(&self) -> bool {
        match self {
            Presence::Has(_) | Presence::AtLeast(_) | Presence::AtMost(_) => true,
            Presence::Not(inner) => inner.depends(),
            Presence::All(all) | Presence::Any(all) | Presence::One(all) => all.iter().any(Presence::depends),
        }
    }
}

/// Keywords that may speak of keys alone; `then` and `else` are read with `if`.
const KEYWORDS: [&str; 5] = ["anyOf", "oneOf", "not", "dependentSchemas", "if"];

impl Walk<'_> {
    /// What keywords of an object say of its keys alone as checks, the rest as if they were not there.
    pub(super) fn by_presence(&mut self, at: &str, members: &Members, context: &Context) -> Option<Lowered> {
        if types(members) != ["object"] {
            return None;
        }
        let place = self.source_pointer(at);
        let mut rest = members.clone();
        let mut checks = Vec::new();
        // What is evaluated depends on subschemas that say nothing else.
        if !members.contains_key("unevaluatedProperties") {
            for keyword in KEYWORDS {
                checks.extend(taken(&mut rest, keyword, &place));
            }
            checks.extend(taken_conjuncts(&mut rest, &place));
        }
        checks.extend(taken(&mut rest, "dependentRequired", &place));
        if checks.is_empty() {
            return None;
        }
        Some(match self.lower(at, &Value::Object(rest), context) {
            Lowered::Named(Kind::Object { fields, additional, checks: others }, guard) if guard.is_empty() => {
                checks.extend(others);
                Lowered::Named(Kind::Object { fields, additional, checks }, guard)
            }
            Lowered::Inline(ty) if matches!(ty.unchecked(), Ty::Map(_)) => Lowered::Inline(scalar::checked(ty, checks)),
            other => {
                let keywords = checks.iter().flat_map(|check| match &check.constraint {
                    Constraint::Keys(_, said) => said.iter().map(|(keyword, _)| (*keyword).to_owned()).collect(),
                    _ => Vec::new(),
                });
                other.guarded(keywords.collect())
            }
        })
    }
}

/// The check that a keyword makes, which is taken out, if it speaks of keys alone.
fn taken(rest: &mut Members, keyword: &'static str, at: &str) -> Option<Check> {
    let with: &[&'static str] = if keyword == "if" { &["if", "then", "else"] } else { &[keyword] };
    let alone: Members = with.iter().filter_map(|name| Some(((*name).to_owned(), rest.get(*name)?.clone()))).collect();
    let is_one = alone.get(keyword)?.as_array().is_some_and(|all| all.len() == 1);
    if is_one {
        // What is merged is better said by the type.
        return None;
    }
    let presence = presence(&Value::Object(alone)).filter(Presence::depends)?;
    let said = with.iter().filter_map(|name| Some((*name, rest.remove(*name)?))).collect();
    Some(Check { keyword, constraint: Constraint::Keys(presence, said), at: pointer::push(at, keyword) })
}

/// The same of those members of `allOf` that speak of keys alone.
fn taken_conjuncts(rest: &mut Members, at: &str) -> Option<Check> {
    let all = rest.get("allOf")?.as_array()?.clone();
    let (mut of_keys, mut said, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for schema in all {
        // The type says these better.
        let merged = ["type", "required", "properties", "minProperties", "maxProperties"];
        let mut keywords = schema.as_object().into_iter().flat_map(Members::keys).filter(|keyword| asserts(keyword));
        let merges = keywords.all(|keyword| merged.contains(&keyword.as_str()));
        match presence(&schema).filter(|presence| !merges && presence.depends()) {
            Some(presence) => {
                of_keys.push(presence);
                said.push(schema);
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
    let constraint = Constraint::Keys(Presence::All(of_keys), vec![("allOf", said.into())]);
    Some(Check { keyword: "allOf", constraint, at: pointer::push(at, "allOf") })
}

/// What a schema says of an object, if that is of its keys alone.
fn presence(schema: &Value) -> Option<Presence> {
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
            "required" => all.extend(has(value)?),
            "properties" => all.extend(forbidden(value)?),
            "minProperties" if value.as_u64() == Some(0) => {}
            "minProperties" => all.push(Presence::AtLeast(value.as_u64()?)),
            "maxProperties" => all.push(Presence::AtMost(value.as_u64()?)),
            "dependentRequired" => {
                for (key, needed) in value.as_object()? {
                    all.push(implies(Presence::Has(key.clone()), Presence::All(has(needed)?)));
                }
            }
            "dependentSchemas" => {
                for (key, schema) in value.as_object()? {
                    all.push(implies(Presence::Has(key.clone()), presence(schema)?));
                }
            }
            "not" => all.push(not(presence(value)?)),
            "allOf" => all.extend(each(value)?),
            "anyOf" => all.push(Presence::Any(each(value)?)),
            "oneOf" => all.push(Presence::One(each(value)?)),
            "if" => {
                let branch = |keyword| members.get(keyword).map_or(Some(Presence::All(Vec::new())), presence);
                let (condition, then, otherwise) = (presence(value)?, branch("then")?, branch("else")?);
                all.push(implies(condition.clone(), then));
                all.push(Presence::Any(vec![condition, otherwise]));
            }
            "then" | "else" => {}
            "additionalProperties" | "unevaluatedProperties" | "propertyNames" if is_any(value) => {}
            // Of other types it may say anything.
            keyword if concerns(keyword).is_some_and(|name| name != "object") => {}
            _ => return None,
        }
    }
    Some(match (all.pop(), all.is_empty()) {
        (Some(one), true) => one,
        (last, _) => Presence::All(all.into_iter().chain(last).collect()),
    })
}

fn has(names: &Value) -> Option<Vec<Presence>> {
    names.as_array()?.iter().map(|name| Some(Presence::Has(name.as_str()?.to_owned()))).collect()
}

fn each(schemas: &Value) -> Option<Vec<Presence>> {
    schemas.as_array()?.iter().map(presence).collect()
}

/// The keys that `properties` forbids, if it says nothing else.
fn forbidden(properties: &Value) -> Option<Vec<Presence>> {
    let mut all = Vec::new();
    for (key, schema) in properties.as_object()? {
        if is_never(schema) {
            all.push(not(Presence::Has(key.clone())));
        } else if !is_any(schema) {
            return None;
        }
    }
    Some(all)
}

pub(super) fn not(presence: Presence) -> Presence {
    match presence {
        Presence::Not(inner) => *inner,
        Presence::AtLeast(count) if count > 0 => Presence::AtMost(count - 1),
        Presence::AtMost(count) if count < u64::MAX => Presence::AtLeast(count + 1),
        other => Presence::Not(Box::new(other)),
    }
}

fn implies(condition: Presence, then: Presence) -> Presence {
    Presence::Any(vec![not(condition), then])
}

impl std::fmt::Display for Presence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let joined = |all: &[Presence], word: &str| {
            let inner = |presence: &Presence| match presence {
                Presence::All(all) | Presence::Any(all) if all.len() > 1 => format!("({presence})"),
                _ => presence.to_string(),
            };
            all.iter().map(inner).collect::<Vec<_>>().join(word)
        };
        match self {
            Presence::Has(key) => write!(f, "{key:?}"),
            Presence::AtLeast(count) => write!(f, "at least {count} keys"),
            Presence::AtMost(count) => write!(f, "at most {count} keys"),
            Presence::Not(inner) => write!(f, "not {}", joined(std::slice::from_ref(inner), "")),
            Presence::All(all) if all.is_empty() => f.write_str("anything"),
            Presence::Any(all) if all.is_empty() => f.write_str("nothing"),
            Presence::All(all) => f.write_str(&joined(all, " and ")),
            Presence::Any(all) => f.write_str(&joined(all, " or ")),
            Presence::One(all) => write!(f, "just one of {}", joined(all, ", ")),
        }
    }
}
