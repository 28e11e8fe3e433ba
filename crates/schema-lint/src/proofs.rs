//! What lints ask about the schemas of a document, with bounded work.

use schema_drift::{Answer, Question, Questions};
use schema_ir::{Schema, SchemaId};
use serde_json::Value;

use crate::files::Files;

/// Steps of one question. A question that needs more has no answer, and the lint is silent.
const MAX_STEPS_EACH: usize = 4_000;
/// Steps of all questions of one lint about one document. Steps are counted, and not time, so that the same files give the same
/// findings on every machine.
pub(crate) const MAX_STEPS: usize = 1_000_000;

/// The questions of one lint about one document.
pub(crate) struct Proofs<'q, 's> {
    pub questions: &'q mut Questions,
    pub files: &'q Files<'s>,
    pub steps: usize,
}

impl Proofs<'_, '_> {
    pub fn add(&mut self, schema: &Schema) -> SchemaId {
        self.questions.add(schema)
    }

    /// A value that each schema of the first list accepts and each of the second rejects.
    pub fn find_value(&mut self, accepted_by: &[SchemaId], rejected_by: &[SchemaId], formats: bool) -> Answer {
        let mut steps = self.steps.min(MAX_STEPS_EACH);
        self.steps -= steps;
        let answer = self.questions.find_value(Question { accepted_by, rejected_by, formats }, &mut steps);
        self.steps += steps;
        answer
    }

    /// A value that all of some schemas accept.
    pub fn find_common_value(&mut self, schemas: &[SchemaId]) -> Option<Value> {
        match self.find_value(schemas, &[], false) {
            Answer::Yes(value) => Some(value),
            _ => None,
        }
    }

    /// Whether it is proved that no value meets the schemas.
    pub fn is_impossible(&mut self, accepted_by: &[SchemaId], rejected_by: &[SchemaId], formats: bool) -> bool {
        matches!(self.find_value(accepted_by, rejected_by, formats), Answer::No(_))
    }

    /// The reason for which a schema rejects a value; `None` if it accepts the value.
    pub fn why_rejected(&mut self, schema: SchemaId, value: &Value) -> Option<String> {
        self.questions.why_rejected(schema, value, &mut self.steps)
    }
}
