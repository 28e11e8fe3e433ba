//! The schemas of a CustomResourceDefinition of Kubernetes: one for each version.

use serde_json::{Map, Value};

use super::places::{Context, Part, Walk};
use crate::Draft;
use crate::keyword::subschemas;
use crate::pointer;

/// The extensions that restrict values and are not enforced, with what they demand.
const RESTRICTIONS: [(&str, &str); 2] = [
    ("x-kubernetes-validations", "rules in the Common Expression Language"),
    ("x-kubernetes-embedded-resource", "an object with `apiVersion`, `kind` and `metadata`"),
];

/// Adds `spec.versions[].schema.openAPIV3Schema` (apiextensions.k8s.io/v1), and `spec.validation.openAPIV3Schema` of all
/// versions (v1beta1). The name is the resource's kind, with the version if there are several.
pub(super) fn walk(walk: &mut Walk<'_>) {
    let kind = walk.root.pointer("/spec/names/kind").and_then(Value::as_str).unwrap_or("Resource");
    let versions = walk.root.pointer("/spec/versions").and_then(Value::as_array).into_iter().flatten();
    let mut found: Vec<(String, String)> = Vec::new();
    for (index, version) in versions.enumerate() {
        if version.pointer("/schema/openAPIV3Schema").is_some() {
            let name = version.get("name").and_then(Value::as_str).map_or_else(|| index.to_string(), str::to_owned);
            found.push((format!("/spec/versions/{index}/schema/openAPIV3Schema"), name));
        }
    }
    let shared = "/spec/validation/openAPIV3Schema";
    if walk.root.pointer(shared).is_some() {
        let version = walk.root.pointer("/spec/version").and_then(Value::as_str).unwrap_or("all versions");
        found.push((shared.to_owned(), version.to_owned()));
    }
    let several = found.len() > 1;
    for (at, version) in found {
        let Some(schema) = walk.root.pointer(&at) else { continue };
        let name = if several { format!("{kind} {version}") } else { kind.to_owned() };
        walk.add_in(&Context::default().and(&name), at.clone(), schema, Part::Version(version));
        note_restrictions(walk, at, schema);
    }
}

/// Notes the extensions that restrict values further than the schema does.
fn note_restrictions(walk: &mut Walk<'_>, at: String, schema: &Value) {
    let mut open = vec![(at, schema)];
    while let Some((at, schema)) = open.pop() {
        if let Value::Object(members) = schema {
            note_extensions(walk, &at, members);
        }
        open.extend(subschemas(Draft::OpenApi30, schema, &at).into_iter().rev());
    }
}

fn note_extensions(walk: &mut Walk<'_>, at: &str, members: &Map<String, Value>) {
    for (extension, demand) in RESTRICTIONS {
        let is_set = members.get(extension).is_some_and(|value| *value != Value::Bool(false));
        if is_set {
            walk.note(&pointer::push(at, extension), &format!("`{extension}` is not enforced: {demand}"));
        }
    }
    let name = "x-kubernetes-int-or-string";
    // Where it is set, `anyOf` with the two types may be written beside it (Kubernetes, "Specifying a structural schema").
    let is_set = members.get(name) == Some(&Value::Bool(true));
    if is_set && !["type", "anyOf", "allOf", "oneOf"].iter().any(|keyword| members.contains_key(*keyword)) {
        let message = format!("`{name}` is not enforced; write `anyOf` with the types integer and string beside it");
        walk.note(&pointer::push(at, name), &message);
    }
}
