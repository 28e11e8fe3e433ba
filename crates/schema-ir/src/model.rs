//! Schemas in plain 2020-12 as typed data: what each keyword says, with references resolved.

mod equality;
mod extract;
mod group;
mod json;
mod keywords;
mod map;
mod pointers;
mod schema;

use std::sync::Arc;

use indexmap::IndexMap;

pub use equality::Equality;
pub use group::Group;
pub use json::{Writer, definition_uri};
pub use map::SchemaMap;
pub use schema::{Array, Logic, Number, Object, Origin, Schema, Text, Token};

/// The name in `$defs` of the root, if it is embedded among its definitions. No definition has this name.
pub const ROOT: &str = "#";

/// The number of a schema in its [`Document`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemaId(u32);

/// A root schema, the definitions beside it, and all schemas inside them.
///
/// ```
/// use schema_ir::{Keyword, NormaliseOptions, Source, normalise};
/// let text = br##"{"properties": {"id": {"$ref": "#/$defs/Id"}}, "$defs": {"Id": {"type": "string", "minLength": 1}}}"##;
/// let source = Source::parse("a.json", text.to_vec())?;
/// let normal = normalise(&source, &NormaliseOptions::default())?;
///
/// let document = &normal.document;
/// let id = document[document.root()].object.properties["id"];
/// let target = document[id].reference.unwrap();
/// assert_eq!(Some(target), document.definition("Id"));
/// assert_eq!(document[target].text.min_length, Some(1));
/// assert!(document[target].keywords().eq([Keyword::Type, Keyword::MinLength]));
/// assert_eq!(document[target].origin.pointer, "/$defs/Id");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Shared, so that a copy of a document, or a part of one, costs little.
    schemas: Vec<Arc<Schema>>,
    definitions: IndexMap<String, SchemaId>,
    /// The index of each definition.
    indices: SchemaMap<usize>,
}

impl Document {
    /// A document whose root is `root` and has no definitions.
    pub fn new(root: Schema) -> Self {
        Document { schemas: vec![Arc::new(root)], ..Document::default() }
    }

    /// The root.
    pub fn root(&self) -> SchemaId {
        SchemaId(0)
    }

    /// The definitions by name, in the order of the source, and then those that only references name.
    pub fn definitions(&self) -> &IndexMap<String, SchemaId> {
        &self.definitions
    }

    /// The definition with this name.
    pub fn definition(&self, name: &str) -> Option<SchemaId> {
        self.definitions.get(name).copied()
    }

    /// The name of a schema that is a definition.
    pub fn name_of(&self, id: SchemaId) -> Option<&str> {
        let (name, _) = self.definitions.get_index(*self.indices.get(id)?)?;
        Some(name)
    }

    /// All schemas with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (SchemaId, &Schema)> {
        self.schemas.iter().enumerate().map(|(index, schema)| (SchemaId(index as u32), &**schema))
    }

    /// Replaces the schemas for which `change` returns another one. The rest stays shared with copies of the document.
    pub fn update(&mut self, change: impl Fn(&Schema) -> Option<Schema>) {
        for schema in &mut self.schemas {
            if let Some(changed) = change(schema) {
                *schema = Arc::new(changed);
            }
        }
    }

    /// Adds a schema, for keywords of others to name.
    pub fn add(&mut self, schema: impl Into<Arc<Schema>>) -> SchemaId {
        let id = SchemaId(self.schemas.len() as u32);
        self.schemas.push(schema.into());
        id
    }

    /// A schema, to keep while the document changes.
    ///
    /// # Panics
    ///
    /// The id is one of another document.
    pub fn share(&self, id: SchemaId) -> Arc<Schema> {
        Arc::clone(&self.schemas[id.0 as usize])
    }

    /// Names a schema as a definition; a definition of that name is replaced.
    pub fn define(&mut self, name: impl Into<String>, id: SchemaId) {
        let (index, replaced) = self.definitions.insert_full(name.into(), id);
        if let Some(replaced) = replaced {
            self.indices.remove(replaced);
        }
        self.indices.insert(id, index);
    }
}

impl std::ops::Index<SchemaId> for Document {
    type Output = Schema;

    /// # Panics
    ///
    /// The id is one of another document.
    fn index(&self, id: SchemaId) -> &Schema {
        &self.schemas[id.0 as usize]
    }
}

impl std::ops::IndexMut<SchemaId> for Document {
    fn index_mut(&mut self, id: SchemaId) -> &mut Schema {
        Arc::make_mut(&mut self.schemas[id.0 as usize])
    }
}
