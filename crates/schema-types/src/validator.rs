//! Validators: for schemas whose constraints neither a Rust type nor generated code expresses.

#[cfg(feature = "jsonschema")]
use std::sync::OnceLock;

#[cfg(feature = "jsonschema")]
use jsonschema::{Keyword, ValidationError};
#[cfg(feature = "jsonschema")]
use regress::Regex;
#[cfg(feature = "jsonschema")]
use serde_json::Value;

#[cfg(feature = "jsonschema")]
use crate::guard::Invalid;

/// A validator of a schema, compiled when it is first used.
#[cfg(feature = "jsonschema")]
pub struct Validator {
    schema: &'static str,
    definitions: Option<&'static str>,
    place: &'static str,
    compiled: OnceLock<Result<jsonschema::Validator, String>>,
}

#[cfg(feature = "jsonschema")]
impl Validator {
    /// A validator of `schema`, which may refer to `definitions`; both are JSON texts. `place` is where the schema is, as a JSON
    /// Pointer into its file.
    pub const fn new(schema: &'static str, definitions: Option<&'static str>, place: &'static str) -> Self {
        Validator { schema, definitions, place, compiled: OnceLock::new() }
    }

    /// Checks a value.
    pub fn check(&self, value: &Value) -> Result<(), Invalid> {
        let message = match self.compiled.get_or_init(|| self.compile()) {
            Ok(validator) => match validator.validate(value) {
                Ok(()) => return Ok(()),
                Err(error) => {
                    let at = match error.instance_path().as_str() {
                        "" => String::new(),
                        pointer => format!(" at {pointer}"),
                    };
                    format!("{error}{at}, by {}", error.schema_path().as_str())
                }
            },
            Err(error) => format!("the schema does not compile: {error}"),
        };
        Err(Invalid { keyword: self.place, message })
    }

    fn compile(&self) -> Result<jsonschema::Validator, String> {
        let parse = |json: &str| serde_json::from_str::<Value>(json).map_err(|error| error.to_string());
        let mut schema = parse(self.schema)?;
        if let (Value::Object(members), Some(definitions)) = (&mut schema, self.definitions) {
            members.insert("$defs".to_owned(), parse(definitions)?);
        }
        // By default the older dialects assert `format`.
        let options = jsonschema::options().should_validate_formats(false);
        let options = options.with_keyword("pattern", |_, pattern, _| Ok(Box::new(Pattern::new(pattern))));
        options.build(&schema).map_err(|error| error.to_string())
    }
}

/// `pattern` by the engine that generated code uses, because the validator's own does not know all of ECMA-262.
#[cfg(feature = "jsonschema")]
struct Pattern {
    text: String,
    regex: Option<Regex>,
}

#[cfg(feature = "jsonschema")]
impl Pattern {
    fn new(pattern: &Value) -> Self {
        let text = pattern.as_str().unwrap_or_default();
        Pattern { text: text.to_owned(), regex: crate::check::regex(text) }
    }
}

#[cfg(feature = "jsonschema")]
impl<'i> Keyword<'i> for Pattern {
    fn validate(&self, instance: &'i Value) -> Result<(), ValidationError<'i>> {
        match self.is_valid(instance) {
            true => Ok(()),
            false => Err(ValidationError::custom(format!("{instance} does not match {:?}", self.text))),
        }
    }

    fn is_valid(&self, instance: &'i Value) -> bool {
        let matches = |text| self.regex.as_ref().is_some_and(|regex| regex.find(text).is_some());
        instance.as_str().is_none_or(matches)
    }
}

/// A format, as JSON Schema's own assertion would check it.
#[cfg(feature = "jsonschema")]
pub struct Format {
    name: &'static str,
    compiled: OnceLock<Option<jsonschema::Validator>>,
}

#[cfg(feature = "jsonschema")]
impl Format {
    /// The format of this name.
    pub const fn new(name: &'static str) -> Self {
        Format { name, compiled: OnceLock::new() }
    }

    /// Whether a text is of the format.
    pub fn is_valid(&self, text: &str) -> bool {
        let format = self.compiled.get_or_init(|| {
            let schema = serde_json::json!({ "format": self.name });
            jsonschema::options().should_validate_formats(true).build(&schema).ok()
        });
        format.as_ref().is_some_and(|format| format.is_valid(&Value::String(text.to_owned())))
    }
}

/// The validator of a type.
#[cfg(feature = "jsonschema")]
#[macro_export]
#[doc(hidden)]
macro_rules! validator {
    (
        $name:ident
        at: $place:literal, schema: $schema:literal, $(definitions: $definitions:path,)? keywords: $($ignored:tt)*
    ) => {
        impl $crate::private::Admitted for $name {
            const PLACE: &'static str = $place;

            fn admit(value: &$crate::Value) -> ::core::result::Result<(), $crate::guard::Invalid> {
                static VALIDATOR: $crate::private::Validator =
                    $crate::private::Validator::new($schema, $crate::optional!($($definitions)?), $place);
                VALIDATOR.check(value)
            }
        }
    };
}

/// An error: this needs the feature `jsonschema`.
#[cfg(not(feature = "jsonschema"))]
#[macro_export]
#[doc(hidden)]
macro_rules! validator {
    ($name:ident $($ignored:tt)*) => {
        compile_error!(concat!(
            "`",
            stringify!($name),
            "` needs a validator, a feature of schema-types: ",
            "cargo add schema-types --features jsonschema",
        ));
    };
}

/// The definitions that validators refer to, as a JSON text.
#[macro_export]
#[doc(hidden)]
macro_rules! definitions {
    ($name:ident = $json:literal) => {
        #[allow(dead_code)]
        pub(super) const $name: &str = $json;
    };
}

/// A value that may be missing, as an `Option`.
#[macro_export]
#[doc(hidden)]
macro_rules! optional {
    () => {
        None
    };
    ($value:expr) => {
        Some($value)
    };
}
