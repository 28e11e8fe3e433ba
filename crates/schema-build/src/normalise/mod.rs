//! Any dialect to plain 2020-12.

mod keyword;
mod nullable;
mod reference;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::{Map, Value};

use crate::draft::{Draft, Kind, keyword};
use crate::resolve::{Index, Place, Scope, is_openapi};
use crate::{Error, Source, pointer};

/// How to read a document.
#[derive(Clone, Debug)]
pub struct NormaliseOptions<'s> {
    /// The dialect, where the document does not say one by `$schema` or `openapi`. Default: 2020-12.
    pub draft: Option<Draft>,
    /// The schema's place in the document; a component's pointer in an OpenAPI document. Default: the root.
    pub at: String,
    /// The other files of the folder, to which references may lead. Default: none.
    pub siblings: &'s [Source],
    /// Whether `nullable: true` beside `type` adds null to an `enum` or a `const` without it. OpenAPI 3.0.3 reads it
    /// otherwise; those who write it mean it. Default: true.
    pub nullable_enum: bool,
    /// Whether what a meta-schema refuses is read where its meaning is plain: an empty `allOf`, `anyOf` or `oneOf`,
    /// draft-03's boolean `required` (which later dialects give no meaning), an annotation of another form, an entry of
    /// `$defs` or `definitions` that is no schema and that nothing refers to. Default: false.
    pub lenient: bool,
}

impl Default for NormaliseOptions<'_> {
    fn default() -> Self {
        NormaliseOptions { draft: None, at: String::new(), siblings: &[], nullable_enum: true, lenient: false }
    }
}

/// A schema in plain 2020-12.
///
/// Every reference is `#` or `#/$defs/NAME`; there are no identifiers, anchors, dynamic references or keywords of other
/// dialects, and no keyword that 2020-12 does not define. What a value is valid under has not changed.
#[derive(Clone, Debug)]
pub struct Normalised {
    /// The schema; its `$defs` hold what references lead to, and the definitions that stood at its root.
    pub schema: Value,
    /// A fragment `$id`: no legal identifier in 2020-12, but it says where upstream's document keeps the schema.
    pub origin: Option<String>,
    /// Whether the source says by `nullable` that a value may be null.
    pub nullable: bool,
    /// What a reader might have expected to have an effect and has none.
    pub notes: Vec<Note>,
    /// What was read though its dialect refuses it; see [`NormaliseOptions::lenient`].
    pub excused: Vec<Note>,
    places: BTreeMap<String, (String, String)>,
}

/// A remark on one place of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// JSON Pointer into the source.
    pub pointer: String,
    /// What a reader should know.
    pub message: String,
}

impl Normalised {
    /// Where the schema at `pointer` stands in the source.
    ///
    /// ```
    /// use schema_build::{NormaliseOptions, Source, normalise};
    /// let text = br##"{"definitions": {"A": {"type": "null"}}, "$ref": "#/definitions/A"}"##;
    /// let source = Source::parse("a.json", text.to_vec())?;
    /// let normal = normalise(&source, &NormaliseOptions::default())?;
    /// assert_eq!(normal.source_pointer("/$defs/A/type"), "/definitions/A/type");
    /// # Ok::<(), schema_build::Error>(())
    /// ```
    pub fn source_pointer(&self, pointer: &str) -> String {
        self.source_place(pointer).1
    }

    /// The file, as [`Source::file`] says it, and the pointer where the schema at `pointer` stands.
    pub fn source_place(&self, pointer: &str) -> (String, String) {
        let mut known = pointer;
        loop {
            if let Some((file, start)) = self.places.get(known) {
                return (file.clone(), format!("{start}{}", &pointer[known.len()..]));
            }
            match known.rfind('/') {
                Some(parent) => known = &known[..parent],
                None => return (String::new(), pointer.to_owned()),
            }
        }
    }
}

/// Reads a schema of any dialect from draft-04 to 2020-12, or a component of an OpenAPI 3.0 or 3.1 document, as plain
/// 2020-12.
///
/// # Errors
///
/// A place that is no schema, a keyword whose value is not of the keyword's form, a reference that leads nowhere, out of
/// the folder or to a network or to a meta-schema, and more than a few thousand schemas that depend on the dynamic scope.
///
/// ```
/// use schema_build::{NormaliseOptions, Source, normalise};
/// let source = Source::parse("a.json", br#"{"type": "string", "nullable": true}"#.to_vec())?;
/// let normal = normalise(&source, &NormaliseOptions::default())?;
/// assert_eq!(normal.schema, serde_json::json!({"type": ["string", "null"]}));
/// # Ok::<(), schema_build::Error>(())
/// ```
pub fn normalise(source: &Source, options: &NormaliseOptions<'_>) -> Result<Normalised, Error> {
    plain(source, options).map_err(|(error, _)| error)
}

/// As [`normalise`]; beside the error, whether a validator that takes the document as it is could go on.
pub(crate) fn plain(source: &Source, options: &NormaliseOptions<'_>) -> Result<Normalised, (Error, bool)> {
    let siblings = options.siblings.iter().filter(|sibling| sibling.file() != source.file());
    let index = Index::new(std::iter::once(source).chain(siblings).collect(), options.draft);
    let root = Place { document: 0, pointer: options.at.clone() };
    if root.pointer.is_empty() && is_openapi(source.value()) {
        let error = source.error("", "an OpenAPI document holds many schemas");
        return Err((error.with_help("name one, as in /components/schemas/NAME"), false));
    }
    let Some(value) = index.value(&root) else {
        return Err((source.error(&root.pointer, "nothing stands here"), false));
    };
    let mut walk = Walk::new(&index, options, root.clone());
    for section in ["$defs", "definitions"] {
        for (name, definition) in value.get(section).and_then(Value::as_object).into_iter().flatten() {
            if options.lenient && !definition.is_object() && !definition.is_boolean() {
                continue;
            }
            let at = pointer::push(&pointer::push(&root.pointer, section), name);
            walk.name(Place { document: 0, pointer: at }, name);
        }
    }
    let schema = walk.schema(&root, "").map_err(|error| (error, false))?;
    let draft = index.scope(&root).0;
    let id = value.get(draft.id_keyword()).and_then(Value::as_str);
    let origin = id.filter(|id| id.starts_with("#/")).map(str::to_owned);
    walk.finish(schema, origin)
}

/// The component schemas of an OpenAPI document as definitions of a schema that says nothing else.
#[cfg(feature = "generate")]
pub(crate) fn components(
    source: &Source,
    options: &NormaliseOptions<'_>,
    names: &[String],
) -> Result<Normalised, Error> {
    let siblings = options.siblings.iter().filter(|sibling| sibling.file() != source.file());
    let index = Index::new(std::iter::once(source).chain(siblings).collect(), options.draft);
    // Nothing refers to the document as a whole.
    let mut walk = Walk::new(&index, options, Place { document: usize::MAX, pointer: String::new() });
    for name in names {
        let at = pointer::push("/components/schemas", name);
        walk.name(Place { document: 0, pointer: at }, name);
    }
    walk.finish(Value::Object(Map::new()), None).map_err(|(error, _)| error)
}

/// Definitions of a document whose references depend on the dynamic scope: each stands once for each scope.
const MAX_DEFINITIONS: usize = 4_096;

struct Walk<'i, 's> {
    index: &'i Index<'s>,
    nullable_enum: bool,
    lenient: bool,
    root: Place,
    /// The dynamic scope of the root, and of the schema that is being written.
    scopes: (Scope, Scope),
    /// Definitions that are named but not yet written. What depends on the dynamic scope is one for each.
    queue: VecDeque<(Place, Scope, String)>,
    names: BTreeMap<(Place, Scope), String>,
    used: BTreeSet<String>,
    places: BTreeMap<String, (String, String)>,
    notes: Vec<Note>,
    excused: Vec<Note>,
    by_nullable: bool,
    /// The first reference that is right, but beyond plain 2020-12.
    beyond: Option<Error>,
}

impl<'i, 's> Walk<'i, 's> {
    fn new(index: &'i Index<'s>, options: &NormaliseOptions<'_>, root: Place) -> Self {
        let scope = index.entered(&Scope::new(), &root);
        Walk {
            index,
            scopes: (scope.clone(), scope),
            nullable_enum: options.nullable_enum,
            lenient: options.lenient,
            root,
            queue: VecDeque::new(),
            names: BTreeMap::new(),
            used: BTreeSet::from([ROOT.to_owned()]),
            places: BTreeMap::new(),
            notes: Vec::new(),
            excused: Vec::new(),
            by_nullable: false,
            beyond: None,
        }
    }

    /// The schema with the definitions that it leads to.
    fn finish(mut self, mut schema: Value, origin: Option<String>) -> Result<Normalised, (Error, bool)> {
        let mut definitions = Map::new();
        while let Some((place, scope, name)) = self.queue.pop_front() {
            if definitions.len() >= MAX_DEFINITIONS && !scope.is_empty() {
                let message = format!("more than MAX_DEFINITIONS = {MAX_DEFINITIONS} schemas in all dynamic scopes");
                return Err((self.error(&place, &[], message, "refer to one target by `$ref`"), true));
            }
            self.scopes.1 = scope;
            let at = pointer::push("/$defs", &name);
            let definition = self.schema(&place, &at).map_err(|error| (error, false))?;
            definitions.insert(name, definition);
        }
        if let Some(error) = self.beyond {
            return Err((error, true));
        }
        if let (Value::Object(members), false) = (&mut schema, definitions.is_empty()) {
            members.insert("$defs".to_owned(), Value::Object(definitions));
        }
        let (nullable, notes, excused, places) = (self.by_nullable, self.notes, self.excused, self.places);
        Ok(Normalised { schema, origin, nullable, notes, excused, places })
    }

    /// The name in `$defs` of the schema at `place`, which is queued to be written when it is new.
    fn name(&mut self, place: Place, wish: &str) -> String {
        let scope = self.index.entered(&self.scopes.1, &place);
        self.name_in((place, scope), wish)
    }

    fn name_in(&mut self, key: (Place, Scope), wish: &str) -> String {
        if let Some(name) = self.names.get(&key) {
            return name.clone();
        }
        let mut name = wish.to_owned();
        let mut count = 1;
        while !self.used.insert(name.clone()) {
            count += 1;
            name = format!("{wish}_{count}");
        }
        let (place, scope) = key.clone();
        self.names.insert(key, name.clone());
        self.queue.push_back((place, scope, name.clone()));
        name
    }

    fn error(&self, place: &Place, tokens: &[&str], message: String, help: &str) -> Error {
        let at = tokens.iter().fold(place.pointer.clone(), |at, token| pointer::push(&at, token));
        match self.index.source(place.document) {
            Some(source) => source.error(&at, message).with_help(help),
            None => Error::file("-", message),
        }
    }

    /// The schema at `place` in plain 2020-12, to be written at the pointer `to`.
    ///
    /// Recurses as deep as the text nests, which [`Source::parse`] bounds.
    fn schema(&mut self, place: &Place, to: &str) -> Result<Value, Error> {
        if !self.index.is_resource(place) {
            return self.schema_in_scope(place, to);
        }
        let inner = self.index.entered(&self.scopes.1, place);
        let outer = std::mem::replace(&mut self.scopes.1, inner);
        let schema = self.schema_in_scope(place, to);
        self.scopes.1 = outer;
        schema
    }

    fn schema_in_scope(&mut self, place: &Place, to: &str) -> Result<Value, Error> {
        let file = self.index.source(place.document).map_or("-", Source::file).to_owned();
        self.places.insert(to.to_owned(), (file, place.pointer.clone()));
        let members = match self.index.value(place) {
            Some(Value::Bool(value)) => return Ok(Value::Bool(*value)),
            Some(Value::Object(members)) => members,
            found => {
                let message = format!("expected a schema, found {}", kind_of(found));
                return Err(self.error(place, &[], message, "a schema is an object or a boolean"));
            }
        };
        let (draft, _) = self.index.scope(place);
        let alone = draft.ref_stands_alone() && members.contains_key("$ref");
        let mut out = Map::with_capacity(members.len());
        let mut references = Vec::new();
        for (name, value) in members {
            match keyword(draft, name) {
                Some(Kind::Reference) => references.push((name, value)),
                Some(kind) if !alone || kind == Kind::Annotation => {
                    self.keyword(place, to, draft, members, &mut out, (name, kind, value))?;
                }
                _ => {}
            }
        }
        for (name, value) in references {
            self.reference(place, name, value, &mut out)?;
        }
        if members.get("nullable") == Some(&Value::Bool(true)) {
            self.nullable(place, &mut out);
        }
        Ok(Value::Object(out))
    }
}

/// The name that no definition has: where the root is embedded among its definitions, it stands under it.
pub(crate) const ROOT: &str = "#";

/// A plain 2020-12 schema that refers to the root as one of the definitions.
#[cfg(feature = "generate")]
pub(crate) fn rooted(schema: &Value) -> Value {
    let Value::Object(members) = schema else { return schema.clone() };
    let all = |value: &Value| match value {
        Value::Array(schemas) => schemas.iter().map(rooted).collect(),
        Value::Object(schemas) => schemas.iter().map(|(name, schema)| (name.clone(), rooted(schema))).collect(),
        other => other.clone(),
    };
    // It asserts nothing, and its references are not plain.
    let asserting = members.iter().filter(|(name, _)| *name != "contentSchema");
    let each = |(name, value): (&String, &Value)| {
        let value = match keyword(Draft::Draft202012, name) {
            Some(Kind::Reference) if value == "#" => Value::String("#/$defs/%23".to_owned()),
            Some(Kind::Schema | Kind::Items) => rooted(value),
            Some(Kind::Schemas | Kind::SchemaMap) => all(value),
            _ if name == "$defs" => all(value),
            _ => value.clone(),
        };
        (name.clone(), value)
    };
    Value::Object(asserting.map(each).collect())
}

/// The beginning of a text, quoted, for an error.
fn excerpt(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{:?}…", &text[..end]),
        None => format!("{text:?}"),
    }
}

fn kind_of(value: Option<&Value>) -> String {
    match value {
        None => "nothing".to_owned(),
        Some(Value::Null) => "null".to_owned(),
        Some(Value::Bool(value)) => value.to_string(),
        Some(Value::Number(value)) => value.to_string(),
        Some(Value::String(value)) => excerpt(value),
        Some(Value::Array(_)) => "an array".to_owned(),
        Some(Value::Object(_)) => "an object".to_owned(),
    }
}
