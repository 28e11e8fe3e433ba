//! Lists the schemas of a document, each with the keys by which it is paired with one of the other side.

use std::sync::Arc;

use schema_ir::{Dialect, DocumentKind, Error, Operation, Part, SchemaPlace, Source, find_schemas};
use serde_json::Value;

use super::gather::Input;
use super::uses::Uses;

/// One schema of an input, or one operation.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct InputSchema {
    pub name: String,
    /// The keys for pairing, the best first: place, `$id`, title, name, name without the ending.
    pub keys: Vec<String>,
    /// The index of the source, and the pointer in it.
    pub source: usize,
    pub at: String,
    /// The operation that the schema belongs to.
    pub operation: Option<Arc<Operation>>,
    /// What the schema describes, from which follows who reads it; `None` for the root of a JSON Schema, and for an operation.
    pub part: Option<Part>,
    /// Who exchanges its values, if the document is of an API.
    pub uses: Option<Uses>,
}

/// How a file is listed.
pub(super) struct Listing<'p> {
    /// The name of the file's root schema.
    name: &'p str,
    /// The file inside its folder, where a name may occur in several documents; empty for a single file.
    inside: &'p str,
}

impl<'p> Listing<'p> {
    pub fn file(path: &'p str) -> Self {
        Listing { name: path, inside: "" }
    }

    pub fn in_folder(inside: &'p str) -> Self {
        Listing { name: inside, inside }
    }

    fn entry(&self, source: usize, place: SchemaPlace) -> InputSchema {
        let uses = Uses::of_place(&place);
        let SchemaPlace { pointer, name, part, operation, .. } = place;
        // A new version beside the first one changes the name, but not what the first is.
        let key = match &part {
            Part::Version(version) => format!("version {version}"),
            _ => name.clone(),
        };
        let keys = vec![format!("place {}#{key}", self.inside), format!("name {name}")];
        InputSchema { name, keys, source, at: pointer, operation, part: Some(part), uses }
    }
}

impl Input {
    /// Adds the schemas of a document, which has the number `index` among the sources.
    ///
    /// # Errors
    ///
    /// The document has too many schemas.
    pub fn list(&mut self, index: usize, source: &Source, listing: &Listing<'_>) -> Result<(), Error> {
        let kind = DocumentKind::of(source.value());
        if matches!(kind, DocumentKind::JsonSchema | DocumentKind::Unknown) {
            self.schemas.push(root(index, source.value(), listing.name));
            return Ok(());
        }
        let found = find_schemas(source)?;
        self.schemas.extend(found.places.into_iter().map(|place| listing.entry(index, place)));
        self.operations.extend(found.operations.iter().map(|operation| InputSchema {
            name: operation.name.clone(),
            keys: vec![format!("place {}#{}", listing.inside, operation.name), format!("name {}", operation.name)],
            source: index,
            at: operation.pointer.clone(),
            operation: Some(Arc::clone(operation)),
            part: None,
            uses: None,
        }));
        self.aspects.extend(found.aspects.into_iter().map(|one| (index, one)));
        self.uses.extend(found.uses.into_iter().map(|one| (index, one)));
        let file = source.file();
        if kind == DocumentKind::Library {
            self.notes.push(format!("{file}: the root asserts nothing, so its definitions are compared one by one"));
            let sign = Dialect::of(source.value(), None).sign;
            self.notes.extend(sign.map(|sign| format!("{file}: {}", sign.message)));
        }
        self.notes.extend(found.notes.iter().map(|note| format!("{file}: {} (at {})", note.message, note.pointer)));
        Ok(())
    }

    /// Lists the definitions of a single schema beside its root, because the other side is a library.
    pub fn list_definitions(&mut self) {
        let Some(source) = self.sources.first() else { return };
        let listing = Listing::file("");
        for section in ["$defs", "definitions"] {
            let names = source.value().get(section).and_then(Value::as_object).into_iter().flat_map(|all| all.keys());
            let place = |name: &String| SchemaPlace {
                pointer: schema_ir::pointer::push(&format!("/{section}"), name),
                name: name.clone(),
                part: Part::Named,
                operation: None,
                draft: None,
            };
            self.schemas.extend(names.map(|name| listing.entry(0, place(name))));
        }
        self.single = false;
    }

    /// Whether the only document is a library.
    pub fn is_library(&self) -> bool {
        let first = self.sources.first().map(|source| DocumentKind::of(source.value()));
        first == Some(DocumentKind::Library) && self.schemas.iter().all(|schema| schema.source == 0)
    }
}

/// The root of a JSON Schema.
fn root(source: usize, schema: &Value, name: &str) -> InputSchema {
    let text = |keyword: &str| schema.get(keyword).and_then(Value::as_str);
    let id = text("$id").or_else(|| text("id")).map(|id| format!("id {id}"));
    let title = text("title").map(|title| format!("title {title}"));
    // A file that changes its format keeps its name but for the ending.
    let stem = [".json", ".yaml", ".yml"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
    let keys = id.into_iter().chain(title).chain([format!("name {name}"), format!("stem {stem}")]).collect();
    InputSchema { name: name.to_owned(), keys, source, at: String::new(), operation: None, part: None, uses: None }
}
