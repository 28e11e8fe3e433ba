//! Whether two schemas are written alike.

use super::{Document, Schema, SchemaId};
use crate::Keyword;

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
        one == other || self.have_like_keywords(&self[one], &self[other])
    }

    /// The same for schemas made of schemas of the document.
    pub fn have_like_keywords(&self, one: &Schema, other: &Schema) -> bool {
        one.boolean == other.boolean
            && Keyword::ALL.iter().all(|keyword| {
                one.has(*keyword) == other.has(*keyword)
                    && (!one.has(*keyword) || self.have_like_keyword(one, other, *keyword))
            })
    }

    /// Whether two schemas have the same value under a keyword, which may be none.
    pub fn have_like_keyword(&self, one: &Schema, other: &Schema, keyword: Keyword) -> bool {
        let (mine, theirs) = (one.inside(keyword), other.inside(keyword));
        if !mine.is_empty() || !theirs.is_empty() {
            // The order of names has no meaning.
            return mine.len() == theirs.len()
                && mine.iter().enumerate().all(|(index, (token, id))| {
                    let there = theirs.get(index).filter(|(known, _)| known == token);
                    let there = there.or_else(|| theirs.iter().find(|(known, _)| known == token));
                    there.is_some_and(|(_, other)| self.are_alike(*id, *other))
                });
        }
        match keyword {
            Keyword::Ref => one.reference == other.reference,
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
            keyword => one.annotations.get(&keyword) == other.annotations.get(&keyword),
        }
    }
}
