//! Two documents, made ready to be decided.

use std::cell::OnceCell;

use schema_ir::{Document, Keyword, Schema};
use serde_json::Value;

use crate::classes::Classes;
use crate::plain::write_with_names;
use crate::prove;
use crate::repair::{needs_repair, repair};
use crate::validator::{InvalidSchema, Validators, build_validator};

/// Two documents without what does not affect the accepted values, and what is made of them when it is needed.
pub(crate) struct Prepared {
    pub documents: [Document; 2],
    pub classes: Classes,
    /// True if `format` asserts.
    pub formats: bool,
    json: OnceCell<[Value; 2]>,
    validators: OnceCell<Result<Validators, InvalidSchema>>,
    /// `None` until the prover was needed; inside, `None` if the two are too large for it.
    prover: Option<Option<prove::Pair>>,
}

impl Prepared {
    /// Drops annotations, so that a description makes no difference.
    pub fn new(old: &Document, new: &Document, formats: bool) -> Self {
        let documents = [old, new].map(|document| {
            let mut document = document.clone();
            document.update(|schema| stripped(schema, formats));
            document
        });
        let classes = Classes::new(documents.each_ref());
        Prepared { documents, classes, formats, json: OnceCell::new(), validators: OnceCell::new(), prover: None }
    }

    /// Both documents as JSON, in which equal definitions have the same name.
    pub fn json(&self) -> &[Value; 2] {
        self.json.get_or_init(|| {
            [0, 1].map(|side| {
                let names = self.classes.sides[side].iter().map(|(id, class)| (*id, class.name())).collect();
                write_with_names(&self.documents[side], &names)
            })
        })
    }

    /// Validators of both documents.
    pub fn validators(&self) -> Result<&Validators, &InvalidSchema> {
        let build = || {
            let [old, new] = self.json();
            Ok(Validators::new([build_validator(old, self.formats)?, build_validator(new, self.formats)?]))
        };
        self.validators.get_or_init(build).as_ref()
    }

    /// Takes the prover; `None` if the documents are too large for it.
    pub fn take_prover(&mut self) -> Option<prove::Pair> {
        let compile = || prove::Pair::new(self.documents.each_ref(), &self.classes);
        self.prover.take().unwrap_or_else(compile)
    }

    /// Puts the prover back, with what it has learned.
    pub fn keep_prover(&mut self, prover: Option<prove::Pair>) {
        self.prover = Some(prover);
    }

    /// The validators, if both documents are valid schemas.
    pub fn into_validators(self) -> Option<Validators> {
        let built = self.validators().is_ok();
        self.validators.into_inner().filter(|_| built)?.ok()
    }
}

/// A schema without what does not affect the accepted values; `None` if it has nothing else. `formats` decides whether `format`
/// asserts.
pub(crate) fn stripped(schema: &Schema, formats: bool) -> Option<Schema> {
    let asserts = |keyword: Keyword| formats && keyword == Keyword::Format;
    if schema.annotations.keys().copied().all(asserts) && !needs_repair(schema) {
        return None;
    }
    let mut stripped = schema.clone();
    stripped.retain_annotations(asserts);
    repair(&mut stripped);
    Some(stripped)
}
