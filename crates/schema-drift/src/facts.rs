//! The keywords that apply at one place of a schema, wherever they are written: at the place, behind `$ref`, in `allOf`,
//! or in one half of a union with null.
//!
//! Two spellings of the same schema have the same facts, so that the walk can compare keyword by keyword. For example,
//! `{"allOf": [{"type": "string"}, {"minLength": 1}]}` has the facts of `{"type": "string", "minLength": 1}`.

mod collect;
mod nullable;

use collect::Part;
use schema_ir::{Document, Keyword, Origin, Schema, SchemaId, Token, Writer};
use serde_json::Value;

/// References that are followed at one place, so that a loop of references ends.
pub(crate) const MAX_HOPS: usize = 64;

/// One keyword and the schema that it is written in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fact<'d> {
    pub keyword: Keyword,
    pub holder: &'d Schema,
}

/// A property and the schema whose `properties` declare it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Property<'d> {
    pub name: &'d str,
    pub schema: SchemaId,
    pub holder: &'d Schema,
}

/// A required name and the schema whose `required` lists it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Required<'d> {
    pub name: &'d str,
    index: usize,
    holder: &'d Schema,
}

/// Everything that applies at one place.
pub(crate) struct Facts<'d> {
    pub document: &'d Document,
    /// The schema at the place.
    pub place: SchemaId,
    /// True if the place is the schema `false`.
    pub is_false: bool,
    pub keywords: Vec<Fact<'d>>,
    pub properties: Vec<Property<'d>>,
    pub required: Vec<Required<'d>>,
    /// For a union with null, `type` and `enum` as if null were among their values.
    with_null: Option<Box<Schema>>,
}

impl<'d> Facts<'d> {
    fn empty(document: &'d Document, place: SchemaId) -> Self {
        let (keywords, properties, required) = (Vec::new(), Vec::new(), Vec::new());
        Facts { document, place, is_false: document[place].is_false(), keywords, properties, required, with_null: None }
    }

    /// The facts about a schema.
    pub fn at(document: &'d Document, place: SchemaId) -> Self {
        let mut facts = Facts::empty(document, place);
        facts.add(place, Part::WHOLE, &mut { MAX_HOPS });
        facts
    }

    /// Only the annotations beside the reference at a place, without those of its target.
    pub fn beside_reference(document: &'d Document, place: SchemaId) -> Self {
        let mut facts = Facts::empty(document, place);
        let holder = &document[place];
        let annotations = holder.annotations.keys().filter(|keyword| holder.has(**keyword));
        facts.keywords.extend(annotations.map(|keyword| Fact { keyword: *keyword, holder }));
        facts
    }

    pub fn get(&self, keyword: Keyword) -> Option<Fact<'d>> {
        self.keywords.iter().find(|fact| fact.keyword == keyword).copied()
    }

    pub fn has(&self, keyword: Keyword) -> bool {
        self.get(keyword).is_some()
    }

    /// A schema that has the keyword with the value that applies here.
    pub fn schema_with(&self, keyword: Keyword) -> Option<&Schema> {
        let fact = self.get(keyword)?;
        Some(self.with_null.as_deref().filter(|made| made.has(keyword)).unwrap_or(fact.holder))
    }

    /// The value of a keyword as JSON.
    pub fn value(&self, keyword: Keyword) -> Option<Value> {
        Writer::new(self.document).keyword(self.schema_with(keyword)?, keyword)
    }

    /// The schema in a keyword that holds a single one, such as `items`.
    pub fn inside(&self, keyword: Keyword) -> Option<SchemaId> {
        self.get(keyword)?.inside().next().map(|(_, id)| id)
    }

    /// The schemas in a keyword that holds several.
    pub fn list(&self, keyword: Keyword) -> Vec<SchemaId> {
        self.get(keyword).into_iter().flat_map(Fact::inside).map(|(_, id)| id).collect()
    }

    /// The place of a keyword, or the place itself if the keyword is absent.
    pub fn origin_of(&self, keyword: Keyword) -> Origin {
        let Some(fact) = self.get(keyword) else { return self.origin() };
        match fact.inside().next() {
            // An older dialect may call it otherwise: the `items` of 2020-12 is its `additionalItems`.
            Some((Token::None, id)) => self.document[id].origin.clone(),
            _ => fact.holder.origin.keyword(keyword),
        }
    }

    pub fn origin(&self) -> Origin {
        self.document[self.place].origin.clone()
    }

    /// A document that holds only the schema at the place, and the definitions that it needs.
    pub fn cut_out(&self) -> Document {
        self.document.extract(self.document[self.place].clone())
    }

    pub fn property(&self, name: &str) -> Option<SchemaId> {
        self.properties.iter().find(|known| known.name == name).map(|known| known.schema)
    }

    pub fn requires(&self, name: &str) -> bool {
        self.required.iter().any(|known| known.name == name)
    }

    /// The place of a required name: of its entry, of a list that lacks it, or the place itself if there is no list.
    pub fn origin_of_required(&self, name: &str) -> Origin {
        let list = |entry: &Required<'_>| entry.holder.origin.keyword(Keyword::Required);
        let entry = self.required.iter().find(|known| known.name == name);
        entry
            .map(|entry| list(entry).below(&entry.index.to_string()))
            .or_else(|| self.required.first().map(list))
            .unwrap_or_else(|| self.origin())
    }

    /// The schema for the member or item `token`, as far as one schema decides.
    pub fn member(&self, token: &str) -> Option<SchemaId> {
        let item = || self.item(token.parse().ok()?);
        self.property(token).or_else(item).or_else(|| self.inside(Keyword::AdditionalProperties))
    }

    /// The schema for the item at an index.
    pub fn item(&self, index: usize) -> Option<SchemaId> {
        let prefix = self.get(Keyword::PrefixItems).and_then(|fact| fact.holder.array.prefix_items.get(index).copied());
        prefix.or_else(|| self.inside(Keyword::Items))
    }
}

impl<'d> Fact<'d> {
    /// The schemas in the keyword, each with the step to it.
    pub fn inside(self) -> impl ExactSizeIterator<Item = (Token<'d>, SchemaId)> {
        self.holder.inside(self.keyword)
    }
}
