//! The compiled code against a validator, instance by instance.

use std::collections::BTreeMap;

use std::collections::HashSet;
use std::ops::ControlFlow;

use schema_build::{equal, pointer};
use serde_json::{Map, Value};

use super::{Samples, text};
use crate::limits::MAX_SAMPLES;
use crate::sample::Sampler;
use crate::view::View;
use crate::{Check, Error, Finding, Schema, Vendored, stack};

/// Findings of one kind that are listed; there is no use in the hundredth.
const MAX_LISTED: usize = 8;
/// Texts that are tried.
const MAX_TEXTS: usize = 5_000;
/// Why two of the findings matter.
const REJECTS: &str = "whoever reads with the type rejects what the schema allows";
const LOSES: &str = "whoever hands a value on with the type hands on another one";

/// Reads and writes samples with the compiled code.
pub(super) fn findings(
    vendored: &Vendored,
    schema: &Schema,
    samples: &mut Samples,
    findings: &mut Vec<Finding>,
) -> Result<(), Error> {
    let judge = schema.validator(false)?;
    let run = || {
        let mut reading =
            Reading { vendored, schema, samples: Samples::default(), findings: Vec::new(), listed: HashSet::new() };
        let mut seen = HashSet::new();
        let document = schema.document();
        Sampler::new(document).each(MAX_SAMPLES, &mut |sample| {
            if !seen.insert(sample.value.to_string()) {
                return ControlFlow::Continue(());
            }
            let valid = judge.is_valid(sample.value);
            reading.value(sample.value, valid, sample.place, sample.what);
            if valid && sample.what == "as the schema says" && reading.samples.texts < MAX_TEXTS {
                for probe in text::probes(document, sample.value) {
                    reading.text(&probe);
                }
            }
            ControlFlow::Continue(())
        });
        (reading.samples, reading.findings)
    };
    let (counts, found) = stack::with_room(run).map_err(|why| Error::file(vendored.file, why))?;
    *samples = counts;
    findings.extend(found);
    Ok(())
}

struct Reading<'v> {
    vendored: &'v Vendored,
    schema: &'v Schema,
    samples: Samples,
    findings: Vec<Finding>,
    /// What was listed already: the message without its instance.
    listed: HashSet<(Check, String, String)>,
}

impl Reading<'_> {
    fn value(&mut self, value: &Value, valid: bool, place: &str, what: &str) {
        if valid {
            self.samples.valid += 1;
        } else {
            self.samples.invalid += 1;
        }
        let text = value.to_string();
        if valid {
            self.open(value, place, what, &text);
        }
        let written = match ((self.vendored.read)(text.as_bytes()), valid) {
            (Ok(written), true) => written,
            (Err(_), false) => return,
            (Ok(_), false) => {
                let why = "whoever reads with the type accepts what the schema forbids";
                return self.report(
                    Check::Sample,
                    place,
                    format!("the type reads what the schema forbids ({what})"),
                    why,
                    text,
                );
            }
            (Err(error), true) => {
                let why = REJECTS;
                return self.report(
                    Check::Sample,
                    place,
                    format!("the type rejects what the schema allows ({what}): {error}"),
                    why,
                    text,
                );
            }
        };
        let why = LOSES;
        let Ok(again) = serde_json::from_slice::<Value>(&written) else {
            return self.report(Check::Sample, place, "the type writes what is no JSON".to_owned(), why, text);
        };
        if !equal(value, &again) {
            return self.report(
                Check::Sample,
                place,
                format!("the type writes another value than it read: {again}"),
                why,
                text,
            );
        }
        let turned = reversed(value).to_string();
        let read = (self.vendored.read)(turned.as_bytes()).ok();
        let from_turned = read.and_then(|written| serde_json::from_slice::<Value>(&written).ok());
        if from_turned.as_ref().is_none_or(|read| !equal(read, value)) {
            let message = "the order of keys makes a difference to what the type reads".to_owned();
            return self.report(Check::Sample, place, message, why, turned);
        }
        let disordered = |written: &Value| disordered(self.schema.document(), written);
        if let Some(at) = disordered(&again).or_else(|| from_turned.as_ref().and_then(disordered)) {
            let why = "whoever compares texts or signs them sees a change that is none";
            self.report(
                Check::Sample,
                &at,
                "the type writes keys in another order than the schema's".to_owned(),
                why,
                turned,
            );
        }
    }

    /// A valid value through the type of the profile open, if there is one.
    fn open(&mut self, value: &Value, place: &str, what: &str, text: &str) {
        let Some(open) = &self.vendored.open else { return };
        let (message, why) = match (open.read)(text.as_bytes()) {
            Err(error) => (format!("the open type rejects what the schema allows ({what}): {error}"), REJECTS),
            Ok(written) => match serde_json::from_slice::<Value>(&written) {
                Ok(again) if equal(value, &again) => return,
                Ok(again) => (format!("the open type writes another value than it read: {again}"), LOSES),
                Err(_) => ("the open type writes what is no JSON".to_owned(), LOSES),
            },
        };
        self.report(Check::Sample, place, message, why, text.to_owned());
    }

    fn text(&mut self, probe: &text::Probe) {
        self.samples.texts += 1;
        let read = (self.vendored.read)(probe.text.as_bytes());
        let message = match (&read, probe.valid) {
            (Ok(_), false) => format!("the type reads {}", probe.what),
            (Err(error), true) => format!("the type rejects {}: {error}", probe.what),
            _ => return,
        };
        let why = "whoever reads with the type sees another value than the next reader of the same text";
        self.report(Check::Text, &probe.place, message, why, probe.text.clone());
    }

    fn report(&mut self, check: Check, instance: &str, message: String, why: &str, witness: String) {
        let pointer = schema_at(self.schema.document(), instance).unwrap_or_default();
        let alike = self.findings.iter().filter(|known| known.check == check && known.why == why).count();
        let kind = message.split(':').next().unwrap_or_default().to_owned();
        if alike >= MAX_LISTED || !self.listed.insert((check, pointer.clone(), kind)) {
            return;
        }
        let place = self.schema.place(&pointer);
        self.findings.push(Finding { check, place, message, why: why.to_owned(), witness: Some(witness) });
    }
}

/// Where a schema speaks about the value at an instance pointer, as far as one path leads there.
fn schema_at(document: &Value, instance: &str) -> Option<String> {
    pointer::tokens(instance).try_fold(String::new(), |at, token| below(&View::at(document, &at), &token))
}

/// Where the schema with this view speaks about the member or item `token` of a value.
pub(super) fn below(view: &View<'_>, token: &str) -> Option<String> {
    let item = || {
        let index: usize = token.parse().ok()?;
        let prefix = view.get("prefixItems").filter(|said| said.value.get(index).is_some());
        match prefix {
            Some(said) => Some(pointer::push(&said.pointer, token)),
            None => view.get("items").map(|said| said.pointer.clone()),
        }
    };
    let property = view.property(token).map(|(at, _)| at.to_owned());
    let other = || view.get("additionalProperties").map(|said| said.pointer.clone());
    property.or_else(item).or_else(other)
}

/// The pointer of an object whose declared keys do not stand in the schema's order.
fn disordered(document: &Value, value: &Value) -> Option<String> {
    let mut open = vec![(String::new(), String::new(), value)];
    while let Some((at, schema, value)) = open.pop() {
        let Value::Object(members) = value else { continue };
        let view = View::at(document, &schema);
        // Each `properties` has an order; several, as of a schema and what it refers to, have none between them.
        let mut last: BTreeMap<&str, usize> = BTreeMap::new();
        for key in members.keys() {
            let Some(rank) = view.properties.iter().position(|(name, ..)| *name == key.as_str()) else { continue };
            let list = view.properties[rank].1.rsplit_once('/').map_or("", |(list, _)| list);
            if last.insert(list, rank).is_some_and(|before| before > rank) {
                return Some(at);
            }
        }
        let known = members.iter().filter_map(|(key, member)| Some((key, below(&view, key)?, member)));
        open.extend(known.map(|(key, schema, member)| (pointer::push(&at, key), schema, member)));
    }
    None
}

/// The same value with the keys of each object in reverse.
fn reversed(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            members.iter().rev().map(|(key, member)| (key.clone(), reversed(member))).collect::<Map<_, _>>().into()
        }
        Value::Array(items) => items.iter().map(reversed).collect(),
        other => other.clone(),
    }
}
