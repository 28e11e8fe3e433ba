//! Compares two schemas: decides the verdict, then locates the changes.

use schema_ir::{Error, ErrorKind, Errors};
use serde_json::Value;

use crate::algebra::Canonical;
use crate::answer::{Answer, Decision};
use crate::change_kind::ChangeKind;
use crate::comparison::{AnnotationChange, Change, Comparison, Party, Side, Verdict, Witness};
use crate::counts::Counts;
use crate::decide::{Decided, decide};
use crate::difference::{AnnotationDifference, Combination, Differences};
use crate::instance_path::describe;
use crate::limits::MAX_SAMPLES;
use crate::prepared::Prepared;
use crate::schema::{Schema, SchemaPair};
use crate::stack::{self, StackError};
use crate::{judge, suggest, walk};

/// How to compare.
#[derive(Clone, Debug)]
pub struct Options {
    /// True if `format` asserts; by default it annotates (validation, 7.2.1).
    pub formats: bool,
    /// Instances that are tried on each side if there is no proof; at most [`MAX_SAMPLES`].
    pub samples: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options { formats: false, samples: MAX_SAMPLES }
    }
}

/// Compares two schemas: which values only one of them accepts, where the schemas differ, and who breaks.
///
/// ```
/// use schema_drift::{Options, Party, Schema, Verdict, compare};
/// let old = Schema::parse("old.json", r#"{"properties": {"email": {"type": "string"}}, "required": ["email"]}"#)?;
/// let new = Schema::parse("new.json", r#"{"properties": {"email": {"type": "string"}}}"#)?;
/// let comparison = compare(&old, &new, &Options::default())?;
/// assert_eq!(comparison.verdict(), Verdict::Wider);
/// assert_eq!(comparison.breaks(), [Party::Reader]);
/// assert_eq!(comparison.changes[0].message, "`email` is no longer required");
/// assert_eq!(comparison.changes[0].witnesses[0].value, serde_json::json!({}));
/// # Ok::<(), schema_drift::Errors>(())
/// ```
///
/// # Errors
///
/// The comparison itself failed, for example because no thread could be started. Both schemas are valid, because
/// [`Schema`] checks that.
pub fn compare(old: &Schema, new: &Schema, options: &Options) -> Result<Comparison, Errors> {
    let compared = stack::run_with_room(|| compare_in_steps(old, new, options, &|_| ()));
    compared.unwrap_or_else(|error| Err(Failure::Stack(error))).map_err(|failure| failure.into_error(new).into())
}

/// Why a comparison has no result.
pub(crate) enum Failure {
    /// The options do not fit one of the schemas.
    Schema(Error),
    Stack(StackError),
}

impl Failure {
    pub fn into_error(self, new: &Schema) -> Error {
        match self {
            Failure::Schema(error) => error,
            Failure::Stack(why) => Error::new(ErrorKind::Resources, new.source().file(), why.to_string()),
        }
    }
}

/// Like [`compare`], on a stack with room, and calls `on_decision` with the verdict before the changes are located, which may
/// take longer.
pub(crate) fn compare_in_steps(
    old: &Schema,
    new: &Schema,
    options: &Options,
    on_decision: &dyn Fn(&Comparison),
) -> Result<Comparison, Failure> {
    let roots = [old, new].map(|schema| schema.document().root());
    let pair = SchemaPair { old, new, roots, formats: options.formats };
    if let (true, Some(lossy)) = (options.formats, [old, new].into_iter().find(|schema| schema.has_lost_formats())) {
        let message = "`format` cannot be asserted where references lead to a meta-schema";
        return Err(Failure::Schema(
            lossy.source().error(ErrorKind::LostFormats, "", message).with_help("let `format` annotate"),
        ));
    }
    let samples = options.samples.min(MAX_SAMPLES);
    Ok(compare_on_this_stack(pair, samples, on_decision))
}

fn compare_on_this_stack(pair: SchemaPair<'_>, samples: usize, on_decision: &dyn Fn(&Comparison)) -> Comparison {
    let SchemaPair { old, new, formats, .. } = pair;
    let mut prepared = Prepared::new(old.document(), new.document(), formats);
    let decision = decide(&Canonical, &mut prepared, samples);
    let differences = || walk::find_differences(old.document(), new.document(), formats);
    let counts = || Counts::between(prepared.documents.each_ref(), formats);
    let Some(counts) = decision.is_open().then(counts).flatten() else {
        return finish(pair, (prepared, decision), differences, on_decision);
    };
    let [small_old, small_new] = [old, new].map(|schema| schema.map_document(|document| counts.shrink(document)));
    let small = SchemaPair { old: &small_old, new: &small_new, ..pair };
    let mut prepared = Prepared::new(small_old.document(), small_new.document(), formats);
    let decision = decide(&Canonical, &mut prepared, samples);
    // The messages have the bounds as they are.
    let differences = || {
        let mut differences = differences();
        for difference in &mut differences.keywords {
            counts.shrink(&mut difference.old);
            counts.shrink(&mut difference.new);
        }
        differences
    };
    let on_decision = |comparison: &Comparison| on_decision(&counts.describe(comparison.clone()));
    counts.describe(finish(small, (prepared, decision), differences, &on_decision))
}

/// Locates the changes between two schemas that are decided.
fn finish(
    pair: SchemaPair<'_>,
    (mut prepared, decision): (Prepared, Decision),
    differences: impl FnOnce() -> Differences,
    on_decision: &dyn Fn(&Comparison),
) -> Comparison {
    on_decision(&Comparison {
        cut: !decision.is_equivalent(),
        ..comparison(pair, &decision, change_of_the_whole(&[], &decision, &[], pair).into_iter().collect())
    });
    let differences = differences();
    let mut prover = if decision.is_equivalent() { None } else { prepared.take_prover() };
    let decided = Decided {
        documents: &prepared.documents,
        roots: pair.roots,
        prover: prover.as_mut(),
        validators: prepared.validators().ok(),
        home: None,
    };
    locate(differences, &decision, pair, decided)
}

/// Makes a comparison of the differences between two schemas that are decided.
pub(crate) fn locate(
    differences: Differences,
    decision: &Decision,
    pair: SchemaPair<'_>,
    decided: Decided<'_>,
) -> Comparison {
    let Differences { keywords, annotations, combinations, through, cut } = differences;
    let mut changes = Vec::new();
    if !decision.is_equivalent() {
        let are_all = through.is_empty() && !cut;
        changes.extend(judge::judge(keywords, are_all, decision, pair, decided));
    }
    // What no change here claims may be a change of another pair.
    if through.is_empty() {
        changes.extend(change_of_the_whole(&changes, decision, &combinations, pair));
    }
    suggest::suggest_renames(&mut changes);
    let annotations = annotations.into_iter().map(|difference| locate_annotation(difference, pair)).collect();
    // Differences that are left out of a list of none are no changes either.
    let cut = cut && !decision.is_equivalent();
    Comparison { annotations, cut, ..comparison(pair, decision, changes) }
}

fn comparison(pair: SchemaPair<'_>, decision: &Decision, changes: Vec<Change>) -> Comparison {
    Comparison {
        narrows: decision.narrows.clone(),
        widens: decision.widens.clone(),
        changes,
        annotations: Vec::new(),
        repairs: (pair.old.repairs().to_vec(), pair.new.repairs().to_vec()),
        cut: false,
        tried: decision.tried,
    }
}

/// The change of last resort, for a direction that has a witness but that no located change claims.
///
/// This happens if only several keywords together cause the difference, such as `anyOf` and `unevaluatedProperties`. The
/// change is then located at the deepest place whose keywords, taken together, judge the witness differently.
fn change_of_the_whole(
    changes: &[Change],
    decision: &Decision,
    combinations: &[Combination],
    pair: SchemaPair<'_>,
) -> Option<Change> {
    let directions = [(&decision.narrows, Side::Old, Party::Writer), (&decision.widens, Side::New, Party::Reader)];
    let unclaimed = directions.into_iter().filter_map(|(answer, accepted_by, party)| match answer {
        Answer::Yes(value) if !changes.iter().any(|change| change.breaks.contains(&party)) => {
            Some((Witness::new(value.clone(), accepted_by, true), party))
        }
        _ => None,
    });
    let (witnesses, mut breaks): (Vec<_>, Vec<_>) = unclaimed.unzip();
    breaks.sort();
    let direction = match breaks.as_slice() {
        [] => return None,
        [Party::Reader] => Verdict::Wider,
        [Party::Writer] => Verdict::Narrower,
        _ => Verdict::Incomparable,
    };
    let values: Vec<&Value> = witnesses.iter().map(|witness: &Witness| &witness.value).collect();
    let at = judge::find_deepest(combinations, &values, pair);
    let (old_at, new_at, path) = at.map_or((pair.roots[0], pair.roots[1], ""), |at| (at.old, at.new, &at.path));
    Some(Change {
        kind: ChangeKind::of_combination(direction),
        keyword: "",
        message: format!("the combined keywords of {} accept different values", describe(path)),
        old: pair.old.place_of(&pair.old.document()[old_at].origin),
        new: pair.new.place_of(&pair.new.document()[new_at].origin),
        was: None,
        is: None,
        direction,
        breaks,
        witnesses,
        suggestion: None,
    })
}

fn locate_annotation(difference: AnnotationDifference, pair: SchemaPair<'_>) -> AnnotationChange {
    AnnotationChange {
        keyword: difference.keyword.name(),
        message: difference.message,
        old: difference.old_origin.map(|at| pair.old.place_of(&at)),
        new: difference.new_origin.map(|at| pair.new.place_of(&at)),
        was: difference.was,
        is: difference.is,
    }
}
