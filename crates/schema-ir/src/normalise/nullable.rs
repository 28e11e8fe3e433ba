//! `nullable` of OpenAPI 3.0 (3.0.3, Schema Object): `{"type": "string", "nullable": true}` becomes `{"type": ["string", "null"]}`.

use serde_json::{Map, Value, json};

use super::{Note, Walk};
use crate::pointer;
use crate::resolve::Place;

impl Walk<'_, '_> {
    pub(super) fn apply_nullable(&mut self, place: &Place, out: &mut Map<String, Value>) {
        let word = Value::String("null".to_owned());
        match out.get_mut("type") {
            Some(Value::Array(types)) if types.contains(&word) => {}
            Some(Value::Array(types)) => types.push(word),
            Some(one) if *one == word => {}
            Some(one) => *one = json!([one.take(), word]),
            // OpenAPI 3.0.3 defines `nullable` only beside a `type` in the same schema object.
            None => {
                self.notes.push(Note {
                    pointer: pointer::push(&place.pointer, "nullable"),
                    message: "`nullable` has no effect without `type` beside it".to_owned(),
                });
                return;
            }
        }
        self.by_nullable = true;
        if !self.nullable_enum {
            return;
        }
        if let Some(Value::Array(values)) = out.get_mut("enum")
            && !values.contains(&Value::Null)
        {
            values.push(Value::Null);
        }
        if let Some(value) = out.get("const").filter(|value| !value.is_null()).cloned() {
            out.remove("const");
            out.insert("enum".into(), json!([value, null]));
        }
    }
}
