//! Writes a regenerated schema in the style of the vendored file.

use schema_ir::pointer::definition;
use serde_json::{Map, Value, json};

use crate::dialect;
use crate::limits::MAX_VALUES;
use crate::vendored::Vendored;

/// Keywords in the order in which upstream's generators write them; others come between the two lists.
const FIRST: [&str; 7] = ["$schema", "$id", "title", "type", "nullable", "enum", "const"];
const LAST: [&str; 7] = ["properties", "required", "additionalProperties", "items", "description", "format", "$defs"];

/// Writes the schema of the deserialize contract in the style of the vendored file: nested types inlined (recursive ones stay
/// in `$defs`), null spelled as in the file, and with the file's `$schema`, `$id` and title.
///
/// Types, properties, `required`, listed values, formats and bounds come from [`Vendored::deserialize`] only, so that the
/// result is the contract of the compiled type and not a copy of the file.
pub fn regenerate(vendored: &Vendored) -> Value {
    let mut document = vendored.deserialize.clone();
    let definitions = match document.as_object_mut().and_then(|members| members.shift_remove("$defs")) {
        Some(Value::Object(definitions)) => definitions,
        _ => Map::new(),
    };
    let mut writer = Writer {
        definitions: &definitions,
        nullable: vendored.spelling.nullable,
        open: Vec::new(),
        kept: Map::new(),
        left: MAX_VALUES,
    };
    let mut root = writer.write_schema(&document);
    // A definition that is kept may refer to others.
    let mut done = 0;
    while let Some(name) = writer.kept.keys().nth(done).cloned() {
        let body = definitions.get(&name).cloned().unwrap_or(Value::Bool(true));
        writer.open = vec![name.clone()];
        let body = writer.write_schema(&body);
        writer.kept.insert(name, body);
        done += 1;
    }
    if let Value::Object(members) = &mut root {
        for (keyword, value) in [("$schema", &vendored.schema_uri), ("$id", &vendored.id), ("title", &vendored.title)] {
            members.shift_remove(keyword);
            members.extend(value.as_ref().map(|value| (keyword.to_owned(), json!(value))));
        }
        if !writer.kept.is_empty() {
            members.insert("$defs".to_owned(), writer.kept.into());
        }
        *members = order_keywords(std::mem::take(members));
    }
    root
}

struct Writer<'d> {
    definitions: &'d Map<String, Value>,
    nullable: bool,
    /// Definitions that are being inlined.
    open: Vec<String>,
    /// Definitions that must keep a name.
    kept: Map<String, Value>,
    /// Values that may still be inlined; after that, references stay, because inlining may double at each level.
    left: usize,
}

impl Writer<'_> {
    fn write_schema(&mut self, schema: &Value) -> Value {
        let Value::Object(members) = schema else { return schema.clone() };
        self.left = self.left.saturating_sub(members.len());
        let mut written = match members.get("$ref").and_then(Value::as_str).and_then(definition) {
            Some(name) => self.inline(name, members),
            None => members.clone(),
        };
        if !members.contains_key("$ref") {
            self.write_below(&mut written);
        }
        if self.nullable {
            written = spell_nullable(written);
        }
        order_keywords(written).into()
    }

    /// The body of a definition in place of the reference; keywords beside the reference win.
    fn inline(&mut self, name: String, beside: &Map<String, Value>) -> Map<String, Value> {
        let body = self.definitions.get(&name).and_then(Value::as_object);
        let annotates = |keyword: &String| keyword == "$ref" || dialect::annotates(keyword);
        let Some(body) = body.filter(|_| !self.open.contains(&name) && self.left > 0 && beside.keys().all(annotates))
        else {
            self.kept.entry(name).or_insert(Value::Null);
            let mut written = beside.clone();
            self.write_below(&mut written);
            return written;
        };
        self.open.push(name);
        let mut written = match self.write_schema(&Value::Object(body.clone())) {
            Value::Object(written) => written,
            _ => Map::new(),
        };
        self.open.pop();
        for (keyword, value) in beside.iter().filter(|(keyword, _)| *keyword != "$ref") {
            written.insert(keyword.clone(), value.clone());
        }
        written
    }

    fn write_below(&mut self, members: &mut Map<String, Value>) {
        let holder = Value::Object(members.clone());
        let mut whole = holder.clone();
        for child in dialect::children(&holder) {
            if let Some(place) = whole.pointer_mut(&child.pointer("")) {
                *place = self.write_schema(child.schema);
            }
        }
        if let Value::Object(written) = whole {
            *members = written;
        }
    }
}

/// Writes `nullable: true` instead of a type `null` or a union with null (OpenAPI 3.0.3, 4.7.24.1).
fn spell_nullable(mut members: Map<String, Value>) -> Map<String, Value> {
    let is_null = |schema: &Value| schema == &json!({"type": "null"});
    for keyword in ["anyOf", "oneOf"] {
        let other = match members.get(keyword).and_then(Value::as_array).map(Vec::as_slice) {
            Some([null, Value::Object(other)]) if is_null(null) => other.clone(),
            Some([Value::Object(other), null]) if is_null(null) => other.clone(),
            _ => continue,
        };
        if !other.contains_key("type")
            || other.keys().any(|keyword| members.contains_key(keyword) && !dialect::annotates(keyword))
        {
            continue;
        }
        members.shift_remove(keyword);
        for (keyword, value) in other {
            members.entry(keyword).or_insert(value);
        }
        members.insert("nullable".to_owned(), Value::Bool(true));
    }
    if let Some(Value::Array(types)) = members.get_mut("type")
        && types.len() > 1
        && types.contains(&json!("null"))
    {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            members.insert("type".to_owned(), only);
        }
        members.insert("nullable".to_owned(), Value::Bool(true));
    }
    if members.contains_key("nullable")
        && let Some(Value::Array(values)) = members.get_mut("enum")
    {
        values.retain(|value| !value.is_null());
    }
    members
}

fn order_keywords(mut members: Map<String, Value>) -> Map<String, Value> {
    let mut take = |keywords: &[&str]| -> Vec<(String, Value)> {
        keywords.iter().filter_map(|keyword| members.shift_remove_entry(*keyword)).collect()
    };
    let (first, last) = (take(&FIRST), take(&LAST));
    first.into_iter().chain(members).chain(last).collect()
}
