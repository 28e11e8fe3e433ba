//! Rust names for the names in a schema, which may be any text.

mod resolve;
mod singular;
mod spelling;

use std::collections::BTreeSet;

use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span};
use unicode_security::GeneralSecurityProfile;

pub(crate) use resolve::{Wanted, resolve, resolve_beyond};
pub(crate) use singular::singular;
pub(crate) use spelling::{Spelling, spell};

/// The approximate length in bytes to which a name is cut, because rustdoc writes a file for each type under the type's name,
/// and file systems limit names.
pub(crate) const MAX_NAME: usize = 100;

/// The names that are taken in one scope.
#[derive(Clone, Debug)]
pub(crate) struct Scope(BTreeSet<String>);

impl Scope {
    /// Whether a name is taken.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains(name)
    }

    /// A scope in which `names` are reserved.
    pub(crate) fn without(names: &[&str]) -> Self {
        Scope(names.iter().map(|name| (*name).to_owned()).collect())
    }

    /// A scope in which these names are taken.
    pub(crate) fn of(names: &[String]) -> Self {
        Scope(names.iter().cloned().collect())
    }

    /// Takes the first of the `preferred` names that is free, or else the last one with the lowest number that makes it unique.
    pub(crate) fn take<I: IntoIterator<Item = String>>(&mut self, preferred: I) -> String {
        let mut last = String::new();
        for name in preferred.into_iter().filter(|name| name.len() <= 2 * MAX_NAME) {
            if self.0.insert(name.clone()) {
                return name;
            }
            last = name;
        }
        let mut count = 2u64;
        loop {
            let name = format!("{last}{count}");
            if self.0.insert(name.clone()) {
                return name;
            }
            count += 1;
        }
    }
}

/// A type's name: `end_user` becomes `EndUser`.
pub(crate) fn type_name(text: &str) -> String {
    identifier(&text.to_upper_camel_case(), "Type")
}

/// The names of a type or a variant for a text, which tell more and more of it: `HRIS` becomes `Hris` or, beside `hris`,
/// `HrisUpper`; and `<=` becomes `Le`.
pub(crate) fn type_names(text: &str) -> Vec<String> {
    Spelling::ALL.map(|spelling| type_name(&spell(text, spelling))).into()
}

/// A field's or a module's name: `endUser` becomes `end_user`.
pub(crate) fn snake_name(text: &str) -> String {
    identifier(&text.to_snake_case(), "field")
}

/// The names of fields: each the plainest that no other has, whatever their order.
pub(crate) fn field_names<'k>(keys: impl Iterator<Item = &'k str>) -> Vec<String> {
    let keys: Vec<&str> = keys.collect();
    let plain: Vec<String> = keys.iter().map(|key| snake_name(&plain_words(key))).collect();
    let wanted = |(key, plain): (&&str, String)| {
        let more = [Spelling::Symbols, Spelling::Exact].map(|more| snake_name(&spell(key, more)));
        Wanted { names: std::iter::once(plain).chain(more).collect(), rank: 0, place: (*key).to_owned() }
    };
    resolve_beyond(plain, |plain| keys.iter().zip(plain).map(wanted).collect())
}

/// The key itself, or words for the symbols of which it consists.
fn plain_words(key: &str) -> String {
    if key.contains(char::is_alphanumeric) { key.to_owned() } else { spell(key, Spelling::Plain) }
}

/// The name, or one that is unlike all of `reserved`.
pub(crate) fn unlike(name: String, reserved: &[&str], suffix: &str) -> String {
    if reserved.contains(&name.as_str()) { name + suffix } else { name }
}

/// The names of variants for these texts, unless `given` has one: each the plainest that no other has.
pub(crate) fn variant_names<'v>(values: impl Iterator<Item = (Option<&'v str>, &'v str)>) -> Vec<String> {
    let wanted = values.map(|(given, value)| {
        let names =
            given.map(type_name).into_iter().chain(type_names(value)).map(|name| unlike(name, &["Self"], "Value"));
        let names = names.collect();
        Wanted { names, rank: u8::from(given.is_none()), place: value.to_owned() }
    });
    resolve(&wanted.collect::<Vec<_>>())
}

/// The token for `name`: a raw identifier if the name is a keyword, as in `r#type`.
pub(crate) fn ident(name: &str) -> Ident {
    match name {
        // These cannot be raw.
        "self" | "super" | "crate" | "Self" | "_" => Ident::new(&format!("{name}_"), Span::call_site()),
        name if KEYWORDS.contains(&name) => Ident::new_raw(name, Span::call_site()),
        name => Ident::new(name, Span::call_site()),
    }
}

/// The keywords of all editions, those without a meaning yet too (Rust Reference, Keywords), except those that cannot be raw.
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// The characters of `text` that an identifier may contain, or `fallback` if there are none. The name of a type begins with a
/// capital letter, so that it never equals the name of a local variable.
fn identifier(text: &str, fallback: &str) -> String {
    let kept: String = text.chars().filter(|c| unicode_ident::is_xid_continue(*c)).collect();
    let kept = if reads_as_itself(&kept) { kept } else { kept.chars().filter(char::is_ascii).collect() };
    let kept: String = kept.char_indices().take_while(|(at, _)| *at < MAX_NAME).map(|(_, c)| c).collect();
    let is_type = fallback.starts_with(char::is_uppercase);
    match kept.chars().next() {
        // Letters that rustc takes for others, by their numbers.
        None if text.chars().any(char::is_alphanumeric) => {
            let (mark, between) = if is_type { ("U", "") } else { ("u", "_") };
            let letters = text.chars().filter(|c| c.is_alphanumeric()).take(8);
            letters.map(|c| format!("{mark}{:x}", u32::from(c))).collect::<Vec<_>>().join(between)
        }
        None => fallback.to_owned(),
        Some(first) if is_type && !first.is_uppercase() => format!("N{kept}"),
        Some(first) if unicode_ident::is_xid_start(first) => kept,
        Some(_) => format!("n{kept}"),
    }
}

/// Whether rustc accepts an identifier without a lint about confusable characters (Unicode TR39).
fn reads_as_itself(name: &str) -> bool {
    let confusable = |c: char| unicode_security::is_potential_mixed_script_confusable_char(c);
    let mut others = name.chars().filter(|c| !c.is_ascii()).peekable();
    others.peek().is_none()
        || (others.any(|c| !confusable(c)) && name.chars().all(|c| c.identifier_allowed() && !is_capital_only(c)))
}

/// Whether `c` is a capital letter without a small form, such as a mathematical letter.
fn is_capital_only(c: char) -> bool {
    !c.is_ascii() && c.is_uppercase() && c.to_lowercase().eq(std::iter::once(c))
}
