//! Which Rust types the parts of generated types have.

use std::collections::{BTreeMap, BTreeSet};

use super::Builder;
use crate::report::Note;
use crate::rust_annotation::Crates;
use crate::rust_type::{OwnType, Reads, Trait};
use crate::select::{Candidate, Selector, find_near};
use crate::shape::{self, Choices};
use crate::{Error, ErrorKind, RustType};
use schema_ir::Source;

/// The options of this module.
#[derive(Clone, Debug, Default)]
pub(super) struct TypeOptions {
    own: Vec<(Selector, RustType)>,
    formats: BTreeMap<String, (RustType, Option<&'static str>)>,
    integers: Integers,
    numbers: Numbers,
    number_type: Option<RustType>,
    pub(super) map: MapType,
    string: Option<RustType>,
    undeclared: Vec<(Selector, Undeclared)>,
    crates: BTreeMap<String, String>,
}

/// What becomes of keys that an object does not declare, but allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undeclared {
    /// The field `additional_properties` keeps them, and they are written back.
    Keep,
    /// They are read and lost, and there is no such field. An object whose schema constrains its keys as a whole, such as by
    /// `minProperties`, keeps them.
    Ignore,
    /// They are an error, although the schema allows them. Types of the profile open keep them.
    Deny,
}

/// The type of maps, also of those for undeclared keys. Its keys are always a `String`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MapType {
    /// `std::collections::BTreeMap`, which writes its keys in alphabetical order.
    #[default]
    BTreeMap,
    /// `std::collections::HashMap`, which writes its keys in any order. Types that hold one have no `Hash`.
    HashMap,
    /// `indexmap::IndexMap`, which keeps the order of its keys; the generated code needs the feature `indexmap` of `schema-types`.
    /// Types that hold one have no `Hash`.
    IndexMap,
}

impl MapType {
    /// The path of the type.
    pub(crate) fn path(self) -> &'static str {
        match self {
            MapType::BTreeMap => "::std::collections::BTreeMap",
            MapType::HashMap => "::std::collections::HashMap",
            MapType::IndexMap => "::indexmap::IndexMap",
        }
    }
}

/// Which types integers have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Integers {
    /// Rust's smallest integer that holds all that the schema allows, or else a type of `schema-types` that holds any integer up
    /// to `i128`.
    #[default]
    Exact,
    /// One of Rust's integers: the one that `format` names (`int32`, `uint64`, …), or the smallest that holds all that the schema
    /// allows, or else `i64`, or `u64` if the schema allows nothing below 0.
    Native,
}

/// Which types numbers have that may have a fraction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Numbers {
    /// A type of `schema-types` that holds doubles, and whole numbers up to `i128`.
    #[default]
    Exact,
    /// `f64`, or `f32` if `format` is `float`.
    Native,
}

/// Types for several formats of strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Formats {
    /// Of the crate `chrono`, with its feature `serde`: `date-time` is a `DateTime<Utc>`, which keeps the moment and not the offset,
    /// and `date` a `NaiveDate`.
    Chrono,
    /// Of the crate `jiff`, with its feature `serde`: `date-time` is a `Timestamp`, which keeps the moment and not the offset, `date` a
    /// `civil::Date`, and `duration` a `Span`, which has no `PartialEq`.
    Jiff,
    /// Of the crate `time`: `date-time` is an `OffsetDateTime`, and `date` a `Date`. The feature `time` of `schema-types` reads and
    /// writes them as RFC 3339 does.
    Time,
    /// Of the standard library: `ipv4` is an `Ipv4Addr`, `ipv6` an `Ipv6Addr`, and `ip`, which no standard defines, an `IpAddr`.
    Std,
    /// Of the crate `uuid`, with its feature `serde`: `uuid` is a `Uuid`.
    Uuid,
    /// Of the crate `url`, with its feature `serde`: `uri` is a `Url`.
    Url,
}

impl Formats {
    /// Each format with its type, and with the adapter of the run-time that reads and writes it, if the type itself does not.
    fn list(self) -> &'static [(&'static str, &'static str, Option<&'static str>)] {
        match self {
            Formats::Chrono => {
                &[("date-time", "::chrono::DateTime<::chrono::Utc>", None), ("date", "::chrono::NaiveDate", None)]
            }
            Formats::Jiff => &[
                ("date-time", "::jiff::Timestamp", None),
                ("date", "::jiff::civil::Date", None),
                ("duration", "::jiff::Span", None),
            ],
            Formats::Time => &[
                ("date-time", "::time::OffsetDateTime", Some("TimeDateTime")),
                ("date", "::time::Date", Some("TimeDate")),
            ],
            Formats::Std => &[
                ("ipv4", "::std::net::Ipv4Addr", None),
                ("ipv6", "::std::net::Ipv6Addr", None),
                ("ip", "::std::net::IpAddr", None),
            ],
            Formats::Uuid => &[("uuid", "::uuid::Uuid", None)],
            Formats::Url => &[("uri", "::url::Url", None)],
        }
    }
}

/// # Types of your own
///
/// A type that you choose in place of a generated one reads what it reads, and not exactly what the schema allows. The report
/// lists each such place as outside the proof ([`Report::outside`](crate::Report::outside)), and so does the drift check.
impl Builder {
    /// Puts a type of your own in place of the generated one. `selector` is the name of a generated type, of a field (`Order.price`),
    /// or the place of a schema, such as `order.json#/$defs/Money` or `order.json#/properties/tags/items`.
    ///
    /// The type's own `Deserialize` and `Serialize` decide what it reads and writes. It also needs `Clone` and `Debug`, and
    /// [`PartialEq`](RustType) unless you say otherwise. Types that only the replaced one needs are not generated. If the schema
    /// allows null by its `type`, the field is an `Option` of your type.
    ///
    /// The drift check compares the schema with the type's own `JsonSchema` (of schemars 1) if it has one; else it reports
    /// that the place is outside the proof.
    ///
    /// ```
    /// # let folder = std::env::temp_dir().join(format!("schema-build-extern-{}", std::process::id()));
    /// # std::fs::create_dir_all(&folder)?;
    /// std::fs::write(folder.join("order.json"), r##"{
    ///     "type": "object",
    ///     "properties": {"price": {"$ref": "#/$defs/money"}, "tags": {"type": "array", "items": {"type": "string"}}},
    ///     "$defs": {"money": {"type": "object", "properties": {"currency": {"enum": ["EUR", "USD"]}}}}
    /// }"##)?;
    /// let output = schema_build::Builder::new(&folder)
    ///     .extern_type("order::Money", "::my::Money")
    ///     .extern_type("order.json#/properties/tags/items", "crate::Tag")
    ///     .generate()?;
    /// assert!(output.source.contains("pub price: Option<::my::Money>,"));
    /// assert!(output.source.contains("pub tags: Option<Vec<crate::Tag>>,"));
    /// assert!(!output.source.contains("enum Currency"));
    /// let places = output.report.outside.iter().map(|place| place.pointer.as_str());
    /// assert_eq!(places.collect::<Vec<_>>(), ["/$defs/money", "/properties/tags/items"]);
    /// # std::fs::remove_dir_all(&folder)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn extern_type(mut self, selector: impl Into<String>, ty: impl Into<RustType>) -> Self {
        self.types.own.push((Selector::new(selector), ty.into()));
        self
    }

    /// Uses the types of a crate that schemas name by `x-rust-type`, as schemars and typify write it. `version` is that of the crate
    /// that the generated code depends on; it may be cut short (`2`), and `*` is any. The report notes each annotation that is
    /// not used, because its crate or version is another one.
    ///
    /// ```
    /// # let folder = std::env::temp_dir().join(format!("schema-build-crate-{}", std::process::id()));
    /// # std::fs::create_dir_all(&folder)?;
    /// std::fs::write(folder.join("net.json"), r#"{
    ///     "type": "object",
    ///     "properties": {"net": {
    ///         "type": "string",
    ///         "x-rust-type": {"crate": "ipnet", "version": "^2.9", "path": "ipnet::IpNet"}
    ///     }}
    /// }"#)?;
    /// let output = schema_build::Builder::new(&folder).crate_version("ipnet", "2").generate()?;
    /// assert!(output.source.contains("pub net: Option<::ipnet::IpNet>,"));
    /// # std::fs::remove_dir_all(&folder)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn crate_version(mut self, name: impl Into<String>, version: impl Into<String>) -> Self {
        self.types.crates.insert(name.into(), version.into());
        self
    }

    /// Sets the type of strings and numbers with a `format`. It reads only what it accepts as the format, and may write another
    /// spelling of the same value.
    ///
    /// ```
    /// # let folder = std::env::temp_dir().join(format!("schema-build-format-{}", std::process::id()));
    /// # std::fs::create_dir_all(&folder)?;
    /// std::fs::write(folder.join("sent.json"), r#"{"type": "string", "format": "date-time"}"#)?;
    /// let builder = schema_build::Builder::new(&folder);
    /// let output = builder.format("date-time", "::chrono::DateTime<::chrono::FixedOffset>").generate()?;
    /// assert!(output.source.contains("pub struct Sent(pub ::chrono::DateTime<::chrono::FixedOffset>);"));
    /// # std::fs::remove_dir_all(&folder)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn format(mut self, format: impl Into<String>, ty: impl Into<RustType>) -> Self {
        self.types.formats.insert(format.into(), (ty.into(), None));
        self
    }

    /// Sets the types of several formats. Of two options for one format, the last counts.
    ///
    /// ```
    /// # let folder = std::env::temp_dir().join(format!("schema-build-formats-{}", std::process::id()));
    /// # std::fs::create_dir_all(&folder)?;
    /// use schema_build::{Builder, Formats};
    /// std::fs::write(folder.join("user.json"), r#"{
    ///     "type": "object",
    ///     "properties": {"id": {"type": "string", "format": "uuid"}, "born": {"type": "string", "format": "date"}},
    ///     "required": ["id", "born"]
    /// }"#)?;
    /// let output = Builder::new(&folder).formats(Formats::Uuid).formats(Formats::Chrono).generate()?;
    /// assert!(output.source.contains("pub id: ::uuid::Uuid,"));
    /// assert!(output.source.contains("pub born: ::chrono::NaiveDate,"));
    /// assert!(output.report.summary().ends_with("needs schema-types; chrono; uuid"));
    /// # std::fs::remove_dir_all(&folder)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn formats(mut self, formats: Formats) -> Self {
        let types = formats.list().iter();
        self.types.formats.extend(types.map(|(format, ty, by)| ((*format).to_owned(), (RustType::new(*ty), *by))));
        self
    }

    /// Sets which types integers have. Default: [`Integers::Exact`].
    ///
    /// A native integer rejects integers beyond it that the schema allows, which the report lists. `7.0` is an integer all the
    /// same, and no integer is rounded. For one place, choose a type by [`extern_type`](Self::extern_type).
    ///
    /// ```
    /// # let folder = std::env::temp_dir().join(format!("schema-build-integers-{}", std::process::id()));
    /// # std::fs::create_dir_all(&folder)?;
    /// use schema_build::{Builder, Integers};
    /// std::fs::write(folder.join("part.json"), r#"{
    ///     "type": "object",
    ///     "properties": {"id": {"type": "integer", "format": "int32"}, "count": {"type": "integer", "minimum": 0}},
    ///     "required": ["id", "count"]
    /// }"#)?;
    /// let output = Builder::new(&folder).integers(Integers::Native).generate()?;
    /// assert!(output.source.contains("pub id: i32,") && output.source.contains("pub count: u64,"));
    /// assert!(output.report.to_string().contains("rejects integers beyond `u64`"));
    /// # std::fs::remove_dir_all(&folder)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn integers(mut self, integers: Integers) -> Self {
        self.types.integers = integers;
        self
    }

    /// Sets which types numbers have that may have a fraction. Default: [`Numbers::Exact`].
    ///
    /// A native number rounds what it does not hold, which the report lists.
    #[must_use]
    pub fn numbers(mut self, numbers: Numbers) -> Self {
        self.types.numbers = numbers;
        self
    }

    /// Sets the type of numbers that may have a fraction. It must write numbers: of `rust_decimal`, enable the feature
    /// `serde-float` or `serde-arbitrary-precision`.
    ///
    /// ```
    /// # let folder = std::env::temp_dir().join(format!("schema-build-number-{}", std::process::id()));
    /// # std::fs::create_dir_all(&folder)?;
    /// std::fs::write(folder.join("price.json"), r#"{"type": "number", "minimum": 0}"#)?;
    /// let output = schema_build::Builder::new(&folder).number_type("::rust_decimal::Decimal").generate()?;
    /// assert!(output.source.contains("pub struct Price(::rust_decimal::Decimal);"));
    /// # std::fs::remove_dir_all(&folder)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn number_type(mut self, ty: impl Into<RustType>) -> Self {
        self.types.number_type = Some(ty.into());
        self
    }

    /// Sets what becomes of keys that an object does not declare, but allows. Default: [`Undeclared::Keep`]. `selector` is the name of
    /// a generated type, the place of a schema, or `.` for all objects that say nothing about their other keys. Of two options for
    /// one object, the last counts.
    ///
    /// ```
    /// # let folder = std::env::temp_dir().join(format!("schema-build-undeclared-{}", std::process::id()));
    /// # std::fs::create_dir_all(&folder)?;
    /// use schema_build::{Builder, Undeclared};
    /// std::fs::write(folder.join("part.json"), r#"{"type": "object", "properties": {"id": {"type": "string"}}}"#)?;
    /// let output = Builder::new(&folder).undeclared(".", Undeclared::Ignore).generate()?;
    /// assert!(!output.source.contains("additional_properties"));
    /// assert!(output.report.to_string().contains("loses undeclared keys"));
    /// # std::fs::remove_dir_all(&folder)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn undeclared(mut self, selector: impl Into<String>, undeclared: Undeclared) -> Self {
        self.types.undeclared.push((Selector::new(selector), undeclared));
        self
    }

    /// Sets the type of maps. Default: [`MapType::BTreeMap`].
    ///
    /// ```
    /// # let folder = std::env::temp_dir().join(format!("schema-build-map-{}", std::process::id()));
    /// # std::fs::create_dir_all(&folder)?;
    /// use schema_build::{Builder, MapType};
    /// std::fs::write(folder.join("sizes.json"), r#"{"type": "object", "additionalProperties": {"type": "string"}}"#)?;
    /// let output = Builder::new(&folder).map_type(MapType::IndexMap).generate()?;
    /// assert!(output.source.contains("pub struct Sizes(pub ::indexmap::IndexMap<String, String>);"));
    /// assert!(output.report.summary().ends_with("needs schema-types with indexmap; indexmap"));
    /// # std::fs::remove_dir_all(&folder)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn map_type(mut self, map: MapType) -> Self {
        self.types.map = map;
        self
    }

    /// Sets the type of strings without a `format`: any that is `From<String>` and `AsRef<str>`, and dereferences to `str`, such as
    /// `Box<str>`, `::std::sync::Arc<str>` or `::compact_str::CompactString`. Default: `String`.
    ///
    /// ```
    /// # let folder = std::env::temp_dir().join(format!("schema-build-string-{}", std::process::id()));
    /// # std::fs::create_dir_all(&folder)?;
    /// std::fs::write(folder.join("name.json"), r#"{"type": "string", "minLength": 1}"#)?;
    /// let output = schema_build::Builder::new(&folder).string_type("Box<str>").generate()?;
    /// assert!(output.source.contains("pub struct Name(::std::boxed::Box<str>);"));
    /// # std::fs::remove_dir_all(&folder)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn string_type(mut self, ty: impl Into<RustType>) -> Self {
        self.types.string = Some(ty.into());
        self
    }
}

/// A type or a field, by what a selector may name it.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    pub(crate) file: String,
    pub(crate) pointer: String,
    pub(crate) path: String,
    pub(crate) member: Option<String>,
}

impl Named {
    fn candidate(&self) -> Candidate<'_> {
        let Named { file, pointer, path, member } = self;
        Candidate { file, pointer, path, member: member.as_deref() }
    }

    fn place(&self) -> String {
        format!("{}#{}", self.file, self.pointer)
    }

    fn name(&self) -> String {
        match &self.member {
            Some(member) => format!("{}.{member}", self.path),
            None => self.path.clone(),
        }
    }
}

impl TypeOptions {
    /// Adds the types that the annotations of files name, where the user chose none. Returns notes on those that are not used.
    pub(super) fn choose_annotated(&self, sources: &[Source], choices: &mut Choices) -> Result<Vec<Note>, Vec<Error>> {
        let crates = Crates::parse(self.crates.iter())?;
        let mut notes = Vec::new();
        for source in sources {
            let (found, unused) = crates.find(source);
            notes.extend(unused);
            for (place, ty) in found {
                choices.places.entry(place).or_insert(ty);
            }
        }
        Ok(notes)
    }

    pub(super) fn are_integers_native(&self) -> bool {
        self.integers == Integers::Native
    }

    /// Whether anything is selected, by its name or by its place.
    pub(super) fn have_selectors(&self) -> bool {
        !self.own.is_empty() || !self.undeclared.is_empty()
    }

    /// Whether a selector names a type or a field, so that their names must be known first.
    pub(super) fn select_by_name(&self) -> bool {
        let undeclared = self.undeclared.iter().map(|(selector, _)| selector).filter(|selector| !selector.is_all());
        self.own.iter().map(|(selector, _)| selector).chain(undeclared).any(|selector| !selector.is_place())
    }

    /// The options for the shapes of types. `named` are the types and fields that are generated without these options.
    pub(super) fn choose(&self, named: &[Named]) -> Result<Choices, Vec<Error>> {
        let mut errors = Vec::new();
        let mut resolve = |option: &str, ty: &RustType| ty.resolve(option).map_err(|error| errors.push(error)).ok();
        let mut choices = Choices { native_integers: self.integers == Integers::Native, ..Choices::default() };
        for (format, (ty, by)) in &self.formats {
            if let Some(own) = resolve("format", ty) {
                let reads = by.map_or(own.reads, Reads::By);
                choices.formats.insert(format.clone(), OwnType { reads, ..own });
            }
        }
        choices.numbers = match &self.number_type {
            Some(ty) => resolve("number_type", ty).map(shape::Numbers::Own),
            None => (self.numbers == Numbers::Native).then_some(shape::Numbers::Native),
        };
        // Types of text are alike if their texts are.
        choices.string = self.string.as_ref().and_then(|ty| resolve("string_type", ty));
        if let (Some(own), Some(ty)) = (&mut choices.string, &self.string) {
            own.reads = Reads::Text;
            own.implements = ty.traits().unwrap_or_else(|| Trait::ALL.into());
        }
        let own: Vec<_> =
            self.own.iter().filter_map(|(selector, ty)| Some((selector, resolve("extern_type", ty)?))).collect();
        for (selector, ty) in own {
            if selector.is_place() {
                choices.places.insert(selector.as_str().to_owned(), ty);
                continue;
            }
            let matching = find_named("extern_type", selector, named, &mut errors);
            choices.places.extend(matching.into_iter().map(|named| (named.place(), ty.clone())));
        }
        for (selector, undeclared) in &self.undeclared {
            if selector.is_all() {
                choices.undeclared.push((None, *undeclared));
            } else if selector.is_place() {
                choices.undeclared.push((Some(selector.as_str().to_owned()), *undeclared));
            } else {
                let matching = find_named("undeclared", selector, named, &mut errors);
                choices.undeclared.extend(matching.into_iter().map(|named| (Some(named.place()), *undeclared)));
            }
        }
        if errors.is_empty() { Ok(choices) } else { Err(errors) }
    }

    /// The errors for places that no schema has, of which a type could be made.
    pub(super) fn find_unused(&self, chosen: &BTreeSet<String>, named: &[Named]) -> Vec<Error> {
        let own = self.own.iter().map(|(selector, _)| ("extern_type", selector));
        let all = own.chain(self.undeclared.iter().map(|(selector, _)| ("undeclared", selector)));
        let unused = all.filter(|(_, selector)| selector.is_place() && !chosen.contains(selector.as_str()));
        let error = |(option, selector): (&str, &Selector)| {
            self::unused(option, selector.as_str(), &find_near(selector.as_str(), named.iter().map(Named::place)))
        };
        unused.map(error).collect()
    }
}

/// What a selector names, or an error.
fn find_named<'n>(option: &str, selector: &Selector, named: &'n [Named], errors: &mut Vec<Error>) -> Vec<&'n Named> {
    let matching: Vec<&Named> = named.iter().filter(|named| is_named(selector, named)).collect();
    if matching.is_empty() {
        let near = find_near(selector.as_str(), named.iter().map(Named::name));
        errors.push(unused(option, selector.as_str(), &near));
    }
    matching
}

/// Whether a selector names a type, or a field: the name of a type does not name its fields.
fn is_named(selector: &Selector, named: &Named) -> bool {
    !selector.is_all() && selector.matches(&named.candidate()) && named.member.is_some() == selector.has_member()
}

fn unused(option: &str, selector: &str, near: &[String]) -> Error {
    let message = format!("`{option}`: {selector:?} names no type, field or schema");
    let near: Vec<String> = near.iter().map(|near| format!("`{near}`")).collect();
    let help = match near.as_slice() {
        [] => "write the name of a generated type, or a place such as `order.json#/properties/id`".to_owned(),
        near => format!("there are {}", near.join(", ")),
    };
    Error::new(ErrorKind::UnusedOption, "-", message).with_help(help)
}
