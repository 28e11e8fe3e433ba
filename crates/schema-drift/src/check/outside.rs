//! The places at which types of the user's own decide, so that a sample shows nothing about the generated code.

use jsonschema::Validator;
use schema_ir::{Document, Error, ErrorKind, Schema as Node, SchemaId, pointer};
use serde_json::Value;

use crate::facts::Facts;
use crate::schema::Schema;
use crate::validator::{InvalidSchema, build_validator, json_for_validators};
use crate::vendored::{Outside, Vendored};

pub(super) struct OutsidePlaces {
    outside: Outside,
    file: String,
    /// A validator of the schema with any value at these places, if there are some.
    without: Option<Validator>,
}

impl OutsidePlaces {
    pub fn find(vendored: &Vendored, schema: &Schema) -> Result<Self, Error> {
        let (outside, file) = (vendored.outside.clone(), schema.source().file().to_owned());
        let mut places = OutsidePlaces { outside, file, without: None };
        if !places.outside.places.is_empty() {
            let mut document = schema.document().clone();
            let ids: Vec<SchemaId> = document.iter().map(|(id, _)| id).collect();
            for id in ids.into_iter().filter(|id| places.is_outside(schema.document(), *id)) {
                document[id] = Node { origin: document[id].origin.clone(), ..Node::default() };
            }
            let refuse = |why: InvalidSchema| Error::new(ErrorKind::KeywordForm, vendored.file, why.message);
            places.without = Some(build_validator(&json_for_validators(&document), false).map_err(refuse)?);
        }
        Ok(places)
    }

    /// Whether the text that was read last had a value at such a place.
    pub fn reads(&self) -> bool {
        !self.outside.places.is_empty() && (self.outside.reads)()
    }

    /// Whether the type of such a place refused the value of the text that was read last.
    pub fn refuses(&self) -> bool {
        !self.outside.places.is_empty() && (self.outside.refuses)()
    }

    /// Whether only the type of such a place can have accepted an invalid value, which was read last.
    pub fn accepts(&self, value: &Value) -> bool {
        self.reads() && self.without.as_ref().is_some_and(|validator| validator.is_valid(value))
    }

    /// Whether a part of an instance is at such a place, or inside.
    pub fn has(&self, document: &Document, path: &str) -> bool {
        let mut at = Some(document.root());
        let mut tokens = pointer::tokens(path);
        loop {
            let Some(id) = at else { return false };
            if self.is_outside(document, id) {
                return true;
            }
            let Some(token) = tokens.next() else { return false };
            at = Facts::at(document, id).member(&token);
        }
    }

    fn is_outside(&self, document: &Document, id: SchemaId) -> bool {
        let mut next = Some(id);
        // A chain of references ends, because endless ones are rejected.
        while let Some(id) = next {
            let schema = &document[id];
            let here = |pointer: &str| schema.origin.pointer == pointer && *schema.origin.file == *self.file;
            if self.outside.places.iter().any(|place| here(place.pointer)) {
                return true;
            }
            next = schema.reference;
        }
        false
    }
}
