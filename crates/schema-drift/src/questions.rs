//! Questions about the schemas of one document: is there a value that some of them accept and others reject?

use std::collections::HashMap;

use jsonschema::Validator;
use schema_ir::{Document, Schema, SchemaId};
use serde_json::Value;

use crate::answer::{Answer, Why};
use crate::classes::Classes;
use crate::prepared::stripped;
use crate::prove::{Compiled, Solution};
use crate::schema::find_endless_reference;
use crate::stack::run_with_room;
use crate::validator::{build_validator, json_for_validators};

/// The steps for which the construction of a validator counts, besides one for each schema in it.
const STEPS_OF_VALIDATOR: usize = 200;

/// Limits on the work of questions. Steps are counted, and not time, so that the answers are the same on every machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Steps {
    /// Of the search for one value.
    pub of_question: usize,
    /// Of all questions, and of the validators that confirm the answers.
    pub in_all: usize,
}

/// Answers questions about the schemas of one document. See [`ask`].
pub struct Questions {
    /// The document as questions with and without formats see it.
    sides: [Side; 2],
    steps: Steps,
}

/// A question: which value do some schemas accept and others reject?
#[derive(Clone, Copy, Debug, Default)]
pub struct Question<'q> {
    /// The schemas that accept the value.
    pub accepted_by: &'q [SchemaId],
    /// The schemas that reject the value.
    pub rejected_by: &'q [SchemaId],
    /// True if `format` asserts.
    pub formats: bool,
}

/// Calls `work` with the questions about a document, on a thread whose stack the document cannot exhaust.
///
/// `None` if no questions can be answered: a reference leads back to itself without a step into a value, the machine has no
/// memory for the thread, or a defect ended it.
///
/// ```
/// use schema_drift::{Answer, Question, Schema, Steps, ask};
/// let schema = Schema::parse("a.json", r#"{"oneOf": [{"type": "number"}, {"type": "integer"}]}"#)?;
/// let document = schema.document();
/// let members = document[document.root()].logic.one_of.clone().unwrap();
/// let steps = Steps { of_question: 1_000, in_all: 10_000 };
/// let answer = ask(document, steps, |questions| {
///     questions.find_value(Question { accepted_by: &members, ..Question::default() })
/// });
/// assert_eq!(answer, Some(Answer::Yes(serde_json::json!(0))));
/// # Ok::<(), schema_drift::Errors>(())
/// ```
pub fn ask<T: Send>(document: &Document, steps: Steps, work: impl FnOnce(&mut Questions) -> T + Send) -> Option<T> {
    if find_endless_reference(document).is_some() {
        return None;
    }
    let new = || Questions { sides: [false, true].map(|formats| Side::new(document, formats)), steps };
    run_with_room(|| work(&mut new())).ok()
}

impl Questions {
    /// Sets the steps that are left.
    pub fn set_steps(&mut self, steps: Steps) {
        self.steps = steps;
    }

    /// Adds a schema to ask about, which is made of schemas of the document.
    pub fn add(&mut self, schema: &Schema) -> SchemaId {
        let ids = self.sides.each_mut().map(|side| side.add(schema));
        ids[0]
    }

    /// Searches for a value. Validators confirm it.
    pub fn find_value(&mut self, question: Question<'_>) -> Answer {
        let (side, steps) = self.side(question.formats);
        match side.solve(question, steps) {
            Some(Solution::None) => Answer::No(Why::Cases),
            Some(Solution::Value(value)) if side.confirms(question, &value, steps) => Answer::Yes(value),
            Some(Solution::Value(_)) => {
                Answer::Unknown("validators do not confirm the value that the solver found".to_owned())
            }
            Some(Solution::Unknown) => Answer::Unknown("the limit of steps was exceeded".to_owned()),
            None => Answer::Unknown("the document is too large for the solver".to_owned()),
        }
    }

    /// Whether it is proved that there is no value. Takes less time than [`find_value`](Self::find_value), because no validator
    /// is needed.
    pub fn has_no_value(&mut self, question: Question<'_>) -> bool {
        let (side, steps) = self.side(question.formats);
        side.solve(question, steps) == Some(Solution::None)
    }

    /// The reason for which a schema rejects a value; `None` if it accepts the value, or no validator can judge it. `format`
    /// annotates.
    ///
    /// ```
    /// use schema_drift::Steps;
    /// let schema = schema_drift::Schema::parse("a.json", r#"{"type": "string"}"#)?;
    /// let document = schema.document();
    /// let reason = schema_drift::ask(document, Steps { of_question: 1_000, in_all: 10_000 }, |questions| {
    ///     questions.why_rejected(document.root(), &serde_json::json!(1))
    /// });
    /// assert_eq!(reason.flatten().as_deref(), Some("1 is not of type \"string\""));
    /// # Ok::<(), schema_drift::Errors>(())
    /// ```
    pub fn why_rejected(&mut self, schema: SchemaId, value: &Value) -> Option<String> {
        let (side, steps) = self.side(false);
        side.why_rejected(schema, value, steps)
    }

    fn side(&mut self, formats: bool) -> (&mut Side, &mut Steps) {
        let [without, with] = &mut self.sides;
        (if formats { with } else { without }, &mut self.steps)
    }
}

impl Steps {
    /// Does work that takes steps of one question.
    fn spend<T>(&mut self, work: impl FnOnce(&mut usize) -> T) -> T {
        let mut steps = self.of_question.min(self.in_all);
        self.in_all -= steps;
        let result = work(&mut steps);
        self.in_all += steps;
        result
    }
}

/// A document without what does not affect the accepted values.
struct Side {
    formats: bool,
    document: Document,
    /// What the solver needs, when it was needed; inside, `None` if the document is too large for it.
    solver: Option<Option<(Classes, Compiled)>>,
    /// `None` if the validator refuses the schema.
    validators: HashMap<SchemaId, Option<Validator>>,
}

impl Side {
    fn new(document: &Document, formats: bool) -> Self {
        let mut document = document.clone();
        document.update(|schema| stripped(schema, formats));
        Side { formats, document, solver: None, validators: HashMap::new() }
    }

    fn add(&mut self, schema: &Schema) -> SchemaId {
        let stripped = stripped(schema, self.formats);
        self.document.add(stripped.unwrap_or_else(|| schema.clone()))
    }

    /// The document and what the solver made of it; `None` if it is too large.
    fn solver(&mut self) -> Option<(&Document, &Classes, &mut Compiled)> {
        let compile = || {
            let classes = Classes::new([&self.document; 2]);
            Compiled::new(&self.document, &classes).map(|compiled| (classes, compiled))
        };
        let (classes, compiled) = self.solver.get_or_insert_with(compile).as_mut()?;
        Some((&self.document, classes, compiled))
    }

    fn solve(&mut self, question: Question<'_>, steps: &mut Steps) -> Option<Solution> {
        let Question { accepted_by, rejected_by, .. } = question;
        let (document, classes, compiled) = self.solver()?;
        Some(steps.spend(|steps| compiled.solve(document, classes, [accepted_by, rejected_by], steps)))
    }

    /// Whether validators of all schemas judge a value as the question asks.
    fn confirms(&mut self, question: Question<'_>, value: &Value, steps: &mut Steps) -> bool {
        let judged = [(question.accepted_by, true), (question.rejected_by, false)];
        let mut all = judged.into_iter().flat_map(|(ids, accepts)| ids.iter().map(move |id| (*id, accepts)));
        all.all(|(id, accepts)| self.validator(id, steps).is_some_and(|one| one.is_valid(value) == accepts))
    }

    /// The validator of a schema; `None` if the schema has none, or no steps are left to build it.
    fn validator(&mut self, schema: SchemaId, steps: &mut Steps) -> Option<&Validator> {
        if !self.validators.contains_key(&schema) {
            let small = self.document.extract(self.document[schema].clone());
            let needed = STEPS_OF_VALIDATOR + small.iter().count();
            steps.in_all = steps.in_all.saturating_sub(needed);
            if steps.in_all == 0 {
                return None;
            }
            self.validators.insert(schema, build_validator(&json_for_validators(&small), self.formats).ok());
        }
        self.validators.get(&schema)?.as_ref()
    }

    fn why_rejected(&mut self, schema: SchemaId, value: &Value, steps: &mut Steps) -> Option<String> {
        let (document, classes, compiled) = self.solver()?;
        let accepts = steps.spend(|steps| compiled.accepts(document, classes, schema, value, steps));
        // A validator is built only for a value that the schema probably rejects, because that takes longer.
        if accepts == Some(true) || steps.in_all == 0 {
            return None;
        }
        let error = self.validator(schema, steps)?.validate(value).err()?;
        let at = error.instance_path().to_string();
        Some(if at.is_empty() { error.to_string() } else { format!("{error} (at `{at}`)") })
    }
}
