//! Resolves references within one folder: `$id` scopes, anchors and JSON Pointers.

use std::collections::BTreeMap;

use fluent_uri::{Uri, UriRef};
use serde_json::Value;

use crate::document::{Dialect, outermost_schemas};
use crate::file_uri::{self, FOLDER};
use crate::keyword::{has_member, subschemas};
use crate::{Draft, Error, ErrorKind, Source, pointer};

/// The place of a schema: the number of its document, and a JSON Pointer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) document: usize,
    pub(crate) pointer: String,
}

/// The dynamic scope: for each dynamic anchor, its place in the outermost resource on the path of evaluation that defines it
/// (core, 7.1). Only names with several anchors are entered, because a single anchor is the target in every scope.
pub(crate) type Scope = BTreeMap<String, Place>;

/// A schema resource (2020-12 core, 4.3.5): a document's root, or a subschema with `$id`.
struct Resource {
    base: String,
    draft: Draft,
}

pub(crate) struct Index<'s> {
    sources: Vec<&'s Source>,
    /// By the pointers to their roots, for each document.
    resources: Vec<BTreeMap<String, Resource>>,
    by_uri: BTreeMap<String, Place>,
    /// The base URIs that the documents have by the paths of their files.
    files: Vec<String>,
    /// By file name; `None` if several files have it. A reference that is only a file name leads to that file from any folder.
    by_name: BTreeMap<String, Option<Place>>,
    anchors: BTreeMap<(String, String), Place>,
    /// Dynamic anchors by name, `$recursiveAnchor` under the empty one.
    dynamic: BTreeMap<String, Vec<Place>>,
    /// The dialect of each document.
    dialects: Vec<Dialect>,
}

/// The members that, beside the identifier of the dialect, identify a schema or give it another dialect.
const IDENTIFYING: [&str; 5] = ["$anchor", "$dynamicAnchor", "$recursiveAnchor", "$schema", "schemaFormat"];

impl<'s> Index<'s> {
    pub(crate) fn new(sources: Vec<&'s Source>, draft: Option<Draft>) -> Self {
        let mut index = Index {
            sources: Vec::new(),
            resources: Vec::new(),
            by_uri: BTreeMap::new(),
            files: file_uri::base_uris(&sources.iter().map(|source| source.file()).collect::<Vec<_>>()),
            by_name: BTreeMap::new(),
            anchors: BTreeMap::new(),
            dynamic: BTreeMap::new(),
            dialects: Vec::new(),
        };
        for (document, source) in sources.iter().enumerate() {
            let name = file_uri::file_name(source.file()).to_owned();
            let root = Place { document, pointer: String::new() };
            index.by_name.entry(name).and_modify(|place| *place = None).or_insert(Some(root));
            let base = index.files.get(document).cloned().unwrap_or_default();
            let dialect = Dialect::of(source.value(), draft);
            index.scan(document, source, base, dialect.draft);
            index.dialects.push(dialect);
        }
        index.sources = sources;
        index
    }

    /// Registers every resource and anchor of a document.
    fn scan(&mut self, document: usize, source: &Source, base: String, draft: Draft) {
        let root = source.value();
        let place = Place { document, pointer: String::new() };
        let mut resources = BTreeMap::from([(String::new(), Resource { base: base.clone(), draft })]);
        self.by_uri.insert(base.clone(), place);
        let mut wanted = IDENTIFYING.to_vec();
        wanted.push(draft.id_keyword());
        wanted.retain(|name| source.may_have(name));
        // A property of such a name has a schema.
        let is_wanted = |name: &str, value: &Value| !value.is_object() && wanted.contains(&name);
        let has_some = !wanted.is_empty() && has_member(root, &is_wanted);
        let outermost = if has_some { outermost_schemas(root, draft) } else { BTreeMap::new() };
        let mut open: Vec<(String, &Value, String, Draft)> = Vec::new();
        for (at, own) in outermost {
            let Some(schema) = pointer::find(root, &at) else { continue };
            if own != draft {
                resources.insert(at.clone(), Resource { base: base.clone(), draft: own });
            }
            open.push((at, schema, base.clone(), own));
        }
        while let Some((at, schema, mut base, mut draft)) = open.pop() {
            let Value::Object(members) = schema else { continue };
            let place = || Place { document, pointer: at.clone() };
            let text = |key: &str| members.get(key).and_then(Value::as_str);
            if let Some(uri) = text("$schema").and_then(Draft::of_uri) {
                draft = uri;
            }
            // Up to draft-07, `$ref` disables the `$id` beside it as well.
            let disabled = draft.ref_disables_siblings() && members.contains_key("$ref");
            if let Some(id) = text(draft.id_keyword()).filter(|_| !disabled) {
                match id.strip_prefix('#') {
                    // Up to draft-07, `{"$id": "#name"}` is an anchor (draft-07 core, 8.2.3).
                    Some(name) if draft <= Draft::Draft07 && !name.is_empty() && !name.starts_with('/') => {
                        self.anchors.insert((base.clone(), name.to_owned()), place());
                    }
                    // A fragment identifies nothing in 2020-12 (core, 8.2.1); `#/…` records where upstream keeps the schema.
                    Some(_) => {}
                    None => {
                        if let Some(uri) = resolve(&base, id) {
                            base = uri.split('#').next().unwrap_or(&uri).to_owned();
                            self.by_uri.insert(base.clone(), place());
                            resources.insert(at.clone(), Resource { base: base.clone(), draft });
                        }
                    }
                }
            }
            if draft >= Draft::Draft201909
                && let Some(name) = text("$anchor")
            {
                self.anchors.insert((base.clone(), name.to_owned()), place());
            }
            if draft >= Draft::Draft202012
                && let Some(name) = text("$dynamicAnchor")
            {
                self.anchors.insert((base.clone(), name.to_owned()), place());
                self.dynamic.entry(name.to_owned()).or_default().push(place());
            }
            if draft == Draft::Draft201909 && members.get("$recursiveAnchor") == Some(&Value::Bool(true)) {
                self.dynamic.entry(String::new()).or_default().push(place());
            }
            let inside = subschemas(draft, schema, &at).into_iter();
            open.extend(inside.map(|(at, child)| (at, child, base.clone(), draft)));
        }
        self.resources.push(resources);
    }

    /// The dialect of a document.
    pub(crate) fn dialect(&self, document: usize) -> Option<&Dialect> {
        self.dialects.get(document)
    }

    pub(crate) fn source(&self, document: usize) -> Option<&'s Source> {
        self.sources.get(document).copied()
    }

    /// The name of the file of a place, without its folders and endings.
    pub(crate) fn file_stem(&self, place: &Place) -> String {
        let name = file_uri::file_name(self.source(place.document).map_or("-", Source::file));
        name.split('.').next().unwrap_or(name).to_owned()
    }

    pub(crate) fn value(&self, place: &Place) -> Option<&'s Value> {
        pointer::find(self.source(place.document)?.value(), &place.pointer)
    }

    /// The dialect and the base URI that apply at a place.
    pub(crate) fn dialect_and_base(&self, place: &Place) -> (Draft, &str) {
        match self.resource(place) {
            Some((_, resource)) => (resource.draft, &resource.base),
            None => (Draft::Draft202012, FOLDER),
        }
    }

    /// Resolves the reference `reference`, which is the value of `keyword` at `place`.
    pub(crate) fn find_target(&self, place: &Place, keyword: &str, reference: &str) -> Result<Place, Error> {
        let fail = |kind: ErrorKind, message: String, help: &str| {
            let at = pointer::push(&place.pointer, keyword);
            match self.source(place.document) {
                Some(source) => source.error(kind, &at, message).with_help(help),
                None => Error::new(kind, "-", message),
            }
        };
        let (_, base) = self.dialect_and_base(place);
        let (uri, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let resource = match uri {
            "" => base.to_owned(),
            uri => resolve(base, uri).ok_or_else(|| {
                fail(
                    ErrorKind::RefNotAUri,
                    format!("`{keyword}` is not a URI reference: {reference:?}"),
                    "write a URI reference (RFC 3986)",
                )
            })?,
        };
        let Some(root) = self.by_uri.get(&resource).or_else(|| self.find_file(place.document, uri)) else {
            let message = if resource.starts_with(FOLDER) {
                format!("`{keyword}` names a file that is not in the folder: {reference:?}")
            } else {
                format!("`{keyword}` leaves the folder: {reference:?}")
            };
            return Err(fail(
                ErrorKind::RefLeavesFolder,
                message,
                "no document is fetched; put it into the folder and refer to it by its path or its `$id`",
            ));
        };
        let nothing = || {
            fail(
                ErrorKind::RefToNowhere,
                format!("`{keyword}` points to nothing: {reference:?}"),
                "name a schema that the document has",
            )
        };
        let fragment = pointer::percent_decoded(fragment).ok_or_else(nothing)?;
        let place = if fragment.is_empty() || fragment.starts_with('/') {
            Place { document: root.document, pointer: format!("{}{fragment}", root.pointer) }
        } else {
            let (_, base) = self.dialect_and_base(root);
            self.anchors.get(&(base.to_owned(), fragment)).cloned().ok_or_else(nothing)?
        };
        match self.value(&place) {
            Some(Value::Object(_) | Value::Bool(_)) => Ok(place),
            Some(_) => Err(fail(
                ErrorKind::RefToNoSchema,
                format!("`{keyword}` points to a value that is not a schema: {reference:?}"),
                "a schema is an object or a boolean",
            )),
            None => Err(nothing()),
        }
    }

    /// The file to which a reference leads from the path of the file `document`. Authors write such references even if an `$id`
    /// gives the reference another base URI.
    fn find_file(&self, document: usize, uri: &str) -> Option<&Place> {
        let by_path = self.files.get(document).and_then(|base| self.by_uri.get(&resolve(base, uri)?));
        by_path.or_else(|| self.by_name.get(&pointer::percent_decoded(uri)?)?.as_ref())
    }

    /// Whether a reference leads to the meta-schema of its own dialect. Validators know it, so the folder need not contain it.
    pub(crate) fn is_meta_schema(&self, place: &Place, reference: &str) -> bool {
        let (uri, _) = reference.split_once('#').unwrap_or((reference, ""));
        let (draft, base) = self.dialect_and_base(place);
        resolve(base, uri).is_some_and(|uri| !self.by_uri.contains_key(&uri) && Draft::of_uri(&uri) == Some(draft))
    }

    /// The dynamic scope (core, 7.1) at `place` when evaluation comes from `scope`: the dynamic anchors of the place's resource
    /// are added, unless an outer resource has an anchor of that name.
    pub(crate) fn enter_scope(&self, scope: &Scope, place: &Place) -> Scope {
        let mut entered = scope.clone();
        let mut several = self.dynamic.iter().filter(|(_, places)| places.len() > 1).peekable();
        if several.peek().is_none() {
            return entered;
        }
        let root = |place: &Place| Some((place.document, self.resource(place)?.0));
        let resource = root(place);
        for (name, places) in several.filter(|(name, _)| !scope.contains_key(*name)) {
            if let Some(anchored) = places.iter().find(|anchored| root(anchored) == resource) {
                entered.insert(name.clone(), anchored.clone());
            }
        }
        entered
    }

    /// Whether a schema resource begins at `place`.
    pub(crate) fn is_resource(&self, place: &Place) -> bool {
        self.resources.get(place.document).is_some_and(|resources| resources.contains_key(&place.pointer))
    }

    /// The resource that contains `place`, and the pointer to its root.
    fn resource(&self, place: &Place) -> Option<(&str, &Resource)> {
        let resources = self.resources.get(place.document)?;
        // Most documents are one resource, whose root is theirs.
        if resources.len() == 1 {
            return resources.first_key_value().map(|(at, resource)| (at.as_str(), resource));
        }
        let mut at = place.pointer.as_str();
        loop {
            if let Some((at, resource)) = resources.get_key_value(at) {
                return Some((at, resource));
            }
            at = &at[..at.rfind('/')?];
        }
    }

    /// Resolves a dynamic reference to `name` (empty for `$recursiveRef`) in `scope`. `target` is the static target, which wins
    /// unless it is a dynamic anchor itself (core, 8.2.3.2; 2019-09 core, 8.2.4.2.1).
    pub(crate) fn find_dynamic_target(&self, name: &str, target: Place, scope: &Scope) -> Place {
        let is_dynamic = self.dynamic.get(name).is_some_and(|places| places.contains(&target));
        scope.get(name).filter(|_| is_dynamic).cloned().unwrap_or(target)
    }
}

fn resolve(base: &str, reference: &str) -> Option<String> {
    let base = Uri::parse(base).ok()?;
    let base = base.strip_fragment();
    Some(file_uri::canonical(UriRef::parse(reference).ok()?.resolve_against(&base).ok()?.normalize().into_string()))
}
