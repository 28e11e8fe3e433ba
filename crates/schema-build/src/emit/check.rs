//! Checks of what a type does not say: generated code where a keyword bounds a scalar or a count.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::{Number, Value};

use super::Paths;
use crate::shape::{Annotation, Check, Kind, Limit, Name, Presence, Shape, Told, Ty};

/// The checks on a value; `place` is a reference to it. Those of named types inside are their own.
pub(super) fn checks(ty: &Ty, place: &TokenStream, paths: &Paths<'_>) -> Option<TokenStream> {
    walk(ty, place, &|_, _| None, paths)
}

/// The calls of `validate` on the guarded types inside a value.
pub(super) fn validations(ty: &Ty, place: &TokenStream, guarded: &[bool], paths: &Paths<'_>) -> Option<TokenStream> {
    let call = |id: usize, place: &TokenStream| guarded.get(id).copied()?.then(|| quote!(#place.validate()?;));
    match ty {
        Ty::Checked(inner, _) => validations(inner, place, guarded, paths),
        ty => walk_inner(ty, place, &call, paths, false),
    }
}

type OnNamed<'f> = dyn Fn(usize, &TokenStream) -> Option<TokenStream> + 'f;

fn walk(ty: &Ty, place: &TokenStream, named: &OnNamed<'_>, paths: &Paths<'_>) -> Option<TokenStream> {
    walk_inner(ty, place, named, paths, true)
}

fn walk_inner(ty: &Ty, place: &TokenStream, named: &OnNamed<'_>, paths: &Paths<'_>, own: bool) -> Option<TokenStream> {
    let inside = |ty: &Ty, place: &TokenStream| walk_inner(ty, place, named, paths, own);
    match ty {
        Ty::Checked(inner, all) => {
            let calls = all.iter().filter(|_| own).map(|check| call(check, inner, place, paths));
            let inner = inside(inner, place);
            let tokens = quote!(#(#calls)* #inner);
            (!tokens.is_empty()).then_some(tokens)
        }
        Ty::Array(item) => {
            let checks = inside(item, &quote!(item))?;
            Some(quote!(for item in #place.iter() { #checks }))
        }
        Ty::Map(value) => {
            let checks = inside(value, &quote!(value))?;
            Some(quote!(for value in #place.values() { #checks }))
        }
        Ty::Nullable(value) => {
            let checks = inside(value, &quote!(value))?;
            Some(quote!(if let Some(value) = #place { #checks }))
        }
        Ty::Tuple(items) => {
            let checks: Vec<TokenStream> = items
                .iter()
                .enumerate()
                .filter_map(|(index, item)| {
                    let index = Literal::usize_unsuffixed(index);
                    let checks = inside(item, &quote!(item))?;
                    Some(quote!({ let item = &#place.#index; #checks }))
                })
                .collect();
            (!checks.is_empty()).then(|| quote!(#(#checks)*))
        }
        Ty::Named(id) => named(*id, place),
        _ => None,
    }
}

fn call(check: &Check, ty: &Ty, place: &TokenStream, paths: &Paths<'_>) -> TokenStream {
    let Check { keyword, limit, at } = check;
    match limit {
        Limit::Pattern(pattern) => {
            let support = paths.support("check_pattern");
            quote! {{
                static REGEX: ::std::sync::LazyLock<::std::option::Option<::regress::Regex>> =
                    ::std::sync::LazyLock::new(|| #support::regex(#pattern));
                #support::pattern(#place, &REGEX, #pattern, #at)?;
            }}
        }
        Limit::Keys(presence, _) => keys(check, presence, &Keys::of_map(place), paths),
        Limit::Undeclared(name, _) => names(check, name, &Keys::of_map(place), paths),
        Limit::Unique if is_comparable(ty) => {
            let support = paths.support("check_count");
            quote!(#support::unique(#place, #at)?;)
        }
        Limit::Unique => {
            let support = paths.support("check_items");
            quote!(#support::unique(#place, #at)?;)
        }
        Limit::Count(limit) => {
            let count = count(*limit);
            match (ty.unchecked(), *keyword) {
                (Ty::String | Ty::Format(_), "minLength") => {
                    let support = paths.support("check_text");
                    quote!(#support::min_length(#place, #count, #at)?;)
                }
                (Ty::String | Ty::Format(_), _) => {
                    let support = paths.support("check_text");
                    quote!(#support::max_length(#place, #count, #at)?;)
                }
                (_, keyword) => number_of(keyword, &quote!(#place.len()), *limit, at, paths),
            }
        }
        Limit::Number(limit) => {
            let (support, number) = (paths.support("check_number"), paths.public("number"));
            let bound = bound(limit);
            let bound = quote!(#number::#bound);
            let place = quote!(*#place);
            match *keyword {
                "minimum" => quote!(#support::minimum(#place, #bound, #at)?;),
                "maximum" => quote!(#support::maximum(#place, #bound, #at)?;),
                "exclusiveMinimum" => quote!(#support::exclusive_minimum(#place, #bound, #at)?;),
                "exclusiveMaximum" => quote!(#support::exclusive_maximum(#place, #bound, #at)?;),
                _ => quote!(#support::multiple_of(#place, #bound, #at)?;),
            }
        }
    }
}

/// How many keys an object has, and whether it has one, as expressions.
pub(super) struct Keys<'k> {
    pub(super) count: TokenStream,
    pub(super) has: Box<dyn Fn(&str) -> TokenStream + 'k>,
    /// The map of those that are not declared, if there may be such.
    pub(super) undeclared: Option<TokenStream>,
}

impl<'k> Keys<'k> {
    fn of_map(place: &'k TokenStream) -> Self {
        let has = Box::new(move |key: &str| quote!(#place.contains_key(#key)));
        Keys { count: quote!(#place.len()), has, undeclared: Some(place.clone()) }
    }
}

/// The checks of an object on its keys.
pub(super) fn of_keys(checks: &[Check], all: &Keys<'_>, paths: &Paths<'_>) -> Option<TokenStream> {
    let checks = checks.iter().map(|check| match &check.limit {
        Limit::Count(count) => number_of(check.keyword, &all.count, *count, &check.at, paths),
        Limit::Keys(presence, _) => keys(check, presence, all, paths),
        Limit::Undeclared(name, _) => names(check, name, all, paths),
        _ => quote!(),
    });
    let checks: TokenStream = checks.collect();
    (!checks.is_empty()).then_some(checks)
}

fn number_of(keyword: &str, count: &TokenStream, limit: u64, at: &str, paths: &Paths<'_>) -> TokenStream {
    let support = paths.support("check_count");
    let function = if keyword.starts_with("min") { quote!(at_least) } else { quote!(at_most) };
    let limit = self::count(limit);
    quote!(#support::#function(#keyword, #count, #limit, #at)?;)
}

/// A count as an expression; more than there can be is as good as the most there can be.
fn count(limit: u64) -> Literal {
    Literal::usize_unsuffixed(usize::try_from(limit).unwrap_or(usize::MAX))
}

fn keys(check: &Check, presence: &Presence, all: &Keys<'_>, paths: &Paths<'_>) -> TokenStream {
    let Check { keyword, at, .. } = check;
    let (holds, support) = (holds(presence, all), paths.support("check_keys"));
    let expected: String = presence.to_string().chars().take(MAX_WORDS).collect();
    quote!(#support::keys(#holds, #keyword, #expected, #at)?;)
}

/// What the names of keys that are not declared are checked for.
fn names(check: &Check, name: &Name, all: &Keys<'_>, paths: &Paths<'_>) -> TokenStream {
    let (Check { at, .. }, Some(map)) = (check, &all.undeclared) else { return quote!() };
    let checks = match name {
        Name::Text(checks) => checks.iter().map(|check| call(check, &Ty::String, &quote!(key), paths)).collect(),
        Name::OneOf(values) => {
            let support = paths.support("check_names");
            quote!(#support::listed(key, &[#(#values),*], #at)?;)
        }
        Name::Matches(patterns) => {
            let (support, engine) = (paths.support("check_names"), paths.support("check_pattern"));
            quote! {
                static REGEXES: ::std::sync::LazyLock<::std::vec::Vec<::std::option::Option<::regress::Regex>>> =
                    ::std::sync::LazyLock::new(|| [#(#patterns),*].map(#engine::regex).into());
                #support::matching(key, &REGEXES, #at)?;
            }
        }
    };
    if checks.is_empty() { quote!() } else { quote!(for key in #map.keys() { #checks }) }
}

/// Characters of a statement on keys that a message repeats.
const MAX_WORDS: usize = 400;

/// A statement on keys as an expression.
fn holds(presence: &Presence, all: &Keys<'_>) -> TokenStream {
    let each = |inner: &[Presence]| inner.iter().map(|inner| holds(inner, all)).collect::<Vec<_>>();
    match presence {
        Presence::Has(key) => (all.has)(key),
        Presence::AtLeast(count) => {
            let (here, count) = (&all.count, Literal::u64_unsuffixed(*count));
            quote!((#count..).contains(&(#here)))
        }
        Presence::AtMost(count) => {
            let (here, count) = (&all.count, Literal::u64_unsuffixed(*count));
            quote!((..=#count).contains(&(#here)))
        }
        Presence::Not(inner) => {
            let inner = holds(inner, all);
            quote!(!#inner)
        }
        // As arrays, since an expression of a thousand operators is a thousand deep for whoever reads the source.
        Presence::All(inner) => {
            let inner = each(inner);
            quote!(![#(#inner),*].contains(&false))
        }
        Presence::Any(inner) => {
            let inner = each(inner);
            quote!([#(#inner),*].contains(&true))
        }
        Presence::One(inner) => {
            let inner = each(inner);
            quote!([1].contains(&[#(#inner),*].iter().filter(|holds| **holds).count()))
        }
    }
}

/// Whether the items of an array are equal in Rust just where they are in JSON.
fn is_comparable(array: &Ty) -> bool {
    let Ty::Array(item) = array.unchecked() else { return false };
    matches!(item.unchecked(), Ty::String | Ty::Format(_) | Ty::Bool | Ty::Int(_) | Ty::Integer | Ty::Number)
}

/// A bound as an expression.
fn bound(limit: &Number) -> TokenStream {
    let float = limit.as_f64().unwrap_or_default();
    let whole = limit.as_i128().or_else(|| (float.fract() == 0.0 && float.abs() < 1e30).then_some(float as i128));
    match whole {
        Some(whole) => {
            let whole = Literal::i128_unsuffixed(whole.abs());
            let whole = if limit.as_f64().is_some_and(|limit| limit < 0.0) { quote!(-#whole) } else { quote!(#whole) };
            quote!(whole(#whole))
        }
        None => {
            let magnitude = Literal::f64_suffixed(float.abs());
            let sign = (float < 0.0).then(|| quote!(-));
            quote!(float(#sign #magnitude))
        }
    }
}

/// The keywords of a type's checks, as its schema carries them.
pub(super) fn carried(ty: &Ty, at: &str, out: &mut Vec<Annotation>) {
    match ty {
        Ty::Checked(inner, checks) => {
            carried(inner, at, out);
            carried_checks(checks, at, out);
        }
        Ty::Array(item) => carried(item, &format!("{at}/items"), out),
        Ty::Map(value) => carried(value, &format!("{at}/additionalProperties"), out),
        Ty::Nullable(inner) => carried(inner, at, out),
        Ty::Tuple(items) => {
            for (index, item) in items.iter().enumerate() {
                carried(item, &format!("{at}/prefixItems/{index}"), out);
            }
        }
        _ => {}
    }
}

/// The keywords of checks, as a schema at the pointer `at` carries them.
pub(super) fn carried_checks(checks: &[Check], at: &str, out: &mut Vec<Annotation>) {
    let (mut said, mut more) = (Vec::<Annotation>::new(), Vec::new());
    let mut carry = |keyword: &str, value: Value| match said.iter().find(|known| known.keyword == keyword) {
        None => said.push(Annotation { at: at.to_owned(), keyword: keyword.to_owned(), value }),
        Some(known) if known.value == value => {}
        Some(_) => more.push(serde_json::json!({ keyword: value })),
    };
    for Check { keyword, limit, .. } in checks {
        match limit {
            Limit::Count(count) => carry(keyword, (*count).into()),
            Limit::Number(number) => carry(keyword, number.clone().into()),
            Limit::Pattern(pattern) => carry(keyword, pattern.clone().into()),
            Limit::Unique => carry(keyword, true.into()),
            Limit::Undeclared(_, value) => carry(keyword, value.clone()),
            Limit::Keys(_, said) => said.iter().for_each(|(keyword, value)| carry(keyword, value.clone())),
        }
    }
    // A keyword stands once in a schema; what else it says, `allOf` does.
    if !more.is_empty() {
        match said.iter_mut().find(|known| known.keyword == "allOf") {
            Some(Annotation { value: Value::Array(all), .. }) => all.append(&mut more),
            _ => said.push(Annotation { at: at.to_owned(), keyword: "allOf".to_owned(), value: more.into() }),
        }
    }
    out.append(&mut said);
}

/// For each type, whether it or a type inside it has a guard or checks.
pub(super) fn guarded(shape: &Shape) -> Vec<bool> {
    let mut inside: Vec<Vec<usize>> = vec![Vec::new(); shape.types.len()];
    let mut open = Vec::new();
    let mut guarded = vec![false; shape.types.len()];
    for (index, ty) in shape.iter() {
        let mut own = ty.guard.is_some() || is_checked(&ty.kind);
        for part in super::parts(&ty.kind) {
            visit(part, &mut |part| match part {
                Ty::Checked(..) => own = true,
                Ty::Named(id) => inside[*id].push(index),
                _ => {}
            });
        }
        if own {
            guarded[index] = true;
            open.push(index);
        }
    }
    while let Some(index) = open.pop() {
        for holder in std::mem::take(&mut inside[index]) {
            if !std::mem::replace(&mut guarded[holder], true) {
                open.push(holder);
            }
        }
    }
    guarded
}

/// Whether a kind has checks of its own.
fn is_checked(kind: &Kind) -> bool {
    match kind {
        Kind::Object { checks, .. } => !checks.is_empty(),
        Kind::Union { told, .. } => *told == Told::Only,
        _ => false,
    }
}

pub(super) fn visit<'t>(ty: &'t Ty, on: &mut impl FnMut(&'t Ty)) {
    on(ty);
    match ty {
        Ty::Array(inner) | Ty::Map(inner) | Ty::Nullable(inner) | Ty::Checked(inner, _) => visit(inner, on),
        Ty::Tuple(items) => items.iter().for_each(|item| visit(item, on)),
        _ => {}
    }
}
