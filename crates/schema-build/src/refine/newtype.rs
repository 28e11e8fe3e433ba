//! A type with a name around one without.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::ItemStruct;

use super::{Paths, notes, schema_identity};
use crate::shape::Annotation;

pub(super) fn tokens(
    name: &Ident,
    doc: TokenStream,
    annotations: &[Annotation],
    item: &ItemStruct,
    paths: &Paths<'_>,
) -> TokenStream {
    let Some(field) = item.fields.iter().next() else { return quote!() };
    let inner = paths.resolve(&field.ty);
    let support = paths.support();
    let identity = schema_identity(name);
    let notes = notes(annotations);
    quote! {
        #doc
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct #name(pub #inner);

        impl<'de> ::serde::Deserialize<'de> for #name {
            fn deserialize<__D: ::serde::Deserializer<'de>>(deserializer: __D) -> ::std::result::Result<Self, __D::Error> {
                ::serde::Deserialize::deserialize(deserializer).map(#name)
            }
        }

        impl ::serde::Serialize for #name {
            fn serialize<__S: ::serde::Serializer>(&self, serializer: __S) -> ::std::result::Result<__S::Ok, __S::Error> {
                ::serde::Serialize::serialize(&self.0, serializer)
            }
        }

        #[cfg(feature = "schemars")]
        impl ::schemars::JsonSchema for #name {
            #identity
            fn json_schema(generator: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                #support::Noted::new(generator.subschema_for::<#inner>())#notes.schema()
            }
        }
    }
}
