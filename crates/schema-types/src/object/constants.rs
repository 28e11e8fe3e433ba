//! Keys of an object whose value the type itself tells: the struct has no field for them.

use serde::Serialize;

use crate::convert::InstancePath;
use crate::guard::Departure;
use crate::map::Map;

/// A required key with the only value that it may have.
pub struct Constant {
    /// The key.
    pub key: &'static str,
    /// The value.
    pub value: &'static str,
    /// The number of fields that are written before it.
    pub after: usize,
    /// Whether another value is kept among the undeclared keys, as in open types.
    pub or_other: bool,
}

/// The constants that are still to be written.
pub(super) struct Constants {
    left: &'static [Constant],
    fields: usize,
}

impl Constants {
    /// None is written.
    pub(super) fn new(constants: &'static [Constant]) -> Self {
        Constants { left: constants, fields: 0 }
    }

    /// Those before the next field.
    pub(super) fn before_field(&mut self) -> impl Iterator<Item = &'static Constant> + use<> {
        let count = self.left.iter().take_while(|constant| constant.after <= self.fields).count();
        let (next, left) = self.left.split_at(count);
        self.left = left;
        self.fields = self.fields.saturating_add(1);
        next.iter()
    }

    /// Those after the last field are next.
    pub(super) fn after_fields(&mut self) {
        self.fields = usize::MAX;
    }
}

/// Takes other values of constants from the undeclared keys of an open value, and adds a departure for each.
pub fn depart_constants<M: Map<Item: Serialize>>(
    constants: &[Constant],
    rest: &mut M,
    at: &InstancePath<'_>,
    departures: &mut Vec<Departure>,
) {
    for constant in constants {
        if let Some(value) = rest.take(constant.key) {
            let value = serde_json::to_string(&value).unwrap_or_default();
            at.key(constant.key).depart::<()>(format_args!("unknown value {value}"), departures);
        }
    }
}
