//! The only module that calls the schema algebra, so that a new release of it is judged by the same tests.

use std::panic::{AssertUnwindSafe, catch_unwind};

use jsonschema::canonical::{self, CanonicalSchema, CanonicalView, CanonicalizationError, Containment};
use schema_ir::{Document, Draft, Keyword};
use serde_json::Value;

use crate::answer::Why;
use crate::limits::MAX_ALGEBRA_VALUES;
use crate::{plain, tree};

/// The results of the schema algebra for a pair of plain 2020-12 documents.
#[derive(Debug, Default)]
pub(crate) struct Knowledge {
    /// New accepts everything that old accepts.
    pub new_covers_old: Proof,
    /// Old accepts everything that new accepts.
    pub old_covers_new: Proof,
    /// Schemas whose values probably distinguish the two sides. The sampler tries them; they prove nothing.
    pub leads: Vec<Document>,
}

/// A proof of inclusion, or the reason why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Proof {
    /// Proved, on this basis.
    Yes(Why),
    /// Not proved. A refutation by the algebra counts as this too, because only a value shows a difference.
    No(String),
}

impl Proof {
    pub fn holds(&self) -> bool {
        matches!(self, Proof::Yes(_))
    }
}

impl Default for Proof {
    fn default() -> Self {
        Proof::No("the schema algebra was not used".to_owned())
    }
}

/// Decides inclusion of schemas.
pub(crate) trait Algebra {
    /// Compares two plain, self-contained 2020-12 documents; `formats` decides whether `format` asserts.
    fn compare(&self, old: &Value, new: &Value, formats: bool) -> Knowledge;
}

/// `jsonschema::canonical`, without access to the network.
pub(crate) struct Canonical;

impl Algebra for Canonical {
    fn compare(&self, old: &Value, new: &Value, formats: bool) -> Knowledge {
        let size = tree::values(old).max(tree::values(new));
        if size > MAX_ALGEBRA_VALUES {
            return unknown(format!(
                "a schema of {size} values; the limit is MAX_ALGEBRA_VALUES = {MAX_ALGEBRA_VALUES}"
            ));
        }
        // The algebra is marked experimental, so a panic inside it costs the proof and not the process.
        catch_unwind(AssertUnwindSafe(|| compare(old, new, formats)))
            .unwrap_or_else(|_| unknown("the schema algebra failed on this pair".to_owned()))
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
        leads: leads.into_iter().flatten().filter_map(|lead| plain::read(&lead.to_json_schema()).ok()).collect(),
    }
}

fn canonicalize(document: &Value, formats: bool) -> Result<CanonicalSchema, CanonicalizationError> {
    canonical::options()
        .offline()
        .with_draft(jsonschema::Draft::Draft202012)
        .should_validate_formats(formats)
        .canonicalize(document)
}

/// The reason if the algebra does not support a document at all.
fn reason_for_giving_up(schema: &CanonicalSchema) -> Option<String> {
    let CanonicalView::Raw(raw) = schema.view() else { return None };
    let place = raw.pointer.map_or_else(String::new, |pointer| format!(" at `{pointer}`"));
    Some(format!("the schema algebra does not support this schema ({}){place}", raw.reason.as_str().replace('_', " ")))
}

fn to_proof(answer: Result<Containment, CanonicalizationError>) -> Proof {
    match answer {
        Ok(Containment::Yes) => Proof::Yes(Why::Algebra),
        Ok(Containment::No) => {
            Proof::No("the schema algebra denies the inclusion, but no value was found that shows it".to_owned())
        }
        Ok(Containment::Unknown) => Proof::No("the schema algebra does not decide the inclusion".to_owned()),
        Err(error) => Proof::No(error.to_string()),
    }
}

/// Rewrites the document as 2020-12 with every reference resolved in its dynamic scope (core, 8.2.3.2), if the algebra can.
/// The same values are valid, but annotations are lost, including `format`.
pub(crate) fn without_dynamic_references(document: &Value, draft: Option<Draft>) -> Option<Value> {
    if tree::values(document) > MAX_ALGEBRA_VALUES {
        return None;
    }
    let declared = document.get(Keyword::Schema.name()).and_then(Value::as_str).and_then(Draft::of_uri).or(draft);
    match declared {
        Some(draft) => resolve(document, draft),
        // Only the dialect of the meta-schema that the document refers to works, so the first that works is the right one.
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
