//! A schema that is ready to be compared.

use std::collections::{BTreeMap, HashSet};

use jsonschema::Validator;
use schema_ir::{
    Document, Error, ErrorKind, Errors, Keyword, NormaliseOptions, Normalised, Note, Origin, Part, Role, SchemaId,
    SchemaMap, SchemaPlace, Source, normalise, normalise_places, pointer,
};
use serde_json::Value;

use crate::limits::{MAX_DEPTH, MAX_VALUES};
use crate::place::Place;
use crate::repair::{Repair, find_repairs};
use crate::validator::{build_validator, json_for_validators};
use crate::{algebra, tree};

/// One schema of a document, in plain 2020-12, which still knows the lines of the original file.
///
/// ```
/// use schema_drift::Schema;
/// let schema = Schema::parse("a.json", r#"{"type": "string", "nullable": true}"#)?;
/// assert_eq!(schema.document().to_json(), serde_json::json!({"type": ["string", "null"]}));
/// # Ok::<(), schema_drift::Errors>(())
/// ```
#[derive(Clone, Debug)]
pub struct Schema {
    source: Source,
    /// The other files that parts of the schema are written in.
    others: Vec<Source>,
    normal: Normalised,
    repairs: Vec<Repair>,
    has_lost_formats: bool,
    /// Whether places have lines. Their computation reads the whole text.
    has_lines: bool,
}

/// The two sides of a comparison.
#[derive(Clone, Copy)]
pub(crate) struct SchemaPair<'s> {
    pub old: &'s Schema,
    pub new: &'s Schema,
    /// The schemas of the two documents that are compared.
    pub roots: [SchemaId; 2],
    /// True if `format` asserts.
    pub formats: bool,
}

impl Schema {
    /// Reads a JSON Schema file, in JSON or YAML, of any dialect from draft-04 to 2020-12. Without `$schema`, the dialect is
    /// guessed; see [`schema_ir::Dialect::of`].
    ///
    /// # Errors
    ///
    /// The text is not JSON or YAML, not a schema, or a document of many schemas; a reference leaves the file, or a limit is exceeded (see
    /// [`limits`](crate::limits)).
    pub fn parse(file: impl Into<String>, text: impl Into<Vec<u8>>) -> Result<Self, Errors> {
        Self::new(Source::parse(file, text.into())?, &NormaliseOptions::default())
    }

    /// Uses `value` as the schema; its places refer to the value printed with indentation.
    ///
    /// # Errors
    ///
    /// The same as for [`Schema::parse`].
    pub fn from_value(file: impl Into<String>, value: &Value) -> Result<Self, Errors> {
        Self::parse(file, format!("{value:#}").into_bytes())
    }

    /// Takes the schema that `options` selects from a file that was read.
    ///
    /// # Errors
    ///
    /// The same as for [`Schema::parse`].
    pub fn new(source: Source, options: &NormaliseOptions<'_>) -> Result<Self, Errors> {
        let Reading { normal, repair, has_lost_formats } = read(&source, options)?;
        let json = json_for_validators(&normal.document);
        let values = tree::values(&json);
        if values > MAX_VALUES {
            let root = &normal.document[normal.document.root()].origin;
            let message = format!("a schema of {values} values; the limit is MAX_VALUES = {MAX_VALUES}");
            return Err(source.error(ErrorKind::Limit, &root.pointer, message).into());
        }
        let depth = tree::depth(&json);
        if depth > MAX_DEPTH {
            let root = &normal.document[normal.document.root()].origin;
            let message = format!("nested {depth} levels deep; the limit is MAX_DEPTH = {MAX_DEPTH}");
            return Err(source.error(ErrorKind::Limit, &root.pointer, message).into());
        }
        let schema = Self::from_normal(source, options.siblings, Reading { normal, repair, has_lost_formats })?;
        schema.build_validator(&json, false)?;
        Ok(schema)
    }

    /// Takes many schemas from a file that was read: they are the definitions of a schema that asserts nothing. Returns it with
    /// the number of each. It is not checked that validators accept them, and how deep they nest. Places have no lines.
    ///
    /// # Errors
    ///
    /// The same as for [`Schema::parse`], for any of them.
    #[cfg_attr(not(feature = "cli"), allow(dead_code))]
    pub(crate) fn with_definitions(
        source: Source,
        options: &NormaliseOptions<'_>,
        named: &[(String, String)],
    ) -> Result<(Self, Vec<SchemaId>), Errors> {
        let place = |(name, pointer): &(String, String)| SchemaPlace {
            pointer: pointer.clone(),
            name: name.clone(),
            part: Part::Named,
            operation: None,
            draft: None,
        };
        let places: Vec<SchemaPlace> = named.iter().map(place).collect();
        let options = &NormaliseOptions { lenient: true, ..options.clone() };
        let (normal, ids) = normalise_places(&source, options, &places)?;
        let reading = Reading { normal, repair: None, has_lost_formats: false };
        // Without lines, only the name of the file is asked for, and the value takes an eighth of the memory of a comparison.
        let name_only = Source::parse_json(source.file(), b"{}".to_vec())?;
        let schema = Self::from_normal(source, options.siblings, reading)?;
        Ok((Schema { source: name_only, others: Vec::new(), has_lines: false, ..schema }, ids))
    }

    fn from_normal(source: Source, siblings: &[Source], reading: Reading) -> Result<Self, Errors> {
        let Reading { normal, repair, has_lost_formats } = reading;
        let document = &normal.document;
        let fail = |kind, origin: &Origin, message: String| source.error(kind, &origin.pointer, message);
        if let Some(id) = find_endless_reference(document) {
            let Origin { file, pointer } = document[id].origin.clone();
            let origin = Origin { file, pointer: pointer::push(&pointer, Keyword::Ref.name()) };
            let message = "a reference that leads back to itself without a step into a value".to_owned();
            return Err(fail(ErrorKind::RefLoop, &origin, message)
                .with_help("2020-12 does not define such a loop (core, 9.4.1); add a schema for the value")
                .into());
        }
        let mut repairs = find_repairs(document);
        repairs.extend(repair);
        let excused = normal.excused.iter();
        repairs.extend(excused.map(|note| Repair { pointer: note.pointer.clone(), message: note.message.clone() }));
        let warnings = normal.warnings.iter();
        repairs.extend(warnings.map(|error| Repair {
            pointer: error.pointer.clone().unwrap_or_default(),
            message: error.message.clone(),
        }));
        let files: HashSet<&str> = document.iter().map(|(_, schema)| &*schema.origin.file).collect();
        let is_other = |other: &&Source| other.file() != source.file() && files.contains(other.file());
        let others = siblings.iter().filter(is_other).cloned().collect();
        Ok(Schema { source, others, normal, repairs, has_lost_formats, has_lines: true })
    }

    /// The file it was read from.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The schema in plain 2020-12.
    pub fn document(&self) -> &Document {
        &self.normal.document
    }

    /// A copy with another document, whose schemas have the same places.
    pub(crate) fn map_document(&self, change: impl FnOnce(&mut Document)) -> Self {
        let mut schema = self.clone();
        change(&mut schema.normal.document);
        schema
    }

    /// The same, to make assumptions.
    #[cfg_attr(not(feature = "cli"), allow(dead_code))]
    pub(crate) fn document_mut(&mut self) -> &mut Document {
        &mut self.normal.document
    }

    /// The keywords of the file with a value of the wrong form, and the schemas of loops, by pointer, if it was read in spite of
    /// them.
    #[cfg_attr(not(feature = "cli"), allow(dead_code))]
    pub(crate) fn malformed(&self) -> BTreeMap<&str, Option<&Value>> {
        let of_form = self.normal.warnings.iter();
        let of_form = of_form.filter(|error| matches!(error.kind, ErrorKind::KeywordForm | ErrorKind::RefLoop));
        let pointers = of_form.filter_map(|error| error.pointer.as_deref());
        pointers.map(|pointer| (pointer, self.source.value().pointer(pointer))).collect()
    }

    /// The keywords that were rewritten for the algebra; the same values are valid.
    pub fn repairs(&self) -> &[Repair] {
        &self.repairs
    }

    /// True if the formats were lost when it was read.
    pub(crate) fn has_lost_formats(&self) -> bool {
        self.has_lost_formats
    }

    /// The fragment `$id` of the file, which is the place of the schema in a document of many.
    pub fn origin(&self) -> Option<&str> {
        self.normal.origin.as_deref()
    }

    /// The place in the file of the schema at `pointer` of [`document`](Self::document) as JSON.
    pub fn place(&self, pointer: &str) -> Place {
        self.place_of(&self.document().origin_of(pointer))
    }

    /// The line of a place in the file.
    pub(crate) fn place_of(&self, origin: &Origin) -> Place {
        let (file, pointer) = (origin.file.to_string(), origin.pointer.clone());
        if !self.has_lines {
            return Place { file, line: 1, column: 1, pointer };
        }
        let other = self.others.iter().find(|other| other.file() == &*origin.file);
        let at = other.unwrap_or(&self.source).nearest_position(&origin.pointer);
        Place { file, line: at.line, column: at.column, pointer }
    }

    /// The place of a pointer into the file as written.
    pub(crate) fn written(&self, pointer: &str) -> Place {
        let at = self.source.nearest_position(pointer);
        Place { file: self.source.file().to_owned(), line: at.line, column: at.column, pointer: pointer.to_owned() }
    }

    /// Builds a validator for the schema; `formats` decides whether `format` asserts.
    ///
    /// # Errors
    ///
    /// The schema is invalid under the 2020-12 meta-schema, or a `pattern` is not a regular expression.
    pub fn validator(&self, formats: bool) -> Result<Validator, Error> {
        self.build_validator(&json_for_validators(self.document()), formats)
    }

    fn build_validator(&self, json: &Value, formats: bool) -> Result<Validator, Error> {
        build_validator(json, formats).map_err(|invalid| {
            let place = self.place(&invalid.pointer);
            Error {
                line: place.line,
                column: place.column,
                pointer: Some(place.pointer),
                ..Error::new(ErrorKind::KeywordForm, place.file, invalid.message)
            }
        })
    }
}

/// A document as plain 2020-12.
struct Reading {
    normal: Normalised,
    /// The way it was read, if not as written.
    repair: Option<Repair>,
    has_lost_formats: bool,
}

/// Reads a schema as plain 2020-12.
///
/// If the dialect was guessed from a sure sign, this is reported as a repair. If references lead to a meta-schema, the algebra
/// writes them out.
fn read(source: &Source, options: &NormaliseOptions<'_>) -> Result<Reading, Errors> {
    // What is read in part is read as the generator reads it.
    let options = &NormaliseOptions { lenient: !options.partial, ..options.clone() };
    let errors = match normalise(source, options) {
        Ok(normal) => {
            let sign = normal.dialect.sign.clone();
            let repair = sign.map(|Note { pointer, message }| Repair { pointer, message });
            return Ok(Reading { normal, repair, has_lost_formats: false });
        }
        Err(errors) => errors,
    };
    // The algebra knows the meta-schemas of all dialects.
    let may_know = |error: &Error| error.kind.is_inexpressible() || error.kind == ErrorKind::RefLeavesFolder;
    if !errors.iter().all(may_know) || !options.at.is_empty() {
        return Err(errors);
    }
    let Some(written) = algebra::without_dynamic_references(source.value(), options.draft) else {
        return Err(errors);
    };
    let written = Source::parse(source.file(), format!("{written:#}").into_bytes())?;
    let normal = normalise(&written, &NormaliseOptions::default()).map_err(|_| errors)?;
    let message = "references to a meta-schema are written out, so places are approximate and annotations are lost";
    let repair = Some(Repair { pointer: String::new(), message: message.to_owned() });
    Ok(Reading { normal, repair, has_lost_formats: true })
}

/// Finds a `$ref` on a loop without a step into a value, such as `{"allOf": [{"$ref": "#"}]}`, because validators would
/// recurse on it without end. `{"items": {"$ref": "#"}}` is no such loop: it ends with the value.
pub(crate) fn find_endless_reference(document: &Document) -> Option<SchemaId> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        Open,
        Done,
    }
    enum Step {
        Enter(SchemaId),
        Leave(SchemaId),
    }
    let mut states: SchemaMap<State> = SchemaMap::default();
    let mut starts = document.nested();
    while let Some(start) = starts.find(|id| document[*id].reference.is_some()) {
        let mut steps = vec![Step::Enter(start)];
        while let Some(step) = steps.pop() {
            let id = match step {
                Step::Enter(id) => id,
                Step::Leave(id) => {
                    states.insert(id, State::Done);
                    continue;
                }
            };
            match states.get(id) {
                Some(State::Open) => return Some(id),
                Some(State::Done) => continue,
                None => states.insert(id, State::Open),
            };
            let schema = &document[id];
            steps.push(Step::Leave(id));
            steps.extend(schema.reference.map(Step::Enter));
            let in_place = schema.subschemas().filter(|(keyword, ..)| keyword.role() == Role::InPlace);
            steps.extend(in_place.map(|(.., id)| Step::Enter(id)));
        }
    }
    None
}
