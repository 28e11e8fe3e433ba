//! Walks two schemas side by side, aligned by property, item position, union member and `$ref` target.
//!
//! The walk only finds the places where the two are written differently. [`judge`](crate::judge) decides afterwards, for
//! each difference, on the pair of small schemas that it carries, whether the accepted values differ.

mod align;
mod array;
mod family;
mod listed;
mod nested;
mod object;
mod queue;
mod scalars;
mod state;
mod types;
mod union;
mod wrapped;

use schema_ir::{Document, Keyword, pointer};

use crate::difference::{Around, Combination, Difference, Differences, Subject, Variance};
use crate::facts::Facts;
use crate::instance_path::describe;
pub(crate) use listed::Listed;
use queue::AlignedPlaces;
use state::{At, Walk};
use types::ValueType;

/// Keywords that may accept less where their subschema accepts more, or that depend on the keywords beside them.
const COMBINING: [Keyword; 6] = [
    Keyword::OneOf,
    Keyword::Not,
    Keyword::If,
    Keyword::Contains,
    Keyword::UnevaluatedProperties,
    Keyword::UnevaluatedItems,
];

/// Walks two documents.
pub(crate) fn find_differences(old: &Document, new: &Document, formats: bool) -> Differences {
    let mut walk = Walk::new(old, new, formats);
    walk.enter(Some(old.root()), Some(new.root()), String::new(), true);
    while let Some(places) = walk.next_places() {
        walk.compare_places(&places);
    }
    walk.differences
}

/// Walks a pair of schemas of two documents, as far as other pairs of the list.
pub(crate) fn find_own_differences(
    [old, new]: [&Document; 2],
    index: usize,
    listed: &Listed,
    formats: bool,
) -> Differences {
    let Some([one, other]) = listed.pairs().get(index).copied() else { return Differences::default() };
    let mut walk = Walk::new(old, new, formats);
    walk.listed = Some((listed, index));
    walk.enter(Some(one), Some(other), String::new(), true);
    while let Some(places) = walk.next_places() {
        walk.compare_places(&places);
    }
    walk.differences
}

impl<'d> Walk<'d> {
    fn compare_places(&mut self, places: &AlignedPlaces) {
        let old = places.pair.old.map(|at| Facts::at(self.old, at));
        let new = places.pair.new.map(|at| Facts::at(self.new, at));
        self.annotate(places, old.as_ref(), new.as_ref());
        match (&old, &new) {
            (Some(old), Some(new)) => {
                let mut at = At { old, new, path: &places.path, judged: places.judged };
                at.judged = places.judged && !self.compare_false(&at);
                at.judged = at.judged && !self.compare_wrapped(&at);
                if at.judged {
                    self.note_combination(&at);
                    self.compare_values(&at);
                    self.compare_scalars(&at);
                }
                self.compare_properties(at.for_type(ValueType::Object));
                self.compare_items(at.for_type(ValueType::Array));
                self.compare_unions(&at);
            }
            (Some(only), None) | (None, Some(only)) => self.annotate_below(only, places),
            (None, None) => {}
        }
    }

    /// Compares the annotations below a place that only one side has, to report them as new or lost.
    fn annotate_below(&mut self, facts: &Facts<'d>, places: &AlignedPlaces) {
        let properties = facts.properties.iter();
        let properties = properties.map(|property| (property.schema, pointer::push(&places.path, property.name)));
        let others = facts.keywords.iter().flat_map(|fact| fact.inside());
        let below: Vec<_> = properties.chain(others.map(|(_, id)| (id, places.path.clone()))).collect();
        for (at, path) in below {
            let (old, new) = if places.pair.old.is_some() { (Some(at), None) } else { (None, Some(at)) };
            self.enter(old, new, path, false);
        }
    }

    fn note_combination(&mut self, at: &At<'_, '_>) {
        if COMBINING.iter().any(|keyword| at.old.has(*keyword) || at.new.has(*keyword)) {
            let combination = Combination { old: at.old.place, new: at.new.place, path: at.path.to_owned() };
            self.differences.combinations.push(combination);
        }
    }

    /// Returns true if a side is the schema `false`, because no keyword below matters then.
    fn compare_false(&mut self, at: &At<'_, '_>) -> bool {
        let (old, new) = (at.old, at.new);
        if old.is_false != new.is_false {
            let name = describe(at.path);
            let message =
                if new.is_false { format!("{name} is no longer allowed") } else { format!("{name} is now allowed") };
            self.report(Difference {
                subject: Subject::Never,
                message,
                old_origin: old.origin(),
                new_origin: new.origin(),
                was: None,
                is: None,
                old: old.cut_out(),
                new: new.cut_out(),
                path: at.path.to_owned(),
                variance: Variance::Covariant,
                around: Around { pair: [old.place, new.place], variance: Variance::Covariant },
            });
        }
        old.is_false || new.is_false
    }
}
