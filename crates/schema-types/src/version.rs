//! Which generator this run-time is for.

/// Asserts, when generated code is compiled, that this run-time is the one that the code was generated for.
///
/// ```
/// schema_types::generated_for!(0, 1);
/// ```
///
/// The error names the crate to update:
///
/// ```compile_fail
/// schema_types::generated_for!(0, 2); // … update the dependency schema-types (cargo update)
/// ```
///
/// ```compile_fail
/// schema_types::generated_for!(0, 0); // … update schema-build and generate it again
/// ```
#[macro_export]
macro_rules! generated_for {
    ($major:literal, $minor:literal) => {
        const _: () = $crate::private::check_version($major, $minor);
    };
}

/// The version that generated code must be made for: of releases that differ in it, none reads the other's code.
pub const VERSION: (u32, u32) = (0, 1);

/// Fails, in a constant, if the code was generated for another version.
#[allow(clippy::panic)]
pub const fn check_version(major: u32, minor: u32) {
    if major > VERSION.0 || (major == VERSION.0 && minor > VERSION.1) {
        panic!("this code was generated for a later schema-types: update the dependency schema-types (cargo update)");
    }
    if major < VERSION.0 || minor < VERSION.1 {
        panic!("this code was generated for an earlier schema-types: update schema-build and generate it again");
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_version_is_the_packages() {
        let (major, minor) = super::VERSION;
        assert!(env!("CARGO_PKG_VERSION").starts_with(&format!("{major}.{minor}.")));
    }
}
