//! Converts schemas of any dialect to the model of plain 2020-12.

mod discriminator;
mod keyword;
mod nullable;
mod partial;
mod reading;
mod reference;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use serde_json::{Map, Value};

pub use discriminator::{Discriminator, discriminator_links};
use discriminator::{Table, Use};
pub use reading::Reading;

use crate::document::{Dialect, SchemaPlace, document_kind};
use crate::model::{Document, Origin, ROOT, Schema, SchemaId};
use crate::resolve::{Index, Place, Scope};
use crate::text::excerpt;
use crate::{Draft, Error, ErrorKind, Errors, JsonType, Keyword, Note, Source, TypeName, Types, pointer};

/// Options of [`normalise`](normalise()).
#[derive(Clone, Debug, Default)]
pub struct NormaliseOptions<'s> {
    /// The dialect of documents that do not declare one by `$schema` or by their kind. Default: guessed from the keywords, and
    /// 2020-12 if they do not decide; see [`Dialect::of`].
    pub draft: Option<Draft>,
    /// JSON Pointer of the schema in the document, such as a component of an OpenAPI document. Default: the root.
    pub at: String,
    /// The other files of the folder, to which references may lead. Default: none.
    pub siblings: &'s [Source],
    /// What keywords mean where the specification and authors differ.
    pub reading: Reading,
    /// Whether to accept mistakes that a meta-schema rejects but whose meaning is clear: an empty `allOf`, `anyOf` or `oneOf`,
    /// draft-03's boolean `required` (which later dialects do not define), an annotation whose value has the wrong form, and an
    /// unused entry of `$defs` or `definitions` that is not a schema. Default: false.
    pub lenient: bool,
    /// Whether to leave a definition unread, instead of refusing the document, if it is not a schema, a keyword in it has a value
    /// of the wrong form, a pattern in it is not a regular expression, or it applies itself to the same value again. Default:
    /// false.
    pub partial: bool,
    /// How to read a keyword whose value has the wrong form. Default: it is an error.
    pub malformed: Malformed,
}

/// How to read a keyword whose value has a form that its meta-schema rejects, such as `"maxLength": null`, and definitions that
/// apply themselves to the same value again. What these mean is not defined, so a comparison that reads them in both other ways
/// learns what does not depend on it. Each is a warning then.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Malformed {
    /// As an error, which refuses the document.
    #[default]
    Refused,
    /// As if the keyword were not there, or the definition accepted every value.
    Dropped,
    /// As a keyword or a definition that no value meets.
    Never,
}

/// A schema in plain 2020-12.
///
/// Every reference leads to the root or to a definition. There are no identifiers, anchors, dynamic references, keywords of
/// other dialects, or unknown keywords. The schema accepts the same values as the source.
#[derive(Clone, Debug)]
pub struct Normalised {
    /// The schema. Its definitions are the targets of references, and those at the root of the source.
    pub document: Document,
    /// The value of a fragment `$id` such as `#/components/schemas/Order`. 2020-12 does not allow it as an identifier, but it
    /// records where upstream's document keeps the schema.
    pub origin: Option<String>,
    /// The dialect of the source, and the sign that decided if it was guessed.
    pub dialect: Dialect,
    /// Whether a `nullable` of the source allows null.
    pub nullable: bool,
    /// Keywords that have no effect, although their author may expect one.
    pub notes: Vec<Note>,
    /// Mistakes that were not refused: those in definitions that are not read (see [`NormaliseOptions::partial`]), and
    /// annotations of the wrong form.
    pub warnings: Vec<Error>,
    /// The schemas that are not read, or only in part. Such a schema accepts more than it is meant to.
    pub unread: Vec<SchemaId>,
    /// Mistakes that were accepted although the dialect forbids them; see [`NormaliseOptions::lenient`].
    pub excused: Vec<Note>,
}

/// Converts a schema of any dialect from draft-04 to 2020-12, or one of the schemas of another kind of document, to plain
/// 2020-12.
///
/// # Errors
///
/// A document that contains no schema, or many of which none is selected; a value that should be a schema and is not; a keyword
/// whose value has the wrong form; a reference to nothing, out of the folder, to the network, or to a meta-schema; more than a
/// few thousand schemas that depend on the dynamic scope. All that are found are returned, up to [`MAX_ERRORS`].
///
/// ```
/// use schema_ir::{NormaliseOptions, Source, normalise};
/// let source = Source::parse("a.json", br#"{"type": "string", "nullable": true}"#.to_vec())?;
/// let normal = normalise(&source, &NormaliseOptions::default())?;
/// assert_eq!(normal.document.to_json(), serde_json::json!({"type": ["string", "null"]}));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn normalise(source: &Source, options: &NormaliseOptions<'_>) -> Result<Normalised, Errors> {
    let siblings = options.siblings.iter().filter(|sibling| sibling.file() != source.file());
    let index = Index::new(std::iter::once(source).chain(siblings).collect(), options.draft);
    let root = Place { document: 0, pointer: options.at.clone() };
    check_selection(source, &options.at)?;
    let Some(value) = index.value(&root) else {
        let message = "the document has no value here";
        return Err(source.error(ErrorKind::NoSuchPlace, &root.pointer, message).into());
    };
    let mut walk = Walk::new(&index, options, root.clone());
    for section in [Keyword::Defs, Keyword::Definitions].map(Keyword::name) {
        for (name, definition) in value.get(section).and_then(Value::as_object).into_iter().flatten() {
            let at = pointer::push(&pointer::push(&root.pointer, section), name);
            let place = Place { document: 0, pointer: at };
            match definition.is_object() || definition.is_boolean() {
                false if options.lenient => {}
                false if options.partial => walk.warn_of_no_schema(&place),
                _ => {
                    walk.name_definition(place, name);
                }
            }
        }
    }
    let schema = walk.convert_schema(&root, Some(value));
    let draft = index.dialect_and_base(&root).0;
    let id = value.get(draft.id_keyword()).and_then(Value::as_str);
    let origin = id.filter(|id| id.starts_with("#/")).map(str::to_owned);
    walk.finish(schema, origin)
}

/// Checks that the pointer `at` selects a schema of the document: the root only if the document is one schema.
fn check_selection(source: &Source, at: &str) -> Result<(), Error> {
    match document_kind(source) {
        // A selected part may be a schema, whatever is around it.
        Err(error) if error.kind == ErrorKind::UnknownDocument && !at.is_empty() => Ok(()),
        Err(error) => Err(error),
        Ok(kind) if at.is_empty() && !kind.is_schema() => {
            let message = format!("one schema is expected here, and this {} may contain many", kind.name());
            let help = format!("select one; the schemas are in {}", kind.contents());
            Err(source.error(ErrorKind::ManySchemas, "", message).with_help(help))
        }
        Ok(_) => Ok(()),
    }
}

/// Converts schemas of a document to the definitions of a schema that has no other keyword. Returns it with the number of each.
///
/// # Errors
///
/// The same as for [`normalise`](normalise()).
///
/// ```
/// use schema_ir::{NormaliseOptions, Source, find_schemas, normalise_places};
/// let text = br#"{"swagger": "2.0", "definitions": {"Id": {"type": "string"}}}"#;
/// let source = Source::parse("a.json", text.to_vec())?;
/// let places = find_schemas(&source)?.places;
/// let (normal, ids) = normalise_places(&source, &NormaliseOptions::default(), &places)?;
/// assert_eq!(normal.document.name_of(ids[0]), Some("Id"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn normalise_places(
    source: &Source,
    options: &NormaliseOptions<'_>,
    places: &[SchemaPlace],
) -> Result<(Normalised, Vec<SchemaId>), Errors> {
    let siblings = options.siblings.iter().filter(|sibling| sibling.file() != source.file());
    let index = Index::new(std::iter::once(source).chain(siblings).collect(), options.draft);
    // A root that no reference can equal, because a reference to the document as a whole would not be to a schema.
    let mut walk = Walk::new(&index, options, Place { document: usize::MAX, pointer: String::new() });
    let define =
        |place: &SchemaPlace| walk.name_definition(Place { document: 0, pointer: place.pointer.clone() }, &place.name);
    let ids = places.iter().map(define).collect();
    Ok((walk.finish(Schema::default(), None)?, ids))
}

/// The maximum number of definitions in a document whose references depend on the dynamic scope, because each definition is
/// written once for each scope.
const MAX_DEFINITIONS: usize = 4_096;

/// The maximum number of errors that are returned for one document.
pub const MAX_ERRORS: usize = 20;

/// What a definition is made of: the schema at a place, in a dynamic scope, used as a whole or as a base.
type Target = (Place, Scope, Use);

struct Walk<'i, 's> {
    index: &'i Index<'s>,
    reading: Reading,
    lenient: bool,
    is_partial: bool,
    malformed: Malformed,
    root: Place,
    document: Document,
    /// The names of the files, by document.
    files: Vec<Arc<str>>,
    /// The dynamic scope of the root, and that of the schema that is being converted.
    scopes: (Scope, Scope),
    /// Definitions that are named but not yet converted. A schema in two dynamic scopes is two definitions.
    queue: VecDeque<(Target, SchemaId)>,
    definitions: BTreeMap<Target, SchemaId>,
    /// How discriminators affect the schemas; nothing unless they decide.
    discriminators: Table,
    notes: Vec<Note>,
    excused: Vec<Note>,
    warnings: Vec<Error>,
    unread: Vec<SchemaId>,
    by_nullable: bool,
    errors: Vec<Error>,
}

impl<'i, 's> Walk<'i, 's> {
    fn new(index: &'i Index<'s>, options: &NormaliseOptions<'_>, root: Place) -> Self {
        let scope = index.enter_scope(&Scope::new(), &root);
        let discriminators = match options.reading.discriminator {
            Discriminator::Annotates => Table::default(),
            Discriminator::Decides => Table::new(index),
        };
        Walk {
            discriminators,
            index,
            scopes: (scope.clone(), scope),
            reading: options.reading,
            lenient: options.lenient,
            is_partial: options.partial,
            malformed: options.malformed,
            root,
            document: Document::new(Schema::default()),
            files: (0..).map_while(|document| Some(index.source(document)?.file().into())).collect(),
            queue: VecDeque::new(),
            definitions: BTreeMap::new(),
            notes: Vec::new(),
            excused: Vec::new(),
            warnings: Vec::new(),
            unread: Vec::new(),
            by_nullable: false,
            errors: Vec::new(),
        }
    }

    /// Converts the queued definitions.
    fn finish(mut self, root: Schema, origin: Option<String>) -> Result<Normalised, Errors> {
        let id = self.document.root();
        self.document[id] = root;
        if !self.root.pointer.is_empty() {
            self.leave_unread(id, 0);
        }
        let mut converted = 0;
        self.note_discriminators();
        while let Some(((place, scope, used_as), id)) = self.queue.pop_front() {
            if converted >= MAX_DEFINITIONS && !scope.is_empty() {
                let message = format!("more than MAX_DEFINITIONS = {MAX_DEFINITIONS} schemas in all dynamic scopes");
                self.fail(ErrorKind::DynamicScopes, &place, &[], message, "refer to one target by `$ref`");
                break;
            }
            self.scopes.1 = scope;
            let errors = self.errors.len();
            self.document[id] = self.convert_used(&place, self.index.value(&place), used_as);
            self.leave_unread(id, errors);
            converted += 1;
        }
        // Only a validator can use a schema that plain 2020-12 cannot express, but none can use a wrong one.
        self.errors.sort_by_key(|error| error.kind.is_inexpressible());
        if !self.errors.is_empty() {
            return Err(Errors::from(self.errors));
        }
        match self.malformed {
            Malformed::Never => self.reject_loops(),
            Malformed::Refused if !self.is_partial => {}
            Malformed::Refused | Malformed::Dropped => self.break_loops(),
        }
        let Walk { index, document, by_nullable: nullable, notes, excused, warnings, unread, .. } = self;
        let undeclared = || Dialect { draft: Draft::Draft202012, sign: None };
        let dialect = index.dialect(0).cloned().unwrap_or_else(undeclared);
        Ok(Normalised { document, origin, dialect, nullable, notes, warnings, unread, excused })
    }

    /// The definition for the schema at `place`, which is queued for conversion when it is new.
    fn name_definition(&mut self, place: Place, preferred: &str) -> SchemaId {
        let scope = self.index.enter_scope(&self.scopes.1, &place);
        self.name_in_scope((place, scope, Use::Whole), preferred)
    }

    fn name_in_scope(&mut self, key: Target, preferred: &str) -> SchemaId {
        if let Some(id) = self.definitions.get(&key) {
            return *id;
        }
        let mut name = preferred.to_owned();
        let mut count = 1;
        while name == ROOT || self.document.definition(&name).is_some() {
            count += 1;
            name = format!("{preferred}_{count}");
        }
        let id = self.document.add(Schema::default());
        self.document.define(name, id);
        self.definitions.insert(key.clone(), id);
        self.queue.push_back((key, id));
        id
    }

    /// Adds an error for the keyword or value at `tokens` below `place`.
    fn fail(&mut self, kind: ErrorKind, place: &Place, tokens: &[&str], message: String, help: &str) {
        if self.errors.len() >= MAX_ERRORS {
            return;
        }
        let at = tokens.iter().fold(place.pointer.clone(), |at, token| pointer::push(&at, token));
        let error = match self.index.source(place.document) {
            Some(source) => source.error(kind, &at, message).with_help(help),
            None => Error::new(kind, "-", message),
        };
        if kind == ErrorKind::KeywordForm && self.malformed != Malformed::Refused {
            self.warnings.push(error);
        } else {
            self.errors.push(error);
        }
    }

    /// Converts the schema `value`, which is at `place`. A schema with an error is replaced by one that is not used.
    ///
    /// Recurses as deep as the text nests, which [`Source::parse`] limits.
    fn convert_schema(&mut self, place: &Place, value: Option<&Value>) -> Schema {
        self.convert_used(place, value, Use::Whole)
    }

    fn convert_used(&mut self, place: &Place, value: Option<&Value>, used_as: Use) -> Schema {
        if !self.index.is_resource(place) {
            return self.convert_in_scope(place, value, used_as);
        }
        let inner = self.index.enter_scope(&self.scopes.1, place);
        let outer = std::mem::replace(&mut self.scopes.1, inner);
        let schema = self.convert_in_scope(place, value, used_as);
        self.scopes.1 = outer;
        schema
    }

    fn origin(&self, place: &Place) -> Origin {
        let file = self.files.get(place.document).cloned().unwrap_or_else(|| "-".into());
        Origin { file, pointer: place.pointer.clone() }
    }

    fn convert_in_scope(&mut self, place: &Place, value: Option<&Value>, used_as: Use) -> Schema {
        let mut out = Schema { origin: self.origin(place), ..Schema::default() };
        let members = match value {
            Some(Value::Bool(value)) => {
                out.boolean = Some(*value);
                return out;
            }
            Some(Value::Object(members)) => members,
            found => {
                let message = format!("expected a schema, found {}", describe(found));
                self.fail(ErrorKind::NotASchema, place, &[], message, "a schema is an object or a boolean");
                return out;
            }
        };
        let (draft, _) = self.index.dialect_and_base(place);
        let alone = draft.ref_disables_siblings() && members.contains_key(Keyword::Ref.name());
        // A parameter of Swagger 2.0 is described by keywords of its own (2.0, Parameter Object), but `required` is not one of
        // them: it is a boolean about the parameter's presence.
        let is_parameter = draft == Draft::OpenApi30 && members.get("in").is_some_and(Value::is_string);
        let object = SchemaObject { place, draft, members };
        let warnings = self.warnings.len();
        let mut references = Vec::new();
        for (name, value) in members {
            match Keyword::of(name, draft).filter(|keyword| self.discriminators.keeps(place, used_as, *keyword)) {
                Some(Keyword::Required) if is_parameter && value.is_boolean() => {}
                // After the other keywords, because a second reference goes into `allOf`, which may be among them.
                Some(keyword @ (Keyword::Ref | Keyword::DynamicRef | Keyword::RecursiveRef)) => {
                    references.push((keyword, value));
                }
                Some(keyword) if !alone || keyword.annotates() => {
                    self.convert_keyword(&object, keyword, value, &mut out);
                }
                // Unknown keywords are annotations without meaning (core, 6.5), and are dropped.
                _ => {}
            }
        }
        for (keyword, value) in references {
            self.convert_reference(place, keyword, value, &mut out);
        }
        if self.malformed == Malformed::Never && self.has_malformed_keyword(place, warnings) {
            return Schema { boolean: Some(false), origin: out.origin, ..Schema::default() };
        }
        if self.reading.untyped_objects && describes_only_objects(&out) {
            out.types = Some(Types::One(TypeName::OBJECT));
            out.note(Keyword::Type);
        }
        let keeps_type = self.discriminators.keeps(place, used_as, Keyword::Type);
        if keeps_type && members.get(Keyword::Nullable.name()) == Some(&Value::Bool(true)) {
            self.apply_nullable(place, &mut out);
        }
        if used_as == Use::Whole {
            self.apply_discriminators(place, members, &mut out);
        }
        out
    }
}

/// A schema object that is being converted: where it is, and the dialect that applies to it.
#[derive(Clone, Copy)]
struct SchemaObject<'a> {
    place: &'a Place,
    draft: Draft,
    members: &'a Map<String, Value>,
}

/// Whether a schema has `properties`, no `type`, and only keywords about objects.
fn describes_only_objects(schema: &Schema) -> bool {
    let is_declared = schema.written.contains(&Keyword::Properties);
    is_declared && schema.types.is_none() && schema.asserting().all(|keyword| keyword.about() == Some(JsonType::Object))
}

/// Describes a value for an error message.
fn describe(value: Option<&Value>) -> String {
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
