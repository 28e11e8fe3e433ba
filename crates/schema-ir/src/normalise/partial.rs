//! Leaves definitions with errors unread, so that one of them does not refuse the whole document.

use std::collections::{BTreeMap, BTreeSet};

use super::{Walk, describe};
use crate::model::{Schema, SchemaId};
use crate::resolve::Place;
use crate::{Error, ErrorKind, Form, Keyword, Role, pointer};

impl Walk<'_, '_> {
    /// Leaves a schema unread if it has errors, which begin at `from`, and each concerns the schema alone. It then accepts every
    /// value.
    pub(super) fn leave_unread(&mut self, id: SchemaId, from: usize) {
        let concerns_itself =
            |error: &Error| matches!(error.kind, ErrorKind::NotASchema | ErrorKind::KeywordForm | ErrorKind::Pattern);
        let errors = self.errors.get(from..).unwrap_or_default();
        if self.is_partial && !errors.is_empty() && errors.iter().all(concerns_itself) {
            self.warnings.extend(self.errors.drain(from..));
            self.empty(id);
        }
    }

    /// Replaces a schema by one that accepts every value.
    fn empty(&mut self, id: SchemaId) {
        let origin = self.document[id].origin.clone();
        self.document[id] = Schema { boolean: Some(true), origin, ..Schema::default() };
        self.unread.push(id);
    }

    /// Whether a warning, from the one at `from` on, is about a keyword of the schema itself.
    pub(super) fn has_malformed_keyword(&self, place: &Place, from: usize) -> bool {
        let is_own = |error: &Error| {
            let below = error.pointer.as_deref().and_then(|pointer| pointer.strip_prefix(&place.pointer));
            let Some(below) = below.filter(|below| below.starts_with('/')) else { return false };
            let mut tokens = pointer::tokens(below);
            let keyword = tokens.next().and_then(|name| Keyword::from_name(&name));
            // The schemas inside of a keyword have keywords of their own.
            let holds_schemas = keyword.is_some_and(|keyword| {
                matches!(
                    keyword.form(),
                    Form::Schema | Form::Schemas | Form::SchemaMap | Form::Items | Form::Dependencies
                )
            });
            error.kind == ErrorKind::KeywordForm && (tokens.next().is_none() || !holds_schemas)
        };
        self.warnings.get(from..).unwrap_or_default().iter().any(is_own)
    }

    /// Warns of a value that no definition can be read from.
    pub(super) fn warn(&mut self, kind: ErrorKind, place: &Place, token: Option<&str>, message: String, help: &str) {
        let at = token.map_or_else(|| place.pointer.clone(), |token| pointer::push(&place.pointer, token));
        if let Some(source) = self.index.source(place.document) {
            self.warnings.push(source.error(kind, &at, message).with_help(help));
        }
    }

    /// Breaks loops of schemas that apply themselves to the same value again. In a loop of a base and the members of its union,
    /// such as `Base: {oneOf: [{$ref: A}]}` and `A: {allOf: [{$ref: Base}]}`, the union is not read; in any other loop, its
    /// schemas are not. A loop through the root of a file is left as it is.
    ///
    /// What is not read does not depend on where the search begins, because a drift check begins at each schema.
    pub(super) fn break_loops(&mut self) {
        let loops = self.find_loops();
        for one in &loops {
            let mut unions: Vec<&Edge> = one.edges.iter().filter(|edge| edge.union.is_some()).collect();
            unions.sort_by_key(|edge| edge.from);
            unions.dedup_by_key(|edge| (edge.from, edge.union));
            for edge in unions {
                let Some((holder, keyword)) = edge.union else { continue };
                let message = format!(
                    "the schema refers to itself for the same value, without end, so its `{keyword}` is not read"
                );
                self.warn_of_loop(edge.from, message);
                self.document[holder].remove(keyword);
                self.unread.push(edge.from);
            }
        }
        // What is left are loops without a union.
        for one in self.find_loops() {
            let mut members: Vec<SchemaId> = one.edges.iter().map(|edge| edge.from).collect();
            members.sort();
            members.dedup();
            for id in members {
                let message =
                    "the schema refers to itself for the same value, without end, so it is not read".to_owned();
                self.warn_of_loop(id, message);
                self.empty(id);
            }
        }
    }

    /// Replaces the schemas of each loop by one that accepts no value.
    pub(super) fn reject_loops(&mut self) {
        for one in self.find_loops() {
            let members: BTreeSet<SchemaId> = one.edges.iter().map(|edge| edge.from).collect();
            for id in members {
                self.warn_of_loop(id, "the schema refers to itself for the same value, without end".to_owned());
                self.empty(id);
                self.document[id].boolean = Some(false);
            }
        }
    }

    fn warn_of_loop(&mut self, id: SchemaId, message: String) {
        let origin = &self.document[id].origin;
        let source = (0..).map_while(|document| self.index.source(document)).find(|one| *one.file() == *origin.file);
        let help = "put the reference under a keyword that steps into the value, such as `properties`; if a `discriminator` is \
                    to tell the members apart, let it decide";
        if let Some(source) = source {
            self.warnings.push(source.error(ErrorKind::RefLoop, &origin.pointer, message).with_help(help));
        }
    }

    /// The loops of definitions, each with all references between its schemas. Those with the root of a file are left out.
    fn find_loops(&self) -> Vec<Loop> {
        let root = self.document.root();
        let nodes: Vec<SchemaId> = std::iter::once(root).chain(self.document.definitions().values().copied()).collect();
        let number: BTreeMap<SchemaId, usize> = nodes.iter().enumerate().map(|(number, id)| (*id, number)).collect();
        let edges: Vec<Vec<(usize, Edge)>> = nodes
            .iter()
            .map(|id| {
                let edges = self.references_for_same_value(*id).into_iter();
                edges.filter_map(|edge| Some((*number.get(&edge.to)?, edge))).collect()
            })
            .collect();
        let components = strong_components(&edges);
        let mut loops: BTreeMap<usize, Loop> = BTreeMap::new();
        for (from, edges) in edges.into_iter().enumerate() {
            for (to, edge) in edges.into_iter().filter(|(to, _)| components.get(*to) == components.get(from)) {
                loops.entry(components.get(to).copied().flatten().unwrap_or_default()).or_default().edges.push(edge);
            }
        }
        let is_of_file = |edge: &Edge| edge.from == root && self.root.pointer.is_empty();
        loops.into_values().filter(|one| !one.edges.iter().any(is_of_file)).collect()
    }

    /// The references that apply to the same value as the schema.
    fn references_for_same_value(&self, from: SchemaId) -> Vec<Edge> {
        let (mut found, mut open) = (Vec::new(), vec![(from, None)]);
        while let Some((id, union)) = open.pop() {
            let schema = &self.document[id];
            found.extend(schema.reference.map(|to| Edge { from, to, union }));
            for (keyword, _, below) in schema.subschemas().filter(|(keyword, ..)| keyword.role() == Role::InPlace) {
                let is_union = matches!(keyword, Keyword::OneOf | Keyword::AnyOf);
                open.push((below, if is_union { Some((id, keyword)) } else { union }));
            }
        }
        found
    }

    /// Warns of an entry of `$defs` or `definitions` that is not a schema.
    pub(super) fn warn_of_no_schema(&mut self, place: &Place) {
        let message = format!("expected a schema, found {}, which is not read", describe(self.index.value(place)));
        self.warn(ErrorKind::NotASchema, place, None, message, "a schema is an object or a boolean");
    }
}

/// Schemas that apply themselves to the same value again.
#[derive(Default)]
struct Loop {
    edges: Vec<Edge>,
}

/// A reference from one definition to another for the same value.
struct Edge {
    from: SchemaId,
    to: SchemaId,
    /// The union whose member the reference is, or is inside of.
    union: Option<(SchemaId, Keyword)>,
}

/// The number of the strongly connected component of each node (Tarjan's algorithm, without recursion).
fn strong_components(edges: &[Vec<(usize, Edge)>]) -> Vec<Option<usize>> {
    let mut components = vec![None; edges.len()];
    let mut found = 0;
    let mut order: Vec<Option<usize>> = vec![None; edges.len()];
    let mut lowest = vec![0; edges.len()];
    let (mut next, mut stack) = (0, Vec::new());
    for start in 0..edges.len() {
        if order[start].is_some() {
            continue;
        }
        let mut way = vec![(start, 0)];
        while let Some((node, at)) = way.pop() {
            if at == 0 {
                order[node] = Some(next);
                lowest[node] = next;
                next += 1;
                stack.push(node);
            }
            if let Some((target, _)) = edges[node].get(at) {
                way.push((node, at + 1));
                match order[*target] {
                    None => way.push((*target, 0)),
                    Some(seen) if components[*target].is_none() => lowest[node] = lowest[node].min(seen),
                    Some(_) => {}
                }
                continue;
            }
            if order[node] == Some(lowest[node]) {
                while let Some(member) = stack.pop() {
                    components[member] = Some(found);
                    if member == node {
                        break;
                    }
                }
                found += 1;
            }
            if let Some((parent, _)) = way.last() {
                lowest[*parent] = lowest[*parent].min(lowest[node]);
            }
        }
    }
    components
}
