//! Writes the types of one schema once as generated and once for each edit, a module each. `schemas/` leads to the
//! vendored file alone: every module is compiled, so each further schema would count as often as there are edits.

use std::process::ExitCode;
use std::{env, fs, io};

/// A mistake: its name, what it replaces in the generated source, and by what.
type Edit = (&'static str, &'static [(&'static str, &'static str)]);

const EDITS: &[Edit] = &[
    ("unedited", &[]),
    (
        "nullable_key_may_be_absent_when_read",
        &[
            ("fn required<T, E: Error>", "fn required<T: ::serde::de::DeserializeOwned, E: Error>"),
            (
                "slot.ok_or_else(|| E::missing_field(key))",
                r#"match slot {
                    None if key == "creator_email" => T::deserialize(::serde::de::IntoDeserializer::into_deserializer(())),
                    slot => slot.ok_or_else(|| E::missing_field(key)),
                }"#,
            ),
        ],
    ),
    (
        "nullable_key_is_optional_in_the_schema",
        &[("self.required.push(key.into());", "if key != \"creator_email\" { self.required.push(key.into()); }")],
    ),
    (
        "null_is_not_read",
        &[("pub origin_id: ::std::option::Option<::std::string::String>", "pub origin_id: ::std::string::String")],
    ),
    ("format_is_dropped", &[("pub log_url: super::format::Uri", "pub log_url: ::std::string::String")]),
    ("format_is_another", &[("pub log_url: super::format::Uri", "pub log_url: super::format::Email")]),
    ("description_is_dropped", &[(r#"note("", "description", "URL to view detailed logs for the operation.")"#, "")]),
    (
        "description_is_changed",
        &[("\"Information about the end user who created the integration.\"", "\"About the end user.\"")],
    ),
    (
        "enum_value_is_dropped",
        &[
            ("IntegrationCategory = 4 of", "IntegrationCategory = 3 of"),
            ("Lms = \"LMS\";", ""),
            (r#"/// `"LMS"` Lms,"#, ""),
        ],
    ),
    ("enum_value_is_misspelt", &[("Lms = \"LMS\"", "Lms = \"Lms\"")]),
    (
        "enum_values_are_swapped_when_written",
        &[(
            "serializer.serialize_str(self.as_str())",
            "serializer.serialize_str(Self::VALUES[Self::VALUES.len() - 1 - *self as usize])",
        )],
    ),
    (
        "unknown_keys_are_read",
        &[
            ("ok_or_else(|| E::unknown_field(key, self.keys))", "or(Some(usize::MAX)).ok_or_else(|| E::custom(key))"),
            ("likely = place + 1", "likely = place.wrapping_add(1)"),
            ("match place {", "match place { usize::MAX => { map.next_value::<::serde::de::IgnoredAny>()?; }"),
        ],
    ),
    ("key_may_stand_twice", &[("if slot.is_some() {", "if slot.is_some() && key != \"origin_id\" {")]),
    (
        "keys_are_written_in_another_order",
        &[(
            "$(support::write_field!(object $presence $key &self.$field);)+",
            r#"$(if $key != "id" { support::write_field!(object $presence $key &self.$field); })+
            $(if $key == "id" { support::write_field!(object $presence $key &self.$field); })+"#,
        )],
    ),
    (
        "null_is_not_written",
        &[(
            "$object.serialize_field($key, $value)?;",
            r#"if $key != "origin_id" || ::serde_json::to_value($value).is_ok_and(|value| !value.is_null()) {
                $object.serialize_field($key, $value)?;
            }"#,
        )],
    ),
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

/// Where `needle` stands in `source`, wherever the two break their lines.
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
    for (name, replacements) in EDITS {
        let mut edited = source.to_owned();
        for (from, to) in *replacements {
            let missing = || io::Error::other(format!("{name}: the generated source has no {from}"));
            edited = replaced(&edited, from, to).ok_or_else(missing)?;
        }
        fs::write(format!("{folder}/{name}.rs"), edited)?;
        modules += &format!(
            "/// The types with the mistake `{name}`.\n#[allow(missing_docs, dead_code, unused)] pub mod {name} {{ include!(concat!(env!(\"OUT_DIR\"), \"/{name}.rs\")); }}\n"
        );
        table += &format!("        {name:?} => schema_drift::vendored!({name}::schemas()),\n");
    }
    modules += &format!(
        "/// The vendored schemas of one edit.\npub fn schemas(edit: &str) -> Vec<schema_drift::Vendored> {{\n    match edit {{\n{table}        _ => Vec::new(),\n    }}\n}}\n"
    );
    fs::write(format!("{folder}/edits.rs"), modules)
}

fn failed(message: &str) -> ExitCode {
    println!("cargo::error={message}");
    ExitCode::FAILURE
}
