//! The reader of a type whose own `Deserialize` reads too much or too little.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::Paths;
use crate::names::ident;
use crate::shape::{TYPES, Ty};
use crate::typify::Rust;

/// The reader of `ty`, which is `rust` in Rust; `None` where `Deserialize` itself is exact.
pub(super) fn reader(ty: &Ty, rust: &Rust, paths: &Paths<'_>) -> Option<TokenStream> {
    let read = || paths.support("read");
    match ty.unchecked() {
        Ty::Any => {
            let value = paths.support("value");
            Some(quote!(#value::AnyValue))
        }
        Ty::Of(types) => {
            let bits: u8 =
                TYPES.iter().enumerate().filter(|(_, name)| types.contains(name)).map(|(bit, _)| 1 << bit).sum();
            let (bits, value) = (Literal::u8_unsuffixed(bits), paths.support("value"));
            Some(quote!(#value::Of<#bits>))
        }
        Ty::Int(name) => {
            let (name, read) = (ident(name), read());
            Some(quote!(#read::Whole<#name>))
        }
        Ty::Array(item) => {
            let (item, read) = (reader(item, rust.argument()?, paths)?, read());
            Some(quote!(#read::Many<#item>))
        }
        Ty::Nullable(inner) => {
            let (inner, read) = (reader(inner, rust.argument()?, paths)?, read());
            Some(quote!(#read::Maybe<#inner>))
        }
        Ty::Map(values) => {
            let (values, read) = (always(values, rust.argument()?, paths), read());
            Some(quote!(#read::Entries<#values>))
        }
        Ty::Tuple(items) => {
            let Rust::Tuple(rust) = rust else { return None };
            items.iter().zip(rust).find_map(|(item, rust)| reader(item, rust, paths))?;
            let items = items.iter().zip(rust).map(|(item, rust)| always(item, rust, paths));
            Some(quote!((#(#items,)*)))
        }
        _ => None,
    }
}

/// The reader of `ty`, also where it is `Deserialize` itself.
pub(super) fn always(ty: &Ty, rust: &Rust, paths: &Paths<'_>) -> TokenStream {
    reader(ty, rust, paths).unwrap_or_else(|| {
        let (read, rust) = (paths.support("read"), paths.rust(rust));
        quote!(#read::Plain<#rust>)
    })
}
