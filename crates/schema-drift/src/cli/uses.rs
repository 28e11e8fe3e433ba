//! Finds who sends the values of each schema of an API, and in which operations.
//!
//! A schema of an operation has its sender by its place. A component has those of all places that lead to it by references.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use schema_ir::{DocumentKind, OperationKind, Part, Peer, SchemaPlace, discriminator_links, pointer};
use serde::Serialize;
use serde_json::Value;

use super::gather::{Input, find_references};
use super::listing::InputSchema;
use super::operation_part::{OperationPart, OperationParts};
use super::peers::write_peers;

/// The exchange of a schema's values.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(super) struct Uses {
    /// Who sends values of the schema; both if no operation leads to it.
    #[serde(rename = "sent_by", serialize_with = "write_peers")]
    pub senders: BTreeSet<Peer>,
    /// The operations that lead to the schema, such as `GET /orders 200`, in their order; empty if none does.
    #[serde(flatten)]
    pub operations: OperationParts,
    /// Whether the place itself decides the sender, not the references that lead to it.
    #[serde(skip)]
    is_own: bool,
}

impl Uses {
    /// The uses that follow from the place of a schema. Messages of a channel are exchanged by the operations that refer to it.
    pub fn of_place(place: &SchemaPlace) -> Option<Self> {
        let Some(operation) = &place.operation else { return Some(Uses::default()) };
        let is_parameter = matches!(place.part, Part::Parameter { .. });
        if operation.kind == OperationKind::Channel && operation.method.is_none() && !is_parameter {
            return Some(Uses::default());
        }
        let part = match &place.part {
            Part::Response { status: Some(status), .. } => Some(status.clone()),
            Part::RequestBody { .. } => Some("request".to_owned()),
            Part::Parameter { name, .. } => Some(format!("parameter {name}")),
            Part::Header { name, .. } => Some(format!("header {name}")),
            _ => None,
        };
        let name = &operation.name;
        let label = part.map_or_else(|| OperationPart::whole(name), |part| OperationPart::new(name, part));
        Some(Uses { senders: senders(place.sender()), operations: [label].into_iter().collect(), is_own: true })
    }

    /// The part of an operation to which the schema belongs by its place.
    pub fn own_part(&self) -> Option<&OperationPart> {
        self.operations.first().filter(|_| self.is_own)
    }

    /// Whether no operation leads to the schema, and the user did not name the sender.
    pub fn are_unknown(&self) -> bool {
        self.operations.is_empty() && self.senders.len() == Peer::ALL.len()
    }

    /// The same schema, as far as this peer sends it.
    pub fn by(&self, sender: Peer) -> Self {
        Uses { senders: BTreeSet::from([sender]), ..self.clone() }
    }

    /// The uses of a schema on both sides: a change matters to whoever uses it on either.
    pub fn between(old: &InputSchema, new: &InputSchema) -> Option<Self> {
        old.uses.clone().zip(new.uses.as_ref()).map(|(old, new)| old.and(new))
    }

    fn and(mut self, other: &Uses) -> Self {
        self.senders.extend(&other.senders);
        if self.operations == other.operations {
            return self;
        }
        let known: HashSet<&OperationPart> = self.operations.iter().collect();
        let more = other.operations.iter().filter(|one| !known.contains(one));
        let operations = self.operations.iter().chain(more).cloned().collect();
        Uses { operations, ..self }
    }
}

fn senders(known: Option<Peer>) -> BTreeSet<Peer> {
    known.map_or_else(|| BTreeSet::from(Peer::ALL), |sender| BTreeSet::from([sender]))
}

/// A place from which references lead to components.
struct Root {
    at: String,
    senders: BTreeSet<Peer>,
    label: OperationPart,
}

impl Input {
    /// Whether a document describes an API.
    pub fn is_api(&self) -> bool {
        self.sources.iter().any(|source| DocumentKind::of(source.value()).is_api())
    }

    /// Finds the uses of the schemas that do not have a sender by their place.
    pub fn find_uses(&mut self) {
        let mut reached: Vec<Option<Reached>> = Vec::with_capacity(self.sources.len());
        for (index, source) in self.sources.iter().enumerate() {
            let is_api = DocumentKind::of(source.value()).is_api();
            reached
                .push(is_api.then(|| Graph::new(source.value(), discriminator_links(source)).reach(self.roots(index))));
        }
        // Another file may lead back to any schema.
        let leaves = reached.iter().flatten().any(|reached| reached.leaves);
        for schema in &mut self.schemas {
            let Some(reached) = reached.get_mut(schema.source).and_then(Option::as_mut) else {
                schema.uses = None;
                continue;
            };
            let Some(uses) = &mut schema.uses else { continue };
            uses.senders.extend(reached.senders_of(&schema.at));
            if !uses.is_own {
                uses.operations = reached.operations_of(&schema.at);
            }
            if uses.senders.is_empty() || (leaves && !uses.is_own) {
                uses.senders.extend(Peer::ALL);
            }
        }
    }

    /// Lets a peer send the values of the schemas that no operation exchanges.
    pub fn let_send(&mut self, sender: Peer) {
        for schema in self.schemas.iter_mut().filter(|schema| schema.operation.is_none()) {
            if schema.uses.as_ref().is_none_or(|uses| uses.operations.is_empty()) {
                schema.uses = Some(Uses { senders: BTreeSet::from([sender]), ..Uses::default() });
            }
        }
    }

    fn roots(&self, source: usize) -> Vec<Root> {
        let own = self.schemas.iter().filter(|schema| schema.source == source).filter_map(|schema| {
            let uses = schema.uses.as_ref()?;
            let label = uses.own_part()?.clone();
            Some(Root { at: schema.at.clone(), senders: uses.senders.clone(), label })
        });
        let others = self.uses.iter().filter(|(index, _)| *index == source).map(|(_, one)| Root {
            at: one.pointer.clone(),
            senders: senders(one.sender),
            label: OperationPart::whole(&one.operation.name),
        });
        own.chain(others).collect()
    }
}

/// The parts of a document, and the references between them. Parts are numbered as they are met.
struct Graph<'s> {
    document: &'s Value,
    links: BTreeMap<String, BTreeSet<String>>,
    numbers: HashMap<String, usize>,
    parts: Vec<FoundPart>,
    leaves: bool,
}

/// A part that roots lead to.
struct FoundPart {
    at: String,
    /// The parts to which its references lead, which are found when the first root leads to it.
    targets: Rc<[usize]>,
    /// The numbers of the roots, in their order.
    roots: Vec<usize>,
    senders: Senders,
}

/// A set of peers, as bits.
#[derive(Clone, Copy, Default)]
struct Senders(u8);

impl Senders {
    fn of(peers: &BTreeSet<Peer>) -> Self {
        Senders(peers.iter().fold(0, |bits, peer| bits | 1 << *peer as u8))
    }

    fn with(self, other: Self) -> Self {
        Senders(self.0 | other.0)
    }

    fn peers(self) -> impl Iterator<Item = Peer> {
        Peer::ALL.into_iter().filter(move |peer| self.0 & 1 << *peer as u8 != 0)
    }
}

/// The parts that roots lead to.
struct Reached {
    roots: Vec<Root>,
    /// For each root, the first one with the same label.
    labels: Vec<usize>,
    /// By pointer, the numbers of roots, and who sends the values of these.
    parts: BTreeMap<String, (Vec<usize>, Senders)>,
    /// By the numbers of roots, their operations, so that schemas with the same share the list.
    lists: HashMap<Vec<usize>, OperationParts>,
    /// Whether references lead out of the document, or depend on the dynamic scope.
    leaves: bool,
}

impl<'s> Graph<'s> {
    fn new(document: &'s Value, links: BTreeMap<String, BTreeSet<String>>) -> Self {
        Graph { document, links, numbers: HashMap::new(), parts: Vec::new(), leaves: false }
    }

    fn reach(mut self, roots: Vec<Root>) -> Reached {
        for (root, Root { at, senders: peers, .. }) in roots.iter().enumerate() {
            let (peers, mut open) = (Senders::of(peers), vec![self.number(at)]);
            while let Some(part) = open.pop() {
                let Some(FoundPart { roots, targets, senders, .. }) = self.parts.get_mut(part) else { continue };
                if roots.last() == Some(&root) {
                    continue;
                }
                let is_new = roots.is_empty();
                roots.push(root);
                *senders = senders.with(peers);
                let targets = if is_new { self.find_targets(part) } else { Rc::clone(targets) };
                open.extend(targets.iter());
            }
        }
        let mut known: HashMap<&OperationPart, usize> = HashMap::new();
        let labels = roots.iter().enumerate();
        let labels = labels.map(|(number, root)| *known.entry(&root.label).or_insert(number)).collect();
        let parts = self.parts.into_iter().map(|part| (part.at, (part.roots, part.senders))).collect();
        Reached { labels, parts, lists: HashMap::new(), leaves: self.leaves, roots }
    }

    fn number(&mut self, at: &str) -> usize {
        if let Some(known) = self.numbers.get(at) {
            return *known;
        }
        let number = self.parts.len();
        self.numbers.insert(at.to_owned(), number);
        let (at, senders) = (at.to_owned(), Senders::default());
        self.parts.push(FoundPart { at, targets: Rc::new([]), roots: Vec::new(), senders });
        number
    }

    /// The parts to which the references in a part lead, and those among which a discriminator there selects.
    fn find_targets(&mut self, part: usize) -> Rc<[usize]> {
        let Some(at) = self.parts.get(part).map(|part| part.at.clone()) else { return Rc::new([]) };
        let value = pointer::find(self.document, &at);
        let references = value.map_or(Some(Vec::new()), |value| find_references(value, &at));
        let decoded = references.and_then(|all| all.iter().map(|target| pointer::percent_decoded(target)).collect());
        self.leaves |= decoded.is_none();
        let mut targets: Vec<String> = decoded.unwrap_or_default();
        let linked = self.links.range(at.clone()..).take_while(|(from, _)| from.starts_with(&at));
        targets.extend(linked.flat_map(|(_, selected)| selected.iter().cloned()));
        let targets: Rc<[usize]> = targets.iter().map(|target| self.number(target)).collect();
        if let Some(part) = self.parts.get_mut(part) {
            part.targets = Rc::clone(&targets);
        }
        targets
    }
}

impl Reached {
    /// Who sends the values of the schema at a pointer.
    fn senders_of(&self, at: &str) -> impl Iterator<Item = Peer> {
        self.parts_at(at).fold(Senders::default(), |all, (_, senders)| all.with(*senders)).peers()
    }

    /// The operations that exchange values of the schema at a pointer.
    fn operations_of(&mut self, at: &str) -> OperationParts {
        let mut numbers: Vec<usize> = self.parts_at(at).flat_map(|(numbers, _)| numbers).copied().collect();
        numbers.sort_unstable();
        numbers.dedup();
        let Reached { roots, labels, lists, .. } = self;
        let list = lists.entry(numbers).or_insert_with_key(|numbers| {
            let labels = numbers.iter().filter_map(|number| labels.get(*number));
            let mut known = HashSet::new();
            let labels = labels.filter(|label| known.insert(**label)).filter_map(|label| roots.get(*label));
            labels.map(|root| root.label.clone()).collect()
        });
        list.clone()
    }

    /// What leads to a schema: to the parts that contain it, and to the parts in it.
    fn parts_at(&self, at: &str) -> impl Iterator<Item = &(Vec<usize>, Senders)> {
        let around =
            at.match_indices('/').filter_map(|(end, _)| at.get(..end)).filter_map(|outer| self.parts.get(outer));
        let below = format!("{at}/");
        let inside = self.parts.range(below.clone()..).take_while(move |(part, _)| part.starts_with(&below));
        around.chain(self.parts.get(at)).chain(inside.map(|(_, part)| part))
    }
}
