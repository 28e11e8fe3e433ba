//! The schemas that apply to one value, and the properties that they declare.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use schema_ir::{Document, JsonType, Keyword, Role, Schema, SchemaId};

/// Everything that applies to a value, wherever it is written: behind `$ref`, in members of unions, and in conditions.
#[derive(Default)]
pub(super) struct ValuePlace<'d> {
    /// The schemas that apply to the value itself.
    pub members: HashSet<SchemaId>,
    /// The schemas of each declared property.
    pub properties: BTreeMap<&'d str, Vec<SchemaId>>,
    /// The schemas of other parts of the value, by keyword and index or pattern.
    pub others: BTreeMap<(Keyword, String), Vec<SchemaId>>,
    /// The keys that `required` and its kin name.
    pub required: BTreeSet<&'d str>,
    /// The keys whose declarations may reject more if they accept more: in `not`, in conditions, and in several members of a
    /// union, which they tell apart.
    pub tangled: BTreeSet<&'d str>,
    /// Whether the declared properties are those that are sent, although others are valid.
    pub is_open: bool,
}

/// How a schema came to apply to the value.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
struct Way {
    in_union: bool,
    in_condition: bool,
}

impl Way {
    fn through(self, keyword: Keyword) -> Self {
        match keyword {
            Keyword::AllOf => self,
            Keyword::AnyOf | Keyword::OneOf => Way { in_union: true, ..self },
            _ => Way { in_condition: true, ..self },
        }
    }
}

/// The schemas that apply to the value of a schema, each with how.
fn applied(document: &Document, root: SchemaId) -> HashSet<(SchemaId, Way)> {
    let mut found = HashSet::new();
    let mut open = vec![(root, Way::default())];
    while let Some((id, way)) = open.pop() {
        if !found.insert((id, way)) {
            continue;
        }
        let schema = &document[id];
        open.extend(schema.reference.map(|target| (target, way)));
        let in_place = schema.subschemas().filter(|(keyword, ..)| keyword.role() == Role::InPlace);
        open.extend(in_place.map(|(keyword, _, inner)| (inner, way.through(keyword))));
    }
    found
}

impl<'d> ValuePlace<'d> {
    pub fn at(document: &'d Document, root: SchemaId) -> Self {
        let mut place = ValuePlace { is_open: true, ..ValuePlace::default() };
        let (mut alone, mut in_union) = (BTreeSet::new(), BTreeSet::new());
        for (id, way) in applied(document, root) {
            let schema = &document[id];
            if place.members.insert(id) {
                place.add(document, schema);
            }
            let names = schema.object.properties.keys().map(String::as_str);
            match way {
                Way { in_condition: true, .. } => place.tangled.extend(names),
                Way { in_union: true, .. } => in_union.extend(names),
                _ => alone.extend(names),
            }
        }
        let is_repeated = |name: &&str| place.properties.get(*name).is_some_and(|schemas| schemas.len() > 1);
        place.tangled.extend(in_union.into_iter().filter(is_repeated).collect::<Vec<_>>());
        let may_be_free = |id: &SchemaId| {
            let branches = [Keyword::AnyOf, Keyword::OneOf].into_iter().flat_map(|union| document[*id].inside(union));
            branches.into_iter().any(|(_, branch)| is_free_form(document, branch))
        };
        // Beside properties that always apply, a member of a union is a condition on them.
        let is_free = alone.is_empty() && (place.properties.is_empty() || place.members.iter().any(may_be_free));
        place.is_open &= !is_free;
        place
    }

    fn add(&mut self, document: &'d Document, schema: &'d Schema) {
        let object = &schema.object;
        let dependent = object.dependent_required.iter().flat_map(|(name, more)| std::iter::once(name).chain(more));
        let names = object.required.iter().chain(dependent).chain(object.dependent_schemas.keys());
        self.required.extend(names.map(String::as_str));
        for (name, id) in &object.properties {
            self.properties.entry(name).or_default().push(*id);
        }
        let parts = schema.subschemas().filter(|(keyword, ..)| keyword.role() != Role::InPlace);
        for (keyword, token, id) in parts.filter(|(keyword, ..)| *keyword != Keyword::Properties) {
            self.others.entry((keyword, token.to_string())).or_default().push(id);
        }
        let more = [object.additional_properties, object.unevaluated_properties];
        self.is_open &= more.into_iter().flatten().all(|id| document[id].is_any())
            && object.pattern_properties.is_empty()
            && object.property_names.is_none()
            && schema.values.is_none()
            && schema.constant.is_none();
    }
}

/// Whether a schema accepts objects of which it declares no property, so that any key may be sent.
fn is_free_form(document: &Document, root: SchemaId) -> bool {
    let excludes = |schema: &Schema| {
        let types = schema.types.as_ref().map(|types| types.json());
        schema.is_false() || types.is_some_and(|types| !types.contains(&JsonType::Object))
    };
    applied(document, root).iter().all(|(id, _)| {
        let schema = &document[*id];
        schema.object.properties.is_empty() && !excludes(schema)
    })
}
