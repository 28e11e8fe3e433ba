//! Lowers `propertyNames`, and properties that must be absent.

use schema_ir::{Keyword, Schema, TypeName, Writer, pointer};
use serde_json::{Value, json};

use super::constant::meets;
use super::keywords::{enumerated, lists_values, reference, types};
use super::lower::Walk;
use super::presence::{Presence, negate};
use super::{Check, Constraint, Name, scalar};

/// The check that a key is absent.
pub(super) fn check_absent(key: &str, at: &str) -> Check {
    let origin = vec![(Keyword::Not, json!({ Keyword::Required.name(): [key] }))];
    let constraint = Constraint::Keys(negate(Presence::Has(key.to_owned())), origin);
    Check { keyword: Keyword::Not, constraint, at: at.to_owned() }
}

/// The checks for `propertyNames`, if it constrains names by length and pattern, or lists them. `keys` are the declared ones,
/// which are checked here already: one that does not fit must be absent.
pub(super) fn check_names<'k>(walk: &Walk, schema: &Schema, keys: impl Iterator<Item = &'k str>) -> Option<Vec<Check>> {
    const KEYWORD: Keyword = Keyword::PropertyNames;
    let at = pointer::push(&schema.origin.pointer, KEYWORD.name());
    let mut id = schema.object.property_names?;
    let check = |constraint| Check { keyword: KEYWORD, constraint, at: at.clone() };
    // `false` accepts no name, so only the object without keys is valid.
    if walk.document[id].is_false() {
        return Some(vec![check(Constraint::Keys(Presence::AtMost(0), vec![(KEYWORD, false.into())]))]);
    }
    id = reference(&walk.document, &walk.document[id]).unwrap_or(id);
    let schema = &walk.document[id];
    if schema.boolean.is_some() {
        return None;
    }
    let named = types(schema);
    if !named.is_empty() && !named.contains(&TypeName::STRING) {
        return None;
    }
    let asserting: Vec<Keyword> = schema.asserting().collect();
    let values = enumerated(schema);
    let name = if asserting.iter().all(|keyword| *keyword == Keyword::Type || scalar::TEXT.contains(keyword)) {
        let of = |check: Check| Check { at: pointer::push(&at, check.keyword.name()), ..check };
        Name::Text(scalar::collect_checks(schema, &scalar::TEXT).into_iter().map(of).collect())
    } else if asserting.iter().all(|keyword| lists_values(*keyword)) {
        Name::OneOf(values.iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect())
    } else {
        return None;
    };
    let fits = |key: &str| match &name {
        Name::OneOf(values) => Some(values.iter().any(|value| value == key)),
        _ => {
            let key = Value::from(key);
            let met = asserting.iter().filter(|keyword| **keyword != Keyword::Type);
            met.map(|keyword| meets(&walk.document, &key, *keyword, schema))
                .try_fold(true, |all, met| Some(all && met?))
        }
    };
    let mut misfits = Vec::new();
    for key in keys {
        if !fits(key)? {
            misfits.push(negate(Presence::Has(key.to_owned())));
        }
    }
    let origin = Writer::new(&walk.document).schema(id);
    let mut checks = Vec::new();
    if name != Name::Text(Vec::new()) {
        checks.push(check(Constraint::Undeclared(name, origin.clone())));
    }
    if !misfits.is_empty() {
        checks.push(check(Constraint::Keys(Presence::All(misfits), vec![(KEYWORD, origin)])));
    }
    Some(checks)
}
