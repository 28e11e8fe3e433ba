//! Which schemas of a document discriminators make depend on each other.

use std::collections::{BTreeMap, BTreeSet};

use super::{Table, Union};
use crate::resolve::Index;
use crate::{Keyword, Source};

/// The schemas on which a schema depends because discriminators decide, beside those that it refers to: by JSON Pointer, the
/// pointers of the schemas that it is a union of, and of those whose discriminators select it.
///
/// ```
/// use schema_ir::{Source, discriminator_links};
/// let yaml = "
/// swagger: '2.0'
/// definitions:
///   Event: {discriminator: kind, properties: {kind: {type: string}}}
///   Born: {allOf: [{$ref: '#/definitions/Event'}]}
/// ";
/// let links = discriminator_links(&Source::parse("a.yaml", yaml.as_bytes().to_vec())?);
/// assert!(links["/definitions/Event"].contains("/definitions/Born"));
/// assert!(links["/definitions/Born"].contains("/definitions/Event"));
/// # Ok::<(), schema_ir::Error>(())
/// ```
pub fn discriminator_links(source: &Source) -> BTreeMap<String, BTreeSet<String>> {
    if !source.has(Keyword::Discriminator) {
        return BTreeMap::new();
    }
    let table = Table::new(&Index::new(vec![source], None));
    let mut links: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (place, causes) in table.causes {
        links.entry(place.pointer).or_default().extend(causes.into_iter().map(|cause| cause.pointer));
    }
    for (place, union) in table.unions {
        if let Union::Family { members, .. } = union {
            links.entry(place.pointer).or_default().extend(members.into_iter().map(|one| one.place.pointer));
        }
    }
    links
}
