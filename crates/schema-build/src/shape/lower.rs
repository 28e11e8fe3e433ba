//! Lowers a schema to a type, by all its keywords together.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::constant::meets;
use super::expansion::{Expansion, Met};
use super::keywords::{
    Members, TYPES, UNIONS, asserts, concerns, enumerated, is_any, is_idle, json_types, reference, types,
};
use super::{Annotation, Discriminator, Kind, Shape, Ty, Type, Variant, array, object, scalar};
use schema_ir::Normalised;
use schema_ir::{Error, Source, pointer};

/// A root of a document: its JSON Pointer in the normalised schema, and its name.
pub(crate) struct Root {
    pub(crate) at: String,
    pub(crate) name: String,
}

/// Lowers a normalised document.
pub(crate) fn lower_document(source: &Source, normal: &Normalised, roots: &[Root]) -> Result<Shape, Error> {
    super::reference::check(source, normal)?;
    let definitions = normal.schema.get("$defs").and_then(Value::as_object);
    let mut walk = Walk {
        normal,
        types: Vec::new(),
        definitions: BTreeMap::new(),
        expansion: Expansion::new(&normal.schema),
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

/// The result of lowering: a type that needs no name, or a kind that does, with the keywords that are left to a guard.
pub(super) enum Lowered {
    Inline(Ty),
    Named(Kind, Vec<String>),
}

impl Lowered {
    /// Leaves the keywords `left` to a guard too.
    pub(super) fn with_guard(self, left: Vec<String>) -> Self {
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

/// The context of a schema: the preferred names of the enclosing types and its own, and the number of merges around it.
#[derive(Clone)]
pub(super) struct Context {
    pub(super) path: Vec<String>,
    pub(super) merged: usize,
}

impl Context {
    /// The context of a part that is named after its owner: the items of `tags` are `tags_item`.
    pub(super) fn part(&self, suffix: &str) -> Self {
        let mut context = self.clone();
        let preferred_name = format!("{}_{suffix}", context.path.last().map_or("", String::as_str));
        // The part replaces its owner in the path, except a root, whose module the part is generated in.
        if context.path.len() > 1 {
            context.path.pop();
        }
        context.path.push(preferred_name);
        context
    }

    /// The context of a schema that has a name of its own, such as a property.
    pub(super) fn inside(&self, preferred_name: &str) -> Self {
        let mut path = self.path.clone();
        path.push(preferred_name.to_owned());
        Context { path, merged: self.merged }
    }
}

pub(super) struct Walk<'a> {
    pub(super) normal: &'a Normalised,
    /// `None` while a type is being lowered, and for a number whose schema needed no named type.
    types: Vec<Option<Type>>,
    /// The number of each definition. All are assigned before any definition is lowered, so that lowering does not recurse
    /// along a chain of references.
    definitions: BTreeMap<String, usize>,
    pub(super) expansion: Expansion,
    root: usize,
}

impl Walk<'_> {
    pub(super) fn source_pointer(&self, at: &str) -> String {
        self.normal.source_pointer(at)
    }

    /// Lowers a root or a definition to the type with the number `id`.
    fn fill(&mut self, id: usize, at: &str, schema: &Value, path: Vec<String>) {
        let context = Context { path, merged: 0 };
        let lowered = self.lower(at, schema, &context);
        self.define(id, at, schema, context, lowered);
    }

    /// Stores the type with the number `id`. A type that needs no name becomes a newtype.
    fn define(&mut self, id: usize, at: &str, schema: &Value, context: Context, lowered: Lowered) {
        let (kind, guard) = match lowered {
            Lowered::Inline(ty) => (Kind::Newtype(ty), Vec::new()),
            Lowered::Named(kind, guard) => (kind, guard),
        };
        let mut notes = Vec::new();
        match (&kind, schema) {
            (Kind::Newtype(ty), _) => collect_deep_annotations(schema, ty, "", &mut notes),
            (Kind::Object { additional: Some(values), .. }, _) => {
                collect_deep_annotations(schema, &Ty::Map(Box::new(values.clone())), "", &mut notes);
            }
            (kind, Value::Object(members)) => {
                collect_annotations(members, "", true, &mut notes);
                if matches!(kind, Kind::StringEnum(_)) {
                    collect_constants(members, &mut notes);
                }
            }
            _ => {}
        }
        let guard = super::Guard::new(guard, schema);
        let at = self.source_pointer(at);
        let root = self.root;
        self.types[id] = Some(Type { path: context.path, root, at, notes, kind, guard });
    }

    /// Lowers the schema of a field, an item or a union member to a type.
    pub(super) fn lower_type(&mut self, at: &str, schema: &Value, context: &Context) -> Ty {
        let id = self.types.len();
        let key = match self.expansion.meet(schema, context, id) {
            Met::Before(id) => return Ty::Named(id),
            Met::First(key) => Some(key),
            Met::Outside => None,
        };
        self.types.push(None);
        let lowered = self.lower(at, schema, context);
        let referred = key.is_some_and(|key| self.expansion.leave(&key, matches!(lowered, Lowered::Inline(_))));
        match lowered {
            Lowered::Inline(ty) if !referred => ty,
            lowered => {
                self.define(id, at, schema, context.clone(), lowered);
                Ty::Named(id)
            }
        }
    }

    /// Wraps an unnamed type in a named one.
    pub(super) fn wrap(&mut self, at: &str, schema: &Value, ty: Ty, context: Context) -> Ty {
        let id = self.types.len();
        self.types.push(None);
        self.define(id, at, schema, context, Lowered::Inline(ty));
        Ty::Named(id)
    }

    /// Lowers a schema by the first rule that applies. `at` is its JSON Pointer in the normalised schema.
    pub(super) fn lower(&mut self, at: &str, schema: &Value, context: &Context) -> Lowered {
        // `true`, or an object of annotations alone, accepts every value.
        if is_any(schema) {
            return Lowered::Inline(Ty::Any);
        }
        // `false` accepts no value: the type holds any value, and its guard rejects all.
        let Value::Object(members) = schema else {
            return Lowered::Named(Kind::Newtype(Ty::Any), vec!["false".to_owned()]);
        };
        // `{"$ref": "#/$defs/a"}` is the type of the definition, so that each definition is one type.
        if let Some(reference) = reference(members) {
            return Lowered::Inline(Ty::Named(self.find_definition(reference)));
        }
        // `{"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}` becomes a check, because it changes the type of no field.
        if let Some(lowered) = self.lower_presence(at, members, context) {
            return lowered;
        }
        // The other keywords of `$ref` and `allOf` constrain the same value (core, 8.2.3.1 and 10.2.1.1), so all are merged
        // into one schema first.
        for keyword in ["$ref", "allOf"] {
            if members.contains_key(keyword) {
                return self.merge(at, members, keyword, context);
            }
        }
        // A keyword that accepts everything is dropped, but not beside `unevaluated*`, because its subschemas may still
        // evaluate properties or items (core, 11).
        let evaluates = members.keys().any(|keyword| keyword.starts_with("unevaluated"));
        if !evaluates && members.iter().any(|(keyword, value)| is_idle(keyword, value)) {
            let mut rest = members.clone();
            rest.retain(|keyword, value| !is_idle(keyword, value));
            return self.lower(at, &Value::Object(rest), context);
        }
        // `enum` and `const` list all values, so the other keywords only filter the list.
        if let Some(values) = enumerated(members) {
            return self.lower_enumeration(at, members, values, context);
        }
        for keyword in UNIONS {
            if members.contains_key(keyword) {
                return self.lower_union(at, members, keyword, context);
            }
        }
        self.lower_by_type(at, members, context)
    }

    /// The number of the type that a reference leads to; `#` is the first root.
    pub(super) fn find_definition(&self, reference: &str) -> usize {
        let name = pointer::definition(reference);
        name.and_then(|name| self.definitions.get(&name).copied()).unwrap_or_default()
    }

    /// The schema that a reference leads to, with its JSON Pointer.
    pub(super) fn follow(&self, reference: &str) -> Option<(String, &Value)> {
        let at = match pointer::definition(reference) {
            Some(name) => pointer::push("/$defs", &name),
            None => String::new(),
        };
        Some((at.clone(), self.normal.schema.pointer(&at)?))
    }

    /// Lowers the schema without `keyword`, which is left to a guard.
    pub(super) fn lower_without(&mut self, at: &str, members: &Members, keyword: &str, context: &Context) -> Lowered {
        let mut rest = members.clone();
        // `unevaluated*` goes too, because without the keyword it would reject what the keyword evaluates (core, 11).
        let mut left = vec![keyword.to_owned()];
        left.extend(["unevaluatedItems", "unevaluatedProperties"].iter().map(|k| (*k).to_owned()));
        left.retain(|keyword| rest.remove(keyword).is_some());
        self.lower(at, &Value::Object(rest), context).with_guard(left)
    }

    /// Lowers a list of values: to a string enumeration if all are strings, otherwise to literals.
    fn lower_enumeration(&mut self, at: &str, members: &Members, mut values: Vec<Value>, context: &Context) -> Lowered {
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
        // `{"enum": [1], "minimum": 2}` accepts no value.
        if values.is_empty() {
            return Lowered::Named(Kind::Newtype(Ty::Any), vec!["false".to_owned()]);
        }
        // `{"enum": ["a", null]}` is an optional enumeration, which is how Rust expresses null.
        let nullable = values.len() > 1 && values.contains(&Value::Null);
        if nullable && left.is_empty() {
            values.retain(|value| !value.is_null());
            let mut rest = members.clone();
            rest.retain(|keyword, _| !asserts(keyword) || keyword == "type");
            rest.insert("enum".to_owned(), Value::Array(values));
            return Lowered::Inline(Ty::Nullable(Box::new(self.lower_type(at, &Value::Object(rest), context))));
        }
        let strings: Option<Vec<String>> = values.iter().map(|value| value.as_str().map(str::to_owned)).collect();
        let kind = strings.map_or(Kind::Literals(values), Kind::StringEnum);
        Lowered::Named(kind, left)
    }

    /// Lowers a schema by its `type`, or by the types that its keywords constrain.
    fn lower_by_type(&mut self, at: &str, members: &Members, context: &Context) -> Lowered {
        let evaluates = members.keys().any(|keyword| keyword.starts_with("unevaluated"));
        // `then` and `else` have no effect without `if`, and neither has `if` alone, except that it evaluates (core, 10.2.2).
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
        // `unevaluated*` is left to the guard too, because it depends on what the keywords there evaluate (core, 11).
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
        // `["integer", "number"]` is `["number"]`, because every integer is a number.
        let named: Vec<&str> =
            named.iter().copied().filter(|name| *name != "integer" || !named.contains(&"number")).collect();
        let lowered = match named.as_slice() {
            [one] => self.lower_one_type(at, members, one, context),
            // `["string", "null"]` is an `Option`.
            [_, _, ..] if named.contains(&"null") => {
                let rest: Vec<&str> = named.into_iter().filter(|name| *name != "null").collect();
                let mut members = members.clone();
                members.retain(|keyword, _| !left.contains(keyword));
                members.insert("type".to_owned(), if let [one] = rest.as_slice() { json!(one) } else { json!(rest) });
                Lowered::Inline(Ty::Nullable(Box::new(self.lower_type(at, &Value::Object(members), context))))
            }
            // Without `type`, each keyword constrains one type and accepts all others (core, 7.6.1).
            [] => {
                let concerned: Vec<&str> =
                    TYPES.into_iter().filter(|name| members.keys().any(|k| concerns(k) == Some(name))).collect();
                match concerned.is_empty() {
                    true => Lowered::Inline(Ty::Any),
                    false => self.split_by_type(at, members, &concerned, context),
                }
            }
            several => self.split_by_type(at, members, several, context),
        };
        lowered.with_guard(left)
    }

    /// Lowers to a union with a variant for each of several types and, if the schema has no `type`, one for all other types:
    /// `{"minLength": 1}` is a string with a check, or any value that is not a string.
    fn split_by_type(&mut self, at: &str, members: &Members, several: &[&str], context: &Context) -> Lowered {
        let (mut variants, mut variant_types) = (Vec::with_capacity(several.len()), Vec::new());
        for name in several {
            let number = |concern: &str| concern == *name || (concern == "number" && *name == "integer");
            let mut one: Members = members.clone();
            one.retain(|keyword, _| {
                concerns(keyword).is_some_and(number) || (keyword == "format" && *name == "string")
            });
            one.insert("type".to_owned(), json!(name));
            let context = context.inside(name);
            let ty = self.lower_type(at, &Value::Object(one), &context);
            variant_types.push(json_types(&[name]));
            variants.push(Variant {
                preferred_name: (*name).to_owned(),
                ty,
                at: self.source_pointer(at),
                notes: Vec::new(),
            });
        }
        if types(members).is_empty() {
            let rest: Vec<&'static str> = TYPES.into_iter().filter(|name| !several.contains(name)).collect();
            variant_types.push(rest.clone());
            variants.push(Variant {
                preferred_name: "other".to_owned(),
                ty: Ty::Of(rest),
                at: self.source_pointer(at),
                notes: Vec::new(),
            });
        }
        let discriminator = Discriminator::Types(variant_types);
        Lowered::Named(Kind::Union { variants, keyword: "anyOf", discriminator }, Vec::new())
    }

    fn lower_one_type(&mut self, at: &str, members: &Members, name: &str, context: &Context) -> Lowered {
        let place = self.source_pointer(at);
        match name {
            "null" => Lowered::Inline(Ty::Null),
            "boolean" => Lowered::Inline(Ty::Bool),
            "string" => Lowered::Inline(scalar::lower_string(members, &place)),
            "integer" => Lowered::Inline(scalar::lower_integer(members, &place)),
            "number" => Lowered::Inline(scalar::lower_number(members, &place)),
            "array" => array::lower(self, at, members, context),
            _ => object::lower(self, at, members, context),
        }
    }
}

/// Collects the annotations of one schema object under the pointer `at`. `format` is among them only if `format` is true,
/// because a format type carries its own.
fn collect_annotations(members: &Members, at: &str, format: bool, out: &mut Vec<Annotation>) {
    for (name, value) in members {
        if (!asserts(name) || is_idle(name, value)) && name != "$defs" && (format || name != "format") {
            out.push(Annotation { at: at.to_owned(), keyword: name.clone(), value: value.clone() });
        }
    }
}

/// Collects the annotations of the union members that became the values of an enumeration:
/// `{"oneOf": [{"const": "a", "title": "A"}, {"const": "b"}]}`.
fn collect_constants(members: &Members, out: &mut Vec<Annotation>) {
    for keyword in UNIONS {
        let all = members.get(keyword).filter(|all| !is_idle(keyword, all));
        for (index, schema) in all.and_then(Value::as_array).into_iter().flatten().enumerate() {
            if let Value::Object(members) = schema {
                collect_annotations(members, &format!("/{keyword}/{index}"), true, out);
            }
        }
    }
}

/// Collects the annotations from this schema down to, but not including, the schemas of named types, which carry their own.
pub(super) fn collect_deep_annotations(schema: &Value, ty: &Ty, at: &str, out: &mut Vec<Annotation>) {
    let Value::Object(members) = schema else { return };
    let deeper = |key: &str, ty: &Ty, out: &mut Vec<Annotation>| {
        if let Some(schema) = schema.pointer(key) {
            collect_deep_annotations(schema, ty, &format!("{at}{key}"), out);
        }
    };
    match ty.unchecked() {
        Ty::Nullable(inner) => return collect_deep_annotations(schema, inner, at, out),
        Ty::Named(_) if reference(members).is_none() => return,
        Ty::Array(item) => deeper("/items", item, out),
        Ty::Map(value) => {
            match schema.get("patternProperties").and_then(|patterns| patterns.as_object()?.values().next()) {
                // The map regenerates as `additionalProperties`; a later step moves that back to `patternProperties`.
                Some(values) => collect_deep_annotations(values, value, &format!("{at}/additionalProperties"), out),
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
    collect_annotations(members, at, !matches!(ty.unchecked(), Ty::Format(_)), out);
}
