//! `x-rust-type`, by which schemars and typify name the Rust type that a schema was made of.

use semver::{Version, VersionReq};
use serde_json::Value;

use crate::lowered::file_name;
use crate::report::Note;
use crate::{Error, ErrorKind, RustType};
use schema_ir::{Source, pointer};

const KEYWORD: &str = "x-rust-type";

/// The type that an annotation names.
struct Annotated<'v> {
    /// JSON Pointer of the schema that has the annotation.
    pointer: String,
    name: &'v str,
    version: &'v str,
    path: &'v str,
    has_parameters: bool,
}

/// Crates whose types may be used, each with its version.
#[derive(Clone, Debug, Default)]
pub(crate) struct Crates(Vec<(String, Version)>);

impl Crates {
    /// Crates by their versions, which may be cut short: `2` is the newest of the versions 2.
    pub(crate) fn parse<'o>(options: impl Iterator<Item = (&'o String, &'o String)>) -> Result<Self, Vec<Error>> {
        let (mut crates, mut errors) = (Vec::new(), Vec::new());
        for (name, version) in options {
            match parse_version(version) {
                Some(version) => crates.push((name.replace('_', "-"), version)),
                None => {
                    let message = format!("`crate_version`: {version:?} is no version of {name:?}");
                    let error = Error::new(ErrorKind::InvalidOption, "-", message);
                    errors
                        .push(error.with_help("write the version that your crate depends on, such as `2` or `2.9.0`"));
                }
            }
        }
        if errors.is_empty() { Ok(Crates(crates)) } else { Err(errors) }
    }

    /// The types that the annotations of a file name, by place, and notes on those that are not used.
    pub(crate) fn find(&self, source: &Source) -> (Vec<(String, RustType)>, Vec<Note>) {
        let (mut found, mut notes) = (Vec::new(), Vec::new());
        let mut annotations = Vec::new();
        collect(source.value(), "", &mut annotations);
        for annotated in annotations {
            match self.choose(&annotated) {
                Ok(ty) => found.push((format!("{}#{}", file_name(source.file()), annotated.pointer), ty)),
                Err(message) => {
                    let pointer = pointer::push(&annotated.pointer, KEYWORD);
                    notes.push(Note { file: source.file().to_owned(), pointer, message });
                }
            }
        }
        (found, notes)
    }

    fn choose(&self, annotated: &Annotated<'_>) -> Result<RustType, String> {
        let Annotated { name, version, path, has_parameters, .. } = annotated;
        let known = self.0.iter().find(|(known, _)| *known == name.replace('_', "-"));
        let Some((_, chosen)) = known else {
            return Err(format!(
                "a type is generated in place of `{path}`, unless `crate_version` has a version of {name:?}"
            ));
        };
        match VersionReq::parse(version) {
            Ok(required) if !required.matches(chosen) => {
                Err(format!("a type is generated in place of `{path}`, because {name:?} must be of version {version}"))
            }
            Ok(_) if *has_parameters => {
                Err(format!("a type is generated in place of `{path}`, because its parameters are not supported"))
            }
            Ok(_) => Ok(RustType::new(format!("::{}", path.trim_start_matches("::")))),
            Err(error) => Err(format!("a type is generated in place of `{path}`: {version:?} is no version ({error})")),
        }
    }
}

/// A version of which the last numbers may be missing.
fn parse_version(text: &str) -> Option<Version> {
    if text == "*" {
        return Some(Version::new(u64::MAX, u64::MAX, u64::MAX));
    }
    let missing = 2usize.checked_sub(text.split(['-', '+']).next()?.matches('.').count())?;
    match missing {
        0 => Version::parse(text).ok(),
        _ if text.contains(['-', '+']) => None,
        missing => Version::parse(&format!("{text}{}", format!(".{}", u64::MAX).repeat(missing))).ok(),
    }
}

/// The annotations in a value.
fn collect<'v>(value: &'v Value, at: &str, out: &mut Vec<Annotated<'v>>) {
    match value {
        Value::Object(members) => {
            out.extend(members.get(KEYWORD).and_then(|annotation| read(annotation, at)));
            for (key, member) in members {
                collect(member, &pointer::push(at, key), out);
            }
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| collect(item, &format!("{at}/{index}"), out));
        }
        _ => {}
    }
}

/// An annotation, unless the value is something else of that name, such as a property.
fn read<'v>(annotation: &'v Value, at: &str) -> Option<Annotated<'v>> {
    let text = |key: &str| annotation.get(key)?.as_str();
    let parameters = annotation.get("parameters").and_then(Value::as_array);
    Some(Annotated {
        pointer: at.to_owned(),
        name: text("crate")?,
        version: text("version")?,
        path: text("path")?,
        has_parameters: parameters.is_some_and(|all| !all.is_empty()),
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn types_are_used_if_their_crate_has_the_version() {
        let choose = |chosen: &str, required: &str| {
            let options = [("a_b".to_owned(), chosen.to_owned())];
            let crates = Crates::parse(options.iter().map(|(name, version)| (name, version))).unwrap();
            let text = serde_json::json!({"items": {KEYWORD: {"crate": "a-b", "version": required, "path": "a_b::C"}}});
            let source = Source::parse("dir/a.json", text.to_string().into_bytes()).unwrap();
            let (found, notes) = crates.find(&source);
            assert_eq!(found.len() + notes.len(), 1, "{notes:?}");
            found.into_iter().next()
        };
        assert_eq!(choose("2", "*"), Some(("a.json#/items".to_owned(), RustType::new("::a_b::C"))));
        for (chosen, required, used) in [
            ("2", "^2.9.1", true),
            ("2.9", "2.9.1", true),
            ("2.8", "2.9.1", false),
            ("1", "2", false),
            ("0.3.1", "0.3", true),
            ("*", "*", true),
            ("2", "two", false),
        ] {
            assert_eq!(choose(chosen, required).is_some(), used, "{chosen} for {required}");
        }
        let wrong = ("a".to_owned(), "two".to_owned());
        assert!(Crates::parse([(&wrong.0, &wrong.1)].into_iter()).is_err());
    }
}
