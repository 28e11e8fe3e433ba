//! Finds where the values are that a change is about, in the body of an operation that exchanges them.

use std::collections::HashMap;

use super::gather::Input;
use super::operation_part::OperationPart;
use super::presentation::Outcome;
use super::report::ChangeReport;
use super::value_paths::ValuePaths;
use crate::place::Place;

/// Operations that are tried for one change.
const MAX_OPERATIONS: usize = 16;
/// Schemas from which places are searched, on each side.
const MAX_ROOTS: usize = 500;

/// Sets the place of each change's values, and puts the operation first from which it is.
pub(super) fn locate_values(outcome: &mut Outcome, [old, new]: [&Input; 2]) {
    let mut sides = [Side::new(old), Side::new(new)];
    match outcome {
        Outcome::Pair(report) => {
            let root = |input: &Input| input.schemas.first().map(|schema| input.place(schema.source, &schema.at));
            let roots = [root(old), root(new)].map(Option::unwrap_or_default);
            report.changes.iter_mut().for_each(|change| locate(&mut sides, &roots, change));
        }
        Outcome::Collection(summary) => {
            for component in &mut summary.components {
                let roots = [component.places.0.clone(), component.places.1.clone()];
                component.report.changes.iter_mut().for_each(|change| locate(&mut sides, &roots, change));
            }
        }
    }
}

fn locate(sides: &mut [Side<'_>; 2], roots: &[Place; 2], change: &mut ChangeReport) {
    let places = [&change.old, &change.new];
    for (index, part) in change.operations.iter().enumerate().take(MAX_OPERATIONS) {
        let both = sides.iter_mut().zip(places).map(|(side, place)| side.find_in_operation(part, place));
        if let Some(path) = longest(both) {
            change.path = Some(path);
            change.operations.put_first(index);
            return;
        }
    }
    if change.operations.is_empty() {
        let both = sides.iter_mut().zip(roots).zip(places).map(|((side, root), place)| side.find_below(root, place));
        change.path = longest(both);
    }
}

/// The longest place is the most exact: only one side has a property that was added or removed.
fn longest(paths: impl Iterator<Item = Option<String>>) -> Option<String> {
    paths.flatten().max_by_key(String::len)
}

struct Side<'i> {
    input: &'i Input,
    /// The schemas of parts of operations: the numbers of their sources, and their pointers.
    parts: HashMap<&'i OperationPart, Vec<(usize, &'i str)>>,
    known: HashMap<(usize, String), ValuePaths>,
}

impl<'i> Side<'i> {
    fn new(input: &'i Input) -> Self {
        let mut parts: HashMap<&OperationPart, Vec<(usize, &str)>> = HashMap::new();
        for schema in &input.schemas {
            if let Some(part) = schema.uses.as_ref().and_then(|uses| uses.own_part()) {
                parts.entry(part).or_default().push((schema.source, &schema.at));
            }
        }
        Side { input, parts, known: HashMap::new() }
    }

    fn find_in_operation(&mut self, part: &OperationPart, place: &Place) -> Option<String> {
        let roots = self.parts.get(part)?.clone();
        roots.into_iter().find_map(|(source, at)| self.find(source, at, place))
    }

    fn find_below(&mut self, root: &Place, place: &Place) -> Option<String> {
        let source = self.input.sources.iter().position(|source| source.file() == root.file)?;
        self.find(source, &root.pointer, place)
    }

    fn find(&mut self, source: usize, at: &str, place: &Place) -> Option<String> {
        let document = self.input.sources.get(source).filter(|document| document.file() == place.file)?;
        let key = (source, at.to_owned());
        if self.known.len() >= MAX_ROOTS && !self.known.contains_key(&key) {
            return None;
        }
        let paths = self.known.entry(key).or_insert_with(|| ValuePaths::below(document.value(), at));
        paths.find(&place.pointer).map(str::to_owned)
    }
}
