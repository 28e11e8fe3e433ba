use super::value::{AnyValue, Of};
use ::schemars::{JsonSchema, Schema, SchemaGenerator};

impl JsonSchema for AnyValue {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> ::std::borrow::Cow<'static, str> {
        "AnyValue".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        true.into()
    }
}

impl<const TYPES: u8> JsonSchema for Of<TYPES> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> ::std::borrow::Cow<'static, str> {
        "Of".into()
    }

    fn schema_id() -> ::std::borrow::Cow<'static, str> {
        ::std::any::type_name::<Self>().into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names = ["null", "boolean", "number", "string", "array", "object"];
        let types = names.into_iter().enumerate().filter(|(bit, _)| TYPES & (1 << bit) != 0);
        ::schemars::json_schema!({ "type": types.map(|(_, name)| name).collect::<Vec<_>>() })
    }
}
