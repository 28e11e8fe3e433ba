//! From exact types to those of the profile `open`, and back.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{Item, check};
use crate::shape::{Field, Kind};

/// A field or a variant, which both types have, and what JSON calls it.
pub(super) type Member = (Ident, String);

/// The conversions of a type of the profile `open`, if it has an exact twin. `members` are the fields or variants of both;
/// `rest` is the field for undeclared keys.
pub(super) fn tokens(item: &Item<'_>, members: &[Member], unknown: &Ident, rest: Option<&Ident>) -> TokenStream {
    let (Some(exact), Some(exact_kind)) = (item.paths.exact(item.index), item.exact_kind) else { return quote!() };
    let rest = rest.map(|rest| (rest, matches!(exact_kind, Kind::Object { additional: Some(_), .. })));
    let variants: Vec<&Ident> = members.iter().map(|(variant, _)| variant).collect();
    let (name, open, guard) = (&item.name, item.paths.support("open"), item.paths.public("guard"));
    let validated = if item.exact_guarded {
        quote! {
            if let Err(invalid) = exact.validate() {
                return at.departs(invalid, departures);
            }
        }
    } else {
        quote!()
    };
    let (widen, narrow) = match (exact_kind, &item.ty.kind) {
        (Kind::Object { fields, .. }, _) => object(item, &exact, fields, members, rest),
        (Kind::Newtype(_), _) => (
            quote!(#name(#open::Widen::widen(self.0))),
            quote! {
                let exact = #exact(#open::Narrow::narrow(self.0, at, departures)?);
                #validated
                Some(exact)
            },
        ),
        (Kind::StringEnum(_), _) => (
            quote!(match self { #(#exact::#variants => #name::#variants,)* }),
            quote! {
                match self {
                    #(#name::#variants => Some(#exact::#variants),)*
                    #name::#unknown(text) => at.departs(format_args!("unknown value {text:?}"), departures),
                }
            },
        ),
        (Kind::Union { .. }, _) => (
            quote!(match self { #(#exact::#variants(member) => #name::#variants(#open::Widen::widen(member)),)* }),
            quote!(#open::by_json(&self, at, departures)),
        ),
        (Kind::Literals(_), _) => (quote!(#name(self.to_value())), quote!(#open::by_json(&self, at, departures))),
    };
    let argument = |used: bool, name: &str| {
        let name = crate::names::ident(name);
        if used { quote!(#name) } else { quote!(_) }
    };
    let at = argument(super::mentions(&narrow, "at"), "at");
    let departures = argument(super::mentions(&narrow, "departures"), "departures");
    quote! {
        impl #open::Widen<#name> for #exact {
            fn widen(self) -> #name {
                #widen
            }
        }

        impl #open::Narrow<#exact> for #name {
            fn narrow(
                self,
                #at: &#open::Place<'_>,
                #departures: &mut ::std::vec::Vec<#guard::Departure>,
            ) -> ::std::option::Option<#exact> {
                #narrow
            }
        }

        impl ::std::convert::From<#exact> for #name {
            fn from(exact: #exact) -> Self {
                #open::Widen::widen(exact)
            }
        }

        impl ::std::convert::TryFrom<#name> for #exact {
            type Error = #guard::Departures;

            /// Fails with all that the schema does not know.
            fn try_from(value: #name) -> ::std::result::Result<Self, #guard::Departures> {
                let mut departures = ::std::vec::Vec::new();
                let exact = #open::Narrow::narrow(value, &#open::Place(None), &mut departures);
                exact.ok_or(#guard::Departures(departures))
            }
        }
    }
}

fn object(
    item: &Item<'_>,
    exact: &TokenStream,
    exact_fields: &[Field],
    members: &[Member],
    rest: Option<(&Ident, bool)>,
) -> (TokenStream, TokenStream) {
    let Some((rest, exact_has_rest)) = rest else { return (quote!(), quote!()) };
    let (name, open) = (&item.name, item.paths.support("open"));
    let (widen_rest, narrow_rest, exact_rest) = if exact_has_rest {
        (
            quote!(#open::Widen::widen(self.#rest)),
            quote!(let #rest = #open::Narrow::narrow(self.#rest, at, departures);),
            quote!(#rest: #rest?,),
        )
    } else {
        let unknown = quote! {
            for key in self.#rest.keys() {
                at.key(key).departs::<()>("unknown key", departures);
            }
        };
        (quote!(::std::collections::BTreeMap::new()), unknown, quote!())
    };
    let fields: Vec<&Ident> = members.iter().map(|(field, _)| field).collect();
    let keys = members.iter().map(|(_, key)| key);
    // Checked one by one, so that a bound has its own place and stands beside all else that departs.
    let checked = exact_fields.iter().zip(members).filter_map(|(field, (ident, key))| {
        let checks = check::checks(&field.ty, &quote!(value), &item.paths)?;
        let value = if field.required { quote!(Some(value)) } else { quote!(Some(Some(value))) };
        Some(quote! {
            if let #value = &#ident {
                at.key(#key).holds(|| { #checks Ok(()) }, departures);
            }
        })
    });
    let (inside, validated) = match item.exact_guarded {
        false => (quote!(), quote!()),
        true => (
            quote!(let inside = departures.len();),
            quote! {
                let valid = if inside > before { Ok(()) } else { exact.validate() };
                if let Err(invalid) = valid {
                    return at.departs(invalid, departures);
                }
            },
        ),
    };
    let widen = quote!(#name { #(#fields: #open::Widen::widen(self.#fields),)* #rest: #widen_rest });
    let narrow = quote! {
        let before = departures.len();
        #(let #fields = #open::Narrow::narrow(self.#fields, &at.key(#keys), departures);)*
        #(#checked)*
        #inside
        #narrow_rest
        let exact = #exact { #(#fields: #fields?,)* #exact_rest };
        #validated
        (departures.len() == before).then_some(exact)
    };
    (widen, narrow)
}
