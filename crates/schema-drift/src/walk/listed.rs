//! The pairs of definitions that are walked on their own.

use std::collections::HashMap;

use schema_ir::SchemaId;

use crate::classes::Classes;

/// Pairs of definitions of two documents.
pub(crate) struct Listed {
    pairs: Vec<[SchemaId; 2]>,
    numbers: HashMap<[SchemaId; 2], usize>,
    /// Of the documents with their annotations.
    written: Classes,
}

impl Listed {
    /// Lists pairs; if one occurs twice, its first number counts.
    pub fn new(pairs: Vec<[SchemaId; 2]>, written: Classes) -> Self {
        let mut numbers = HashMap::new();
        for (index, pair) in pairs.iter().enumerate() {
            numbers.entry(*pair).or_insert(index);
        }
        Listed { pairs, numbers, written }
    }

    pub fn pairs(&self) -> &[[SchemaId; 2]] {
        &self.pairs
    }

    /// The number of a pair.
    pub fn find(&self, pair: [SchemaId; 2]) -> Option<usize> {
        self.numbers.get(&pair).copied()
    }

    /// Whether two schemas, and all that they refer to, are the same, with their annotations.
    pub fn are_written_alike(&self, pair: [SchemaId; 2]) -> bool {
        self.written.are_equal(pair)
    }
}
