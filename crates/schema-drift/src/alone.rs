//! Whether a change alone has an effect on the values at its place.
//!
//! `{"anyOf": [{"type": "string"}, {"enum": ["a"]}]}` accepts no more values if its `enum` does, because the other member
//! accepts them already. So a value shows the change only if it is judged differently twice: by the keyword, and by all that
//! applies to the value.

use schema_ir::{Document, Keyword, Schema};

use crate::answer::Answer;
use crate::comparison::Side;
use crate::decide::find_value;
use crate::difference::{Difference, Variance};
use crate::prepared::Prepared;
use crate::schema::SchemaPair;

/// Steps of the search for one value.
const MAX_STEPS: usize = 8_000;
/// Schemas that apply to the values at the place, on both sides, because validators are built of them for each search.
const MAX_SCHEMAS: usize = 1_000;

/// Searches for a value at the place of a difference that shows it alone, in the direction in which `accepted_by` accepts whole
/// instances. `None` if the effect of the difference depends on more than its place, or too much applies there.
pub(crate) fn find_value_alone(difference: &Difference, accepted_by: Side, pair: SchemaPair<'_>) -> Option<Answer> {
    let (around, old_accepts) = (difference.around, accepted_by == Side::Old);
    let cut_out = |document: &Document, side: usize| document.extract(document[around.pair[side]].clone());
    let whole = [cut_out(pair.old.document(), 0), cut_out(pair.new.document(), 1)];
    if whole.iter().map(|document| document.iter().count()).sum::<usize>() > MAX_SCHEMAS {
        return None;
    }
    let here = [&difference.old, &difference.new];
    let [outer_accepting, outer_rejecting] = accepting_first(around.variance, old_accepts, whole.each_ref())?;
    let [inner_accepting, inner_rejecting] = accepting_first(difference.variance, old_accepts, here)?;
    let all = join(Keyword::AllOf, [outer_accepting, inner_accepting]);
    let any = join(Keyword::AnyOf, [outer_rejecting, inner_rejecting]);
    Some(find_value(&mut Prepared::new(&all, &any, pair.formats), MAX_STEPS))
}

/// The sides, the one that accepts the value first.
fn accepting_first(variance: Variance, old_accepts: bool, [old, new]: [&Document; 2]) -> Option<[&Document; 2]> {
    match (variance, old_accepts) {
        (Variance::Covariant, true) | (Variance::Contravariant, false) => Some([old, new]),
        (Variance::Covariant, false) | (Variance::Contravariant, true) => Some([new, old]),
        (Variance::OneOf | Variance::Undetermined, _) => None,
    }
}

fn join(keyword: Keyword, documents: [&Document; 2]) -> Document {
    let mut joined = Document::new(Schema::default());
    let members = documents.map(|document| joined.embed(document)).to_vec();
    let root = joined.root();
    match keyword {
        Keyword::AllOf => joined[root].logic.all_of = members,
        _ => joined[root].logic.any_of = Some(members),
    }
    joined
}
