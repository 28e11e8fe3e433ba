//! The options that decide what a schema means where its specification and its authors differ.

use super::Discriminator;

/// How to read keywords that authors use with another meaning than the specification gives them.
///
/// Whoever reads the same schemas again, such as a drift check, needs the same options, so [`names`](Self::names) writes those
/// that are not the default, and [`from_names`](Self::from_names) reads them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reading {
    /// Whether `nullable: true` beside `type` adds null to an `enum` or a `const` without it. Under OpenAPI 3.0.3 such an
    /// `enum` still excludes null, but authors who write both mean that null is valid. Default: true.
    pub nullable_enum: bool,
    /// Whether `nullable: true` adds null without `type` beside it too, as in `{"allOf": [{"$ref": "…"}], "nullable": true}`.
    /// Under OpenAPI 3.0.3 it has no effect there. Default: false.
    pub nullable_without_type: bool,
    /// Whether a schema with `properties`, without `type` and with no keyword that is not about objects, accepts only objects.
    /// In JSON Schema it accepts every value that is not an object. Default: false.
    pub untyped_objects: bool,
    /// What `discriminator` means. Default: it annotates.
    pub discriminator: Discriminator,
}

impl Default for Reading {
    fn default() -> Self {
        Reading {
            nullable_enum: true,
            nullable_without_type: false,
            untyped_objects: false,
            discriminator: Discriminator::Annotates,
        }
    }
}

/// An option with a name: whether a reading has it, and what sets it.
struct Named {
    name: &'static str,
    is_set: fn(&Reading) -> bool,
    set: fn(&mut Reading),
}

/// The options that are not the default.
const OPTIONS: [Named; 4] = [
    Named {
        name: "enum_without_null",
        is_set: |reading| !reading.nullable_enum,
        set: |reading| reading.nullable_enum = false,
    },
    Named {
        name: "nullable_without_type",
        is_set: |reading| reading.nullable_without_type,
        set: |reading| reading.nullable_without_type = true,
    },
    Named {
        name: "untyped_objects",
        is_set: |reading| reading.untyped_objects,
        set: |reading| reading.untyped_objects = true,
    },
    Named {
        name: "discriminator_decides",
        is_set: |reading| reading.discriminator == Discriminator::Decides,
        set: |reading| reading.discriminator = Discriminator::Decides,
    },
];

impl Reading {
    /// The names of the options that are not the default. Each is an identifier of Rust.
    ///
    /// ```
    /// use schema_ir::{Discriminator, Reading};
    /// let mut reading = Reading::default();
    /// reading.discriminator = Discriminator::Decides;
    /// assert_eq!(reading.names(), ["discriminator_decides"]);
    /// assert_eq!(Reading::from_names(&reading.names()), Ok(reading));
    /// ```
    pub fn names(&self) -> Vec<&'static str> {
        OPTIONS.iter().filter(|option| (option.is_set)(self)).map(|option| option.name).collect()
    }

    /// The options with these names.
    ///
    /// # Errors
    ///
    /// The first name that is not one of an option.
    pub fn from_names<N: AsRef<str>>(names: &[N]) -> Result<Self, &str> {
        let mut reading = Reading::default();
        for name in names.iter().map(AsRef::as_ref) {
            let option = OPTIONS.iter().find(|option| option.name == name).ok_or(name)?;
            (option.set)(&mut reading);
        }
        Ok(reading)
    }
}
