//! Measures how long generating takes, and how long typify alone takes on the same schemas.
//! `cargo bench -p schema-build --bench generate`
#![allow(missing_docs, clippy::unwrap_used)]

use std::fs;
use std::path::PathBuf;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use schema_build::{Builder, Profile};
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

/// A document of flat objects.
fn flat(count: usize) -> Map<String, Value> {
    let schema = json!({"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "integer"}}});
    (0..count).map(|number| (format!("Flat{number}"), schema.clone())).collect()
}

fn write_document(name: &str, components: Map<String, Value>) -> PathBuf {
    let file = std::env::temp_dir().join(format!("schema-build-{name}-{}.json", std::process::id()));
    let document = json!({"openapi": "3.1.0", "components": {"schemas": components}});
    fs::write(&file, document.to_string()).unwrap();
    file
}

fn generate(file: &PathBuf, profile: Profile) -> usize {
    Builder::files([file]).profile(profile).generate().unwrap().source.len()
}

/// Real components, beside typify's library.
fn generate_components(criterion: &mut Criterion) {
    let file = write_document("bench", components("#/components/schemas/"));
    let definitions = json!({"definitions": components("#/definitions/")}).to_string();
    let mut group = criterion.benchmark_group("540 components");
    group.sample_size(10);
    group.bench_function("schema-build", |bencher| bencher.iter(|| generate(&file, Profile::Exact)));
    group.bench_function("schema-build, both profiles", |bencher| bencher.iter(|| generate(&file, Profile::Both)));
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

/// The time of each type, which is the same in small and in large documents.
fn generate_flat(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("flat types");
    group.sample_size(10);
    for count in [1_000, 20_000] {
        let file = write_document("flat", flat(count));
        group.throughput(Throughput::Elements(count as u64));
        group.bench_function(count.to_string(), |bencher| bencher.iter(|| generate(&file, Profile::Exact)));
        fs::remove_file(file).unwrap();
    }
    group.finish();
}

criterion_group!(benches, generate_components, generate_flat);
criterion_main!(benches);
