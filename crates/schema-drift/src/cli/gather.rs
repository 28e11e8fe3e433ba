//! Reads the two sides: one schema, a document of many, or a folder; and cuts out what the comparison of a pair needs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use schema_ir::{Dialect, DocumentKind, Error, ErrorKind, MARKS, Source, document_kind, pointer};
use serde_json::{Value, json};

use super::listing::{InputSchema, Listing};
use super::process::read;
use super::request::SchemaFiles;

const REFERENCES: [&str; 3] = ["$ref", "$dynamicRef", "$recursiveRef"];
/// Files of one folder that are read.
const MAX_FILES: usize = 10_000;

/// A schema: the index of its source, and the pointer in it.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Target {
    source: usize,
    at: String,
}

/// One side of a comparison.
#[derive(Default)]
pub(super) struct Input {
    pub sources: Vec<Source>,
    pub schemas: Vec<InputSchema>,
    /// The operations of documents, also those without a schema.
    pub operations: Vec<InputSchema>,
    /// True for one schema, false for a collection.
    pub single: bool,
    /// How the documents were read, where it is not evident.
    pub notes: Vec<String>,
}

/// Reads a file, a document of many schemas, a folder of either, or `-`.
pub(super) fn read_input(path: &str) -> Result<Input, Error> {
    if path == "-" || !Path::new(path).is_dir() {
        let source = read(path)?;
        let kind = document_kind(&source)?;
        let mut input = Input { single: kind == DocumentKind::JsonSchema, ..Input::default() };
        input.list(0, &source, &Listing::file(path))?;
        input.sources.push(source);
        add_referenced_files(path, &mut input.sources)?;
        return Ok(input);
    }
    let mut files = Vec::new();
    collect_files(Path::new(path), &mut files)
        .map_err(|error| Error::new(ErrorKind::Io, path, format!("cannot be read: {error}")))?;
    files.sort();
    if files.is_empty() {
        return Err(Error::new(ErrorKind::EmptyFolder, path, "has no .json file")
            .with_help("give a folder of JSON Schemas, or of documents that contain them"));
    }
    let mut input = Input::default();
    for (index, file) in files.iter().enumerate() {
        let source = read(file)?;
        let inside = source.file().strip_prefix(path).unwrap_or(source.file()).trim_start_matches('/').to_owned();
        input.list(index, &source, &Listing::in_folder(&inside))?;
        input.sources.push(source);
    }
    Ok(input)
}

/// Adds the files beside `path` that references lead to, directly or through other files.
fn add_referenced_files(path: &str, sources: &mut Vec<Source>) -> Result<(), Error> {
    let Some(folder) = Path::new(path).parent().filter(|_| path != "-") else { return Ok(()) };
    let mut read_to = 0;
    while let Some(source) = sources.get(read_to).filter(|_| sources.len() < MAX_FILES) {
        let wanted = collect_strings(source.value(), &REFERENCES).into_iter().filter_map(file_name);
        let wanted: BTreeSet<String> = wanted.map(|name| folder.join(name).to_string_lossy().into_owned()).collect();
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

fn collect_files(folder: &Path, files: &mut Vec<String>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        // Links are not followed, because they may form a loop.
        if entry.file_type()?.is_dir() {
            collect_files(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "json") && files.len() < MAX_FILES {
            files.push(path.to_string_lossy().into_owned());
        }
    }
    Ok(())
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
        // A part of a document does not have all the signs of its dialect.
        let draft = own.filter(|_| !schema.at.is_empty()).map(|source| Dialect::of(source.value(), None).draft);
        SchemaFiles { files, at: schema.at.clone(), draft: draft.map(|draft| draft.name().to_owned()) }
    }

    /// The file, and the files of the folder that its references may lead to, directly or through other files.
    fn reachable_files(&self, first: usize) -> Vec<&Source> {
        let mut found = Vec::new();
        let (mut open, mut seen) = (vec![first], BTreeSet::from([first]));
        while let Some(source) = open.pop().and_then(|index| self.sources.get(index)) {
            let wanted = collect_strings(source.value(), &REFERENCES);
            let wanted: BTreeSet<&str> = wanted.into_iter().filter_map(file_name).collect();
            for (index, other) in self.sources.iter().enumerate().filter(|_| !wanted.is_empty()) {
                let mut names = collect_strings(other.value(), &["$id", "id"]).into_iter().chain([other.file()]);
                if !seen.contains(&index) && names.any(|name| file_name(name).is_some_and(|name| wanted.contains(name)))
                {
                    seen.insert(index);
                    open.push(index);
                }
            }
            found.push(source);
        }
        found
    }

    /// The schema that this one is nothing but a reference to; else itself.
    pub fn target(&self, schema: &InputSchema) -> Target {
        let reference = || {
            let members = self.value(schema)?.as_object().filter(|members| members.len() == 1)?;
            let at = members.get("$ref")?.as_str()?.strip_prefix('#').filter(|at| at.starts_with('/'))?;
            self.sources.get(schema.source)?.value().pointer(at).map(|_| at.to_owned())
        };
        Target { source: schema.source, at: reference().unwrap_or_else(|| schema.at.clone()) }
    }

    /// The parts of the document that a schema consists of, with those that references lead to. Schemas with equal closures
    /// are equal, which saves a comparison. `None` if a reference leaves the document.
    pub fn closure(&self, schema: &InputSchema) -> Option<BTreeMap<String, &Value>> {
        let document = self.sources.get(schema.source)?.value();
        // The same keywords may mean something else in another dialect. AsyncAPI declares one beside the schema.
        let beside = schema.at.rsplit_once('/').map(|(parent, _)| format!("{parent}/schemaFormat"));
        let mut found: BTreeMap<String, &Value> = MARKS
            .iter()
            .map(|member| format!("/{member}"))
            .chain(beside)
            .filter_map(|at| Some((at.clone(), document.pointer(&at)?)))
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

/// The last segment of the path of a URI reference, if it has one.
fn file_name(reference: &str) -> Option<&str> {
    let path = reference.split(['#', '?']).next().unwrap_or(reference);
    path.trim_end_matches('/').rsplit('/').next().filter(|name| !name.is_empty())
}
