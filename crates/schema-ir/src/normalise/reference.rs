//! Converts references of all kinds to plain `$ref`.

use serde_json::Value;

use super::{Walk, describe};
use crate::model::Schema;
use crate::resolve::Place;
use crate::{ErrorKind, Keyword, Source, pointer};

impl Walk<'_, '_> {
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
        let id = if target == self.root && scope == self.scopes.0 {
            self.document.root()
        } else {
            let preferred = pointer::tokens(&target.pointer).last().unwrap_or_else(|| self.file_stem(&target));
            self.name_in_scope((target, scope), &preferred)
        };
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

    fn file_stem(&self, place: &Place) -> String {
        let file = self.index.source(place.document).map_or("-", Source::file);
        let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
        name.split('.').next().unwrap_or(name).to_owned()
    }
}
