//! The manifest of the crate whose build script runs.

use std::collections::BTreeSet;
use std::env;
use std::path::{Path, PathBuf};

use cargo_toml::{Dependency, Manifest};

use crate::Report;
use schema_ir::{Error, ErrorKind};

/// The crate that generated code calls.
const RUN_TIME: &str = "schema-types";

/// A path relative to the package that cargo builds or tests, if it leads into that, because generated code should not have the
/// folders of one machine. Elsewhere, and if another folder than the package's is the current one, the path itself.
pub(crate) fn within_package(path: &Path) -> &Path {
    let package = env::var_os("CARGO_MANIFEST_DIR");
    let package = package.filter(|package| env::current_dir().is_ok_and(|current| current == Path::new(package)));
    match package.and_then(|package| path.strip_prefix(package).ok()) {
        Some(inside) if inside == Path::new("") => Path::new("."),
        Some(inside) => inside,
        None => path,
    }
}

/// An error if the crate that is being built does not depend on the run-time, or not with the features that the generated code
/// needs, because rustc's own errors would name neither. A manifest that cannot be read is cargo's to report.
pub(crate) fn find_missing_dependency(report: &Report) -> Option<Error> {
    let path = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR")?).join("Cargo.toml");
    let manifest = Manifest::from_path(&path).ok()?;
    let needed: BTreeSet<&str> = report.features.iter().copied().collect();
    let enabled = enabled_features(&manifest);
    let missing: Vec<&str> = match &enabled {
        Some(enabled) => needed.iter().copied().filter(|feature| !enabled.contains(*feature)).collect(),
        None => needed.into_iter().collect(),
    };
    let message = match (&enabled, missing.as_slice()) {
        (Some(_), []) => return None,
        (Some(_), [one]) => format!("the generated code needs the feature `{one}` of the crate `{RUN_TIME}`"),
        (Some(_), several) => {
            format!("the generated code needs the features `{}` of the crate `{RUN_TIME}`", several.join("`, `"))
        }
        (None, _) => format!("the generated code needs the crate `{RUN_TIME}`, which is not a dependency"),
    };
    let features = if missing.is_empty() { String::new() } else { format!(" --features {}", missing.join(",")) };
    let help = format!("run `cargo add {RUN_TIME}{features}`");
    Some(Error::new(ErrorKind::MissingDependency, path.display().to_string(), message).with_help(help))
}

/// The features of the run-time that a manifest enables, always or by a feature of its own; `None` if it does not depend on the
/// run-time.
fn enabled_features(manifest: &Manifest) -> Option<BTreeSet<String>> {
    let of_targets = manifest.target.values().map(|target| &target.dependencies);
    let dependencies: Vec<&Dependency> =
        std::iter::once(&manifest.dependencies).chain(of_targets).filter_map(|all| all.get(RUN_TIME)).collect();
    if dependencies.is_empty() {
        return None;
    }
    let mut features: BTreeSet<String> =
        dependencies.iter().flat_map(|dependency| dependency.req_features()).cloned().collect();
    let own = manifest.features.values().flatten();
    features.extend(own.filter_map(|feature| {
        let (dependency, feature) = feature.split_once('/')?;
        (dependency.trim_end_matches('?') == RUN_TIME).then(|| feature.to_owned())
    }));
    // A feature of the run-time that enables another.
    if features.contains("jsonschema") {
        features.insert("pattern".to_owned());
    }
    Some(features)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn features(manifest: &str) -> Option<Vec<String>> {
        let manifest = format!("[package]\nname = \"a\"\nversion = \"0.1.0\"\n\n{manifest}");
        Some(enabled_features(&Manifest::from_str(&manifest).unwrap())?.into_iter().collect())
    }

    #[test]
    fn finds_the_dependency_and_its_features() {
        for manifest in [
            "[dependencies]\nschema-types = \"0.1\"",
            "[target.'cfg(unix)'.dependencies]\n\"schema-types\" = \"0.1\"",
            "[dependencies.schema-types]\nversion = \"0.1\"",
        ] {
            assert_eq!(features(manifest), Some(vec![]), "{manifest}");
        }
        for manifest in [
            "[dependencies]\nschema-types = { version = \"0.1\", features = [\"pattern\"] }",
            "[dependencies]\nschema-types = \"0.1\"\n[features]\nstrict = [\"schema-types/pattern\"]",
        ] {
            assert_eq!(features(manifest), Some(vec!["pattern".to_owned()]), "{manifest}");
        }
        for manifest in [
            "# schema-types\n[dependencies]\nserde = \"1\" # schema-types",
            "[build-dependencies]\nschema-types = \"0.1\"",
            "[dependencies]\nschema-types-more = \"0.1\"",
        ] {
            assert_eq!(features(manifest), None, "{manifest}");
        }
    }
}
