//! Converts references of all kinds to plain `$ref`.

use serde_json::{Map, Value, json};

use super::{Walk, describe};
use crate::resolve::Place;
use crate::{Error, ErrorKind, Source, pointer};

impl Walk<'_, '_> {
    /// Resolves a reference and writes it to `out` as a plain `$ref`.
    pub(super) fn convert_reference(
        &mut self,
        place: &Place,
        keyword: &str,
        value: &Value,
        out: &mut Map<String, Value>,
    ) -> Result<(), Error> {
        let Value::String(reference) = value else {
            let message = format!("`{keyword}` must be a string, found {}", describe(Some(value)));
            return Err(self.error(ErrorKind::KeywordForm, place, &[keyword], message, "write a URI reference"));
        };
        if self.index.is_meta_schema(place, reference) {
            let message = format!("`{keyword}` leads to a meta-schema: {reference:?}");
            let error =
                self.error(ErrorKind::RefToMetaSchema, place, &[keyword], message, "refer to a schema of your own");
            self.inexpressible.get_or_insert(error);
            return Ok(());
        }
        let mut target = self.index.find_target(place, keyword, reference)?;
        let anchor = match keyword {
            "$dynamicRef" => reference.rsplit_once('#').map(|(_, name)| name),
            "$recursiveRef" => Some(""),
            _ => None,
        };
        if let Some(name) = anchor {
            target = self.index.find_dynamic_target(name, target, &self.scopes.1);
        }
        let scope = self.index.enter_scope(&self.scopes.1, &target);
        let uri = if target == self.root && scope == self.scopes.0 {
            "#".to_owned()
        } else {
            let preferred = pointer::tokens(&target.pointer).last().unwrap_or_else(|| self.file_stem(&target));
            let name = self.name_in_scope((target, scope), &preferred);
            format!("#{}", pointer::percent_encoded(&pointer::push("/$defs", &name), b"/$"))
        };
        let uri = Value::String(uri);
        // A schema may have both `$ref` and a dynamic reference, and then asserts both.
        if out.contains_key("$ref") {
            let all = out.entry("allOf").or_insert_with(|| json!([]));
            if let Value::Array(all) = all {
                all.push(json!({ "$ref": uri }));
            }
        } else {
            out.insert("$ref".into(), uri);
        }
        Ok(())
    }

    fn file_stem(&self, place: &Place) -> String {
        let file = self.index.source(place.document).map_or("-", Source::file);
        let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
        name.split('.').next().unwrap_or(name).to_owned()
    }
}
