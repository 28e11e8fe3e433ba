//! The shape as Rust items, by typify.
//!
//! typify sees none of the schema's own text: types are `T0`, `T1`, … (numbered as in the shape), the properties of each
//! `p0`, `p1`, …, and types that are written elsewhere `L0`, `L1`, …. Names are given in refine. So two names cannot meet,
//! and no name can become code. Unions and enumerations, of which typify has not all, are written in refine, too.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use syn::Item;
use typify::{TypeSpace, TypeSpaceSettings};

use crate::shape::{Kind, Shape, Ty};

/// The structs and enums of a shape by typify's name, and what each `L` name stands for.
pub(crate) struct Items {
    pub(crate) items: BTreeMap<String, Item>,
    pub(crate) leaves: Vec<Leaf>,
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
    let file: syn::File = syn::parse2(space.to_stream()).map_err(|error| error.to_string())?;
    let items = file.items.into_iter().filter_map(|item| match &item {
        Item::Struct(one) => Some((one.ident.to_string(), item)),
        Item::Enum(one) => Some((one.ident.to_string(), item)),
        _ => None,
    });
    Ok(Items { items: items.collect(), leaves })
}

fn schema_of(ty: &Ty, leaves: &mut Vec<Leaf>) -> Value {
    let mut leaf = |leaf: Leaf| {
        let index = leaves.iter().position(|known| *known == leaf).unwrap_or_else(|| {
            leaves.push(leaf);
            leaves.len() - 1
        });
        json!({"$ref": format!("#/definitions/L{index}")})
    };
    match ty {
        Ty::Any | Ty::Of(_) => leaf(Leaf::Value),
        Ty::Null => json!({"type": "null"}),
        Ty::Bool => json!({"type": "boolean"}),
        Ty::String => json!({"type": "string"}),
        Ty::Format(format) => leaf(Leaf::Format(format.clone())),
        Ty::Integer => leaf(Leaf::Integer),
        Ty::Number => leaf(Leaf::Number),
        Ty::Int(name) => leaf(Leaf::Int(name)),
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
    }
}
