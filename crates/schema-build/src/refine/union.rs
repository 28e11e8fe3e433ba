//! A union: an enum. Which member reads a value is told by the value's JSON type or by a property, or tried in order.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::guarded::{Body, validate};
use super::reader::{always, reader};
use super::{Item, check, convert, documentation, notes, schema};
use crate::names::{Scope, ident, type_name};
use crate::print::Code;
use crate::shape::{Told, Ty, Variant};
use crate::typify::Rust;

/// A member of the enum and what reads it.
struct Member<'a> {
    ident: &'a Ident,
    reader: &'a TokenStream,
    boxed: bool,
}

impl Member<'_> {
    /// The expression `member` as this member of the type `name`.
    fn wrapped(&self, name: &Ident) -> TokenStream {
        let ident = self.ident;
        match self.boxed {
            true => quote!(#name::#ident(::std::boxed::Box::new(member))),
            false => quote!(#name::#ident(member)),
        }
    }

    /// The same as a function.
    fn wrapper(&self, name: &Ident) -> TokenStream {
        let ident = self.ident;
        match self.boxed {
            true => {
                let wrapped = self.wrapped(name);
                quote!(|member| #wrapped)
            }
            false => quote!(#name::#ident),
        }
    }
}

pub(super) fn code(item: &Item<'_>, variants: &[Variant], keyword: &str, told: &Told) -> Vec<Code> {
    let one = *told == Told::Only;
    let Item { name, doc, paths, .. } = item;
    let mut scope = Scope::without(&["Self"]);
    let idents: Vec<Ident> = variants.iter().map(|variant| ident(&scope.take([type_name(&variant.wish)]))).collect();
    let unknown = ident(&scope.take(["Unknown".to_owned()]));
    let unknown_definition = item.open.then(|| {
        quote!(/** A value that the schema does not know. */ #unknown(::serde_json::Value))
    });
    let types: Vec<Rust> = variants.iter().map(|variant| Rust::of(&variant.ty, &paths.names.leaves)).collect();
    let readers: Vec<TokenStream> =
        variants.iter().zip(&types).map(|(variant, rust)| always(&variant.ty, rust, paths)).collect();
    let boxed: Vec<bool> = variants.iter().map(|variant| item.is_boxed(&variant.ty)).collect();
    let definitions =
        variants.iter().zip(&idents).zip(types.iter().zip(&boxed)).map(|((variant, ident), (rust, boxed))| {
            let (doc, rust) = (documentation(&variant.notes, item.file, &variant.at), paths.rust(rust));
            match boxed {
                true => quote!(#doc #ident(::std::boxed::Box<#rust>)),
                false => quote!(#doc #ident(#rust)),
            }
        });
    let texts: Vec<String> = idents.iter().map(ToString::to_string).collect();
    let members: Vec<Member<'_>> = idents
        .iter()
        .zip(readers.iter().zip(&boxed))
        .map(|(ident, (reader, boxed))| Member { ident, reader, boxed: *boxed })
        .collect();
    let read = match told {
        Told::Types(types) if types.iter().zip(variants).all(|(types, variant)| reads_alone(types, &variant.ty)) => {
            by_types(item, &members, types)
        }
        Told::Tag(key, values) => by_tag(item, &members, key, values),
        _ => in_order(item, &members, one, &unknown),
    };
    let write_unknown =
        item.open.then(|| quote!(#name::#unknown(value) => ::serde::Serialize::serialize(value, serializer),));
    let write = quote! {
        match self {
            #(#name::#idents(member) => ::serde::Serialize::serialize(member, serializer),)*
            #write_unknown
        }
    };
    let each = |on: &dyn Fn(&Variant) -> Option<TokenStream>| {
        let arms: Vec<TokenStream> = variants
            .iter()
            .zip(&idents)
            .filter_map(|(variant, ident)| Some((ident, on(variant)?)))
            .map(|(ident, statements)| quote!(#name::#ident(member) => { #statements }))
            .collect();
        let rest = (item.open || arms.len() < variants.len()).then(|| quote!(_ => {}));
        (!arms.is_empty()).then(|| quote!(#[allow(clippy::single_match)] match self { #(#arms)* #rest }))
    };
    let body = Body {
        checks: each(&|variant| check::checks(&variant.ty, &quote!(member), paths)),
        inside: each(&|variant| check::validations(&variant.ty, &quote!(member), item.guarded, paths)),
        reads_back: one,
        ..item.body()
    };
    let validate = validate(name, &body, paths);
    let mode = paths.call(body.mode());
    let schema = item.features.then(|| union_schema(item, variants, &types, keyword));
    let named: Vec<convert::Member> = idents.iter().cloned().zip(texts.iter().cloned()).collect();
    let conversions = convert::tokens(item, &named, &unknown, None);
    vec![Code::Items(quote! {
        #doc
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub enum #name {
            #(#definitions,)*
            #unknown_definition
        }
        #[allow(clippy::self_named_constructors)]
        impl #name {
            fn read<'de, __D: ::serde::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::std::result::Result<Self, __D::Error> {
                #read
            }

            fn write<__S: ::serde::Serializer>(
                &self,
                serializer: __S,
            ) -> ::std::result::Result<__S::Ok, __S::Error> {
                #write
            }
        }
        #mode!(#name);
        #validate
        #conversions
        #schema
    })]
}

/// The schema of a union, of those of its members.
fn union_schema(item: &Item<'_>, variants: &[Variant], types: &[Rust], keyword: &str) -> TokenStream {
    let paths = &item.paths;
    let support = paths.support("json_schema");
    let members = variants.iter().zip(types).map(|(variant, rust)| {
        let mut carried = Vec::new();
        check::carried(&variant.ty, "", &mut carried);
        let notes = notes(item, &variant.notes, &carried);
        let ty = reader(&variant.ty, rust, paths).unwrap_or_else(|| paths.rust(rust));
        quote!(#support::Noted::new(generator.subschema_for::<#ty>())#(.#notes)*.schema().to_value())
    });
    let members = quote!(::std::vec::Vec::from([#(#members),*]));
    let own = match item.open {
        // It reads anything.
        true => quote!(::schemars::Schema::default()),
        false => quote!(#support::union(#keyword, #members)),
    };
    let notes = notes(item, &item.ty.notes, &[]);
    schema(item, &quote!(#support::Noted::new(#own)#(.#notes)*.schema()))
}

/// Whether a member reads its value from whatever holds values of these JSON types.
fn reads_alone(types: &[&str], ty: &Ty) -> bool {
    types.len() == 1 || matches!(ty, Ty::Of(_))
}

/// One visitor, which hands the value to the member that values of its JSON type are of.
fn by_types(item: &Item<'_>, members: &[Member<'_>], types: &[Vec<&str>]) -> TokenStream {
    let Item { name, paths, .. } = item;
    let read = paths.support("read");
    let pairs = || members.iter().zip(types).flat_map(|(member, types)| types.iter().map(move |ty| (member, *ty)));
    let visits = pairs().map(|(member, ty)| {
        let (reader, member) = (member.reader, member.wrapper(name));
        let scalar = |method: &str, argument: TokenStream| {
            let method = ident(method);
            quote! {
                fn #method<__E: ::serde::de::Error>(
                    self,
                    value: #argument,
                ) -> ::std::result::Result<Self::Value, __E> {
                    let deserializer = ::serde::de::IntoDeserializer::<__E>::into_deserializer(value);
                    <#reader as #read::Read>::read(deserializer).map(#member)
                }
            }
        };
        let access = |method: &str, access: &str, deserializer: &str| {
            let (method, access, deserializer) = (ident(method), ident(access), ident(deserializer));
            quote! {
                fn #method<__A: ::serde::de::#access<'de>>(
                    self,
                    value: __A,
                ) -> ::std::result::Result<Self::Value, __A::Error> {
                    let deserializer = ::serde::de::value::#deserializer::new(value);
                    <#reader as #read::Read>::read(deserializer).map(#member)
                }
            }
        };
        match ty {
            "null" => {
                quote! {
                    fn visit_unit<__E: ::serde::de::Error>(self) -> ::std::result::Result<Self::Value, __E> {
                        let deserializer = ::serde::de::IntoDeserializer::<__E>::into_deserializer(());
                        <#reader as #read::Read>::read(deserializer).map(#member)
                    }
                }
            }
            "boolean" => scalar("visit_bool", quote!(bool)),
            "number" => ["i64", "u64", "f64"]
                .into_iter()
                .map(|ty| {
                    let argument = ident(ty);
                    scalar(&format!("visit_{ty}"), quote!(#argument))
                })
                .collect(),
            "string" => scalar("visit_str", quote!(&str)),
            "array" => access("visit_seq", "SeqAccess", "SeqAccessDeserializer"),
            _ => access("visit_map", "MapAccess", "MapAccessDeserializer"),
        }
    });
    let expected: Vec<&str> = pairs().map(|(_, ty)| a(ty)).collect();
    let expected = expected.join(" or ");
    quote! {
        struct __Union;
        impl<'de> ::serde::de::Visitor<'de> for __Union {
            type Value = #name;
            fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(#expected)
            }
            #(#visits)*
        }
        deserializer.deserialize_any(__Union)
    }
}

/// A JSON type as messages call its values.
fn a(ty: &str) -> &'static str {
    match ty {
        "null" => "null",
        "boolean" => "a boolean",
        "number" => "a number",
        "string" => "a string",
        "array" => "an array",
        _ => "an object",
    }
}

/// The member whose value the property `key` has.
fn by_tag(item: &Item<'_>, members: &[Member<'_>], key: &str, values: &[String]) -> TokenStream {
    let Item { name, paths, .. } = item;
    let (union, value, read) = (paths.support("union"), paths.support("value"), paths.support("read"));
    let last = members.len().saturating_sub(1);
    let arms = members.iter().enumerate().map(|(index, member)| {
        let (reader, member) = (member.reader, member.wrapper(name));
        let number = Literal::usize_unsuffixed(index);
        let index = if index == last { quote!(_) } else { quote!(#number) };
        quote!(#index => #union::told::<#reader, _>(value).map(#member))
    });
    quote! {
        const TAGS: &[&str] = &[#(#values),*];
        let value = <#value::AnyValue as #read::Read>::read(deserializer)?;
        match #union::tag(&value, #key, TAGS)? {
            #(#arms,)*
        }
    }
}

/// The first member that reads the value, or the only `one`.
fn in_order(item: &Item<'_>, members: &[Member<'_>], one: bool, unknown: &Ident) -> TokenStream {
    let Item { name, paths, .. } = item;
    let (union, value, read) = (paths.support("union"), paths.support("value"), paths.support("read"));
    let attempts = members.iter().map(|member| {
        let (reader, text, member) = (member.reader, member.ident.to_string(), member.wrapped(name));
        let found = if one {
            quote! {
                if let Some((first, _)) = &found {
                    return Err(#union::two(first, #text));
                }
                found = Some((#text, #member));
            }
        } else {
            quote!(return Ok(#member);)
        };
        quote! {
            if let Some(member) = #union::member::<#reader>(&value, #text, &mut refusals) {
                #found
            }
        }
    });
    let (start, end) = if item.open {
        // What a member is open to may be another member's, so the exact union reads first.
        let exact = paths.exact(item.index).map(|exact| {
            let open = paths.support("open");
            quote! {
                if let Ok(exact) = <#exact as ::serde::Deserialize>::deserialize(&value) {
                    return Ok(#open::Widen::<#name>::widen(exact));
                }
            }
        });
        (quote!(#exact), quote!(Ok(#name::#unknown(value))))
    } else if one {
        (
            quote!(let mut found: ::std::option::Option<(&str, #name)> = None;),
            quote!(found.map(|(_, member)| member).ok_or_else(|| #union::none(&refusals))),
        )
    } else {
        (quote!(), quote!(Err(#union::none(&refusals))))
    };
    quote! {
        let value = <#value::AnyValue as #read::Read>::read(deserializer)?;
        let mut refusals = #union::Refusals::new();
        #start
        #(#attempts)*
        #end
    }
}
