//! The options that decide what schemas mean where their specification and their authors differ.

use crate::Builder;

impl Builder {
    /// Sets whether `nullable: true` adds null to an `enum` without it; see [`Reading::nullable_enum`]. Default: true.
    #[must_use]
    pub fn nullable_enum(mut self, yes: bool) -> Self {
        self.reading.nullable_enum = yes;
        self
    }

    /// Sets whether `nullable: true` adds null without `type` beside it too, as beside `$ref` and `allOf`, where OpenAPI gives it
    /// no effect. Default: false, with a note in the report for each place.
    ///
    /// ```
    /// # let file = std::env::temp_dir().join(format!("schema-build-nullable-{}.json", std::process::id()));
    /// let schema = r##"{"title": "Box", "type": "object", "properties": {
    ///     "lid": {"allOf": [{"$ref": "#/definitions/Lid"}], "nullable": true}
    /// }, "definitions": {"Lid": {"type": "string"}}}"##;
    /// std::fs::write(&file, schema)?;
    /// let output = schema_build::Builder::files([&file]).nullable_without_type(true).generate().unwrap();
    /// assert!(output.source.contains("pub lid: Option<Option<r#box::Lid>>"));
    /// # std::fs::remove_file(&file)?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub fn nullable_without_type(mut self, yes: bool) -> Self {
        self.reading.nullable_without_type = yes;
        self
    }

    /// Sets whether a schema with `properties`, without `type` and with no keyword that is not about objects, accepts only
    /// objects. Default: false, because in JSON Schema it also accepts every value that is not an object.
    ///
    /// ```
    /// # let file = std::env::temp_dir().join(format!("schema-build-untyped-{}.json", std::process::id()));
    /// std::fs::write(&file, r#"{"title": "Loose", "properties": {"a": {"type": "string"}}, "required": ["a"]}"#)?;
    /// let builder = schema_build::Builder::files([&file]);
    /// assert!(builder.generate().unwrap().source.contains("pub enum Loose {"));
    /// assert!(builder.untyped_objects(true).generate().unwrap().source.contains("pub struct Loose {"));
    /// # std::fs::remove_file(&file)?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub fn untyped_objects(mut self, yes: bool) -> Self {
        self.reading.untyped_objects = yes;
        self
    }
}
