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
            None => return self.apply_nullable_without_type(place, out),
        }
        self.by_nullable = true;
        self.add_null(out);
    }

    /// Adds null to the list of values, if there is one.
    fn add_null(&self, out: &mut Schema) {
        if !self.reading.nullable_enum {
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

    /// OpenAPI 3.0.3 defines `nullable` only beside a `type` in the same schema object, but authors also write it beside `$ref`
    /// and `allOf`.
    fn apply_nullable_without_type(&mut self, place: &Place, out: &mut Schema) {
        // Without assertions, null is valid anyway.
        if out.is_any() {
            return;
        }
        if !self.reading.nullable_without_type {
            let message = "`nullable` has no effect without `type` beside it; with the option `nullable_without_type` it adds null";
            return self.note(place, Keyword::Nullable, message);
        }
        if out.asserting().all(|keyword| matches!(keyword, Keyword::Enum | Keyword::Const)) {
            self.by_nullable = true;
            return self.add_null(out);
        }
        self.either_null(out);
    }

    /// Adds null to what a schema accepts, whatever that is.
    pub(super) fn either_null(&mut self, out: &mut Schema) {
        self.by_nullable = true;
        let mut either = Schema {
            annotations: std::mem::take(&mut out.annotations),
            origin: out.origin.clone(),
            written: out.written.clone(),
            ..Schema::default()
        };
        let origin = out.origin.keyword(Keyword::Nullable);
        let null = Schema { types: Some(Types::One(TypeName::NULL)), origin, ..Schema::default() };
        let members = [std::mem::take(out), null].map(|member| self.document.add(member));
        either.logic.any_of = Some(members.to_vec());
        *out = either;
    }

    /// Notes that a keyword is not read as its author may expect. The notes on other files belong to these.
    pub(super) fn note(&mut self, place: &Place, keyword: Keyword, message: impl Into<String>) {
        if place.document == 0 {
            let pointer = pointer::push(&place.pointer, keyword.name());
            self.notes.push(Note { pointer, message: message.into() });
        }
    }
}
