//! How each type enforces its schema, and what it needs and does not keep: for the report.

use std::collections::BTreeSet;

use super::own;
use schema_ir::{JsonType, Keyword};

use crate::report::Rounding;
use crate::shape::{Check, Constraint, Discriminator, Kind, Name, Shape, Ty, Type};
use crate::{Class, MapType};

/// How a type enforces its schema.
pub(super) fn class(ty: &Type) -> Class {
    let mut checked = BTreeSet::new();
    if let Kind::Object { checks, .. } = &ty.kind {
        checked.extend(checks.iter().map(|check| check.keyword.name().to_owned()));
    }
    ty.kind.visit(&mut |part| {
        if let Ty::Checked(_, checks) = part {
            checked.extend(checks.iter().map(|check| check.keyword.name().to_owned()));
        }
    });
    match (&ty.guard, &ty.kind) {
        (Some(guard), Kind::Newtype(Ty::Any)) => Class::Opaque(guard.keywords.clone()),
        (Some(guard), _) => Class::Validated(guard.keywords.clone()),
        (None, Kind::Union { discriminator: Discriminator::ExactlyOne, .. }) => {
            checked.insert(Keyword::OneOf.name().to_owned());
            Class::Checked(checked.into_iter().collect())
        }
        (None, _) if checked.is_empty() => Class::Shape,
        (None, _) => Class::Checked(checked.into_iter().collect()),
    }
}

/// Which numbers a type rounds: those in a place of any type, and in a value that is buffered to find its member or for a
/// validator, are held as serde_json's.
pub(super) fn rounding(ty: &Type) -> Rounding {
    let buffers = match &ty.kind {
        Kind::Union { discriminator: Discriminator::Key(_), .. } => ty.guard.is_some(),
        Kind::Union { .. } => true,
        Kind::Literals(_) | Kind::Object { .. } | Kind::Newtype(_) => ty.guard.is_some(),
        Kind::StringEnum(_) | Kind::OpenEnum(_) => false,
    };
    let (mut values, mut numbers) = (false, false);
    ty.kind.visit(&mut |part| match part {
        Ty::Any => values = true,
        Ty::Of(types) => {
            values |= types.iter().any(|name| [JsonType::Number, JsonType::Array, JsonType::Object].contains(name))
        }
        Ty::Integer | Ty::Number => numbers = true,
        _ => {}
    });
    match (values || (numbers && buffers), numbers) {
        (true, _) => Rounding::Beyond64Bits,
        (false, true) => Rounding::Beyond128Bits,
        (false, false) => Rounding::Never,
    }
}

/// The features of the run-time that a document's types need.
pub(super) fn features(shape: &Shape, map: MapType) -> BTreeSet<&'static str> {
    let mut features = BTreeSet::new();
    features.extend(own::has_index_maps(shape, map).then_some("indexmap"));
    for (_, ty) in shape.iter() {
        if ty.guard.is_some() {
            features.insert("jsonschema");
        }
        if let Kind::Object { checks, .. } = &ty.kind {
            add_features(checks, &mut features);
        }
        ty.kind.visit(&mut |part| {
            features.extend(own::features(part));
            if let Ty::Checked(_, checks) = part {
                add_features(checks, &mut features);
            }
        });
    }
    features
}

fn add_features(checks: &[Check], features: &mut BTreeSet<&'static str>) {
    for check in checks {
        match &check.constraint {
            Constraint::Pattern(_)
            | Constraint::Unlike(_)
            | Constraint::Undeclared(Name::Matches(_), _)
            | Constraint::Entries(_) => {
                features.insert("pattern");
            }
            Constraint::Undeclared(Name::Text(checks), _) => add_features(checks, features),
            _ => {}
        }
    }
}
