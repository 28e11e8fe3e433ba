use super::super::guard::Invalid;
use ::serde_json::Value;

/// A validator of the schema that guards a type.
pub(in super::super) struct Guard {
    validator: Result<::jsonschema::Validator, String>,
    keyword: &'static str,
}

impl Guard {
    /// The guard of `schema`, which may refer to `definitions`; both are JSON texts.
    pub(in super::super) fn new(schema: &str, definitions: Option<&str>, keyword: &'static str) -> Self {
        let validator = parsed(schema).and_then(|mut schema| {
            if let (Value::Object(members), Some(definitions)) = (&mut schema, definitions) {
                members.insert("$defs".to_owned(), parsed(definitions)?);
            }
            // By default older dialects assert `format`.
            ::jsonschema::options().should_validate_formats(false).build(&schema).map_err(|error| error.to_string())
        });
        Guard { validator, keyword }
    }

    pub(in super::super) fn check(&self, value: &Value) -> Result<(), Invalid> {
        let message = match &self.validator {
            Ok(validator) => match validator.validate(value) {
                Ok(()) => return Ok(()),
                Err(error) => format!("{error} at {:?}, by {}", error.instance_path().as_str(), error.schema_path().as_str()),
            },
            Err(error) => format!("the schema does not compile: {error}"),
        };
        Err(Invalid { keyword: self.keyword, message })
    }
}

fn parsed(json: &str) -> Result<Value, String> {
    ::serde_json::from_str(json).map_err(|error| error.to_string())
}
