//! The options that decide what a schema means where its specification and its authors differ.

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
}

impl Default for Reading {
    fn default() -> Self {
        Reading { nullable_enum: true, nullable_without_type: false, untyped_objects: false }
    }
}

impl Reading {
    /// The options as flags: the name of each, the flag, and whether it is set when the option is not the default.
    fn flags(&mut self) -> [(&'static str, &mut bool, bool); 3] {
        [
            ("enum_without_null", &mut self.nullable_enum, false),
            ("nullable_without_type", &mut self.nullable_without_type, true),
            ("untyped_objects", &mut self.untyped_objects, true),
        ]
    }

    /// The names of the options that are not the default. Each is an identifier of Rust.
    ///
    /// ```
    /// use schema_ir::Reading;
    /// let mut reading = Reading::default();
    /// reading.untyped_objects = true;
    /// assert_eq!(reading.names(), ["untyped_objects"]);
    /// assert_eq!(Reading::from_names(&reading.names()), Ok(reading));
    /// ```
    pub fn names(mut self) -> Vec<&'static str> {
        let flags = self.flags().into_iter();
        flags.filter(|(_, flag, set)| **flag == *set).map(|(name, ..)| name).collect()
    }

    /// The options with these names.
    ///
    /// # Errors
    ///
    /// The first name that is not one of an option.
    pub fn from_names<'n>(names: &[&'n str]) -> Result<Self, &'n str> {
        let mut reading = Reading::default();
        for name in names {
            let flag = reading.flags().into_iter().find(|(known, ..)| known == name);
            let (_, flag, set) = flag.ok_or(*name)?;
            *flag = set;
        }
        Ok(reading)
    }
}
