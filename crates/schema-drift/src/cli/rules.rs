//! The changes of an API that are not changes of a schema, by a table of rules.

mod judge;
mod lifecycle;
mod security;
mod table;

use std::collections::{BTreeMap, HashMap};

use schema_ir::{Aspect, AspectKind, Operation, OperationKind};
use serde::Serialize;

use super::gather::Input;
use super::listing::InputSchema;
use super::operation_part::OperationPart;
use super::pairing::Pairing;
use super::peers::Peers;
use super::uses::Uses;
use crate::comparison::{Party, Side, Verdict};
use crate::place::Place;
use judge::{Key, judge};
use lifecycle::judge_removal;
pub(super) use table::{Exchange, Rule};

/// A change of operations that meets a rule.
#[derive(Clone, Debug, Serialize)]
pub(super) struct RuleFinding {
    /// See [`Fingerprints`](super::fingerprint::Fingerprints); empty until the files are at hand.
    pub fingerprint: String,
    #[serde(serialize_with = "write_id")]
    pub rule: Rule,
    pub message: String,
    pub direction: Verdict,
    pub breaks: Vec<Party>,
    pub breaks_peers: Peers,
    /// The operations that it is about: several if they share the part that changed.
    pub operations: Vec<OperationPart>,
    pub old: Option<Place>,
    pub new: Option<Place>,
    /// The reason of the reviewer who accepted it, if one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted: Option<String>,
}

fn write_id<S: serde::Serializer>(rule: &Rule, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(rule.id())
}

impl RuleFinding {
    /// The finding that a part of an operation has a schema on one side only.
    pub fn of_schema(schema: &InputSchema, uses: &Uses, side: Side, place: Place) -> Self {
        let (rule, word, [old, new]) = match side {
            Side::Old => (Rule::SchemaRemoved, "no longer has a schema", [Some(place), None]),
            Side::New => (Rule::SchemaAdded, "now has a schema", [None, Some(place)]),
        };
        RuleFinding {
            fingerprint: String::new(),
            rule,
            message: format!("{} {word}", schema.name),
            direction: rule.direction(),
            breaks: rule.breaks(),
            breaks_peers: Peers::broken(&rule.breaks(), &uses.senders),
            operations: uses.operations.to_vec(),
            old,
            new,
            accepted: None,
        }
    }
}

/// Judges the operations of two inputs.
pub(super) fn judge_operations(old: &Input, new: &Input, operations: &Pairing) -> Vec<RuleFinding> {
    let aspects = [by_operation(old), by_operation(new)];
    let mut findings = Findings { old, new, found: Vec::new(), known: HashMap::new() };
    for (one, other) in &operations.pairs {
        let Some(operation) = &one.operation else { continue };
        let parts = [(&aspects[0], one), (&aspects[1], other)].map(|(aspects, operation)| parts_of(aspects, operation));
        findings.judge_parts(operation, &parts);
    }
    for removed in &operations.removed {
        let Some(operation) = &removed.operation else { continue };
        let rules = match operation.kind {
            OperationKind::Path => {
                [Rule::OperationRemoved, Rule::DeprecatedOperationRemoved, Rule::OperationWithSunsetRemoved]
            }
            _ => [Rule::NotificationRemoved, Rule::DeprecatedNotificationRemoved, Rule::NotificationWithSunsetRemoved],
        };
        let parts = parts_of(&aspects[0], removed);
        let deprecation = parts.get(&Key::Deprecated).and_then(|(_, aspect)| match &aspect.kind {
            AspectKind::Deprecated(deprecation) => Some(deprecation),
            _ => None,
        });
        let (rule, message) = judge_removal("the operation", deprecation, rules);
        let place = old.place(removed.source, &removed.at);
        findings.add(operation, rule, message, [Some(place), None]);
    }
    findings.found
}

/// The parts of an operation, with the number of their document.
type Parts<'i> = BTreeMap<Key, (usize, &'i Aspect)>;

fn by_operation(input: &Input) -> HashMap<(usize, &str), Vec<(usize, &Aspect)>> {
    let mut found: HashMap<(usize, &str), Vec<(usize, &Aspect)>> = HashMap::new();
    for (source, aspect) in &input.aspects {
        found.entry((*source, aspect.operation.name.as_str())).or_default().push((*source, aspect));
    }
    found
}

fn parts_of<'i>(aspects: &HashMap<(usize, &str), Vec<(usize, &'i Aspect)>>, operation: &InputSchema) -> Parts<'i> {
    let own = aspects.get(&(operation.source, operation.name.as_str())).into_iter().flatten();
    own.filter_map(|(source, aspect)| Some((Key::of(&aspect.kind)?, (*source, *aspect)))).collect()
}

struct Findings<'i> {
    old: &'i Input,
    new: &'i Input,
    found: Vec<RuleFinding>,
    /// The numbers of findings, of which operations that share a part make one.
    known: HashMap<(Rule, String, Option<Place>, Option<Place>), usize>,
}

impl Findings<'_> {
    fn judge_parts(&mut self, operation: &Operation, [olds, news]: &[Parts<'_>; 2]) {
        let moved = find_moved(olds, news);
        let keys = olds.keys().chain(news.keys().filter(|key| !olds.contains_key(key)));
        for key in keys.filter(|key| !moved.iter().any(|(from, to)| [from, to].contains(key))) {
            let (old, new) = (olds.get(key), news.get(key));
            // A new response is a finding itself, its headers are none. Without any server, it depends on where the document is.
            let is_in_both = |owner: Key| olds.contains_key(&owner) == news.contains_key(&owner);
            if key.owner().is_some_and(|owner| !is_in_both(owner))
                || (is_server(key) && !(has_server(olds) && has_server(news)))
            {
                continue;
            }
            if let (Key::Response(status), None, Some((source, aspect))) = (key, old, new)
                && self.is_covered(olds, status, (*source, &aspect.pointer))
            {
                continue;
            }
            for (rule, message) in judge(old.map(|(_, one)| &one.kind), new.map(|(_, one)| &one.kind)) {
                self.add(operation, rule, message, self.places([old, new]));
            }
        }
        for (from, to) in moved {
            if let (Key::Parameter(name, before), Key::Parameter(_, after)) = (&from, &to) {
                let message = format!("the parameter `{name}` is now in `{after}`, was in `{before}`");
                let places = self.places([olds.get(&from), news.get(&to)]);
                self.add(operation, Rule::ParameterMoved, message, places);
            }
        }
    }

    fn places(&self, [old, new]: [Option<&(usize, &Aspect)>; 2]) -> [Option<Place>; 2] {
        let place = |input: &Input, (source, aspect): &(usize, &Aspect)| input.place(*source, &aspect.pointer);
        [old.map(|one| place(self.old, one)), new.map(|one| place(self.new, one))]
    }

    /// Whether old has the same response for all statuses of the class, or for all.
    fn is_covered(&self, olds: &Parts<'_>, status: &str, (source, at): (usize, &str)) -> bool {
        let class = status.get(..1).map(|digit| format!("{digit}XX"));
        let wider = class.into_iter().chain(["default".to_owned()]).find_map(|wider| olds.get(&Key::Response(wider)));
        let value = |input: &Input, source: usize, at: &str| input.sources.get(source)?.value().pointer(at).cloned();
        wider.is_some_and(|(before, aspect)| value(self.old, *before, &aspect.pointer) == value(self.new, source, at))
    }

    fn add(&mut self, operation: &Operation, rule: Rule, message: String, [old, new]: [Option<Place>; 2]) {
        let key = (rule, message.clone(), old.clone(), new.clone());
        let breaks_peers = rule.breaks_peers(operation);
        if let Some(known) = self.known.get(&key).and_then(|index| self.found.get_mut(*index)) {
            known.operations.push(OperationPart::whole(&operation.name));
            known.breaks_peers.extend(&breaks_peers);
            return;
        }
        self.known.insert(key, self.found.len());
        self.found.push(RuleFinding {
            fingerprint: String::new(),
            rule,
            message,
            direction: rule.direction(),
            breaks: rule.breaks(),
            breaks_peers,
            operations: vec![OperationPart::whole(&operation.name)],
            old,
            new,
            accepted: None,
        });
    }
}

/// The parameters that are in another location under the same name.
fn find_moved(olds: &Parts<'_>, news: &Parts<'_>) -> Vec<(Key, Key)> {
    let alone = |own: &Parts<'_>, others: &Parts<'_>| {
        let keys = own.keys().filter(|key| matches!(key, Key::Parameter(..)) && !others.contains_key(key));
        keys.cloned().collect::<Vec<Key>>()
    };
    let is_named = |key: &Key, name: &str| matches!(key, Key::Parameter(other, _) if other == name);
    let (gone, come) = (alone(olds, news), alone(news, olds));
    let only = |keys: &[Key], name: &str| {
        let mut named = keys.iter().filter(|key| is_named(key, name));
        named.next().filter(|_| named.next().is_none()).cloned()
    };
    let pair = |from: &Key| {
        let Key::Parameter(name, _) = from else { return None };
        Some((only(&gone, name)?, only(&come, name)?))
    };
    gone.iter().filter_map(pair).collect()
}

fn is_server(key: &Key) -> bool {
    matches!(key, Key::Server(_))
}

fn has_server(parts: &Parts<'_>) -> bool {
    parts.values().any(|(_, aspect)| matches!(aspect.kind, AspectKind::Server(_)))
}
