//! Finds for each member of a list of schemas its partner in another list.

use std::collections::HashMap;

use schema_ir::{Document, Keyword, ROOT, Schema, SchemaId, Writer};
use serde_json::Value;

/// The members of `anyOf` and the like, with the document that they are in.
#[derive(Clone, Copy)]
pub(super) struct MemberList<'v> {
    pub document: &'v Document,
    pub schemas: &'v [SchemaId],
}

/// What members with equal texts have in common.
type Key = fn(&Document, SchemaId) -> Option<String>;

/// Pairs of indices; each index of both lists occurs once, alone if it has no partner.
///
/// Equal schemas are paired first, then schemas of the same name (`title` or `$ref`), of the same constant properties,
/// of the same type, and last in order. So a reordered union is no change, and an edited member is compared with itself.
pub(super) fn align_members(old_list: MemberList<'_>, new_list: MemberList<'_>) -> Vec<(Option<usize>, Option<usize>)> {
    let (old, new) = (old_list.schemas, new_list.schemas);
    let mut partner: Vec<Option<usize>> = vec![None; old.len()];
    let mut used = vec![false; new.len()];
    for key in [text_key, name_key, constants_key, type_key] as [Key; 4] {
        let mut free: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, schema) in new.iter().enumerate().rev() {
            if used.get(index) == Some(&false)
                && let Some(key) = key(new_list.document, *schema)
            {
                free.entry(key).or_default().push(index);
            }
        }
        for (schema, partner) in old.iter().zip(&mut partner).filter(|(_, partner)| partner.is_none()) {
            *partner = key(old_list.document, *schema).and_then(|key| free.get_mut(&key)?.pop());
            if let Some(used) = partner.and_then(|index| used.get_mut(index)) {
                *used = true;
            }
        }
    }
    let mut rest = (0..new.len()).filter(|index| used.get(*index) == Some(&false)).collect::<Vec<_>>().into_iter();
    let same_length = old.len() == new.len();
    let mut pairs: Vec<(Option<usize>, Option<usize>)> = Vec::new();
    for (index, partner) in partner.into_iter().enumerate() {
        // The rest is paired in order only if no member was added or removed.
        let partner = partner.or_else(|| if same_length { rest.next() } else { None });
        pairs.push((Some(index), partner));
    }
    pairs.extend(rest.map(|index| (None, Some(index))));
    pairs
}

fn text_key(document: &Document, member: SchemaId) -> Option<String> {
    Some(Writer::new(document).schema(member).to_string())
}

fn name_key(document: &Document, member: SchemaId) -> Option<String> {
    let title = |schema: &Schema| schema.text_of(Keyword::Title).map(str::to_owned);
    let schema = &document[member];
    let of_target = || {
        let target = schema.reference?;
        let name = || if target == document.root() { Some(ROOT) } else { document.name_of(target) };
        title(&document[target]).or_else(|| name().map(str::to_owned))
    };
    title(schema).or_else(of_target)
}

/// The schema, or the target of its reference.
fn target(document: &Document, member: SchemaId) -> &Schema {
    let schema = &document[member];
    schema.reference.map_or(schema, |target| &document[target])
}

/// The constant properties, which distinguish the members of a tagged union.
fn constants_key(document: &Document, member: SchemaId) -> Option<String> {
    let constant = |(name, id): (&String, &SchemaId)| {
        let property = &document[*id];
        let listed = property.constant.as_ref().or(match property.values.as_deref() {
            Some([only]) => Some(only),
            _ => None,
        })?;
        Some(format!("{name}={listed}"))
    };
    let found: Vec<String> = target(document, member).object.properties.iter().filter_map(constant).collect();
    (!found.is_empty()).then(|| found.join(","))
}

fn type_key(document: &Document, member: SchemaId) -> Option<String> {
    target(document, member).types.as_ref().map(|types| types.to_json().to_string())
}

/// Names a member of a list of schemas for people.
pub(super) fn describe_member(document: &Document, member: SchemaId, index: usize) -> String {
    let schema = &document[member];
    let listed = |keyword: Keyword| {
        let value: Value = Writer::new(document).keyword(schema, keyword)?;
        Some(format!("`{keyword}: {value}`"))
    };
    match name_key(document, member) {
        Some(name) => format!("`{name}`"),
        None => constants_key(document, member)
            .map(|constants| format!("`{constants}`"))
            .or_else(|| listed(Keyword::Const))
            .or_else(|| listed(Keyword::Type))
            .unwrap_or_else(|| format!("{}", index + 1)),
    }
}
