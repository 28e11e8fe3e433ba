//! A type with a name around one without.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ItemStruct;

use super::guarded::{Body, implementations};
use super::reader::reader;
use super::{Item, check, convert, notes, schema};
use crate::shape::Ty;

pub(super) fn tokens(item: &Item<'_>, inner: &Ty, of_typify: &ItemStruct) -> TokenStream {
    let Some(field) = of_typify.fields.iter().next() else { return quote!() };
    let Item { name, doc, paths, .. } = item;
    let rust = paths.resolve(&field.ty);
    let read = match reader(inner, &rust, paths) {
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
    let type_of = reader(inner, &rust, paths).unwrap_or_else(|| quote!(#rust));
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
