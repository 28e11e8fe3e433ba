//! Rust names for what a schema calls anything it likes.

use std::collections::BTreeSet;

use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span};
use unicode_security::GeneralSecurityProfile;

/// Bytes of a name, more or less, that are kept; rustdoc writes a file for each type, under its name.
const MAX_NAME: usize = 100;

/// Names that are taken in one scope.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope(BTreeSet<String>);

impl Scope {
    /// A scope in which some names are taken from the start.
    pub(crate) fn without(names: &[&str]) -> Self {
        Scope(names.iter().map(|name| (*name).to_owned()).collect())
    }

    /// The first of `wishes` that is free, else the last with the lowest number that makes it so.
    pub(crate) fn take<I: IntoIterator<Item = String>>(&mut self, wishes: I) -> String {
        let mut last = String::new();
        for wish in wishes.into_iter().filter(|wish| wish.len() <= 2 * MAX_NAME) {
            if self.0.insert(wish.clone()) {
                return wish;
            }
            last = wish;
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
pub(crate) fn type_name(wish: &str) -> String {
    identifier(&wish.to_upper_camel_case(), "Type")
}

/// A variant's name: `HRIS` becomes `Hris`; a value without a letter or digit is named by its place.
pub(crate) fn variant_name(value: &str, index: usize) -> String {
    identifier(&value.to_upper_camel_case(), &format!("Variant{index}"))
}

/// A field's or a module's name: `endUser` becomes `end_user`.
pub(crate) fn snake_name(wish: &str) -> String {
    identifier(&wish.to_snake_case(), "field")
}

/// The identifier itself, raw where the name is a keyword.
pub(crate) fn ident(name: &str) -> Ident {
    match name {
        // These cannot be raw.
        "self" | "super" | "crate" | "Self" | "_" => Ident::new(&format!("{name}_"), Span::call_site()),
        // A keyword since edition 2024, which syn knows none of.
        "gen" => Ident::new_raw(name, Span::call_site()),
        name if syn::parse_str::<Ident>(name).is_ok() => Ident::new(name, Span::call_site()),
        name => Ident::new_raw(name, Span::call_site()),
    }
}

/// What of `text` an identifier may hold, or `fallback` if that is nothing; a type's begins with a capital letter, so that
/// no local variable is called the same.
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

/// Whether rustc takes an identifier without a warning that it could be read as another (Unicode TR39).
fn reads_as_itself(name: &str) -> bool {
    let confusable = |c: char| unicode_security::is_potential_mixed_script_confusable_char(c);
    let mut others = name.chars().filter(|c| !c.is_ascii()).peekable();
    others.peek().is_none()
        || (others.any(|c| !confusable(c)) && name.chars().all(|c| c.identifier_allowed() && !is_capital_only(c)))
}

/// A letter of mathematics and the like, which is no small letter's capital.
fn is_capital_only(c: char) -> bool {
    !c.is_ascii() && c.is_uppercase() && c.to_lowercase().eq(std::iter::once(c))
}
