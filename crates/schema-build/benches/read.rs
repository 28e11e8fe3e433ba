//! Measures how long generated types take to read, and how long hand-written types with serde's derive and the same checks do.
//! `cargo bench -p schema-build --bench read`
#![allow(missing_docs, clippy::unwrap_used)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use serde::{Deserialize, Deserializer};

pub mod generated {
    include!("../tests/golden/webhook.rs");
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)]
struct Webhook {
    id: String,
    r#type: Type,
    data: Data,
}

#[derive(Deserialize)]
#[allow(dead_code)]
enum Type {
    #[serde(rename = "flow-failed")]
    FlowFailed,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)]
struct Data {
    tool: String,
    category: Category,
    user: User,
    log_url: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[allow(dead_code)]
enum Category {
    Hris,
    Ats,
    Assessment,
    Lms,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)]
struct User {
    organization: String,
    #[serde(deserialize_with = "nullable")]
    email: Option<String>,
    #[serde(deserialize_with = "nullable")]
    origin_id: Option<String>,
}

/// For a required key whose value may be null: `deserialize_with` disables serde's default of `None` for an absent `Option`.
fn nullable<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Option::deserialize(deserializer)
}

const BODY: &[u8] = br#"{"id":"whe_01HV7Q2M5N8ZK3","type":"flow-failed","data":{"tool":"personio","category":"HRIS","user":{"organization":"Nordlicht GmbH","email":"ada@nordlicht.example","origin_id":null},"log_url":"https://app.example/logs/01HV7Q2M5N8ZK3"}}"#;

fn read(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("a body");
    group.throughput(Throughput::Bytes(BODY.len() as u64));
    group.bench_function("generated", |bencher| {
        bencher.iter(|| serde_json::from_slice::<generated::Webhook>(BODY).unwrap());
    });
    group.bench_function("derived", |bencher| {
        bencher.iter(|| serde_json::from_slice::<Webhook>(BODY).unwrap());
    });
    group.finish();
}

criterion_group!(benches, read);
criterion_main!(benches);
