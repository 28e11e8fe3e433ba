//! Collects the keywords that apply at a place, through `$ref` and `allOf`.

use schema_ir::{Keyword, Schema, SchemaId};

use super::{Fact, Facts, Property, Required};

/// What a schema is at a place, while the facts there are collected.
#[derive(Clone, Copy)]
pub(super) struct Part {
    /// Whether nothing else applies at the place.
    is_alone: bool,
    /// Whether its annotations are about the value. Those of the target of a `$ref` beside other keywords are not: they describe
    /// what is defined there, as those of a base do not describe its subtypes.
    annotates: bool,
}

impl Part {
    pub(super) const WHOLE: Part = Part { is_alone: true, annotates: true };

    /// The target of the reference of `holder`.
    fn target(self, holder: &Schema) -> Part {
        let is_alone = self.is_alone && holder.asserting().count() == 1;
        Part { is_alone, annotates: self.annotates && is_alone }
    }

    /// A member of the `allOf` of `holder`.
    fn member(self, holder: &Schema) -> Part {
        let is_alone = self.is_alone && holder.asserting().count() == 1 && holder.logic.all_of.len() == 1;
        Part { is_alone, ..self }
    }

    /// Whether a keyword says something about the value.
    fn counts(self, keyword: Keyword) -> bool {
        self.annotates || !keyword.annotates() || keyword == Keyword::Format
    }
}

/// How many facts there were, to undo what was added since.
#[derive(Clone, Copy)]
struct Mark {
    is_false: bool,
    keywords: usize,
    properties: usize,
    required: usize,
    with_null: bool,
}

impl<'d> Facts<'d> {
    fn mark(&self) -> Mark {
        Mark {
            is_false: self.is_false,
            keywords: self.keywords.len(),
            properties: self.properties.len(),
            required: self.required.len(),
            with_null: self.with_null.is_some(),
        }
    }

    fn return_to(&mut self, mark: Mark) {
        self.is_false = mark.is_false;
        self.keywords.truncate(mark.keywords);
        self.properties.truncate(mark.properties);
        self.required.truncate(mark.required);
        if !mark.with_null {
            self.with_null = None;
        }
    }

    /// Adds the keywords of a schema; returns false and changes nothing if one of them is there already with another value.
    ///
    /// Two values of one keyword cannot be merged into one in general, so the caller keeps the applicator as written.
    pub(super) fn add(&mut self, id: SchemaId, part: Part, hops: &mut usize) -> bool {
        let holder = &self.document[id];
        if let Some(boolean) = holder.boolean {
            return boolean;
        }
        let before = self.mark();
        let mut keywords = holder.keywords().filter(|keyword| part.counts(*keyword));
        if !keywords.all(|keyword| self.add_keyword(Fact { keyword, holder }, before)) {
            self.return_to(before);
            return false;
        }
        if let Some(target) = holder.reference
            && *hops > 0
        {
            *hops -= 1;
            if self.document[target].is_false() {
                self.is_false = true;
            } else if !self.add(target, part.target(holder), hops) {
                self.keywords.push(Fact { keyword: Keyword::Ref, holder });
            }
        }
        if holder.has(Keyword::AllOf) {
            let before = self.mark();
            let fits = holder.logic.all_of.iter().all(|one| {
                *hops > 0 && {
                    *hops -= 1;
                    self.add(*one, part.member(holder), hops)
                }
            });
            if !fits {
                self.return_to(before);
                self.keywords.push(Fact { keyword: Keyword::AllOf, holder });
            }
        }
        for keyword in [Keyword::AnyOf, Keyword::OneOf] {
            if holder.has(keyword) && !self.add_or_null(Fact { keyword, holder }, hops) {
                self.keywords.push(Fact { keyword, holder });
            }
        }
        true
    }

    /// Adds one keyword of a schema, unless it needs more than that; `before` is from before the schema's first keyword.
    fn add_keyword(&mut self, fact: Fact<'d>, before: Mark) -> bool {
        let Fact { keyword, holder } = fact;
        match keyword {
            Keyword::Ref | Keyword::AllOf | Keyword::AnyOf | Keyword::OneOf => true,
            Keyword::Properties => self.add_properties(holder, before),
            Keyword::Required => {
                for (index, name) in holder.object.required.iter().enumerate() {
                    if !self.requires(name) {
                        self.required.push(Required { name, index, holder });
                    }
                }
                true
            }
            _ => match self.schema_with(keyword) {
                Some(known) => keyword.annotates() || self.document.have_like_keyword(known, holder, keyword),
                None => {
                    self.keywords.push(fact);
                    true
                }
            },
        }
    }

    fn add_properties(&mut self, holder: &'d Schema, before: Mark) -> bool {
        // `additionalProperties` depends on the `properties` beside it (core, 10.3.2.3): with two lists of names it would
        // apply to other keys.
        let closes = |fact: &Fact<'d>| {
            let more = fact.holder.object.additional_properties.map(|more| &self.document[more]);
            fact.keyword == Keyword::AdditionalProperties && more.is_some_and(|more| more.boolean != Some(true))
        };
        let known = before.properties;
        let is_closed = || self.keywords.iter().take(before.keywords).any(closes);
        if known > 0 && (holder.has(Keyword::AdditionalProperties) || is_closed()) {
            return false;
        }
        for (name, schema) in &holder.object.properties {
            match self.properties.iter().take(known).find(|property| property.name == name) {
                Some(property) if !self.document.are_alike(property.schema, *schema) => return false,
                Some(_) => {}
                None => self.properties.push(Property { name, schema: *schema, holder }),
            }
        }
        true
    }
}
