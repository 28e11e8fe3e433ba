//! Names of variants that clippy would rather have otherwise: they are those of the schema.

use heck::ToSnakeCase;
use proc_macro2::Ident;

use crate::print::Attributes;

/// The number of variants from which clippy compares their names.
const COMPARED: usize = 3;

/// Allows the names of an enum's variants, if clippy would not.
pub(super) fn allow_names(attributes: &mut Attributes, name: &Ident, variants: &[Ident]) {
    let words = |ident: &Ident| ident.to_string().to_snake_case().split('_').map(str::to_owned).collect::<Vec<_>>();
    let of_enum = words(name);
    let all: Vec<Vec<String>> = variants.iter().map(words).collect();
    let repeats = |words: &Vec<String>| words.starts_with(&of_enum) || words.ends_with(&of_enum);
    let (first, last) = (|words: &Vec<String>| words.first().cloned(), |words: &Vec<String>| words.last().cloned());
    let shared = all.len() >= COMPARED && (is_same(all.iter().map(first)) || is_same(all.iter().map(last)));
    if shared || all.iter().any(repeats) {
        attributes.allowed.insert("clippy::enum_variant_names");
    }
}

fn is_same(mut words: impl Iterator<Item = Option<String>>) -> bool {
    let first = words.next();
    words.all(|word| Some(word) == first)
}
