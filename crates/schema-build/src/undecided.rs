//! The lint `discriminator-undecided`: a union with a `discriminator` of whose members several accept one value.

use std::cell::Cell;

use schema_ir::{Document, JsonType, Keyword, Schema, SchemaId, Source, pointer};
use serde_json::{Map, Value, json};

use crate::report::Note;

/// The depth to which the parts of an example are made.
const MAX_DEPTH: usize = 5;

/// The maximum number of schemas that a part of an example must satisfy.
const MAX_CONJUNCTS: usize = 64;

/// The maximum number of pairs of members that are tried for one union.
const MAX_PAIRS: usize = 64;

/// The maximum number of parts of the examples for one union.
const MAX_PARTS: usize = 1_000;

/// Notes each union of the document with a `discriminator`, two of whose members accept the same value.
pub(crate) fn find(source: &Source, document: &Document) -> Vec<Note> {
    let own = document.iter().filter(|(_, schema)| &*schema.origin.file == source.file());
    own.filter_map(|(_, schema)| note(source, document, schema)).collect()
}

fn note(source: &Source, document: &Document, schema: &Schema) -> Option<Note> {
    let discriminator = schema.annotation(Keyword::Discriminator)?;
    let property = discriminator.get("propertyName").unwrap_or(discriminator).as_str()?;
    let (keyword, members) = [Keyword::OneOf, Keyword::AnyOf].into_iter().find_map(|keyword| {
        let members = schema.inside(keyword);
        (members.len() > 1).then_some((keyword, members))
    })?;
    let mapping = discriminator.get("mapping").and_then(Value::as_object);
    let tags = mapping.into_iter().flat_map(Map::keys).collect();
    let example = Example { document, property, tags, left: Cell::new(MAX_PARTS) };
    let ids: Vec<SchemaId> = members.map(|(_, id)| id).collect();
    let pairs =
        ids.iter().enumerate().flat_map(|(index, one)| ids.iter().skip(index + 1).map(move |other| [*one, *other]));
    let value = pairs.take(MAX_PAIRS).find_map(|pair| example.object(pair.to_vec(), MAX_DEPTH))?;
    let effect = match keyword {
        Keyword::OneOf => "so that the union refuses it",
        _ => "and the first of them reads it",
    };
    let message = format!(
        "discriminator-undecided: two members of the union accept {value}, {effect}; JSON Schema ignores `discriminator`, and \
         `Builder::discriminator(Discriminator::Decides)` lets `{property}` decide"
    );
    let pointer = pointer::push(&schema.origin.pointer, Keyword::Discriminator.name());
    Some(Note { file: source.file().to_owned(), pointer, message })
}

/// Makes values of several schemas at once, of the simplest kind.
struct Example<'d> {
    document: &'d Document,
    /// The property of the discriminator, and the values that its mapping names.
    property: &'d str,
    tags: Vec<&'d String>,
    /// The number of parts that may still be made.
    left: Cell<usize>,
}

impl<'d> Example<'d> {
    /// An object with nothing but the properties that the schemas require.
    fn object(&self, ids: Vec<SchemaId>, depth: usize) -> Option<Value> {
        let depth = depth.checked_sub(1)?;
        let schemas = self.conjuncts(ids)?;
        let is_plain = |schema: &&Schema| schema.asserting().all(|keyword| is_plain(keyword, schema));
        if !schemas.iter().all(is_plain) {
            return None;
        }
        let mut members = Map::new();
        let required = schemas.iter().flat_map(|schema| &schema.object.required);
        for name in required.chain(std::iter::once(&self.property.to_owned()).filter(|_| depth + 1 == MAX_DEPTH)) {
            if members.contains_key(name) {
                continue;
            }
            let own = |schema: &&Schema| {
                let object = &schema.object;
                object.properties.get(name).copied().or(object.additional_properties)
            };
            members.insert(name.clone(), self.value(name, schemas.iter().filter_map(own).collect(), depth)?);
        }
        Some(Value::Object(members))
    }

    /// A value that all the schemas accept.
    fn value(&self, name: &str, ids: Vec<SchemaId>, depth: usize) -> Option<Value> {
        self.left.set(self.left.get().checked_sub(1)?);
        let schemas = self.conjuncts(ids.clone())?;
        let tags = self.tags.iter().filter(|_| name == self.property).map(|tag| json!(tag));
        let listed = schemas.iter().flat_map(|schema| schema.values.iter().flatten().chain(&schema.constant)).cloned();
        let scalars = [json!("a"), json!(1), json!(true), json!(null)];
        let mut candidates = tags.chain(listed).chain(scalars);
        let is_valid = |value: &Value| schemas.iter().all(|schema| accepts(schema, value));
        candidates.find(is_valid).or_else(|| self.object(ids, depth))
    }

    /// The schemas that a value must satisfy at once; `None` if one accepts no value, or there are too many.
    fn conjuncts(&self, mut open: Vec<SchemaId>) -> Option<Vec<&'d Schema>> {
        let mut found = Vec::new();
        while let Some(id) = open.pop() {
            let schema = &self.document[id];
            if schema.is_false() || found.len() >= MAX_CONJUNCTS {
                return None;
            }
            open.extend(schema.reference.iter().chain(&schema.logic.all_of));
            found.push(schema);
        }
        Some(found)
    }
}

/// Whether an object with the required properties alone meets the keyword.
fn is_plain(keyword: Keyword, schema: &Schema) -> bool {
    match keyword {
        Keyword::Type => schema.types.as_ref().is_none_or(|types| types.admits(&json!({}))),
        Keyword::Properties | Keyword::Required | Keyword::AdditionalProperties | Keyword::Ref | Keyword::AllOf => true,
        other => other.about().is_some_and(|of| of != JsonType::Object),
    }
}

/// Whether a scalar is valid, as far as the keywords that are evaluated here show.
fn accepts(schema: &Schema, value: &Value) -> bool {
    schema.asserting().all(|keyword| match keyword {
        Keyword::Type => schema.types.as_ref().is_none_or(|types| types.admits(value)),
        Keyword::Enum => schema.values.as_ref().is_none_or(|values| values.contains(value)),
        Keyword::Const => schema.constant.as_ref().is_none_or(|constant| constant == value),
        Keyword::MinLength => {
            let length = value.as_str().map_or(u64::MAX, |text| text.chars().count() as u64);
            schema.text.min_length.is_none_or(|least| length >= least)
        }
        Keyword::Ref | Keyword::AllOf => true,
        other => other.about().is_some_and(|of| of != JsonType::of(value)),
    })
}
