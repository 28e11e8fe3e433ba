//! The generated types with mistakes put in by hand, one module for each mistake.

/// What the drift check takes of a module's root type.
pub struct Entry {
    /// See the generated `VendoredSchema`.
    pub file: &'static str,
    /// The root type.
    pub type_name: &'static str,
    /// The schema's text.
    pub source: &'static str,
    /// Its hash.
    pub sha256: &'static str,
    /// Regenerated for reading.
    pub deserialize: serde_json::Value,
    /// Regenerated for writing.
    pub serialize: serde_json::Value,
    /// Reads and writes.
    pub read: fn(&[u8]) -> Result<Vec<u8>, String>,
}

macro_rules! entries {
    ($module:ident) => {
        $module::schemas()
            .into_iter()
            .map(|schema| Entry {
                file: schema.file,
                type_name: schema.type_name,
                source: schema.source,
                sha256: schema.sha256,
                deserialize: schema.deserialize.to_value(),
                serialize: schema.serialize.to_value(),
                read: schema.read,
            })
            .collect()
    };
}

include!(concat!(env!("OUT_DIR"), "/edits.rs"));
