//! Rewrites a schema step by step to one that a rule of lowering reads directly.

use std::borrow::Cow;

use schema_ir::{Keyword, Schema};

use super::exclusion::exclude;
use super::keywords::{
    UNEVALUATED, UNIONS, covers_all, enumerated, has_unevaluated, is_idle, members_of, reference, types,
};
use super::lower::{Context, Lowered, Walk};
use super::member::types_of;
use super::presence::{check_union, conditions_of, union_of};
use super::{Check, Constraint, Kind, Ty, scalar};

/// A step that replaces a schema by a simpler one.
pub(super) struct Rewrite {
    pub(super) schema: Schema,
    pub(super) then: Then,
}

/// What a step leaves to be done when the simpler schema is lowered.
pub(super) enum Then {
    Nothing,
    /// The type also has these checks.
    Check(Vec<Check>),
    /// A guard enforces these keywords.
    Guard(Vec<Keyword>),
    /// The keywords `foreign` come from parts that the schema has under `keyword`. If a guard enforces one of them, it enforces
    /// that one too.
    Merged {
        foreign: Vec<Keyword>,
        keyword: Keyword,
    },
}

impl Walk {
    /// Simplifies a schema until no step applies. Returns it with its context and what the steps left, the last one first.
    pub(super) fn simplify<'s>(
        &mut self,
        schema: &'s Schema,
        context: &Context,
    ) -> (Cow<'s, Schema>, Context, Vec<Then>) {
        let (mut schema, mut context, mut left) = (Cow::Borrowed(schema), context.clone(), Vec::new());
        while let Some(rewrite) = self.next_step(&schema, &mut context) {
            schema = Cow::Owned(rewrite.schema);
            left.push(rewrite.then);
        }
        left.reverse();
        (schema, context, left)
    }

    /// The first step that applies.
    fn next_step(&mut self, schema: &Schema, context: &mut Context) -> Option<Rewrite> {
        // Each definition is one type, so a schema that only refers to one is not opened.
        if schema.boolean.is_some() || schema.is_any() || reference(&self.document, schema).is_some() {
            return None;
        }
        // `{"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}` becomes a check, because it changes the type of no field.
        if let Some((schema, checks)) = conditions_of(&self.document, schema) {
            return Some(Rewrite { schema, then: Then::Check(checks) });
        }
        if let Some(rewrite) = exclude(&self.document, schema) {
            return Some(rewrite);
        }
        if let Some(schema) = union_of(&mut self.document, schema) {
            return Some(Rewrite { schema, then: Then::Nothing });
        }
        // The other keywords of `$ref` and `allOf` constrain the same value (core, 8.2.3.1 and 10.2.1.1), so all are merged
        // into one schema.
        if let Some(keyword) = [Keyword::Ref, Keyword::AllOf].into_iter().find(|keyword| schema.has(*keyword)) {
            return Some(self.merge(schema, keyword, context));
        }
        // A keyword that accepts everything is dropped, but not beside `unevaluated*`, because its subschemas may still
        // evaluate properties or items (core, 11).
        let idle: Vec<Keyword> =
            schema.keywords().filter(|keyword| is_idle(&self.document, schema, *keyword)).collect();
        if !has_unevaluated(schema) && !idle.is_empty() {
            let mut rest = schema.clone();
            idle.into_iter().for_each(|keyword| rest.remove(keyword));
            return Some(Rewrite { schema: rest, then: Then::Nothing });
        }
        // `enum` and `const` list all values, so a union beside them only filters the list.
        if enumerated(schema).is_some() {
            return None;
        }
        let keyword = UNIONS.into_iter().find(|keyword| schema.has(*keyword))?;
        self.simplify_union(schema, keyword, context)
    }

    fn simplify_union(&mut self, schema: &Schema, keyword: Keyword, context: &mut Context) -> Option<Rewrite> {
        if let Some(schema) = self.distribute(schema, keyword) {
            return Some(Rewrite { schema, then: Then::Nothing });
        }
        let all = members_of(schema, keyword)?;
        // A union of one member asserts that member, like `allOf` (core, 10.2.1).
        if let [_] = all {
            return Some(self.merge(schema, keyword, context));
        }
        let beside: Vec<Keyword> = schema.asserting().filter(|beside| *beside != keyword).collect();
        let types_suffice = beside == [Keyword::Type]
            && all
                .iter()
                .all(|member| types_of(&self.document, *member).is_some_and(|inner| covers_all(types(schema), &inner)));
        if beside.is_empty() || types_suffice {
            return None;
        }
        // An enum does not enforce other keywords beside the union, so a check or a guard enforces the union, and the type the rest.
        Some(match check_union(&self.document, schema, keyword) {
            Some((schema, check)) => Rewrite { schema, then: Then::Check(vec![check]) },
            None => without(schema, keyword),
        })
    }
}

/// The schema without `keyword`, which is left to a guard.
pub(super) fn without(schema: &Schema, keyword: Keyword) -> Rewrite {
    // `unevaluated*` goes too, because without the keyword it would reject what the keyword evaluates (core, 11).
    let left: Vec<Keyword> =
        std::iter::once(keyword).chain(UNEVALUATED).filter(|keyword| schema.has(*keyword)).collect();
    let mut rest = schema.clone();
    left.iter().for_each(|keyword| rest.remove(*keyword));
    Rewrite { schema: rest, then: Then::Guard(left) }
}

impl Then {
    /// Adds to a type what the step left.
    pub(super) fn complete(self, lowered: Lowered) -> Lowered {
        match (self, lowered) {
            (Then::Nothing, lowered) => lowered,
            (Then::Guard(left), lowered) => lowered.with_guard(left),
            (Then::Merged { foreign, keyword }, Lowered::Named(kind, left))
                if left.iter().any(|named| foreign.contains(named)) =>
            {
                Lowered::Named(kind, left).with_guard(vec![keyword])
            }
            (Then::Merged { .. }, lowered) => lowered,
            (Then::Check(mut checks), Lowered::Named(Kind::Object { fields, additional, checks: others }, guard))
                if guard.is_empty() =>
            {
                checks.extend(others);
                // Checks of keys would not know of those that were ignored.
                let additional = additional.map(|ty| match ty {
                    Ty::Unkept(unkept) if !unkept.denied => unkept.kept,
                    ty => ty,
                });
                Lowered::Named(Kind::Object { fields, additional, checks }, guard)
            }
            (Then::Check(checks), Lowered::Inline(ty))
                if matches!(ty.unchecked(), Ty::Map(_) | Ty::String | Ty::Format(_)) =>
            {
                Lowered::Inline(scalar::with_checks(ty, checks))
            }
            // A guard enforces the keywords, because the type has no place for checks or runs a guard anyway.
            (Then::Check(checks), other) => {
                let keywords = checks.iter().flat_map(|check| match &check.constraint {
                    Constraint::Keys(_, origin) => origin.iter().map(|(keyword, _)| *keyword).collect(),
                    _ => vec![check.keyword],
                });
                other.with_guard(keywords.collect())
            }
        }
    }
}
