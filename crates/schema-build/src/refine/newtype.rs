//! A type with a name around one without.

use proc_macro2::TokenStream;
use quote::quote;

use super::guarded::{Body, implementations};
use super::reader::reader;
use super::{Item, check, convert, notes, schema};
use crate::shape::Ty;
use crate::typify::Rust;

pub(super) fn tokens(item: &Item<'_>, inner: &Ty, rust: &Rust) -> TokenStream {
    let Item { name, doc, paths, .. } = item;
    let reader = reader(inner, rust, paths);
    let rust = paths.rust(rust);
    let read = match &reader {
        None => quote!(::serde::Deserialize::deserialize(deserializer).map(#name)),
        Some(reader) => {
            let read = paths.support("read");
            quote!(<#reader as #read::Read>::read(deserializer).map(#name))
        }
    };
    let on_value = |statements: TokenStream| quote!({ let value = &self.0; #statements });
    let body = Body {
        read,
        write: quote!(::serde::Serialize::serialize(&self.0, serializer)),
        checks: check::checks(inner, &quote!(value), paths).map(on_value),
        inside: check::validations(inner, &quote!(value), item.guarded, paths).map(on_value),
        ..item.body()
    };
    let implementations = implementations(name, &body, paths);
    let mut carried = Vec::new();
    check::carried(inner, "", &mut carried);
    let (support, notes) = (paths.support("json_schema"), notes(item, &item.ty.notes, &carried));
    let type_of = reader.unwrap_or_else(|| quote!(#rust));
    let schema = schema(item, &quote!(#support::Noted::new(generator.subschema_for::<#type_of>())#notes.schema()));
    let conversions = convert::tokens(item, &[], name, None);
    quote! {
        #doc
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct #name(pub #rust);
        #implementations
        #conversions
        #schema
    }
}
