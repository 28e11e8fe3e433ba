//! The annotations of the types' schemas, in a module of their own after the types.

use serde_json::Value;

use super::constraint::{carried, carried_checks};
use super::path::Names;
use super::{expected, literal, own};
use crate::print::{Call, Clause, Code};
use crate::shape::{Annotation, Kind, Type};
use schema_ir::{Keyword, pointer};

/// The annotations of a type, as the macro is given them; `path` is that of the type. A type that several documents have
/// leaves those that constrain nothing to the places that use it.
pub(super) fn describe(ty: &Type, path: String, names: &Names, is_shared: bool) -> Clause {
    let annotations = annotations(ty);
    let kept = annotations.iter().filter(|(_, is_carried)| *is_carried || !is_shared);
    let kept = kept.map(|(annotation, is_carried)| entry(annotation, *is_carried));
    // The schema of a place comes before what is inserted into it.
    Clause::Lines(path, own::annotations(ty).into_iter().chain(expected::annotations(ty, names)).chain(kept).collect())
}

/// The calls that give types their annotations: those of one document, and those that several documents have.
pub(super) fn emit(own: Vec<Clause>, shared: Vec<Clause>) -> Vec<Code> {
    let call = |name, clauses| Code::Call(Call { name, head: String::new(), clauses });
    let calls = [("annotations", own), ("shared", shared)];
    calls.into_iter().filter(|(_, types)| !types.is_empty()).map(|(name, types)| call(name, types)).collect()
}

/// The annotations of a type and its parts, and whether each is a constraint that the type itself does not express.
fn annotations(ty: &Type) -> Vec<(Annotation, bool)> {
    let mut out = Vec::new();
    let mut add = |at: &str, notes: &[Annotation], is_carried: bool| {
        let at = |note: &Annotation| Annotation { at: format!("{at}{}", note.at), ..note.clone() };
        out.extend(notes.iter().map(|note| (at(note), is_carried)));
    };
    let mut constraints = Vec::new();
    match &ty.kind {
        Kind::Object { fields, additional, checks } => {
            let rest = format!("/{}", Keyword::AdditionalProperties);
            let (of_rest, own): (Vec<_>, Vec<_>) =
                ty.notes.iter().cloned().partition(|note| note.at.starts_with(&rest));
            add("", &own, false);
            carried_checks(checks, "", &mut constraints);
            // Patterns of keys are put around the schema of undeclared keys, so they come after it.
            let (patterns, own): (Vec<_>, Vec<_>) =
                constraints.into_iter().partition(|carried| carried.keyword == Keyword::PatternProperties);
            add("", &own, true);
            for field in fields {
                let at = pointer::push(&format!("/{}", Keyword::Properties), &field.key);
                add(&at, &field.notes, false);
                let mut constraints = Vec::new();
                carried(&field.ty, "", &mut constraints);
                add(&at, &constraints, true);
            }
            if let Some(ty) = additional {
                add("", &of_rest, false);
                let mut constraints = Vec::new();
                carried(ty, &rest, &mut constraints);
                add("", &constraints, true);
                add("", &patterns, true);
            }
        }
        Kind::Newtype(inner) => {
            add("", &ty.notes, false);
            carried(inner, "", &mut constraints);
            add("", &constraints, true);
        }
        Kind::Union { variants, keyword, discriminator } => {
            for (index, variant) in variants.iter().enumerate() {
                let (member, value) = discriminator.places(*keyword, index);
                add(&member, &variant.notes, false);
                let mut constraints = Vec::new();
                carried(&variant.ty, "", &mut constraints);
                add(&value, &constraints, true);
            }
            add("", &ty.notes, false);
        }
        Kind::StringEnum(_) | Kind::OpenEnum(_) | Kind::Literals(_) => add("", &ty.notes, false),
    }
    out
}

fn entry(Annotation { at, keyword, value }: &Annotation, is_carried: bool) -> String {
    let pointer = literal(&pointer::push(at, keyword.name()));
    match value {
        Value::String(text) if !is_carried => format!("{pointer}: {}", literal(text)),
        value => {
            let kind = if is_carried { "carried" } else { "json" };
            format!("{pointer}: {kind}({})", literal(&value.to_string()))
        }
    }
}
