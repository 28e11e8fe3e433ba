//! `discriminator` of OpenAPI 3 (3.0.4 and 3.1.1, Discriminator Object) and of Swagger 2.0, read as what decides which schema a
//! value is of.
//!
//! A schema that a discriminator selects requires the property, with the values that select it:
//!
//! ```yaml
//! Pet: {oneOf: [{$ref: Cat}, {$ref: Dog}], discriminator: {propertyName: kind, mapping: {cat: Cat}}}
//! Cat: {type: object, properties: {kind: {type: string}}}     # also `kind: {const: cat}`, and `required: [kind]`
//! Dog: {type: object, properties: {kind: {type: string}}}     # also `kind: {const: Dog}`, and `required: [kind]`
//! ```
//!
//! A schema with a discriminator and no union is the base of the schemas that have it in `allOf`. It is used in two ways: in
//! these `allOf` as written, and elsewhere as the union of its subtypes.

mod apply;
mod family;
mod found;
mod links;
mod table;

pub use links::discriminator_links;
pub(super) use table::Table;

use crate::Keyword;
use crate::resolve::Place;

/// What `discriminator` means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Discriminator {
    /// Nothing: it is an annotation, as in JSON Schema.
    #[default]
    Annotates,
    /// It decides which schema a value is of.
    ///
    /// The values that select a schema are those that the mappings of the document give it, or else its name; or, if its own
    /// property lists other values, these. The schema then requires the property with one of them. A schema with a discriminator
    /// and without `oneOf` or `anyOf` is the union of the schemas that its mapping names, or without a mapping, of itself and of
    /// all schemas that have it in `allOf`, directly or through others; these inherit its discriminator.
    Decides,
}

/// How a reference uses a schema that a discriminator affects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Use {
    /// As what the schema describes.
    #[default]
    Whole,
    /// As a base, in the `allOf` of a subtype: as written, without a union of its subtypes.
    Base,
}

/// A schema with the values of the property that select it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Selected {
    pub(super) place: Place,
    pub(super) values: Vec<String>,
    pub(super) used_as: Use,
    /// Whether the schema, used so, does not require these values by itself.
    pub(super) narrows: bool,
}

impl Selected {
    pub(super) fn new(place: Place, values: Vec<String>) -> Self {
        Selected { place, values, used_as: Use::Whole, narrows: false }
    }
}

/// How the schema at a place is a union.
#[derive(Clone, Debug)]
pub(super) enum Union {
    /// Its keyword lists the members.
    Listed {
        property: String,
        keyword: Keyword,
        /// By member: the values that select it, if they are not those of its schema; and whether it has this schema as its base.
        members: Vec<Member>,
        /// How the keywords beside the union apply.
        beside: Beside,
    },
    /// It is the union of these.
    Family { property: String, members: Vec<Selected> },
}

/// A member of a union that a keyword lists.
#[derive(Clone, Debug, Default)]
pub(super) struct Member {
    pub(super) values: Option<Vec<String>>,
    pub(super) is_subtype: bool,
}

/// How the keywords beside a union apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beside {
    /// As written, because there are none but `type`.
    Stay,
    /// Not at all, because each member asserts them.
    Implied,
    /// To each member that is not a subtype, whose `allOf` contains them.
    Distribute,
}
