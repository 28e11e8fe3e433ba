//! Options that add derives and attributes to generated types.

use std::cell::Cell;

use schema_ir::{Error, ErrorKind};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Attribute, Path, Token};

use super::Builder;
use crate::emit::{Addition, Additions, Target};
use crate::print::path;
use crate::select::{Selector, find_near};

/// What the user adds, as it was written.
#[derive(Clone, Debug, Default)]
pub(super) struct Traits {
    added: Vec<Added>,
}

#[derive(Clone, Debug)]
struct Added {
    option: &'static str,
    target: Target,
    selector: Selector,
    text: String,
}

impl Builder {
    /// Derives more traits for types: a list of paths, such as `"Ord, PartialOrd"` or `"::bon::Builder"`. A trait that a type
    /// has anyway is not derived again. The option applies to the types of both profiles.
    ///
    /// The selector is as in prost-build:
    ///
    /// | selector | selects |
    /// |---|---|
    /// | `.` | all types |
    /// | `Order`, `order::Item` | the types of this name in any module, or in this one |
    /// | `order.json#/$defs/Item` | the type of the schema at this place |
    ///
    /// A selector that selects nothing is an error, which lists names like it.
    ///
    /// ```
    /// # let folder = std::env::temp_dir().join(format!("schema-build-derive-{}", std::process::id()));
    /// # std::fs::create_dir_all(&folder)?;
    /// # std::fs::write(folder.join("pet.json"), br#"{"title": "Pet", "type": "object", "properties": {"name": {"type": "string"}}, "additionalProperties": false}"#)?;
    /// let output = schema_build::Builder::new(&folder).derive("Pet", "PartialOrd, ::bon::Builder").generate().unwrap();
    /// assert!(output.source.contains("#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, ::bon::Builder)]"));
    /// # std::fs::remove_dir_all(&folder)?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// serde's traits cannot be derived, because the implementations of the generated types are what makes them exact.
    #[must_use]
    pub fn derive(self, selector: impl Into<String>, traits: impl Into<String>) -> Self {
        self.add("derive", Target::Type, selector, traits)
    }

    /// Puts attributes on types, such as `#[cfg_attr(test, derive(PartialOrd))]` or `#[non_exhaustive]`. The selector is as
    /// in [`derive`](Self::derive).
    #[must_use]
    pub fn attribute(self, selector: impl Into<String>, attributes: impl Into<String>) -> Self {
        self.add("attribute", Target::Type, selector, attributes)
    }

    /// Puts attributes on fields. The selector is as in [`derive`](Self::derive), where the name of a type selects all its
    /// fields, and `Order.id` selects one.
    ///
    /// ```
    /// # let folder = std::env::temp_dir().join(format!("schema-build-field-attribute-{}", std::process::id()));
    /// # std::fs::create_dir_all(&folder)?;
    /// # std::fs::write(folder.join("pet.json"), br#"{"title": "Pet", "type": "object", "properties": {"name": {"type": "string"}}}"#)?;
    /// let builder = schema_build::Builder::new(&folder).derive("Pet", "::bon::Builder");
    /// let output = builder.field_attribute("Pet.name", "#[builder(into)]").generate().unwrap();
    /// assert!(output.source.contains("    #[builder(into)]\n    pub name: Option<String>,\n"));
    /// # std::fs::remove_dir_all(&folder)?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub fn field_attribute(self, selector: impl Into<String>, attributes: impl Into<String>) -> Self {
        self.add("field_attribute", Target::Field, selector, attributes)
    }

    /// Puts attributes on variants of enumerations and unions. The selector is as in [`field_attribute`](Self::field_attribute):
    /// `Status` selects all variants of a type, and `Status.Open` one.
    #[must_use]
    pub fn variant_attribute(self, selector: impl Into<String>, attributes: impl Into<String>) -> Self {
        self.add("variant_attribute", Target::Variant, selector, attributes)
    }

    fn add(
        mut self,
        option: &'static str,
        target: Target,
        selector: impl Into<String>,
        text: impl Into<String>,
    ) -> Self {
        self.traits.added.push(Added { option, target, selector: Selector::new(selector), text: text.into() });
        self
    }
}

impl Traits {
    /// Parses what was added.
    pub(super) fn parse(&self) -> Result<Additions, Vec<Error>> {
        let (mut all, mut errors) = (Vec::new(), Vec::new());
        for Added { option, target, selector, text } in &self.added {
            let parsed = match *option {
                "derive" => parse_derives(text).map(|derives| (derives, Vec::new())),
                _ => parse_attributes(text).map(|attributes| (Vec::new(), attributes)),
            };
            match parsed {
                Ok((derives, attributes)) => all.push(Addition {
                    option,
                    selector: selector.clone(),
                    target: *target,
                    derives,
                    attributes,
                    is_used: Cell::new(false),
                }),
                Err(Refused { message, help }) => {
                    let message = format!("`Builder::{option}`: {text:?}: {message}");
                    errors.push(Error::new(ErrorKind::InvalidOption, "-", message).with_help(help));
                }
            }
        }
        if errors.is_empty() { Ok(Additions { all, ..Additions::default() }) } else { Err(errors) }
    }
}

/// The errors for additions that apply to nothing.
pub(super) fn find_unused(additions: &Additions) -> Vec<Error> {
    let unused = additions.all.iter().filter(|addition| !addition.is_used.get());
    let error = |addition: &Addition| {
        let Addition { option, selector, target, .. } = addition;
        let message = format!("`Builder::{option}` selects no {} by {:?}", target.name(), selector.as_str());
        let names = additions.names(*target).borrow();
        let near = find_near(selector.as_str(), names.iter().cloned());
        let help = match (selector.is_place(), near.is_empty()) {
            (true, _) => "write the file's name, `#`, and the JSON Pointer of the schema".to_owned(),
            (false, true) => format!("no {} is generated", target.name()),
            (false, false) => format!("like it are {}; `.` selects all", near.join(", ")),
        };
        Error::new(ErrorKind::UnusedOption, "-", message).with_help(help)
    };
    unused.map(error).collect()
}

/// Why the text of an option is refused, and what to do.
struct Refused {
    message: String,
    help: String,
}

fn parse_derives(text: &str) -> Result<Vec<Path>, Refused> {
    let list = |input: syn::parse::ParseStream<'_>| {
        Punctuated::<Path, Token![,]>::parse_terminated_with(input, Path::parse_mod_style)
    };
    let derives: Vec<Path> = match list.parse_str(text) {
        Ok(derives) => derives.into_iter().collect(),
        Err(error) => return Err(refused(error, "write paths of traits, as in \"Ord, ::bon::Builder\"")),
    };
    if derives.is_empty() {
        return Err(Refused { message: "is empty".to_owned(), help: "write the path of a trait".to_owned() });
    }
    derives.iter().find_map(refuse_derive).map_or(Ok(derives), Err)
}

/// The reason not to derive a trait that the types implement in a way of their own.
fn refuse_derive(derive: &Path) -> Option<Refused> {
    let name = derive.segments.last()?.ident.to_string();
    let (home, help) = match name.as_str() {
        "Serialize" | "Deserialize" => ("serde", "remove it: every generated type has both traits"),
        "JsonSchema" => {
            ("schemars", "remove it: every generated type has it if schema-types has the feature `schemars`")
        }
        _ => return None,
    };
    let first = derive.segments.first()?.ident.to_string();
    if derive.segments.len() > 1 && first != home {
        return None;
    }
    let message = format!("`{}` is implemented by the generated code, exactly as the schema has it", path(derive));
    Some(Refused { message, help: help.to_owned() })
}

fn parse_attributes(text: &str) -> Result<Vec<Attribute>, Refused> {
    let attributes = match Attribute::parse_outer.parse_str(text) {
        Ok(attributes) => attributes,
        Err(error) => return Err(refused(error, "write attributes, as in \"#[non_exhaustive]\"")),
    };
    if attributes.is_empty() {
        let message = "is no attribute".to_owned();
        return Err(Refused { message, help: "write attributes, as in \"#[non_exhaustive]\"".to_owned() });
    }
    attributes.iter().find_map(refuse_attribute).map_or(Ok(attributes), Err)
}

/// The reason not to add an attribute that has no effect or another way.
fn refuse_attribute(attribute: &Attribute) -> Option<Refused> {
    let name = attribute.path().get_ident()?.to_string();
    let (message, help) = match name.as_str() {
        "serde" | "schemars" => (
            format!("nothing reads `{name}`, because the generated types derive none of its traits"),
            "change the schema instead, or give the type a name with `Builder::name`",
        ),
        "derive" => ("is a derive".to_owned(), "use `Builder::derive`, which derives no trait twice"),
        _ => return None,
    };
    Some(Refused { message, help: help.to_owned() })
}

fn refused(error: syn::Error, help: &str) -> Refused {
    Refused { message: error.to_string(), help: help.to_owned() }
}
