//! The manifest of the crate whose build script runs.

use std::path::PathBuf;
use std::{env, fs};

use crate::Report;
use schema_ir::{Error, ErrorKind};

/// An error if the manifest of the crate that is being built does not mention `schema-types`, because rustc's own error would
/// not name the cause.
pub(crate) fn find_missing_dependency(report: &Report) -> Option<Error> {
    let manifest = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR")?).join("Cargo.toml");
    let text = fs::read_to_string(&manifest).ok()?;
    if depends(&text) {
        return None;
    }
    let features = if report.features.is_empty() { "" } else { " --features " };
    let help = format!("cargo add schema-types{features}{}", report.features.join(","));
    let message = "the generated code needs the crate `schema-types`, which is not a dependency";
    Some(Error::new(ErrorKind::MissingDependency, manifest.display().to_string(), message).with_help(help))
}

/// Whether a manifest has the run-time among its dependencies: as a key, or as a table of its own.
fn depends(manifest: &str) -> bool {
    let mut in_dependencies = false;
    manifest.lines().map(str::trim).any(|line| {
        if let Some(table) = line.strip_prefix('[') {
            let table = table.trim_end_matches(']').replace('"', "");
            in_dependencies =
                table == "dependencies" || (table.starts_with("target.") && table.ends_with(".dependencies"));
            return table.ends_with("dependencies.schema-types")
                && !table.starts_with("dev-")
                && !table.starts_with("build-");
        }
        let key = line.split(['=', '.']).next().unwrap_or_default().trim().trim_matches('"');
        in_dependencies && key == "schema-types"
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_dependency_is_a_key_of_dependencies() {
        for manifest in [
            "[dependencies]\nschema-types = \"0.1\"",
            "[dependencies]\nschema-types.workspace = true",
            "[target.'cfg(unix)'.dependencies]\n\"schema-types\" = \"0.1\"",
            "[dependencies.schema-types]\nversion = \"0.1\"",
        ] {
            assert!(super::depends(manifest), "{manifest}");
        }
        for manifest in [
            "# schema-types\n[dependencies]\nserde = \"1\" # schema-types",
            "[build-dependencies]\nschema-types = \"0.1\"",
            "[dependencies]\nschema-types-more = \"0.1\"",
        ] {
            assert!(!super::depends(manifest), "{manifest}");
        }
    }
}
