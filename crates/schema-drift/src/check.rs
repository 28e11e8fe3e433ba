//! Checks that a generated type and its vendored schema still agree.

mod file_hash;
mod outside;
mod probes;
mod reading;

use std::path::Path;

use schema_ir::Errors;

use crate::compare::{Options, compare};
use crate::comparison::{Comparison, Party, Verdict, Witness};
use crate::finding::{Check, Checked, Finding, Unproved};
use crate::place::Place;
use crate::schema::Schema;
use crate::vendored::Vendored;

/// Checks a generated type against its vendored schema: the file on disk, both serde contracts by proof, annotations, and the
/// compiled code by samples. `root` is the folder that [`Vendored::file`] is relative to.
///
/// The samples are needed beside the proofs because `JsonSchema` describes a type without looking at its `Deserialize` code.
///
/// # Errors
///
/// The vendored schema or a regenerated one cannot be read.
pub fn check(vendored: &Vendored, root: &Path) -> Result<Checked, Errors> {
    let schema = vendored.schema()?;
    let regenerated = |contract, value| Schema::from_value(format!("{} ({contract})", vendored.type_name), value);
    let options = Options::default();
    let deserialize = compare(&schema, &regenerated("deserialize", &vendored.deserialize)?, &options)?;
    let serialize = compare(&schema, &regenerated("serialize", &vendored.serialize)?, &options)?;
    let open = vendored.open.as_ref().map(|open| compare(&schema, &regenerated("open", &open.deserialize)?, &options));
    let open = open.transpose()?;
    let shape = vendored.shape.as_ref().map(|shape| compare(&schema, &regenerated("shape", shape)?, &options));
    let shape = shape.transpose()?;
    let mut findings = file_hash::check_file(vendored, root, &schema);
    check_contract(&schema, &deserialize, Check::Deserialize, &mut findings);
    check_contract(&schema, &serialize, Check::Serialize, &mut findings);
    for (comparison, check) in [(&open, Check::Open), (&shape, Check::Shape)] {
        if let Some(comparison) = comparison {
            check_contract(&schema, comparison, check, &mut findings);
        }
    }
    let described: Vec<&str> =
        vendored.outside.places.iter().filter(|place| place.is_described).map(|place| place.pointer).collect();
    for comparison in [&deserialize, &serialize] {
        check_annotations(&schema, comparison, &described, &mut findings);
    }
    let (samples, found) = reading::check_samples(vendored, &schema)?;
    findings.extend(found);
    Ok(Checked {
        file: vendored.file.to_owned(),
        type_name: vendored.type_name.to_owned(),
        deserialize,
        serialize,
        open,
        carried: vendored.carried.iter().map(|pointer| schema.written(pointer)).collect(),
        shape,
        outside: vendored
            .outside
            .places
            .iter()
            .filter(|place| !place.is_described)
            .map(|place| Unproved { place: schema.written(place.pointer), why: place.why.to_owned() })
            .collect(),
        samples,
        findings,
    })
}

/// Reports the changes of a contract's comparison that the contract forbids.
fn check_contract(schema: &Schema, comparison: &Comparison, check: Check, findings: &mut Vec<Finding>) {
    let verdict = comparison.verdict();
    let passes = match check {
        Check::Serialize => matches!(verdict, Verdict::Equivalent | Verdict::Narrower),
        Check::Open | Check::Shape => matches!(verdict, Verdict::Equivalent | Verdict::Wider),
        _ => verdict == Verdict::Equivalent,
    };
    if passes {
        return;
    }
    let before = findings.len();
    let matters = |party: &Party| match check {
        // A type may write less than the schema allows, because no reader notices.
        Check::Serialize => *party == Party::Reader,
        // An open type may read more, because that is its purpose; a shape may too, because the guard rejects the rest.
        Check::Open | Check::Shape => *party == Party::Writer,
        _ => true,
    };
    for change in
        comparison.changes.iter().filter(|change| change.breaks.is_empty() || change.breaks.iter().any(matters))
    {
        findings.push(Finding {
            check,
            place: change.old.clone(),
            message: format!("the type's schema ({}) differs: {}", check.as_str(), change.message),
            why: explain(check, change.direction).to_owned(),
            witness: change.witnesses.first().map(Witness::text),
        });
    }
    if let Some(reason) = comparison.reason() {
        findings.push(Finding {
            check,
            place: schema.place(""),
            message: format!("not decided whether the type's schema ({}) is equivalent: {reason}", check.as_str()),
            why: "without a proof, the type may break readers or writers".to_owned(),
            witness: None,
        });
    } else if findings.len() == before {
        findings.push(Finding {
            check,
            place: schema.place(""),
            message: format!("the type's schema ({}) is {verdict}", check.as_str()),
            why: explain(check, verdict).to_owned(),
            witness: None,
        });
    }
}

fn explain(check: Check, direction: Verdict) -> &'static str {
    match (check, direction) {
        (Check::Serialize, _) => "a writer that uses the type may send a value that the schema forbids",
        (_, Verdict::Narrower) => "a reader that uses the type rejects a value that the schema allows",
        (_, Verdict::Wider) => "a reader that uses the type accepts a value that the schema forbids",
        _ => "the type promises its readers something other than the schema",
    }
}

/// Reports annotations of the vendored file that the type lost or changed. The type may have more. A type of the user's own has its
/// own annotations at the `described` places.
fn check_annotations(schema: &Schema, comparison: &Comparison, described: &[&str], findings: &mut Vec<Finding>) {
    let is_own = |place: &Place| {
        let mut inside = described.iter().filter_map(|at| place.pointer.strip_prefix(at));
        inside.any(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let lost = comparison.annotations.iter().filter(|change| change.was.is_some());
    for change in lost.filter(|change| !change.old.as_ref().is_some_and(is_own)) {
        let finding = Finding {
            check: Check::Annotation,
            place: change.old.clone().unwrap_or_else(|| schema.place("")),
            message: format!("in the type's schema {}", change.message),
            why: "the type's documentation and schema differ from upstream's".to_owned(),
            witness: None,
        };
        if !findings.contains(&finding) {
            findings.push(finding);
        }
    }
}
