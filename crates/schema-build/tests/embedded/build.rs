//! Generates both profiles of each golden schema.

use std::process::ExitCode;
use std::{env, fs};

use schema_build::{Builder, Profile};

fn main() -> ExitCode {
    let folder = env::var("OUT_DIR").unwrap_or_default();
    for name in ["names", "openapi", "presence", "recursion", "shared"] {
        let input = format!("../golden/{name}");
        println!("cargo::rerun-if-changed={input}");
        let source = match Builder::new(&input).profile(Profile::Both).generate() {
            Ok(output) => output.source,
            Err(errors) => {
                errors.iter().for_each(|error| println!("cargo::error={error}"));
                return ExitCode::FAILURE;
            }
        };
        if let Err(error) = fs::write(format!("{folder}/{name}.rs"), source) {
            println!("cargo::error={error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
