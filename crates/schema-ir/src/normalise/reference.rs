//! Converts references of all kinds to plain `$ref`.

use serde_json::Value;

use super::discriminator::Use;
use super::{Walk, describe};
use crate::model::{Schema, SchemaId};
use crate::resolve::{Place, Scope};
use crate::{ErrorKind, Keyword, pointer};

impl Walk<'_, '_> {
    /// The schema at `target` in a dynamic scope: the root, or a definition.
    pub(super) fn refer(&mut self, target: Place, scope: Scope, used_as: Use) -> SchemaId {
        if target == self.root && scope == self.scopes.0 && used_as == Use::Whole {
            return self.document.root();
        }
        let mut preferred = pointer::tokens(&target.pointer).last().unwrap_or_else(|| self.index.file_stem(&target));
        if used_as == Use::Base {
            preferred.push_str("Base");
        }
        self.name_in_scope((target, scope, used_as), &preferred)
    }

    /// Resolves a reference and adds it to `out` as a plain `$ref`.
    pub(super) fn convert_reference(&mut self, place: &Place, keyword: Keyword, value: &Value, out: &mut Schema) {
        let name = keyword.name();
        let Value::String(reference) = value else {
            let message = format!("`{name}` must be a string, found {}", describe(Some(value)));
            return self.fail(ErrorKind::KeywordForm, place, &[name], message, "write a URI reference");
        };
        if self.index.is_meta_schema(place, reference) {
            let message = format!("`{name}` leads to a meta-schema: {reference:?}");
            return self.fail(ErrorKind::RefToMetaSchema, place, &[name], message, "refer to a schema of your own");
        }
        let mut target = match self.index.find_target(place, name, reference) {
            Ok(target) => target,
            Err(error) => return self.errors.push(error),
        };
        let anchor = match keyword {
            Keyword::DynamicRef => reference.rsplit_once('#').map(|(_, name)| name),
            Keyword::RecursiveRef => Some(""),
            _ => None,
        };
        if let Some(name) = anchor {
            target = self.index.find_dynamic_target(name, target, &self.scopes.1);
        }
        let scope = self.index.enter_scope(&self.scopes.1, &target);
        let used_as = self.discriminators.use_of(place);
        let id = self.refer(target, scope, used_as);
        // A schema may have both `$ref` and a dynamic reference, and then asserts both.
        if out.reference.is_some() {
            let member = Schema { reference: Some(id), origin: out.origin.clone(), ..Schema::default() };
            let member = self.document.add(member);
            out.logic.all_of.push(member);
            out.note(Keyword::AllOf);
        } else {
            out.reference = Some(id);
            out.note(Keyword::Ref);
        }
    }
}
