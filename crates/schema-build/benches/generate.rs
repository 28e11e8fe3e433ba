//! Measures how long generating takes, and how long typify alone takes on the same schemas.
//! `cargo bench -p schema-build --bench generate`
#![allow(missing_docs, clippy::unwrap_used)]

use std::fs;
use std::path::PathBuf;

use criterion::{Criterion, criterion_group, criterion_main};
use serde_json::{Map, Value, json};
use typify::{TypeSpace, TypeSpaceSettings};

const COMPONENTS: usize = 540;

/// Components as in real documents: strings, numbers, enumerations, arrays, references and nested objects.
fn components(reference: &str) -> Map<String, Value> {
    let component = |number: usize| {
        let properties: Map<String, Value> = (0..3 + number % 12)
            .map(|field| {
                let schema = match (number * 7 + field * 5) % 9 {
                    0 => json!({"type": "integer"}),
                    1 => json!({"type": "number"}),
                    2 => json!({"type": "boolean"}),
                    3 => json!({"type": "string", "enum": ["a", "b", "c"]}),
                    4 => json!({"$ref": format!("{reference}C{}", (number / 2 + field) % COMPONENTS)}),
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
    (0..COMPONENTS).map(component).collect()
}

fn file() -> PathBuf {
    let file = std::env::temp_dir().join(format!("schema-build-bench-{}.json", std::process::id()));
    let document = json!({"openapi": "3.1.0", "components": {"schemas": components("#/components/schemas/")}});
    fs::write(&file, document.to_string()).unwrap();
    file
}

fn generate(criterion: &mut Criterion) {
    let file = file();
    let definitions = json!({"definitions": components("#/definitions/")}).to_string();
    let mut group = criterion.benchmark_group("540 components");
    group.sample_size(10);
    group.bench_function("schema-build", |bencher| {
        bencher.iter(|| schema_build::Builder::files([&file]).generate().unwrap().source.len());
    });
    group.bench_function("typify", |bencher| {
        bencher.iter(|| {
            let mut space = TypeSpace::new(&TypeSpaceSettings::default());
            space.add_root_schema(serde_json::from_str(&definitions).unwrap()).unwrap();
            prettyplease::unparse(&syn::parse2(space.to_stream()).unwrap()).len()
        });
    });
    group.finish();
    fs::remove_file(file).unwrap();
}

criterion_group!(benches, generate);
criterion_main!(benches);
