//! The parts of operations that findings name.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

/// Operations that JSON lists for a schema or a change. In a document with thousands of schemas, thousands of operations may reach
/// each.
const MAX_LISTED: usize = 100;

/// An operation, or the part of it that exchanges some values: `GET /orders` or `GET /orders 200`. Hundreds of schemas name it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct OperationPart {
    pub operation: Arc<str>,
    part: Option<Arc<str>>,
}

impl OperationPart {
    pub fn new(operation: &str, part: String) -> Self {
        OperationPart { operation: operation.into(), part: Some(part.into()) }
    }

    pub fn whole(operation: &str) -> Self {
        OperationPart { operation: operation.into(), part: None }
    }
}

/// The parts of operations that exchange the values of a schema, which often are those of other schemas too.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct OperationParts(Arc<[OperationPart]>);

impl OperationParts {
    /// The first parts, and the number of the others.
    pub fn listed(&self) -> (&[OperationPart], usize) {
        let (listed, more) = self.0.split_at(self.0.len().min(MAX_LISTED));
        (listed, more.len())
    }

    /// Puts a part first; the others keep their order.
    pub fn put_first(&mut self, index: usize) {
        if let Some(first) = Arc::make_mut(&mut self.0).get_mut(..=index) {
            first.rotate_right(1);
        }
    }
}

impl Deref for OperationParts {
    type Target = [OperationPart];

    fn deref(&self) -> &[OperationPart] {
        &self.0
    }
}

impl FromIterator<OperationPart> for OperationParts {
    fn from_iter<I: IntoIterator<Item = OperationPart>>(parts: I) -> Self {
        OperationParts(parts.into_iter().collect())
    }
}

/// Writes two members: the first parts, and the number of the others if there are some.
impl Serialize for OperationParts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (listed, more) = self.listed();
        let mut members = serializer.serialize_struct("OperationParts", 2)?;
        members.serialize_field("operations", listed)?;
        if more > 0 {
            members.serialize_field("more_operations", &more)?;
        }
        members.end()
    }
}

impl fmt::Display for OperationPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.operation)?;
        self.part.as_ref().map_or(Ok(()), |part| write!(f, " {part}"))
    }
}

impl Serialize for OperationPart {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
