//! Limits on the work of one call. A limit that was exceeded is always reported.

/// Nesting of a schema document, in arrays and objects.
pub const MAX_DEPTH: usize = 128;
/// JSON values in a schema document.
pub const MAX_VALUES: usize = 250_000;
/// JSON values in one schema that is passed to the algebra; larger ones are not decided by it.
pub const MAX_ALGEBRA_VALUES: usize = 20_000;
/// Steps of one proof by cases; beyond them there is no proof.
pub const MAX_STEPS: usize = 60_000;
/// Instances that are tried in one search.
pub const MAX_SAMPLES: usize = 20_000;
/// JSON values in one sampled instance.
pub const MAX_SAMPLE_VALUES: usize = 400;
/// Longest string in a sampled instance, in characters.
pub const MAX_SAMPLE_CHARS: usize = 2_048;
/// Located changes in one comparison.
pub const MAX_CHANGES: usize = 1_000;

/// Instances that are tried to judge one changed keyword.
pub(crate) const LOCAL_SAMPLES: usize = 600;
/// Stack of the thread that a comparison runs on: recursion over [`MAX_DEPTH`] levels in unoptimised builds.
pub(crate) const STACK_BYTES: usize = 256 << 20;
