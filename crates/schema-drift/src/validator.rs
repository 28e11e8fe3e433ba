use jsonschema::{Draft, ReferencingError, Registry, ValidationError, ValidationOptions, Validator};
use schema_ir::{Document, Keyword};
use serde_json::{Map, Value, json};

/// Why a document has no validator: the pointer of the keyword at fault, and the validator's message.
pub(crate) struct InvalidSchema {
    pub pointer: String,
    pub message: String,
}

/// The validators of both sides of a comparison.
pub(crate) struct Validators {
    both: [Validator; 2],
    /// The property whose schemas are compared, if the validators are of objects that have each pair as a property.
    property: Option<String>,
}

impl Validators {
    pub fn new(both: [Validator; 2]) -> Self {
        Validators { both, property: None }
    }

    /// Judges by the schemas of this property from now on.
    pub fn select(&mut self, property: String) {
        self.property = Some(property);
    }

    /// Whether old accepts the value, and whether new does.
    pub fn judge(&self, value: &Value) -> [bool; 2] {
        let Some(property) = &self.property else { return self.both.each_ref().map(|one| one.is_valid(value)) };
        let object = Value::Object(Map::from_iter([(property.clone(), value.clone())]));
        self.both.each_ref().map(|one| one.is_valid(&object))
    }
}

/// A document as JSON without `contentSchema`, which asserts nothing and whose references are not resolved.
pub(crate) fn json_for_validators(document: &Document) -> Value {
    let mut document = document.clone();
    document.update(|schema| {
        let mut rest = schema.has(Keyword::ContentSchema).then(|| schema.clone())?;
        rest.remove(Keyword::ContentSchema);
        Some(rest)
    });
    document.to_json()
}

/// Builds a validator for a plain 2020-12 document; `formats` decides whether `format` asserts.
pub(crate) fn build_validator(document: &Value, formats: bool) -> Result<Validator, InvalidSchema> {
    Ok(options(formats).build(document)?)
}

/// Builds a validator of objects whose properties are definitions of a plain 2020-12 document, each by its URI. It is not checked
/// that the document has the forms of the meta-schema, which would take half as long again.
pub(crate) fn build_validator_of_definitions(
    document: &Value,
    properties: impl Iterator<Item = (String, String)>,
    formats: bool,
) -> Result<Validator, InvalidSchema> {
    let registry = Registry::new().draft(Draft::Draft202012).add(DOCUMENT, document)?.prepare()?;
    let reference = |uri: String| json!({ Keyword::Ref.name(): format!("{DOCUMENT}{uri}") });
    let properties: Map<String, Value> = properties.map(|(name, uri)| (name, reference(uri))).collect();
    Ok(options(formats).with_registry(&registry).build(&json!({ Keyword::Properties.name(): properties }))?)
}

/// Where a document is in a registry.
const DOCUMENT: &str = "urn:document";

fn options<'r>(formats: bool) -> ValidationOptions<'r> {
    jsonschema::options().with_draft(Draft::Draft202012).offline().should_validate_formats(formats)
}

impl From<ValidationError<'_>> for InvalidSchema {
    fn from(error: ValidationError<'_>) -> Self {
        InvalidSchema { pointer: error.instance_path().to_string(), message: format!("invalid schema: {error}") }
    }
}

impl From<ReferencingError> for InvalidSchema {
    fn from(error: ReferencingError) -> Self {
        InvalidSchema { pointer: String::new(), message: format!("invalid schema: {error}") }
    }
}
