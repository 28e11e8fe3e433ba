//! Keywords that have to be judged together.

use schema_ir::{Document, JsonType, Keyword, Role, Schema, SchemaId, TypeName, Types};

use super::state::{At, Walk};
use crate::facts::Facts;
use crate::instance_path::describe;

/// A keyword, and all keywords that have to be judged together with it: the meaning of `items` depends on `prefixItems`.
#[derive(Clone, Copy)]
pub(super) struct Family {
    pub keyword: Keyword,
    pub members: &'static [Keyword],
}

impl Walk<'_> {
    /// Reports `family.keyword`, with schemas that have all keywords of the family.
    pub(super) fn report_family(&mut self, at: &At<'_, '_>, family: Family) {
        let keyword = family.keyword;
        let name = describe(at.path);
        let message = match keyword {
            Keyword::AdditionalProperties => {
                let is = |facts: &Facts<'_>, boolean: bool| {
                    facts.inside(keyword).is_some_and(|more| facts.document[more].boolean == Some(boolean))
                };
                if is(at.new, false) {
                    format!("{name} no longer allows other keys")
                } else if !at.new.has(keyword) || is(at.new, true) {
                    format!("{name} now allows any other key")
                } else if is(at.old, false) {
                    format!("{name} now allows other keys")
                } else {
                    format!("other keys of {name} are now restricted")
                }
            }
            Keyword::AnyOf | Keyword::OneOf => format!("the alternatives of {name} changed"),
            _ => format!("`{keyword}` of {name} changed"),
        };
        let schemas = [cut_out_family(at.old, at, family), cut_out_family(at.new, at, family)];
        self.report(at.difference(keyword, message, schemas));
    }
}

/// One side's schema with the keywords of `family` and no others, as far as they can be judged alone.
fn cut_out_family(side: &Facts<'_>, at: &At<'_, '_>, family: Family) -> Document {
    // It depends on every keyword beside it (core, 11).
    if family.keyword.is_unevaluated() {
        return side.cut_out();
    }
    let mut root = Schema::default();
    let about = match family.keyword.role() {
        Role::Below(about) => Some(about),
        _ => None,
    };
    match about {
        Some(about) => root.types = Some(Types::One(TypeName::Json(about))),
        None => {
            for keyword in [Keyword::Type, Keyword::Enum, Keyword::Const] {
                if let Some(schema) = at.old.schema_with(keyword) {
                    root.copy(keyword, schema);
                }
            }
        }
    }
    for keyword in family.members {
        if let Some(fact) = side.get(*keyword) {
            root.copy(*keyword, fact.holder);
        }
    }
    let mut small = side.document.extract(root);
    match about {
        Some(JsonType::Object) => {
            free_declared_properties(&mut small, at, None);
        }
        Some(JsonType::Array) if !family.members.contains(&Keyword::PrefixItems) => {
            for _ in 0..prefix_length(at.old).max(prefix_length(at.new)) {
                let any = add_any(&mut small);
                let root = small.root();
                small[root].array.prefix_items.push(any);
            }
        }
        _ => {}
    }
    small
}

/// Lets the declared properties of both sides be anything, except one, because they are compared one by one.
pub(super) fn free_declared_properties(small: &mut Document, at: &At<'_, '_>, except: Option<&str>) {
    let declared = at.old.properties.iter().chain(&at.new.properties);
    for property in declared.filter(|property| Some(property.name) != except) {
        let any = add_any(small);
        let root = small.root();
        small[root].object.properties.insert(property.name.to_owned(), any);
    }
}

/// The number of items that `prefixItems` describes one by one.
pub(super) fn prefix_length(facts: &Facts<'_>) -> usize {
    facts.get(Keyword::PrefixItems).map_or(0, |fact| fact.holder.array.prefix_items.len())
}

fn add_any(document: &mut Document) -> SchemaId {
    document.add(Schema { boolean: Some(true), ..Schema::default() })
}
