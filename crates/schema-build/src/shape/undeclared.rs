//! Undeclared keys that the user does not want to keep.

use schema_ir::{Keyword, Schema, SchemaId, pointer};

use super::lower::Walk;
use super::own::{Departs, place};
use super::{Check, Ty};
use crate::{Undeclared, Why};

/// What becomes of undeclared keys, where they are not kept.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Unkept {
    /// Whether they are refused, and not ignored.
    pub(crate) denied: bool,
    pub(crate) departs: Departs,
    /// The type of their values, if they were kept.
    pub(crate) kept: Ty,
}

impl Walk {
    /// The type of undeclared keys as the user wants it.
    pub(super) fn choose_undeclared(&mut self, schema: &Schema, kept: Ty, checks: &[Check]) -> Ty {
        let mut chosen = Undeclared::Keep;
        let key = place(schema);
        // Without a place, objects that describe their other keys keep them.
        let is_any = kept == Ty::Any && !schema.has(Keyword::PatternProperties);
        for (at, undeclared) in &self.choices.undeclared {
            match at {
                None if is_any => chosen = *undeclared,
                Some(at) if *at == key => {
                    chosen = *undeclared;
                    self.chosen.insert(key.clone());
                }
                _ => {}
            }
        }
        let why = match chosen {
            Undeclared::Keep => return kept,
            // Checks of keys would not know of those that were ignored.
            Undeclared::Ignore if !checks.is_empty() => return kept,
            Undeclared::Ignore => Why::Ignored,
            Undeclared::Deny => Why::Denied,
        };
        let rest = schema.object.additional_properties.or(schema.object.unevaluated_properties);
        let departs = self.depart_undeclared(schema, rest, why);
        Ty::Unkept(Box::new(Unkept { denied: chosen == Undeclared::Deny, departs, kept }))
    }

    fn depart_undeclared(&self, schema: &Schema, rest: Option<SchemaId>, why: Why) -> Departs {
        match rest {
            Some(rest) => self.depart_from(&self.document[rest], why),
            None => {
                let at = pointer::push(&schema.origin.pointer, Keyword::AdditionalProperties.name());
                Departs { at, why, copy: "true".to_owned() }
            }
        }
    }
}
