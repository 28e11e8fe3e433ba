//! What lints ask about the schemas of a document, with bounded work.

use schema_drift::{Answer, Question, Questions, Steps};
use schema_ir::{Schema, SchemaId};
use serde_json::Value;

use crate::files::Files;

/// The steps of one lint about one document. A question that needs more has no answer, and the lint is silent.
pub(crate) const STEPS: Steps = Steps { of_question: 4_000, in_all: 1_000_000 };

/// The questions of one lint about one document.
pub(crate) struct Proofs<'q, 's> {
    questions: &'q mut Questions,
    pub files: &'q Files<'s>,
}

impl<'q, 's> Proofs<'q, 's> {
    pub fn new(questions: &'q mut Questions, files: &'q Files<'s>) -> Self {
        questions.set_steps(STEPS);
        Proofs { questions, files }
    }

    pub fn add(&mut self, schema: &Schema) -> SchemaId {
        self.questions.add(schema)
    }

    /// A value that all of some schemas accept.
    pub fn find_common_value(&mut self, schemas: &[SchemaId]) -> Option<Value> {
        match self.questions.find_value(Question { accepted_by: schemas, ..Question::default() }) {
            Answer::Yes(value) => Some(value),
            _ => None,
        }
    }

    /// Whether it is proved that no value satisfies a schema.
    pub fn is_impossible(&mut self, schema: SchemaId) -> bool {
        self.questions.has_no_value(Question { accepted_by: &[schema], ..Question::default() })
    }

    /// Whether it is proved that a schema accepts all that another one accepts, whether `format` asserts or not.
    pub fn covers(&mut self, wide: SchemaId, narrow: SchemaId) -> bool {
        [true, false].into_iter().all(|formats| {
            self.questions.has_no_value(Question { accepted_by: &[narrow], rejected_by: &[wide], formats })
        })
    }

    /// The reason for which a schema rejects a value; `None` if it accepts the value.
    pub fn why_rejected(&mut self, schema: SchemaId, value: &Value) -> Option<String> {
        self.questions.why_rejected(schema, value)
    }
}
