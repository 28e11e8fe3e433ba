//! The files that are linted, for lints that need what is written at the place of a schema.

use schema_ir::{Origin, Position, Source, pointer};
use serde_json::{Map, Value};

pub(crate) struct Files<'s> {
    pub sources: &'s [Source],
}

impl<'s> Files<'s> {
    fn source(&self, origin: &Origin) -> Option<&'s Source> {
        self.sources.iter().find(|source| source.file() == &*origin.file)
    }

    /// The members of the schema at a place, as written.
    pub fn members(&self, origin: &Origin) -> Option<&'s Map<String, Value>> {
        pointer::find(self.source(origin)?.value(), &origin.pointer)?.as_object()
    }

    /// The line of a place.
    pub fn position(&self, origin: &Origin) -> Position {
        self.source(origin).map_or(Position { line: 1, column: 1 }, |source| source.nearest_position(&origin.pointer))
    }
}
