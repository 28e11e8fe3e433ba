//! Collects the annotations that types, fields and variants carry to the regenerated schema.

use schema_ir::{Document, Keyword, Schema, SchemaId, Writer, pointer};

use super::keywords::{UNIONS, is_idle, members_of, reference};
use super::member::{list_constants, list_known};
use super::{Annotation, Expected, Listing, Ty};

/// Collects the annotations of one schema object under the pointer `at`. `format` is among them only if `format` is true,
/// because a format type carries its own.
pub(super) fn collect_annotations(
    document: &Document,
    schema: &Schema,
    at: &str,
    format: bool,
    out: &mut Vec<Annotation>,
) {
    let writer = Writer::new(document);
    for keyword in schema.keywords() {
        let carried = keyword.annotates() || is_idle(document, schema, keyword);
        if carried
            && (format || keyword != Keyword::Format)
            && let Some(value) = writer.keyword(schema, keyword)
        {
            out.push(Annotation { at: at.to_owned(), keyword, value });
        }
    }
}

/// Collects the annotations of the union members that became the values of an enumeration:
/// `{"oneOf": [{"const": "a", "title": "A"}, {"const": "b"}]}`. Returns how the members list the values, if one has some.
pub(super) fn collect_constants(document: &Document, schema: &Schema, out: &mut Vec<Annotation>) -> Option<Listing> {
    for keyword in UNIONS.into_iter().filter(|keyword| !is_idle(document, schema, *keyword)) {
        let all = members_of(schema, keyword).unwrap_or_default();
        let before = out.len();
        for (index, member) in all.iter().enumerate() {
            let at = format!("/{}/{index}", keyword.name());
            collect_annotations(document, &document[*member], &at, true, out);
        }
        let values = list_constants(document, all).or_else(|| list_known(document, all, keyword));
        if let Some(values) = values.filter(|_| out.len() > before) {
            return Some(Listing { keyword, counts: values.iter().map(Vec::len).collect() });
        }
        out.truncate(before);
    }
    None
}

/// Whether the keyword that decides which values are valid is a union of two members.
fn is_union_of_two(schema: &Schema) -> bool {
    let mut asserting = schema.asserting();
    let first = asserting.next().and_then(|keyword| members_of(schema, keyword));
    first.is_some_and(|members| members.len() == 2) && asserting.next().is_none()
}

/// Collects the annotations from this schema down to, but not including, the schemas of named types, which carry their own.
pub(super) fn collect_deep_annotations(
    document: &Document,
    id: SchemaId,
    ty: &Ty,
    at: &str,
    out: &mut Vec<Annotation>,
) {
    let schema = &document[id];
    let step = |keyword: Keyword| pointer::push(at, keyword.name());
    let expected = expected_of(ty);
    for (place, expected) in &expected {
        let of_type = if let Expected::As(number) = expected { Ty::Named(*number) } else { Ty::Any };
        if let Some(id) = find_expected(schema, place).filter(|_| *expected != Expected::Never) {
            collect_deep_annotations(document, id, &of_type, &format!("{at}{place}"), out);
        }
    }
    match ty.unchecked() {
        Ty::Array(_) | Ty::Map(_) if !expected.is_empty() => {}
        // A union with null is not the schema of the named type, which is the other member.
        Ty::Nullable(_) if is_union_of_two(schema) => {}
        Ty::Nullable(inner) => return collect_deep_annotations(document, id, inner, at, out),
        Ty::Named(_) if reference(document, schema).is_none() => return,
        Ty::Array(item) => {
            if let Some(items) = schema.array.items {
                collect_deep_annotations(document, items, item, &step(Keyword::Items), out);
            }
        }
        Ty::Map(value) => {
            // The map regenerates as `additionalProperties`; a later step moves that back to `patternProperties`.
            let patterned = schema.object.pattern_properties.values().next().copied();
            if let Some(values) = patterned.or(schema.object.additional_properties) {
                collect_deep_annotations(document, values, value, &step(Keyword::AdditionalProperties), out);
            }
        }
        Ty::Tuple(items) => {
            for (index, (item, ty)) in schema.array.prefix_items.iter().zip(items).enumerate() {
                collect_deep_annotations(document, *item, ty, &format!("{}/{index}", step(Keyword::PrefixItems)), out);
            }
        }
        _ => {}
    }
    collect_annotations(document, schema, at, !matches!(ty.unchecked(), Ty::Format(_)), out);
}

/// What the values inside an array or a map are to be, if they are held as any value.
fn expected_of(ty: &Ty) -> Vec<(String, Expected)> {
    let Ty::Checked(_, checks) = ty else { return Vec::new() };
    checks.iter().flat_map(|check| check.constraint.expected()).collect()
}

/// The schema at a pointer of [`Constraint::expected`](super::Constraint::expected).
fn find_expected(schema: &Schema, place: &str) -> Option<SchemaId> {
    let Schema { object, array, .. } = schema;
    let tokens: Vec<String> = pointer::tokens(place).collect();
    match tokens.as_slice() {
        [keyword, pattern] if keyword == Keyword::PatternProperties.name() => {
            object.pattern_properties.get(pattern).copied()
        }
        [_, index] => array.prefix_items.get(index.parse::<usize>().ok()?).copied(),
        [keyword] if keyword == Keyword::Items.name() => array.items.or(array.unevaluated_items),
        _ => object.additional_properties.or(object.unevaluated_properties),
    }
}
