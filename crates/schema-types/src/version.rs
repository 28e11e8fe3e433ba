//! Which generator this run-time is for.

/// Asserts, when generated code is compiled, that this run-time is the one that the code was generated for.
///
/// ```
/// schema_types::generated_for!(0, 1);
/// ```
#[macro_export]
macro_rules! generated_for {
    ($major:literal, $minor:literal) => {
        const _: () = $crate::private::check_version($major, $minor);
    };
}

const MAJOR: u32 = 0;
const MINOR: u32 = 1;

/// Fails, in a constant, if the code was generated for another version.
#[allow(clippy::panic)]
pub const fn check_version(major: u32, minor: u32) {
    if major > MAJOR || (major == MAJOR && minor > MINOR) {
        panic!("this code was generated for a later schema-types: update the dependency schema-types (cargo update)");
    }
    if major < MAJOR || minor < MINOR {
        panic!("this code was generated for an earlier schema-types: update schema-build and generate it again");
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_version_is_the_packages() {
        assert_eq!(format!("{}.{}", super::MAJOR, super::MINOR), env!("CARGO_PKG_VERSION").rsplit_once('.').unwrap().0);
    }
}
