//! Rust names for the names in a schema, which may be any text.

use std::collections::BTreeSet;

use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span};
use unicode_security::GeneralSecurityProfile;

/// The approximate length in bytes to which a name is cut, because rustdoc writes a file for each type under the type's name,
/// and file systems limit names.
const MAX_NAME: usize = 100;

/// The names that are taken in one scope.
#[derive(Clone, Debug, Default)]
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

/// A variant's name: `HRIS` becomes `Hris`; a value without letters and digits is named after its index.
pub(crate) fn variant_name(value: &str, index: usize) -> String {
    identifier(&value.to_upper_camel_case(), &format!("Variant{index}"))
}

/// A field's or a module's name: `endUser` becomes `end_user`.
pub(crate) fn snake_name(text: &str) -> String {
    identifier(&text.to_snake_case(), "field")
}

/// The token for `name`: a raw identifier if the name is a keyword, as in `r#type`.
pub(crate) fn ident(name: &str) -> Ident {
    match name {
        // These cannot be raw.
        "self" | "super" | "crate" | "Self" | "_" => Ident::new(&format!("{name}_"), Span::call_site()),
        // A keyword since edition 2024, whose keywords syn does not know.
        "gen" => Ident::new_raw(name, Span::call_site()),
        name if syn::parse_str::<Ident>(name).is_ok() => Ident::new(name, Span::call_site()),
        name => Ident::new_raw(name, Span::call_site()),
    }
}

/// The characters of `text` that an identifier may contain, or `fallback` if there are none. The name of a type begins with a
/// capital letter, so that it never equals the name of a local variable.
fn identifier(text: &str, fallback: &str) -> String {
    let kept: String = text.chars().filter(|c| unicode_ident::is_xid_continue(*c)).collect();
    let kept = if reads_as_itself(&kept) { kept } else { kept.chars().filter(char::is_ascii).collect() };
    let kept: String = kept.char_indices().take_while(|(at, _)| *at < MAX_NAME).map(|(_, c)| c).collect();
    let is_type = fallback.starts_with(char::is_uppercase);
    match kept.chars().next() {
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
