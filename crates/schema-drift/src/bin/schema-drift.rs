//! What changed between two JSON Schemas, for whom it breaks, with a value that proves it.

fn main() -> std::process::ExitCode {
    schema_drift::cli::main()
}
