/// A message about one place of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// JSON Pointer into the source.
    pub pointer: String,
    /// The message.
    pub message: String,
}
