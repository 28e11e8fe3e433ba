//! The configuration file: a key for each method of `Builder`, with the same name.

mod types;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use schema_build::{Builder, Deny, Discriminator, Error, ErrorKind, Level, Profile};
use schema_ir::read_text;
use serde::Deserialize;
use types::{FormatSet, Maps, NumberKind, Type, UndeclaredKeys};

/// What the command line and the configuration file can set.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Config {
    /// Files, or one folder; the arguments of the command line replace them.
    pub(crate) input: OneOrMany<PathBuf>,
    pub(crate) output: Option<PathBuf>,
    pub(crate) recursive: bool,
    pub(crate) profile: Option<Profiles>,
    pub(crate) root: Option<String>,
    pub(crate) components: Option<Vec<String>>,
    pub(crate) operations: bool,
    pub(crate) drift_check: bool,
    share: Option<bool>,
    nullable_enum: Option<bool>,
    pub(crate) nullable_without_type: bool,
    pub(crate) untyped_objects: bool,
    pub(crate) discriminator: Option<Discriminators>,
    deny: Option<Denied>,
    /// The levels of lints by id, as the table of cargo's manifest has them.
    lints: BTreeMap<String, LintLevel>,
    /// Those of the command line, in their order.
    #[serde(skip)]
    pub(crate) levels: Vec<(String, Level)>,
    name: BTreeMap<String, String>,
    extern_type: BTreeMap<String, Type>,
    crate_version: BTreeMap<String, String>,
    formats: Vec<FormatSet>,
    format: BTreeMap<String, Type>,
    integers: NumberKind,
    numbers: NumberKind,
    number_type: Option<Type>,
    string_type: Option<Type>,
    map_type: Maps,
    /// In the order of the names, so that `.` does not replace a choice for one type.
    undeclared: BTreeMap<String, UndeclaredKeys>,
    derive: BTreeMap<String, OneOrMany<String>>,
    attribute: BTreeMap<String, OneOrMany<String>>,
    field_attribute: BTreeMap<String, OneOrMany<String>>,
    variant_attribute: BTreeMap<String, OneOrMany<String>>,
}

/// One item, or a list.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum OneOrMany<T> {
    One(T),
    Many(Vec<T>),
}

impl<T> Default for OneOrMany<T> {
    fn default() -> Self {
        OneOrMany::Many(Vec::new())
    }
}

impl<T> OneOrMany<T> {
    pub(crate) fn as_slice(&self) -> &[T] {
        match self {
            OneOrMany::One(item) => std::slice::from_ref(item),
            OneOrMany::Many(items) => items,
        }
    }
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Profiles {
    Exact,
    Open,
    Both,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Discriminators {
    Annotates,
    Decides,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Denied {
    Opaque,
    Validated,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum LintLevel {
    Off,
    Warn,
    Deny,
}

impl Config {
    /// Reads a configuration file.
    pub(crate) fn read(path: &Path) -> Result<Self, Error> {
        let file = path.display().to_string();
        // Bounded like a schema, and with the same messages.
        let text = read_text(&file, path)?;
        toml::from_str(&text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start).min(text.len());
            let before = text.get(..start).unwrap_or_default();
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            Error {
                line: before.matches('\n').count() + 1,
                column,
                ..Error::new(ErrorKind::Config, &file, error.message().replace('\n', "; "))
            }
            .with_help("write a method of `schema_build::Builder` as a key, such as `profile = \"both\"`")
        })
    }

    /// The builder with these settings.
    pub(crate) fn builder(&self) -> Result<Builder, Error> {
        let mut builder = self.select_input()?.operations(self.operations).drift_check(self.drift_check);
        if let Some(profile) = self.profile {
            builder = builder.profile(match profile {
                Profiles::Exact => Profile::Exact,
                Profiles::Open => Profile::Open,
                Profiles::Both => Profile::Both,
            });
        }
        if let Some(name) = &self.root {
            builder = builder.root(name);
        }
        if let Some(names) = &self.components {
            builder = builder.components(names);
        }
        if let Some(share) = self.share {
            builder = builder.share(share);
        }
        if let Some(yes) = self.nullable_enum {
            builder = builder.nullable_enum(yes);
        }
        builder = builder
            .nullable_without_type(self.nullable_without_type)
            .untyped_objects(self.untyped_objects)
            .discriminator(match self.discriminator {
                Some(Discriminators::Decides) => Discriminator::Decides,
                _ => Discriminator::Annotates,
            });
        if let Some(class) = self.deny {
            builder = builder.deny(match class {
                Denied::Opaque => Deny::Opaque,
                Denied::Validated => Deny::Validated,
            });
        }
        let of_file = self.lints.iter().map(|(id, level)| match level {
            LintLevel::Off => (id.clone(), Level::Off),
            LintLevel::Warn => (id.clone(), Level::Warn),
            LintLevel::Deny => (id.clone(), Level::Deny),
        });
        for (id, level) in of_file.chain(self.levels.iter().cloned()) {
            builder = builder.lint(id, level);
        }
        builder = self.add_traits(self.choose_types(builder));
        Ok(self.name.iter().fold(builder, |builder, (place, name)| builder.name(place, name)))
    }

    /// Sets the types of fields.
    fn choose_types(&self, builder: Builder) -> Builder {
        let mut builder =
            builder.integers(self.integers.into()).numbers(self.numbers.into()).map_type(self.map_type.into());
        for (selector, ty) in &self.extern_type {
            builder = builder.extern_type(selector, ty.rust());
        }
        for (name, version) in &self.crate_version {
            builder = builder.crate_version(name, version);
        }
        for set in &self.formats {
            builder = builder.formats((*set).into());
        }
        for (format, ty) in &self.format {
            builder = builder.format(format, ty.rust());
        }
        for (selector, keys) in &self.undeclared {
            builder = builder.undeclared(selector, (*keys).into());
        }
        if let Some(ty) = &self.number_type {
            builder = builder.number_type(ty.rust());
        }
        if let Some(ty) = &self.string_type {
            builder = builder.string_type(ty.rust());
        }
        builder
    }

    /// Adds derives and attributes.
    fn add_traits(&self, builder: Builder) -> Builder {
        type Add = fn(Builder, String, String) -> Builder;
        let options: [(&BTreeMap<String, OneOrMany<String>>, Add); 4] = [
            (&self.derive, Builder::derive),
            (&self.attribute, Builder::attribute),
            (&self.field_attribute, Builder::field_attribute),
            (&self.variant_attribute, Builder::variant_attribute),
        ];
        let additions = options.into_iter().flat_map(|(table, add)| {
            let texts =
                table.iter().flat_map(|(selector, texts)| texts.as_slice().iter().map(move |text| (selector, text)));
            texts.map(move |(selector, text)| (add, selector.clone(), text.clone()))
        });
        additions.fold(builder, |builder, (add, selector, text)| add(builder, selector, text))
    }

    /// The builder for the files or the folder.
    fn select_input(&self) -> Result<Builder, Error> {
        let unused = |option: &str, help: &str| {
            let error = Error::new(ErrorKind::UnusedOption, "-", format!("`{option}` does not apply"));
            Err(error.with_help(help))
        };
        let files = self.input.as_slice();
        match files {
            [] => {
                let error = Error::new(ErrorKind::Io, "-", "no schema is named");
                return Err(
                    error.with_help("name schema files or a folder, as arguments or as `input` of the configuration")
                );
            }
            [folder] if folder.is_dir() => return Ok(Builder::new(folder).recursive(self.recursive)),
            _ if self.recursive => return unused("--recursive", "name one folder, and no files"),
            _ => {}
        }
        if self.drift_check && files.iter().any(|file| file.as_os_str() == "-") {
            return unused("--drift-check", "name a file, because the drift check reads it again");
        }
        Ok(Builder::files(files))
    }
}
