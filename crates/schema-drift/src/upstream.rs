//! A vendored schema against what upstream has now.

use schema_build::{Error, NormaliseOptions, Source, pointer};
use serde_json::Value;

use crate::compare::{Options, compare};
use crate::comparison::Comparison;
use crate::schema::Schema;
use crate::vendored::Vendored;

/// Where an OpenAPI document (3.0.3 and 3.1.0, 4.8.7) keeps its schemas.
pub(crate) const COMPONENTS: &str = "/components/schemas";

/// What upstream's document says about a vendored schema.
#[derive(Clone, Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "the large one is what comes, and a box would be in the way of every match"
)]
pub enum Upstream {
    /// It has the schema; old is the vendored one, new is upstream's.
    Compared(Comparison),
    /// An OpenAPI document that no longer has the component that the vendored `$id` names.
    Removed,
    /// It says nothing about this schema.
    Unrelated,
}

/// Compares a vendored schema with upstream's document: an OpenAPI document, whose component is found by the vendored
/// fragment `$id`, else by the title; or a JSON Schema file with the same `$id` or title. A file that was `named` for
/// this schema needs neither.
///
/// # Errors
///
/// A schema of either side that cannot be read.
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

/// Where upstream's OpenAPI document should have the schema: where ours has it, or where its `$id` says.
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
        let title = vendored.title?;
        let components = document.pointer(COMPONENTS)?.as_object()?;
        let says = |schema: &Value| schema.get("title").and_then(Value::as_str) == Some(title);
        let by_title = components.iter().find(|(name, schema)| *name == title || says(schema));
        return by_title.map(|(name, _)| pointer::push(COMPONENTS, name));
    }
    if !vendored.pointer.is_empty() {
        return None;
    }
    let same = |keyword, ours: Option<&str>| ours.is_some() && document.get(keyword).and_then(Value::as_str) == ours;
    (named || same("$id", vendored.id) || same("title", vendored.title)).then(String::new)
}
