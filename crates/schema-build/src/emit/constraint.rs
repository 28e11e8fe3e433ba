//! Constraints: what a keyword demands of a value beyond its type, as the run-time checks it.

use proc_macro2::Literal;
use schema_ir::{JsonType, Keyword, equal};
use serde_json::{Number, Value, json};

use super::{Item, literal};
use crate::rust_type::{Reads, Trait};
use crate::shape::{
    Annotation, Check, Constraint, Discriminator, Entries, Expected, Items, Kind, Name, Presence, Shape, Ty, compare,
    matches,
};

/// The constraints on a value: its own, those of the values inside it that have no named type, and `valid()` for named types
/// that have some.
pub(super) fn constraints(ty: &Ty, item: &Item<'_>) -> Vec<String> {
    let guarded = item.emitter.guarded;
    let inside = |keyword: &str, ty: &Ty| {
        let inner = constraints(ty, item);
        if inner.is_empty() { Vec::new() } else { vec![format!("{keyword} [{}]", inner.join(", "))] }
    };
    match ty {
        Ty::Checked(inner, checks) => {
            let own = checks.iter().map(|check| match written(check, inner) {
                Some(written) => format!("{written} => {})", constraint(check, inner, item)),
                None => constraint(check, inner, item),
            });
            own.chain(constraints(inner, item)).collect()
        }
        Ty::Array(item) => inside("each", item),
        Ty::Map(value) => inside("values", value),
        Ty::Nullable(value) => inside("some", value),
        Ty::Tuple(items) => {
            let items: Vec<String> = items
                .iter()
                .enumerate()
                .flat_map(|(index, part)| {
                    let inner = constraints(part, item);
                    (!inner.is_empty()).then(|| format!("{index} [{}]", inner.join(", ")))
                })
                .collect();
            if items.is_empty() { items } else { vec![format!("items ({})", items.join(", "))] }
        }
        Ty::Named(id) if guarded.get(*id).copied().unwrap_or_default() => vec!["valid()".to_owned()],
        _ => Vec::new(),
    }
}

/// The words for a constraint on what a type of the user's own writes, unless the run-time checks the value itself.
fn written(check: &Check, ty: &Ty) -> Option<String> {
    let Ty::Own(own) = ty.unchecked() else { return None };
    if own.ty.reads == Reads::Text || own.ty.is_number_of_run_time() {
        return None;
    }
    let kind = if check.keyword.about() == Some(JsonType::String) { "text" } else { "number" };
    Some(format!("written_{kind} ({}", own.ty.adapter()))
}

/// The constraints on the keys of an object as a whole.
pub(super) fn of_keys(checks: &[Check]) -> Vec<String> {
    checks
        .iter()
        .filter_map(|check| match &check.constraint {
            Constraint::Count(count) => Some(count_of(check, *count)),
            Constraint::Keys(presence, _) if presence.depends_on_values() => Some(keys("members", check, presence)),
            Constraint::Keys(presence, _) => Some(keys("keys", check, presence)),
            _ => None,
        })
        .collect()
}

/// The constraints on undeclared keys.
pub(super) fn of_undeclared(checks: &[Check], item: &Item<'_>) -> Vec<String> {
    checks
        .iter()
        .filter_map(|check| match &check.constraint {
            Constraint::Undeclared(name, _) => Some(names(check, name, item)),
            Constraint::Entries(of) => Some(entries(check, of, item)),
            _ => None,
        })
        .collect()
}

fn constraint(check: &Check, ty: &Ty, item: &Item<'_>) -> String {
    let at = literal(&check.at);
    match &check.constraint {
        Constraint::Pattern(pattern) => format!("pattern({}, {at})", literal(pattern)),
        Constraint::Unlike(pattern) => format!("unlike({}, {at})", literal(pattern)),
        Constraint::Unlisted(values) => format!("unlisted(&[{}], {at})", list(values)),
        Constraint::Keys(presence, _) if presence.depends_on_values() => keys("map_members", check, presence),
        Constraint::Keys(presence, _) => keys("keys", check, presence),
        Constraint::Undeclared(name, _) => names(check, name, item),
        Constraint::Entries(of) => entries(check, of, item),
        Constraint::Items(of) => items(check, of, item),
        Constraint::Unique if is_comparable(ty) => format!("unique_items({at})"),
        Constraint::Unique => format!("unique_values({at})"),
        Constraint::Count(limit) => count_of(check, *limit),
        Constraint::Number(limit) => format!("{}({}, {at})", snake(check.keyword), bound(limit)),
    }
}

/// The function of the run-time that checks a keyword.
fn snake(keyword: Keyword) -> String {
    heck::ToSnakeCase::to_snake_case(keyword.name())
}

fn count_of(Check { keyword, at, .. }: &Check, limit: u64) -> String {
    format!("{}({limit}, {})", snake(*keyword), literal(at))
}

fn keys(word: &str, Check { keyword, at, .. }: &Check, presence: &Presence) -> String {
    format!("{word}({}, {}, {})", literal(keyword.name()), condition(presence), literal(at))
}

fn entries(Check { at, .. }: &Check, entries: &Entries, item: &Item<'_>) -> String {
    let patterns =
        entries.patterns.iter().map(|(pattern, of)| format!("{} => {}", literal(pattern), expected(*of, item)));
    let patterns: Vec<String> = patterns.collect();
    format!("entries([{}], {}, {})", patterns.join(", "), expected(entries.others, item), literal(at))
}

fn items(Check { at, .. }: &Check, items: &Items, item: &Item<'_>) -> String {
    let first: Vec<String> = items.first.iter().map(|of| expected(*of, item)).collect();
    format!("each_of([{}], {}, {})", first.join(", "), expected(items.others, item), literal(at))
}

/// What a value is to be, as the macro is given it.
fn expected(expected: Expected, item: &Item<'_>) -> String {
    match expected {
        Expected::Any => "any".to_owned(),
        Expected::Never => "never".to_owned(),
        Expected::As(number) => format!("read {}", item.paths.ty(number)),
    }
}

fn names(Check { at, .. }: &Check, name: &Name, item: &Item<'_>) -> String {
    let inner = match name {
        Name::Text(checks) => {
            checks.iter().map(|check| constraint(check, &Ty::String, item)).collect::<Vec<_>>().join(", ")
        }
        Name::OneOf(values) => format!("listed(&[{}], {})", list(values), literal(at)),
        Name::Matches(patterns) => format!("matching([{}], {})", list(patterns), literal(at)),
    };
    format!("names [{inner}]")
}

fn list(texts: &[String]) -> String {
    texts.iter().map(|text| literal(text)).collect::<Vec<_>>().join(", ")
}

/// A condition on keys as a constant of the run-time.
fn condition(presence: &Presence) -> String {
    let each = |all: &[Presence]| all.iter().map(condition).collect::<Vec<_>>().join(", ");
    match presence {
        Presence::Has(key) => format!("Has({})", literal(key)),
        Presence::Is(key, values) => {
            let values: Vec<String> = values.iter().map(|value| literal(&value.to_string())).collect();
            format!("Is({}, &[{}])", literal(key), values.join(", "))
        }
        Presence::AtLeast(count) => format!("AtLeast({count})"),
        Presence::AtMost(count) => format!("AtMost({count})"),
        Presence::Not(inner) => format!("Not(&{})", condition(inner)),
        Presence::All(all) => format!("All(&[{}])", each(all)),
        Presence::Any(any) => format!("Any(&[{}])", each(any)),
        Presence::One(one) => format!("One(&[{}])", each(one)),
    }
}

/// Whether the items of an array are equal in Rust just where they are in JSON.
fn is_comparable(array: &Ty) -> bool {
    let Ty::Array(item) = array.unchecked() else { return false };
    if let Ty::Own(own) = item.unchecked() {
        return own.ty.reads != Reads::Itself && own.ty.implements.len() == Trait::ALL.len();
    }
    matches!(item.unchecked(), Ty::String | Ty::Format(_) | Ty::Bool | Ty::Int(_) | Ty::Integer | Ty::Number)
}

/// A bound as a Rust literal; one beyond `i32`, the default type of a literal, has a suffix.
pub(super) fn bound(limit: &Number) -> String {
    let float = limit.as_f64().unwrap_or_default();
    let whole = limit.as_i128().or_else(|| (float.fract() == 0.0 && float.abs() < 1e30).then_some(float as i128));
    match whole {
        Some(whole) if i32::try_from(whole).is_ok() => whole.to_string(),
        Some(whole) if i64::try_from(whole).is_ok() => format!("{whole}i64"),
        Some(whole) => format!("{whole}i128"),
        None => {
            let sign = if float < 0.0 { "-" } else { "" };
            format!("{sign}{}", Literal::f64_unsuffixed(float.abs()))
        }
    }
}

/// Whether a check holds for a value; `None` if that is not known here.
pub(super) fn holds(check: &Check, value: &Value) -> Option<bool> {
    let count = match value {
        Value::String(text) => text.chars().count(),
        Value::Array(items) => items.len(),
        Value::Object(members) => members.len(),
        _ => 0,
    };
    match (&check.constraint, check.keyword) {
        (Constraint::Count(least), Keyword::MinLength | Keyword::MinItems | Keyword::MinProperties) => {
            Some(count as u64 >= *least)
        }
        (Constraint::Count(most), _) => Some(count as u64 <= *most),
        (Constraint::Pattern(pattern), _) => matches(pattern, value.as_str()?),
        (Constraint::Unique, _) => {
            let items = value.as_array()?;
            Some(items.iter().enumerate().all(|(index, item)| !items[..index].iter().any(|other| equal(item, other))))
        }
        (Constraint::Number(limit), keyword) => {
            let order = compare(value.as_number()?, limit)?;
            match keyword {
                Keyword::Minimum => Some(order.is_ge()),
                Keyword::ExclusiveMinimum => Some(order.is_gt()),
                Keyword::Maximum => Some(order.is_le()),
                Keyword::ExclusiveMaximum => Some(order.is_lt()),
                Keyword::MultipleOf => Some(value.as_number()?.as_i128()?.checked_rem(limit.as_i128()?)? == 0),
                _ => None,
            }
        }
        (
            Constraint::Keys(..)
            | Constraint::Undeclared(..)
            | Constraint::Entries(_)
            | Constraint::Items(_)
            | Constraint::Unlike(_)
            | Constraint::Unlisted(_),
            _,
        ) => None,
    }
}

/// The keywords that the constraints of a type come from, as its schema carries them.
pub(super) fn carried(ty: &Ty, at: &str, out: &mut Vec<Annotation>) {
    match ty {
        Ty::Checked(inner, checks) => {
            carried(inner, at, out);
            carried_checks(checks, at, out);
        }
        Ty::Array(item) => carried(item, &format!("{at}/{}", Keyword::Items), out),
        Ty::Map(value) => carried(value, &format!("{at}/{}", Keyword::AdditionalProperties), out),
        Ty::Nullable(inner) => carried(inner, at, out),
        Ty::Tuple(items) => {
            for (index, item) in items.iter().enumerate() {
                carried(item, &format!("{at}/{}/{index}", Keyword::PrefixItems), out);
            }
        }
        _ => {}
    }
}

/// The keywords that constraints come from, as a schema at the pointer `at` carries them.
pub(super) fn carried_checks(checks: &[Check], at: &str, out: &mut Vec<Annotation>) {
    let (mut first, mut more) = (Vec::<Annotation>::new(), Vec::new());
    let mut carry = |keyword: Keyword, value: Value| match first.iter().find(|known| known.keyword == keyword) {
        None => first.push(Annotation { at: at.to_owned(), keyword, value }),
        Some(known) if known.value == value => {}
        Some(_) => more.push(json!({ keyword.name(): value })),
    };
    for Check { keyword, constraint, .. } in checks {
        match constraint {
            Constraint::Count(count) => carry(*keyword, (*count).into()),
            Constraint::Number(number) => carry(*keyword, number.clone().into()),
            Constraint::Pattern(pattern) => carry(*keyword, pattern.clone().into()),
            Constraint::Unlike(pattern) => carry(*keyword, json!({ Keyword::Pattern.name(): pattern })),
            Constraint::Unlisted(values) => carry(*keyword, json!({ Keyword::Enum.name(): values })),
            Constraint::Unique => carry(*keyword, true.into()),
            Constraint::Undeclared(_, value) => carry(*keyword, value.clone()),
            // Their schemas are those of types.
            Constraint::Entries(_) | Constraint::Items(_) => {}
            Constraint::Keys(_, all) => all.iter().for_each(|(keyword, value)| carry(*keyword, value.clone())),
        }
    }
    // A schema has a keyword once, so a second value of it goes under `allOf`.
    if !more.is_empty() {
        match first.iter_mut().find(|known| known.keyword == Keyword::AllOf) {
            Some(Annotation { value: Value::Array(all), .. }) => all.append(&mut more),
            _ => first.push(Annotation { at: at.to_owned(), keyword: Keyword::AllOf, value: more.into() }),
        }
    }
    out.append(&mut first);
}

/// For each type, whether it or a type inside it has constraints.
pub(super) fn guarded(shape: &Shape) -> Vec<bool> {
    let mut holders: Vec<Vec<usize>> = vec![Vec::new(); shape.types.len()];
    let mut ahead = Vec::new();
    let mut guarded = vec![false; shape.types.len()];
    for (index, ty) in shape.iter() {
        let mut own = ty.guard.is_some() || is_constrained(&ty.kind);
        ty.kind.visit(&mut |part| match part {
            Ty::Checked(..) => own = true,
            Ty::Named(id) => holders[*id].push(index),
            _ => {}
        });
        if own {
            guarded[index] = true;
            ahead.push(index);
        }
    }
    while let Some(index) = ahead.pop() {
        for holder in std::mem::take(&mut holders[index]) {
            if !std::mem::replace(&mut guarded[holder], true) {
                ahead.push(holder);
            }
        }
    }
    guarded
}

/// Whether a kind has constraints of its own.
fn is_constrained(kind: &Kind) -> bool {
    match kind {
        Kind::Object { checks, .. } => !checks.is_empty(),
        Kind::Union { discriminator, .. } => *discriminator == Discriminator::ExactlyOne,
        _ => false,
    }
}
