use serde_json::Value;

/// The result of a search for a value that meets a set of literals.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Solution {
    /// Proved: there is none.
    None,
    /// This value, if the keywords that are not modelled agree; a validator has to confirm it.
    Value(Value),
    /// Neither found nor excluded.
    Unknown,
}
