//! Questions about the schemas of one document: is there a value that some of them accept and others reject?

use std::collections::HashMap;

use jsonschema::Validator;
use schema_ir::{Document, Schema, SchemaId};
use serde_json::Value;

use crate::answer::{Answer, Why};
use crate::classes::Classes;
use crate::prepared::strip;
use crate::prove::{Compiled, Solution};
use crate::schema::find_endless_reference;
use crate::stack::run_with_room;
use crate::validator::build_validator;

/// The steps for which the construction of a validator counts.
const STEPS_OF_VALIDATOR: usize = 500;

/// Answers questions about the schemas of one document. See [`ask`].
pub struct Questions {
    /// The document as questions with and without formats see it.
    sides: [Side; 2],
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
/// use schema_drift::{Answer, Question, Schema, ask};
/// let schema = Schema::parse("a.json", br#"{"oneOf": [{"type": "number"}, {"type": "integer"}]}"#.to_vec())?;
/// let document = schema.document();
/// let members = document[document.root()].logic.one_of.clone().unwrap();
/// let answer = ask(document, |questions| {
///     questions.find_value(Question { accepted_by: &members, ..Question::default() }, &mut 1_000)
/// });
/// assert_eq!(answer, Some(Answer::Yes(serde_json::json!(0))));
/// # Ok::<(), schema_drift::Errors>(())
/// ```
pub fn ask<T: Send>(document: &Document, work: impl FnOnce(&mut Questions) -> T + Send) -> Option<T> {
    if find_endless_reference(document).is_some() {
        return None;
    }
    run_with_room(|| work(&mut Questions { sides: [false, true].map(|formats| Side::new(document, formats)) })).ok()
}

impl Questions {
    /// Adds a schema to ask about, which is made of schemas of the document.
    pub fn add(&mut self, schema: &Schema) -> SchemaId {
        let ids = self.sides.each_mut().map(|side| side.add(schema));
        ids[0]
    }

    /// Searches for a value in at most `steps` steps, and subtracts those that it takes. Validators confirm the value.
    pub fn find_value(&mut self, question: Question<'_>, steps: &mut usize) -> Answer {
        self.side(question.formats).find_value(question, steps)
    }

    /// The reason for which a schema rejects a value; `None` if it accepts the value, or no validator can judge it. `format`
    /// annotates. Takes at most `steps` steps, and subtracts those that it takes.
    ///
    /// ```
    /// let schema = schema_drift::Schema::parse("a.json", br#"{"type": "string"}"#.to_vec())?;
    /// let document = schema.document();
    /// let reason = schema_drift::ask(document, |questions| {
    ///     questions.why_rejected(document.root(), &serde_json::json!(1), &mut 1_000)
    /// });
    /// assert_eq!(reason.flatten().as_deref(), Some("1 is not of type \"string\""));
    /// # Ok::<(), schema_drift::Errors>(())
    /// ```
    pub fn why_rejected(&mut self, schema: SchemaId, value: &Value, steps: &mut usize) -> Option<String> {
        self.side(false).why_rejected(schema, value, steps)
    }

    fn side(&mut self, formats: bool) -> &mut Side {
        let [without, with] = &mut self.sides;
        if formats { with } else { without }
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
        document.iter_mut().for_each(|schema| strip(schema, formats));
        Side { formats, document, solver: None, validators: HashMap::new() }
    }

    fn add(&mut self, schema: &Schema) -> SchemaId {
        let mut schema = schema.clone();
        strip(&mut schema, self.formats);
        self.document.add(schema)
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

    fn find_value(&mut self, question: Question<'_>, steps: &mut usize) -> Answer {
        let Some((document, classes, compiled)) = self.solver() else {
            return Answer::Unknown("the document is too large for the solver".to_owned());
        };
        let Question { accepted_by, rejected_by, .. } = question;
        match compiled.solve(document, classes, [accepted_by, rejected_by], steps) {
            Solution::None => Answer::No(Why::Cases),
            Solution::Unknown => Answer::Unknown("the limit of steps was exceeded".to_owned()),
            Solution::Value(value) => {
                let judged = [(accepted_by, true), (rejected_by, false)];
                let mut all = judged.into_iter().flat_map(|(ids, accepts)| ids.iter().map(move |id| (*id, accepts)));
                match all.all(|(id, accepts)| self.accepts(id, &value) == Some(accepts)) {
                    true => Answer::Yes(value),
                    false => Answer::Unknown("validators do not confirm the value that the solver found".to_owned()),
                }
            }
        }
    }

    fn validator(&mut self, schema: SchemaId) -> Option<&Validator> {
        let build = || {
            let json = self.document.extract(self.document[schema].clone()).to_json();
            build_validator(&json, self.formats).ok()
        };
        self.validators.entry(schema).or_insert_with(build).as_ref()
    }

    fn accepts(&mut self, schema: SchemaId, value: &Value) -> Option<bool> {
        self.validator(schema).map(|validator| validator.is_valid(value))
    }

    fn why_rejected(&mut self, schema: SchemaId, value: &Value, steps: &mut usize) -> Option<String> {
        let (document, classes, compiled) = self.solver()?;
        // A validator is built only for a value that the schema probably rejects, because that takes longer.
        if compiled.accepts(document, classes, schema, value, steps) == Some(true) || *steps < STEPS_OF_VALIDATOR {
            return None;
        }
        *steps -= STEPS_OF_VALIDATOR;
        let error = self.validator(schema)?.validate(value).err()?;
        let at = error.instance_path().to_string();
        Some(if at.is_empty() { error.to_string() } else { format!("{error} (at `{at}`)") })
    }
}
