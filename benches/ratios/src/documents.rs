//! Documents of many schemas.

use serde_json::{Map, Value, json};

/// Where the components of a document are.
pub const COMPONENTS: &str = "#/components/schemas/";

/// Components as in real documents: strings, numbers, enumerations, arrays, references and nested objects. References begin with
/// `reference`.
pub fn components(count: usize, reference: &str) -> Map<String, Value> {
    let component = |number: usize| {
        let properties: Map<String, Value> = (0..3 + number % 12)
            .map(|field| {
                let schema = match (number * 7 + field * 5) % 9 {
                    0 => json!({"type": "integer"}),
                    1 => json!({"type": "number"}),
                    2 => json!({"type": "boolean"}),
                    3 => json!({"type": "string", "enum": ["a", "b", "c"]}),
                    4 => json!({"$ref": format!("{reference}C{}", (number / 2 + field) % count)}),
                    5 => json!({"type": "array", "items": {"type": "string"}}),
                    6 => json!({"type": "object", "properties": {"x": {"type": "string"}, "y": {"type": "integer"}}}),
                    _ => json!({"type": "string", "description": "Some words on it."}),
                };
                (format!("field_{field}"), schema)
            })
            .collect();
        let required: Vec<&String> = properties.keys().step_by(2).collect();
        (format!("C{number}"), json!({"type": "object", "properties": properties, "required": required}))
    };
    (0..count).map(component).collect()
}

/// Flat objects.
pub fn flat(count: usize) -> Map<String, Value> {
    let schema = json!({"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "integer"}}});
    (0..count).map(|number| (format!("Flat{number}"), schema.clone())).collect()
}

/// An OpenAPI document of components.
pub fn document(components: Map<String, Value>) -> Value {
    json!({"openapi": "3.1.0", "paths": {}, "components": {"schemas": components}})
}
