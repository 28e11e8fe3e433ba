//! The options that decide what schemas mean where their specification and their authors differ.

use schema_ir::Discriminator;

use crate::Builder;

impl Builder {
    /// Sets whether `nullable: true` adds null to an `enum` without it; see [`Reading::nullable_enum`](crate::Reading::nullable_enum). Default: true.
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

    /// Sets what `discriminator` of OpenAPI and Swagger means. Default: nothing, as in JSON Schema, so that a value of several
    /// members of a `oneOf` is refused.
    ///
    /// With [`Discriminator::Decides`], the values of the property decide, by the `mapping` and by the names of the schemas:
    ///
    /// ```
    /// use schema_build::{Builder, Discriminator};
    /// # let file = std::env::temp_dir().join(format!("schema-build-decides-{}.json", std::process::id()));
    /// let document = r##"{"openapi": "3.0.3", "components": {"schemas": {
    ///     "Pet": {"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
    ///         "discriminator": {"propertyName": "kind", "mapping": {"cat": "Cat"}}},
    ///     "Cat": {"type": "object", "properties": {"kind": {"type": "string"}}},
    ///     "Dog": {"type": "object", "properties": {"kind": {"type": "string"}}}
    /// }}}"##;
    /// std::fs::write(&file, document)?;
    /// let output = Builder::files([&file]).discriminator(Discriminator::Decides).generate().unwrap();
    /// assert!(output.source.contains(r#"Pet = oneOf by "kind" { Cat = "cat", Dog = "Dog" }"#));
    /// # std::fs::remove_file(&file)?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub fn discriminator(mut self, discriminator: Discriminator) -> Self {
        self.reading.discriminator = discriminator;
        self
    }
}
