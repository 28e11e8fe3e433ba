//! The Rust types of the shape's fields, by typify.
//!
//! typify sees none of the schema's own text: types are `T0`, `T1`, … (numbered as in the shape), the properties of each
//! `p0`, `p1`, …, and types that are written elsewhere `L0`, `L1`, …. Names are given in refine. So two names cannot meet,
//! and no name can become code. Unions and enumerations, of which typify has not all, are written in refine, too.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use typify::{TypeDetails, TypeId, TypeSpace, TypeSpaceSettings};

use crate::shape::{Kind, Shape, Ty};

/// What typify made of a shape.
pub(crate) struct Items {
    /// For each struct, the types of its fields, the one for undeclared keys last; for each newtype, the type inside.
    pub(crate) fields: BTreeMap<usize, Vec<Rust>>,
    /// What each `L` name stands for.
    pub(crate) leaves: Vec<Leaf>,
}

/// A type as it is written in Rust.
#[derive(Clone, Debug)]
pub(crate) enum Rust {
    Unit,
    Bool,
    String,
    Option(Box<Rust>),
    Vec(Box<Rust>),
    /// By strings.
    Map(Box<Rust>),
    Tuple(Vec<Rust>),
    /// Of a type that holds itself by value.
    Boxed(Box<Rust>),
    /// `T0`, `T1`, …
    Named(usize),
    /// `L0`, `L1`, …
    Leaf(usize),
}

impl Rust {
    /// The type of `ty` where nothing is boxed.
    pub(crate) fn of(ty: &Ty, leaves: &[Leaf]) -> Rust {
        let inside = |ty: &Ty| Box::new(Rust::of(ty, leaves));
        match ty {
            Ty::Null => Rust::Unit,
            Ty::Bool => Rust::Bool,
            Ty::String => Rust::String,
            Ty::Array(item) => Rust::Vec(inside(item)),
            Ty::Map(value) => Rust::Map(inside(value)),
            Ty::Nullable(inner) => Rust::Option(inside(inner)),
            Ty::Tuple(items) => Rust::Tuple(items.iter().map(|item| Rust::of(item, leaves)).collect()),
            Ty::Named(id) => Rust::Named(*id),
            Ty::Checked(inner, _) => Rust::of(inner, leaves),
            Ty::Any | Ty::Of(_) | Ty::Format(_) | Ty::Integer | Ty::Number | Ty::Int(_) => {
                let index = Leaf::of(ty).and_then(|leaf| leaves.iter().position(|known| *known == leaf));
                index.map_or(Rust::String, Rust::Leaf)
            }
        }
    }

    /// The last type argument, as of `Vec`, `Option` and `BTreeMap`.
    pub(crate) fn argument(&self) -> Option<&Rust> {
        match self {
            Rust::Option(inner) | Rust::Vec(inner) | Rust::Map(inner) => Some(inner),
            _ => None,
        }
    }
}

/// A type that is not typify's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Leaf {
    Value,
    Format(String),
    Integer,
    Number,
    Int(&'static str),
}

impl Leaf {
    fn of(ty: &Ty) -> Option<Leaf> {
        Some(match ty {
            Ty::Any | Ty::Of(_) => Leaf::Value,
            Ty::Format(format) => Leaf::Format(format.clone()),
            Ty::Integer => Leaf::Integer,
            Ty::Number => Leaf::Number,
            Ty::Int(name) => Leaf::Int(name),
            _ => return None,
        })
    }
}

pub(crate) fn items(shape: &Shape) -> Result<Items, String> {
    let mut leaves = Vec::new();
    let mut definitions = Vec::with_capacity(shape.types.len());
    let mut settings = TypeSpaceSettings::default();
    settings.with_map_type("::std::collections::BTreeMap".to_owned());
    let elsewhere = |settings: &mut TypeSpaceSettings, name: &str| {
        settings.with_replacement(name, name, std::iter::empty());
        json!({"type": "string"})
    };
    for (index, ty) in shape.iter() {
        let name = format!("T{index}");
        let schema = match &ty.kind {
            Kind::Object { fields, additional, .. } => {
                let types = fields.iter().map(|field| field.ty.clone());
                let additional = additional.clone().map(|ty| Ty::Map(Box::new(ty)));
                let properties: Map<String, Value> = types
                    .chain(additional)
                    .enumerate()
                    .map(|(i, ty)| (format!("p{i}"), schema_of(&ty, &mut leaves)))
                    .collect();
                // Whether a key may be absent is said in refine, which keeps it apart from null.
                let required: Vec<&String> = properties.keys().collect();
                json!({"type": "object", "required": required, "properties": properties, "additionalProperties": false})
            }
            Kind::Newtype(ty) => schema_of(ty, &mut leaves),
            Kind::StringEnum(_) | Kind::Literals(_) => elsewhere(&mut settings, &name),
            Kind::Union { variants, .. } => {
                // Their own leaves need names, too.
                variants.iter().for_each(|variant| drop(schema_of(&variant.ty, &mut leaves)));
                elsewhere(&mut settings, &name)
            }
        };
        definitions.push((name, schema));
    }
    for index in 0..leaves.len() {
        let name = format!("L{index}");
        let schema = elsewhere(&mut settings, &name);
        definitions.push((name, schema));
    }
    let mut space = TypeSpace::new(&settings);
    let definitions = definitions
        .into_iter()
        .map(|(name, schema)| Ok((name, serde_json::from_value(schema)?)))
        .collect::<Result<Vec<_>, serde_json::Error>>()
        .map_err(|error| error.to_string())?;
    space.add_ref_types(definitions).map_err(|error| error.to_string())?;
    let mut fields = BTreeMap::new();
    for ty in space.iter_types() {
        let Some(Rust::Named(index)) = by_name(&ty.name()) else { continue };
        let types = match ty.details() {
            TypeDetails::Struct(of) => {
                let mut types = of
                    .properties_info()
                    .map(|info| {
                        Some((info.name.strip_prefix('p')?.parse::<usize>().ok()?, rust(&space, &info.type_id)?))
                    })
                    .collect::<Option<Vec<_>>>();
                types.iter_mut().for_each(|types| types.sort_by_key(|(index, _)| *index));
                types.map(|types| types.into_iter().map(|(_, ty)| ty).collect())
            }
            TypeDetails::Newtype(of) => rust(&space, &of.inner()).map(|ty| vec![ty]),
            _ => continue,
        };
        fields.insert(index, types.ok_or_else(|| format!("{} has a type of another kind", ty.name()))?);
    }
    Ok(Items { fields, leaves })
}

/// What a name stands for.
fn by_name(name: &str) -> Option<Rust> {
    let (kind, number) = name.split_at_checked(1)?;
    match kind {
        "T" => number.parse().ok().map(Rust::Named),
        "L" => number.parse().ok().map(Rust::Leaf),
        _ => None,
    }
}

fn rust(space: &TypeSpace, id: &TypeId) -> Option<Rust> {
    let ty = space.get_type(id).ok()?;
    let inside = |id: &TypeId| rust(space, id).map(Box::new);
    Some(match ty.details() {
        TypeDetails::Unit => Rust::Unit,
        TypeDetails::String => Rust::String,
        TypeDetails::Builtin("bool") => Rust::Bool,
        TypeDetails::Builtin(name) => by_name(name)?,
        TypeDetails::Option(inner) => Rust::Option(inside(&inner)?),
        TypeDetails::Vec(inner) => Rust::Vec(inside(&inner)?),
        TypeDetails::Map(_, value) => Rust::Map(inside(&value)?),
        TypeDetails::Box(inner) => Rust::Boxed(inside(&inner)?),
        TypeDetails::Tuple(items) => Rust::Tuple(items.map(|item| rust(space, &item)).collect::<Option<_>>()?),
        TypeDetails::Struct(_) | TypeDetails::Newtype(_) | TypeDetails::Enum(_) => by_name(&ty.name())?,
        TypeDetails::Set(_) | TypeDetails::Array(..) => return None,
    })
}

fn schema_of(ty: &Ty, leaves: &mut Vec<Leaf>) -> Value {
    if let Some(leaf) = Leaf::of(ty) {
        let index = leaves.iter().position(|known| *known == leaf).unwrap_or_else(|| {
            leaves.push(leaf);
            leaves.len() - 1
        });
        return json!({"$ref": format!("#/definitions/L{index}")});
    }
    match ty {
        Ty::Null => json!({"type": "null"}),
        Ty::Bool => json!({"type": "boolean"}),
        Ty::Array(item) => json!({"type": "array", "items": schema_of(item, leaves)}),
        Ty::Tuple(items) => {
            let count = items.len();
            let items: Vec<Value> = items.iter().map(|item| schema_of(item, leaves)).collect();
            json!({"type": "array", "items": items, "minItems": count, "maxItems": count})
        }
        Ty::Map(value) => json!({"type": "object", "additionalProperties": schema_of(value, leaves)}),
        Ty::Nullable(ty) => json!({"oneOf": [schema_of(ty, leaves), {"type": "null"}]}),
        Ty::Named(id) => json!({"$ref": format!("#/definitions/T{id}")}),
        Ty::Checked(ty, _) => schema_of(ty, leaves),
        // A leaf, if it is no string.
        Ty::String | Ty::Any | Ty::Of(_) | Ty::Format(_) | Ty::Integer | Ty::Number | Ty::Int(_) => {
            json!({"type": "string"})
        }
    }
}
