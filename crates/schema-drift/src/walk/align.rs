//! Which member of one list of schemas belongs to which of another.

use std::collections::HashMap;

use serde_json::Value;

use schema_build::pointer::definition;

use crate::dialect::target;

/// Pairs of indices; each index of both lists occurs once, alone where it has no partner.
///
/// Same schemas first, then the same name (`title`, `$ref`, constants of properties, type), then in order. Each list has
/// the document that its references lead into.
pub(super) fn members(
    (old_document, old): (&Value, &[Value]),
    (new_document, new): (&Value, &[Value]),
) -> Vec<(Option<usize>, Option<usize>)> {
    let mut partner: Vec<Option<usize>> = vec![None; old.len()];
    let mut taken = vec![false; new.len()];
    for key in [whole, name, constants, kind] as [fn(&Value, &Value) -> Option<String>; 4] {
        let mut free: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, schema) in new.iter().enumerate().rev() {
            if taken.get(index) == Some(&false)
                && let Some(key) = key(new_document, schema)
            {
                free.entry(key).or_default().push(index);
            }
        }
        for (schema, partner) in old.iter().zip(&mut partner).filter(|(_, partner)| partner.is_none()) {
            *partner = key(old_document, schema).and_then(|key| free.get_mut(&key)?.pop());
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

fn whole(_: &Value, schema: &Value) -> Option<String> {
    Some(schema.to_string())
}

fn name(document: &Value, schema: &Value) -> Option<String> {
    let title = |schema: &Value| schema.get("title")?.as_str().map(str::to_owned);
    let of_target = || title(target(document, schema)?.1);
    title(schema).or_else(of_target).or_else(|| definition(schema.get("$ref")?.as_str()?))
}

/// The properties that tell a tagged union's members apart.
fn constants(document: &Value, schema: &Value) -> Option<String> {
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

fn kind(document: &Value, schema: &Value) -> Option<String> {
    let schema = target(document, schema).map_or(schema, |(_, schema)| schema);
    schema.get("type").map(Value::to_string)
}

/// A member of a list of schemas as a person would name it.
pub(super) fn called(document: &Value, schema: &Value, index: usize) -> String {
    let listed = |name: &str| schema.get(name).map(|value| format!("`{name}: {value}`"));
    match name(document, schema) {
        Some(name) => format!("`{name}`"),
        None => constants(document, schema)
            .map(|constants| format!("`{constants}`"))
            .or_else(|| listed("const"))
            .or_else(|| listed("type"))
            .unwrap_or_else(|| format!("{}", index + 1)),
    }
}
