//! Lowers a schema to a type, by all its keywords together.

use std::collections::BTreeSet;

use schema_ir::{Document, Error, JsonType, Keyword, Schema, SchemaId, SchemaMap, Source, TypeName, Types};
use serde_json::Value;

use super::annotations::{collect_annotations, collect_constants, collect_deep_annotations};
use super::constant::meets;
use super::expansion::{Expansion, Met};
use super::keywords::{
    UNEVALUATED, UNIONS, enumerated, has_unevaluated, json_types, lists_all_types, lists_values, reference, types,
};
use super::member::title_of;
use super::place::Places;
use super::{
    Choices, Discriminator, GivenNames, Guard, Kind, Shape, Ty, Type, TypePlace, Variant, array, object, scalar,
};

/// A root of a document, and its name.
#[derive(Clone)]
pub(crate) struct Root {
    pub(crate) id: SchemaId,
    pub(crate) name: String,
}

/// Lowers a normalised document; `choices` are types of the user's own.
pub(crate) fn lower_document(
    source: &Source,
    document: &Document,
    roots: &[Root],
    choices: &Choices,
) -> Result<Shape, Error> {
    super::reference::check(source, document)?;
    let mut walk = Walk {
        document: document.clone(),
        types: Vec::new(),
        numbers: SchemaMap::default(),
        wrapped: SchemaMap::default(),
        places: Places::find(source, document, roots),
        expansion: Expansion::new(document),
        choices: choices.clone(),
        chosen: BTreeSet::new(),
    };
    let (own, roots): (Vec<Root>, Vec<Root>) = roots.iter().cloned().partition(|root| walk.chosen(root.id).is_some());
    if !own.is_empty() {
        walk.places = Places::find(source, document, &roots);
    }
    let copies = walk.chosen_definitions();
    let definitions = document.definitions();
    for id in roots.iter().map(|root| root.id).chain(definitions.values().copied()) {
        if walk.numbers.get(id).is_none() {
            walk.numbers.insert(id, walk.types.len());
            walk.types.push(None);
        }
    }
    let definitions = definitions.iter().filter(|(name, _)| !copies.contains_key(*name));
    for id in roots.iter().map(|root| root.id).chain(definitions.clone().map(|(_, id)| *id)) {
        if let Some(number) = walk.numbers.get(id).copied().filter(|number| walk.types[*number].is_none()) {
            walk.fill(number, id);
        }
    }
    let numbers = definitions.filter_map(|(name, id)| Some((name.clone(), *walk.numbers.get(*id)?))).collect();
    let (chosen, named) = (walk.chosen, walk.numbers.iter().map(|(_, number)| *number).collect());
    let mut shape =
        Shape { types: walk.types, roots: (0..roots.len()).collect(), definitions: numbers, copies, chosen };
    super::bases::remove_unused(&mut shape, document);
    if !shape.chosen.is_empty() {
        let definitions = shape.copies.keys().filter_map(|name| document.definition(name));
        let own: Vec<SchemaId> = own.iter().map(|root| root.id).chain(definitions).collect();
        super::own::prune(&mut shape, document, &own);
    }
    super::tags::imply_tags(&mut shape, &named);
    super::aliases::shorten(&mut shape);
    super::chain::check(source, &shape)?;
    super::size_limits::check(source, &shape)?;
    super::validator_limits::check(source, &shape, document)?;
    Ok(shape)
}

/// The result of lowering: a type that needs no name, or a kind that does, with the keywords that are left to a guard.
pub(super) enum Lowered {
    Inline(Ty),
    Named(Kind, Vec<Keyword>),
    /// No value is valid.
    Never,
}

impl Lowered {
    /// Leaves the keywords `left` to a guard too.
    pub(super) fn with_guard(self, left: Vec<Keyword>) -> Self {
        if left.is_empty() {
            return self;
        }
        match self {
            Lowered::Inline(ty) => Lowered::Named(Kind::Newtype(ty), left),
            Lowered::Named(kind, mut guard) => {
                guard.extend(left);
                Lowered::Named(kind, guard)
            }
            Lowered::Never => Lowered::Never,
        }
    }
}

/// The context of a schema: its place, and the number of merges around it.
#[derive(Clone)]
pub(super) struct Context {
    pub(super) place: TypePlace,
    pub(super) merged: usize,
}

impl Context {
    /// The context of a schema that has a name of its own, such as a property.
    pub(super) fn inside(&self, name: &str) -> Self {
        self.at(self.place.inside(name))
    }

    /// The same context at another place.
    pub(super) fn at(&self, place: TypePlace) -> Self {
        Context { place, merged: self.merged }
    }
}

pub(super) struct Walk {
    /// The document, and the schemas that merging adds.
    pub(super) document: Document,
    /// `None` while a type is being lowered, and for a number whose schema needed no named type.
    types: Vec<Option<Box<Type>>>,
    /// The number of each root and definition. All are assigned before any is lowered, so that lowering does not recurse along
    /// a chain of references.
    numbers: SchemaMap<usize>,
    /// The numbers of the named types around unnamed ones.
    wrapped: SchemaMap<usize>,
    pub(super) places: Places,
    pub(super) expansion: Expansion,
    pub(super) choices: Choices,
    /// The places for which the user chose a type.
    pub(super) chosen: BTreeSet<String>,
}

impl Walk {
    /// Lowers a root or a definition to the type with this number.
    fn fill(&mut self, number: usize, id: SchemaId) {
        let Some(place) = self.places.get(id).cloned() else { return };
        self.expansion.forget();
        let context = Context { place, merged: 0 };
        let schema = self.document.share(id);
        let lowered = self.lower(&schema, &context);
        self.define(number, id, context, lowered);
    }

    /// Stores the type with this number. A type that needs no name becomes a newtype.
    fn define(&mut self, number: usize, id: SchemaId, context: Context, lowered: Lowered) {
        let (document, schema) = (&self.document, &self.document[id]);
        let (kind, guard) = match lowered {
            Lowered::Inline(ty) => (Kind::Newtype(ty), None),
            Lowered::Named(kind, left) => (kind, Guard::new(document, id, &left)),
            Lowered::Never => (Kind::Newtype(Ty::Any), Some(Guard::never(document, id))),
        };
        let (mut notes, mut listing) = (Vec::new(), None);
        match &kind {
            Kind::Newtype(ty) => collect_deep_annotations(document, id, ty, "", &mut notes),
            Kind::Object { additional: Some(values), checks, .. } => {
                let undeclared = scalar::with_checks(Ty::Map(Box::new(values.clone())), checks.clone());
                collect_deep_annotations(document, id, &undeclared, "", &mut notes);
            }
            kind => {
                collect_annotations(document, schema, "", true, &mut notes);
                if matches!(kind, Kind::StringEnum(_) | Kind::OpenEnum(_) | Kind::Literals(_)) {
                    listing = collect_constants(document, schema, &mut notes);
                }
            }
        }
        let at = schema.origin.pointer.clone();
        let file = schema.origin.file.clone();
        let title = title_of(schema).filter(|_| !context.place.is_owner());
        let (place, given) = (context.place, GivenNames::default());
        let constants = Vec::new();
        self.types[number] =
            Some(Box::new(Type { place, title, given, constants, listing, file, at, notes, kind, guard }));
    }

    /// Lowers the schema of a field, an item or a union member to a type.
    pub(super) fn lower_type(&mut self, id: SchemaId, context: &Context) -> Ty {
        if let Some(own) = self.chosen(id) {
            return own;
        }
        if let Some(number) = self.places.definition(id).and_then(|definition| self.numbers.get(definition)) {
            return Ty::Named(*number);
        }
        let context = &self.place(id, || context.clone());
        let is_own = self.places.get(id).is_some();
        let number = self.types.len();
        let key = match self.expansion.meet(&self.document, id, is_own, number) {
            Met::Before(ty) => return ty,
            Met::First(key) => Some(key),
            Met::Outside => None,
        };
        self.types.push(None);
        let schema = self.document.share(id);
        let lowered = self.lower(&schema, context);
        let is_referred = key.as_ref().is_some_and(|key| self.expansion.is_referred(key));
        let ty = match lowered {
            Lowered::Inline(ty) if !is_referred => ty,
            lowered => {
                self.define(number, id, context.clone(), lowered);
                Ty::Named(number)
            }
        };
        if let Some(key) = key {
            self.expansion.leave(&key, &ty);
        }
        ty
    }

    /// The context of a schema: that of its own place, or another one if merging made the schema.
    pub(super) fn place(&self, id: SchemaId, other: impl FnOnce() -> Context) -> Context {
        let other = other();
        match self.places.get(id) {
            Some(place) => other.at(place.clone()),
            None => other,
        }
    }

    /// Lowers a schema that a step of lowering has made.
    fn lower_made(&mut self, schema: Schema, context: &Context) -> Ty {
        let id = self.document.add(schema);
        self.lower_type(id, context)
    }

    /// Wraps an unnamed type in a named one.
    pub(super) fn wrap(&mut self, id: SchemaId, ty: Ty, context: Context) -> Ty {
        let number = self.types.len();
        self.types.push(None);
        self.define(number, id, context, Lowered::Inline(ty));
        Ty::Named(number)
    }

    /// The number of a named type around an unnamed one, which each schema has once.
    pub(super) fn wrap_once(&mut self, id: SchemaId, ty: Ty, context: Context) -> usize {
        if let Some(number) = self.wrapped.get(id) {
            return *number;
        }
        let number = self.types.len();
        self.wrap(id, ty, context);
        self.wrapped.insert(id, number);
        number
    }

    /// Lowers a schema: simplifies it, and then applies the one rule for what is left.
    pub(super) fn lower(&mut self, schema: &Schema, context: &Context) -> Lowered {
        let (schema, context, left) = self.simplify(schema, context);
        let lowered = self.lower_simple(&schema, &context);
        left.into_iter().fold(lowered, |lowered, then| then.complete(lowered))
    }

    fn lower_simple(&mut self, schema: &Schema, context: &Context) -> Lowered {
        // `true`, or an object of annotations alone, accepts every value.
        if schema.is_any() || lists_all_types(schema) {
            return Lowered::Inline(Ty::Any);
        }
        if schema.is_false() {
            return Lowered::Never;
        }
        // `{"$ref": "#/$defs/a"}` is the type of the definition, so that each definition is one type.
        if let Some(target) = reference(&self.document, schema) {
            if let Some(own) = self.chosen(target) {
                return Lowered::Inline(own);
            }
            if let Some(number) = self.numbers.get(target) {
                return Lowered::Inline(Ty::Named(*number));
            }
        }
        if let Some(values) = enumerated(schema) {
            return self.lower_enumeration(schema, values, context);
        }
        match UNIONS.into_iter().find(|keyword| schema.has(*keyword)) {
            Some(keyword) => self.lower_union(schema, keyword, context),
            None => self.lower_by_type(schema, context),
        }
    }

    /// Lowers a list of values: to a string enumeration if all are strings, otherwise to literals.
    fn lower_enumeration(&mut self, schema: &Schema, mut values: Vec<Value>, context: &Context) -> Lowered {
        let mut left = Vec::new();
        for keyword in schema.asserting().filter(|keyword| !lists_values(*keyword)) {
            match values
                .iter()
                .map(|value| meets(&self.document, value, keyword, schema))
                .collect::<Option<Vec<bool>>>()
            {
                Some(met) => {
                    let mut met = met.into_iter();
                    values.retain(|_| met.next().unwrap_or_default());
                }
                None => left.push(keyword),
            }
        }
        // `{"enum": [1], "minimum": 2}` accepts no value.
        if values.is_empty() {
            return Lowered::Never;
        }
        // `{"enum": ["a", null]}` is an optional enumeration, which is how Rust expresses null.
        let nullable = values.len() > 1 && values.contains(&Value::Null);
        if nullable && left.is_empty() {
            values.retain(|value| !value.is_null());
            let rest = Schema {
                types: schema.types.clone(),
                values: Some(values),
                annotations: schema.annotations.clone(),
                origin: schema.origin.clone(),
                ..Schema::default()
            };
            return Lowered::Inline(Ty::Nullable(Box::new(
                self.lower_made(rest, &context.at(context.place.not_null())),
            )));
        }
        Lowered::Named(Kind::of_values(values), left)
    }

    /// Lowers a schema by its `type`, or by the types that its keywords constrain.
    fn lower_by_type(&mut self, schema: &Schema, context: &Context) -> Lowered {
        let evaluates = has_unevaluated(schema);
        let logic = &schema.logic;
        // `then` and `else` have no effect without `if`, and neither has `if` alone, except that it evaluates (core, 10.2.2).
        let idle = |keyword: Keyword| match keyword {
            Keyword::Then | Keyword::Else => logic.condition.is_none(),
            Keyword::If => !evaluates && logic.then.is_none() && logic.otherwise.is_none(),
            _ => false,
        };
        let mut left: Vec<Keyword> = schema
            .asserting()
            .filter(|keyword| *keyword != Keyword::Type && keyword.about().is_none() && !idle(*keyword))
            .collect();
        // `unevaluated*` is left to the guard too, because it depends on what the keywords there evaluate (core, 11).
        let mut rest = schema.clone();
        if !left.is_empty() {
            left.extend(UNEVALUATED.into_iter().filter(|keyword| schema.has(*keyword)));
            UNEVALUATED.into_iter().for_each(|keyword| rest.remove(keyword));
        }
        let named = types(&rest);
        // `["integer", "number"]` is `["number"]`, because every integer is a number.
        let within_another = |name: &TypeName| named.iter().any(|other| other != name && other.includes(*name));
        let named: Vec<TypeName> = named.iter().copied().filter(|name| !within_another(name)).collect();
        let lowered = match named.as_slice() {
            [one] => self.lower_one_type(&rest, *one, context),
            // `["string", "null"]` is an `Option`.
            [_, _, ..] if named.contains(&TypeName::NULL) => {
                let others: Vec<TypeName> = named.into_iter().filter(|name| *name != TypeName::NULL).collect();
                left.iter().for_each(|keyword| rest.remove(*keyword));
                rest.types = Some(if let [one] = others.as_slice() { Types::One(*one) } else { Types::List(others) });
                Lowered::Inline(Ty::Nullable(Box::new(self.lower_made(rest, &context.at(context.place.not_null())))))
            }
            // Without `type`, each keyword constrains one type and accepts all others (core, 7.6.1).
            [] => {
                let about: Vec<JsonType> = rest.asserting().filter_map(Keyword::about).collect();
                let concerned: Vec<TypeName> =
                    JsonType::ALL.into_iter().filter(|json| about.contains(json)).map(TypeName::Json).collect();
                match concerned.is_empty() {
                    true => Lowered::Inline(Ty::Any),
                    false => self.split_by_type(&rest, &concerned, context),
                }
            }
            several => self.split_by_type(&rest, several, context),
        };
        lowered.with_guard(left)
    }

    /// Lowers to a union with a variant for each of several types and, if the schema has no `type`, one for all other types:
    /// `{"minLength": 1}` is a string with a check, or any value that is not a string.
    fn split_by_type(&mut self, schema: &Schema, several: &[TypeName], context: &Context) -> Lowered {
        let at = &schema.origin.pointer;
        let variant =
            |name: &str, ty: Ty| Variant { preferred_name: name.to_owned(), ty, at: at.clone(), notes: Vec::new() };
        let (mut variants, mut variant_types) = (Vec::with_capacity(several.len()), Vec::new());
        for name in several {
            let mut one = schema.clone();
            for keyword in schema.keywords() {
                let kept =
                    keyword.about() == Some(name.json()) || (keyword == Keyword::Format && *name == TypeName::STRING);
                if !kept {
                    one.remove(keyword);
                }
            }
            one.types = Some(Types::One(*name));
            let ty = self.lower_made(one, &context.inside(name.name()));
            variant_types.push(json_types(&[*name]));
            variants.push(variant(name.name(), ty));
        }
        if types(schema).is_empty() {
            let is_other = |json: &JsonType| !several.contains(&TypeName::Json(*json));
            let rest: Vec<JsonType> = JsonType::ALL.into_iter().filter(is_other).collect();
            variant_types.push(rest.clone());
            variants.push(variant("other", Ty::Of(rest)));
        }
        let discriminator = Discriminator::Types(variant_types);
        Lowered::Named(Kind::Union { variants, keyword: Keyword::AnyOf, discriminator }, Vec::new())
    }

    fn lower_one_type(&mut self, schema: &Schema, name: TypeName, context: &Context) -> Lowered {
        match name {
            TypeName::Integer => Lowered::Inline(scalar::lower_integer(self, schema)),
            TypeName::Json(JsonType::Null) => Lowered::Inline(Ty::Null),
            TypeName::Json(JsonType::Boolean) => Lowered::Inline(Ty::Bool),
            TypeName::Json(JsonType::String) => Lowered::Inline(scalar::lower_string(self, schema)),
            TypeName::Json(JsonType::Number) => Lowered::Inline(scalar::lower_number(self, schema)),
            TypeName::Json(JsonType::Array) => array::lower(self, schema, context),
            TypeName::Json(JsonType::Object) => object::lower(self, schema, context),
        }
    }
}
