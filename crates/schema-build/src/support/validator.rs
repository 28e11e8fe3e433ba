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
            let options = ::jsonschema::options().should_validate_formats(false);
            let options = options.with_keyword("pattern", |_, pattern, _| Ok(Box::new(Pattern::new(pattern))));
            options.build(&schema).map_err(|error| error.to_string())
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

/// `pattern` by the engine that checks use, which knows all of ECMA-262.
struct Pattern {
    text: String,
    regex: Option<::regress::Regex>,
}

impl Pattern {
    fn new(pattern: &Value) -> Self {
        let text = pattern.as_str().unwrap_or_default();
        Pattern { text: text.to_owned(), regex: super::check_pattern::regex(text) }
    }
}

impl<'i> ::jsonschema::Keyword<'i> for Pattern {
    fn validate(&self, instance: &'i Value) -> Result<(), ::jsonschema::ValidationError<'i>> {
        match self.is_valid(instance) {
            true => Ok(()),
            false => Err(::jsonschema::ValidationError::custom(format!("{instance} does not match {:?}", self.text))),
        }
    }

    fn is_valid(&self, instance: &'i Value) -> bool {
        let matches = |text| self.regex.as_ref().is_some_and(|regex| regex.find(text).is_some());
        instance.as_str().is_none_or(matches)
    }
}

fn parsed(json: &str) -> Result<Value, String> {
    ::serde_json::from_str(json).map_err(|error| error.to_string())
}
