//! `allOf`, and `$ref` with siblings, as one schema.

use serde_json::{Value, json};

use super::keywords::{Members, asserts, enumerated};
use super::lower::{Context, Lowered, Walk};
use crate::equal;

/// How deep merged schemas may hold merged schemas; recursion through `allOf` has no end.
pub(crate) const MAX_MERGED_DEPTH: usize = 8;

/// How long a chain of references from one merged schema to the next may be.
pub(crate) const MAX_MERGED_REFERENCES: usize = 64;

impl Walk<'_> {
    /// The schema with its references and `allOf` merged into it, or with `keyword` left to a guard.
    pub(super) fn merged(&mut self, at: &str, members: &Members, keyword: &str, context: &Context) -> Lowered {
        let mut deeper = context.clone();
        deeper.merged += 1;
        if deeper.merged > MAX_MERGED_DEPTH {
            return self.without(at, members, keyword, context);
        }
        if let Some(merged) = self.one_schema(members, &mut Vec::new(), false) {
            let merged = Value::Object(merged);
            let carried = |named: &String| merged.get(named) == members.get(named);
            return match self.lower(at, &merged, &deeper) {
                // What is left to the guard stands in what is merged, too.
                Lowered::Named(kind, left) if !left.iter().all(carried) => {
                    Lowered::Named(kind, left).guarded(vec![keyword.to_owned()])
                }
                lowered => lowered,
            };
        }
        match self.one_schema(members, &mut Vec::new(), true) {
            Some(merged) => {
                let mut loose = members.clone();
                loosen(&mut loose);
                let mut left = vec![keyword.to_owned()];
                left.extend(members.keys().filter(|name| !loose.contains_key(*name)).cloned());
                self.lower(at, &Value::Object(merged), &deeper).guarded(left)
            }
            None => self.without(at, members, keyword, context),
        }
    }

    /// `members` without `$ref`, `allOf` and unions of one, if they and the rest can be said as one. If `loosely`, it may say
    /// less: what types do not say is left out.
    fn one_schema(&mut self, members: &Members, seen: &mut Vec<String>, loosely: bool) -> Option<Members> {
        let mut parts: Vec<Value> = Vec::new();
        let mut rest = members.clone();
        rest.retain(|keyword, _| depends(keyword).is_none_or(|other| members.contains_key(other)));
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
        if rest.contains_key("unevaluatedItems") {
            return None;
        }
        // All that evaluates a key is `properties`, and what they leave is additional to the whole.
        if let Some(unevaluated) = rest.remove("unevaluatedProperties") {
            if !self.declares_alone(members, 0) {
                return None;
            }
            let mut whole = self.joined(parts, rest, seen, loosely)?;
            whole.insert("additionalProperties".to_owned(), unevaluated);
            return Some(whole);
        }
        self.joined(parts, rest, seen, loosely)
    }

    /// Whether a schema, what it refers to and its `allOf` evaluate keys by `properties` alone.
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
        let target = members.get("$ref").and_then(Value::as_str).map(|reference| self.referenced(reference));
        depth < MAX_MERGED_DEPTH
            && members.keys().all(plain)
            && target.is_none_or(|target| target.is_some_and(|(_, schema)| below(schema)))
            && members.get("allOf").and_then(Value::as_array).is_none_or(|all| all.iter().all(below))
    }

    /// The conjunction of `parts` and `rest`, whose reference is one of them.
    fn joined(
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
            let target = self.referenced(&reference)?.1.clone();
            seen.push(reference);
            let Value::Object(target) = target else { return None };
            // Its name and words are its own, not those of who refers to it.
            let mut target = self.one_schema(&target, seen, loosely)?;
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
            let part = self.one_schema(&part, seen, loosely)?;
            merged = self.both(merged, part, loosely)?;
        }
        self.both(merged, rest, loosely)
    }

    /// The schema of the values that both accept, if one schema object can say it exactly.
    fn both(&mut self, mut one: Members, other: Members, loosely: bool) -> Option<Members> {
        let properties =
            |members: &Members| members.get("properties").and_then(Value::as_object).map_or(0, Members::len);
        if !self.expansion.spend(1 + properties(&one) + properties(&other)) {
            return None;
        }
        if one.keys().chain(other.keys()).any(|keyword| keyword.starts_with("unevaluated")) {
            return None;
        }
        // What one does not declare is additional to it.
        let keys = ["properties", "additionalProperties", "patternProperties"];
        let of_keys = |members: &Members| keys.iter().any(|keyword| members.contains_key(*keyword));
        let objects_both = of_keys(&one) && of_keys(&other);
        if objects_both {
            objects(&mut one, &other)?;
        }
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
            let value = match conjunction(&keyword, mine.clone(), value) {
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

/// The keyword without which a keyword says nothing.
fn depends(keyword: &str) -> Option<&'static str> {
    match keyword {
        "then" | "else" => Some("if"),
        "minContains" | "maxContains" => Some("contains"),
        _ => None,
    }
}

/// Leaves out what no type says.
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

/// What two values of one keyword say together.
fn conjunction(keyword: &str, one: Value, other: Value) -> Option<Value> {
    if one == other {
        return Some(one);
    }
    let greater = |one: &Value, other: &Value| one.as_f64().zip(other.as_f64()).map(|(one, other)| one > other);
    Some(match keyword {
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
        // As lists, which schemas have no room for and checks do.
        "pattern" | "multipleOf" => {
            let list = |value: Value| match value {
                Value::Array(list) => list,
                one => vec![one],
            };
            let mut all = list(one);
            all.extend(list(other).into_iter().filter(|other| !all.contains(other)).collect::<Vec<_>>());
            all.into()
        }
        "not" => json!({ "anyOf": [one, other] }),
        "items" | "propertyNames" => schemas(&one, &other),
        keyword if !asserts(keyword) => other,
        _ => return None,
    })
}

/// `properties` and `additionalProperties` of both: what one does not declare is additional to it.
fn objects(one: &mut Members, other: &Members) -> Option<()> {
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
        properties.insert(key.clone(), schemas(schema, also));
    }
    for (key, schema) in theirs {
        if !mine.contains_key(&key) {
            properties.insert(key, schemas(&my_rest, &schema));
        }
    }
    let rest = schemas(&my_rest, &their_rest);
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

/// The schema of the values that both accept.
pub(super) fn schemas(one: &Value, other: &Value) -> Value {
    match (one, other) {
        (Value::Bool(true), schema) | (schema, Value::Bool(true)) => schema.clone(),
        (Value::Bool(false), _) | (_, Value::Bool(false)) => Value::Bool(false),
        (one, other) if one == other => one.clone(),
        (one, other) => {
            // Each once, so that recursion comes back to the same schemas.
            let mut all = Vec::new();
            for schema in parts(one).iter().chain(parts(other)) {
                if !all.contains(schema) {
                    all.push(schema.clone());
                }
            }
            json!({ "allOf": all })
        }
    }
}

/// What a schema that is nothing but `allOf` says, one by one.
fn parts(schema: &Value) -> &[Value] {
    match schema {
        Value::Object(members) if members.len() == 1 => match members.get("allOf") {
            Some(Value::Array(all)) => all,
            _ => std::slice::from_ref(schema),
        },
        _ => std::slice::from_ref(schema),
    }
}
