//! Generated code as modules of a binary that uses little of it: it gives no warning, in the edition 2021 either.
#![deny(warnings, unused, missing_docs, clippy::all)]

macro_rules! modules {
    ($($module:ident $file:literal)*) => {
        $(mod $module {
            include!(concat!(env!("OUT_DIR"), "/", $file, ".rs"));
        })*
    };
}
modules! {
    card "docs" several "documents" odd "names" api "openapi" small "presence" deep "recursion" both "shared" built "values" wide "wide"
}

fn main() {
    println!("{}", "cat".parse::<api::kind::Value>().is_ok());
}
