//! The names of root types.

use std::collections::{BTreeMap, BTreeSet};

use schema_ir::{DocumentKind, Error, ErrorKind, Keyword, Source};
use serde_json::Value;

use crate::lowered::file_name;

/// The names of the root types of some files, and the files whose root type has no name of its own.
#[derive(Default)]
pub(crate) struct RootNames {
    /// By file.
    names: BTreeMap<String, String>,
    pub(crate) errors: Vec<Error>,
    pub(crate) warnings: Vec<Error>,
}

impl RootNames {
    /// Names the root type of each JSON Schema: as the user does in `given`, by place; else by its title or its file. If several
    /// files have one title, those that only others refer to are named after their files.
    pub(crate) fn new(
        schemas: &[(&Source, DocumentKind)],
        given: &BTreeMap<String, String>,
        first: Option<&str>,
    ) -> Self {
        let mut roots = RootNames::default();
        let mut taken: BTreeMap<String, &Source> = BTreeMap::new();
        let mut titled: BTreeMap<String, Vec<&Source>> = BTreeMap::new();
        for (number, (source, kind)) in schemas.iter().enumerate() {
            let by_place = given.get(&format!("{}#", file_name(source.file()))).map(String::as_str);
            let name = first.filter(|_| number == 0).or(by_place);
            let name = name.map_or_else(|| root_name(source), str::to_owned);
            roots.names.insert(source.file().to_owned(), name.clone());
            // Only a JSON Schema has a root type.
            if *kind == DocumentKind::JsonSchema {
                titled.entry(name).or_default().push(source);
            }
        }
        let several: Vec<(String, Vec<&Source>)> = titled
            .into_iter()
            .filter_map(|(name, mut sources)| {
                let is_taken = sources.len() > 1;
                if !is_taken {
                    taken.extend(sources.pop().map(|source| (name.clone(), source)));
                }
                is_taken.then_some((name, sources))
            })
            .collect();
        for (name, sources) in several {
            roots.settle(&name, &sources, schemas, &mut taken);
        }
        roots
    }

    /// The name of the root type of a file.
    pub(crate) fn get(&self, source: &Source) -> String {
        self.names.get(source.file()).cloned().unwrap_or_else(|| root_name(source))
    }

    /// Gives all but one of the files with the same title the names of their files.
    fn settle<'s>(
        &mut self,
        name: &str,
        sources: &[&'s Source],
        all: &[(&Source, DocumentKind)],
        taken: &mut BTreeMap<String, &'s Source>,
    ) {
        let is_referred_to = |source: &Source| {
            let file = file_name(source.file());
            all.iter().any(|(other, _)| other.file() != source.file() && refers_to(other.value(), file))
        };
        let keeps = sources.iter().find(|source| !is_referred_to(source)).or(sources.first()).copied();
        let Some(keeps) = keeps else { return };
        taken.insert(name.to_owned(), keeps);
        for source in sources.iter().filter(|source| source.file() != keeps.file()) {
            let stem = file_stem(source).to_owned();
            let at = if source.value().get("title").is_some() { "/title" } else { "" };
            let error = |message: String| source.error(ErrorKind::DuplicateType, at, message);
            let help =
                format!("name one of them by `Builder::name({:?}, …)`", format!("{}#", file_name(source.file())));
            if is_referred_to(source) && !taken.contains_key(&stem) {
                let message = format!(
                    "{} has the root type {name:?}, so this one is named {stem:?} after its file",
                    keeps.file()
                );
                self.warnings.push(error(message).with_help(help));
                self.names.insert(source.file().to_owned(), stem.clone());
                taken.insert(stem, source);
            } else {
                let message = format!("{} already defines the root type {name:?}", keeps.file());
                self.errors.push(error(message).with_help(help));
            }
        }
    }

    /// The files that are not generated, because of an error.
    pub(crate) fn refused(&self) -> BTreeSet<&str> {
        self.errors.iter().map(|error| error.file.as_str()).collect()
    }
}

/// Whether a reference in a schema is to a file of this name.
fn refers_to(schema: &Value, file: &str) -> bool {
    match schema {
        Value::Object(members) => members.iter().any(|(name, value)| match value {
            Value::String(reference) if name == Keyword::Ref.name() => {
                let path = reference.split('#').next().unwrap_or_default();
                !path.is_empty() && file_name(path) == file
            }
            value => refers_to(value, file),
        }),
        Value::Array(items) => items.iter().any(|item| refers_to(item, file)),
        _ => false,
    }
}

fn root_name(source: &Source) -> String {
    match source.value().get("title").and_then(Value::as_str) {
        Some(title) if !title.trim().is_empty() => title.to_owned(),
        _ => file_stem(source).to_owned(),
    }
}

fn file_stem(source: &Source) -> &str {
    let file = file_name(source.file());
    [".json", ".yaml", ".yml"].iter().find_map(|end| file.strip_suffix(end)).unwrap_or(file)
}

/// The places most like `wanted`, which has no type: `FILE#POINTER`, the nearest first, at most five.
pub(crate) fn nearby<'p>(wanted: &str, places: &'p [String]) -> Vec<&'p str> {
    let (file, pointer) = wanted.split_once('#').unwrap_or((wanted, ""));
    let distance = |place: &&String| {
        let (other_file, other) = place.split_once('#').unwrap_or((place.as_str(), ""));
        let (ours, theirs): (Vec<&str>, Vec<&str>) = (pointer.split('/').collect(), other.split('/').collect());
        let common = ours.iter().zip(&theirs).take_while(|(one, other)| one == other).count();
        // Steps up to the common schema, and down from it.
        (file != other_file, ours.len() + theirs.len() - 2 * common)
    };
    let mut all: Vec<&String> = places.iter().collect();
    all.sort_by_cached_key(|place| (distance(place), (*place).clone()));
    all.dedup();
    all.into_iter().take(MAX_NEARBY).map(String::as_str).collect()
}

/// The number of places that are listed.
const MAX_NEARBY: usize = 5;
