//! Finds for each member of a list of schemas its partner in another list.

use std::collections::HashMap;

use serde_json::Value;

use schema_ir::pointer::definition;

use crate::dialect::target;

/// The members of `anyOf` and the like, with the document that their references lead into.
#[derive(Clone, Copy)]
pub(super) struct MemberList<'v> {
    pub document: &'v Value,
    pub schemas: &'v [Value],
}

/// Pairs of indices; each index of both lists occurs once, alone if it has no partner.
///
/// Equal schemas are paired first, then schemas of the same name (`title` or `$ref`), of the same constant properties,
/// of the same type, and last in order. So a reordered union is no change, and an edited member is compared with itself.
pub(super) fn align_members(old_list: MemberList<'_>, new_list: MemberList<'_>) -> Vec<(Option<usize>, Option<usize>)> {
    let (old, new) = (old_list.schemas, new_list.schemas);
    let mut partner: Vec<Option<usize>> = vec![None; old.len()];
    let mut used = vec![false; new.len()];
    for key in [text_key, name_key, constants_key, type_key] as [fn(&Value, &Value) -> Option<String>; 4] {
        let mut free: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, schema) in new.iter().enumerate().rev() {
            if used.get(index) == Some(&false)
                && let Some(key) = key(new_list.document, schema)
            {
                free.entry(key).or_default().push(index);
            }
        }
        for (schema, partner) in old.iter().zip(&mut partner).filter(|(_, partner)| partner.is_none()) {
            *partner = key(old_list.document, schema).and_then(|key| free.get_mut(&key)?.pop());
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

fn text_key(_: &Value, schema: &Value) -> Option<String> {
    Some(schema.to_string())
}

fn name_key(document: &Value, schema: &Value) -> Option<String> {
    let title = |schema: &Value| schema.get("title")?.as_str().map(str::to_owned);
    let of_target = || title(target(document, schema)?.1);
    title(schema).or_else(of_target).or_else(|| definition(schema.get("$ref")?.as_str()?))
}

/// The constant properties, which distinguish the members of a tagged union.
fn constants_key(document: &Value, schema: &Value) -> Option<String> {
    let constant = |(name, property): (&String, &Value)| {
        let listed = property.get("const").or_else(|| match property.get("enum")?.as_array()?.as_slice() {
            [only] => Some(only),
            _ => None,
        })?;
        Some(format!("{name}={listed}"))
    };
    let schema = target(document, schema).map_or(schema, |(_, schema)| schema);
    let found: Vec<String> = schema.get("properties")?.as_object()?.iter().filter_map(constant).collect();
    (!found.is_empty()).then(|| found.join(","))
}

fn type_key(document: &Value, schema: &Value) -> Option<String> {
    let schema = target(document, schema).map_or(schema, |(_, schema)| schema);
    schema.get("type").map(Value::to_string)
}

/// Names a member of a list of schemas for people.
pub(super) fn describe_member(document: &Value, schema: &Value, index: usize) -> String {
    let listed = |name: &str| schema.get(name).map(|value| format!("`{name}: {value}`"));
    match name_key(document, schema) {
        Some(name) => format!("`{name}`"),
        None => constants_key(document, schema)
            .map(|constants| format!("`{constants}`"))
            .or_else(|| listed("const"))
            .or_else(|| listed("type"))
            .unwrap_or_else(|| format!("{}", index + 1)),
    }
}
