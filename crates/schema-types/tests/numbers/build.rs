//! Generates both profiles of `measurement.json`.

fn main() -> std::process::ExitCode {
    schema_build::Builder::files(["measurement.json"]).profile(schema_build::Profile::Both).compile()
}
