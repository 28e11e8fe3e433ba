//! A type with a name around one without.

use proc_macro2::TokenStream;
use quote::quote;

use super::guarded::Body;
use super::reader::reader;
use super::{Item, check, convert, notes};
use crate::print::{Code, Entry};
use crate::shape::Ty;
use crate::typify::Rust;

pub(super) fn code(item: &Item<'_>, inner: &Ty, rust: &Rust) -> Vec<Code> {
    let Item { name, doc, paths, .. } = item;
    let reader = reader(inner, rust, paths).map(|reader| quote!(as #reader));
    let rust = paths.rust(rust);
    let on_value = |statements: TokenStream| quote!({ let value = &self.0; #statements });
    let body = Body {
        checks: check::checks(inner, &quote!(value), paths).map(on_value),
        inside: check::validations(inner, &quote!(value), item.guarded, paths).map(on_value),
        ..item.body()
    };
    let mut carried = Vec::new();
    check::carried(inner, "", &mut carried);
    let definition = quote! {
        #doc
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct #name(pub #rust);
    };
    let head = Entry { tokens: quote!(= #rust #reader), notes: notes(item, &item.ty.notes, &carried) };
    let mut code = item.code(definition, "newtype", &body, head, Vec::new());
    code.push(Code::Items(convert::tokens(item, &[], name, None)));
    code
}
