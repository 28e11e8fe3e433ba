use crate::comparison::Comparison;
use crate::vendored::Vendored;

/// A vendored schema compared with upstream's document.
pub(super) struct UpstreamReport<'v> {
    pub vendored: &'v Vendored,
    /// `None` if the document no longer has the schema.
    pub comparison: Option<Comparison>,
}
