//! Compares two JSON Schemas and reports what changed, who breaks, and a value that proves it.

fn main() -> std::process::ExitCode {
    schema_drift::cli::main()
}
