//! `nullable` of OpenAPI 3.0 (3.0.3, Schema Object): `{"type": "string", "nullable": true}` becomes `{"type": ["string", "null"]}`.

use serde_json::Value;

use super::Walk;
use crate::model::Schema;
use crate::resolve::Place;
use crate::{Keyword, Note, TypeName, Types, pointer};

impl Walk<'_, '_> {
    pub(super) fn apply_nullable(&mut self, place: &Place, out: &mut Schema) {
        match &mut out.types {
            Some(types) if types.names().contains(&TypeName::NULL) => {}
            Some(types) => *types = Types::List([types.names(), &[TypeName::NULL]].concat()),
            // OpenAPI 3.0.3 defines `nullable` only beside a `type` in the same schema object.
            None => {
                self.notes.push(Note {
                    pointer: pointer::push(&place.pointer, Keyword::Nullable.name()),
                    message: "`nullable` has no effect without `type` beside it".to_owned(),
                });
                return;
            }
        }
        self.by_nullable = true;
        if !self.nullable_enum {
            return;
        }
        if let Some(values) = &mut out.values
            && !values.contains(&Value::Null)
        {
            values.push(Value::Null);
        }
        if let Some(value) = out.constant.take_if(|value| !value.is_null()) {
            out.values = Some(vec![value, Value::Null]);
        }
    }
}
