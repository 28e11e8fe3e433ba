//! The keywords of a schema as a list, for what treats them all alike.

use std::{iter, option, slice};

use indexmap::{IndexMap, map};

use super::schema::Token;
use super::{Schema, SchemaId};
use crate::Keyword;

/// A set of keywords: the bit of each by its number.
#[derive(Clone, Copy, Default)]
struct Keywords(u128);

const _: () = assert!(Keyword::ALL.len() <= u128::BITS as usize);

impl Keywords {
    fn contains(self, keyword: Keyword) -> bool {
        self.0 & (1 << keyword as u8) != 0
    }

    /// Adds a keyword if it is there.
    fn add(&mut self, keyword: Keyword, is_there: bool) {
        self.0 |= u128::from(is_there) << keyword as u8;
    }

    fn add_all<const COUNT: usize>(&mut self, found: [(Keyword, bool); COUNT]) {
        found.into_iter().for_each(|(keyword, is_there)| self.add(keyword, is_there));
    }

    /// Removes a keyword, and returns whether it was there.
    fn remove(&mut self, keyword: Keyword) -> bool {
        let was_there = self.contains(keyword);
        self.0 &= !(1 << keyword as u8);
        was_there
    }
}

/// The keywords in the order of their table.
impl Iterator for Keywords {
    type Item = Keyword;

    fn next(&mut self) -> Option<Keyword> {
        let keyword = *Keyword::ALL.get(self.0.trailing_zeros() as usize)?;
        self.remove(keyword);
        Some(keyword)
    }
}

/// Keywords in the order in which they were written; those that were not, last.
struct Written<'s> {
    order: slice::Iter<'s, Keyword>,
    left: Keywords,
}

impl Iterator for Written<'_> {
    type Item = Keyword;

    fn next(&mut self) -> Option<Keyword> {
        let Written { order, left } = self;
        order.by_ref().copied().find(|keyword| left.remove(*keyword)).or_else(|| left.next())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let count = self.left.0.count_ones() as usize;
        (count, Some(count))
    }
}

impl ExactSizeIterator for Written<'_> {}

/// The schemas directly inside a keyword.
enum Inside<'s> {
    One(option::IntoIter<SchemaId>),
    List(iter::Enumerate<slice::Iter<'s, SchemaId>>),
    Named(map::Iter<'s, String, SchemaId>),
}

impl<'s> Inside<'s> {
    fn one(schema: Option<SchemaId>) -> Self {
        Inside::One(schema.into_iter())
    }

    fn list(schemas: &'s [SchemaId]) -> Self {
        Inside::List(schemas.iter().enumerate())
    }

    fn named(schemas: &'s IndexMap<String, SchemaId>) -> Self {
        Inside::Named(schemas.iter())
    }
}

impl<'s> Iterator for Inside<'s> {
    type Item = (Token<'s>, SchemaId);

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Inside::One(schema) => schema.next().map(|id| (Token::None, id)),
            Inside::List(schemas) => schemas.next().map(|(index, id)| (Token::Index(index), *id)),
            Inside::Named(schemas) => schemas.next().map(|(name, id)| (Token::Name(name), *id)),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match self {
            Inside::One(schema) => schema.size_hint(),
            Inside::List(schemas) => schemas.size_hint(),
            Inside::Named(schemas) => schemas.size_hint(),
        }
    }
}

impl ExactSizeIterator for Inside<'_> {}

impl Schema {
    /// Whether the schema has a keyword. A list of names or schemas that is empty counts as absent where that means the same.
    pub fn has(&self, keyword: Keyword) -> bool {
        self.present().contains(keyword)
    }

    /// All keywords that the schema has. Those of a group are found without a branch for each.
    fn present(&self) -> Keywords {
        let Schema { number, text, array, object, logic, .. } = self;
        let mut present = Keywords::default();
        present.add_all([
            (Keyword::Ref, self.reference.is_some()),
            (Keyword::Type, self.types.is_some()),
            (Keyword::Enum, self.values.is_some()),
            (Keyword::Const, self.constant.is_some()),
        ]);
        if !number.is_empty() {
            present.add_all([
                (Keyword::Minimum, number.minimum.is_some()),
                (Keyword::ExclusiveMinimum, number.exclusive_minimum.is_some()),
                (Keyword::Maximum, number.maximum.is_some()),
                (Keyword::ExclusiveMaximum, number.exclusive_maximum.is_some()),
                (Keyword::MultipleOf, number.multiple_of.is_some()),
            ]);
        }
        if !text.is_empty() {
            present.add_all([
                (Keyword::MinLength, text.min_length.is_some()),
                (Keyword::MaxLength, text.max_length.is_some()),
                (Keyword::Pattern, text.pattern.is_some()),
            ]);
        }
        if !array.is_empty() {
            present.add_all([
                (Keyword::PrefixItems, !array.prefix_items.is_empty()),
                (Keyword::Items, array.items.is_some()),
                (Keyword::Contains, array.contains.is_some()),
                (Keyword::MinContains, array.min_contains.is_some()),
                (Keyword::MaxContains, array.max_contains.is_some()),
                (Keyword::MinItems, array.min_items.is_some()),
                (Keyword::MaxItems, array.max_items.is_some()),
                (Keyword::UniqueItems, array.unique_items.is_some()),
                (Keyword::UnevaluatedItems, array.unevaluated_items.is_some()),
            ]);
        }
        if !object.is_empty() {
            present.add_all([
                (Keyword::Properties, !object.properties.is_empty()),
                (Keyword::PatternProperties, !object.pattern_properties.is_empty()),
                (Keyword::AdditionalProperties, object.additional_properties.is_some()),
                (Keyword::PropertyNames, object.property_names.is_some()),
                (Keyword::Required, !object.required.is_empty()),
                (Keyword::MinProperties, object.min_properties.is_some()),
                (Keyword::MaxProperties, object.max_properties.is_some()),
                (Keyword::DependentRequired, !object.dependent_required.is_empty()),
                (Keyword::DependentSchemas, !object.dependent_schemas.is_empty()),
                (Keyword::UnevaluatedProperties, object.unevaluated_properties.is_some()),
            ]);
        }
        if !logic.is_empty() {
            present.add_all([
                (Keyword::AllOf, !logic.all_of.is_empty()),
                (Keyword::AnyOf, logic.any_of.is_some()),
                (Keyword::OneOf, logic.one_of.is_some()),
                (Keyword::Not, logic.not.is_some()),
                (Keyword::If, logic.condition.is_some()),
                (Keyword::Then, logic.then.is_some()),
                (Keyword::Else, logic.otherwise.is_some()),
            ]);
        }
        self.annotations.keys().for_each(|keyword| present.add(*keyword, true));
        present
    }

    /// Removes a keyword.
    pub fn remove(&mut self, keyword: Keyword) {
        self.copy(keyword, &Schema::default());
    }

    /// Sets a keyword to what another schema of the same document has, which may be nothing.
    pub fn copy(&mut self, keyword: Keyword, from: &Schema) {
        // No group is allocated for nothing.
        if !self.has(keyword) && !from.has(keyword) {
            return;
        }
        match keyword {
            Keyword::Ref => self.reference = from.reference,
            Keyword::Type => self.types.clone_from(&from.types),
            Keyword::Enum => self.values.clone_from(&from.values),
            Keyword::Const => self.constant.clone_from(&from.constant),
            Keyword::Minimum => self.number.minimum.clone_from(&from.number.minimum),
            Keyword::ExclusiveMinimum => self.number.exclusive_minimum.clone_from(&from.number.exclusive_minimum),
            Keyword::Maximum => self.number.maximum.clone_from(&from.number.maximum),
            Keyword::ExclusiveMaximum => self.number.exclusive_maximum.clone_from(&from.number.exclusive_maximum),
            Keyword::MultipleOf => {
                self.number.multiple_of.clone_from(&from.number.multiple_of);
                self.number.more_multiples.clone_from(&from.number.more_multiples);
            }
            Keyword::MinLength => self.text.min_length = from.text.min_length,
            Keyword::MaxLength => self.text.max_length = from.text.max_length,
            Keyword::Pattern => {
                self.text.pattern.clone_from(&from.text.pattern);
                self.text.more_patterns.clone_from(&from.text.more_patterns);
            }
            Keyword::PrefixItems => self.array.prefix_items.clone_from(&from.array.prefix_items),
            Keyword::Items => self.array.items = from.array.items,
            Keyword::Contains => self.array.contains = from.array.contains,
            Keyword::MinContains => self.array.min_contains = from.array.min_contains,
            Keyword::MaxContains => self.array.max_contains = from.array.max_contains,
            Keyword::MinItems => self.array.min_items = from.array.min_items,
            Keyword::MaxItems => self.array.max_items = from.array.max_items,
            Keyword::UniqueItems => self.array.unique_items = from.array.unique_items,
            Keyword::UnevaluatedItems => self.array.unevaluated_items = from.array.unevaluated_items,
            Keyword::Properties => self.object.properties.clone_from(&from.object.properties),
            Keyword::PatternProperties => {
                self.object.pattern_properties.clone_from(&from.object.pattern_properties);
            }
            Keyword::AdditionalProperties => {
                self.object.additional_properties = from.object.additional_properties;
            }
            Keyword::PropertyNames => self.object.property_names = from.object.property_names,
            Keyword::Required => self.object.required.clone_from(&from.object.required),
            Keyword::MinProperties => self.object.min_properties = from.object.min_properties,
            Keyword::MaxProperties => self.object.max_properties = from.object.max_properties,
            Keyword::DependentRequired => {
                self.object.dependent_required.clone_from(&from.object.dependent_required);
            }
            Keyword::DependentSchemas => self.object.dependent_schemas.clone_from(&from.object.dependent_schemas),
            Keyword::UnevaluatedProperties => {
                self.object.unevaluated_properties = from.object.unevaluated_properties;
            }
            Keyword::AllOf => self.logic.all_of.clone_from(&from.logic.all_of),
            Keyword::AnyOf => self.logic.any_of.clone_from(&from.logic.any_of),
            Keyword::OneOf => self.logic.one_of.clone_from(&from.logic.one_of),
            Keyword::Not => self.logic.not = from.logic.not,
            Keyword::If => self.logic.condition = from.logic.condition,
            Keyword::Then => self.logic.then = from.logic.then,
            Keyword::Else => self.logic.otherwise = from.logic.otherwise,
            annotation => match from.annotations.get(&annotation) {
                Some(value) => {
                    self.annotations.insert(annotation, value.clone());
                }
                None => self.retain_annotations(|keyword| keyword != annotation),
            },
        }
    }

    /// The keywords that the schema has, in the order in which they were written; those that were not, last.
    pub fn keywords(&self) -> impl ExactSizeIterator<Item = Keyword> {
        Written { order: self.written.iter(), left: self.present() }
    }

    /// The keywords that decide which values are valid.
    pub fn asserting(&self) -> impl Iterator<Item = Keyword> {
        self.keywords().filter(|keyword| keyword.asserts())
    }

    /// The schemas directly inside a keyword, in the order of its value. The target of `$ref` is not inside.
    pub fn inside(&self, keyword: Keyword) -> impl ExactSizeIterator<Item = (Token<'_>, SchemaId)> {
        let Schema { array, object, logic, .. } = self;
        match keyword {
            Keyword::PrefixItems => Inside::list(&array.prefix_items),
            Keyword::Items => Inside::one(array.items),
            Keyword::Contains => Inside::one(array.contains),
            Keyword::UnevaluatedItems => Inside::one(array.unevaluated_items),
            Keyword::Properties => Inside::named(&object.properties),
            Keyword::PatternProperties => Inside::named(&object.pattern_properties),
            Keyword::AdditionalProperties => Inside::one(object.additional_properties),
            Keyword::PropertyNames => Inside::one(object.property_names),
            Keyword::DependentSchemas => Inside::named(&object.dependent_schemas),
            Keyword::UnevaluatedProperties => Inside::one(object.unevaluated_properties),
            Keyword::AllOf => Inside::list(&logic.all_of),
            Keyword::AnyOf => Inside::list(logic.any_of.as_deref().unwrap_or_default()),
            Keyword::OneOf => Inside::list(logic.one_of.as_deref().unwrap_or_default()),
            Keyword::Not => Inside::one(logic.not),
            Keyword::If => Inside::one(logic.condition),
            Keyword::Then => Inside::one(logic.then),
            Keyword::Else => Inside::one(logic.otherwise),
            _ => Inside::one(None),
        }
    }

    /// The schemas directly inside, each with its keyword and the step below it. Neither the target of `$ref` nor a
    /// `contentSchema`, which asserts nothing, is inside.
    pub fn subschemas(&self) -> impl Iterator<Item = (Keyword, Token<'_>, SchemaId)> {
        // Most schemas have none.
        let has_some = !(self.array.is_empty() && self.object.is_empty() && self.logic.is_empty());
        let keywords = has_some.then(|| self.keywords()).into_iter().flatten();
        keywords.flat_map(|keyword| self.inside(keyword).map(move |(token, id)| (keyword, token, id)))
    }

    /// The value of an annotation.
    pub fn annotation(&self, keyword: Keyword) -> Option<&serde_json::Value> {
        self.annotations.get(&keyword)
    }

    /// `title`, `description`, `format` and the like, if they are strings.
    pub fn text_of(&self, keyword: Keyword) -> Option<&str> {
        self.annotations.get(&keyword)?.as_str()
    }

    /// Whether the schema accepts no value, as its form shows: `false`.
    pub fn is_false(&self) -> bool {
        self.boolean == Some(false)
    }

    /// Whether nothing in the schema decides which values are valid.
    pub fn is_any(&self) -> bool {
        self.boolean == Some(true) || (self.boolean.is_none() && !self.present().any(Keyword::asserts))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::{Value, json};

    use crate::keyword::{Form, Role};
    use crate::{Draft, Keyword, NormaliseOptions, Schema, Source, normalise};

    /// A value of a form.
    fn sample(form: Form) -> Value {
        match form {
            Form::Schema | Form::Items => json!({"type": "string"}),
            Form::Schemas => json!([{"type": "string"}]),
            Form::SchemaMap => json!({"a": {"type": "string"}}),
            Form::Dependencies | Form::NamesMap => json!({"a": ["b"]}),
            Form::Types => json!("string"),
            Form::Names => json!(["a"]),
            Form::Count | Form::Number | Form::Positive | Form::Bound => json!(1),
            Form::Pattern => json!("^a$"),
            Form::Flag => json!(true),
            Form::Values | Form::Any => json!([1]),
            Form::Text | Form::Identifier => json!("a"),
            Form::Reference => json!("#/$defs/D"),
        }
    }

    #[test]
    fn each_keyword_that_is_read_is_there_until_it_is_removed() {
        let is_kept = |keyword: &Keyword| {
            Keyword::of(keyword.name(), Draft::Draft202012).is_some()
                && keyword.role() != Role::Structure
                // They become others.
                && !matches!(keyword, Keyword::DynamicRef | Keyword::Dependencies | Keyword::Example)
        };
        for keyword in Keyword::ALL.iter().copied().filter(is_kept) {
            let schema = json!({keyword.name(): sample(keyword.form()), "$defs": {"D": {"type": "string"}}});
            let source = Source::parse("a.json", schema.to_string().into_bytes()).unwrap();
            let document = normalise(&source, &NormaliseOptions::default()).unwrap().document;
            let read = &document[document.root()];
            assert_eq!(read.keywords().collect::<Vec<_>>(), [keyword]);
            assert!(document.to_json().get(keyword.name()).is_some(), "{keyword:?} is not written");
            let mut copy = Schema::default();
            copy.copy(keyword, read);
            assert!(copy.has(keyword), "{keyword:?} is not copied");
            copy.remove(keyword);
            assert!(!copy.has(keyword), "{keyword:?} is not removed");
        }
    }
}
