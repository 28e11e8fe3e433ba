//! Whether two schemas are written alike, in one document or in two.

use indexmap::IndexMap;

use super::{Document, Schema, SchemaId};
use crate::Keyword;

/// Compares schemas of one document, or of two, as data.
///
/// Two schemas are equal if they have the same keywords with the same values. Their places and the order of keywords do not
/// count. References are not followed: they are equal if they lead to definitions of the same name, or both to the root.
/// So `{"minimum": 1}` and `{"minimum": 1.0}` accept the same values and are not equal.
///
/// ```
/// use schema_ir::{Equality, Keyword, NormaliseOptions, Source, normalise};
/// let document = |text: &str| {
///     let source = Source::parse("a.json", text.as_bytes().to_vec())?;
///     Ok::<_, Box<dyn std::error::Error>>(normalise(&source, &NormaliseOptions::default())?.document)
/// };
/// let one = document(r##"{"properties": {"a": {"$ref": "#"}, "b": {"minLength": 1, "type": "string"}}}"##)?;
/// let other = document(r##"{"properties": {"b": {"type": "string", "minLength": 1}, "a": {"$ref": "#"}}, "maximum": 1}"##)?;
///
/// let equality = Equality::between(&one, &other);
/// assert!(!equality.schemas(one.root(), other.root()));
/// assert!(equality.keyword(Keyword::Properties, &one[one.root()], &other[other.root()]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Equality<'d> {
    one: &'d Document,
    other: &'d Document,
}

impl<'d> Equality<'d> {
    /// Compares schemas of the first document with schemas of the second.
    pub fn between(one: &'d Document, other: &'d Document) -> Self {
        Equality { one, other }
    }

    /// Whether two schemas are equal. Recurses as deep as the schemas nest.
    pub fn schemas(&self, one: SchemaId, other: SchemaId) -> bool {
        (self.is_one_document() && one == other) || self.keywords(&self.one[one], &self.other[other])
    }

    /// The same for schemas made of schemas of the documents.
    pub fn keywords(&self, one: &Schema, other: &Schema) -> bool {
        one.boolean == other.boolean
            && Keyword::ALL.iter().all(|keyword| {
                one.has(*keyword) == other.has(*keyword) && (!one.has(*keyword) || self.keyword(*keyword, one, other))
            })
    }

    /// Whether two schemas, one of each document, have the same value for a keyword, or both have none.
    pub fn keyword(&self, keyword: Keyword, one: &Schema, other: &Schema) -> bool {
        match keyword {
            Keyword::Ref => match (one.reference, other.reference) {
                (Some(one), Some(other)) => self.have_same_name(one, other),
                (one, other) => one.is_none() && other.is_none(),
            },
            Keyword::Type => one.types == other.types,
            Keyword::Enum => one.values == other.values,
            Keyword::Const => one.constant == other.constant,
            Keyword::Minimum => one.number.minimum == other.number.minimum,
            Keyword::ExclusiveMinimum => one.number.exclusive_minimum == other.number.exclusive_minimum,
            Keyword::Maximum => one.number.maximum == other.number.maximum,
            Keyword::ExclusiveMaximum => one.number.exclusive_maximum == other.number.exclusive_maximum,
            Keyword::MultipleOf => {
                one.number.multiple_of == other.number.multiple_of
                    && one.number.more_multiples == other.number.more_multiples
            }
            Keyword::MinLength => one.text.min_length == other.text.min_length,
            Keyword::MaxLength => one.text.max_length == other.text.max_length,
            Keyword::Pattern => {
                one.text.pattern == other.text.pattern && one.text.more_patterns == other.text.more_patterns
            }
            Keyword::MinContains => one.array.min_contains == other.array.min_contains,
            Keyword::MaxContains => one.array.max_contains == other.array.max_contains,
            Keyword::MinItems => one.array.min_items == other.array.min_items,
            Keyword::MaxItems => one.array.max_items == other.array.max_items,
            Keyword::UniqueItems => one.array.unique_items == other.array.unique_items,
            Keyword::Required => one.object.required == other.object.required,
            Keyword::MinProperties => one.object.min_properties == other.object.min_properties,
            Keyword::MaxProperties => one.object.max_properties == other.object.max_properties,
            Keyword::DependentRequired => one.object.dependent_required == other.object.dependent_required,
            Keyword::Properties => self.by_name(&one.object.properties, &other.object.properties),
            Keyword::PatternProperties => {
                self.by_name(&one.object.pattern_properties, &other.object.pattern_properties)
            }
            Keyword::DependentSchemas => self.by_name(&one.object.dependent_schemas, &other.object.dependent_schemas),
            Keyword::PrefixItems
            | Keyword::Items
            | Keyword::Contains
            | Keyword::UnevaluatedItems
            | Keyword::AdditionalProperties
            | Keyword::PropertyNames
            | Keyword::UnevaluatedProperties
            | Keyword::AllOf
            | Keyword::AnyOf
            | Keyword::OneOf
            | Keyword::Not
            | Keyword::If
            | Keyword::Then
            | Keyword::Else => {
                let (before, after) = (one.inside(keyword), other.inside(keyword));
                one.has(keyword) == other.has(keyword)
                    && before.len() == after.len()
                    && before.zip(after).all(|((_, one), (_, other))| self.schemas(one, other))
            }
            Keyword::Title
            | Keyword::Description
            | Keyword::Default
            | Keyword::Examples
            | Keyword::Deprecated
            | Keyword::ReadOnly
            | Keyword::WriteOnly
            | Keyword::Format
            | Keyword::ContentEncoding
            | Keyword::ContentMediaType
            | Keyword::ContentSchema
            | Keyword::Discriminator
            | Keyword::Comment => one.annotation(keyword) == other.annotation(keyword),
            // Plain 2020-12 has none of them.
            Keyword::Schema
            | Keyword::Id
            | Keyword::OldId
            | Keyword::Anchor
            | Keyword::DynamicAnchor
            | Keyword::RecursiveAnchor
            | Keyword::Vocabulary
            | Keyword::Defs
            | Keyword::Definitions
            | Keyword::DynamicRef
            | Keyword::RecursiveRef
            | Keyword::Nullable
            | Keyword::AdditionalItems
            | Keyword::Dependencies
            | Keyword::Example => true,
        }
    }

    fn is_one_document(&self) -> bool {
        std::ptr::eq(self.one, self.other)
    }

    /// Whether two targets of references have the same name, or are both the root.
    fn have_same_name(&self, one: SchemaId, other: SchemaId) -> bool {
        if self.is_one_document() {
            return one == other;
        }
        match (one == self.one.root(), other == self.other.root()) {
            (false, false) => self.one.name_of(one).is_some_and(|name| self.other.name_of(other) == Some(name)),
            (one, other) => one && other,
        }
    }

    fn by_name(&self, one: &IndexMap<String, SchemaId>, other: &IndexMap<String, SchemaId>) -> bool {
        let has_equal =
            |(name, one): (&String, &SchemaId)| other.get(name).is_some_and(|other| self.schemas(*one, *other));
        one.len() == other.len() && one.iter().all(has_equal)
    }
}

impl Document {
    /// Whether two schemas of the document have the same keywords with the same values, in any order and wherever they are
    /// written. References are alike if they lead to the same schema.
    ///
    /// ```
    /// use schema_ir::{NormaliseOptions, Source, normalise};
    /// let text = br#"{"prefixItems": [{"minimum": 1, "items": {}}, {"items": {}, "minimum": 1}]}"#;
    /// let source = Source::parse("a.json", text.to_vec())?;
    /// let document = normalise(&source, &NormaliseOptions::default())?.document;
    /// let items = &document[document.root()].array.prefix_items;
    /// assert!(document.are_alike(items[0], items[1]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn are_alike(&self, one: SchemaId, other: SchemaId) -> bool {
        Equality::between(self, self).schemas(one, other)
    }

    /// Whether two schemas have the same value under a keyword, which may be none.
    pub fn have_like_keyword(&self, one: &Schema, other: &Schema, keyword: Keyword) -> bool {
        Equality::between(self, self).keyword(keyword, one, other)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::Equality;
    use crate::{Document, NormaliseOptions, Source, normalise};

    fn read(schema: &serde_json::Value) -> Document {
        let source = Source::parse("a.json", schema.to_string().into_bytes()).unwrap();
        normalise(&source, &NormaliseOptions::default()).unwrap().document
    }

    #[test]
    fn it_is_that_of_the_json() {
        let schemas = [
            json!(true),
            json!({}),
            json!({"type": "string"}),
            json!({"type": ["string"]}),
            json!({"minimum": 1}),
            json!({"minimum": 1.0}),
            json!({"title": "a", "const": null}),
            json!({"const": null, "title": "a"}),
            json!({"anyOf": [true, {"$ref": "#"}]}),
            json!({"anyOf": [{"$ref": "#"}, true]}),
            json!({"items": {"$ref": "#/$defs/a"}, "$defs": {"a": {}, "b": {}}}),
            json!({"items": {"$ref": "#/$defs/b"}, "$defs": {"a": {}, "b": {}}}),
            json!({"properties": {"a": true, "b": {"not": {}}}}),
            json!({"properties": {"b": {"not": {}}, "a": true}}),
            json!({"properties": {"b": {"not": {}}, "c": true}}),
        ];
        for one in &schemas {
            for other in &schemas {
                let (before, after) = (read(one), read(other));
                let equal = Equality::between(&before, &after).schemas(before.root(), after.root());
                assert_eq!(equal, one == other, "{one} {other}");
            }
        }
    }

    #[test]
    fn references_within_a_document_are_equal_to_themselves() {
        let a = json!({"$ref": "#/$defs/a"});
        let document = read(&json!({"prefixItems": [a, a, {"$ref": "#/$defs/b"}], "$defs": {"a": {}, "b": {}}}));
        let items = &document[document.root()].array.prefix_items;
        assert!(document.are_alike(items[0], items[1]));
        assert!(!document.are_alike(items[0], items[2]));
    }
}
