//! Keywords of arrays that hold schemas.

use schema_ir::pointer;
use serde_json::{Value, json};

use super::union::Nested;
use super::{At, Family, Walk};
use crate::difference::Variance;
use crate::facts::Facts;
use crate::instance_path::EACH;

impl Walk<'_> {
    /// `prefixItems`, `items`, `contains`.
    pub(super) fn compare_items(&mut self, at: At<'_, '_>) {
        let pointer = |facts: &Facts<'_>, index: usize| {
            if index < prefix_length(facts) {
                return Some(pointer::push(&facts.pointer_of("prefixItems"), &index.to_string()));
            }
            facts.get("items").map(|fact| fact.pointer.clone())
        };
        let mut unpaired = false;
        for index in 0..prefix_length(at.old).max(prefix_length(at.new)) {
            let here = at.path_to(&index.to_string());
            match (pointer(at.old, index), pointer(at.new, index)) {
                (None, None) => {}
                (Some(old_at), Some(new_at)) => self.enter(Some(old_at), Some(new_at), here, at.judged),
                (old_at, new_at) => {
                    self.enter(old_at, new_at, here, false);
                    unpaired = true;
                }
            }
        }
        if at.judged && unpaired {
            self.report_family(&at, &Family { keyword: "prefixItems", members: &["prefixItems", "items"] });
        }
        self.compare_schema_for_others(&at, &Family { keyword: "items", members: &["items"] });
        // More matching items may break `maxContains`; with `minContains: 0` any count passes (validation, 6.4.4, 6.4.5).
        let is_bounded =
            |facts: &Facts<'_>| facts.value("maxContains").is_some() || facts.value("minContains") == Some(&json!(0));
        let variance = if is_bounded(at.old) || is_bounded(at.new) { Variance::Undetermined } else { self.variance };
        let family = Family { keyword: "contains", members: &["contains", "minContains", "maxContains"] };
        self.compare_nested(&at, Nested { family, variance, token: Some(EACH) });
    }

    /// `items` or `additionalProperties`: one schema for all other members, which is `true` if the keyword is absent.
    pub(super) fn compare_schema_for_others(&mut self, at: &At<'_, '_>, family: &Family<'_>) {
        let keyword = family.keyword;
        let is_object = |facts: &Facts<'_>| matches!(facts.value(keyword), Some(Value::Object(_)));
        match (at.old.get(keyword), at.new.get(keyword)) {
            (None, None) => {}
            (Some(before), Some(after)) if is_object(at.old) && is_object(at.new) => {
                self.enter(Some(before.pointer.clone()), Some(after.pointer.clone()), at.path_to(EACH), at.judged);
            }
            (before, after) => {
                let pointers = (before.map(|fact| fact.pointer.clone()), after.map(|fact| fact.pointer.clone()));
                self.enter(pointers.0, pointers.1, at.path_to(EACH), false);
                if at.judged && before.map(|fact| &fact.value) != after.map(|fact| &fact.value) {
                    self.report_family(at, family);
                }
            }
        }
    }
}

/// The number of items that `prefixItems` describes one by one.
pub(super) fn prefix_length(facts: &Facts<'_>) -> usize {
    facts.value("prefixItems").and_then(Value::as_array).map_or(0, Vec::len)
}
