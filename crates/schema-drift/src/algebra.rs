//! The only module that calls the schema algebra, so that a new release of it is judged by the same tests.

use std::panic::{AssertUnwindSafe, catch_unwind};

use jsonschema::canonical::{self, CanonicalSchema, CanonicalView, CanonicalizationError, Containment};
use schema_build::Draft;
use serde_json::Value;

use crate::answer::Why;
use crate::limits::MAX_ALGEBRA_VALUES;
use crate::tree;

/// What an algebra of schemas knows about a pair of plain 2020-12 documents.
#[derive(Debug, Default)]
pub(crate) struct Knowledge {
    /// New accepts all that old accepts: proven, or why not known.
    pub new_covers_old: Proof,
    /// Old accepts all that new accepts: proven, or why not known.
    pub old_covers_new: Proof,
    /// Schemas whose values one side is thought to accept and the other to reject: a lead for the search, no proof.
    pub leads: Vec<Value>,
}

/// A proof of inclusion, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Proof {
    /// Proven, and how.
    Yes(Why),
    /// Not proven, or even refuted; a refutation is shown by a value or not at all.
    No(String),
}

impl Proof {
    pub fn holds(&self) -> bool {
        matches!(self, Proof::Yes(_))
    }
}

impl Default for Proof {
    fn default() -> Self {
        Proof::No("the algebra was not asked".to_owned())
    }
}

/// Decides inclusion of schemas.
pub(crate) trait Algebra {
    /// Answers for two plain, self-contained 2020-12 documents; `formats` says whether `format` asserts.
    fn compare(&self, old: &Value, new: &Value, formats: bool) -> Knowledge;
}

/// `jsonschema::canonical`, offline.
pub(crate) struct Canonical;

impl Algebra for Canonical {
    fn compare(&self, old: &Value, new: &Value, formats: bool) -> Knowledge {
        let size = tree::values(old).max(tree::values(new));
        if size > MAX_ALGEBRA_VALUES {
            return unknown(format!(
                "a schema of {size} values; the limit is MAX_ALGEBRA_VALUES = {MAX_ALGEBRA_VALUES}"
            ));
        }
        // The algebra is marked experimental: what goes wrong inside it costs the proof, not the process.
        catch_unwind(AssertUnwindSafe(|| compare(old, new, formats)))
            .unwrap_or_else(|_| unknown("the algebra failed on this pair".to_owned()))
    }
}

fn unknown(why: String) -> Knowledge {
    Knowledge { new_covers_old: Proof::No(why.clone()), old_covers_new: Proof::No(why), leads: Vec::new() }
}

fn compare(old: &Value, new: &Value, formats: bool) -> Knowledge {
    let (old, new) = match (canonicalize(old, formats), canonicalize(new, formats)) {
        (Ok(old), Ok(new)) => (old, new),
        (Err(error), _) | (_, Err(error)) => return unknown(error.to_string()),
    };
    if let Some(why) = reason_for_giving_up(&old).or_else(|| reason_for_giving_up(&new)) {
        return unknown(why);
    }
    let leads = [old.subtract(&new), new.subtract(&old)];
    Knowledge {
        new_covers_old: to_proof(new.covers(&old)),
        old_covers_new: to_proof(old.covers(&new)),
        leads: leads.into_iter().flatten().map(|lead| lead.to_json_schema()).collect(),
    }
}

fn canonicalize(document: &Value, formats: bool) -> Result<CanonicalSchema, CanonicalizationError> {
    canonical::options()
        .offline()
        .with_draft(jsonschema::Draft::Draft202012)
        .should_validate_formats(formats)
        .canonicalize(document)
}

/// Why a whole document is beyond the algebra, if it is.
fn reason_for_giving_up(schema: &CanonicalSchema) -> Option<String> {
    let CanonicalView::Raw(raw) = schema.view() else { return None };
    let place = raw.pointer.map_or_else(String::new, |pointer| format!(" at `{pointer}`"));
    Some(format!("beyond the algebra ({}){place}", raw.reason.as_str().replace('_', " ")))
}

fn to_proof(answer: Result<Containment, CanonicalizationError>) -> Proof {
    match answer {
        Ok(Containment::Yes) => Proof::Yes(Why::Algebra),
        Ok(Containment::No) => {
            Proof::No("the algebra refutes the inclusion, and no value was found that shows it".to_owned())
        }
        Ok(Containment::Unknown) => Proof::No("the algebra does not decide the inclusion".to_owned()),
        Err(error) => Proof::No(error.to_string()),
    }
}

/// The document in 2020-12 with every reference resolved in its dynamic scope, if the algebra can write it so. Values
/// are valid as before; what only annotates, `format` included, is gone.
pub(crate) fn without_dynamic_references(document: &Value, draft: Option<Draft>) -> Option<Value> {
    if tree::values(document) > MAX_ALGEBRA_VALUES {
        return None;
    }
    let declared = document.get("$schema").and_then(Value::as_str).and_then(Draft::of_uri).or(draft);
    match declared {
        Some(draft) => resolve(document, draft),
        // The dialect of the meta-schema that it refers to is the only one that the algebra takes.
        None => [Draft::Draft202012, Draft::Draft07, Draft::Draft06, Draft::Draft04, Draft::Draft201909]
            .into_iter()
            .find_map(|draft| resolve(document, draft)),
    }
}

fn resolve(document: &Value, draft: Draft) -> Option<Value> {
    let draft = match draft {
        Draft::OpenApi30 | Draft::Draft04 => jsonschema::Draft::Draft4,
        Draft::Draft06 => jsonschema::Draft::Draft6,
        Draft::Draft07 => jsonschema::Draft::Draft7,
        Draft::Draft201909 => jsonschema::Draft::Draft201909,
        Draft::Draft202012 => jsonschema::Draft::Draft202012,
    };
    let attempt = || {
        let options = canonical::options().offline().should_validate_formats(false).with_draft(draft);
        options.canonicalize(document).ok().filter(|canonical| reason_for_giving_up(canonical).is_none())
    };
    let canonical = catch_unwind(AssertUnwindSafe(attempt)).ok()??;
    Some(canonical.to_json_schema())
}
