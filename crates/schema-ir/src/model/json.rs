//! Schemas of the model as JSON, for validators and for people.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::{Document, Schema, SchemaId};
use crate::{Keyword, pointer};

/// Writes schemas of a document as JSON, with references as `#/$defs/NAME`, and those to the root as `#`.
#[derive(Clone, Debug)]
pub struct Writer<'d> {
    document: &'d Document,
    /// The texts of references that have others.
    references: HashMap<SchemaId, String>,
    for_validators: bool,
}

impl<'d> Writer<'d> {
    /// A writer.
    pub fn new(document: &'d Document) -> Self {
        Self::with_references(document, HashMap::new())
    }

    /// A writer of what affects which values are valid, with the root as the definition [`ROOT`](super::ROOT).
    pub fn for_validators(document: &'d Document) -> Self {
        let root = HashMap::from([(document.root(), definition_uri(super::ROOT))]);
        Writer { for_validators: true, ..Self::with_references(document, root) }
    }

    /// A writer with the texts of some references by their targets.
    ///
    /// ```
    /// use std::collections::HashMap;
    /// use schema_ir::{NormaliseOptions, Source, Writer, definition_uri, normalise};
    /// let source = Source::parse("a.json", br##"{"items": {"$ref": "#"}}"##.to_vec())?;
    /// let document = normalise(&source, &NormaliseOptions::default())?.document;
    /// let names = HashMap::from([(document.root(), definition_uri("Tree"))]);
    /// let tree = Writer::with_references(&document, names).schema(document.root());
    /// assert_eq!(tree, serde_json::json!({"items": {"$ref": "#/$defs/Tree"}}));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_references(document: &'d Document, references: HashMap<SchemaId, String>) -> Self {
        Writer { document, references, for_validators: false }
    }

    /// A schema without the definitions that it refers to.
    pub fn schema(&self, id: SchemaId) -> Value {
        let schema = &self.document[id];
        if let Some(boolean) = schema.boolean {
            return Value::Bool(boolean);
        }
        let keywords = schema.keywords();
        let mut members = Map::with_capacity(keywords.len());
        for keyword in keywords {
            if let Some(value) = self.keyword(schema, keyword) {
                members.insert(keyword.name().to_owned(), value);
            }
        }
        let more = more_parts(schema);
        if !more.is_empty()
            && let Value::Array(all) = members.entry(Keyword::AllOf.name()).or_insert_with(|| json!([]))
        {
            all.extend(more);
        }
        Value::Object(members)
    }

    fn reference(&self, target: SchemaId) -> Option<String> {
        let usual = || match target == self.document.root() {
            true => Some("#".to_owned()),
            false => self.document.name_of(target).map(definition_uri),
        };
        self.references.get(&target).cloned().or_else(usual)
    }

    /// The value of a keyword; `None` if the schema does not have it.
    pub fn keyword(&self, schema: &Schema, keyword: Keyword) -> Option<Value> {
        if !schema.has(keyword) {
            return None;
        }
        let Schema { number, text, array, object, .. } = schema;
        let of_number = |number: &Option<serde_json::Number>| number.clone().map(Value::Number);
        Some(match keyword {
            Keyword::Ref => self.reference(schema.reference?)?.into(),
            // It asserts nothing, and its references were not resolved.
            Keyword::ContentSchema if self.for_validators => return None,
            Keyword::Type => schema.types.as_ref()?.to_json(),
            Keyword::Enum => schema.values.clone()?.into(),
            Keyword::Const => schema.constant.clone()?,
            Keyword::Minimum => of_number(&number.minimum)?,
            Keyword::ExclusiveMinimum => of_number(&number.exclusive_minimum)?,
            Keyword::Maximum => of_number(&number.maximum)?,
            Keyword::ExclusiveMaximum => of_number(&number.exclusive_maximum)?,
            Keyword::MultipleOf => of_number(&number.multiple_of)?,
            Keyword::MinLength => text.min_length?.into(),
            Keyword::MaxLength => text.max_length?.into(),
            Keyword::Pattern => text.pattern.clone()?.into(),
            Keyword::MinContains => array.min_contains?.into(),
            Keyword::MaxContains => array.max_contains?.into(),
            Keyword::MinItems => array.min_items?.into(),
            Keyword::MaxItems => array.max_items?.into(),
            Keyword::UniqueItems => array.unique_items?.into(),
            Keyword::Required => object.required.clone().into(),
            Keyword::MinProperties => object.min_properties?.into(),
            Keyword::MaxProperties => object.max_properties?.into(),
            Keyword::DependentRequired => {
                let names = |(name, names): (&String, &Vec<String>)| (name.clone(), names.clone().into());
                Value::Object(object.dependent_required.iter().map(names).collect())
            }
            Keyword::PrefixItems | Keyword::AllOf | Keyword::AnyOf | Keyword::OneOf => {
                schema.inside(keyword).map(|(_, id)| self.schema(id)).collect()
            }
            Keyword::Properties | Keyword::PatternProperties | Keyword::DependentSchemas => {
                let entry = |(name, id): (super::Token<'_>, SchemaId)| (name.to_string(), self.schema(id));
                Value::Object(schema.inside(keyword).map(entry).collect())
            }
            keyword if keyword.annotates() => schema.annotations.get(&keyword)?.clone(),
            keyword => self.schema(schema.inside(keyword).next()?.1),
        })
    }
}

/// The second and further values of a keyword, which JSON has room for only in schemas of their own.
fn more_parts(schema: &Schema) -> Vec<Value> {
    let part = |keyword: Keyword, value: Value| json!({ keyword.name(): value });
    let multiples = schema.number.more_multiples.iter();
    let multiples = multiples.map(|step| part(Keyword::MultipleOf, Value::Number(step.clone())));
    let patterns = schema.text.more_patterns.iter().map(|pattern| part(Keyword::Pattern, pattern.clone().into()));
    multiples.chain(patterns).collect()
}

/// A reference to a definition.
pub fn definition_uri(name: &str) -> String {
    format!("#{}", pointer::percent_encoded(&pointer::push("/$defs", name), b"/$"))
}

impl Document {
    /// The document as JSON in plain 2020-12: the root, and under `$defs` the definitions.
    ///
    /// ```
    /// use schema_ir::{NormaliseOptions, Source, normalise};
    /// let source = Source::parse("a.json", br#"{"items": [{"type": "null"}]}"#.to_vec())?;
    /// let normal = normalise(&source, &NormaliseOptions::default())?;
    /// assert_eq!(normal.document.to_json(), serde_json::json!({"prefixItems": [{"type": "null"}]}));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_json(&self) -> Value {
        let writer = Writer::new(self);
        let mut root = writer.schema(self.root());
        if let (Value::Object(members), false) = (&mut root, self.definitions.is_empty()) {
            let definitions = self.definitions.iter().map(|(name, id)| (name.clone(), writer.schema(*id)));
            members.insert(Keyword::Defs.name().to_owned(), Value::Object(definitions.collect()));
        }
        root
    }
}
