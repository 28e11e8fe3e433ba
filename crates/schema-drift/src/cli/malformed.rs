//! Compares schemas that have the same keywords of the wrong form, such as `"type": "int"`, at the same places, or the same
//! definitions that apply themselves to the same value again.
//!
//! What such a keyword means is not defined. So the pair is read twice: without these keywords, and so that no value meets them.
//! What holds in both readings does not depend on them.

use schema_ir::{ErrorKind, Errors, Malformed};

use crate::answer::Answer;
use crate::comparison::Comparison;
use crate::schema::Schema;

/// Whether errors are about nothing but the form of keywords, and loops of references.
pub(super) fn are_about_form(errors: &Errors) -> bool {
    errors.iter().all(|error| matches!(error.kind, ErrorKind::KeywordForm | ErrorKind::RefLoop))
}

/// Reads both sides in one of the two ways, `None` if they do not have the same malformed keywords.
pub(super) fn read_both(
    malformed: Malformed,
    read: impl Fn(Malformed) -> Result<[Schema; 2], Errors>,
) -> Option<[Schema; 2]> {
    let both = read(malformed).ok()?;
    let [old, new] = both.each_ref().map(Schema::malformed);
    (old == new).then_some(both)
}

/// Leaves the proofs of a comparison that another reading does not have.
pub(super) fn restrict(mut comparison: Comparison, other: &Comparison) -> Comparison {
    let reason = "it depends on a keyword of the wrong form or a loop of references, which has no meaning";
    let pairs = [(&mut comparison.narrows, &other.narrows), (&mut comparison.widens, &other.widens)];
    for (answer, other) in pairs {
        if answer.is_no() && !other.is_no() {
            *answer = Answer::Unknown(reason.to_owned());
        }
    }
    comparison
}
