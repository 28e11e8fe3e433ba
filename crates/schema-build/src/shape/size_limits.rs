//! Limits how large one type may be, because rustc compiles it as a whole. `benches/curves` measures what it then spends.

use super::{Kind, Shape};
use schema_ir::{Error, ErrorKind, Source};

/// The maximum number of values of an enumeration. On so many, with both profiles, rustc spends 7 s and 449 MiB.
pub(crate) const MAX_VALUES: usize = 10_000;

/// The maximum number of properties that an object declares. On so many, rustc spends 10 s and 279 MiB.
pub(crate) const MAX_PROPERTIES: usize = 2_000;

pub(super) fn check(source: &Source, shape: &Shape) -> Result<(), Error> {
    for (_, ty) in shape.iter() {
        let (count, limit, what, help) = match &ty.kind {
            Kind::StringEnum(values) | Kind::OpenEnum(values) => (values.len(), MAX_VALUES, VALUES, NO_ENUM),
            Kind::Literals(values) => (values.len(), MAX_VALUES, VALUES, NO_ENUM),
            Kind::Object { fields, .. } => (fields.len(), MAX_PROPERTIES, PROPERTIES, NO_OBJECT),
            Kind::Newtype(_) | Kind::Union { .. } => continue,
        };
        if count > limit {
            let message = format!("{count} {what} = {limit}, because rustc compiles a type as a whole");
            return Err(source.error(ErrorKind::Limit, &ty.at, message).with_help(help));
        }
    }
    Ok(())
}

const VALUES: &str = "values of an enumeration, more than MAX_VALUES";
const PROPERTIES: &str = "properties of an object, more than MAX_PROPERTIES";
const NO_ENUM: &str = "describe the values by `type` and `pattern`, or choose a type for this place by `extern_type`";
const NO_OBJECT: &str = "nest the properties, or describe them by `additionalProperties`";

#[cfg(test)]
mod tests {
    use super::{MAX_PROPERTIES, MAX_VALUES};

    #[test]
    fn the_readme_has_the_limits() {
        let (values, properties) = (MAX_VALUES / 1_000, MAX_PROPERTIES / 1_000);
        let limits =
            format!("An enumeration may have {values},000 values, and an object {properties},000 declared properties");
        assert!(include_str!("../../README.md").contains(&limits), "{limits}");
    }
}
