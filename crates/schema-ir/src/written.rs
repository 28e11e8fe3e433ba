//! Schemas as they are written: before their dialect is converted and their references are replaced.

use serde_json::{Map, Value};

use crate::document::outermost_schemas;
use crate::keyword::subschemas;
use crate::resolve::{Index, Place};
use crate::{Draft, Keyword, Origin, Source, pointer};

/// A schema object as it is written.
#[derive(Clone, Debug)]
pub struct Written<'s> {
    /// Its place.
    pub origin: Origin,
    /// Its members, also those that are no keywords.
    pub members: &'s Map<String, Value>,
    /// The dialect that applies to it.
    pub draft: Draft,
    /// What its `$ref` leads to, if that is in one of the files.
    pub target: Option<&'s Value>,
}

/// Finds all schema objects of files, also in a file that [`normalise`](crate::normalise()) rejects: a schema before those inside
/// it. `draft` is the dialect of documents that do not declare one, as in [`Dialect::of`](crate::Dialect::of).
///
/// ```
/// use schema_ir::{Draft, Source, find_written};
/// let text = br#"{"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"id": {"requried": true}}}"#;
/// let sources = [Source::parse("a.json", text.to_vec())?];
/// let written = find_written(&sources, None);
/// assert_eq!(written[1].origin.pointer, "/properties/id");
/// assert_eq!(written[1].draft, Draft::Draft07);
/// assert!(written[1].members.contains_key("requried"));
/// # Ok::<(), schema_ir::Error>(())
/// ```
pub fn find_written(sources: &[Source], draft: Option<Draft>) -> Vec<Written<'_>> {
    let index = Index::new(sources.iter().collect(), draft);
    let mut found = Vec::new();
    for (document, source) in sources.iter().enumerate() {
        let of_document = index.dialect(document).map_or(Draft::Draft202012, |dialect| dialect.draft);
        let outermost = outermost_schemas(source.value(), of_document).into_keys();
        let mut open: Vec<_> = outermost.filter_map(|at| Some((pointer::find(source.value(), &at)?, at))).collect();
        open.reverse();
        let file = source.file().into();
        while let Some((schema, at)) = open.pop() {
            let Value::Object(members) = schema else { continue };
            let origin = Origin { file: std::sync::Arc::clone(&file), pointer: at };
            let place = Place { document, pointer: origin.pointer.clone() };
            let (draft, _) = index.dialect_and_base(&place);
            let inside = subschemas(draft, schema, &origin.pointer).into_iter().rev();
            open.extend(inside.map(|(at, child)| (child, at)));
            let name = Keyword::Ref.name();
            let reference = members.get(name).and_then(Value::as_str);
            let target = reference.and_then(|uri| index.find_target(&place, name, uri).ok());
            let target = target.and_then(|target| index.value(&target));
            found.push(Written { origin, members, draft, target });
        }
    }
    found
}
