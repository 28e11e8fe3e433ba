//! Completes a value for one place to a whole instance.

use schema_ir::{Document, JsonType, Schema, SchemaId, TypeName, Types, pointer};
use serde_json::Value;

use crate::instance_path::{EACH, KEYS};
use crate::prove::{Pair, Solution};
use crate::tree;
use crate::validator::Validators;

/// Steps for all instances of one comparison.
const MAX_STEPS: usize = 120_000;
/// Steps for one instance, beside those for each value in it.
const MAX_STEPS_EACH: usize = 8_000;
/// Steps to judge one value that the instance has to contain.
const STEPS_PER_VALUE: usize = 20;
/// The highest index of an item in an instance.
const MAX_INDEX: usize = 64;

/// Builds instances that one of two schemas accepts and the other rejects.
pub(crate) struct Embedder<'p> {
    pair: &'p mut Pair,
    validators: &'p Validators,
    steps: usize,
}

impl<'p> Embedder<'p> {
    pub fn new(pair: &'p mut Pair, validators: &'p Validators) -> Self {
        Embedder { pair, validators, steps: MAX_STEPS }
    }

    /// Finds an instance with something like `value` at `path` that old accepts and new rejects, or the other way round.
    /// Both validators confirm it.
    pub fn embed(&mut self, path: &str, value: &Value, old_accepts: bool) -> Option<Value> {
        let like = document_around(path, |document| schema_like(document, value));
        let steps = MAX_STEPS_EACH + STEPS_PER_VALUE * tree::values(value);
        let Solution::Value(whole) = self.solve(&like, steps, old_accepts) else { return None };
        (self.validators.judge(&whole) == [old_accepts, !old_accepts]).then_some(whole)
    }

    /// Whether it is proved that old accepts and new rejects, or the other way round, no instance that has a value at `path` which
    /// two small schemas judge differently.
    pub fn excludes(&mut self, path: &str, [old, new]: [&Document; 2], old_accepts: bool) -> bool {
        // Instances are not built around higher indices, so nothing is proved about them.
        if pointer::tokens(path).any(|token| token.parse::<usize>().is_ok_and(|index| index > MAX_INDEX)) {
            return false;
        }
        let like = document_around(path, |document| {
            let ids = [old, new].map(|small| document.embed(small));
            let sides = [ids, [ids[1], ids[0]]].map(|[accepting, rejecting]| {
                let mut differs = Schema::default();
                differs.logic.all_of = vec![accepting, negate(document, rejecting)];
                differs
            });
            any_of(document, sides)
        });
        matches!(self.solve(&like, MAX_STEPS_EACH, old_accepts), Solution::None)
    }

    fn solve(&mut self, like: &Document, steps: usize, old_accepts: bool) -> Solution {
        let mut steps = self.steps.min(steps);
        self.steps -= steps;
        let found = self.pair.solve_difference_with(old_accepts, like, &mut steps);
        self.steps += steps;
        found
    }
}

/// A document for the values that have one of a schema at `path`.
fn document_around(path: &str, like: impl FnOnce(&mut Document) -> Schema) -> Document {
    let tokens: Vec<String> = pointer::tokens(path).collect();
    let mut document = Document::new(Schema::default());
    let like = like(&mut document);
    let whole = tokens.iter().rev().fold(like, |inner, token| schema_around(&mut document, token, inner));
    let root = document.root();
    document[root] = whole;
    document
}

/// A schema for `value`; for an object, also with more members, because its neighbours may require them.
fn schema_like(document: &mut Document, value: &Value) -> Schema {
    let Value::Object(members) = value else { return constant(value) };
    let mut like = of_type(JsonType::Object);
    like.object.required = members.keys().cloned().collect();
    like.object.properties =
        members.iter().map(|(name, value)| (name.clone(), document.add(constant(value)))).collect();
    like
}

/// A schema for the values with a member, item or key `token` that meets `inner`.
fn schema_around(document: &mut Document, token: &str, inner: Schema) -> Schema {
    let inner = document.add(inner);
    match token {
        KEYS => {
            let mut none = Schema::default();
            none.object.property_names = Some(negate(document, inner));
            with_not(document, none)
        }
        EACH => {
            let mut array = of_type(JsonType::Array);
            array.array.contains = Some(inner);
            let mut none = Schema::default();
            none.object.additional_properties = Some(negate(document, inner));
            let object = with_not(document, none);
            any_of(document, [array, object])
        }
        token => {
            let mut object = of_type(JsonType::Object);
            object.object.required = vec![token.to_owned()];
            object.object.properties = [(token.to_owned(), inner)].into_iter().collect();
            match token.parse::<usize>() {
                Ok(index) if index <= MAX_INDEX => {
                    let anything = document.add(Schema::default());
                    let mut array = of_type(JsonType::Array);
                    array.array.min_items = Some(index as u64 + 1);
                    array.array.prefix_items = vec![anything; index];
                    array.array.prefix_items.push(inner);
                    any_of(document, [array, object])
                }
                _ => object,
            }
        }
    }
}

fn constant(value: &Value) -> Schema {
    Schema { constant: Some(value.clone()), ..Schema::default() }
}

fn of_type(of: JsonType) -> Schema {
    Schema { types: Some(Types::One(TypeName::Json(of))), ..Schema::default() }
}

fn negate(document: &mut Document, id: SchemaId) -> SchemaId {
    let mut not = Schema::default();
    not.logic.not = Some(id);
    document.add(not)
}

/// A schema for the objects that `none` rejects.
fn with_not(document: &mut Document, none: Schema) -> Schema {
    let mut object = of_type(JsonType::Object);
    object.logic.not = Some(document.add(none));
    object
}

fn any_of(document: &mut Document, schemas: [Schema; 2]) -> Schema {
    let mut any = Schema::default();
    any.logic.any_of = Some(schemas.map(|schema| document.add(schema)).to_vec());
    any
}
