//! Merges `allOf`, and `$ref` with its siblings, into one schema, because one Rust type enforces them together:
//! `{"allOf": [{"type": "string"}, {"minLength": 1}]}` becomes `{"type": "string", "minLength": 1}`.

use indexmap::IndexMap;
use schema_ir::{Keyword, Object, Schema, SchemaId};
use serde_json::Value;

use super::constant::{matches, meets};
use super::intersect::{Intersect, intersect_keyword};
use super::keywords::{
    UNEVALUATED, UNIONS, enumerated, has_unevaluated, lists_all_types, lists_values, members_of, set_members,
};
use super::lower::{Context, Walk};
use super::simplify::{Rewrite, Then, without};

/// The maximum depth to which merged schemas may contain merged schemas, because recursion through `allOf` would not end.
pub(crate) const MAX_MERGED_DEPTH: usize = 8;

/// The maximum length of a chain of references from one merged schema to the next.
pub(crate) const MAX_MERGED_REFERENCES: usize = 64;

/// Keywords of objects that depend on one another: a property that only one side declares falls under the other's
/// `additionalProperties`.
const OF_KEYS: [Keyword; 3] = [Keyword::Properties, Keyword::AdditionalProperties, Keyword::PatternProperties];

impl Walk {
    /// The schema with its references and `allOf` merged into it, or else without `keyword`, which is left to a guard.
    pub(super) fn merge(&mut self, schema: &Schema, keyword: Keyword, context: &mut Context) -> Rewrite {
        if context.merged >= MAX_MERGED_DEPTH {
            return without(schema, keyword);
        }
        // `{"enum": [1, 2], "allOf": [{"oneOf": […]}]}` is a shorter list of values.
        if let Some(values) = self.filter_values(schema) {
            let rest = Schema {
                values: Some(values),
                annotations: schema.annotations.clone(),
                origin: schema.origin.clone(),
                ..Schema::default()
            };
            return Rewrite { schema: rest, then: Then::Nothing };
        }
        if let Some(merged) = self.merge_parts(schema, &mut Vec::new(), false) {
            context.merged += 1;
            let is_foreign = |named: &Keyword| !self.document.have_like_keyword(&merged, schema, *named);
            let then = Then::Merged { foreign: merged.keywords().filter(is_foreign).collect(), keyword };
            return Rewrite { schema: merged, then };
        }
        // A merge that accepts more still gives better types than none; the guard enforces the difference.
        match self.merge_parts(schema, &mut Vec::new(), true) {
            Some(merged) => {
                context.merged += 1;
                let mut loose = schema.clone();
                loosen(&mut loose);
                let mut left = vec![keyword];
                left.extend(schema.keywords().filter(|name| !loose.has(*name)));
                Rewrite { schema: merged, then: Then::Guard(left) }
            }
            None => without(schema, keyword),
        }
    }

    /// The values of `enum` or `const` that the other keywords accept, if this is known of each value.
    fn filter_values(&self, schema: &Schema) -> Option<Vec<Value>> {
        let others: Vec<Keyword> = schema.asserting().filter(|keyword| !lists_values(*keyword)).collect();
        let accepts = |value: &Value| {
            let mut met = others.iter().map(|keyword| meets(&self.document, value, *keyword, schema));
            met.try_fold(true, |all, met| Some(all && met?))
        };
        let values = enumerated(schema)?.into_iter().map(|value| Some((accepts(&value)?, value)));
        let values = values.collect::<Option<Vec<_>>>()?.into_iter();
        Some(values.filter_map(|(accepted, value)| accepted.then_some(value)).collect())
    }

    /// Merges `$ref`, `allOf` and unions of one member into the rest, if one schema object can express them together. If
    /// `loosely`, the result may accept more: keywords that no type expresses are left out.
    fn merge_parts(&mut self, schema: &Schema, seen: &mut Vec<SchemaId>, loosely: bool) -> Option<Schema> {
        let mut rest = schema.clone();
        remove_idle(&mut rest);
        if loosely {
            loosen(&mut rest);
        }
        let mut parts = std::mem::take(&mut rest.logic.all_of);
        for keyword in UNIONS {
            if let Some([one]) = members_of(&rest, keyword) {
                parts.push(*one);
                set_members(&mut rest, keyword, None);
            }
        }
        // `unevaluatedItems` depends on the parts that would be merged away.
        if rest.array.unevaluated_items.is_some() {
            return None;
        }
        // If only `properties` and patterns evaluate keys, the unevaluated keys are those that the merged schema does not declare, and so
        // `unevaluatedProperties` becomes its `additionalProperties` (core, 11.3).
        if let Some(unevaluated) = rest.object.unevaluated_properties {
            rest.object.unevaluated_properties = None;
            if !self.declares_alone(schema, 0) {
                return None;
            }
            let mut whole = self.conjoin(parts, rest, seen, loosely)?;
            whole.object.additional_properties = Some(unevaluated);
            return Some(whole);
        }
        self.conjoin(parts, rest, seen, loosely)
    }

    /// Whether no keyword but `properties` and `patternProperties` evaluates keys in a schema, in the target of its `$ref`, and in its `allOf`.
    fn declares_alone(&self, schema: &Schema, depth: usize) -> bool {
        let plain = |keyword: Keyword| match keyword {
            Keyword::Type
            | Keyword::Ref
            | Keyword::AllOf
            | Keyword::Properties
            | Keyword::PatternProperties
            | Keyword::Required
            | Keyword::MinProperties
            | Keyword::MaxProperties
            | Keyword::DependentRequired => true,
            Keyword::UnevaluatedProperties => depth == 0,
            _ => false,
        };
        let below = |id: SchemaId| match self.document[id].boolean {
            Some(boolean) => boolean,
            None => self.declares_alone(&self.document[id], depth + 1),
        };
        depth < MAX_MERGED_DEPTH
            && schema.asserting().all(plain)
            && schema.reference.is_none_or(below)
            && schema.logic.all_of.iter().all(|member| below(*member))
    }

    /// The conjunction of `parts`, `rest`, and the target of the reference in `rest`.
    fn conjoin(
        &mut self,
        parts: Vec<SchemaId>,
        mut rest: Schema,
        seen: &mut Vec<SchemaId>,
        loosely: bool,
    ) -> Option<Schema> {
        let mut merged = Schema::default();
        if let Some(target) = rest.reference.take() {
            if seen.contains(&target) || seen.len() >= MAX_MERGED_REFERENCES {
                return None;
            }
            let schema = self.document.share(target);
            if schema.is_false() {
                return None;
            }
            // `true` accepts every value.
            if schema.boolean.is_none() {
                seen.push(target);
                let mut part = self.merge_parts(&schema, seen, loosely)?;
                seen.pop();
                // The title and description of the target belong to the target, not to the schema that refers to it.
                part.retain_annotations(|keyword| keyword == Keyword::Format);
                merged = self.intersect(merged, &part, loosely)?;
            }
        }
        for part in parts {
            let part = self.document.share(part);
            match part.boolean {
                Some(true) => continue,
                Some(false) => return None,
                None => {}
            }
            let part = self.merge_parts(&part, seen, loosely)?;
            merged = self.intersect(merged, &part, loosely)?;
        }
        let mut whole = self.intersect(merged, &rest, loosely)?;
        whole.origin = rest.origin;
        Some(whole)
    }

    /// The schema that accepts exactly the values that both accept, if one schema object can express it.
    fn intersect(&mut self, mut one: Schema, other: &Schema, loosely: bool) -> Option<Schema> {
        if !self.expansion.spend(1 + one.object.properties.len() + other.object.properties.len()) {
            return None;
        }
        // `unevaluated*` of a part depends on that part alone, and would depend on the other too after a merge (core, 11).
        if has_unevaluated(&one) || has_unevaluated(other) {
            return None;
        }
        let of_keys = |schema: &Schema| OF_KEYS.iter().any(|keyword| schema.has(*keyword));
        let objects_both = of_keys(&one) && of_keys(other);
        if objects_both {
            self.intersect_properties(&mut one, other)?;
        }
        // `items` applies to the items after its own `prefixItems` (core, 10.3.1.2), not after those of the other side.
        let has_prefix = |schema: &Schema| !schema.array.prefix_items.is_empty();
        if (has_prefix(&one) && other.array.items.is_some()) || (has_prefix(other) && one.array.items.is_some()) {
            return None;
        }
        for keyword in other.keywords() {
            if objects_both && OF_KEYS.contains(&keyword) {
                continue;
            }
            if !one.has(keyword) {
                one.copy(keyword, other);
                continue;
            }
            if self.document.have_like_keyword(&one, other, keyword) {
                continue;
            }
            match intersect_keyword(keyword, &mut one, other) {
                Intersect::Done => {}
                Intersect::Schemas => self.intersect_inside(keyword, &mut one, other),
                Intersect::Impossible if loosely && keyword != Keyword::Type => {}
                Intersect::Impossible => return None,
            }
        }
        if one.values.is_some() && one.constant.is_some() {
            one.values = enumerated(&one);
            one.constant = None;
        }
        Some(one)
    }

    /// Intersects the schemas inside a keyword that both schemas have.
    fn intersect_inside(&mut self, keyword: Keyword, one: &mut Schema, other: &Schema) {
        match keyword {
            Keyword::Items => one.array.items = self.intersect_both(one.array.items, other.array.items),
            Keyword::PropertyNames => {
                one.object.property_names = self.intersect_both(one.object.property_names, other.object.property_names);
            }
            // A value that neither may accept.
            Keyword::Not => {
                let members = one.logic.not.into_iter().chain(other.logic.not).collect();
                let mut either = Schema { origin: one.origin.clone(), ..Schema::default() };
                either.logic.any_of = Some(members);
                one.logic.not = Some(self.document.add(either));
            }
            _ => {}
        }
    }

    /// Merges `properties` and `additionalProperties` into `one`: a property that only one side declares falls under the
    /// other's `additionalProperties`.
    fn intersect_properties(&mut self, one: &mut Schema, other: &Schema) -> Option<()> {
        let (mine, theirs) = (one.object.clone(), other.object.clone());
        let (my_rest, their_rest) = (mine.additional_properties, theirs.additional_properties);
        let patterns = self.intersect_patterns(&mine, &theirs)?;
        let mut properties = mine.properties.clone();
        for (key, schema) in &mut properties {
            let also = theirs.properties.get(key).copied().or(self.undeclared(&theirs, key)?);
            *schema = self.intersect_both(Some(*schema), also).unwrap_or(*schema);
        }
        for (key, schema) in &theirs.properties {
            if !mine.properties.contains_key(key) {
                let undeclared = self.undeclared(&mine, key)?;
                let both = self.intersect_both(undeclared, Some(*schema)).unwrap_or(*schema);
                properties.insert(key.clone(), both);
            }
        }
        one.object.properties = properties;
        one.object.pattern_properties = patterns;
        one.object.additional_properties =
            self.intersect_both(my_rest, their_rest).filter(|rest| self.document[*rest].boolean != Some(true));
        Some(())
    }

    /// The `patternProperties` of two schemas as one: a key that matches a pattern of one side falls under the
    /// `additionalProperties` of the other. `None` if that is not so for all such keys: the other may declare one, or have patterns
    /// that it may match or not.
    fn intersect_patterns(&mut self, mine: &Object, theirs: &Object) -> Option<IndexMap<String, SchemaId>> {
        let is_open = |side: &Object| side.additional_properties.is_none_or(|rest| self.document[rest].is_any());
        let (i_am_open, they_are_open) = (is_open(mine), is_open(theirs));
        let both = !mine.pattern_properties.is_empty() && !theirs.pattern_properties.is_empty();
        if both && !(i_am_open && they_are_open) {
            return None;
        }
        let mut patterns = IndexMap::new();
        for (side, beside, is_open) in [(mine, theirs, they_are_open), (theirs, mine, i_am_open)] {
            for (pattern, schema) in &side.pattern_properties {
                if !is_open && beside.properties.keys().any(|key| matches(pattern, key) != Some(false)) {
                    return None;
                }
                let known: Option<SchemaId> = patterns.get(pattern).copied();
                let schema = self.intersect_both(Some(*schema), known.or(beside.additional_properties));
                patterns.extend(schema.map(|schema| (pattern.clone(), schema)));
            }
        }
        Some(patterns)
    }

    /// What a schema demands of a key that it does not declare; the patterns that the key matches are not a part of it, since
    /// they stay patterns. `None` if it is not known which ones it matches.
    fn undeclared(&self, object: &Object, key: &str) -> Option<Option<SchemaId>> {
        let matched: Vec<bool> =
            object.pattern_properties.keys().map(|pattern| matches(pattern, key)).collect::<Option<_>>()?;
        Some(object.additional_properties.filter(|_| !matched.contains(&true)))
    }

    /// The intersection of two schemas, where none accepts everything.
    fn intersect_both(&mut self, one: Option<SchemaId>, other: Option<SchemaId>) -> Option<SchemaId> {
        match (one, other) {
            (Some(one), Some(other)) => Some(self.intersect_schemas(one, other)),
            (one, other) => one.or(other),
        }
    }

    /// A schema that accepts exactly the values that both accept; it is merged when it is lowered itself.
    pub(super) fn intersect_schemas(&mut self, one: SchemaId, other: SchemaId) -> SchemaId {
        match (self.document[one].boolean, self.document[other].boolean) {
            (Some(true), _) | (_, Some(false)) => return other,
            (_, Some(true)) | (Some(false), _) => return one,
            _ => {}
        }
        // `{"type": ["array", "boolean", "null", "number", "object", "string"]}` is how some write `true`.
        match (lists_all_types(&self.document[one]), lists_all_types(&self.document[other])) {
            (true, _) => return other,
            (_, true) => return one,
            _ => {}
        }
        if self.document.are_alike(one, other) {
            return one;
        }
        // Without duplicates, so that recursion meets the same text again and ends; see `Expansion::meet`.
        let mut all: Vec<SchemaId> = Vec::new();
        for schema in self.conjuncts(one).into_iter().chain(self.conjuncts(other)) {
            if !all.iter().any(|known| self.document.are_alike(*known, schema)) {
                all.push(schema);
            }
        }
        let mut both = Schema { origin: self.document[one].origin.clone(), ..Schema::default() };
        both.logic.all_of = all;
        self.document.add(both)
    }

    /// The members of a schema that is nothing but `allOf`; for any other, the schema itself.
    fn conjuncts(&self, id: SchemaId) -> Vec<SchemaId> {
        let schema = &self.document[id];
        if schema.keywords().eq([Keyword::AllOf]) { schema.logic.all_of.clone() } else { vec![id] }
    }
}

/// Removes keywords that have no effect without another one.
fn remove_idle(schema: &mut Schema) {
    if schema.logic.condition.is_none() {
        [Keyword::Then, Keyword::Else].into_iter().for_each(|keyword| schema.remove(keyword));
    }
    if schema.array.contains.is_none() {
        [Keyword::MinContains, Keyword::MaxContains].into_iter().for_each(|keyword| schema.remove(keyword));
    }
}

/// Removes the keywords that no type expresses, and those that depend on them: `additionalProperties` constrains the keys that
/// `patternProperties` does not match, and `items` the items after `prefixItems`.
fn loosen(schema: &mut Schema) {
    if schema.has(Keyword::PatternProperties) {
        schema.remove(Keyword::PatternProperties);
        schema.remove(Keyword::AdditionalProperties);
    }
    if schema.has(Keyword::PrefixItems) {
        schema.remove(Keyword::Items);
        schema.remove(Keyword::PrefixItems);
    }
    let inexpressible = [
        Keyword::If,
        Keyword::Then,
        Keyword::Else,
        Keyword::Not,
        Keyword::Contains,
        Keyword::MinContains,
        Keyword::MaxContains,
        Keyword::DependentSchemas,
    ];
    inexpressible.into_iter().chain(UNEVALUATED).for_each(|keyword| schema.remove(keyword));
}
