//! An object: a struct that reads each key once and, where the schema allows them, keeps undeclared ones.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::guarded::Body;
use super::reader::{always, reader};
use super::{Item, check, convert, documentation, notes};
use crate::names::{Scope, ident, snake_name};
use crate::print::{Code, Entry};
use crate::shape::{Annotation, Check, Field, Ty, description};
use crate::typify::Rust;

/// A field with its name and type in Rust.
struct Member<'a> {
    field: &'a Field,
    ident: Ident,
    rust: &'a Rust,
}

pub(super) fn code(
    item: &Item<'_>,
    fields: &[Field],
    additional: Option<&Ty>,
    checks: &[Check],
    types: &[Rust],
) -> Vec<Code> {
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
    let own = check::of_keys(checks, &keys(&members, open.as_ref()), paths);
    let inside = each(&|ty, place| check::checks(ty, place, paths));
    let body = Body {
        checks: (own.is_some() || inside.is_some()).then(|| quote!(#own #inside)),
        inside: each(&|ty, place| check::validations(ty, place, item.guarded, paths)),
        ..item.body()
    };
    let definition = quote! {
        #doc
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct #name {
            #(#definitions,)*
            #additional_definition
        }
    };
    let (rest_notes, own_notes): (Vec<_>, Vec<_>) =
        item.ty.notes.iter().cloned().partition(|note| note.at.starts_with("/additionalProperties"));
    let mut carried = Vec::new();
    check::carried_checks(checks, "", &mut carried);
    // What keys match is said of what undeclared keys are.
    let (of_rest, carried): (Vec<_>, Vec<_>) =
        carried.into_iter().partition(|carried| carried.keyword == "patternProperties");
    let mut entries: Vec<Entry> =
        members.iter().enumerate().map(|(place, member)| entry(item, place, member)).collect();
    if let (Some(ty), Some(Open { ident, reader, .. })) = (additional, &open) {
        let mut carried = Vec::new();
        check::carried(ty, "/additionalProperties", &mut carried);
        carried.extend(of_rest);
        entries.push(Entry { tokens: quote!(rest #ident as #reader), notes: notes(item, &rest_notes, &carried) });
    }
    let head = Entry { tokens: quote!(), notes: notes(item, &own_notes, &carried) };
    let call = if open.is_some() { "open_object" } else { "object" };
    let mut code = item.code(definition, call, &body, head, entries);
    let named: Vec<convert::Member> =
        members.iter().map(|member| (member.ident.clone(), member.field.key.clone())).collect();
    code.push(Code::Items(convert::tokens(item, &named, name, open.as_ref().map(|open| &open.ident))));
    code
}

/// A member as the macro is told of it.
fn entry(item: &Item<'_>, place: usize, Member { field, ident, rust }: &Member<'_>) -> Entry {
    let (place, key) = (Literal::usize_unsuffixed(place), &field.key);
    let presence = if field.required { quote!(required) } else { quote!(optional) };
    let reader = reader(&field.ty, rust, &item.paths).map(|reader| quote!(as #reader));
    let mut carried = Vec::new();
    check::carried(&field.ty, "", &mut carried);
    Entry { tokens: quote!(#place #presence #ident = #key #reader), notes: notes(item, &field.notes, &carried) }
}

/// The keys of an object, as its checks see them.
fn keys<'k>(members: &'k [Member<'_>], open: Option<&'k Open>) -> check::Keys<'k> {
    let declared = Literal::usize_unsuffixed(members.len());
    let optional: Vec<&Ident> =
        members.iter().filter(|member| !member.field.required).map(|member| &member.ident).collect();
    let absent = match optional.len() {
        ..=64 => quote!(#(- usize::from(self.#optional.is_none()))*),
        // An expression of a thousand terms is a thousand deep for whoever reads the source.
        _ => quote!(- [#(self.#optional.is_none()),*].iter().filter(|absent| **absent).count()),
    };
    let undeclared = open.map(|Open { ident, .. }| quote!(+ self.#ident.len()));
    let has = move |key: &str| match (members.iter().find(|member| member.field.key == key), open) {
        (Some(Member { field, .. }), _) if field.required => quote!(true),
        (Some(Member { ident, .. }), _) => quote!(self.#ident.is_some()),
        (None, Some(Open { ident, .. })) => quote!(self.#ident.contains_key(#key)),
        (None, None) => quote!(false),
    };
    check::Keys {
        count: quote!(#declared #absent #undeclared),
        has: Box::new(has),
        undeclared: open.map(|Open { ident, .. }| quote!(self.#ident)),
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
