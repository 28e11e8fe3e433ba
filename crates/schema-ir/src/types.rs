//! The types of JSON values.

use serde_json::{Number, Value};

/// A type of JSON values (core, 4.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JsonType {
    /// `null`
    Null,
    /// `true` and `false`
    Boolean,
    /// Numbers, whole or not.
    Number,
    /// Strings.
    String,
    /// Arrays.
    Array,
    /// Objects.
    Object,
}

impl JsonType {
    /// All types.
    pub const ALL: [Self; 6] = [Self::Null, Self::Boolean, Self::Number, Self::String, Self::Array, Self::Object];

    /// The name, as in `type`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        }
    }

    /// The type of a value.
    ///
    /// ```
    /// use schema_ir::JsonType;
    /// assert_eq!(JsonType::of(&serde_json::json!([])), JsonType::Array);
    /// ```
    pub const fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Boolean,
            Value::Number(_) => Self::Number,
            Value::String(_) => Self::String,
            Value::Array(_) => Self::Array,
            Value::Object(_) => Self::Object,
        }
    }
}

/// A name that `type` may list: a type of JSON values, or `integer`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TypeName {
    /// A type of JSON values.
    Json(JsonType),
    /// Numbers without a fraction, such as `1` and `1.0` (validation, 6.1.1).
    Integer,
}

impl TypeName {
    /// `null`
    pub const NULL: Self = Self::Json(JsonType::Null);
    /// `string`
    pub const STRING: Self = Self::Json(JsonType::String);
    /// `object`
    pub const OBJECT: Self = Self::Json(JsonType::Object);

    /// All names.
    pub const ALL: [Self; 7] = [
        Self::Json(JsonType::Null),
        Self::Json(JsonType::Boolean),
        Self::Json(JsonType::Object),
        Self::Json(JsonType::Array),
        Self::Json(JsonType::Number),
        Self::Json(JsonType::String),
        Self::Integer,
    ];

    /// The name, as in `type`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Json(of) => of.name(),
            Self::Integer => "integer",
        }
    }

    /// The type with this name.
    ///
    /// ```
    /// use schema_ir::TypeName;
    /// assert_eq!(TypeName::from_name("integer"), Some(TypeName::Integer));
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }

    /// The type of JSON values that includes it.
    pub const fn json(self) -> JsonType {
        match self {
            Self::Json(of) => of,
            Self::Integer => JsonType::Number,
        }
    }

    /// Whether every value of `other` is one of this type too: an integer is a number.
    pub fn includes(self, other: Self) -> bool {
        self == other || (self == Self::Json(JsonType::Number) && other == Self::Integer)
    }

    /// Whether a value is valid under `{"type": name}`.
    ///
    /// ```
    /// use schema_ir::TypeName;
    /// assert!(TypeName::Integer.admits(&serde_json::json!(1.0)));
    /// ```
    pub fn admits(self, value: &Value) -> bool {
        match (self, value) {
            (Self::Integer, Value::Number(number)) => is_whole(number),
            _ => self == Self::Json(JsonType::of(value)),
        }
    }
}

/// Whether a number has no fraction.
fn is_whole(number: &Number) -> bool {
    number.as_f64().is_none_or(|number| number.fract() == 0.0)
}

/// The value of `type`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Types {
    /// A name.
    One(TypeName),
    /// A list of names, none twice.
    List(Vec<TypeName>),
}

impl Types {
    /// The names.
    pub fn names(&self) -> &[TypeName] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::List(list) => list,
        }
    }

    /// Whether a value is of one of the types.
    pub fn admits(&self, value: &Value) -> bool {
        self.names().iter().any(|name| name.admits(value))
    }

    /// The types of JSON values that are listed, as a whole or as integers, in the order of [`JsonType::ALL`].
    pub fn json(&self) -> Vec<JsonType> {
        JsonType::ALL.into_iter().filter(|of| self.names().iter().any(|name| name.json() == *of)).collect()
    }

    /// The value of the keyword.
    pub fn to_json(&self) -> Value {
        match self {
            Self::One(one) => one.name().into(),
            Self::List(list) => list.iter().map(|name| Value::from(name.name())).collect(),
        }
    }
}
