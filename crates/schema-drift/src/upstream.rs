//! Compares a vendored schema with upstream's current document.

use schema_ir::{Error, NormaliseOptions, Source, pointer};
use serde_json::Value;

use crate::compare::{Options, compare};
use crate::comparison::Comparison;
use crate::schema::Schema;
use crate::vendored::Vendored;

/// The place of the schemas in an OpenAPI document (3.0.3 and 3.1.0, 4.8.7).
pub(crate) const COMPONENTS: &str = "/components/schemas";

/// The relation of upstream's document to a vendored schema.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "`Compared` is the usual case, and a box would complicate every match")]
pub enum Upstream {
    /// It contains the schema. Old is the vendored one, and new is upstream's.
    Compared(Comparison),
    /// It is an OpenAPI document without the component that the vendored `$id` names.
    Removed,
    /// It does not contain this schema.
    Unrelated,
}

/// Compares a vendored schema with upstream's document.
///
/// In an OpenAPI document, the component is found by the vendored fragment `$id`, else by the title. A JSON Schema file must
/// have the same `$id` or title, unless the user `named` this schema for it.
///
/// # Errors
///
/// The schema of a side cannot be read.
pub fn upstream(vendored: &Vendored, document: &Source, named: bool) -> Result<Upstream, Error> {
    let old = vendored.schema()?;
    let Some(at) = find_schema(vendored, &old, document.value(), named) else {
        let is_openapi = document.value().get("openapi").is_some_and(Value::is_string);
        let kept_there = expected_pointer(vendored, &old).is_some_and(|at| at.starts_with(&format!("{COMPONENTS}/")));
        let has_any =
            document.value().pointer(COMPONENTS).and_then(Value::as_object).is_some_and(|all| !all.is_empty());
        return Ok(if is_openapi && kept_there && has_any { Upstream::Removed } else { Upstream::Unrelated });
    };
    let new = Schema::new(document.clone(), &NormaliseOptions { at, ..NormaliseOptions::default() })?;
    Ok(Upstream::Compared(compare(&old, &new, &Options::default())?))
}

/// The expected pointer in upstream's OpenAPI document: the pointer in ours, or the one in the vendored `$id`.
fn expected_pointer<'s>(vendored: &'s Vendored, old: &'s Schema) -> Option<&'s str> {
    match vendored.pointer {
        "" => old.origin()?.strip_prefix('#'),
        pointer => Some(pointer),
    }
}

/// The pointer of upstream's schema in its document.
fn find_schema(vendored: &Vendored, old: &Schema, document: &Value, named: bool) -> Option<String> {
    if document.get("openapi").is_some_and(Value::is_string) {
        let by_place = expected_pointer(vendored, old);
        if let Some(at) = by_place.filter(|at| at.starts_with('/') && document.pointer(at).is_some()) {
            return Some(at.to_owned());
        }
        let title = vendored.title.as_deref()?;
        let components = document.pointer(COMPONENTS)?.as_object()?;
        let has_title = |schema: &Value| schema.get("title").and_then(Value::as_str) == Some(title);
        let by_title = components.iter().find(|(name, schema)| *name == title || has_title(schema));
        return by_title.map(|(name, _)| pointer::push(COMPONENTS, name));
    }
    if !vendored.pointer.is_empty() {
        return None;
    }
    let same = |keyword, ours: Option<&str>| ours.is_some() && document.get(keyword).and_then(Value::as_str) == ours;
    (named || same("$id", vendored.id.as_deref()) || same("title", vendored.title.as_deref())).then(String::new)
}
