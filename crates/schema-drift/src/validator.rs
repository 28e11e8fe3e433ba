use jsonschema::Validator;
use serde_json::Value;

/// Why a document has no validator: the pointer of the keyword at fault, and the validator's message.
pub(crate) struct InvalidSchema {
    pub pointer: String,
    pub message: String,
}

/// Builds a validator for a plain 2020-12 document; `formats` decides whether `format` asserts.
pub(crate) fn build_validator(document: &Value, formats: bool) -> Result<Validator, InvalidSchema> {
    jsonschema::options()
        .with_draft(jsonschema::Draft::Draft202012)
        .offline()
        .should_validate_formats(formats)
        .build(document)
        .map_err(|error| InvalidSchema {
            pointer: error.instance_path().to_string(),
            message: format!("invalid schema: {error}"),
        })
}
