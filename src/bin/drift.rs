//! `cargo drift`: whether the types and the schemas still say the same.

use std::process::ExitCode;

use schema_drift::{Open, Spelling, Vendored};

fn main() -> ExitCode {
    let vendored = kombo_schema::schemas().into_iter().map(|schema| Vendored {
        file: schema.file,
        type_name: schema.type_name,
        source: schema.source,
        sha256: schema.sha256,
        deserialize: schema.deserialize.to_value(),
        serialize: schema.serialize.to_value(),
        read: schema.read,
        open: schema.open.map(|(deserialize, read)| Open { deserialize: deserialize.to_value(), read }),
        schema_uri: schema.schema_uri,
        id: schema.id,
        title: schema.title,
        spelling: Spelling { nullable: schema.nullable },
    });
    schema_drift::cli::vendored(env!("CARGO_MANIFEST_DIR"), vendored.collect())
}
