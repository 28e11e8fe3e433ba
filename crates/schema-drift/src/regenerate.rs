//! Writes a regenerated schema in the style of the vendored file.

use schema_ir::pointer::definition;
use schema_ir::{Form, JsonType, Keyword};
use serde_json::{Map, Value, json};

use crate::limits::MAX_VALUES;
use crate::vendored::Vendored;

/// Keywords in the order in which upstream's generators write them; others come between the two lists.
const FIRST: [Keyword; 7] =
    [Keyword::Schema, Keyword::Id, Keyword::Title, Keyword::Type, Keyword::Nullable, Keyword::Enum, Keyword::Const];
const LAST: [Keyword; 7] = [
    Keyword::Properties,
    Keyword::Required,
    Keyword::AdditionalProperties,
    Keyword::Items,
    Keyword::Description,
    Keyword::Format,
    Keyword::Defs,
];

/// Writes the schema of the deserialize contract in the style of the vendored file: nested types inlined (recursive ones stay
/// in `$defs`), null spelled as in the file, and with the file's `$schema`, `$id` and title.
///
/// Types, properties, `required`, listed values, formats and bounds come from [`Vendored::deserialize`] only, so that the
/// result is the contract of the compiled type and not a copy of the file.
pub fn regenerate(vendored: &Vendored) -> Value {
    let mut document = vendored.deserialize.clone();
    let definitions = match document.as_object_mut().and_then(|members| members.shift_remove(Keyword::Defs.name())) {
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
        let own =
            [(Keyword::Schema, &vendored.schema_uri), (Keyword::Id, &vendored.id), (Keyword::Title, &vendored.title)];
        for (keyword, value) in own {
            members.shift_remove(keyword.name());
            members.extend(value.as_ref().map(|value| (keyword.to_string(), json!(value))));
        }
        if !writer.kept.is_empty() {
            members.insert(Keyword::Defs.to_string(), writer.kept.into());
        }
        *members = order_keywords(std::mem::take(members));
    }
    root
}

const REF: &str = Keyword::Ref.name();
const TYPE: &str = Keyword::Type.name();
const NULLABLE: &str = Keyword::Nullable.name();

fn annotates(name: &str) -> bool {
    Keyword::from_name(name).is_some_and(Keyword::annotates)
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
        let mut written = match members.get(REF).and_then(Value::as_str).and_then(definition) {
            Some(name) => self.inline(name, members),
            None => members.clone(),
        };
        if !members.contains_key(REF) {
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
        let annotates = |keyword: &String| keyword == REF || annotates(keyword);
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
        for (keyword, value) in beside.iter().filter(|(keyword, _)| *keyword != REF) {
            written.insert(keyword.clone(), value.clone());
        }
        written
    }

    fn write_below(&mut self, members: &mut Map<String, Value>) {
        for (name, value) in members {
            let Some(keyword) = Keyword::from_name(name) else { continue };
            match (keyword.form(), value) {
                (Form::Schema | Form::Items, schema @ Value::Object(_)) => *schema = self.write_schema(schema),
                (Form::Schemas, Value::Array(schemas)) => {
                    schemas.iter_mut().for_each(|schema| *schema = self.write_schema(schema));
                }
                (Form::SchemaMap, Value::Object(schemas)) => {
                    schemas.values_mut().for_each(|schema| *schema = self.write_schema(schema));
                }
                _ => {}
            }
        }
    }
}

/// Writes `nullable: true` instead of a type `null` or a union with null (OpenAPI 3.0.3, 4.7.24.1).
fn spell_nullable(mut members: Map<String, Value>) -> Map<String, Value> {
    let none = JsonType::Null.name();
    let is_null = |schema: &Value| schema == &json!({ TYPE: none });
    for keyword in [Keyword::AnyOf, Keyword::OneOf].map(Keyword::name) {
        let other = match members.get(keyword).and_then(Value::as_array).map(Vec::as_slice) {
            Some([null, Value::Object(other)]) if is_null(null) => other.clone(),
            Some([Value::Object(other), null]) if is_null(null) => other.clone(),
            _ => continue,
        };
        if !other.contains_key(TYPE) || other.keys().any(|keyword| members.contains_key(keyword) && !annotates(keyword))
        {
            continue;
        }
        members.shift_remove(keyword);
        for (keyword, value) in other {
            members.entry(keyword).or_insert(value);
        }
        members.insert(NULLABLE.to_owned(), Value::Bool(true));
    }
    if let Some(Value::Array(types)) = members.get_mut(TYPE)
        && types.len() > 1
        && types.contains(&json!(none))
    {
        types.retain(|name| name != none);
        if let [only] = types.as_slice() {
            let only = only.clone();
            members.insert(TYPE.to_owned(), only);
        }
        members.insert(NULLABLE.to_owned(), Value::Bool(true));
    }
    if members.contains_key(NULLABLE)
        && let Some(Value::Array(values)) = members.get_mut(Keyword::Enum.name())
    {
        values.retain(|value| !value.is_null());
    }
    members
}

fn order_keywords(mut members: Map<String, Value>) -> Map<String, Value> {
    let mut take = |keywords: &[Keyword]| -> Vec<(String, Value)> {
        keywords.iter().filter_map(|keyword| members.shift_remove_entry(keyword.name())).collect()
    };
    let (first, last) = (take(&FIRST), take(&LAST));
    first.into_iter().chain(members).chain(last).collect()
}
