//! Reads the two sides: one schema, a document of many, or a folder; and cuts out what the comparison of a pair needs.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use schema_ir::{
    Aspect, Dialect, DocumentKind, Error, Keyword, MARKS, MAX_FILES, Source, Use, discriminator_links, document_kind,
    pointer,
};
use serde::Serialize;
use serde_json::Value;

use super::files::{Files, Location, Opened};
use super::listing::{InputSchema, Listing};
use super::request::{SchemaFiles, SentFile};
use crate::place::Place;

const REFERENCES: [&str; 3] = [Keyword::Ref.name(), Keyword::DynamicRef.name(), Keyword::RecursiveRef.name()];

/// A schema: the index of its source, and the pointer in it.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Target {
    source: usize,
    at: String,
}

/// One side of a comparison.
#[derive(Clone, Default)]
pub(super) struct Input {
    /// The name of the file or folder.
    pub name: String,
    pub sources: Vec<Source>,
    pub schemas: Vec<InputSchema>,
    /// The operations of documents, also those without a schema.
    pub operations: Vec<InputSchema>,
    /// By source, the parts of operations that are no schemas.
    pub aspects: Vec<(usize, Aspect)>,
    /// By source, what operations exchange beside the schemas that belong to them.
    pub uses: Vec<(usize, Use)>,
    /// True for one schema, false for a collection.
    pub single: bool,
    /// How the documents were read, where it is not evident.
    pub notes: Vec<String>,
    /// By source, the pointers on which schemas depend because discriminators decide; empty if they annotate.
    pub links: Vec<BTreeMap<String, BTreeSet<String>>>,
    /// Whether discriminators decide, and may do so over several files.
    pub decides_across_files: bool,
}

/// Reads a file, a document of many schemas, a folder of either, or `-`.
pub(super) fn read_input(location: Location) -> Result<Input, Error> {
    let name = location.name();
    let Location { mut files, path } = location;
    let mut input = Input { name, ..Input::default() };
    match files.open(&path)? {
        Opened::File(source) => {
            input.single = document_kind(&source)? == DocumentKind::JsonSchema;
            let listing = input.name.clone();
            input.list(0, &source, &Listing::file(&listing))?;
            input.sources.push(source);
            add_referenced_files(&mut files, &path, &mut input.sources)?;
        }
        Opened::Folder { sources, skipped } => {
            input.notes.extend(skipped.iter().map(|file| format!("{file}: skipped, because it is not a file")));
            for (index, source) in sources.into_iter().enumerate() {
                let folder = input.name.trim_end_matches('/');
                let inside = source.file().strip_prefix(folder).unwrap_or(source.file());
                let inside = inside.trim_start_matches('/').to_owned();
                input.list(index, &source, &Listing::in_folder(&inside))?;
                input.sources.push(source);
            }
        }
    }
    input.find_uses();
    Ok(input)
}

/// Adds the files in the folder of `path`, and in its subfolders, that references lead to, directly or through other files.
fn add_referenced_files(files: &mut Files, path: &Path, sources: &mut Vec<Source>) -> Result<(), Error> {
    let Some(folder) = path.parent().filter(|_| path != Path::new("-")) else { return Ok(()) };
    let mut read_to = 0;
    while let Some(source) = sources.get(read_to).filter(|_| sources.len() < MAX_FILES) {
        let references = collect_strings(source.value(), &REFERENCES);
        let from = source.file().strip_prefix(files.prefix()).unwrap_or(source.file());
        let targets = |reference: &&str| {
            let beside = file_name(reference).map(|name| folder.join(name));
            [relative_file(folder, from, reference), beside]
        };
        let wanted: BTreeSet<PathBuf> = references.iter().flat_map(targets).flatten().collect();
        for file in wanted {
            let name = files.name(&file);
            if sources.iter().all(|source| source.file() != name) {
                sources.extend(files.read_if_file(&file)?);
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

impl Input {
    pub fn value(&self, schema: &InputSchema) -> Option<&Value> {
        pointer::find(self.sources.get(schema.source)?.value(), &schema.at)
    }

    /// The place of a pointer, with its line.
    pub fn place(&self, source: usize, at: &str) -> Place {
        let Some(source) = self.sources.get(source) else { return Place::default() };
        let (line, column) = source.position(at).map_or((1, 1), |at| (at.line, at.column));
        Place { file: source.file().to_owned(), line, column, pointer: at.to_owned() }
    }

    /// Lets discriminators decide, so that a base depends on its subtypes, which do not need to be in its own file.
    pub fn let_discriminators_decide(&mut self) {
        let decides = |source: &Source| source.has(Keyword::Discriminator);
        self.decides_across_files = self.sources.len() > 1 && self.sources.iter().any(decides);
        self.links = self.sources.iter().map(discriminator_links).collect();
    }

    /// The pointers on which the schema at a pointer depends because discriminators decide.
    pub fn links_of(&self, source: usize, at: &str) -> Option<&BTreeSet<String>> {
        self.links.get(source)?.get(at)
    }

    /// The pointers to which the references in the part at a pointer lead, and those on which it depends because discriminators
    /// decide; `None` if it depends on more than the parts there.
    pub fn targets_of(&self, source: usize, at: &str, part: &Value) -> Option<Vec<String>> {
        let mut targets = find_references(part, at)?;
        targets.extend(self.links_of(source, at).into_iter().flatten().cloned());
        Some(targets)
    }

    /// The files, or parts of them, that a comparison of the schema needs.
    pub fn files_for(&self, schema: &InputSchema) -> SchemaFiles {
        if self.decides_across_files {
            let others = self.sources.iter().enumerate().filter(|(index, _)| *index != schema.source);
            let files = self.sources.get(schema.source).into_iter().chain(others.map(|(_, source)| source));
            return SchemaFiles { files: files.map(SentFile::from).collect(), at: schema.at.clone(), draft: None };
        }
        let own = self.sources.get(schema.source);
        let slice = || Some(SentFile::new(own?.file(), cut_out(own?.value(), &self.closure(schema)?)?));
        let files = match slice() {
            Some(slice) if !schema.at.is_empty() => vec![slice],
            Some(_) => own.map(SentFile::from).into_iter().collect(),
            None => self.reachable_files(schema.source).into_iter().map(SentFile::from).collect(),
        };
        // A part of a document does not have all the signs of its dialect.
        let draft = own.filter(|_| !schema.at.is_empty()).map(|source| Dialect::of(source.value(), None).draft);
        SchemaFiles { files, at: schema.at.clone(), draft: draft.map(|draft| draft.name().to_owned()) }
    }

    /// The files, or parts of one, that comparisons of several schemas of one document need.
    pub fn files_for_all(&self, schemas: &[&InputSchema]) -> Option<SchemaFiles> {
        let source = schemas.first()?.source;
        let own = self.sources.get(source)?;
        let closure = self.closure_of_all(schemas).filter(|_| schemas.iter().all(|schema| !schema.at.is_empty()));
        if let Some(all) = closure {
            let draft = Some(Dialect::of(own.value(), None).draft.name().to_owned());
            let files = vec![SentFile::new(own.file(), cut_out(own.value(), &all)?)];
            return Some(SchemaFiles { files, at: String::new(), draft });
        }
        let files = self.reachable_files(source).into_iter().map(SentFile::from).collect();
        Some(SchemaFiles { files, at: String::new(), draft: None })
    }

    /// The file, and the files of the folder that its references may lead to, directly or through other files.
    fn reachable_files(&self, first: usize) -> Vec<&Source> {
        let mut found = Vec::new();
        let (mut open, mut seen) = (vec![first], BTreeSet::from([first]));
        while let Some(source) = open.pop().and_then(|index| self.sources.get(index)) {
            let wanted = collect_strings(source.value(), &REFERENCES);
            let wanted: BTreeSet<String> = wanted.into_iter().filter_map(file_name).collect();
            for (index, other) in self.sources.iter().enumerate().filter(|_| !wanted.is_empty()) {
                let mut names = collect_strings(other.value(), &[Keyword::Id, Keyword::OldId].map(Keyword::name))
                    .into_iter()
                    .chain([other.file()]);
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

    /// The schema that this one is nothing but a reference to; else itself.
    pub fn target(&self, schema: &InputSchema) -> Target {
        let reference = || {
            let members = self.value(schema)?.as_object().filter(|members| members.len() == 1)?;
            let at = members.get(Keyword::Ref.name())?.as_str()?.strip_prefix('#').filter(|at| at.starts_with('/'))?;
            pointer::find(self.sources.get(schema.source)?.value(), at).map(|_| at.to_owned())
        };
        Target { source: schema.source, at: reference().unwrap_or_else(|| schema.at.clone()) }
    }

    /// The document that contains a schema.
    pub fn document(&self, schema: &InputSchema) -> Option<&Value> {
        Some(self.sources.get(schema.source)?.value())
    }

    /// The parts of the document that a schema consists of, with those that references lead to. `None` if a reference leaves the
    /// document.
    fn closure(&self, schema: &InputSchema) -> Option<BTreeMap<String, &Value>> {
        let mut found = BTreeMap::new();
        self.add_closure(schema, &mut found)?;
        Some(found)
    }

    /// The same of several schemas of one document.
    pub fn closure_of_all(&self, schemas: &[&InputSchema]) -> Option<BTreeMap<String, &Value>> {
        let mut all = BTreeMap::new();
        schemas.iter().all(|schema| self.add_closure(schema, &mut all).is_some()).then_some(all)
    }

    fn add_closure<'s>(&'s self, schema: &InputSchema, found: &mut BTreeMap<String, &'s Value>) -> Option<()> {
        let document = self.sources.get(schema.source)?.value();
        // The same keywords may mean something else in another dialect. AsyncAPI declares one beside the schema.
        let beside = schema.at.rsplit_once('/').map(|(parent, _)| format!("{parent}/schemaFormat"));
        let around = MARKS.iter().map(|member| format!("/{member}")).chain(beside);
        found.extend(around.filter_map(|at| Some((at.clone(), pointer::find(document, &at)?))));
        let mut open = vec![schema.at.clone()];
        while let Some(at) = open.pop() {
            if found.contains_key(&at) {
                continue;
            }
            let value = pointer::find(document, &at)?;
            open.extend(self.targets_of(schema.source, &at, value)?);
            found.insert(at, value);
        }
        Some(())
    }
}

/// The pointers to which the references in the part at `at` lead; `None` if the part depends on more than the parts there.
pub(super) fn find_references(part: &Value, at: &str) -> Option<Vec<String>> {
    let mut found = Vec::new();
    let mut open = vec![part];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(members) => {
                for (name, value) in members {
                    match (Keyword::from_name(name), value) {
                        (Some(Keyword::Ref), Value::String(reference)) => {
                            found.push(reference.strip_prefix('#')?.to_owned());
                        }
                        (Some(Keyword::DynamicRef | Keyword::RecursiveRef), _) => return None,
                        (Some(Keyword::Id), Value::String(id)) if !at.is_empty() && !id.starts_with('#') => {
                            return None;
                        }
                        _ => open.push(value),
                    }
                }
            }
            _ => {}
        }
    }
    Some(found)
}

/// A part of a document.
#[derive(Serialize)]
#[serde(untagged)]
enum Slice<'v> {
    Whole(&'v Value),
    Members(BTreeMap<String, Slice<'v>>),
}

/// Cuts the parts at the pointers of `closure` out of `document`, at the same pointers, as JSON.
fn cut_out(document: &Value, closure: &BTreeMap<String, &Value>) -> Option<Vec<u8>> {
    let mut slice = Slice::Members(BTreeMap::new());
    // A pointer is sorted before those that begin with it.
    for at in closure.keys() {
        let (mut here, mut from) = (&mut slice, document);
        for token in pointer::tokens(at) {
            // An array is taken as a whole, so that its items keep their index.
            let Some(next) = from.as_object().and_then(|members| members.get(&token)) else { break };
            let Slice::Members(known) = here else { break };
            (here, from) = (known.entry(token).or_insert_with(|| Slice::Members(BTreeMap::new())), next);
        }
        *here = Slice::Whole(from);
    }
    serde_json::to_vec(&slice).ok()
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
                let named = members.iter().filter(|(name, _)| keywords.contains(&name.as_str()));
                found.extend(named.filter_map(|(_, value)| value.as_str()));
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
