//! Which member of one list of schemas belongs to which of another.

use std::collections::HashMap;

use serde_json::Value;

use schema_build::pointer::definition;

/// Pairs of indices; each index of both lists occurs once, alone where it has no partner.
///
/// Same schemas first, then the same name (`$ref`, `title`, constants of properties, type), then in order.
pub(super) fn members(old: &[Value], new: &[Value]) -> Vec<(Option<usize>, Option<usize>)> {
    let mut partner: Vec<Option<usize>> = vec![None; old.len()];
    let mut taken = vec![false; new.len()];
    for key in [whole, name, constants, kind] as [fn(&Value) -> Option<String>; 4] {
        let mut free: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, schema) in new.iter().enumerate().rev() {
            if taken.get(index) == Some(&false)
                && let Some(key) = key(schema)
            {
                free.entry(key).or_default().push(index);
            }
        }
        for (schema, partner) in old.iter().zip(&mut partner).filter(|(_, partner)| partner.is_none()) {
            *partner = key(schema).and_then(|key| free.get_mut(&key)?.pop());
            if let Some(taken) = partner.and_then(|index| taken.get_mut(index)) {
                *taken = true;
            }
        }
    }
    let mut rest = (0..new.len()).filter(|index| taken.get(*index) == Some(&false)).collect::<Vec<_>>().into_iter();
    let same_length = old.len() == new.len();
    let mut pairs: Vec<(Option<usize>, Option<usize>)> = Vec::new();
    for (index, partner) in partner.into_iter().enumerate() {
        // What is left over belongs together only where nothing was added or removed.
        let partner = partner.or_else(|| if same_length { rest.next() } else { None });
        pairs.push((Some(index), partner));
    }
    pairs.extend(rest.map(|index| (None, Some(index))));
    pairs
}

fn whole(schema: &Value) -> Option<String> {
    Some(schema.to_string())
}

fn name(schema: &Value) -> Option<String> {
    let reference = schema.get("$ref").and_then(Value::as_str).and_then(definition);
    reference.or_else(|| schema.get("title")?.as_str().map(str::to_owned))
}

/// The properties that tell a tagged union's members apart.
fn constants(schema: &Value) -> Option<String> {
    let constant = |(name, property): (&String, &Value)| {
        let listed = property.get("const").or_else(|| match property.get("enum")?.as_array()?.as_slice() {
            [only] => Some(only),
            _ => None,
        })?;
        Some(format!("{name}={listed}"))
    };
    let found: Vec<String> = schema.get("properties")?.as_object()?.iter().filter_map(constant).collect();
    (!found.is_empty()).then(|| found.join(","))
}

fn kind(schema: &Value) -> Option<String> {
    schema.get("type").map(Value::to_string)
}

/// A member of a list of schemas as a person would name it.
pub(super) fn called(schema: &Value, index: usize) -> String {
    let listed = |name: &str| schema.get(name).map(|value| format!("`{name}: {value}`"));
    match name(schema) {
        Some(name) => format!("`{name}`"),
        None => constants(schema)
            .map(|constants| format!("`{constants}`"))
            .or_else(|| listed("const"))
            .or_else(|| listed("type"))
            .unwrap_or_else(|| format!("{}", index + 1)),
    }
}
