//! A union of one schema and null has the facts of that schema with null among its types, because OpenAPI's `nullable` and
//! `{"anyOf": [{"type": "string"}, {"type": "null"}]}` mean the same.

use schema_ir::{Keyword, Role, Schema, SchemaId, TypeName, Types};
use serde_json::Value;

use super::collect::Part;
use super::{Fact, Facts};

impl<'d> Facts<'d> {
    /// Adds the union in `anyOf` or `oneOf`; returns false and changes nothing if it is another one.
    pub(super) fn add_or_null(&mut self, union: Fact<'d>, hops: &mut usize) -> bool {
        let is_null = |id: SchemaId| {
            let schema = &self.document[id];
            schema.types == Some(Types::One(TypeName::NULL)) || schema.constant == Some(Value::Null)
        };
        let members: Vec<SchemaId> = union.inside().map(|(_, id)| id).collect();
        let other = match members.as_slice() {
            [null, other] | [other, null] if is_null(*null) => *other,
            _ => return false,
        };
        let mut half = Facts::empty(self.document, other);
        if *hops == 0 || !half.add(other, Part::WHOLE, hops) {
            return false;
        }
        // Keywords that reject null, or that depend on the keywords beside them, mean something else outside of the union.
        let asserts = |facts: &Facts<'_>| facts.keywords.iter().any(|fact| !fact.keyword.annotates());
        if half.is_false
            || !half.keywords.iter().all(|fact| accepts_null(fact.keyword))
            || asserts(self)
            || !self.properties.is_empty()
            || !self.required.is_empty()
        {
            return false;
        }
        let Some(with_null) = half.with_null() else { return false };
        let more: Vec<Fact<'d>> = half.keywords.iter().filter(|fact| !self.has(fact.keyword)).copied().collect();
        self.keywords.extend(more);
        self.properties = half.properties;
        self.required = half.required;
        self.with_null = Some(Box::new(with_null));
        true
    }

    /// `type` and `enum` with null; `None` if neither is there, if null is allowed already, or if `const` forbids it.
    fn with_null(&self) -> Option<Schema> {
        let mut made = Schema::default();
        if let Some(schema) = self.schema_with(Keyword::Type) {
            let types = schema.types.as_ref()?;
            made.types = Some(Types::List([types.names(), &[TypeName::NULL]].concat()));
            if types.names().contains(&TypeName::NULL) {
                return None;
            }
        }
        if let Some(schema) = self.schema_with(Keyword::Enum) {
            let values = schema.values.as_ref()?;
            made.values = Some(values.iter().cloned().chain([Value::Null]).collect());
            if values.contains(&Value::Null) {
                return None;
            }
        }
        let lists_any = made.has(Keyword::Type) || made.has(Keyword::Enum);
        (lists_any && !self.has(Keyword::Const)).then_some(made)
    }
}

/// Whether a keyword, other than those that list types and values, accepts null whatever it says.
fn accepts_null(keyword: Keyword) -> bool {
    match keyword.role() {
        Role::Assertion | Role::AssertionOn(_) | Role::Annotation => true,
        Role::Below(_) => !keyword.is_unevaluated(),
        Role::InPlace | Role::Structure => false,
    }
}
