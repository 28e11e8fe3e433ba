//! `Debug` of large enumerations.

/// Implements `Debug` for an enumeration without values inside its variants, by a table of their names in order. The derived one
/// takes memory of rustc that grows with the square of their number.
///
/// ```
/// #[derive(Clone, Copy)]
/// enum Mood { Good, SoSo }
/// schema_types::debug_names! { Mood { "Good", "SoSo" } }
/// assert_eq!(format!("{:?} {:?}", Mood::Good, Mood::SoSo), "Good SoSo");
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! debug_names {
    ($name:ident { $($variant:literal),* $(,)? }) => {
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                const NAMES: &[&str] = &[$($variant),*];
                f.write_str(NAMES[*self as usize])
            }
        }
    };
}
