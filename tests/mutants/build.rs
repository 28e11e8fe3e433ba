//! Writes the types of one schema once as generated and once for each mistake, a module each. `schemas/` leads to the
//! vendored file alone: every module is compiled, so each further schema would count as often as there are mistakes.

use std::process::ExitCode;
use std::{env, fs, io};

/// A mistake: its name, what it replaces in the generated source, and by what.
type Mutant = (&'static str, &'static [(&'static str, &'static str)]);

/// The type of the end user as `Exact`, and a type around it that makes a mistake.
macro_rules! mistaken_end_user {
    ($mistake:literal) => {
        &[
            ("pub struct DataEndUser {", "pub struct Exact {"),
            ("object! { DataEndUser {", "object! { Exact {"),
            ("payload::DataEndUser {", "payload::Exact {"),
            (
                "origin_id: Option<String>, ) }",
                concat!("origin_id: Option<String>, ) } crate::mistaken! { DataEndUser is Exact but ", $mistake, " }"),
            ),
        ]
    };
}

const MUTANTS: &[Mutant] = &[
    ("unedited", &[]),
    ("nullable_key_may_be_absent_when_read", mistaken_end_user!("ABSENT_IS_NULL")),
    ("nullable_key_is_optional_in_the_schema", mistaken_end_user!("OPTIONAL_IN_THE_SCHEMA")),
    ("null_is_not_read", &[("origin_id: Option<String>", "origin_id: String")]),
    (
        "format_is_dropped",
        &[
            ("pub log_url: ::schema_types::format::Uri", "pub log_url: String"),
            ("log_url: impl Into<::schema_types::format::Uri>", "log_url: impl Into<String>"),
        ],
    ),
    (
        "format_is_another",
        &[
            ("pub log_url: ::schema_types::format::Uri", "pub log_url: ::schema_types::format::Email"),
            ("log_url: impl Into<::schema_types::format::Uri>", "log_url: impl Into<::schema_types::format::Email>"),
        ],
    ),
    (
        "description_is_dropped",
        &[(r#""/properties/log_url/description": "URL to view detailed logs for the operation.","#, "")],
    ),
    (
        "description_is_changed",
        &[("\"Information about the end user who created the integration.\"", "\"About the end user.\"")],
    ),
    ("enum_value_is_dropped", &[(r#", Lms = "LMS""#, ""), (r#"/// `"LMS"` Lms,"#, "")]),
    ("enum_value_is_misspelt", &[("Lms = \"LMS\"", "Lms = \"Lms\"")]),
    (
        "enum_values_are_swapped_when_written",
        &[
            (
                "#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)] pub enum DataIntegrationCategory {",
                "#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)] pub enum Exact {",
            ),
            ("string_enum! { DataIntegrationCategory {", "string_enum! { Exact {"),
            ("payload::DataIntegrationCategory {", "payload::Exact {"),
            (
                r#"Lms = "LMS", } }"#,
                r#"Lms = "LMS", } } crate::mistaken! { DataIntegrationCategory is Exact but VALUES_ARE_SWAPPED_WHEN_WRITTEN }"#,
            ),
        ],
    ),
    ("unknown_keys_are_read", mistaken_end_user!("UNKNOWN_KEYS_ARE_READ")),
    ("key_may_be_repeated", mistaken_end_user!("KEY_MAY_BE_REPEATED")),
    ("keys_are_written_in_another_order", &[(r#"{ id, r#type = "type", data }"#, r#"{ r#type = "type", data, id }"#)]),
    ("null_is_not_written", mistaken_end_user!("NULL_IS_NOT_WRITTEN")),
];

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=schemas");
    println!("cargo::rerun-if-changed=build.rs");
    let source = match schema_build::Builder::new("schemas").generate() {
        Ok(output) => output.source,
        Err(errors) => return failed(&format!("{errors:?}")),
    };
    match write(&source) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&error.to_string()),
    }
}

/// The place of `needle` in `source`, wherever the two break their lines.
fn find(source: &str, needle: &str) -> Option<std::ops::Range<usize>> {
    source.char_indices().filter(|(_, c)| !c.is_whitespace()).find_map(|(start, _)| {
        let mut rest = source[start..].char_indices();
        let mut end = None;
        for wanted in needle.chars().filter(|c| !c.is_whitespace()) {
            let (at, found) = rest.find(|(_, c)| !c.is_whitespace())?;
            if found != wanted {
                return None;
            }
            end = Some(start + at + found.len_utf8());
        }
        Some(start..end?)
    })
}

/// `source` with every `from` replaced, of which there must be one.
fn replaced(source: &str, from: &str, to: &str) -> Option<String> {
    let (mut out, mut rest) = (String::new(), source);
    while let Some(place) = find(rest, from) {
        out = out + &rest[..place.start] + to;
        rest = &rest[place.end..];
    }
    (rest.len() < source.len()).then(|| out + rest)
}

fn write(source: &str) -> io::Result<()> {
    let folder = env::var("OUT_DIR").map_err(io::Error::other)?;
    let mut modules = String::new();
    let mut table = String::new();
    for (name, replacements) in MUTANTS {
        let mut mutant = source.to_owned();
        for (from, to) in *replacements {
            let missing = || io::Error::other(format!("{name}: the generated source has no {from}"));
            mutant = replaced(&mutant, from, to).ok_or_else(missing)?;
        }
        fs::write(format!("{folder}/{name}.rs"), mutant)?;
        modules += &format!(
            "/// The types with the mistake `{name}`.\n#[allow(missing_docs, dead_code, unused)] pub mod {name} {{ include!(concat!(env!(\"OUT_DIR\"), \"/{name}.rs\")); }}\n"
        );
        table += &format!("        {name:?} => schema_drift::vendored!({name}::schemas()),\n");
    }
    modules += &format!(
        "/// The vendored schemas of one mutant.\npub fn schemas(mutant: &str) -> Vec<schema_drift::Vendored> {{\n    match mutant {{\n{table}        _ => Vec::new(),\n    }}\n}}\n"
    );
    fs::write(format!("{folder}/mutants.rs"), modules)
}

fn failed(message: &str) -> ExitCode {
    println!("cargo::error={message}");
    ExitCode::FAILURE
}
