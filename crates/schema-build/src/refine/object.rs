//! An object: a struct that reads each key once and, where the schema allows them, keeps undeclared ones.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::guarded::{Body, implementations};
use super::reader::{always, reader};
use super::{Item, check, convert, documentation, notes, schema};
use crate::names::{Scope, ident, snake_name};
use crate::shape::{Annotation, Field, Ty, description};
use crate::typify::Rust;

/// A field with its name and type in Rust.
struct Member<'a> {
    field: &'a Field,
    ident: Ident,
    rust: &'a Rust,
}

pub(super) fn tokens(item: &Item<'_>, fields: &[Field], additional: Option<&Ty>, types: &[Rust]) -> TokenStream {
    let Item { name, doc, paths, file, .. } = item;
    let mut scope = Scope::default();
    let members: Vec<Member<'_>> = fields
        .iter()
        .zip(types)
        .map(|(field, rust)| Member { field, ident: ident(&scope.take([snake_name(&field.key)])), rust })
        .collect();
    let definitions = members.iter().map(|Member { field, ident, rust }| {
        let (doc, rust) = (documentation(described(item, field), file, &field.at), paths.rust(rust));
        let rust = if field.required { quote!(#rust) } else { quote!(::std::option::Option<#rust>) };
        quote!(#doc pub #ident: #rust)
    });
    let open = additional.and_then(|ty| {
        let rust = types.get(fields.len())?;
        let ident = ident(&scope.take(["additional_properties".to_owned()]));
        Some(Open { ident, reader: always(ty, rust.argument()?, paths), rust: paths.rust(rust) })
    });
    let additional_definition = open.as_ref().map(|Open { ident, rust, .. }| {
        quote!(/** Keys that the schema allows and does not declare. */ pub #ident: #rust)
    });
    let each = |on: &dyn Fn(&Ty, &TokenStream) -> Option<TokenStream>| {
        let mut statements: Vec<TokenStream> = members
            .iter()
            .filter_map(|member| {
                let ident = &member.ident;
                let statements = on(&member.field.ty, &quote!(value))?;
                Some(match member.field.required {
                    true => quote!({ let value = &self.#ident; #statements }),
                    false => quote!(if let Some(value) = &self.#ident { #statements }),
                })
            })
            .collect();
        if let (Some(ty), Some(Open { ident, .. })) = (additional, &open)
            && let Some(inner) = on(ty, &quote!(value))
        {
            statements.push(quote!(for value in self.#ident.values() { #inner }));
        }
        (!statements.is_empty()).then(|| quote!(#(#statements)*))
    };
    let body = Body {
        read: read(item, &members, open.as_ref()),
        write: write(name, &members, open.as_ref()),
        checks: each(&|ty, place| check::checks(ty, place, paths)),
        inside: each(&|ty, place| check::validations(ty, place, item.guarded, paths)),
        ..item.body()
    };
    let implementations = implementations(name, &body, paths);
    let json_schema = json_schema(item, &members, additional, open.as_ref());
    let named: Vec<convert::Member> =
        members.iter().map(|member| (member.ident.clone(), member.field.key.clone())).collect();
    let conversions = convert::tokens(item, &named, name, open.as_ref().map(|open| &open.ident));
    quote! {
        #doc
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct #name {
            #(#definitions,)*
            #additional_definition
        }
        #implementations
        #conversions
        #json_schema
    }
}

/// The annotations that describe a field: its own or, if they say nothing, those of its type.
fn described<'a>(item: &Item<'a>, field: &'a Field) -> &'a [Annotation] {
    let of_type = match field.ty.unchecked() {
        Ty::Nullable(inner) => inner.unchecked(),
        ty => ty,
    };
    match of_type {
        Ty::Named(id) if description(&field.notes).is_none() => item.shape.get(*id).map_or(&[], |ty| &ty.notes),
        _ => &field.notes,
    }
}

/// The field that holds undeclared keys.
struct Open {
    ident: Ident,
    rust: TokenStream,
    /// The reader of a value.
    reader: TokenStream,
}

fn read(item: &Item<'_>, members: &[Member<'_>], open: Option<&Open>) -> TokenStream {
    let Item { name, paths, .. } = item;
    let object = || paths.support("object");
    let readers = || paths.support("read");
    let keys: Vec<&str> = members.iter().map(|member| member.field.key.as_str()).collect();
    let reads: Vec<TokenStream> = members
        .iter()
        .map(|Member { field, ident, rust }| {
            let key = &field.key;
            match reader(&field.ty, rust, paths) {
                None => {
                    let object = object();
                    quote!(#object::once(&mut __map, #key, &mut #ident)?)
                }
                Some(reader) => {
                    let readers = readers();
                    quote!(#readers::once_as::<#reader, _>(&mut __map, #key, &mut #ident)?)
                }
            }
        })
        .collect();
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
    let idents: Vec<&Ident> = members.iter().map(|member| &member.ident).collect();
    let read = match open {
        None => {
            let object = object();
            match members.is_empty() {
                true => quote!(__map.next_key_seed(#object::Key { keys: KEYS, likely: 0 })?;),
                false => quote! {
                    let mut __likely = 0;
                    while let Some(__key) = __map.next_key_seed(#object::Key { keys: KEYS, likely: __likely })? {
                        #read_one
                        __likely = __key + 1;
                    }
                },
            }
        }
        Some(Open { ident, reader, .. }) => {
            let readers = readers();
            quote! {
            let mut #ident = ::std::collections::BTreeMap::new();
            let mut __likely = 0;
            while let Some(__key) = __map.next_key_seed(#readers::AnyKey { keys: KEYS, likely: __likely })? {
                match __key {
                    #readers::OpenKey::Declared(__key) => {
                        #read_one
                        __likely = __key + 1;
                    }
                    #readers::OpenKey::Other(__key) => #readers::entry::<#reader, _>(&mut __map, __key, &mut #ident)?,
                }
            }
            }
        }
    };
    let values = members.iter().map(|Member { field, ident, .. }| {
        let key = &field.key;
        if !field.required {
            return quote!(#ident);
        }
        let object = object();
        quote!(#ident: #object::required(#key, #ident)?)
    });
    let additional = open.map(|Open { ident, .. }| ident);
    quote! {
        const KEYS: &[&str] = &[#(#keys),*];
        struct __Object;
        impl<'de> ::serde::de::Visitor<'de> for __Object {
            type Value = #name;
            fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<__A: ::serde::de::MapAccess<'de>>(
                self,
                mut __map: __A,
            ) -> ::std::result::Result<Self::Value, __A::Error> {
                #(let mut #idents = None;)*
                #read
                Ok(#name { #(#values,)* #additional })
            }
        }
        deserializer.deserialize_map(__Object)
    }
}

fn write(name: &Ident, members: &[Member<'_>], open: Option<&Open>) -> TokenStream {
    let text = name.to_string();
    let count = Literal::usize_unsuffixed(members.len());
    let optional: Vec<&Ident> =
        members.iter().filter(|member| !member.field.required).map(|member| &member.ident).collect();
    let length = match optional.len() {
        ..=64 => quote!(#count #(- usize::from(self.#optional.is_none()))*),
        // An expression of a thousand terms is a thousand deep for whoever reads the source.
        _ => quote!(#count - [#(self.#optional.is_none()),*].iter().filter(|absent| **absent).count()),
    };
    let writes = members.iter().map(|Member { field, ident, .. }| {
        let key = &field.key;
        match (field.required, open.is_some()) {
            (true, false) => quote!(object.serialize_field(#key, &self.#ident)?;),
            (true, true) => quote!(object.serialize_entry(#key, &self.#ident)?;),
            (false, false) => quote! {
                match &self.#ident {
                    Some(value) => object.serialize_field(#key, value)?,
                    None => object.skip_field(#key)?,
                }
            },
            (false, true) => quote! {
                if let Some(value) = &self.#ident {
                    object.serialize_entry(#key, value)?;
                }
            },
        }
    });
    match open {
        None => {
            let binding = if members.is_empty() { quote!(let object) } else { quote!(let mut object) };
            quote! {
                use ::serde::ser::SerializeStruct as _;
                #binding = serializer.serialize_struct(#text, #length)?;
                #(#writes)*
                object.end()
            }
        }
        Some(Open { ident, .. }) => quote! {
            use ::serde::ser::SerializeMap as _;
            let mut object = serializer.serialize_map(Some(#length + self.#ident.len()))?;
            #(#writes)*
            for (key, value) in &self.#ident {
                object.serialize_entry(key, value)?;
            }
            object.end()
        },
    }
}

fn json_schema(item: &Item<'_>, members: &[Member<'_>], additional: Option<&Ty>, open: Option<&Open>) -> TokenStream {
    let Item { paths, .. } = item;
    let support = paths.support("json_schema");
    let properties = members.iter().map(|Member { field, ident, rust }| {
        let key = &field.key;
        let mut carried = Vec::new();
        check::carried(&field.ty, "", &mut carried);
        let notes = notes(item, &field.notes, &carried);
        match (reader(&field.ty, rust, paths), field.required) {
            (None, true) => quote!(.required(#key, |object| &object.#ident)#notes),
            (None, false) => quote!(.optional(#key, |object| &object.#ident)#notes),
            (Some(reader), true) => quote!(.required_as::<#reader, _>(#key, |object| &object.#ident)#notes),
            (Some(reader), false) => quote!(.optional_as::<#reader, _>(#key, |object| &object.#ident)#notes),
        }
    });
    let annotations = notes(item, &item.ty.notes, &[]);
    let end = match open {
        None => quote!(.closed()),
        Some(Open { ident, reader, .. }) => {
            let mut carried = Vec::new();
            additional.iter().for_each(|ty| check::carried(ty, "/additionalProperties", &mut carried));
            let carried = notes(item, &[], &carried);
            quote!(.open::<#reader, _>(|object| &object.#ident)#carried.schema())
        }
    };
    let start = quote!(#support::ObjectSchema::<Self>::new(generator)#annotations);
    let properties: Vec<TokenStream> = properties.collect();
    // As of a long sum, nobody reads a chain of a thousand calls.
    let parts: Vec<TokenStream> = properties.chunks(64).map(|part| quote!(#(#part)*)).collect();
    match parts.as_slice() {
        [] | [_] => schema(item, &quote!(#start #(#properties)* #end)),
        parts => schema(item, &quote!({ let schema = #start; #(let schema = schema #parts;)* schema #end })),
    }
}
