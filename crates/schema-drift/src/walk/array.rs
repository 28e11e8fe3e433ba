//! Keywords of arrays that hold schemas.

use schema_ir::Keyword;

use super::family::{Family, prefix_length};
use super::nested::Nested;
use super::state::{At, Walk};
use crate::difference::Variance;
use crate::facts::Facts;
use crate::instance_path::EACH;

const PREFIX: Family = Family { keyword: Keyword::PrefixItems, members: &[Keyword::PrefixItems, Keyword::Items] };
const ITEMS: Family = Family { keyword: Keyword::Items, members: &[Keyword::Items] };
const CONTAINS: Family =
    Family { keyword: Keyword::Contains, members: &[Keyword::Contains, Keyword::MinContains, Keyword::MaxContains] };

impl Walk<'_> {
    /// `prefixItems`, `items`, `contains`.
    pub(super) fn compare_items(&mut self, at: At<'_, '_>) {
        let mut unpaired = false;
        for index in 0..prefix_length(at.old).max(prefix_length(at.new)) {
            let here = at.path_to(&index.to_string());
            match (at.old.item(index), at.new.item(index)) {
                (None, None) => {}
                (Some(old), Some(new)) => self.enter(Some(old), Some(new), here, at.judged),
                (old, new) => {
                    self.enter(old, new, here, false);
                    unpaired = true;
                }
            }
        }
        if at.judged && unpaired {
            self.report_family(&at, PREFIX);
        }
        self.compare_schema_for_others(&at, ITEMS);
        // More matching items may break `maxContains`; with `minContains: 0` any count passes (validation, 6.4.4, 6.4.5).
        let is_bounded = |facts: &Facts<'_>| {
            let minimum = facts.schema_with(Keyword::MinContains).and_then(|schema| schema.array.min_contains);
            facts.has(Keyword::MaxContains) || minimum == Some(0)
        };
        let variance = if is_bounded(at.old) || is_bounded(at.new) { Variance::Undetermined } else { self.variance };
        self.compare_nested(&at, Nested { family: CONTAINS, variance, token: Some(EACH) });
    }

    /// `items` or `additionalProperties`: one schema for all other members, which is `true` if the keyword is absent.
    pub(super) fn compare_schema_for_others(&mut self, at: &At<'_, '_>, family: Family) {
        let (before, after) = (at.old.inside(family.keyword), at.new.inside(family.keyword));
        let is_object = |facts: &Facts<'_>, id| facts.document[id].boolean.is_none();
        match (before, after) {
            (None, None) => {}
            (Some(old), Some(new)) if is_object(at.old, old) && is_object(at.new, new) => {
                self.enter(before, after, at.path_to(EACH), at.judged);
            }
            _ => {
                self.enter(before, after, at.path_to(EACH), false);
                if at.judged && !self.is_same(at, family.keyword) {
                    self.report_family(at, family);
                }
            }
        }
    }
}
