//! Lowers a schema to the shape of its Rust types.
//!
//! A shape never rejects a value that the schema accepts. If it accepts more, its type also runs generated checks
//! (`{"minLength": 1}`) or a guard, which is a validator compiled from the schema (`{"contains": {"const": 1}}`).

mod aliases;
mod annotations;
mod array;
mod bases;
mod chain;
mod constant;
mod distribute;
mod exclusion;
mod expansion;
mod expected;
mod foreign;
mod intersect;
mod keywords;
mod lower;
mod member;
mod merge;
mod names;
mod null;
mod object;
mod open;
mod own;
mod patterns;
mod place;
mod presence;
mod reference;
mod scalar;
mod share;
mod simplify;
mod size_limits;
mod tags;
mod undeclared;
mod union;
mod validator_limits;
mod value_names;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use schema_ir::{Dialect, Document, JsonType, Keyword, SchemaId, Source, Writer, pointer};
use serde_json::{Number, Value};

use crate::names::type_name;

pub(crate) use constant::{compare, matches};
pub(crate) use expected::{Entries, Expected, Items, types_of_checks};
pub(crate) use foreign::{TypeId, find_foreign};
pub(crate) use lower::{Root, lower_document};
pub(crate) use open::{open, widest};
pub(crate) use own::{Choices, Departs, Numbers, Own};
pub(crate) use presence::Presence;
pub(crate) use scalar::limits;
pub(crate) use share::{find_shared, move_annotations};
pub(crate) use undeclared::Unkept;
pub(crate) use value_names::name_values;

/// The named types of one document.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    /// Indexed by the type's number; `None` for a number that no type has.
    pub(crate) types: Vec<Option<Box<Type>>>,
    /// The types at the top level. Each has a module for the types inside it.
    pub(crate) roots: Vec<usize>,
    /// The type of each definition.
    pub(crate) definitions: BTreeMap<String, usize>,
    /// The schemas of the definitions for which the user chose a type, as JSON.
    pub(crate) copies: BTreeMap<String, String>,
    /// The places for which the user chose a type, as the user names them.
    pub(crate) chosen: BTreeSet<String>,
}

impl Shape {
    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, &Type)> {
        self.types.iter().enumerate().filter_map(|(index, ty)| Some((index, ty.as_deref()?)))
    }

    pub(crate) fn get(&self, index: usize) -> Option<&Type> {
        self.types.get(index)?.as_deref()
    }
}

/// The shape of a document that cannot be converted to plain 2020-12: one type that holds any JSON value, guarded by a
/// validator of the whole document.
pub(crate) fn lower_opaque(source: &Source, root: &str, keyword: String) -> Shape {
    let mut schema = source.value().clone();
    if let Value::Object(members) = &mut schema
        && !members.contains_key("$schema")
    {
        members.insert("$schema".to_owned(), Dialect::of(source.value(), None).draft.uri().into());
    }
    let ty = Type {
        place: TypePlace { root: 0, owner: Owner::Root, path: vec![Part::of(root)] },
        title: None,
        given: GivenNames::default(),
        constants: Vec::new(),
        listing: None,
        file: source.file().into(),
        at: String::new(),
        notes: Vec::new(),
        kind: Kind::Newtype(Ty::Any),
        guard: Some(Guard { keywords: vec![keyword], schema, whole: true }),
    };
    Shape {
        types: vec![Some(Box::new(ty))],
        roots: vec![0],
        definitions: BTreeMap::new(),
        copies: BTreeMap::new(),
        chosen: BTreeSet::new(),
    }
}

/// A type with a name.
#[derive(Clone, Debug)]
pub(crate) struct Type {
    /// Where the type is, for its name.
    pub(crate) place: TypePlace,
    /// A title that may be its name.
    pub(crate) title: Option<String>,
    pub(crate) given: GivenNames,
    /// The keys of an object whose value the type tells.
    pub(crate) constants: Vec<Constant>,
    /// How the schema lists the values of an enumeration, if not by `enum`.
    pub(crate) listing: Option<Listing>,
    /// The file of its schema.
    pub(crate) file: Arc<str>,
    /// JSON Pointer into the file.
    pub(crate) at: String,
    pub(crate) notes: Vec<Annotation>,
    pub(crate) kind: Kind,
    pub(crate) guard: Option<Guard>,
}

/// A required key with the only value that it may have.
#[derive(Clone, Debug)]
pub(crate) struct Constant {
    pub(crate) key: String,
    pub(crate) value: String,
    /// The number of fields before it.
    pub(crate) after: usize,
}

/// A union whose members list the values of an enumeration.
#[derive(Clone, Debug)]
pub(crate) struct Listing {
    pub(crate) keyword: Keyword,
    /// The number of values that each member lists.
    pub(crate) counts: Vec<usize>,
}

/// The names that the user gave a type and its values, or that the schema gives them.
#[derive(Clone, Debug, Default)]
pub(crate) struct GivenNames {
    pub(crate) own: Option<String>,
    /// By the number of the value.
    pub(crate) values: BTreeMap<usize, String>,
}

/// A type's place in its document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TypePlace {
    /// The root in whose module the type is generated; its own number if it is a root.
    pub(crate) root: usize,
    /// What the first name of the path is that of.
    pub(crate) owner: Owner,
    /// The name of the root or of the definition, and those of the properties, items and variants on the way to the type.
    pub(crate) path: Vec<Part>,
}

/// A step on the way to a type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Part {
    pub(crate) name: String,
    /// A name that no property beside it has: the items of `runs` are `run`, and `runs_item` beside a property `run`.
    pub(crate) full: String,
}

impl Part {
    pub(crate) fn of(name: &str) -> Self {
        Part { name: name.to_owned(), full: name.to_owned() }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Owner {
    Root,
    Definition,
    /// A definition that a reference to it names, in another file or inside another definition.
    Elsewhere,
}

impl Type {
    /// The name without those around it.
    pub(crate) fn own_name(&self) -> String {
        type_name(self.given.own.as_deref().unwrap_or(self.place.last()))
    }
}

impl TypePlace {
    /// The type's own name, without those around it.
    pub(crate) fn last(&self) -> &str {
        self.path.last().map_or("", |part| part.name.as_str())
    }

    /// Whether this is a root or a definition.
    pub(crate) fn is_owner(&self) -> bool {
        self.path.len() == 1
    }
}

/// A validator of a type's whole schema, which runs because the type and its checks do not enforce `keywords`.
#[derive(Clone, Debug)]
pub(crate) struct Guard {
    pub(crate) keywords: Vec<String>,
    pub(crate) schema: Value,
    /// Whether `schema` is a whole document as it was read, which refers to nothing outside itself.
    pub(crate) whole: bool,
}

/// What a guard names in place of keywords if it rejects every value.
pub(crate) const FALSE: &str = "false";

impl Guard {
    fn new(document: &Document, schema: SchemaId, keywords: &[Keyword]) -> Option<Self> {
        let mut keywords: Vec<String> = keywords.iter().map(|keyword| keyword.name().to_owned()).collect();
        keywords.sort();
        keywords.dedup();
        // The generated code embeds the definitions separately.
        let schema = || Writer::for_validators(document).schema(schema);
        (!keywords.is_empty()).then(|| Guard { keywords, schema: schema(), whole: false })
    }

    /// A guard that rejects every value.
    fn never(document: &Document, schema: SchemaId) -> Self {
        let schema = Writer::for_validators(document).schema(schema);
        Guard { keywords: vec![FALSE.to_owned()], schema, whole: false }
    }
}

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Object {
        fields: Vec<Field>,
        additional: Option<Ty>,
        checks: Vec<Check>,
    },
    StringEnum(Vec<String>),
    /// Strings, of which these are known.
    OpenEnum(Vec<String>),
    Literals(Vec<Value>),
    Newtype(Ty),
    Union {
        variants: Vec<Variant>,
        keyword: Keyword,
        discriminator: Discriminator,
    },
}

impl Kind {
    /// The types that a kind holds.
    pub(crate) fn parts(&self) -> Vec<&Ty> {
        match self {
            Kind::Object { fields, additional, .. } => fields.iter().map(|field| &field.ty).chain(additional).collect(),
            Kind::Newtype(ty) => vec![ty],
            Kind::Union { variants, .. } => variants.iter().map(|variant| &variant.ty).collect(),
            Kind::StringEnum(_) | Kind::OpenEnum(_) | Kind::Literals(_) => Vec::new(),
        }
    }

    /// Visits the types that a kind holds, and those without a name inside them.
    pub(crate) fn visit<'t>(&'t self, on: &mut impl FnMut(&'t Ty)) {
        self.parts().into_iter().for_each(|part| part.visit(on));
    }

    /// An enumeration of strings, or of other values.
    fn of_values(values: Vec<Value>) -> Self {
        let strings: Option<Vec<String>> = values.iter().map(|value| value.as_str().map(str::to_owned)).collect();
        strings.map_or(Kind::Literals(values), Kind::StringEnum)
    }
}

/// How a reader decides which member of a union a value belongs to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Discriminator {
    /// By the value's JSON type; holds the types of each member.
    Types(Vec<Vec<JsonType>>),
    /// By the value of a property; holds the key, and each member's values.
    Tag(String, Vec<Vec<String>>),
    /// By a constant, or by the only key of an object; holds what selects each variant.
    Key(Vec<Selected>),
    /// The first member that accepts the value, as `anyOf` permits.
    First,
    /// The only member that accepts the value, as `oneOf` requires.
    ExactlyOne,
}

/// What selects a variant of a union by constants and keys, and the number of the member it belongs to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Selected {
    pub(crate) member: usize,
    pub(crate) by: SelectedBy,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum SelectedBy {
    /// The variant holds nothing.
    Constant(String),
    Key(String),
}

impl Discriminator {
    /// JSON Pointers, from the schema of a union, to the member of a variant and to what the variant holds.
    pub(crate) fn places(&self, keyword: Keyword, variant: usize) -> (String, String) {
        let place = |member: usize| format!("/{keyword}/{member}");
        match self {
            Discriminator::Key(selected) => match selected.get(variant) {
                Some(Selected { member, by: SelectedBy::Key(key) }) => {
                    let properties = pointer::push(&place(*member), Keyword::Properties.name());
                    (place(*member), pointer::push(&properties, key))
                }
                other => {
                    let place = place(other.map_or(variant, |selected| selected.member));
                    (place.clone(), place)
                }
            },
            _ => (place(variant), place(variant)),
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) key: String,
    pub(crate) ty: Ty,
    pub(crate) required: bool,
    pub(crate) at: String,
    pub(crate) notes: Vec<Annotation>,
}

#[derive(Clone, Debug)]
pub(crate) struct Variant {
    pub(crate) preferred_name: String,
    pub(crate) ty: Ty,
    pub(crate) at: String,
    pub(crate) notes: Vec<Annotation>,
}

/// An annotation of a schema, or a keyword that a check asserts, which a type, field or variant carries to the regenerated
/// schema.
#[derive(Clone, Debug)]
pub(crate) struct Annotation {
    /// JSON Pointer from the schema of the carrier to the schema of the keyword.
    pub(crate) at: String,
    pub(crate) keyword: Keyword,
    pub(crate) value: Value,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Ty {
    Any,
    /// Any value of one of these JSON types.
    Of(Vec<JsonType>),
    Null,
    Bool,
    String,
    /// A string with a `format`.
    Format(String),
    /// An integer of any size.
    Integer,
    /// An integer within this integer type of Rust, such as `u8`.
    Int(&'static str),
    Number,
    Array(Box<Ty>),
    /// An array with exactly one item for each type.
    Tuple(Vec<Ty>),
    Map(Box<Ty>),
    /// A value of this type, or null.
    Nullable(Box<Ty>),
    /// One of [`Shape::types`].
    Named(usize),
    /// A type of the user's own.
    Own(Box<Own>),
    /// In place of the type of undeclared keys: they are not kept.
    Unkept(Box<Unkept>),
    /// A type with checks on the value itself.
    Checked(Box<Ty>, Vec<Check>),
}

impl Ty {
    /// Whether the type, or an unnamed type inside it, has checks.
    pub(crate) fn is_checked(&self) -> bool {
        match self {
            Ty::Checked(..) => true,
            Ty::Array(inner) | Ty::Map(inner) | Ty::Nullable(inner) => inner.is_checked(),
            Ty::Tuple(items) => items.iter().any(Ty::is_checked),
            _ => false,
        }
    }

    /// Visits the type and those without a name inside it.
    pub(crate) fn visit<'t>(&'t self, on: &mut impl FnMut(&'t Ty)) {
        on(self);
        match self {
            Ty::Array(inner) | Ty::Map(inner) | Ty::Nullable(inner) | Ty::Checked(inner, _) => inner.visit(on),
            Ty::Tuple(items) => items.iter().for_each(|item| item.visit(on)),
            _ => {}
        }
    }

    /// The type without its own checks.
    pub(crate) fn unchecked(&self) -> &Ty {
        match self {
            Ty::Checked(ty, _) => ty.unchecked(),
            ty => ty,
        }
    }
}

/// A generated check of one keyword.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Check {
    pub(crate) keyword: Keyword,
    pub(crate) constraint: Constraint,
    /// JSON Pointer of the keyword in the source.
    pub(crate) at: String,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Constraint {
    Count(u64),
    Number(Number),
    Pattern(String),
    /// The string matches no part of this pattern.
    Unlike(String),
    /// The string is none of these.
    Unlisted(Vec<String>),
    Unique,
    /// A condition on which keys are present, and the keywords it came from.
    Keys(Presence, Vec<(Keyword, Value)>),
    /// A condition on the name of each undeclared key, and the value of the keyword it came from.
    Undeclared(Name, Value),
    /// What the values of undeclared keys are to be.
    Entries(Entries),
    /// What the items of an array are to be.
    Items(Items),
}

/// A condition on the name of a key.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Name {
    /// The name matches at least one of these patterns.
    Matches(Vec<String>),
    OneOf(Vec<String>),
    Text(Vec<Check>),
}

/// The schema's own `description` among its annotations.
pub(crate) fn description(notes: &[Annotation]) -> Option<&str> {
    notes.iter().find(|note| note.at.is_empty() && note.keyword == Keyword::Description)?.value.as_str()
}
