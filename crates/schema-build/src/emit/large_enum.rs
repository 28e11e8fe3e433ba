//! Large enumerations, which rustc compiles in time and memory that grow linearly.

use proc_macro2::Ident;
use syn::ext::IdentExt as _;

use super::{Derived, Item, literal};
use crate::print::{Attributes, Clause, Code};

/// The number of variants up to which an enumeration derives `Debug`. Beyond it rustc would need much memory: 523 MiB for 4,000
/// variants, and four times that for twice as many.
const MAX_DERIVED_DEBUG: usize = 256;

/// The attributes of an enumeration whose variants hold nothing, and the call that implements `Debug` if it is not derived.
pub(super) fn attributes(item: &Item<'_>, derived: Derived, variants: &[Ident]) -> (Attributes, Option<Code>) {
    if variants.len() <= MAX_DERIVED_DEBUG {
        return (item.attributes(derived, &[]), None);
    }
    let mut attributes = item.attributes(derived, &["Debug"]);
    attributes.derives.retain(|name| name != "Debug");
    let names = variants.iter().map(|variant| literal(&variant.unraw().to_string())).collect();
    (attributes, Some(item.bare_call("debug_names", item.name.to_string(), vec![Clause::Fill(names)])))
}
