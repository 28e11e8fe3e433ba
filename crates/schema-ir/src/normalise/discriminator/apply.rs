//! Rewrites the schemas that discriminators affect.

use serde_json::{Map, Value};

use super::super::Walk;
use super::{Beside, Member, Selected, Table, Union, Use};
use crate::model::{Schema, SchemaId};
use crate::resolve::Place;
use crate::{Keyword, TypeName, Types, pointer};

impl Table {
    /// How the reference of the schema at `from` uses its target.
    pub(crate) fn use_of(&self, from: &Place) -> Use {
        if self.to_bases.contains(from) { Use::Base } else { Use::Whole }
    }

    /// Whether a keyword of the schema at `place` applies as it is written, when the schema is used so.
    pub(crate) fn keeps(&self, place: &Place, used_as: Use, keyword: Keyword) -> bool {
        match (used_as, self.unions.get(place)) {
            // What describes the union does not describe a base of its members.
            (Use::Base, Some(Union::Listed { keyword: union, .. })) => keyword != *union && !keyword.annotates(),
            (Use::Base, Some(Union::Family { .. })) => !keyword.annotates(),
            (Use::Whole, Some(Union::Listed { keyword: union, beside, .. })) => {
                *beside == Beside::Stay || keyword == *union || keyword.annotates()
            }
            (Use::Whole, Some(Union::Family { .. })) => keyword.annotates(),
            _ => true,
        }
    }
}

impl Walk<'_, '_> {
    /// Notes the discriminators of the document, and what their mappings name, that have no effect.
    pub(in super::super) fn note_discriminators(&mut self) {
        for (place, message) in std::mem::take(&mut self.discriminators.notes) {
            self.note(&place, Keyword::Discriminator, message);
        }
    }

    /// Makes a schema that is used as a whole what the discriminators decide.
    pub(in super::super) fn apply_discriminators(
        &mut self,
        place: &Place,
        members: &Map<String, Value>,
        out: &mut Schema,
    ) {
        let narrowed = self.discriminators.narrowed.get(place).cloned().unwrap_or_default();
        let union = self.discriminators.unions.get(place).cloned();
        let parts = match union {
            Some(Union::Listed { property, keyword, members, beside }) => {
                self.narrow_members(place, out, keyword, &property, &members, beside)
            }
            Some(Union::Family { property, members: selected }) => {
                let parts = self.unite(place, out, &property, &selected);
                let has = |keyword: Keyword| members.get(keyword.name());
                if has(Keyword::Nullable) == Some(&Value::Bool(true)) && has(Keyword::Type).is_some() {
                    self.either_null(out);
                }
                parts
            }
            None => {
                for (property, values) in &narrowed {
                    self.require_values(out, property, values);
                }
                return;
            }
        };
        for part in parts {
            let mut schema = std::mem::take(&mut self.document[part]);
            for (property, values) in &narrowed {
                self.require_values(&mut schema, property, values);
            }
            self.document[part] = schema;
        }
    }

    /// Requires of each member of a union the values that select it. Returns the members that refer to schemas.
    fn narrow_members(
        &mut self,
        place: &Place,
        out: &Schema,
        keyword: Keyword,
        property: &str,
        members: &[Member],
        beside: Beside,
    ) -> Vec<SchemaId> {
        let ids = if keyword == Keyword::OneOf { &out.logic.one_of } else { &out.logic.any_of };
        let ids = ids.clone().unwrap_or_default();
        for (id, member) in ids.iter().zip(members) {
            let mut schema = std::mem::take(&mut self.document[*id]);
            if let Some(values) = &member.values {
                self.require_values(&mut schema, property, values);
            }
            if beside == Beside::Distribute && !member.is_subtype && schema.boolean.is_none() {
                let scope = self.index.enter_scope(&self.scopes.1, place);
                let base = self.refer(place.clone(), scope, Use::Base);
                let base = Schema { reference: Some(base), origin: schema.origin.clone(), ..Schema::default() };
                schema.logic.all_of.push(self.document.add(base));
                schema.note(Keyword::AllOf);
            }
            self.document[*id] = schema;
        }
        ids.into_iter().filter(|id| self.document[*id].reference.is_some()).collect()
    }

    /// Makes a base the union of its subtypes.
    fn unite(&mut self, place: &Place, out: &mut Schema, property: &str, selected: &[Selected]) -> Vec<SchemaId> {
        let mut parts = Vec::with_capacity(selected.len());
        for Selected { place: target, values, used_as, narrows } in selected {
            let scope = self.index.enter_scope(&self.scopes.1, target);
            let reference = Some(self.refer(target.clone(), scope, *used_as));
            let mapping = pointer::push(&pointer::push(&place.pointer, Keyword::Discriminator.name()), "mapping");
            let pointer = pointer::push(&mapping, values.first().map_or("", String::as_str));
            let origin = self.origin(&Place { pointer, ..place.clone() });
            let mut part = Schema { reference, origin, written: vec![Keyword::Ref], ..Schema::default() };
            if *narrows {
                self.require_values(&mut part, property, values);
            }
            parts.push(self.document.add(part));
        }
        out.logic.one_of = Some(parts.clone());
        out.note(Keyword::OneOf);
        parts
    }

    /// Requires a property with one of these values, if the schema may accept objects.
    fn require_values(&mut self, schema: &mut Schema, property: &str, values: &[String]) {
        let accepts_objects = schema.types.as_ref().is_none_or(|types| types.names().contains(&TypeName::OBJECT));
        if !accepts_objects || schema.is_false() {
            return;
        }
        schema.boolean = None;
        if schema.types.is_none() {
            schema.types = Some(Types::One(TypeName::OBJECT));
            schema.note(Keyword::Type);
        }
        let before = schema.object.properties.get(property).map(|id| self.document[*id].clone());
        let origin = schema.origin.keyword(Keyword::Properties).below(property);
        let id = self.document.add(with_values(before.unwrap_or(Schema { origin, ..Schema::default() }), values));
        // In front, because subtypes declare it after their base does.
        if schema.object.properties.contains_key(property) {
            schema.object.properties.insert(property.to_owned(), id);
        } else {
            schema.object.properties.shift_insert(0, property.to_owned(), id);
        }
        schema.note(Keyword::Properties);
        if !schema.object.required.iter().any(|name| name == property) {
            schema.object.required.push(property.to_owned());
            schema.note(Keyword::Required);
        }
    }
}

/// The schema restricted to some strings.
fn with_values(mut schema: Schema, values: &[String]) -> Schema {
    let is_wanted = |value: &Value| value.as_str().is_some_and(|text| values.iter().any(|wanted| wanted == text));
    schema.boolean = schema.boolean.filter(|accepts| !accepts);
    match (&mut schema.values, &schema.constant) {
        (None, None) => match values {
            [one] => schema.constant = Some(one.clone().into()),
            several => schema.values = Some(several.iter().cloned().map(Value::from).collect()),
        },
        (Some(listed), None) if listed.iter().any(is_wanted) => listed.retain(is_wanted),
        (None, Some(one)) if is_wanted(one) => {}
        // The schema lists other values, so that none is valid.
        _ => schema = Schema { boolean: Some(false), origin: schema.origin, ..Schema::default() },
    }
    for keyword in [Keyword::Const, Keyword::Enum] {
        if schema.has(keyword) {
            schema.note(keyword);
        }
    }
    schema
}
