//! Collects the schemas of the two sides: one schema, the components of a document, or the schemas of a folder.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use schema_ir::{Depth, Error, ErrorKind, MAX_FILES, Source, pointer, read_folder};
use serde_json::{Value, json};

use super::process::read;
use super::request::SchemaFiles;
use crate::upstream::COMPONENTS;

const REFERENCES: [&str; 3] = ["$ref", "$dynamicRef", "$recursiveRef"];

/// One side of a comparison.
pub(super) struct Input {
    pub sources: Vec<Source>,
    pub schemas: Vec<InputSchema>,
    /// True for one schema, false for a collection.
    pub single: bool,
}

/// One schema of an input.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct InputSchema {
    pub name: String,
    /// The keys for pairing, the best first: `$id`, title, name, name without the ending.
    keys: Vec<String>,
    /// The index of the source, and the pointer in it.
    pub source: usize,
    pub at: String,
}

/// The schemas of two inputs that are compared, and the rest.
#[derive(Debug, Default)]
pub(super) struct Pairing {
    pub pairs: Vec<(InputSchema, InputSchema)>,
    pub added: Vec<InputSchema>,
    pub removed: Vec<InputSchema>,
}

/// Reads a file, an OpenAPI document, a folder of either, or `-`.
pub(super) fn read_input(path: &str) -> Result<Input, Error> {
    if path == "-" || !Path::new(path).is_dir() {
        let source = read(path)?;
        let is_openapi = is_openapi(&source);
        let mut schemas = Vec::new();
        add_schemas(&mut schemas, 0, &source, path);
        let mut sources = vec![source];
        add_referenced_files(path, &mut sources)?;
        return Ok(Input { sources, schemas, single: !is_openapi });
    }
    // One error is enough to correct, and the others would hide it.
    let first = |errors: Vec<Error>| match errors.into_iter().next() {
        Some(error) => error,
        None => Error::new(ErrorKind::Io, path, "cannot be read"),
    };
    let sources = read_folder(Path::new(path), Depth::Subfolders).map_err(first)?;
    let mut schemas = Vec::new();
    for (index, source) in sources.iter().enumerate() {
        let inside = source
            .file()
            .strip_prefix(path.trim_end_matches('/'))
            .unwrap_or(source.file())
            .trim_start_matches('/')
            .to_owned();
        add_schemas(&mut schemas, index, source, &inside);
    }
    Ok(Input { sources, schemas, single: false })
}

/// Adds the files in the folder of `path`, and in its subfolders, that references lead to, directly or through other files.
fn add_referenced_files(path: &str, sources: &mut Vec<Source>) -> Result<(), Error> {
    let Some(folder) = Path::new(path).parent().filter(|_| path != "-") else { return Ok(()) };
    let mut read_to = 0;
    while let Some(source) = sources.get(read_to).filter(|_| sources.len() < MAX_FILES) {
        let references = collect_strings(source.value(), &REFERENCES);
        let files = |reference: &&str| {
            let beside = file_name(reference).map(|name| folder.join(name));
            [relative_file(folder, source.file(), reference), beside]
        };
        let wanted = references.iter().flat_map(files).flatten();
        let wanted: BTreeSet<String> = wanted.map(|file| file.to_string_lossy().into_owned()).collect();
        for file in wanted {
            let is_new = sources.iter().all(|source| source.file() != file);
            if is_new && Path::new(&file).is_file() {
                sources.push(read(&file)?);
            }
        }
        read_to += 1;
    }
    Ok(())
}

/// The file to which a reference of `file` leads by its path, if it is in `folder`: a schema does not decide to read others.
fn relative_file(folder: &Path, file: &str, reference: &str) -> Option<PathBuf> {
    let path = reference.split(['#', '?']).next().filter(|path| !path.is_empty() && !path.starts_with('/'))?;
    let path = pointer::percent_decoded(path)?;
    let inside = Path::new(file).parent()?.strip_prefix(folder).ok()?.to_str()?;
    let mut segments = Vec::new();
    for segment in inside.split('/').chain(path.split('/')) {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()?),
            name => segments.push(name),
        }
    }
    Some(folder.join(segments.join("/")))
}

fn is_openapi(source: &Source) -> bool {
    source.value().get("openapi").is_some_and(Value::is_string)
}

fn add_schemas(schemas: &mut Vec<InputSchema>, index: usize, source: &Source, name: &str) {
    let text = |schema: &Value, keyword: &str| schema.get(keyword).and_then(Value::as_str).map(str::to_owned);
    let keys = |schema: &Value, name: &str| {
        let id = text(schema, "$id").or_else(|| text(schema, "id")).map(|id| format!("id {id}"));
        let title = text(schema, "title").map(|title| format!("title {title}"));
        // A file that changes its format keeps its name but for the ending.
        let stem = [".json", ".yaml", ".yml"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
        id.into_iter().chain(title).chain([format!("name {name}"), format!("stem {stem}")]).collect()
    };
    if !is_openapi(source) {
        let keys = keys(source.value(), name);
        schemas.push(InputSchema { name: name.to_owned(), keys, source: index, at: String::new() });
        return;
    }
    let components = source.value().pointer(COMPONENTS).and_then(Value::as_object);
    for (name, _) in components.into_iter().flatten() {
        let at = pointer::push(COMPONENTS, name);
        // Components of a document are identified by name only, because references use the name.
        schemas.push(InputSchema { name: name.clone(), keys: vec![format!("name {name}")], source: index, at });
    }
}

/// Pairs by `$id`, then by title, then by name, then by name without the ending. A key that occurs twice on a side pairs nothing, because it is ambiguous.
pub(super) fn pair_schemas(old: &Input, new: &Input) -> Pairing {
    if let ([one], [other], true, true) = (old.schemas.as_slice(), new.schemas.as_slice(), old.single, new.single) {
        return Pairing { pairs: vec![(one.clone(), other.clone())], ..Pairing::default() };
    }
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    for key_type in ["id ", "title ", "name ", "stem "] {
        let unique = |schemas: &[InputSchema], free: &dyn Fn(usize) -> bool| {
            let mut by_key: HashMap<String, Option<usize>> = HashMap::new();
            for (index, schema) in schemas.iter().enumerate().filter(|(index, _)| free(*index)) {
                if let Some(key) = schema.keys.iter().find(|key| key.starts_with(key_type)) {
                    by_key.entry(key.clone()).and_modify(|known| *known = None).or_insert(Some(index));
                }
            }
            by_key
        };
        let used: BTreeSet<usize> = taken.values().copied().collect();
        let olds = unique(&old.schemas, &|index| !taken.contains_key(&index));
        let news = unique(&new.schemas, &|index| !used.contains(&index));
        for (key, index) in olds {
            if let (Some(one), Some(Some(other))) = (index, news.get(&key)) {
                taken.insert(one, *other);
            }
        }
    }
    let used: BTreeSet<usize> = taken.values().copied().collect();
    let mut pairing = Pairing::default();
    for (index, one) in old.schemas.iter().enumerate() {
        match taken.get(&index).and_then(|other| new.schemas.get(*other)) {
            Some(other) => pairing.pairs.push((one.clone(), other.clone())),
            None => pairing.removed.push(one.clone()),
        }
    }
    pairing.added =
        new.schemas.iter().enumerate().filter(|(at, _)| !used.contains(at)).map(|(_, one)| one.clone()).collect();
    pairing
}

impl Input {
    pub fn value(&self, schema: &InputSchema) -> Option<&Value> {
        self.sources.get(schema.source)?.value().pointer(&schema.at)
    }

    /// The files, or parts of them, that a comparison of the schema needs.
    pub fn files_for(&self, schema: &InputSchema) -> SchemaFiles {
        let text = |source: &Source| (source.file().to_owned(), source.text().to_owned());
        let own = self.sources.get(schema.source);
        let slice = || Some((own?.file().to_owned(), cut_out(own?.value(), &self.closure(schema)?).to_string()));
        let files = match slice() {
            Some(slice) if !schema.at.is_empty() => vec![slice],
            Some(_) => own.map(text).into_iter().collect(),
            None => self.reachable_files(schema.source).into_iter().map(text).collect(),
        };
        SchemaFiles { files, at: schema.at.clone() }
    }

    /// The file, and the files of the folder that its references may lead to, directly or through other files.
    fn reachable_files(&self, first: usize) -> Vec<&Source> {
        let mut found = Vec::new();
        let (mut open, mut seen) = (vec![first], BTreeSet::from([first]));
        while let Some(source) = open.pop().and_then(|index| self.sources.get(index)) {
            let wanted = collect_strings(source.value(), &REFERENCES);
            let wanted: BTreeSet<String> = wanted.into_iter().filter_map(file_name).collect();
            for (index, other) in self.sources.iter().enumerate().filter(|_| !wanted.is_empty()) {
                let mut names = collect_strings(other.value(), &["$id", "id"]).into_iter().chain([other.file()]);
                if !seen.contains(&index)
                    && names.any(|name| file_name(name).is_some_and(|name| wanted.contains(&name)))
                {
                    seen.insert(index);
                    open.push(index);
                }
            }
            found.push(source);
        }
        found
    }

    /// The parts of the document that a schema consists of, with those that references lead to. Schemas with equal closures
    /// are equal, which saves a comparison. `None` if a reference leaves the document.
    pub fn closure(&self, schema: &InputSchema) -> Option<BTreeMap<String, &Value>> {
        let document = self.sources.get(schema.source)?.value();
        // The same keywords may mean something else in another dialect.
        let mut found: BTreeMap<String, &Value> = ["openapi", "jsonSchemaDialect"]
            .into_iter()
            .filter_map(|keyword| Some((format!("/{keyword}"), document.get(keyword)?)))
            .collect();
        let mut open = vec![schema.at.clone()];
        while let Some(at) = open.pop() {
            if found.contains_key(&at) {
                continue;
            }
            let value = document.pointer(&at)?;
            let mut inside = vec![value];
            while let Some(value) = inside.pop() {
                match value {
                    Value::Array(items) => inside.extend(items),
                    Value::Object(members) => {
                        for (name, value) in members {
                            match (name.as_str(), value) {
                                ("$ref", Value::String(reference)) => {
                                    open.push(reference.strip_prefix('#')?.to_owned())
                                }
                                ("$dynamicRef" | "$recursiveRef", _) => return None,
                                ("$id", Value::String(id)) if !at.is_empty() && !id.starts_with('#') => return None,
                                _ => inside.push(value),
                            }
                        }
                    }
                    _ => {}
                }
            }
            found.insert(at, value);
        }
        Some(found)
    }
}

/// Cuts the parts at the pointers of `closure` out of `document`, at the same pointers.
fn cut_out(document: &Value, closure: &BTreeMap<String, &Value>) -> Value {
    let mut slice = json!({});
    // A pointer is sorted before those that begin with it.
    for at in closure.keys() {
        if slice.pointer(at).is_some() {
            continue;
        }
        let (mut here, mut from) = (&mut slice, document);
        for token in pointer::tokens(at) {
            // An array is copied as a whole, so that its items keep their index.
            let Some(next) = from.as_object().and_then(|members| members.get(&token)) else { break };
            let Value::Object(known) = here else { break };
            (here, from) = (known.entry(token).or_insert_with(|| json!({})), next);
        }
        *here = from.clone();
    }
    slice
}

/// The strings under `keywords` anywhere in `value`.
fn collect_strings<'v>(value: &'v Value, keywords: &[&str]) -> Vec<&'v str> {
    let mut found = Vec::new();
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(members) => {
                open.extend(members.values());
                found.extend(keywords.iter().filter_map(|keyword| members.get(*keyword)?.as_str()));
            }
            _ => {}
        }
    }
    found
}

/// The last segment of the path of a URI reference, decoded, if it has one.
fn file_name(reference: &str) -> Option<String> {
    let path = reference.split(['#', '?']).next().unwrap_or(reference);
    let name = path.trim_end_matches('/').rsplit('/').next().filter(|name| !name.is_empty())?;
    Some(pointer::percent_decoded(name).unwrap_or_else(|| name.to_owned()))
}
