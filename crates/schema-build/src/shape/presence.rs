//! Lowers keywords that constrain only which keys an object has, and how many, to generated checks. A validator would cost
//! more, and no Rust type expresses `{"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}`.

use indexmap::IndexMap;
use schema_ir::{Document, JsonType, Keyword, Schema, SchemaId, TypeName, Writer, pointer};
use serde_json::Value;

use super::keywords::{enumerated, is_never, lists_values, members_of, types};
use super::member::types_of;
use super::{Check, Constraint};

/// The most conditions that the condition of an `if` may be made of.
const MAX_CONDITION: usize = 500;

/// A condition on the keys of an object.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Presence {
    Has(String),
    /// The value of the key, if there is one, is one of these.
    Is(String, Vec<Value>),
    AtLeast(u64),
    AtMost(u64),
    Not(Box<Presence>),
    All(Vec<Presence>),
    Any(Vec<Presence>),
    /// Exactly one of them holds.
    One(Vec<Presence>),
}

impl Presence {
    /// Whether the condition depends on the keys, and is not always true or always false.
    fn depends_on_keys(&self) -> bool {
        match self {
            Presence::Has(_) | Presence::Is(..) | Presence::AtLeast(_) | Presence::AtMost(_) => true,
            Presence::Not(inner) => inner.depends_on_keys(),
            Presence::All(all) | Presence::Any(all) | Presence::One(all) => all.iter().any(Presence::depends_on_keys),
        }
    }

    /// The number of conditions that it is made of.
    fn size(&self) -> usize {
        match self {
            Presence::Not(inner) => 1 + inner.size(),
            Presence::All(all) | Presence::Any(all) | Presence::One(all) => {
                1 + all.iter().map(Presence::size).sum::<usize>()
            }
            _ => 1,
        }
    }

    /// Whether the condition depends on values, too.
    pub(crate) fn depends_on_values(&self) -> bool {
        match self {
            Presence::Is(..) => true,
            Presence::Has(_) | Presence::AtLeast(_) | Presence::AtMost(_) => false,
            Presence::Not(inner) => inner.depends_on_values(),
            Presence::All(all) | Presence::Any(all) | Presence::One(all) => all.iter().any(Presence::depends_on_values),
        }
    }
}

/// Keywords whose subschemas may constrain keys alone; `then` and `else` are taken with `if`.
const KEYWORDS: [Keyword; 5] = [Keyword::AnyOf, Keyword::OneOf, Keyword::Not, Keyword::DependentSchemas, Keyword::If];

/// Turns the keywords that constrain keys alone into checks. Returns them with the schema without these keywords; `None` if
/// there are none.
pub(super) fn conditions_of(document: &Document, schema: &Schema) -> Option<(Schema, Vec<Check>)> {
    if types(schema) != [TypeName::OBJECT] {
        return None;
    }
    let mut rest = schema.clone();
    let mut checks = Vec::new();
    // Not beside `unevaluatedProperties`, because a subschema such as `{"properties": {"a": true}}` evaluates `a` even though
    // it constrains nothing (core, 11.3).
    if schema.object.unevaluated_properties.is_none() {
        for keyword in KEYWORDS {
            let is_union = matches!(keyword, Keyword::AnyOf | Keyword::OneOf);
            let values = if is_union { Values::None } else { Values::Listed };
            checks.extend(take_check(document, &mut rest, keyword, values));
        }
        checks.extend(take_conjuncts(document, &mut rest));
    }
    checks.extend(take_check(document, &mut rest, Keyword::DependentRequired, Values::None));
    (!checks.is_empty()).then_some((rest, checks))
}

/// Turns a union beside other keywords into a check, if its members only constrain keys and list values of keys.
pub(super) fn check_union(document: &Document, schema: &Schema, keyword: Keyword) -> Option<(Schema, Check)> {
    if types(schema) != [TypeName::OBJECT] || schema.object.unevaluated_properties.is_some() {
        return None;
    }
    let mut rest = schema.clone();
    let check = take_check(document, &mut rest, keyword, Values::Listed)?;
    Some((rest, check))
}

/// Whether a condition may list values of keys. Members of a union that list some are types of their own instead.
#[derive(Clone, Copy, PartialEq)]
enum Values {
    Listed,
    None,
}

/// Takes a keyword out of `rest` and returns its check, if it constrains keys alone.
fn take_check(document: &Document, rest: &mut Schema, keyword: Keyword, values: Values) -> Option<Check> {
    let with: &[Keyword] = match keyword {
        Keyword::If => &[Keyword::If, Keyword::Then, Keyword::Else],
        _ => &[keyword],
    };
    // A union of one member is merged, because then the struct itself may enforce it.
    if !rest.has(keyword) || members_of(rest, keyword).is_some_and(|all| all.len() == 1) {
        return None;
    }
    let mut alone = Schema::default();
    with.iter().for_each(|keyword| alone.copy(*keyword, rest));
    let presence = read_condition(document, &alone, values).filter(Presence::depends_on_keys)?;
    let writer = Writer::new(document);
    let origin = with.iter().filter_map(|keyword| Some((*keyword, writer.keyword(&alone, *keyword)?))).collect();
    with.iter().for_each(|keyword| rest.remove(*keyword));
    let at = pointer::push(&rest.origin.pointer, keyword.name());
    Some(Check { keyword, constraint: Constraint::Keys(presence, origin), at })
}

/// Takes the members of `allOf` that constrain keys alone out of `rest`, and returns one check of them.
fn take_conjuncts(document: &Document, rest: &mut Schema) -> Option<Check> {
    let (mut of_keys, mut origin, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for member in &rest.logic.all_of {
        // A member of only these keywords is merged instead, because a struct enforces them itself.
        let merges = document[*member].asserting().all(|keyword| {
            matches!(
                keyword,
                Keyword::Type
                    | Keyword::Required
                    | Keyword::Properties
                    | Keyword::MinProperties
                    | Keyword::MaxProperties
            )
        });
        // Fields and unions express listed values themselves.
        let has_types = |keyword: Keyword| matches!(keyword, Keyword::AnyOf | Keyword::OneOf | Keyword::Properties);
        let values = if document[*member].asserting().any(has_types) { Values::None } else { Values::Listed };
        match read_condition(document, &document[*member], values)
            .filter(|presence| !merges && presence.depends_on_keys())
        {
            Some(presence) => {
                of_keys.push(presence);
                origin.push(Writer::new(document).schema(*member));
            }
            None => others.push(*member),
        }
    }
    if of_keys.is_empty() {
        return None;
    }
    rest.logic.all_of = others;
    let constraint = Constraint::Keys(Presence::All(of_keys), vec![(Keyword::AllOf, origin.into())]);
    let at = pointer::push(&rest.origin.pointer, Keyword::AllOf.name());
    Some(Check { keyword: Keyword::AllOf, constraint, at })
}

/// The condition that a schema is for objects, if it constrains their keys alone.
fn read_condition(document: &Document, schema: &Schema, values: Values) -> Option<Presence> {
    if let Some(any) = schema.boolean {
        return Some(if any { Presence::All(Vec::new()) } else { Presence::Any(Vec::new()) });
    }
    let Schema { object, logic, .. } = schema;
    let read = |id: SchemaId| read_condition(document, &document[id], values);
    let read_each = |all: &[SchemaId]| all.iter().map(|id| read(*id)).collect::<Option<Vec<_>>>();
    let is_any = |id: Option<SchemaId>| id.is_some_and(|id| document[id].is_any());
    let mut all = Vec::new();
    for keyword in schema.asserting() {
        match keyword {
            Keyword::Type if types(schema).contains(&TypeName::OBJECT) => {}
            Keyword::Type => all.push(Presence::Any(Vec::new())),
            Keyword::Required => all.extend(has_all(&object.required)),
            Keyword::Properties => all.extend(read_properties(document, &object.properties, values)?),
            Keyword::MinProperties if object.min_properties == Some(0) => {}
            Keyword::MinProperties => all.push(Presence::AtLeast(object.min_properties?)),
            Keyword::MaxProperties => all.push(Presence::AtMost(object.max_properties?)),
            Keyword::DependentRequired => {
                for (key, needed) in &object.dependent_required {
                    all.push(implies(Presence::Has(key.clone()), Presence::All(has_all(needed))));
                }
            }
            Keyword::DependentSchemas => {
                for (key, schema) in &object.dependent_schemas {
                    all.push(implies(Presence::Has(key.clone()), read(*schema)?));
                }
            }
            Keyword::Not => all.push(negate(read(logic.not?)?)),
            Keyword::AllOf => all.extend(read_each(&logic.all_of)?),
            Keyword::AnyOf => all.push(Presence::Any(read_each(logic.any_of.as_ref()?)?)),
            Keyword::OneOf => all.push(Presence::One(read_each(logic.one_of.as_ref()?)?)),
            Keyword::If => {
                let branch = |id: Option<SchemaId>| id.map_or(Some(Presence::All(Vec::new())), read);
                let (condition, then, otherwise) =
                    (read(logic.condition?)?, branch(logic.then)?, branch(logic.otherwise)?);
                // Each `if` has its condition twice, which would double with every `if` inside it.
                if condition.size() > MAX_CONDITION {
                    return None;
                }
                all.push(implies(condition.clone(), then));
                all.push(Presence::Any(vec![condition, otherwise]));
            }
            Keyword::Then | Keyword::Else => {}
            Keyword::AdditionalProperties if is_any(object.additional_properties) => {}
            Keyword::UnevaluatedProperties if is_any(object.unevaluated_properties) => {}
            Keyword::PropertyNames if is_any(object.property_names) => {}
            // A keyword for another type accepts every object (core, 7.6.1).
            keyword if keyword.about().is_some_and(|about| about != JsonType::Object) => {}
            _ => return None,
        }
    }
    Some(match (all.pop(), all.is_empty()) {
        (Some(one), true) => one,
        (last, _) => Presence::All(all.into_iter().chain(last).collect()),
    })
}

fn has_all(names: &[String]) -> Vec<Presence> {
    names.iter().cloned().map(Presence::Has).collect()
}

/// The conditions that `properties` is, if it only forbids keys, `{"properties": {"a": false}}`, or lists values.
fn read_properties(
    document: &Document,
    properties: &IndexMap<String, SchemaId>,
    values: Values,
) -> Option<Vec<Presence>> {
    let mut all = Vec::new();
    for (key, id) in properties {
        let schema = &document[*id];
        if is_never(document, schema) {
            all.push(negate(Presence::Has(key.clone())));
        } else if values == Values::Listed
            && schema.asserting().all(lists_values)
            && let Some(listed) = enumerated(schema)
        {
            all.push(Presence::Is(key.clone(), listed));
        } else if !schema.is_any() {
            return None;
        }
    }
    Some(all)
}

/// The negation, as a plain condition if there is one.
pub(super) fn negate(presence: Presence) -> Presence {
    match presence {
        Presence::Not(inner) => *inner,
        Presence::AtLeast(count) if count > 0 => Presence::AtMost(count - 1),
        Presence::AtMost(count) if count < u64::MAX => Presence::AtLeast(count + 1),
        other => Presence::Not(Box::new(other)),
    }
}

fn implies(condition: Presence, then: Presence) -> Presence {
    Presence::Any(vec![negate(condition), then])
}

/// The union that `if` is, if the condition is about the keys of objects, and both branches are objects:
/// `{"if": {"required": ["$ref"]}, "then": {"$ref": "#/$defs/a"}, "else": {"$ref": "#/$defs/b"}}`.
pub(super) fn union_of(document: &mut Document, schema: &Schema) -> Option<Schema> {
    let beside = |keyword: Keyword| !matches!(keyword, Keyword::If | Keyword::Then | Keyword::Else | Keyword::Type);
    if schema.asserting().any(beside) {
        return None;
    }
    let (condition, then, otherwise) = (schema.logic.condition?, schema.logic.then?, schema.logic.otherwise?);
    let is_object = |id: SchemaId| types_of(document, id).is_some_and(|types| types == [TypeName::OBJECT]);
    if !(is_object(then) && is_object(otherwise)) {
        return None;
    }
    read_condition(document, &document[condition], Values::None).filter(Presence::depends_on_keys)?;
    let mut negation = Schema { origin: document[condition].origin.clone(), ..Schema::default() };
    negation.logic.not = Some(condition);
    let negation = document.add(negation);
    let mut both = |branch: SchemaId, condition: SchemaId| {
        let mut both = Schema { origin: document[branch].origin.clone(), ..Schema::default() };
        both.logic.all_of = vec![branch, condition];
        document.add(both)
    };
    let members = vec![both(then, condition), both(otherwise, negation)];
    let mut union = schema.clone();
    [Keyword::If, Keyword::Then, Keyword::Else].into_iter().for_each(|keyword| union.remove(keyword));
    union.logic.any_of = Some(members);
    Some(union)
}
