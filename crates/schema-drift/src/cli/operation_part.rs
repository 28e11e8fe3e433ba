//! The parts of operations that findings name.

use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

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
