//! Pairs the schemas of the two sides.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::gather::Input;
use super::listing::InputSchema;

/// The schemas of two inputs that are compared, and the rest.
#[derive(Debug, Default)]
pub(super) struct Pairing {
    pub pairs: Vec<(InputSchema, InputSchema)>,
    pub added: Vec<InputSchema>,
    pub removed: Vec<InputSchema>,
}

/// Pairs the operations of two inputs.
pub(super) fn pair_operations(old: &Input, new: &Input) -> Pairing {
    pair_by_key(&old.operations, &new.operations)
}

/// Pairs the schemas of two inputs. If an operation is on one side only, it replaces its schemas.
pub(super) fn pair_schemas(old: &Input, new: &Input, operations: &Pairing) -> Pairing {
    if let ([one], [other], true, true) = (old.schemas.as_slice(), new.schemas.as_slice(), old.single, new.single) {
        return Pairing { pairs: vec![(one.clone(), other.clone())], ..Pairing::default() };
    }
    let mut pairing = pair_by_key(&old.schemas, &new.schemas);
    let kept: Vec<&InputSchema> = operations.pairs.iter().flat_map(|(one, other)| [one, other]).collect();
    replace_by_operations(&mut pairing.removed, operations.removed.clone(), &kept);
    replace_by_operations(&mut pairing.added, operations.added.clone(), &kept);
    pairing
}

/// Replaces the schemas that belong to `operations` by these. Parameters that the operations of a path share go with the last
/// of them.
fn replace_by_operations(schemas: &mut Vec<InputSchema>, operations: Vec<InputSchema>, kept: &[&InputSchema]) {
    let path = |schema: &InputSchema| schema.operation.as_ref().map(|operation| operation.path.clone());
    let gone: HashSet<Option<String>> = operations.iter().map(path).collect();
    let kept: HashSet<Option<String>> = kept.iter().map(|schema| path(schema)).collect();
    let names: HashSet<(usize, &str)> = operations.iter().map(|one| (one.source, one.name.as_str())).collect();
    schemas.retain(|schema| {
        let Some(operation) = &schema.operation else { return true };
        let path = Some(operation.path.clone());
        let goes_with_path = operation.method.is_none() && gone.contains(&path) && !kept.contains(&path);
        !goes_with_path && !names.contains(&(schema.source, operation.name.as_str()))
    });
    schemas.extend(operations);
}

/// Pairs by place, then by `$id`, by title, by name, and by the file's name without its ending. A key that occurs twice on a side pairs nothing, because it is
/// ambiguous.
fn pair_by_key(old: &[InputSchema], new: &[InputSchema]) -> Pairing {
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    for key_type in ["place ", "id ", "title ", "name ", "stem "] {
        let unique = |schemas: &[InputSchema], free: &dyn Fn(usize) -> bool| {
            let mut by_key: HashMap<String, Option<usize>> = HashMap::new();
            for (index, schema) in schemas.iter().enumerate().filter(|(index, _)| free(*index)) {
                if let Some(key) = schema.keys.iter().find(|key| key.starts_with(key_type)) {
                    by_key.entry(key.clone()).and_modify(|known| *known = None).or_insert(Some(index));
                }
            }
            by_key
        };
        let used: BTreeSet<usize> = taken.values().copied().collect();
        let olds = unique(old, &|index| !taken.contains_key(&index));
        let news = unique(new, &|index| !used.contains(&index));
        for (key, index) in olds {
            if let (Some(one), Some(Some(other))) = (index, news.get(&key)) {
                taken.insert(one, *other);
            }
        }
    }
    let used: BTreeSet<usize> = taken.values().copied().collect();
    let mut pairing = Pairing::default();
    for (index, one) in old.iter().enumerate() {
        match taken.get(&index).and_then(|other| new.get(*other)) {
            Some(other) => pairing.pairs.push((one.clone(), other.clone())),
            None => pairing.removed.push(one.clone()),
        }
    }
    pairing.added = new.iter().enumerate().filter(|(at, _)| !used.contains(at)).map(|(_, one)| one.clone()).collect();
    pairing
}
