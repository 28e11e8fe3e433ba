//! Proposes valid instances of a schema, and near misses of them. A validator has to judge which is which.

mod facets;
mod literals;
mod paths;
mod random;

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::ControlFlow;

use jsonschema::Validator;
use schema_ir::{Document, JsonType, Keyword, SchemaId, TypeName, pointer};
use serde_json::{Map, Number, Value, json};

use crate::limits::{MAX_SAMPLE_VALUES, MAX_SAMPLES};
use crate::validator::build_validator;
use facets::{EXCLUSIVE_MAXIMUM, EXCLUSIVE_MINIMUM, Facets, MAXIMUM, MINIMUM, MULTIPLE_OF, alternatives};
pub(crate) use literals::stock_strings;
use paths::Paths;
pub(crate) use random::Random;

/// Nesting of values beyond which only required properties are filled in.
const FULL_DEPTH: usize = 8;
/// Nesting of values beyond which no instance is built.
const MAX_BUILD_DEPTH: usize = 40;
/// Visits of one recursive schema on the way to one place.
const MAX_TURNS: usize = 2;
/// Random instances, after the systematic ones.
const RANDOM: usize = 200;
const SEED: u64 = 0x6a73_6f6e;

/// The [`Sample::what`] of instances that are meant to be valid.
pub(crate) const REGULAR: &str = "a regular value";

/// One proposed instance.
#[derive(Clone, Copy, Debug)]
pub struct Sample<'s> {
    /// The whole instance.
    pub value: &'s Value,
    /// JSON Pointer to the part that was varied.
    pub place: &'s str,
    /// A noun phrase for the variation.
    pub what: &'static str,
}

/// Proposes instances of a plain 2020-12 schema: the same ones in the same order each time.
///
/// They cover every alternative, each property dropped, an unknown key in each object, each value replaced by listed values,
/// look-alikes, bounds and their neighbours and values of every other type, an array in place of each object, and random
/// mixes.
///
/// ```
/// use std::ops::ControlFlow;
/// let schema = r#"{"properties": {"a": {"type": "integer"}}, "required": ["a"]}"#;
/// let schema = schema_drift::Schema::parse("a.json", schema)?;
/// let mut seen = Vec::new();
/// schema_drift::Sampler::new(schema.document()).each(100, &mut |sample| {
///     seen.push(sample.value.clone());
///     ControlFlow::Continue(())
/// });
/// assert!(seen.contains(&serde_json::json!({"a": 0})));
/// assert!(seen.contains(&serde_json::json!({"a": null})));
/// assert!(seen.contains(&serde_json::json!({})));
/// # Ok::<(), schema_drift::Errors>(())
/// ```
pub struct Sampler<'d> {
    document: &'d Document,
    root: SchemaId,
    constants: Vec<Value>,
    /// The instance paths at which to vary values, beside the whole; `None` for all.
    paths: Option<Paths>,
    patterns: RefCell<HashMap<String, Option<Validator>>>,
}

/// How an instance is filled in.
enum Fill<'r> {
    All,
    Required,
    Random(&'r mut Random),
}

impl Fill<'_> {
    fn optional(&mut self, depth: usize) -> bool {
        match self {
            Fill::All => depth < FULL_DEPTH,
            Fill::Required => false,
            Fill::Random(random) => depth < FULL_DEPTH && random.below(2) == 0,
        }
    }

    fn pick(&mut self, of: usize) -> usize {
        match self {
            Fill::All | Fill::Required => 0,
            Fill::Random(random) => random.below(of),
        }
    }
}

/// The instance that is being varied, and the visitor that receives each variation.
struct Emitter<'w> {
    instance: Value,
    paths: Option<&'w Paths>,
    left: usize,
    visit: &'w mut dyn FnMut(Sample<'_>) -> ControlFlow<()>,
}

impl Emitter<'_> {
    fn put(&mut self, at: &str, value: Value) {
        if let Some(place) = self.instance.pointer_mut(at) {
            *place = value;
        }
    }

    /// Whether a value is to be varied at a place.
    fn varies(&self, place: &str) -> bool {
        self.paths.is_none_or(|paths| paths.contain(place))
    }

    fn emit(&mut self, place: &str, what: &'static str) -> ControlFlow<()> {
        if !self.varies(place) {
            return ControlFlow::Continue(());
        }
        if self.left == 0 {
            return ControlFlow::Break(());
        }
        self.left -= 1;
        (self.visit)(Sample { value: &self.instance, place, what })
    }

    /// Emits the instance with `value` at `at`, then restores it.
    fn emit_with(&mut self, at: &str, value: Value, what: &'static str) -> ControlFlow<()> {
        let varies = self.varies(at);
        let Some(place) = self.instance.pointer_mut(at).filter(|_| varies) else { return ControlFlow::Continue(()) };
        let before = std::mem::replace(place, value);
        let flow = self.emit(at, what);
        self.put(at, before);
        flow
    }
}

impl<'d> Sampler<'d> {
    /// Creates a sampler for the root of a document.
    pub fn new(document: &'d Document) -> Self {
        let patterns = RefCell::default();
        Sampler { document, root: document.root(), constants: Vec::new(), paths: None, patterns }
    }

    /// Proposes instances of another schema of the document.
    #[must_use]
    pub(crate) fn with_root(mut self, root: SchemaId) -> Self {
        self.root = root;
        self
    }

    /// Varies only the whole, and the values at these instance paths; see [`instance_path`](crate::instance_path).
    #[must_use]
    pub(crate) fn only_at<'p>(mut self, paths: impl Iterator<Item = &'p str>) -> Self {
        self.paths = Some(Paths::new(paths));
        self
    }

    /// Also tries `values` at every place.
    #[must_use]
    pub fn with_values(mut self, values: Vec<Value>) -> Self {
        self.constants = values;
        self
    }

    /// Proposes instances until `visit` breaks, at most `limit` and at most [`MAX_SAMPLES`].
    pub fn each(&self, limit: usize, visit: &mut dyn FnMut(Sample<'_>) -> ControlFlow<()>) {
        let (left, paths) = (limit.min(MAX_SAMPLES), self.paths.as_ref());
        let mut emitter = Emitter { instance: Value::Null, paths, left, visit };
        let flow = self.vary(&[self.root], "", &mut Vec::new(), &mut emitter);
        // A random instance is not about any place.
        if flow.is_continue() && self.paths.is_none() {
            let _ = self.emit_random(&mut emitter);
        }
    }

    fn emit_random(&self, emitter: &mut Emitter<'_>) -> ControlFlow<()> {
        let mut random = Random::new(SEED);
        for _ in 0..RANDOM {
            if let Some(value) = self.build(&[self.root], 0, &mut { MAX_SAMPLE_VALUES }, &mut Fill::Random(&mut random))
            {
                emitter.instance = value;
                emitter.emit("", "a random instance")?;
            }
        }
        ControlFlow::Continue(())
    }

    /// Varies the value at `at`, then the values below it.
    fn vary(
        &self,
        schemas: &[SchemaId],
        at: &str,
        above: &mut Vec<SchemaId>,
        emitter: &mut Emitter<'_>,
    ) -> ControlFlow<()> {
        let Some(first) = schemas.first().copied() else { return ControlFlow::Continue(()) };
        let turns = above.iter().filter(|known| **known == first).count();
        if turns >= MAX_TURNS || above.len() >= MAX_BUILD_DEPTH {
            return ControlFlow::Continue(());
        }
        above.push(first);
        let before = emitter.instance.pointer(at).cloned();
        for facets in alternatives(self.document, schemas) {
            for fill in [&mut Fill::Required, &mut Fill::All] {
                if let Some(value) = self.build_alternative(&facets, above.len(), &mut { MAX_SAMPLE_VALUES }, fill) {
                    emitter.put(at, value);
                    emitter.emit(at, REGULAR)?;
                }
            }
            for value in literals::replacements(&facets).into_iter().chain(self.constants.iter().cloned()) {
                emitter.emit_with(at, value, "another value")?;
            }
            match facets.type_name {
                TypeName::Json(JsonType::Object) => self.vary_members(&facets, at, above, emitter)?,
                TypeName::Json(JsonType::Array) => self.vary_items(&facets, at, above, emitter)?,
                _ => {}
            }
        }
        if let Some(before) = before {
            emitter.put(at, before);
        }
        above.pop();
        ControlFlow::Continue(())
    }

    /// Whether the value at a place, or one inside it, is to be varied.
    fn may_enter(&self, at: &str) -> bool {
        self.paths.as_ref().is_none_or(|paths| paths.lie_below(at))
    }

    fn vary_members(
        &self,
        facets: &Facets<'d>,
        at: &str,
        above: &mut Vec<SchemaId>,
        emitter: &mut Emitter<'_>,
    ) -> ControlFlow<()> {
        let Some(Value::Object(object)) = emitter.instance.pointer(at).cloned() else {
            return ControlFlow::Continue(());
        };
        for name in object.keys() {
            let mut fewer = object.clone();
            fewer.shift_remove(name);
            emitter.emit_with(at, fewer.into(), "a property dropped")?;
        }
        for name in self.other_names(facets) {
            let schemas = facets.property(&name, &|pattern, name| self.matches(pattern, name));
            let value = self.build(&schemas, above.len(), &mut { MAX_SAMPLE_VALUES }, &mut Fill::Required);
            let mut more = object.clone();
            more.insert(name.clone(), value.unwrap_or(Value::Null));
            emitter.put(at, more.into());
            emitter.emit(at, "an unknown key")?;
            let below = pointer::push(at, &name);
            if !schemas.is_empty() && self.may_enter(&below) {
                self.vary(&schemas, &below, above, emitter)?;
            }
            emitter.put(at, object.clone().into());
        }
        let values = object.values().cloned().collect();
        emitter.emit_with(at, Value::Array(values), "an array in place of the object")?;
        for name in facets.declared() {
            let below = pointer::push(at, name);
            if !self.may_enter(&below) {
                continue;
            }
            let schemas = facets.property(name, &|pattern, name| self.matches(pattern, name));
            if !object.contains_key(name) {
                let mut more = object.clone();
                let value = self.build(&schemas, above.len(), &mut { MAX_SAMPLE_VALUES }, &mut Fill::Required);
                more.insert(name.to_owned(), value.unwrap_or(Value::Null));
                emitter.put(at, more.into());
            }
            self.vary(&schemas, &below, above, emitter)?;
            emitter.put(at, object.clone().into());
        }
        ControlFlow::Continue(())
    }

    /// Names that the schema does not declare: unknown ones, and one for each pattern of names.
    fn other_names(&self, facets: &Facets<'d>) -> Vec<String> {
        let declared = facets.declared();
        let mut names = vec!["unknown".to_owned(), String::new(), "Unknown Key".to_owned()];
        let patterns = facets.get(|schema| Some(schema.object.pattern_properties.keys())).flatten();
        names.extend(patterns.filter_map(|pattern| self.find_matching(pattern)));
        let ruled: Vec<SchemaId> = facets.get(|schema| schema.object.property_names).collect();
        if !ruled.is_empty()
            && let Some(Value::String(name)) = self.build(&ruled, 0, &mut { MAX_SAMPLE_VALUES }, &mut Fill::Required)
        {
            names.push(name);
        }
        names.extend(facets.get(|schema| Some(schema.object.dependent_required.keys())).flatten().cloned());
        names.extend(facets.get(|schema| Some(schema.object.dependent_schemas.keys())).flatten().cloned());
        names.retain(|name| !declared.contains(&name.as_str()));
        names.dedup();
        names
    }

    fn vary_items(
        &self,
        facets: &Facets<'d>,
        at: &str,
        above: &mut Vec<SchemaId>,
        emitter: &mut Emitter<'_>,
    ) -> ControlFlow<()> {
        let Some(Value::Array(array)) = emitter.instance.pointer(at).cloned() else { return ControlFlow::Continue(()) };
        let next = self.build(&facets.item(array.len()), above.len(), &mut { MAX_SAMPLE_VALUES }, &mut Fill::Required);
        let bounds = [min_items(facets), max_items(facets), Some(2)];
        for bound in bounds.into_iter().flatten() {
            for length in [bound.saturating_sub(1), bound, bound.saturating_add(1)] {
                if length <= MAX_SAMPLE_VALUES {
                    let mut resized = array.clone();
                    resized.resize(length, next.clone().unwrap_or(Value::Null));
                    emitter.emit_with(at, resized.into(), "another number of items")?;
                }
            }
        }
        for index in 0..=facets.prefix() {
            let below = pointer::push(at, &index.to_string());
            if !self.may_enter(&below) {
                continue;
            }
            let schemas = facets.item(index);
            let mut longer = array.clone();
            while longer.len() <= index {
                let schemas = facets.item(longer.len());
                let item = self.build(&schemas, above.len(), &mut { MAX_SAMPLE_VALUES }, &mut Fill::Required);
                longer.push(item.unwrap_or(Value::Null));
            }
            emitter.put(at, longer.into());
            self.vary(&schemas, &below, above, emitter)?;
            emitter.put(at, array.clone().into());
        }
        ControlFlow::Continue(())
    }

    /// Builds a value that should meet all of `schemas`.
    fn build(&self, schemas: &[SchemaId], depth: usize, fuel: &mut usize, fill: &mut Fill<'_>) -> Option<Value> {
        if schemas.is_empty() {
            return Some(json!("a"));
        }
        let found = alternatives(self.document, schemas);
        let start = fill.pick(found.len());
        // If one alternative cannot be built, the next is tried, because a recursive type has a leaf among them.
        (0..found.len())
            .find_map(|turn| self.build_alternative(found.get((start + turn) % found.len())?, depth, fuel, fill))
    }

    fn build_alternative(
        &self,
        facets: &Facets<'d>,
        depth: usize,
        fuel: &mut usize,
        fill: &mut Fill<'_>,
    ) -> Option<Value> {
        if depth > MAX_BUILD_DEPTH || *fuel == 0 {
            return None;
        }
        *fuel -= 1;
        let listed: Vec<&Value> = facets.listed().into_iter().filter(|value| facets.type_name.admits(value)).collect();
        if facets.is_listed() {
            return listed.get(fill.pick(listed.len())).map(|value| (*value).clone());
        }
        Some(match facets.type_name {
            TypeName::Json(JsonType::Null) => Value::Null,
            TypeName::Json(JsonType::Boolean) => Value::Bool(fill.pick(2) == 0),
            TypeName::Json(JsonType::String) => Value::String(self.build_string(facets, fill)?),
            TypeName::Integer | TypeName::Json(JsonType::Number) => self.build_number(facets, fill)?,
            TypeName::Json(JsonType::Array) => self.build_array(facets, depth, fuel, fill)?,
            TypeName::Json(JsonType::Object) => self.build_object(facets, depth, fuel, fill)?,
        })
    }

    fn build_string(&self, facets: &Facets<'d>, fill: &mut Fill<'_>) -> Option<String> {
        let low = facets.count(|schema| schema.text.min_length, u64::max);
        let high = facets.count(|schema| schema.text.max_length, u64::min);
        let patterns: Vec<&String> = facets.get(|schema| schema.text.pattern.as_ref()).collect();
        let mut fitting = literals::strings(facets);
        fitting.retain(|text| {
            let length = text.chars().count();
            low.is_none_or(|low| length >= low)
                && high.is_none_or(|high| length <= high)
                && patterns.iter().all(|pattern| self.matches(pattern, text))
        });
        let pick = fill.pick(fitting.len());
        fitting.into_iter().nth(pick)
    }

    fn build_number(&self, facets: &Facets<'d>, fill: &mut Fill<'_>) -> Option<Value> {
        let fits = |number: f64| {
            facets.number(MINIMUM, f64::max).is_none_or(|bound| number >= bound)
                && facets.number(EXCLUSIVE_MINIMUM, f64::max).is_none_or(|bound| number > bound)
                && facets.number(MAXIMUM, f64::min).is_none_or(|bound| number <= bound)
                && facets.number(EXCLUSIVE_MAXIMUM, f64::min).is_none_or(|bound| number < bound)
                && facets.bounds(MULTIPLE_OF).filter_map(Number::as_f64).all(|step| (number / step).fract() == 0.0)
        };
        let mut fitting = literals::numbers(facets);
        fitting.sort_by_key(|number| !number.is_i64());
        fitting.retain(|number| {
            number
                .as_f64()
                .is_some_and(|float| fits(float) && (facets.type_name != TypeName::Integer || float.fract() == 0.0))
        });
        let pick = fill.pick(fitting.len());
        fitting.into_iter().nth(pick).map(Value::Number)
    }

    fn build_array(&self, facets: &Facets<'d>, depth: usize, fuel: &mut usize, fill: &mut Fill<'_>) -> Option<Value> {
        let low = min_items(facets).unwrap_or(0);
        let high = max_items(facets).unwrap_or(usize::MAX);
        if low > MAX_SAMPLE_VALUES {
            return None;
        }
        let distinct = facets.get(|schema| schema.array.unique_items).any(|unique| unique);
        let mut items: Vec<Value> = Vec::new();
        for wanted in facets.get(|schema| schema.array.contains) {
            items.push(self.build(&[wanted], depth + 1, fuel, fill)?);
        }
        let wanted = if fill.optional(depth) { low.max(facets.prefix()).max(1) } else { low };
        while items.len() < wanted.min(high) {
            let schemas = facets.item(items.len());
            match self.build(&schemas, depth + 1, fuel, fill) {
                Some(item) if distinct && items.contains(&item) => {
                    let others = alternatives(self.document, &schemas)
                        .iter()
                        .flat_map(literals::replacements)
                        .collect::<Vec<_>>();
                    items.push(others.into_iter().find(|other| {
                        !items.contains(other) && std::mem::discriminant(other) == std::mem::discriminant(&item)
                    })?);
                }
                Some(item) => items.push(item),
                None if items.len() >= low => break,
                None => return None,
            }
        }
        Some(items.into())
    }

    fn build_object(&self, facets: &Facets<'d>, depth: usize, fuel: &mut usize, fill: &mut Fill<'_>) -> Option<Value> {
        let required = facets.required();
        let mut object = Map::new();
        let matches = |pattern: &str, name: &str| self.matches(pattern, name);
        for name in facets.declared() {
            let wanted = required.contains(&name);
            if wanted || fill.optional(depth) {
                match self.build(&facets.property(name, &matches), depth + 1, fuel, fill) {
                    Some(value) => object.insert(name.to_owned(), value),
                    None if wanted => return None,
                    None => None,
                };
            }
        }
        for name in required {
            if !object.contains_key(name) {
                object.insert(name.to_owned(), self.build(&facets.property(name, &matches), depth + 1, fuel, fill)?);
            }
        }
        let low = facets.count(|schema| schema.object.min_properties, u64::max).unwrap_or(0);
        if low > MAX_SAMPLE_VALUES {
            return None;
        }
        for index in 0..low.saturating_sub(object.len()) {
            let name = format!("key{index}");
            let value = self.build(&facets.property(&name, &matches), depth + 1, fuel, fill)?;
            object.insert(name, value);
        }
        Some(object.into())
    }

    /// Finds a well-known string that matches the pattern.
    fn find_matching(&self, pattern: &str) -> Option<String> {
        stock_strings([]).into_iter().find(|text| self.matches(pattern, text))
    }

    fn matches(&self, pattern: &str, text: &str) -> bool {
        let mut patterns = self.patterns.borrow_mut();
        let compiled = patterns
            .entry(pattern.to_owned())
            .or_insert_with(|| build_validator(&json!({ Keyword::Pattern.name(): pattern }), false).ok());
        compiled.as_ref().is_some_and(|compiled| compiled.is_valid(&text.into()))
    }
}

fn min_items(facets: &Facets<'_>) -> Option<usize> {
    facets.count(|schema| schema.array.min_items, u64::max)
}

fn max_items(facets: &Facets<'_>) -> Option<usize> {
    facets.count(|schema| schema.array.max_items, u64::min)
}
