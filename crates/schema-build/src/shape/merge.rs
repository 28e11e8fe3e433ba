//! Merges `allOf`, and `$ref` with its siblings, into one schema, because one Rust type enforces them together:
//! `{"allOf": [{"type": "string"}, {"minLength": 1}]}` becomes `{"type": "string", "minLength": 1}`.

use serde_json::{Value, json};

use super::keywords::{Members, asserts, enumerated};
use super::lower::{Context, Lowered, Walk};
use schema_ir::equal;

/// The maximum depth to which merged schemas may contain merged schemas, because recursion through `allOf` would not end.
pub(crate) const MAX_MERGED_DEPTH: usize = 8;

/// The maximum length of a chain of references from one merged schema to the next.
pub(crate) const MAX_MERGED_REFERENCES: usize = 64;

impl Walk<'_> {
    /// Lowers the schema with its references and `allOf` merged into it, or else with `keyword` left to a guard.
    pub(super) fn merge(&mut self, at: &str, members: &Members, keyword: &str, context: &Context) -> Lowered {
        let mut deeper = context.clone();
        deeper.merged += 1;
        if deeper.merged > MAX_MERGED_DEPTH {
            return self.lower_without(at, members, keyword, context);
        }
        if let Some(merged) = self.merge_parts(members, &mut Vec::new(), false) {
            let merged = Value::Object(merged);
            let carried = |named: &String| merged.get(named) == members.get(named);
            return match self.lower(at, &merged, &deeper) {
                // A keyword for the guard that came from a part is in the schema only under `keyword`, so the guard names that
                // one too.
                Lowered::Named(kind, left) if !left.iter().all(carried) => {
                    Lowered::Named(kind, left).with_guard(vec![keyword.to_owned()])
                }
                lowered => lowered,
            };
        }
        // A merge that accepts more still gives better types than none; the guard enforces the difference.
        match self.merge_parts(members, &mut Vec::new(), true) {
            Some(merged) => {
                let mut loose = members.clone();
                loosen(&mut loose);
                let mut left = vec![keyword.to_owned()];
                left.extend(members.keys().filter(|name| !loose.contains_key(*name)).cloned());
                self.lower(at, &Value::Object(merged), &deeper).with_guard(left)
            }
            None => self.lower_without(at, members, keyword, context),
        }
    }

    /// Merges `$ref`, `allOf` and unions of one member into the rest, if one schema object can express them together. If
    /// `loosely`, the result may accept more: keywords that no type expresses are left out.
    fn merge_parts(&mut self, members: &Members, seen: &mut Vec<String>, loosely: bool) -> Option<Members> {
        let mut parts: Vec<Value> = Vec::new();
        let mut rest = members.clone();
        rest.retain(|keyword, _| prerequisite(keyword).is_none_or(|other| members.contains_key(other)));
        if loosely {
            loosen(&mut rest);
        }
        for keyword in ["allOf", "anyOf", "oneOf"] {
            let one =
                keyword == "allOf" || rest.get(keyword).and_then(Value::as_array).is_some_and(|all| all.len() == 1);
            if one && let Some(Value::Array(all)) = rest.remove(keyword) {
                parts.extend(all);
            }
        }
        // `unevaluatedItems` depends on the parts that would be merged away.
        if rest.contains_key("unevaluatedItems") {
            return None;
        }
        // If only `properties` evaluates keys, the unevaluated keys are those that the merged schema does not declare, and so
        // `unevaluatedProperties` becomes its `additionalProperties` (core, 11.3).
        if let Some(unevaluated) = rest.remove("unevaluatedProperties") {
            if !self.declares_alone(members, 0) {
                return None;
            }
            let mut whole = self.conjoin(parts, rest, seen, loosely)?;
            whole.insert("additionalProperties".to_owned(), unevaluated);
            return Some(whole);
        }
        self.conjoin(parts, rest, seen, loosely)
    }

    /// Whether no keyword but `properties` evaluates keys in a schema, in the target of its `$ref`, and in its `allOf`.
    fn declares_alone(&self, members: &Members, depth: usize) -> bool {
        let plain = |keyword: &String| {
            let of_keys = ["properties", "required", "minProperties", "maxProperties", "dependentRequired"];
            !asserts(keyword)
                || ["type", "$ref", "allOf"].contains(&keyword.as_str())
                || of_keys.contains(&keyword.as_str())
                || (depth == 0 && keyword == "unevaluatedProperties")
        };
        let below = |schema: &Value| match schema {
            Value::Object(members) => self.declares_alone(members, depth + 1),
            other => *other == Value::Bool(true),
        };
        let target = members.get("$ref").and_then(Value::as_str).map(|reference| self.follow(reference));
        depth < MAX_MERGED_DEPTH
            && members.keys().all(plain)
            && target.is_none_or(|target| target.is_some_and(|(_, schema)| below(schema)))
            && members.get("allOf").and_then(Value::as_array).is_none_or(|all| all.iter().all(below))
    }

    /// The conjunction of `parts`, `rest`, and the target of the reference in `rest`.
    fn conjoin(
        &mut self,
        mut parts: Vec<Value>,
        mut rest: Members,
        seen: &mut Vec<String>,
        loosely: bool,
    ) -> Option<Members> {
        if let Some(Value::String(reference)) = rest.remove("$ref") {
            if seen.contains(&reference) || seen.len() >= MAX_MERGED_REFERENCES {
                return None;
            }
            let target = self.follow(&reference)?.1.clone();
            seen.push(reference);
            let Value::Object(target) = target else { return None };
            // The title and description of the target belong to the target, not to the schema that refers to it.
            let mut target = self.merge_parts(&target, seen, loosely)?;
            seen.pop();
            target.retain(|keyword, _| asserts(keyword) || keyword == "format");
            parts.insert(0, Value::Object(target));
        }
        let mut merged = Members::new();
        for part in parts {
            let Value::Object(part) = part else {
                if part == Value::Bool(true) {
                    continue;
                }
                return None;
            };
            let part = self.merge_parts(&part, seen, loosely)?;
            merged = self.intersect(merged, part, loosely)?;
        }
        self.intersect(merged, rest, loosely)
    }

    /// The schema that accepts exactly the values that both accept, if one schema object can express it.
    fn intersect(&mut self, mut one: Members, other: Members, loosely: bool) -> Option<Members> {
        let properties =
            |members: &Members| members.get("properties").and_then(Value::as_object).map_or(0, Members::len);
        if !self.expansion.spend(1 + properties(&one) + properties(&other)) {
            return None;
        }
        // `unevaluated*` of a part depends on that part alone, and would depend on the other too after a merge (core, 11).
        if one.keys().chain(other.keys()).any(|keyword| keyword.starts_with("unevaluated")) {
            return None;
        }
        // These three depend on one another: a property that only one side declares falls under the other's
        // `additionalProperties`.
        let keys = ["properties", "additionalProperties", "patternProperties"];
        let of_keys = |members: &Members| keys.iter().any(|keyword| members.contains_key(*keyword));
        let objects_both = of_keys(&one) && of_keys(&other);
        if objects_both {
            intersect_properties(&mut one, &other)?;
        }
        // `items` applies to the items after its own `prefixItems` (core, 10.3.1.2), not after those of the other side.
        let arrays = |members: &Members| members.contains_key("prefixItems");
        if (arrays(&one) && other.contains_key("items")) || (arrays(&other) && one.contains_key("items")) {
            return None;
        }
        for (keyword, value) in other {
            if objects_both && keys.contains(&keyword.as_str()) {
                continue;
            }
            let Some(mine) = one.remove(&keyword) else {
                one.insert(keyword, value);
                continue;
            };
            let value = match intersect_values(&keyword, mine.clone(), value) {
                Some(value) => value,
                None if loosely && keyword != "type" => mine,
                None => return None,
            };
            one.insert(keyword, value);
        }
        if let (Some(values), true) = (enumerated(&one), one.contains_key("const") && one.contains_key("enum")) {
            one.remove("const");
            one.insert("enum".to_owned(), values.into());
        }
        Some(one)
    }
}

/// The keyword without which a keyword has no effect.
fn prerequisite(keyword: &str) -> Option<&'static str> {
    match keyword {
        "then" | "else" => Some("if"),
        "minContains" | "maxContains" => Some("contains"),
        _ => None,
    }
}

/// Removes the keywords that no type expresses, and those that depend on them: `additionalProperties` constrains the keys that
/// `patternProperties` does not match, and `items` the items after `prefixItems`.
fn loosen(members: &mut Members) {
    if members.remove("patternProperties").is_some() {
        members.remove("additionalProperties");
    }
    if members.contains_key("prefixItems") {
        members.remove("items");
        members.remove("prefixItems");
    }
    members.retain(|keyword, _| {
        !matches!(
            keyword.as_str(),
            "if" | "then" | "else" | "not" | "contains" | "minContains" | "maxContains" | "dependentSchemas"
        ) && !keyword.starts_with("unevaluated")
    });
}

/// The value of `keyword` that asserts what both values assert, if there is one.
fn intersect_values(keyword: &str, one: Value, other: Value) -> Option<Value> {
    if one == other {
        return Some(one);
    }
    let greater = |one: &Value, other: &Value| one.as_f64().zip(other.as_f64()).map(|(one, other)| one > other);
    Some(match keyword {
        // `["string", "number"]` and `"integer"` have `"integer"` in common.
        "type" => {
            let list = |value: &Value| match value {
                Value::Array(list) => list.clone(),
                one => vec![one.clone()],
            };
            let (one, other) = (list(&one), list(&other));
            let within = |name: &Value, list: &[Value]| {
                list.contains(name) || (*name == json!("integer") && list.contains(&json!("number")))
            };
            let mut both: Vec<Value> = one.iter().filter(|name| within(name, &other)).cloned().collect();
            both.extend(other.iter().filter(|name| within(name, &one) && !one.contains(name)).cloned());
            match both.as_slice() {
                [] => return None,
                [one] => one.clone(),
                _ => both.into(),
            }
        }
        "enum" => {
            let (one, other) = (one.as_array()?, other.as_array()?);
            one.iter().filter(|value| other.iter().any(|known| equal(known, value))).cloned().collect()
        }
        "required" => {
            let mut all = one.as_array()?.clone();
            all.extend(other.as_array()?.iter().filter(|name| !all.contains(name)).cloned().collect::<Vec<_>>());
            all.into()
        }
        "minimum" | "exclusiveMinimum" | "minLength" | "minItems" | "minProperties" => {
            if greater(&one, &other)? {
                one
            } else {
                other
            }
        }
        "maximum" | "exclusiveMaximum" | "maxLength" | "maxItems" | "maxProperties" => {
            if greater(&one, &other)? {
                other
            } else {
                one
            }
        }
        "uniqueItems" => Value::Bool(true),
        // Both apply. Merged schemas hold a list of them, unlike schemas, and each becomes a check.
        "pattern" | "multipleOf" => {
            let list = |value: Value| match value {
                Value::Array(list) => list,
                one => vec![one],
            };
            let mut all = list(one);
            all.extend(list(other).into_iter().filter(|other| !all.contains(other)).collect::<Vec<_>>());
            all.into()
        }
        // A value that neither may accept.
        "not" => json!({ "anyOf": [one, other] }),
        "items" | "propertyNames" => intersect_schemas(&one, &other),
        keyword if !asserts(keyword) => other,
        _ => return None,
    })
}

/// Merges `properties` and `additionalProperties` into `one`: a property that only one side declares falls under the other's
/// `additionalProperties`.
fn intersect_properties(one: &mut Members, other: &Members) -> Option<()> {
    // A pattern of one side may match properties that the other declares.
    if one.contains_key("patternProperties") || other.contains_key("patternProperties") {
        return None;
    }
    let all = |members: &Members| members.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
    let rest = |members: &Members| members.get("additionalProperties").cloned().unwrap_or(Value::Bool(true));
    let (mine, theirs) = (all(one), all(other));
    let (my_rest, their_rest) = (rest(one), rest(other));
    let mut properties = Members::new();
    for (key, schema) in &mine {
        let also = theirs.get(key).unwrap_or(&their_rest);
        properties.insert(key.clone(), intersect_schemas(schema, also));
    }
    for (key, schema) in theirs {
        if !mine.contains_key(&key) {
            properties.insert(key, intersect_schemas(&my_rest, &schema));
        }
    }
    let rest = intersect_schemas(&my_rest, &their_rest);
    if !properties.is_empty() {
        one.insert("properties".to_owned(), properties.into());
    }
    if rest != Value::Bool(true) {
        one.insert("additionalProperties".to_owned(), rest);
    } else {
        one.remove("additionalProperties");
    }
    Some(())
}

/// A schema that accepts exactly the values that both accept; it is merged when it is lowered itself.
pub(super) fn intersect_schemas(one: &Value, other: &Value) -> Value {
    match (one, other) {
        (Value::Bool(true), schema) | (schema, Value::Bool(true)) => schema.clone(),
        (Value::Bool(false), _) | (_, Value::Bool(false)) => Value::Bool(false),
        (one, other) if one == other => one.clone(),
        (one, other) => {
            // Without duplicates, so that recursion meets the same text again and ends; see `Expansion::meet`.
            let mut all = Vec::new();
            for schema in conjuncts(one).iter().chain(conjuncts(other)) {
                if !all.contains(schema) {
                    all.push(schema.clone());
                }
            }
            json!({ "allOf": all })
        }
    }
}

/// The members of a schema that is nothing but `allOf`; for any other, the schema itself.
fn conjuncts(schema: &Value) -> &[Value] {
    match schema {
        Value::Object(members) if members.len() == 1 => match members.get("allOf") {
            Some(Value::Array(all)) => all,
            _ => std::slice::from_ref(schema),
        },
        _ => std::slice::from_ref(schema),
    }
}
