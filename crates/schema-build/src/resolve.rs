//! Where a reference leads: `$id` scopes, anchors and JSON Pointers inside the documents of one folder.

use std::collections::BTreeMap;

use fluent_uri::{Uri, UriRef};
use serde_json::Value;

use crate::draft::{Draft, subschemas};
use crate::{Error, Source, pointer};

/// Files are addressed under this folder, so that a reference out of it can be told from one inside.
const FOLDER: &str = "file:///schemas/";

/// A schema in one of the documents.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) document: usize,
    pub(crate) pointer: String,
}

/// What each dynamic anchor means: the place in the outermost resource, of those that evaluation went through, that has
/// it. Where no name is anchored twice, nothing depends on it, and it is left empty.
pub(crate) type Scope = BTreeMap<String, Place>;

/// A schema resource (2020-12 core, 4.3.5): what `$id` opens.
struct Resource {
    base: String,
    draft: Draft,
}

pub(crate) struct Index<'s> {
    sources: Vec<&'s Source>,
    resources: BTreeMap<Place, Resource>,
    by_uri: BTreeMap<String, Place>,
    /// By the file's name, which a reference that is no more than it means, whatever the `$id`s of the two files are.
    by_name: BTreeMap<String, Place>,
    anchors: BTreeMap<(String, String), Place>,
    /// Dynamic anchors by name, `$recursiveAnchor` under the empty one.
    dynamic: BTreeMap<String, Vec<Place>>,
}

impl<'s> Index<'s> {
    pub(crate) fn new(sources: Vec<&'s Source>, draft: Option<Draft>) -> Self {
        let mut index = Index {
            sources: Vec::new(),
            resources: BTreeMap::new(),
            by_uri: BTreeMap::new(),
            by_name: BTreeMap::new(),
            anchors: BTreeMap::new(),
            dynamic: BTreeMap::new(),
        };
        for (document, source) in sources.iter().enumerate() {
            let name = source.file().rsplit(['/', '\\']).next().unwrap_or("-");
            let encoded = pointer::percent_encoded(name, b"");
            let base = format!("{FOLDER}{encoded}");
            index.by_name.insert(encoded, Place { document, pointer: String::new() });
            let draft = draft.unwrap_or_else(|| document_draft(source.value()));
            index.scan(document, source.value(), base, draft);
        }
        index.sources = sources;
        index
    }

    /// Registers every resource and anchor of a document.
    fn scan(&mut self, document: usize, root: &Value, base: String, draft: Draft) {
        let place = Place { document, pointer: String::new() };
        self.by_uri.insert(base.clone(), place.clone());
        self.resources.insert(place, Resource { base: base.clone(), draft });
        let mut open: Vec<(String, &Value, String, Draft)> = Vec::new();
        if is_openapi(root) {
            for (name, schema) in components(root) {
                open.push((pointer::push("/components/schemas", name), schema, base.clone(), draft));
            }
        } else {
            open.push((String::new(), root, base, draft));
        }
        while let Some((at, schema, mut base, mut draft)) = open.pop() {
            let Value::Object(members) = schema else { continue };
            let place = || Place { document, pointer: at.clone() };
            let text = |key: &str| members.get(key).and_then(Value::as_str);
            if let Some(uri) = text("$schema").and_then(Draft::of_uri) {
                draft = uri;
            }
            let void = draft.ref_stands_alone() && members.contains_key("$ref");
            if let Some(id) = text(draft.id_keyword()).filter(|_| !void) {
                match id.strip_prefix('#') {
                    Some(name) if draft <= Draft::Draft07 && !name.is_empty() && !name.starts_with('/') => {
                        self.anchors.insert((base.clone(), name.to_owned()), place());
                    }
                    Some(_) => {}
                    None => {
                        if let Some(uri) = resolve(&base, id) {
                            base = uri.split('#').next().unwrap_or(&uri).to_owned();
                            self.by_uri.insert(base.clone(), place());
                            self.resources.insert(place(), Resource { base: base.clone(), draft });
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
            for (tokens, child) in subschemas(draft, schema) {
                let at = tokens.iter().fold(at.clone(), |at, token| pointer::push(&at, token));
                open.push((at, child, base.clone(), draft));
            }
        }
    }

    pub(crate) fn source(&self, document: usize) -> Option<&'s Source> {
        self.sources.get(document).copied()
    }

    pub(crate) fn value(&self, place: &Place) -> Option<&'s Value> {
        self.source(place.document)?.value().pointer(&place.pointer)
    }

    /// The dialect that holds at a place, and the base URI.
    pub(crate) fn scope(&self, place: &Place) -> (Draft, &str) {
        let mut at = place.clone();
        loop {
            if let Some(resource) = self.resources.get(&at) {
                return (resource.draft, &resource.base);
            }
            match at.pointer.rfind('/') {
                Some(parent) => at.pointer.truncate(parent),
                None => return (Draft::Draft202012, FOLDER),
            }
        }
    }

    /// What the reference `reference`, written in `keyword` at `place`, means.
    pub(crate) fn target(&self, place: &Place, keyword: &str, reference: &str) -> Result<Place, Error> {
        let fail = |message: String, help: &str| {
            let at = pointer::push(&place.pointer, keyword);
            match self.source(place.document) {
                Some(source) => source.error(&at, message).with_help(help),
                None => Error::file("-", message),
            }
        };
        let (_, base) = self.scope(place);
        let (uri, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let resource = match uri {
            "" => base.to_owned(),
            uri => resolve(base, uri).ok_or_else(|| {
                fail(format!("`{keyword}` is no URI reference: {reference:?}"), "write a URI reference (RFC 3986)")
            })?,
        };
        let Some(root) = self.by_uri.get(&resource).or_else(|| self.by_name.get(uri)) else {
            let message = if resource.starts_with(FOLDER) {
                format!("`{keyword}` names a file that is not in the folder: {reference:?}")
            } else {
                format!("`{keyword}` leaves the folder: {reference:?}")
            };
            return Err(fail(
                message,
                "nothing is fetched; put the document into the folder and refer to it by its file name or its `$id`",
            ));
        };
        let nothing =
            || fail(format!("`{keyword}` points to nothing: {reference:?}"), "name a schema that the document has");
        let fragment = pointer::percent_decoded(fragment).ok_or_else(nothing)?;
        let place = if fragment.is_empty() || fragment.starts_with('/') {
            Place { document: root.document, pointer: format!("{}{fragment}", root.pointer) }
        } else {
            let (_, base) = self.scope(root);
            self.anchors.get(&(base.to_owned(), fragment)).cloned().ok_or_else(nothing)?
        };
        match self.value(&place) {
            Some(Value::Object(_) | Value::Bool(_)) => Ok(place),
            Some(_) => Err(fail(
                format!("`{keyword}` points to something that is no schema: {reference:?}"),
                "a schema is an object or a boolean",
            )),
            None => Err(nothing()),
        }
    }

    /// Whether a reference leads to the meta-schema of its own dialect, which validators know and folders need not have.
    pub(crate) fn is_meta_schema(&self, place: &Place, reference: &str) -> bool {
        let (uri, _) = reference.split_once('#').unwrap_or((reference, ""));
        let (draft, base) = self.scope(place);
        resolve(base, uri).is_some_and(|uri| !self.by_uri.contains_key(&uri) && Draft::of_uri(&uri) == Some(draft))
    }

    /// The dynamic scope (core, 7.1) where `place` is evaluated, coming from `scope`: what its resource anchors
    /// dynamically holds unless an outer resource anchors it too.
    pub(crate) fn entered(&self, scope: &Scope, place: &Place) -> Scope {
        let mut entered = scope.clone();
        let mut several = self.dynamic.iter().filter(|(_, places)| places.len() > 1).peekable();
        if several.peek().is_none() {
            return entered;
        }
        let resource = self.resource(place);
        for (name, places) in several.filter(|(name, _)| !scope.contains_key(*name)) {
            if let Some(anchored) = places.iter().find(|anchored| self.resource(anchored) == resource) {
                entered.insert(name.clone(), anchored.clone());
            }
        }
        entered
    }

    /// Whether a schema resource begins at `place`.
    pub(crate) fn is_resource(&self, place: &Place) -> bool {
        self.resources.contains_key(place)
    }

    /// The place where the resource that `place` is in begins.
    fn resource(&self, place: &Place) -> Place {
        let mut at = place.clone();
        while !self.resources.contains_key(&at) {
            match at.pointer.rfind('/') {
                Some(parent) => at.pointer.truncate(parent),
                None => break,
            }
        }
        at
    }

    /// Where a dynamic reference to `name` (empty for `$recursiveRef`) leads in `scope`, its static target being
    /// `target` (core, 8.2.3.2; 2019-09 core, 8.2.4.2.1).
    pub(crate) fn dynamic_target(&self, name: &str, target: Place, scope: &Scope) -> Place {
        let is_dynamic = self.dynamic.get(name).is_some_and(|places| places.contains(&target));
        scope.get(name).filter(|_| is_dynamic).cloned().unwrap_or(target)
    }
}

/// Whether a document is an OpenAPI description rather than a schema.
pub(crate) fn is_openapi(root: &Value) -> bool {
    root.get("openapi").is_some_and(Value::is_string)
}

/// The component schemas of an OpenAPI description, in its order.
pub(crate) fn components(root: &Value) -> impl Iterator<Item = (&String, &Value)> {
    root.pointer("/components/schemas").and_then(Value::as_object).into_iter().flatten()
}

/// The dialect of a document that does not change it inside.
pub(crate) fn document_draft(root: &Value) -> Draft {
    let text = |key: &str| root.get(key).and_then(Value::as_str);
    if let Some(version) = text("openapi") {
        return if version.starts_with("3.0") {
            Draft::OpenApi30
        } else {
            text("jsonSchemaDialect").and_then(Draft::of_uri).unwrap_or(Draft::Draft202012)
        };
    }
    text("$schema").and_then(Draft::of_uri).unwrap_or_else(|| guessed(root))
}

/// The dialect of a schema that does not say it: the one whose meta-schema it refers to; draft-04 if it makes a bound
/// exclusive by a boolean; draft-07 if it has keywords that later dialects gave up, and none that came later; else 2020-12.
fn guessed(root: &Value) -> Draft {
    let (mut old, mut new) = (false, false);
    let mut open = vec![root];
    // A part of an OpenAPI document has them without being one.
    open.extend(components(root).map(|(_, schema)| schema));
    while let Some(schema) = open.pop() {
        for (keyword, value) in schema.as_object().into_iter().flatten() {
            match keyword.as_str() {
                "$ref" => {
                    if let Some(draft) = value.as_str().and_then(Draft::of_uri) {
                        return draft;
                    }
                }
                "exclusiveMinimum" | "exclusiveMaximum" if value.is_boolean() => return Draft::Draft04,
                "definitions" | "dependencies" | "additionalItems" => old = true,
                "items" => old |= value.is_array(),
                "$id" => old |= value.as_str().is_some_and(|id| id.starts_with('#') && !id.starts_with("#/")),
                "$defs"
                | "$anchor"
                | "$dynamicAnchor"
                | "$dynamicRef"
                | "$recursiveRef"
                | "prefixItems"
                | "dependentRequired"
                | "dependentSchemas"
                | "unevaluatedItems"
                | "unevaluatedProperties"
                | "minContains"
                | "maxContains" => new = true,
                _ => {}
            }
        }
        // Both dialects' applicators are in one of the two lists.
        open.extend(subschemas(Draft::Draft07, schema).into_iter().map(|(_, schema)| schema));
    }
    if old && !new { Draft::Draft07 } else { Draft::Draft202012 }
}

fn resolve(base: &str, reference: &str) -> Option<String> {
    let base = Uri::parse(base).ok()?;
    let base = base.strip_fragment();
    Some(UriRef::parse(reference).ok()?.resolve_against(&base).ok()?.normalize().into_string())
}
