//! Rust types that the user names in place of generated ones.

use std::collections::BTreeSet;

use schema_ir::{Error, ErrorKind};
use syn::{GenericArgument, PathArguments, Type, TypePath};

/// A Rust type that is not generated, by its path.
///
/// A path begins with `::` and the name of a crate, or with `crate::`, because it is used in several modules: `::my::Money`,
/// `::chrono::DateTime<::chrono::Utc>`. The types of the standard prelude and Rust's numbers need no path: `Box<str>`, `i64`.
///
/// Generated types derive `PartialEq`, `Eq` and `Hash` if all types inside them have these traits. This crate knows the traits of
/// Rust's own types and of those in [`Formats`](crate::Formats); of any other type, it expects `PartialEq` alone.
///
/// ```
/// use schema_build::{RustType, Trait};
///
/// let money = RustType::new("::my::Money").implements([Trait::PartialEq, Trait::Eq, Trait::Hash]);
/// let span = RustType::new("::my::Span").implements([]);
/// # let _ = (money, span);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RustType {
    text: String,
    implements: Option<BTreeSet<Trait>>,
}

/// A trait that generated types derive if all types inside them have it. All types have `Clone` and `Debug`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trait {
    /// `PartialEq`
    PartialEq,
    /// `Eq`
    Eq,
    /// `Hash`
    Hash,
}

impl Trait {
    /// All of them.
    pub(crate) const ALL: [Trait; 3] = [Trait::PartialEq, Trait::Eq, Trait::Hash];
}

impl RustType {
    /// The type with this path.
    pub fn new(path: impl Into<String>) -> Self {
        RustType { text: path.into(), implements: None }
    }

    /// Sets which traits the type implements, beside `Clone` and `Debug`.
    #[must_use]
    pub fn implements(mut self, traits: impl IntoIterator<Item = Trait>) -> Self {
        self.implements = Some(traits.into_iter().collect());
        self
    }

    /// The traits that the user named.
    pub(crate) fn traits(&self) -> Option<BTreeSet<Trait>> {
        self.implements.clone()
    }

    /// The type, if the path is one.
    pub(crate) fn resolve(&self, option: &str) -> Result<OwnType, Error> {
        let refuse = |why: &str| {
            let message = format!("`{option}`: {:?} {why}", self.text);
            let help = "write the path of a type from its crate, such as `::my::Money` or `crate::Money`";
            Error::new(ErrorKind::InvalidOption, "-", message).with_help(help)
        };
        let ty: Type = syn::parse_str(&self.text).map_err(|error| refuse(&format!("is no Rust type ({error})")))?;
        let path = write(&ty).map_err(|why| refuse(&why))?;
        let implements = self.implements.clone().unwrap_or_else(|| known_traits(&path));
        let number = INTEGERS.iter().chain(&FLOATS).find(|number| **number == path);
        let reads = number.map_or(Reads::Itself, |_| Reads::Native);
        Ok(OwnType { path, implements, reads })
    }
}

impl<T: Into<String>> From<T> for RustType {
    fn from(path: T) -> Self {
        RustType::new(path)
    }
}

/// A type that is not generated, with what generated code must know about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OwnType {
    /// The path, from any module.
    pub(crate) path: String,
    pub(crate) implements: BTreeSet<Trait>,
    pub(crate) reads: Reads,
}

/// What reads and writes a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reads {
    /// Its own `Deserialize` and `Serialize`.
    Itself,
    /// The run-time, because it is one of Rust's numbers.
    Native,
    /// The run-time, from and to a string of any text.
    Text,
    /// An adapter of the run-time with this name.
    By(&'static str),
}

impl OwnType {
    /// One of Rust's numbers.
    pub(crate) fn number(name: &str) -> Self {
        OwnType { path: name.to_owned(), implements: known_traits(name), reads: Reads::Native }
    }

    /// The adapter of the run-time that reads and writes it.
    pub(crate) fn adapter(&self) -> String {
        let name = match self.reads {
            Reads::Itself => "Own",
            Reads::Native => "Native",
            Reads::Text => "Text",
            Reads::By(name) => return name.to_owned(),
        };
        format!("{name}<{}>", self.path)
    }

    /// Whether the run-time checks bounds of the type as it is, because it is a `Number`.
    pub(crate) fn is_number_of_run_time(&self) -> bool {
        self.reads == Reads::Native && !["f32", "f64", "isize", "u128", "usize"].contains(&self.path.as_str())
    }

    /// The crates of the paths in it, as cargo names them; those of Rust itself are none.
    pub(crate) fn crates(&self) -> BTreeSet<String> {
        let heads = self.path.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'));
        let named = heads.filter_map(|path| path.strip_prefix("::")?.split("::").next());
        named.filter(|name| !["std", "core", "alloc", ""].contains(name)).map(str::to_owned).collect()
    }
}

const INTEGERS: [&str; 12] = ["i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize"];
const FLOATS: [&str; 2] = ["f32", "f64"];

/// The full paths of types that need none, because generated types may have the same names.
const PRELUDE: [(&str, &str); 6] = [
    ("String", "::std::string::String"),
    ("Box", "::std::boxed::Box"),
    ("Vec", "::std::vec::Vec"),
    ("Option", "::std::option::Option"),
    ("bool", "bool"),
    ("str", "str"),
];

/// A type as generated code writes it.
fn write(ty: &Type) -> Result<String, String> {
    let Type::Path(TypePath { qself: None, path, .. }) = ty else { return Err("is not the path of a type".to_owned()) };
    let mut segments = Vec::new();
    for segment in &path.segments {
        let arguments = match &segment.arguments {
            PathArguments::None => String::new(),
            PathArguments::AngleBracketed(arguments) => {
                let arguments = arguments.args.iter().map(write_argument).collect::<Result<Vec<_>, _>>()?;
                format!("<{}>", arguments.join(", "))
            }
            PathArguments::Parenthesized(_) => return Err("is not the path of a type".to_owned()),
        };
        segments.push((segment.ident.to_string(), arguments));
    }
    let whole = |segments: &[(String, String)]| {
        segments.iter().map(|(name, arguments)| format!("{name}{arguments}")).collect::<Vec<_>>().join("::")
    };
    if path.leading_colon.is_some() {
        return Ok(format!("::{}", whole(&segments)));
    }
    match segments.as_slice() {
        [(name, _), _, ..] if name == "crate" => Ok(whole(&segments)),
        [(name, arguments)] => {
            let known = PRELUDE.iter().find(|(known, _)| known == name).map(|(_, path)| *path);
            let number = INTEGERS.iter().chain(&FLOATS).find(|known| *known == name).copied();
            let known = known.or(number).ok_or("is relative to the module that uses it")?;
            Ok(format!("{known}{arguments}"))
        }
        _ => Err("is relative to the module that uses it".to_owned()),
    }
}

fn write_argument(argument: &GenericArgument) -> Result<String, String> {
    match argument {
        GenericArgument::Type(ty) => write(ty),
        GenericArgument::Const(syn::Expr::Lit(literal)) => Ok(quote::quote!(#literal).to_string()),
        GenericArgument::Lifetime(lifetime) if lifetime.ident == "static" => Ok("'static".to_owned()),
        _ => Err("has an argument that is not the path of a type".to_owned()),
    }
}

/// The beginnings of paths of types that are equal, and have a hash, by all that they hold.
const COMPARABLE: [&str; 16] = [
    "::std::net::",
    "::std::string::String",
    "::std::boxed::Box<str>",
    "::std::sync::Arc<str>",
    "::std::rc::Rc<str>",
    "::chrono::DateTime<",
    "::chrono::Naive",
    "::jiff::Timestamp",
    "::jiff::civil::Date",
    "::time::Date",
    "::time::OffsetDateTime",
    "::uuid::Uuid",
    "::url::Url",
    "::rust_decimal::Decimal",
    "::ipnet::",
    "::compact_str::CompactString",
];

fn known_traits(path: &str) -> BTreeSet<Trait> {
    let all = INTEGERS.contains(&path) || path == "bool" || COMPARABLE.iter().any(|known| path.starts_with(known));
    match path {
        "::jiff::Span" => BTreeSet::new(),
        _ if all => Trait::ALL.into_iter().collect(),
        _ => BTreeSet::from([Trait::PartialEq]),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::RustType;

    fn path(text: &str) -> Result<String, String> {
        RustType::new(text).resolve("extern_type").map(|ty| ty.path).map_err(|error| error.to_string())
    }

    #[test]
    fn paths_are_the_same_from_every_module() {
        assert_eq!(path("::chrono::DateTime< ::chrono::Utc >").unwrap(), "::chrono::DateTime<::chrono::Utc>");
        assert_eq!(path("Box<str>").unwrap(), "::std::boxed::Box<str>");
        assert_eq!(path("crate::money::Money<2>").unwrap(), "crate::money::Money<2>");
        for (text, why) in [
            ("my::Money", "relative"),
            ("Money", "relative"),
            ("::my::Money<Money>", "relative"),
            ("&'static str", "not the path"),
            ("::my::Money; fn main() {}", "no Rust type"),
            ("", "no Rust type"),
            ("::my::List<impl Copy>", "not the path"),
            ("crate", "relative"),
        ] {
            let error = path(text).unwrap_err();
            assert!(error.contains(why) && error.contains(&format!("{text:?}")), "{text}: {error}");
        }
    }

    #[test]
    fn crates_are_those_of_paths_and_arguments() {
        let ty = RustType::new("::my::Map<::their::Key, Vec<::std::net::IpAddr>>").resolve("format").unwrap();
        assert_eq!(ty.crates().into_iter().collect::<Vec<_>>(), ["my", "their"]);
    }
}
