//! A map by the ids of schemas.

use super::SchemaId;

/// A map by the ids of one document's schemas, without hashing: ids are consecutive numbers.
///
/// ```
/// use schema_ir::{Document, SchemaMap};
/// let document = Document::default();
/// let mut names = SchemaMap::default();
/// assert_eq!(names.insert(document.root(), "root"), None);
/// assert_eq!(names.get(document.root()), Some(&"root"));
/// assert_eq!(names.iter().count(), 1);
/// ```
#[derive(Clone, Debug)]
pub struct SchemaMap<V>(Vec<Option<V>>);

impl<V> Default for SchemaMap<V> {
    fn default() -> Self {
        SchemaMap(Vec::new())
    }
}

impl<V> SchemaMap<V> {
    /// The value of a schema.
    pub fn get(&self, id: SchemaId) -> Option<&V> {
        self.0.get(id.0 as usize)?.as_ref()
    }

    /// The value of a schema, to be changed.
    pub fn get_mut(&mut self, id: SchemaId) -> Option<&mut V> {
        self.0.get_mut(id.0 as usize)?.as_mut()
    }

    /// Sets the value of a schema. Returns the one that it had.
    pub fn insert(&mut self, id: SchemaId, value: V) -> Option<V> {
        let index = id.0 as usize;
        if self.0.len() <= index {
            self.0.resize_with(index + 1, || None);
        }
        self.0[index].replace(value)
    }

    /// Removes the value of a schema, and returns it.
    pub fn remove(&mut self, id: SchemaId) -> Option<V> {
        self.0.get_mut(id.0 as usize)?.take()
    }

    /// All values with the ids of their schemas, in the order of the ids.
    pub fn iter(&self) -> impl Iterator<Item = (SchemaId, &V)> {
        self.0.iter().enumerate().filter_map(|(index, value)| Some((SchemaId(index as u32), value.as_ref()?)))
    }
}
