//! The schemas of values that are held as any value and checked by reading them as a type.

use schema_ir::{Keyword, pointer};
use serde_json::Value;

use super::literal;
use super::path::Names;
use crate::shape::{Check, Constraint, Entries, Expected, Items, Kind, Ty, Type};

/// The keywords with these schemas, as the macro of annotations is given them.
pub(super) fn annotations(ty: &Type, names: &Names) -> Vec<String> {
    let mut out = Vec::new();
    let properties = |key: &str| pointer::push(&format!("/{}", Keyword::Properties), key);
    match &ty.kind {
        Kind::Object { fields, additional, checks } => {
            add(checks, "", names, &mut out);
            fields.iter().for_each(|field| collect(&field.ty, &properties(&field.key), names, &mut out));
            let rest = format!("/{}", Keyword::AdditionalProperties);
            additional.iter().for_each(|ty| collect(ty, &rest, names, &mut out));
        }
        Kind::Newtype(inner) => collect(inner, "", names, &mut out),
        Kind::Union { variants, keyword, discriminator } => {
            for (index, variant) in variants.iter().enumerate() {
                collect(&variant.ty, &discriminator.places(*keyword, index).1, names, &mut out);
            }
        }
        Kind::StringEnum(_) | Kind::OpenEnum(_) | Kind::Literals(_) => {}
    }
    out
}

fn collect(ty: &Ty, at: &str, names: &Names, out: &mut Vec<String>) {
    match ty {
        Ty::Checked(inner, checks) => {
            collect(inner, at, names, out);
            add(checks, at, names, out);
        }
        Ty::Nullable(inner) => collect(inner, at, names, out),
        Ty::Array(item) => collect(item, &format!("{at}/{}", Keyword::Items), names, out),
        Ty::Map(value) => collect(value, &format!("{at}/{}", Keyword::AdditionalProperties), names, out),
        Ty::Tuple(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(item, &format!("{at}/{}/{index}", Keyword::PrefixItems), names, out);
            }
        }
        _ => {}
    }
}

/// The keywords of the checks of a schema at the pointer `at`. The schemas of types replace what is there first.
fn add(checks: &[Check], at: &str, names: &Names, out: &mut Vec<String>) {
    for Check { constraint, .. } in checks {
        let is_allowed = |expected: &Expected| Value::from(*expected != Expected::Never);
        let (keyword, first) = match constraint {
            Constraint::Entries(Entries { patterns, .. }) => {
                let all = patterns.iter().map(|(pattern, expected)| (pattern.clone(), is_allowed(expected)));
                (Keyword::PatternProperties, Value::Object(all.collect()))
            }
            Constraint::Items(Items { first, .. }) => (Keyword::PrefixItems, first.iter().map(is_allowed).collect()),
            _ => continue,
        };
        out.push(format!("{}: carried({})", literal(&format!("{at}/{keyword}")), literal(&first.to_string())));
        for (place, expected) in constraint.expected() {
            let is_inside = place.starts_with(&format!("/{keyword}/"));
            let place = literal(&format!("{at}{place}"));
            match expected {
                Expected::As(number) => out.push(format!("{place}: read(super::{})", names.path(number))),
                Expected::Never if !is_inside => out.push(format!("{place}: carried(\"false\")")),
                Expected::Never | Expected::Any => {}
            }
        }
    }
}
