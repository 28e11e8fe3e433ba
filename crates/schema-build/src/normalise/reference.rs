//! References as plain `$ref`.

use serde_json::{Map, Value, json};

use super::{Walk, kind_of};
use crate::resolve::Place;
use crate::{Error, Source, pointer};

impl Walk<'_, '_> {
    /// Writes what a reference means as a plain `$ref`.
    pub(super) fn reference(
        &mut self,
        place: &Place,
        keyword: &str,
        value: &Value,
        out: &mut Map<String, Value>,
    ) -> Result<(), Error> {
        let Value::String(reference) = value else {
            let message = format!("`{keyword}` must be a string, found {}", kind_of(Some(value)));
            return Err(self.error(place, &[keyword], message, "write a URI reference"));
        };
        if self.index.is_meta_schema(place, reference) {
            let message = format!("`{keyword}` leads to a meta-schema: {reference:?}");
            let error = self.error(place, &[keyword], message, "refer to a schema of your own");
            self.beyond.get_or_insert(error);
            return Ok(());
        }
        let mut target = self.index.target(place, keyword, reference)?;
        let anchor = match keyword {
            "$dynamicRef" => reference.rsplit_once('#').map(|(_, name)| name),
            "$recursiveRef" => Some(""),
            _ => None,
        };
        if let Some(name) = anchor {
            target = self.index.dynamic_target(name, target, &self.scopes.1);
        }
        let scope = self.index.entered(&self.scopes.1, &target);
        let written = if target == self.root && scope == self.scopes.0 {
            "#".to_owned()
        } else {
            let wish = pointer::tokens(&target.pointer).last().unwrap_or_else(|| self.stem(&target));
            let name = self.name_in((target, scope), &wish);
            format!("#{}", pointer::percent_encoded(&pointer::push("/$defs", &name), b"/$"))
        };
        let written = Value::String(written);
        if out.contains_key("$ref") {
            let all = out.entry("allOf").or_insert_with(|| json!([]));
            if let Value::Array(all) = all {
                all.push(json!({ "$ref": written }));
            }
        } else {
            out.insert("$ref".into(), written);
        }
        Ok(())
    }

    fn stem(&self, place: &Place) -> String {
        let file = self.index.source(place.document).map_or("-", Source::file);
        let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
        name.split('.').next().unwrap_or(name).to_owned()
    }
}
