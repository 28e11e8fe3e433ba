//! Checks the compiled code against a validator, instance by instance.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

use schema_ir::{Document, Error, ErrorKind, Errors, Origin, SchemaId, equal, pointer};
use serde_json::{Map, Value};

use super::outside::OutsidePlaces;
use super::probes::{Probe, make_probes};
use crate::facts::Facts;
use crate::finding::{Check, Finding, Samples};
use crate::limits::MAX_SAMPLES;
use crate::sample::{REGULAR, Sample, Sampler};
use crate::schema::Schema;
use crate::stack;
use crate::vendored::Vendored;

/// Findings of one check for one reason that are listed, because the hundredth is of no use.
const MAX_LISTED: usize = 8;
/// Texts that are tried.
const MAX_TEXTS: usize = 5_000;

/// Reasons why a finding matters.
const ACCEPTS: &str = "a reader that uses the type accepts a value that the schema forbids";
const REJECTS: &str = "a reader that uses the type rejects a value that the schema allows";
const LOSES: &str = "a program that reads and writes with the type passes on a different value";
const REORDERS: &str = "a program that compares or signs the texts sees a change although the value is the same";
const MISREADS: &str = "readers of the same text disagree about its value";

/// Reads and writes samples with the compiled code, and compares the results with a validator.
pub(super) fn check_samples(vendored: &Vendored, schema: &Schema) -> Result<(Samples, Vec<Finding>), Errors> {
    let validator = schema.validator(false)?;
    let outside = OutsidePlaces::find(vendored, schema)?;
    let run = || {
        let document = schema.document();
        let (samples, findings, listed) = (Samples::default(), Vec::new(), HashSet::new());
        let mut checker = Checker { vendored, schema, outside: &outside, samples, findings, listed };
        let mut seen = HashSet::new();
        Sampler::new(schema.document()).each(MAX_SAMPLES, &mut |sample| {
            if !seen.insert(sample.value.to_string()) {
                return ControlFlow::Continue(());
            }
            let valid = validator.is_valid(sample.value);
            checker.check_sample(sample, valid);
            if valid && sample.what == REGULAR && checker.samples.texts < MAX_TEXTS {
                for probe in make_probes(document, sample.value) {
                    checker.check_probe(&probe);
                }
            }
            ControlFlow::Continue(())
        });
        (checker.samples, checker.findings)
    };
    stack::run_with_room(run).map_err(|why| Error::new(ErrorKind::Resources, vendored.file, why.to_string()).into())
}

struct Checker<'v> {
    vendored: &'v Vendored,
    schema: &'v Schema,
    outside: &'v OutsidePlaces,
    samples: Samples,
    findings: Vec<Finding>,
    /// The check, the place and the summary of the findings so far, because one of each is enough.
    listed: HashSet<(Check, SchemaId, String)>,
}

/// A finding before its instance is located in the schema.
struct Violation {
    check: Check,
    /// Instance pointer to the part that the finding is about.
    path: String,
    summary: String,
    /// The part of the message that depends on the instance.
    detail: Option<String>,
    why: &'static str,
    witness: String,
}

impl Checker<'_> {
    fn check_sample(&mut self, sample: Sample<'_>, valid: bool) {
        let (value, what) = (sample.value, sample.what);
        if valid {
            self.samples.valid += 1;
        } else {
            self.samples.invalid += 1;
        }
        let text = value.to_string();
        if valid {
            self.check_open_type(sample, &text);
        }
        let violation = |summary: String, why, witness| Violation {
            check: Check::Sample,
            path: sample.place.to_owned(),
            summary,
            detail: None,
            why,
            witness,
        };
        let written = match ((self.vendored.read)(text.as_bytes()), valid) {
            (Ok(written), true) => written,
            (Err(_), false) => return,
            (Ok(_), false) if self.outside.accepts(value) => return self.samples.outside += 1,
            (Err(_), true) if self.outside.refuses() => return self.samples.outside += 1,
            (Ok(_), false) => {
                let summary = format!("the type reads a value that the schema forbids ({what})");
                return self.report(violation(summary, ACCEPTS, text));
            }
            (Err(error), true) => {
                let summary = format!("the type rejects a value that the schema allows ({what})");
                return self.report(Violation { detail: Some(error), ..violation(summary, REJECTS, text) });
            }
        };
        let of_own = self.outside.reads();
        let Ok(again) = serde_json::from_slice::<Value>(&written) else {
            return self.report(violation("the type writes invalid JSON".to_owned(), LOSES, text));
        };
        // An own type may write another spelling, but reads what it writes.
        if of_own && (self.vendored.read)(&written).is_ok_and(|twice| twice == written) {
            return self.samples.outside += 1;
        }
        if !equal(value, &again) {
            let summary = "the type writes a different value than it read".to_owned();
            return self.report(Violation { detail: Some(again.to_string()), ..violation(summary, LOSES, text) });
        }
        // The order of keys means nothing (RFC 8259, 4), so the type must read any and write the schema's.
        let reversed = reverse_keys(value).to_string();
        let read = (self.vendored.read)(reversed.as_bytes()).ok();
        let from_reversed = read.and_then(|written| serde_json::from_slice::<Value>(&written).ok());
        if from_reversed.as_ref().is_none_or(|read| !equal(read, value)) {
            let summary = "the type reads a different value if the keys are in another order".to_owned();
            return self.report(violation(summary, LOSES, reversed));
        }
        let find_disorder = |written: &Value| find_disorder(self.schema.document(), written);
        if let Some(path) = find_disorder(&again).or_else(|| from_reversed.as_ref().and_then(find_disorder)) {
            let summary = "the type writes keys in a different order than the schema".to_owned();
            self.report(Violation { path, ..violation(summary, REORDERS, reversed) });
        }
    }

    /// A valid value through the type of the profile open, if there is one.
    fn check_open_type(&mut self, sample: Sample<'_>, text: &str) {
        let (value, what) = (sample.value, sample.what);
        let Some(open) = &self.vendored.open else { return };
        let (summary, detail, why) = match (open.read)(text.as_bytes()) {
            Err(_) if self.outside.refuses() => return,
            Ok(_) if self.outside.reads() => return,
            Err(error) => {
                (format!("the open type rejects a value that the schema allows ({what})"), Some(error), REJECTS)
            }
            Ok(written) => match serde_json::from_slice::<Value>(&written) {
                Ok(again) if equal(value, &again) => return,
                Ok(again) => {
                    let summary = "the open type writes a different value than it read".to_owned();
                    (summary, Some(again.to_string()), LOSES)
                }
                Err(_) => ("the open type writes invalid JSON".to_owned(), None, LOSES),
            },
        };
        let (path, witness) = (sample.place.to_owned(), text.to_owned());
        self.report(Violation { check: Check::Sample, path, summary, detail, why, witness });
    }

    fn check_probe(&mut self, probe: &Probe) {
        self.samples.texts += 1;
        let read = (self.vendored.read)(probe.text.as_bytes());
        let (summary, detail) = match (read, probe.valid) {
            (Ok(_), false) if self.outside.has(self.schema.document(), &probe.path) => {
                return self.samples.outside += 1;
            }
            (Err(_), true) if self.outside.refuses() => return self.samples.outside += 1,
            (Ok(_), false) => (format!("the type reads {}", probe.what), None),
            (Err(error), true) => (format!("the type rejects {}", probe.what), Some(error)),
            _ => return,
        };
        let (path, witness) = (probe.path.clone(), probe.text.clone());
        self.report(Violation { check: Check::Text, path, summary, detail, why: MISREADS, witness });
    }

    fn report(&mut self, violation: Violation) {
        let Violation { check, path, summary, detail, why, witness } = violation;
        // A finding is located at the root if no single schema is responsible for the path.
        let document = self.schema.document();
        let at = find_schema(document, &path).unwrap_or_else(|| document.root());
        let alike = self.findings.iter().filter(|known| known.check == check && known.why == why).count();
        if alike >= MAX_LISTED || !self.listed.insert((check, at, summary.clone())) {
            return;
        }
        let message = detail.map_or_else(|| summary.clone(), |detail| format!("{summary}: {detail}"));
        let place = self.schema.place_of(&document[at].origin);
        self.findings.push(Finding { check, place, message, why: why.to_owned(), witness: Some(witness) });
    }
}

/// The schema for the value at an instance pointer, as far as one path leads there.
fn find_schema(document: &Document, instance: &str) -> Option<SchemaId> {
    let root = document.root();
    pointer::tokens(instance).try_fold(root, |at, token| Facts::at(document, at).member(&token))
}

/// The pointer of an object whose declared keys are not in the schema's order.
fn find_disorder(document: &Document, value: &Value) -> Option<String> {
    let mut open = vec![(String::new(), document.root(), value)];
    while let Some((at, schema, value)) = open.pop() {
        let Value::Object(members) = value else { continue };
        let facts = Facts::at(document, schema);
        // Keys of one `properties` have an order; keys of a schema and of its `$ref` target have none between them.
        let mut last: HashMap<&Origin, usize> = HashMap::new();
        for key in members.keys() {
            let Some(rank) = facts.properties.iter().position(|known| known.name == key.as_str()) else { continue };
            let list = &facts.properties[rank].holder.origin;
            if last.insert(list, rank).is_some_and(|before| before > rank) {
                return Some(at);
            }
        }
        let known = members.iter().filter_map(|(key, member)| Some((key, facts.member(key)?, member)));
        open.extend(known.map(|(key, schema, member)| (pointer::push(&at, key), schema, member)));
    }
    None
}

/// The same value with the keys of each object in reverse.
fn reverse_keys(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            members.iter().rev().map(|(key, member)| (key.clone(), reverse_keys(member))).collect::<Map<_, _>>().into()
        }
        Value::Array(items) => items.iter().map(reverse_keys).collect(),
        other => other.clone(),
    }
}
