//! A schema to a type, by what its keywords say together.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::constant::meets;
use super::expansion::{Expansion, Met};
use super::keywords::{
    Members, TYPES, UNIONS, asserts, concerns, enumerated, is_any, is_idle, json_types, reference, types,
};
use super::{Annotation, Discriminator, Kind, Shape, Ty, Type, Variant, array, object, scalar};
use crate::normalise::Normalised;
use crate::{Error, Source, pointer};

/// A root of a document: where it stands in the normalised schema, and what it is called.
pub(crate) struct Root {
    pub(crate) at: String,
    pub(crate) name: String,
}

pub(crate) fn shape(source: &Source, normal: &Normalised, roots: &[Root]) -> Result<Shape, Error> {
    super::reference::check(source, normal)?;
    let definitions = normal.schema.get("$defs").and_then(Value::as_object);
    let mut walk = Walk {
        normal,
        types: Vec::new(),
        definitions: BTreeMap::new(),
        expansion: Expansion::of(&normal.schema),
        root: 0,
    };
    for root in roots {
        let name = root.at.strip_prefix("/$defs/").map(|name| pointer::tokens(&format!("/{name}")).collect::<String>());
        if let Some(name) = name {
            walk.definitions.insert(name, walk.types.len());
        }
        walk.types.push(None);
    }
    let first = roots.len();
    for name in definitions.into_iter().flat_map(serde_json::Map::keys) {
        let next = walk.types.len();
        if *walk.definitions.entry(name.clone()).or_insert(next) == next {
            walk.types.push(None);
        }
    }
    for (id, root) in roots.iter().enumerate() {
        if let Some(schema) = normal.schema.pointer(&root.at) {
            walk.root = id;
            walk.fill(id, &root.at, schema, vec![root.name.clone()]);
        }
    }
    walk.root = 0;
    for (name, schema) in definitions.into_iter().flatten() {
        let id = walk.definitions.get(name).copied().unwrap_or_default();
        if id >= first {
            walk.fill(id, &pointer::push("/$defs", name), schema, vec![name.clone()]);
        }
    }
    let shape = Shape { types: walk.types, roots: (0..first).collect(), definitions: walk.definitions };
    super::chain::check(source, &shape)?;
    super::validator_limits::check(source, &shape, normal.schema.get("$defs"))?;
    Ok(shape)
}

/// What a schema becomes: a type that needs no name, or a kind that does, with the keywords that it leaves to a guard.
pub(super) enum Lowered {
    Inline(Ty),
    Named(Kind, Vec<String>),
}

impl Lowered {
    /// The same, with `left` left to a guard too.
    pub(super) fn guarded(self, left: Vec<String>) -> Self {
        if left.is_empty() {
            return self;
        }
        match self {
            Lowered::Inline(ty) => Lowered::Named(Kind::Newtype(ty), left),
            Lowered::Named(kind, mut guard) => {
                guard.extend(left);
                Lowered::Named(kind, guard)
            }
        }
    }
}

/// Where lowering stands: what the schema calls the types around, and how deep in merged schemas it is.
#[derive(Clone)]
pub(super) struct Context {
    pub(super) path: Vec<String>,
    pub(super) merged: usize,
}

impl Context {
    /// Inside a type that its own name tells best: the items of `tags` are `tags_item`.
    pub(super) fn part(&self, suffix: &str) -> Self {
        let mut context = self.clone();
        let preferred_name = format!("{}_{suffix}", context.path.last().map_or("", String::as_str));
        // What stands in a root is not the root.
        if context.path.len() > 1 {
            context.path.pop();
        }
        context.path.push(preferred_name);
        context
    }

    pub(super) fn inside(&self, preferred_name: &str) -> Self {
        let mut path = self.path.clone();
        path.push(preferred_name.to_owned());
        Context { path, merged: self.merged }
    }
}

pub(super) struct Walk<'a> {
    pub(super) normal: &'a Normalised,
    /// `None` while a type is being read, and for a number that was not needed.
    types: Vec<Option<Type>>,
    /// Every definition has its place among the types before any is read, so that a chain of references is no recursion.
    definitions: BTreeMap<String, usize>,
    pub(super) expansion: Expansion,
    root: usize,
}

impl Walk<'_> {
    pub(super) fn source_pointer(&self, at: &str) -> String {
        self.normal.source_pointer(at)
    }

    fn fill(&mut self, id: usize, at: &str, schema: &Value, path: Vec<String>) {
        let context = Context { path, merged: 0 };
        let (kind, guard) = match self.lower(at, schema, &context) {
            Lowered::Inline(ty) => (Kind::Newtype(ty), Vec::new()),
            Lowered::Named(kind, guard) => (kind, guard),
        };
        self.define(id, at, schema, context, kind, guard);
    }

    fn define(&mut self, id: usize, at: &str, schema: &Value, context: Context, kind: Kind, guard: Vec<String>) {
        let mut notes = Vec::new();
        match (&kind, schema) {
            (Kind::Newtype(ty), _) => deep_annotations(schema, ty, "", &mut notes),
            (Kind::Object { additional: Some(values), .. }, _) => {
                deep_annotations(schema, &Ty::Map(Box::new(values.clone())), "", &mut notes);
            }
            (kind, Value::Object(members)) => {
                annotations(members, "", true, &mut notes);
                if matches!(kind, Kind::StringEnum(_)) {
                    constants(members, &mut notes);
                }
            }
            _ => {}
        }
        let guard = super::Guard::new(guard, schema);
        let at = self.source_pointer(at);
        let root = self.root;
        self.types[id] = Some(Type { path: context.path, root, at, notes, kind, guard });
    }

    /// The type of a value in a field, an array or a union.
    pub(super) fn ty(&mut self, at: &str, schema: &Value, context: &Context) -> Ty {
        let id = self.types.len();
        let key = match self.expansion.meet(schema, context, id) {
            Met::Before(id) => return Ty::Named(id),
            Met::First(key) => Some(key),
            Met::Outside => None,
        };
        self.types.push(None);
        let lowered = self.lower(at, schema, context);
        let referred = key.is_some_and(|key| self.expansion.leave(&key, matches!(lowered, Lowered::Inline(_))));
        let (kind, guard) = match lowered {
            Lowered::Inline(ty) if !referred => return ty,
            Lowered::Inline(ty) => (Kind::Newtype(ty), Vec::new()),
            Lowered::Named(kind, guard) => (kind, guard),
        };
        self.define(id, at, schema, context.clone(), kind, guard);
        Ty::Named(id)
    }

    /// A type of its own around one that has none.
    pub(super) fn newtype(&mut self, at: &str, schema: &Value, ty: Ty, context: Context) -> Ty {
        let id = self.types.len();
        self.types.push(None);
        self.define(id, at, schema, context, Kind::Newtype(ty), Vec::new());
        Ty::Named(id)
    }

    pub(super) fn lower(&mut self, at: &str, schema: &Value, context: &Context) -> Lowered {
        if is_any(schema) {
            return Lowered::Inline(Ty::Any);
        }
        let Value::Object(members) = schema else {
            return Lowered::Named(Kind::Newtype(Ty::Any), vec!["false".to_owned()]);
        };
        if let Some(reference) = reference(members) {
            return Lowered::Inline(Ty::Named(self.target(reference)));
        }
        if let Some(lowered) = self.by_presence(at, members, context) {
            return lowered;
        }
        for keyword in ["$ref", "allOf"] {
            if members.contains_key(keyword) {
                return self.merged(at, members, keyword, context);
            }
        }
        let evaluates = members.keys().any(|keyword| keyword.starts_with("unevaluated"));
        if !evaluates && members.iter().any(|(keyword, value)| is_idle(keyword, value)) {
            let mut rest = members.clone();
            rest.retain(|keyword, value| !is_idle(keyword, value));
            return self.lower(at, &Value::Object(rest), context);
        }
        if let Some(values) = enumerated(members) {
            return self.enumeration(at, members, values, context);
        }
        for keyword in UNIONS {
            if members.contains_key(keyword) {
                return self.union(at, members, keyword, context);
            }
        }
        self.by_type(at, members, context)
    }

    pub(super) fn target(&self, reference: &str) -> usize {
        let name = pointer::definition(reference);
        name.and_then(|name| self.definitions.get(&name).copied()).unwrap_or_default()
    }

    /// The schema that a reference leads to, with its place.
    pub(super) fn referenced(&self, reference: &str) -> Option<(String, &Value)> {
        let at = match pointer::definition(reference) {
            Some(name) => pointer::push("/$defs", &name),
            None => String::new(),
        };
        Some((at.clone(), self.normal.schema.pointer(&at)?))
    }

    /// The schema without `keyword`, which is left to a guard.
    pub(super) fn without(&mut self, at: &str, members: &Members, keyword: &str, context: &Context) -> Lowered {
        let mut rest = members.clone();
        // What is evaluated depends on the keyword that goes.
        let mut left = vec![keyword.to_owned()];
        left.extend(["unevaluatedItems", "unevaluatedProperties"].iter().map(|k| (*k).to_owned()));
        left.retain(|keyword| rest.remove(keyword).is_some());
        self.lower(at, &Value::Object(rest), context).guarded(left)
    }

    fn enumeration(&mut self, at: &str, members: &Members, mut values: Vec<Value>, context: &Context) -> Lowered {
        let mut left: Vec<String> = Vec::new();
        for (keyword, limit) in members {
            if !asserts(keyword) || ["type", "enum", "const"].contains(&keyword.as_str()) {
                continue;
            }
            match values.iter().map(|value| meets(value, keyword, limit)).collect::<Option<Vec<bool>>>() {
                Some(met) => {
                    let mut met = met.into_iter();
                    values.retain(|_| met.next().unwrap_or_default());
                }
                None => left.push(keyword.clone()),
            }
        }
        if values.is_empty() {
            return Lowered::Named(Kind::Newtype(Ty::Any), vec!["false".to_owned()]);
        }
        let nullable = values.len() > 1 && values.contains(&Value::Null);
        if nullable && left.is_empty() {
            values.retain(|value| !value.is_null());
            let mut rest = members.clone();
            rest.retain(|keyword, _| !asserts(keyword) || keyword == "type");
            rest.insert("enum".to_owned(), Value::Array(values));
            return Lowered::Inline(Ty::Nullable(Box::new(self.ty(at, &Value::Object(rest), context))));
        }
        let strings: Option<Vec<String>> = values.iter().map(|value| value.as_str().map(str::to_owned)).collect();
        let kind = strings.map_or(Kind::Literals(values), Kind::StringEnum);
        Lowered::Named(kind, left)
    }

    /// What keywords say that speak of one type of value each.
    fn by_type(&mut self, at: &str, members: &Members, context: &Context) -> Lowered {
        let evaluates = members.keys().any(|keyword| keyword.starts_with("unevaluated"));
        let idle = |keyword: &str| match keyword {
            "then" | "else" => !members.contains_key("if"),
            "if" => !evaluates && !members.contains_key("then") && !members.contains_key("else"),
            _ => false,
        };
        let left: Vec<String> = members
            .keys()
            .filter(|keyword| asserts(keyword) && *keyword != "type" && concerns(keyword).is_none() && !idle(keyword))
            .cloned()
            .collect();
        // What is evaluated depends on what is left to the guard.
        let mut left = left;
        let mut members = members.clone();
        if !left.is_empty() {
            for keyword in ["unevaluatedItems", "unevaluatedProperties"] {
                if members.remove(keyword).is_some() {
                    left.push(keyword.to_owned());
                }
            }
        }
        let members = &members;
        let named = types(members);
        // An integer is a number, and says nothing beside it.
        let named: Vec<&str> =
            named.iter().copied().filter(|name| *name != "integer" || !named.contains(&"number")).collect();
        let lowered = match named.as_slice() {
            [one] => self.one_type(at, members, one, context),
            [_, _, ..] if named.contains(&"null") => {
                let rest: Vec<&str> = named.into_iter().filter(|name| *name != "null").collect();
                let mut members = members.clone();
                members.retain(|keyword, _| !left.contains(keyword));
                members.insert("type".to_owned(), if let [one] = rest.as_slice() { json!(one) } else { json!(rest) });
                Lowered::Inline(Ty::Nullable(Box::new(self.ty(at, &Value::Object(members), context))))
            }
            [] => {
                let concerned: Vec<&str> =
                    TYPES.into_iter().filter(|name| members.keys().any(|k| concerns(k) == Some(name))).collect();
                match concerned.is_empty() {
                    true => Lowered::Inline(Ty::Any),
                    false => self.types_apart(at, members, &concerned, true, context),
                }
            }
            several => self.types_apart(at, members, several, false, context),
        };
        lowered.guarded(left)
    }

    /// A variant for each of several types and, if there are `others`, one for values of no such type.
    fn types_apart(
        &mut self,
        at: &str,
        members: &Members,
        several: &[&str],
        others: bool,
        context: &Context,
    ) -> Lowered {
        let (mut variants, mut types) = (Vec::with_capacity(several.len()), Vec::new());
        for name in several {
            let number = |concern: &str| concern == *name || (concern == "number" && *name == "integer");
            let mut one: Members = members.clone();
            one.retain(|keyword, _| {
                concerns(keyword).is_some_and(number) || (keyword == "format" && *name == "string")
            });
            one.insert("type".to_owned(), json!(name));
            let context = context.inside(name);
            let ty = self.ty(at, &Value::Object(one), &context);
            types.push(json_types(&[name]));
            variants.push(Variant {
                preferred_name: (*name).to_owned(),
                ty,
                at: self.source_pointer(at),
                notes: Vec::new(),
            });
        }
        if others {
            let rest: Vec<&'static str> = TYPES.into_iter().filter(|name| !several.contains(name)).collect();
            types.push(rest.clone());
            variants.push(Variant {
                preferred_name: "other".to_owned(),
                ty: Ty::Of(rest),
                at: self.source_pointer(at),
                notes: Vec::new(),
            });
        }
        let discriminator = Discriminator::Types(types);
        Lowered::Named(Kind::Union { variants, keyword: "anyOf", discriminator }, Vec::new())
    }

    fn one_type(&mut self, at: &str, members: &Members, name: &str, context: &Context) -> Lowered {
        let mut left = Vec::new();
        let place = self.source_pointer(at);
        let lowered = match name {
            "null" => Lowered::Inline(Ty::Null),
            "boolean" => Lowered::Inline(Ty::Bool),
            "string" => Lowered::Inline(scalar::string(members, &place)),
            "integer" => Lowered::Inline(scalar::integer(members, &place)),
            "number" => Lowered::Inline(scalar::number(members, &place)),
            "array" => Lowered::Inline(array::array(self, at, members, context, &mut left)),
            _ => object::object(self, at, members, context, &mut left),
        };
        lowered.guarded(left)
    }
}

/// The annotations of one schema object, as carried from the pointer `at`; its format too, where no type says it.
fn annotations(members: &Members, at: &str, format: bool, out: &mut Vec<Annotation>) {
    for (name, value) in members {
        if (!asserts(name) || is_idle(name, value)) && name != "$defs" && (format || name != "format") {
            out.push(Annotation { at: at.to_owned(), keyword: name.clone(), value: value.clone() });
        }
    }
}

/// The annotations of the constants that make an enumeration.
fn constants(members: &Members, out: &mut Vec<Annotation>) {
    for keyword in UNIONS {
        let all = members.get(keyword).filter(|all| !is_idle(keyword, all));
        for (index, schema) in all.and_then(Value::as_array).into_iter().flatten().enumerate() {
            if let Value::Object(members) = schema {
                annotations(members, &format!("/{keyword}/{index}"), true, out);
            }
        }
    }
}

/// The annotations that no named type carries, from this schema down.
pub(super) fn deep_annotations(schema: &Value, ty: &Ty, at: &str, out: &mut Vec<Annotation>) {
    let Value::Object(members) = schema else { return };
    let deeper = |key: &str, ty: &Ty, out: &mut Vec<Annotation>| {
        if let Some(schema) = schema.pointer(key) {
            deep_annotations(schema, ty, &format!("{at}{key}"), out);
        }
    };
    match ty.unchecked() {
        Ty::Nullable(inner) => return deep_annotations(schema, inner, at, out),
        Ty::Named(_) if reference(members).is_none() => return,
        Ty::Array(item) => deeper("/items", item, out),
        Ty::Map(value) => {
            match schema.get("patternProperties").and_then(|patterns| patterns.as_object()?.values().next()) {
                // They become what is additional before they are those of the patterns again.
                Some(values) => deep_annotations(values, value, &format!("{at}/additionalProperties"), out),
                None => deeper("/additionalProperties", value, out),
            }
        }
        Ty::Tuple(items) => {
            for (index, item) in items.iter().enumerate() {
                deeper(&format!("/prefixItems/{index}"), item, out);
            }
        }
        _ => {}
    }
    annotations(members, at, !matches!(ty.unchecked(), Ty::Format(_)), out);
}
