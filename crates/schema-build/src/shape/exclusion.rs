//! Lowers `not` where it only takes something away: types, or strings.

use schema_ir::{Document, JsonType, Keyword, Schema, SchemaId, TypeName, Types, pointer};
use serde_json::Value;

use super::keywords::{enumerated, reference, types};
use super::simplify::{Rewrite, Then};
use super::{Check, Constraint};

/// The schema without its `not`, if the types of the schema or a check express it:
/// `{"not": {"type": "null"}}`, or `{"type": "string", "not": {"enum": ["a"]}}`.
pub(super) fn exclude(document: &Document, schema: &Schema) -> Option<Rewrite> {
    let excluded = resolve(document, schema.logic.not?);
    let mut rest = schema.clone();
    rest.logic.not = None;
    if let Some(left) = without_types(document, schema, excluded) {
        if left.is_empty() {
            rest = Schema { boolean: Some(false), origin: rest.origin, ..Schema::default() };
        } else {
            rest.types = Some(Types::List(left));
        }
        return Some(Rewrite { schema: rest, then: Then::Nothing });
    }
    let constraint = unlike(document, schema, excluded)?;
    let at = pointer::push(&schema.origin.pointer, Keyword::Not.name());
    Some(Rewrite { schema: rest, then: Then::Check(vec![Check { keyword: Keyword::Not, constraint, at }]) })
}

/// The target of a chain of references.
fn resolve(document: &Document, mut id: SchemaId) -> &Schema {
    const MAX_LINKS: usize = 16;
    for _ in 0..MAX_LINKS {
        match reference(document, &document[id]) {
            Some(target) => id = target,
            None => break,
        }
    }
    &document[id]
}

/// The types that are left without the excluded ones, if nothing but types is excluded.
fn without_types(document: &Document, schema: &Schema, excluded: &Schema) -> Option<Vec<TypeName>> {
    let gone: Vec<TypeName> = match excluded.asserting().collect::<Vec<_>>().as_slice() {
        [Keyword::Type] => types(excluded).to_vec(),
        // Each of several excluded types.
        [Keyword::AnyOf] => {
            let members = excluded.logic.any_of.iter().flatten().map(|id| resolve(document, *id));
            let types = members.map(|one| (one.asserting().eq([Keyword::Type])).then(|| types(one)));
            types.collect::<Option<Vec<_>>>()?.concat()
        }
        _ if enumerated(excluded)? == [Value::Null] => vec![TypeName::NULL],
        _ => return None,
    };
    let all: Vec<TypeName> = JsonType::ALL.into_iter().map(TypeName::Json).collect();
    let allowed = if schema.types.is_some() { types(schema) } else { &all };
    // No type is that of the numbers that are not integers.
    let splits = |name: &TypeName| gone.iter().any(|gone| name.includes(*gone) && !gone.includes(*name));
    if allowed.iter().any(splits) {
        return None;
    }
    Some(allowed.iter().copied().filter(|name| !gone.iter().any(|gone| gone.includes(*name))).collect())
}

/// The constraint on strings that `not` is.
fn unlike(document: &Document, schema: &Schema, excluded: &Schema) -> Option<Constraint> {
    if types(schema) != [TypeName::STRING] || enumerated(schema).is_some() {
        return None;
    }
    let string_or_none = types(excluded).is_empty() || types(excluded) == [TypeName::STRING];
    match excluded.asserting().filter(|keyword| *keyword != Keyword::Type).collect::<Vec<_>>().as_slice() {
        [Keyword::Enum | Keyword::Const] => Some(Constraint::Unlisted(strings(enumerated(excluded)?))),
        [Keyword::Pattern] if string_or_none && excluded.text.more_patterns.is_empty() => {
            Some(Constraint::Unlike(excluded.text.pattern.clone()?))
        }
        [Keyword::AnyOf] => {
            let members = excluded.logic.any_of.iter().flatten().map(|id| enumerated(resolve(document, *id)));
            Some(Constraint::Unlisted(strings(members.collect::<Option<Vec<_>>>()?.concat())))
        }
        _ => None,
    }
}

/// The strings among values; a string equals none of the others.
fn strings(values: Vec<Value>) -> Vec<String> {
    values.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}
