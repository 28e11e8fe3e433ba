use std::fmt;

use serde_json::{Value, json};

/// How each generated type enforces its schema.
///
/// `Display` prints a line for each type that is not exact by its shape, and a summary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The types, by document and place.
    pub types: Vec<TypeReport>,
    /// Types that stand for several places.
    pub shared: Vec<SharedType>,
    /// The features of `schema-types` that the generated code needs.
    pub features: Vec<&'static str>,
}

/// A type that several documents have alike, and that is generated once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedType {
    /// The type's name in the module `shared`.
    pub name: String,
    /// The schemas that it stands for: each a file, `#`, and a JSON Pointer.
    pub places: Vec<String>,
}

/// How one type enforces its schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeReport {
    /// The schema's file.
    pub file: String,
    /// JSON Pointer (RFC 6901) of the schema in the file.
    pub pointer: String,
    /// The type's path in the generated module.
    pub name: String,
    /// How the type enforces its schema.
    pub class: Class,
    /// Which numbers the type does not keep.
    pub rounding: Rounding,
}

/// Which numbers a type does not keep, because it rounds them to the nearest double.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// It holds no numbers that could be rounded.
    Never,
    /// Whole numbers beyond `i128`, and fractions that no double holds.
    Beyond128Bits,
    /// Whole numbers beyond 64 bits in a place of any type, and fractions that no double holds; serde_json's feature
    /// `arbitrary_precision` keeps them.
    Beyond64Bits,
}

impl Rounding {
    /// The word for it, as in the JSON form.
    pub fn as_str(&self) -> &'static str {
        match self {
            Rounding::Never => "never",
            Rounding::Beyond128Bits => "beyond 128 bits",
            Rounding::Beyond64Bits => "beyond 64 bits",
        }
    }
}

/// What makes a type exact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Class {
    /// The Rust type alone: one pass of serde.
    Shape,
    /// The Rust type, and generated checks of these keywords.
    Checked(Vec<String>),
    /// The Rust type, and a validator of the schema for the sake of these keywords.
    Validated(Vec<String>),
    /// A validator of the schema alone; the Rust type holds any value.
    Opaque(Vec<String>),
}

impl Class {
    /// The word for it, as in the JSON form.
    pub fn as_str(&self) -> &'static str {
        match self {
            Class::Shape => "shape",
            Class::Checked(_) => "checked",
            Class::Validated(_) => "validated",
            Class::Opaque(_) => "opaque",
        }
    }

    /// The keywords that the Rust type does not say.
    pub fn keywords(&self) -> &[String] {
        match self {
            Class::Shape => &[],
            Class::Checked(keywords) | Class::Validated(keywords) | Class::Opaque(keywords) => keywords,
        }
    }
}

impl Report {
    /// How many types are of the class that `class` names.
    pub fn count(&self, class: &str) -> usize {
        self.types.iter().filter(|ty| ty.class.as_str() == class).count()
    }

    /// One line: how many types there are of each class, and what the code needs.
    ///
    /// ```
    /// let report = schema_build::Report { features: vec!["pattern"], ..Default::default() };
    /// let summary = "0 types: 0 exact by shape, 0 checked, 0 validated, 0 opaque; needs schema-types with pattern";
    /// assert_eq!(report.summary(), summary);
    /// ```
    pub fn summary(&self) -> String {
        let [shape, checked, validated, opaque] =
            ["shape", "checked", "validated", "opaque"].map(|class| self.count(class));
        let types = if self.types.len() == 1 { "type" } else { "types" };
        let with = if self.features.is_empty() { "" } else { " with " };
        format!(
            "{} {types}: {shape} exact by shape, {checked} checked, {validated} validated, {opaque} opaque; needs \
             schema-types{with}{}",
            self.types.len(),
            self.features.join(", ")
        )
    }

    /// The report as JSON: `{"summary": {"shape": n, …}, "types": [{"file", "pointer", "name", "class", "keywords", "rounds"},
    /// …], "shared": [{"name", "places"}, …], "crates": ["schema-types"], "features": [name, …]}`.
    pub fn to_json(&self) -> Value {
        let types: Vec<Value> = self
            .types
            .iter()
            .map(|ty| {
                json!({
                    "file": ty.file,
                    "pointer": ty.pointer,
                    "name": ty.name,
                    "class": ty.class.as_str(),
                    "keywords": ty.class.keywords(),
                    "rounds": ty.rounding.as_str(),
                })
            })
            .collect();
        let [shape, checked, validated, opaque] =
            ["shape", "checked", "validated", "opaque"].map(|class| self.count(class));
        let summary = json!({"shape": shape, "checked": checked, "validated": validated, "opaque": opaque});
        let shared: Vec<Value> = self.shared.iter().map(|ty| json!({"name": ty.name, "places": ty.places})).collect();
        json!({
            "summary": summary,
            "types": types,
            "shared": shared,
            "crates": ["schema-types"],
            "features": self.features,
        })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for ty in self.types.iter().filter(|ty| ty.class != Class::Shape) {
            let TypeReport { file, pointer, name, class, .. } = ty;
            writeln!(f, "{name}: {} for {} ({file}#{pointer})", class.as_str(), class.keywords().join(", "))?;
        }
        for SharedType { name, places } in &self.shared {
            writeln!(f, "shared::{name}: one type for {}", places.join(", "))?;
        }
        for (rounding, numbers) in [
            (Rounding::Beyond64Bits, "whole numbers beyond 64 bits"),
            (Rounding::Beyond128Bits, "whole numbers beyond i128"),
        ] {
            let names: Vec<&str> =
                self.types.iter().filter(|ty| ty.rounding == rounding).map(|ty| ty.name.as_str()).collect();
            if let [first, rest @ ..] = names.as_slice() {
                let others = if rest.is_empty() { String::new() } else { format!(" and {} others", rest.len()) };
                writeln!(f, "{first}{others}: {numbers}, and fractions that no double holds, are rounded")?;
            }
        }
        writeln!(f, "{}", self.summary())
    }
}
