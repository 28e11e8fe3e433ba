mod outside;

use std::collections::BTreeSet;
use std::fmt;

use schema_ir::Error;
use schema_lint::Finding;
use serde_json::{Value, json};

pub use outside::{Outside, Why};

/// How each generated type enforces its schema.
///
/// `Display` prints one line for each type that is not exact by its shape, the findings of lints, the notes, and a summary.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// The types, in the order of the documents and of the places in them.
    pub types: Vec<TypeReport>,
    /// The types that several documents share.
    pub shared: Vec<SharedType>,
    /// The features of `schema-types` that the generated code needs.
    pub features: Vec<&'static str>,
    /// How the documents were read, where it is not evident.
    pub notes: Vec<Note>,
    /// What is wrong in the documents and did not refuse them, such as a pattern in a definition that is not read.
    pub warnings: Vec<Error>,
    /// What lints found that is probably not meant.
    pub findings: Vec<Finding>,
    /// The places at which types do not do exactly what the schema asks, because an option wants it.
    pub outside: Vec<Outside>,
    /// The crates beside `schema-types` whose types the generated code names, as Rust writes their names. Each needs its
    /// feature for serde.
    pub crates: BTreeSet<String>,
}

/// A message about how a document was read, such as in which dialect if the document does not declare one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The document's file.
    pub file: String,
    /// JSON Pointer (RFC 6901) of the place in the file.
    pub pointer: String,
    /// The message.
    pub message: String,
}

/// A type that is the same in several documents, and is therefore generated only once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedType {
    /// The type's name in the module `shared`.
    pub name: String,
    /// The schemas that it is generated from, each as the file, `#`, and a JSON Pointer.
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
    /// The numbers that the type rounds.
    pub rounding: Rounding,
}

/// The numbers that a type does not keep, because it rounds them to the nearest double.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// None: the type holds no number that could be rounded.
    Never,
    /// Integers outside `i128`, and fractions that are not exactly a double.
    Beyond128Bits,
    /// Integers of more than 64 bits where the schema allows any type, and fractions that are not exactly a double.
    /// serde_json's feature `arbitrary_precision` keeps both.
    Beyond64Bits,
}

impl Rounding {
    /// The name that the JSON report uses.
    pub fn as_str(&self) -> &'static str {
        match self {
            Rounding::Never => "never",
            Rounding::Beyond128Bits => "beyond 128 bits",
            Rounding::Beyond64Bits => "beyond 64 bits",
        }
    }
}

/// How a type enforces its schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Class {
    /// By the Rust type alone: one pass of serde.
    Shape,
    /// By the Rust type, and by generated checks of these keywords.
    Checked(Vec<String>),
    /// By the Rust type, and by a validator of the schema because of these keywords.
    Validated(Vec<String>),
    /// By a validator of the schema alone, because of these keywords; the Rust type holds any JSON value.
    Opaque(Vec<String>),
    /// Only in part or not at all: something in the schema, or in one that it applies to the same value, is wrong and is not
    /// read. A warning has the reason.
    Unread,
}

impl Class {
    /// The name that the JSON report uses.
    pub fn as_str(&self) -> &'static str {
        match self {
            Class::Shape => "shape",
            Class::Checked(_) => "checked",
            Class::Validated(_) => "validated",
            Class::Opaque(_) => "opaque",
            Class::Unread => "unread",
        }
    }

    /// The keywords that the Rust type alone does not enforce.
    pub fn keywords(&self) -> &[String] {
        match self {
            Class::Shape | Class::Unread => &[],
            Class::Checked(keywords) | Class::Validated(keywords) | Class::Opaque(keywords) => keywords,
        }
    }
}

impl Report {
    /// The number of types whose class has the name `class`, such as `"checked"`.
    pub fn count(&self, class: &str) -> usize {
        self.types.iter().filter(|ty| ty.class.as_str() == class).count()
    }

    /// Adds warnings, each once, because files that refer to another one read it too.
    pub(crate) fn add_warnings(&mut self, warnings: Vec<Error>) {
        for warning in warnings {
            if !self.warnings.contains(&warning) {
                self.warnings.push(warning);
            }
        }
    }

    /// One line with the number of types in each class, and the crate and features that the code needs.
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
        let unread = match self.count("unread") {
            0 => String::new(),
            count => format!(", {count} not read as written"),
        };
        let with = if self.features.is_empty() { "" } else { " with " };
        let outside = match self.outside.len() {
            0 => String::new(),
            1 => "1 place outside the proof; ".to_owned(),
            count => format!("{count} places outside the proof; "),
        };
        let crates: String = self.crates.iter().map(|name| format!("; {name}")).collect();
        format!(
            "{} {types}: {shape} exact by shape, {checked} checked, {validated} validated, {opaque} opaque{unread}; {outside}needs \
             schema-types{with}{}{crates}",
            self.types.len(),
            self.features.join(", ")
        )
    }

    /// The report as JSON: `{"summary": {"shape": n, …}, "types": [{"file", "pointer", "name", "class", "keywords", "rounds"},
    /// …], "shared": [{"name", "places"}, …], "crates": ["schema-types", …], "features": [name, …], "notes": [{"file",
    /// "pointer", "message"}, …], "outside": [{"file", "pointer", "type", "why", "message"}, …], "warnings": [error, …],
    /// "findings": [`[`Finding::to_json`]`, …]}`.
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
        let unread = self.count("unread");
        let summary = json!({
            "shape": shape, "checked": checked, "validated": validated, "opaque": opaque, "unread": unread,
        });
        let note = |note: &Note| json!({"file": note.file, "pointer": note.pointer, "message": note.message});
        let notes: Vec<Value> = self.notes.iter().map(note).collect();
        let shared: Vec<Value> = self.shared.iter().map(|ty| json!({"name": ty.name, "places": ty.places})).collect();
        let outside = |place: &Outside| {
            let Outside { file, pointer, name, why } = place;
            json!({"file": file, "pointer": pointer, "type": name, "why": why.as_str(), "message": why.to_string()})
        };
        let outside: Vec<Value> = self.outside.iter().map(outside).collect();
        json!({
            "summary": summary,
            "types": types,
            "shared": shared,
            "crates": std::iter::once("schema-types").chain(self.crates.iter().map(String::as_str)).collect::<Vec<_>>(),
            "features": self.features,
            "notes": notes,
            "warnings": self.warnings.iter().map(Error::to_json).collect::<Vec<_>>(),
            "findings": self.findings.iter().map(Finding::to_json).collect::<Vec<_>>(),
            "outside": outside,
        })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for ty in self.types.iter().filter(|ty| ty.class != Class::Shape) {
            let TypeReport { file, pointer, name, class, .. } = ty;
            if *class == Class::Unread {
                writeln!(f, "{name}: not read as written ({file}#{pointer})")?;
                continue;
            }
            writeln!(f, "{name}: {} for {} ({file}#{pointer})", class.as_str(), class.keywords().join(", "))?;
        }
        for warning in &self.warnings {
            writeln!(f, "{}", warning.as_warning())?;
        }
        for finding in &self.findings {
            writeln!(f, "{finding}")?;
        }
        for Note { file, pointer, message } in &self.notes {
            writeln!(f, "note: {message} ({file}#{pointer})")?;
        }
        for place in &self.outside {
            writeln!(f, "{}: outside the proof: {place}", place.name)?;
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
