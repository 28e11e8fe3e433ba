//! The shape as Rust items, by typify.
//!
//! typify sees none of the schema's own text: types are `T0`, `T1`, … (numbered as in the shape), the properties of each
//! `p0`, `p1`, …, the values of an enumeration `V0`, `V1`, …, and types that are written elsewhere `L0`, `L1`, …. Names
//! are given in refine. So two names cannot meet, and no name can become code.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use syn::Item;
use typify::{TypeSpace, TypeSpaceSettings};

use crate::shape::{Kind, Shape, Ty};

/// The structs and enums of a shape by typify's name, and what each `L` name stands for.
pub(crate) struct Items {
    pub(crate) items: BTreeMap<String, Item>,
    pub(crate) leaves: Vec<String>,
}

pub(crate) fn items(shape: &Shape) -> Result<Items, String> {
    let mut leaves = Vec::new();
    let mut definitions = Vec::with_capacity(shape.types.len());
    for (index, ty) in shape.types.iter().enumerate() {
        let schema = match &ty.kind {
            Kind::Object(fields) => {
                let properties: Map<String, Value> = fields
                    .iter()
                    .enumerate()
                    .map(|(i, field)| (format!("p{i}"), schema_of(&field.ty, &mut leaves)))
                    .collect();
                // Whether a key may be absent is said in refine, which keeps it apart from null.
                let required: Vec<&String> = properties.keys().collect();
                json!({"type": "object", "required": required, "properties": properties, "additionalProperties": false})
            }
            Kind::StringEnum(values) => {
                let values: Vec<String> = (0..values.len()).map(|i| format!("V{i}")).collect();
                json!({"type": "string", "enum": values})
            }
            Kind::Newtype(ty) => schema_of(ty, &mut leaves),
        };
        definitions.push((format!("T{index}"), schema));
    }
    let mut settings = TypeSpaceSettings::default();
    for index in 0..leaves.len() {
        let name = format!("L{index}");
        settings.with_replacement(&name, &name, std::iter::empty());
        definitions.push((name, json!({"type": "string"})));
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

fn schema_of(ty: &Ty, leaves: &mut Vec<String>) -> Value {
    match ty {
        Ty::Bool => json!({"type": "boolean"}),
        Ty::String => json!({"type": "string"}),
        Ty::Format(format) => {
            let index = leaves.iter().position(|leaf| leaf == format).unwrap_or_else(|| {
                leaves.push(format.clone());
                leaves.len() - 1
            });
            json!({"$ref": format!("#/definitions/L{index}")})
        }
        Ty::Array(item) => json!({"type": "array", "items": schema_of(item, leaves)}),
        Ty::Nullable(ty) => json!({"oneOf": [schema_of(ty, leaves), {"type": "null"}]}),
        Ty::Named(id) => json!({"$ref": format!("#/definitions/T{id}")}),
    }
}
