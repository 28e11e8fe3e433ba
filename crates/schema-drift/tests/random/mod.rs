//! Random schemas over all keywords, mutations, and the check that no instance contradicts a verdict.

use std::ops::ControlFlow;

use schema_drift::{Options, Sampler, Schema, Verdict, Witness, compare};
use serde_json::{Map, Value, json};

/// SplitMix64, so that the pairs are the same on every machine.
pub struct Random(u64);

const NAMES: [&str; 4] = ["a", "b", "ab", "c1"];
const PATTERNS: [&str; 14] = [
    "^a",
    "b$",
    "^[ab]+$",
    "a|b",
    "^[a-z]{2,3}$",
    "^\\d+$",
    "^c?$",
    "^(ab)*$",
    "^(?!a)",
    "^(?=.*b)[a-c]+$",
    "^.{2}$",
    "\\s",
    "^[^a]*$",
    "^x-",
];
const FORMATS: [&str; 4] = ["date", "email", "uuid", "ipv4"];

impl Random {
    pub fn new(seed: u64) -> Self {
        let mut random = Random(seed.wrapping_mul(0x2545_f491_4f6c_dd1d));
        random.next();
        random
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }

    fn name(&mut self) -> String {
        self.pick(&NAMES).to_owned()
    }

    /// A small value.
    pub fn value(&mut self, depth: usize) -> Value {
        match self.below(if depth == 0 { 8 } else { 11 }) {
            0 => Value::Null,
            1 => json!(self.below(2) == 0),
            2 | 3 => json!(self.below(7) as i64 - 2),
            4 => self.pick(&[json!(0.5), json!(2.5), json!(-1.5), json!(1.0), json!(0.1), json!(12)]),
            5..=7 => self.pick(&["", "a", "b", "ab", "abc", "c1", "12", "ba", "é", "x-y", " "]).into(),
            8 | 9 => (0..self.below(4)).map(|_| self.value(depth - 1)).collect(),
            _ => Value::Object((0..self.below(4)).map(|_| (self.name(), self.value(depth - 1))).collect()),
        }
    }

    /// A schema with a definition that it may refer to.
    pub fn document(&mut self) -> Value {
        let depth = 1 + self.below(3);
        let recursive = self.below(6) == 0;
        let definition = if recursive {
            json!({"type": ["object", "null"], "properties": {"a": {"$ref": "#/$defs/D"}, "b": self.schema(0)}})
        } else {
            self.schema(1)
        };
        let mut definition = definition;
        // Only properties contain references, so that there is no loop without a step into a value.
        if !recursive {
            strip_references(&mut definition);
        }
        match self.schema(depth) {
            Value::Object(mut members) => {
                members.insert("$defs".to_owned(), json!({"D": definition}));
                members.into()
            }
            other => json!({"allOf": [other], "$defs": {"D": definition}}),
        }
    }

    fn schema(&mut self, depth: usize) -> Value {
        if self.below(14) == 0 {
            return json!(self.below(4) > 0);
        }
        let mut members = Map::new();
        let count = 1 + self.below(3);
        if self.below(3) > 0 {
            let kind = self.kind();
            members.insert("type".to_owned(), kind);
        }
        for _ in 0..count {
            self.keyword(depth, &mut members);
        }
        members.into()
    }

    fn kind(&mut self) -> Value {
        let kinds = ["object", "array", "string", "integer", "number", "object", "boolean", "null"];
        if self.below(5) == 0 {
            let (one, other) = (self.pick(&kinds), self.pick(&kinds));
            return if one == other { json!([one]) } else { json!([one, other]) };
        }
        json!(self.pick(&kinds))
    }

    fn schemas(&mut self, depth: usize) -> Value {
        (0..1 + self.below(3)).map(|_| self.schema(depth)).collect()
    }

    fn map(&mut self, depth: usize) -> Value {
        Value::Object((0..1 + self.below(2)).map(|_| (self.name(), self.schema(depth))).collect())
    }

    /// Sets one keyword.
    fn keyword(&mut self, depth: usize, members: &mut Map<String, Value>) {
        let leaf = depth == 0;
        let below = depth.saturating_sub(1);
        let names = |random: &mut Self| {
            let mut names: Vec<String> = (0..1 + random.below(2)).map(|_| random.name()).collect();
            names.dedup();
            json!(names)
        };
        let (keyword, value) = match self.below(if leaf { 18 } else { 42 }) {
            0 => ("enum", {
                let mut values: Vec<Value> = Vec::new();
                for _ in 0..1 + self.below(4) {
                    let value = self.value(1);
                    if !(values.contains(&value) || value.is_number() && values.iter().any(Value::is_number)) {
                        values.push(value);
                    }
                }
                values.into()
            }),
            1 => ("const", self.value(1)),
            2 => ("minLength", json!(self.below(4))),
            3 => ("maxLength", json!(self.below(4))),
            4 | 5 => ("pattern", json!(self.pick(&PATTERNS))),
            6 => ("minimum", json!(self.below(5) as i64 - 1)),
            7 => ("maximum", self.pick(&[json!(3), json!(4.5), json!(1), json!(10)])),
            8 => ("exclusiveMinimum", self.pick(&[json!(0), json!(1), json!(1.5)])),
            9 => ("exclusiveMaximum", self.pick(&[json!(3), json!(2.5), json!(6)])),
            10 => ("multipleOf", self.pick(&[json!(1), json!(2), json!(3), json!(0.5), json!(0.1), json!(1.5)])),
            11 => ("minItems", json!(self.below(4))),
            12 => ("maxItems", json!(self.below(4))),
            13 => ("uniqueItems", json!(true)),
            14 => ("minProperties", json!(self.below(4))),
            15 => ("maxProperties", json!(self.below(4))),
            16 => ("required", names(self)),
            17 => ("format", json!(self.pick(&FORMATS))),
            18..=22 => ("properties", self.map(below)),
            23 | 24 => ("additionalProperties", self.schema(below)),
            25 => ("patternProperties", json!({ self.pick(&PATTERNS): self.schema(below) })),
            26 => ("propertyNames", self.schema(0)),
            27 => ("dependentRequired", json!({ self.name(): names(self) })),
            28 => ("dependentSchemas", json!({ self.name(): self.schema(below) })),
            29 | 30 => ("items", self.schema(below)),
            31 => ("prefixItems", self.schemas(below)),
            32 => ("contains", self.schema(below)),
            33 => {
                members.insert("contains".to_owned(), self.schema(below));
                members.insert("minContains".to_owned(), json!(self.below(3)));
                ("maxContains", json!(self.below(4)))
            }
            34 => ("allOf", self.schemas(below)),
            35 => ("anyOf", self.schemas(below)),
            36 => ("oneOf", self.schemas(below)),
            37 => ("not", self.schema(below)),
            38 => {
                members.insert("if".to_owned(), self.schema(below));
                members.insert("then".to_owned(), self.schema(below));
                ("else", self.schema(below))
            }
            39 => ("unevaluatedProperties", self.schema(0)),
            40 => ("unevaluatedItems", self.schema(0)),
            _ => ("$ref", json!("#/$defs/D")),
        };
        members.insert(keyword.to_owned(), value);
    }

    /// Two schemas: unrelated ones, or a schema (perhaps one of `files`) and a mutation of it.
    pub fn pair(&mut self, files: &[Value]) -> (Value, Value) {
        let old = if !files.is_empty() && self.below(3) == 0 { self.pick(files) } else { self.document() };
        if self.below(4) == 0 {
            return (old, self.document());
        }
        let mut new = old.clone();
        for _ in 0..1 + self.below(2) {
            self.mutate(&mut new);
        }
        if self.below(2) == 0 { (old, new) } else { (new, old) }
    }

    /// Sets, drops or changes a keyword of one of the schemas in `document`.
    pub fn mutate(&mut self, document: &mut Value) {
        let mut places = Vec::new();
        collect(document, String::new(), &mut places);
        let at = self.pick(&places);
        let (what, value, depth) = (self.below(3), self.schema(1), self.below(2));
        let mut fresh = Map::new();
        self.keyword(depth, &mut fresh);
        let index = self.below(16);
        match document.pointer_mut(&at) {
            Some(Value::Object(members)) => match what {
                0 => members.extend(fresh.into_iter().filter(|(keyword, _)| keyword != "$ref")),
                1 => {
                    let known: Vec<String> = members.keys().filter(|name| *name != "$defs").cloned().collect();
                    if !known.is_empty() {
                        members.shift_remove(&known[index % known.len()]);
                    }
                }
                _ => {
                    let known: Vec<String> = members.keys().filter(|name| *name != "$defs").cloned().collect();
                    if !known.is_empty() {
                        let keyword = &known[index % known.len()];
                        match members.get_mut(keyword) {
                            Some(Value::Number(number)) if keyword != "multipleOf" && number.as_u64().is_some() => {
                                *number = number.as_u64().unwrap().wrapping_add(1).into();
                            }
                            Some(Value::Array(items)) if items.len() > 1 => {
                                items.remove(index % items.len());
                            }
                            Some(Value::Bool(value)) if keyword != "nullable" => *value = !*value,
                            _ => {}
                        }
                    }
                }
            },
            Some(Value::Bool(_)) if !at.is_empty() => {
                if let Some(place) = document.pointer_mut(&at) {
                    let mut value = value;
                    strip_references(&mut value);
                    *place = value;
                }
            }
            _ => {}
        }
    }
}

fn strip_references(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            members.shift_remove("$ref");
            members.values_mut().for_each(strip_references);
        }
        Value::Array(items) => items.iter_mut().for_each(strip_references),
        _ => {}
    }
}

/// The pointers of schemas, by the keywords that hold them.
fn collect(schema: &Value, at: String, found: &mut Vec<String>) {
    if let Value::Object(members) = schema {
        for (keyword, value) in members {
            let here = format!("{at}/{keyword}");
            match (keyword.as_str(), value) {
                ("properties" | "patternProperties" | "dependentSchemas" | "$defs", Value::Object(map)) => {
                    for (name, schema) in map {
                        let name = name.replace('~', "~0").replace('/', "~1");
                        collect(schema, format!("{here}/{name}"), found);
                    }
                }
                ("allOf" | "anyOf" | "oneOf" | "prefixItems", Value::Array(items)) => {
                    for (index, schema) in items.iter().enumerate() {
                        collect(schema, format!("{here}/{index}"), found);
                    }
                }
                (
                    "items"
                    | "contains"
                    | "additionalProperties"
                    | "propertyNames"
                    | "not"
                    | "if"
                    | "then"
                    | "else"
                    | "unevaluatedProperties"
                    | "unevaluatedItems",
                    schema,
                ) => collect(schema, here, found),
                _ => {}
            }
        }
    }
    found.push(at);
}

/// The verdict, or an instance that contradicts it. `Err(None)` if a schema cannot be read.
pub fn contradiction(old: &Value, new: &Value, tries: usize) -> Result<(Verdict, Option<String>), Option<String>> {
    let read = |name: &str, schema: &Value| Schema::from_value(name, schema).map_err(|_| None);
    let (before, after) = (read("old", old)?, read("new", new)?);
    let comparison = compare(&before, &after, &Options { samples: tries, ..Options::default() }).map_err(|_| None)?;
    let verdict = comparison.verdict();
    // Validators judge the schemas as written, so that a mistake of our normaliser would show. Schemas with `nullable`, which is
    // no keyword of 2020-12, are judged as normalised, and so are those with a reference that is empty, which the validator
    // ignores although it leads to the root (RFC 3986, 4.4).
    let plain = |schema: &Value, read: &Schema| {
        let text = schema.to_string();
        let normalised = ["\"nullable\"", "\"$id\":\"#", "\"$ref\":\"\""].iter().any(|part| text.contains(part));
        let schema = if normalised { read.document().to_json() } else { schema.clone() };
        jsonschema::options().with_draft(jsonschema::Draft::Draft202012).build(&schema).map_err(|_| None)
    };
    let (old_judge, new_judge) = (plain(old, &before)?, plain(new, &after)?);
    let narrows_denied = matches!(verdict, Verdict::Equivalent | Verdict::Wider);
    let widens_denied = matches!(verdict, Verdict::Equivalent | Verdict::Narrower);
    let mut contradicted = None;
    let mut look = |value: &Value| {
        // Validators compute with doubles, so their verdict on multiples of large numbers may be wrong.
        if beyond_doubles(value) {
            return ControlFlow::Continue(());
        }
        let (by_old, by_new) = (old_judge.is_valid(value), new_judge.is_valid(value));
        if by_old && !by_new && narrows_denied || by_new && !by_old && widens_denied {
            contradicted =
                Some(format!("{verdict}, but {} accepts {value}", if by_old { "only old" } else { "only new" }));
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    };
    let mut random = Random::new(old.to_string().len() as u64);
    for _ in 0..tries {
        if look(&random.value(3)).is_break() {
            break;
        }
    }
    for schema in [&before, &after] {
        Sampler::new(schema.document()).each(5 * tries, &mut |sample| look(sample.value));
    }
    for change in &comparison.changes {
        // Nobody can judge a value that is too large to be built.
        let built = |witness: &&Witness| witness.whole && witness.described.is_none();
        for witness in change.witnesses.iter().filter(built) {
            let judged = (old_judge.is_valid(&witness.value), new_judge.is_valid(&witness.value));
            let claimed = witness.accepted_by == schema_drift::Side::Old;
            if judged != (claimed, !claimed) {
                contradicted = Some(format!("{} is no witness", witness.value));
            }
        }
    }
    contradicted.map_or(Ok((verdict, comparison.reason())), |why| Err(Some(why)))
}

/// True if a number in `value` is beyond the exact range of doubles.
fn beyond_doubles(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.as_f64().is_none_or(|number| number.abs() > 9e15),
        Value::Array(items) => items.iter().any(beyond_doubles),
        Value::Object(members) => members.values().any(beyond_doubles),
        _ => false,
    }
}
