//! The code of the pages is tested.
#![cfg(doctest)]

macro_rules! pages {
    ($($name:ident: $page:literal;)+) => {
        $(
            #[doc = include_str!($page)]
            mod $name {}
        )+
    };
}

pages! {
    webhooks_first: "src/webhooks/first.md";
    webhooks_server: "src/webhooks/server.md";
    webhooks_newer: "src/webhooks/newer.md";
    webhooks_testing: "src/webhooks/testing.md";
    webhooks_production: "src/webhooks/production.md";
    schemas_generate: "src/schemas/generate.md";
    schemas_types: "src/schemas/types.md";
    schemas_lint: "src/schemas/lint.md";
    schemas_options: "src/schemas/options.md";
}
