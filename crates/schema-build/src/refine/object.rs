//! An object: a struct that reads each declared key once, and no other.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use syn::{ItemStruct, Type};

use super::{Paths, documentation, notes, schema_identity};
use crate::names::{Scope, ident, snake_name};
use crate::shape::{Annotation, Field};

pub(super) fn tokens(
    name: &Ident,
    doc: TokenStream,
    fields: &[Field],
    annotations: &[Annotation],
    item: &ItemStruct,
    paths: &Paths<'_>,
    file: &str,
) -> TokenStream {
    let mut scope = Scope::default();
    let idents: Vec<Ident> = fields.iter().map(|field| ident(&scope.take([snake_name(&field.key)]))).collect();
    let types: Vec<Type> = (0..fields.len()).filter_map(|index| field_type(item, index, paths)).collect();
    let definitions = fields.iter().zip(&idents).zip(&types).map(|((field, ident), ty)| {
        let doc = documentation(&field.notes, file, &field.at);
        let ty = if field.required { quote!(#ty) } else { quote!(::std::option::Option<#ty>) };
        quote!(#doc pub #ident: #ty)
    });
    let deserialize = deserialize(name, fields, &idents, paths);
    let serialize = serialize(name, fields, &idents);
    let json_schema = json_schema(name, fields, &idents, annotations, paths);
    quote! {
        #doc
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct #name {
            #(#definitions),*
        }
        #deserialize
        #serialize
        #json_schema
    }
}

fn field_type(item: &ItemStruct, index: usize, paths: &Paths<'_>) -> Option<Type> {
    let name = format!("p{index}");
    let field = item.fields.iter().find(|field| field.ident.as_ref().is_some_and(|ident| *ident == name))?;
    Some(paths.resolve(&field.ty))
}

fn deserialize(name: &Ident, fields: &[Field], idents: &[Ident], paths: &Paths<'_>) -> TokenStream {
    let support = paths.support();
    let keys: Vec<&str> = fields.iter().map(|field| field.key.as_str()).collect();
    let once = |(ident, key): (&Ident, &&str)| quote!(#support::once(&mut __map, #key, &mut #ident)?);
    let reads: Vec<TokenStream> = idents.iter().zip(&keys).map(once).collect();
    let indices = (0..).map(Literal::usize_unsuffixed);
    let read_one = match reads.split_last() {
        None => quote!(),
        Some((last, [])) => quote!(#last;),
        Some((last, others)) => quote! {
            match __key {
                #(#indices => #others,)*
                _ => #last,
            }
        },
    };
    let read = if fields.is_empty() {
        quote!(__map.next_key_seed(#support::Key { keys: KEYS, likely: 0 })?;)
    } else {
        quote! {
            #(let mut #idents = None;)*
            let mut __likely = 0;
            while let Some(__key) = __map.next_key_seed(#support::Key { keys: KEYS, likely: __likely })? {
                #read_one
                __likely = __key + 1;
            }
        }
    };
    let values = fields.iter().zip(idents).map(|(field, ident)| {
        let key = &field.key;
        if field.required { quote!(#ident: #support::required(#key, #ident)?) } else { quote!(#ident) }
    });
    quote! {
        impl<'de> ::serde::Deserialize<'de> for #name {
            fn deserialize<__D: ::serde::Deserializer<'de>>(deserializer: __D) -> ::std::result::Result<Self, __D::Error> {
                const KEYS: &[&str] = &[#(#keys),*];
                struct __Object;
                impl<'de> ::serde::de::Visitor<'de> for __Object {
                    type Value = #name;
                    fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                        f.write_str("an object")
                    }
                    fn visit_map<__A: ::serde::de::MapAccess<'de>>(self, mut __map: __A) -> ::std::result::Result<Self::Value, __A::Error> {
                        #read
                        Ok(#name { #(#values),* })
                    }
                }
                deserializer.deserialize_map(__Object)
            }
        }
    }
}

fn serialize(name: &Ident, fields: &[Field], idents: &[Ident]) -> TokenStream {
    let text = name.to_string();
    let count = Literal::usize_unsuffixed(fields.len());
    let writes = fields.iter().zip(idents).map(|(field, ident)| {
        let key = &field.key;
        if field.required {
            quote!(object.serialize_field(#key, &self.#ident)?;)
        } else {
            quote! {
                match &self.#ident {
                    Some(value) => object.serialize_field(#key, value)?,
                    None => object.skip_field(#key)?,
                }
            }
        }
    });
    let optional: Vec<&Ident> =
        fields.iter().zip(idents).filter(|(field, _)| !field.required).map(|(_, ident)| ident).collect();
    let binding = if fields.is_empty() { quote!(let object) } else { quote!(let mut object) };
    quote! {
        impl ::serde::Serialize for #name {
            fn serialize<__S: ::serde::Serializer>(&self, serializer: __S) -> ::std::result::Result<__S::Ok, __S::Error> {
                use ::serde::ser::SerializeStruct as _;
                #binding = serializer.serialize_struct(#text, #count #(- usize::from(self.#optional.is_none()))*)?;
                #(#writes)*
                object.end()
            }
        }
    }
}

fn json_schema(
    name: &Ident,
    fields: &[Field],
    idents: &[Ident],
    annotations: &[Annotation],
    paths: &Paths<'_>,
) -> TokenStream {
    let support = paths.support();
    let identity = schema_identity(name);
    let properties = fields.iter().zip(idents).map(|(field, ident)| {
        let (key, notes) = (&field.key, notes(&field.notes));
        let method = if field.required { quote!(required) } else { quote!(optional) };
        quote!(.#method(#key, |object| &object.#ident)#notes)
    });
    let annotations = notes(annotations);
    quote! {
        #[cfg(feature = "schemars")]
        impl ::schemars::JsonSchema for #name {
            #identity
            fn json_schema(generator: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                #support::ObjectSchema::<Self>::new(generator)
                    #annotations
                    #(#properties)*
                    .closed()
            }
        }
    }
}
