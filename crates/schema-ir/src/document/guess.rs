//! The dialect of a document, declared or guessed.

use std::collections::BTreeSet;

use serde_json::Value;

use super::DocumentKind;
use crate::keyword::subschemas;
use crate::{Draft, Keyword, Note, Role, pointer};

/// The number of keywords that a note names.
const MAX_NAMED: usize = 5;

/// The dialect of a document's root; subschemas may declare another one by `$schema`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// The dialect.
    pub draft: Draft,
    /// The sign that decided, if nothing declares the dialect and a keyword has a form that 2020-12 does not have.
    pub sign: Option<Note>,
}

impl Dialect {
    /// The dialect of a document: as its kind prescribes or `$schema` or `jsonSchemaDialect` declare it; else `default`; else
    /// guessed.
    ///
    /// A keyword in a form that only older dialects have is a sure sign of them, whatever other keywords the document has: a
    /// boolean `exclusiveMinimum` or `exclusiveMaximum` of draft-04 (draft-04 validation, 5.1.2 and 5.1.3), and a list under
    /// `items` of draft-07 (validation, 6.4.1), or of 2019-09 if the document has keywords that it introduced. A reference to a
    /// meta-schema is a sign of its dialect. Without a sure sign, a document with keywords that 2019-09 replaced and none that
    /// it introduced is probably in draft-07, and any other document is read as 2020-12.
    ///
    /// ```
    /// use schema_ir::{Dialect, Draft};
    /// let dialect = Dialect::of(&serde_json::json!({"items": [{"type": "string"}], "$defs": {}}), None);
    /// assert_eq!(dialect.draft, Draft::Draft201909);
    /// let reason = "read as 2019-09, because there is no `$schema` and `items` has the form of that dialect";
    /// assert_eq!(dialect.sign.unwrap().message, reason);
    /// ```
    pub fn of(root: &Value, default: Option<Draft>) -> Self {
        let declared = |member: &str| root.get(member).and_then(Value::as_str).and_then(Draft::of_uri);
        let kind = DocumentKind::of(root);
        let certain = match kind.draft() {
            Some(Draft::Draft202012) => declared("jsonSchemaDialect").or(Some(Draft::Draft202012)),
            Some(draft) => Some(draft),
            None => declared("$schema").or(default),
        };
        match certain {
            Some(draft) => Dialect { draft, sign: None },
            None => guess(root),
        }
    }
}

/// What the keywords of a document say about its dialect.
#[derive(Default)]
struct Signs {
    /// The first boolean `exclusiveMinimum` or `exclusiveMaximum`.
    bool_bound: Option<String>,
    /// The first list under `items`.
    list_of_items: Option<String>,
    meta_schema: Option<Draft>,
    /// Keywords that 2019-09 replaced.
    old: bool,
    /// Keywords that 2019-09 or 2020-12 introduced.
    new: bool,
    /// All keywords.
    keywords: BTreeSet<Keyword>,
}

fn guess(root: &Value) -> Dialect {
    let signs = Signs::read(root);
    let sure = match (&signs.bool_bound, &signs.list_of_items) {
        (Some(at), _) => Some((Draft::Draft04, at)),
        (None, Some(at)) if signs.new => Some((Draft::Draft201909, at)),
        (None, Some(at)) => Some((Draft::Draft07, at)),
        (None, None) => None,
    };
    let probable = match (signs.meta_schema, signs.old && !signs.new) {
        (Some(draft), _) => draft,
        (None, true) => Draft::Draft07,
        (None, false) => Draft::Draft202012,
    };
    match sure {
        // A meta-schema of the same age confirms the sign and is more exact.
        Some((draft, _)) if signs.meta_schema.is_some_and(|named| named <= draft) => {
            Dialect { draft: probable, sign: None }
        }
        Some((draft, at)) => {
            let message = signs.explain(root, draft, at);
            Dialect { draft, sign: Some(Note { pointer: at.clone(), message }) }
        }
        None => Dialect { draft: probable, sign: None },
    }
}

impl Signs {
    fn read(root: &Value) -> Self {
        let mut signs = Signs::default();
        let mut open = vec![(String::new(), root)];
        // A part of an OpenAPI document may have components, but no `openapi` that would mark it.
        let components = root.pointer("/components/schemas").and_then(Value::as_object).into_iter().flatten();
        open.extend(components.map(|(name, schema)| (pointer::push("/components/schemas", name), schema)));
        // The first sign in the document's order is the one that is named.
        open.reverse();
        while let Some((at, schema)) = open.pop() {
            for (name, value) in schema.as_object().into_iter().flatten() {
                if let Some(keyword) = Keyword::from_name(name) {
                    signs.add(&at, keyword, value);
                }
            }
            let mut inside = subschemas(Draft::Draft201909, schema, &at);
            // `prefixItems` is the only applicator that 2020-12 added.
            let list = pointer::push(&at, Keyword::PrefixItems.name());
            let items =
                schema.get(Keyword::PrefixItems.name()).and_then(Value::as_array).into_iter().flatten().enumerate();
            inside.extend(items.map(|(i, item)| (pointer::push(&list, &i.to_string()), item)));
            open.extend(inside.into_iter().rev());
        }
        signs
    }

    fn add(&mut self, at: &str, keyword: Keyword, value: &Value) {
        let place = || Some(pointer::push(at, keyword.name()));
        match keyword {
            Keyword::Ref => {
                let named = value.as_str().and_then(Draft::of_uri);
                self.meta_schema = self.meta_schema.or(named);
            }
            Keyword::ExclusiveMinimum | Keyword::ExclusiveMaximum
                if value.is_boolean() && self.bool_bound.is_none() =>
            {
                self.bool_bound = place();
            }
            Keyword::Definitions | Keyword::Dependencies | Keyword::AdditionalItems => self.old = true,
            Keyword::Items if value.is_array() => {
                self.old = true;
                if self.list_of_items.is_none() {
                    self.list_of_items = place();
                }
            }
            Keyword::Id => self.old |= value.as_str().is_some_and(|id| id.starts_with('#') && !id.starts_with("#/")),
            Keyword::Defs => self.new = true,
            keyword => self.new |= keyword.dialects().0 >= Draft::Draft201909,
        }
        if keyword.role() != Role::Structure && Keyword::of(keyword.name(), Draft::Draft202012).is_some() {
            self.keywords.insert(keyword);
        }
    }

    /// Why the sign at `at` decided for `draft`, and the keywords that this leaves without effect.
    fn explain(&self, root: &Value, draft: Draft, at: &str) -> String {
        let sign = pointer::tokens(at).last().unwrap_or_default();
        let declares = match root.get("$schema") {
            None => "there is no `$schema`",
            Some(_) => "`$schema` names no known dialect",
        };
        let mut message =
            format!("read as {}, because {declares} and `{sign}` has the form of that dialect", draft.name());
        let lost: Vec<&Keyword> =
            self.keywords.iter().filter(|keyword| Keyword::of(keyword.name(), draft).is_none()).collect();
        if !lost.is_empty() {
            let names: Vec<String> = lost.iter().take(MAX_NAMED).map(|name| format!("`{name}`")).collect();
            let has = if lost.len() == 1 { "has" } else { "have" };
            message.push_str(&format!("; {} {has} no effect in it", names.join(", ")));
        }
        message
    }
}
