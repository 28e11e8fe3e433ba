//! Instance paths at which a sampler varies values.

use schema_ir::pointer;

use crate::instance_path::EACH;

/// Instance paths; see [`instance_path`](crate::instance_path). The whole instance is always among them.
pub(super) struct Paths(Vec<Vec<String>>);

impl Paths {
    pub fn new<'p>(paths: impl Iterator<Item = &'p str>) -> Self {
        Paths(paths.map(|path| pointer::tokens(path).collect()).collect())
    }

    /// Whether `at`, a plain instance pointer, is one of the paths.
    pub fn contain(&self, at: &str) -> bool {
        at.is_empty() || self.any_begins_with(at, |rest| rest == 0)
    }

    /// Whether one of the paths is `at` or begins with it.
    pub fn lie_below(&self, at: &str) -> bool {
        self.any_begins_with(at, |_| true)
    }

    /// Whether a path begins with `at`, and the number of its other tokens is right.
    fn any_begins_with(&self, at: &str, is_right: impl Fn(usize) -> bool) -> bool {
        let tokens: Vec<String> = pointer::tokens(at).collect();
        self.0.iter().any(|path| {
            let begins = path.len() >= tokens.len()
                && path.iter().zip(&tokens).all(|(template, token)| template == EACH || template == token);
            begins && is_right(path.len() - tokens.len())
        })
    }
}
