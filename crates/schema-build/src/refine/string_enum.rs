//! An enumeration of strings.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::{Paths, notes, schema_identity};
use crate::doc::in_code;
use crate::names::{Scope, ident, variant_name};
use crate::shape::Annotation;

pub(super) fn tokens(
    name: &Ident,
    type_doc: TokenStream,
    values: &[String],
    annotations: &[Annotation],
    paths: &Paths<'_>,
) -> TokenStream {
    let support = paths.support();
    let mut scope = Scope::default();
    let variants: Vec<Ident> =
        values.iter().enumerate().map(|(index, value)| ident(&scope.take([variant_name(value, index + 1)]))).collect();
    let docs = values.iter().map(|value| format!(" `{}`", in_code(&format!("{value:?}"))));
    let count = Literal::usize_unsuffixed(values.len());
    let identity = schema_identity(name);
    let notes = notes(annotations);
    quote! {
        #type_doc
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum #name {
            #(#[doc = #docs] #variants),*
        }

        impl #name {
            /// All values, in the schema's order.
            pub const ALL: [#name; #count] = [#(#name::#variants),*];
            const VALUES: [&'static str; #count] = [#(#values),*];

            /// The value as JSON has it.
            pub const fn as_str(self) -> &'static str {
                Self::VALUES[self as usize]
            }
        }

        impl ::std::fmt::Display for #name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::std::str::FromStr for #name {
            type Err = ::serde::de::value::Error;
            fn from_str(value: &str) -> ::std::result::Result<Self, ::serde::de::value::Error> {
                ::serde::Deserialize::deserialize(::serde::de::value::StrDeserializer::new(value))
            }
        }

        impl<'de> ::serde::Deserialize<'de> for #name {
            fn deserialize<__D: ::serde::Deserializer<'de>>(deserializer: __D) -> ::std::result::Result<Self, __D::Error> {
                use ::serde::de::DeserializeSeed as _;
                Ok(Self::ALL[#support::OneOf(&Self::VALUES).deserialize(deserializer)?])
            }
        }

        impl ::serde::Serialize for #name {
            fn serialize<__S: ::serde::Serializer>(&self, serializer: __S) -> ::std::result::Result<__S::Ok, __S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        #[cfg(feature = "schemars")]
        impl ::schemars::JsonSchema for #name {
            #identity
            fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                let values = Self::ALL.map(Self::as_str);
                let schema = ::schemars::json_schema!({ "type": "string", "enum": values });
                #support::Noted::new(schema)#notes.schema()
            }
        }
    }
}
