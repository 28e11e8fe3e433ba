//! The schema's `default` of a type or a property, as an expression of Rust.

use schema_ir::{JsonType, Keyword, equal};
use serde_json::{Map, Value};

use super::constraint::{bound, holds};
use super::path::{Home, Paths};
use super::{Emitter, literal, object, string_enum, union, value_enum};
use crate::MapType;
use crate::layout::Rust;
use crate::shape::{Annotation, Discriminator, Field, Kind, Ty, Type};

/// The longest default, as JSON, that is written as an expression.
const MAX_DEFAULT: usize = 2_000;

/// Where a type stands while it is found out which types have a default.
#[derive(Clone, Copy)]
enum Known {
    Nothing,
    /// It is being looked at: a type that needs its own default has none.
    Asked,
    Answer(bool),
}

/// The `default` among annotations.
fn default_of(notes: &[Annotation]) -> Option<&Value> {
    let is_default = |note: &&Annotation| note.at.is_empty() && note.keyword == Keyword::Default;
    notes.iter().find(is_default).map(|note| &note.value).filter(|value| value.to_string().len() <= MAX_DEFAULT)
}

impl Emitter<'_> {
    /// For each type, whether it has `Default`: a schema's valid default or, for objects, one for each required property.
    pub(super) fn find_defaults(&self) -> Vec<bool> {
        let mut known = vec![Known::Nothing; self.shape.types.len()];
        (0..known.len()).map(|index| self.has_default(index, &mut known)).collect()
    }

    fn has_default(&self, index: usize, known: &mut Vec<Known>) -> bool {
        match known.get(index) {
            Some(Known::Answer(answer)) => return *answer,
            Some(Known::Nothing) => known[index] = Known::Asked,
            Some(Known::Asked) | None => return false,
        }
        let answer = self.shape.get(index).is_some_and(|ty| match &ty.kind {
            Kind::Object { fields, .. } => fields.iter().zip(self.parts(index)).all(|(field, rust)| {
                let of_type = match field.ty.unchecked() {
                    Ty::Named(id) => self.has_default(*id, known),
                    ty => matches!(ty, Ty::Nullable(_)),
                };
                !field.required || of_type || self.write_field_default(field, rust, self.anywhere()).is_some()
            }),
            _ => self.is_constant(&Ty::Named(index)) || self.write_type_default(index, ty, self.anywhere()).is_some(),
        });
        known[index] = Known::Answer(answer);
        answer
    }

    /// The place of the schema's default among the values of an enumeration.
    pub(super) fn default_place<V: PartialEq<Value>>(&self, index: usize, values: &[V]) -> Option<usize> {
        let ty = self.shape.get(index).filter(|ty| ty.guard.is_none())?;
        if self.is_constant(&Ty::Named(index)) {
            return Some(0);
        }
        let default = default_of(&ty.notes)?;
        values.iter().position(|value| value == default)
    }

    /// Whether a type is an enumeration of one value, which is the default.
    pub(super) fn is_constant(&self, ty: &Ty) -> bool {
        let Ty::Named(index) = ty else { return false };
        self.shape.get(*index).is_some_and(|ty| match &ty.kind {
            Kind::StringEnum(values) => ty.guard.is_none() && values.len() == 1,
            Kind::Literals(values) => ty.guard.is_none() && values.len() == 1,
            _ => false,
        })
    }

    fn parts(&self, index: usize) -> &[Rust] {
        self.layout.parts.get(&index).map_or(&[], Vec::as_slice)
    }

    /// The paths from a place where it does not matter what they are.
    pub(super) fn anywhere(&self) -> Paths<'_> {
        Paths { names: self.names, home: Home::Top, beside: false, twins: false, shadowed: &[] }
    }

    /// The default of a property: its own or that of its type. Null says no more than an absent key does.
    pub(super) fn write_field_default(&self, field: &Field, rust: &Rust, paths: Paths<'_>) -> Option<String> {
        let of_type = match field.ty.unchecked() {
            Ty::Nullable(inner) => inner.unchecked(),
            ty => ty,
        };
        let inherited = || match of_type {
            Ty::Named(id) => default_of(&self.shape.get(*id)?.notes),
            _ => None,
        };
        let value = default_of(&field.notes).or_else(inherited).filter(|value| !value.is_null())?;
        self.write(&field.ty, rust, value, paths)
    }

    /// Whether a property has a default of its own.
    pub(super) fn has_own_default(&self, field: &Field, rust: &Rust) -> bool {
        let own = default_of(&field.notes).filter(|value| !value.is_null());
        own.is_some_and(|value| self.write(&field.ty, rust, value, self.anywhere()).is_some())
    }

    /// The default of a type that is not an object, as an expression in its own module.
    pub(super) fn write_type_default(&self, index: usize, ty: &Type, paths: Paths<'_>) -> Option<String> {
        let value = default_of(&ty.notes)?;
        match &ty.kind {
            Kind::Newtype(inner) if ty.guard.is_none() => self.write(inner, self.parts(index).first()?, value, paths),
            Kind::Object { .. } | Kind::Newtype(_) => None,
            _ => self.write_named(index, value, paths),
        }
    }

    /// A JSON value as an expression of a type; `None` if the type does not allow it, or this is not known.
    fn write(&self, ty: &Ty, rust: &Rust, value: &Value, paths: Paths<'_>) -> Option<String> {
        if let Rust::Boxed(inner) = rust {
            return Some(format!("{}::new({})", paths.prelude("Box"), self.write(ty, inner, value, paths)?));
        }
        Some(match (ty, value) {
            (Ty::Checked(inner, checks), _) => {
                let all = checks.iter().all(|check| holds(check, value) == Some(true));
                all.then(|| self.write(inner, rust, value, paths))??
            }
            (Ty::Any, _) => json(value),
            (Ty::Of(types), _) if types.contains(&JsonType::of(value)) => json(value),
            (Ty::Null, Value::Null) => "()".to_owned(),
            (Ty::Bool, Value::Bool(value)) => value.to_string(),
            (Ty::String | Ty::Format(_), Value::String(text)) => format!("{}.into()", literal(text)),
            (Ty::Integer, Value::Number(number)) => format!("{}.into()", bound(whole(number)?)),
            (Ty::Int(name), Value::Number(number)) => within(name, whole(number)?.as_i128()?)?,
            (Ty::Number, Value::Number(number)) => match whole(number) {
                Some(number) => format!("{}.into()", bound(number)),
                None => format!("::schema_types::private::finite({})", bound(number)),
            },
            (Ty::Array(item), Value::Array(items)) => {
                let rust = rust.argument()?;
                let items = items.iter().map(|value| self.write(item, rust, value, paths)).collect::<Option<_>>()?;
                collection(&paths.prelude("Vec"), items)
            }
            (Ty::Tuple(types), Value::Array(items)) if types.len() == items.len() => {
                let Rust::Tuple(rust) = rust else { return None };
                let items = types.iter().zip(rust).zip(items);
                let items = items.map(|((ty, rust), value)| self.write(ty, rust, value, paths));
                let items: String = items.map(|item| Some(item? + ", ")).collect::<Option<_>>()?;
                format!("({})", if types.len() > 1 { items.trim_end_matches(", ") } else { items.trim_end() })
            }
            (Ty::Map(ty), Value::Object(members)) => self.write_map(ty, rust, members.iter(), paths)?,
            (Ty::Nullable(_), Value::Null) => "None".to_owned(),
            (Ty::Nullable(inner), _) => format!("Some({})", self.write(inner, rust.argument()?, value, paths)?),
            (Ty::Named(index), _) => self.write_named(*index, value, paths)?,
            _ => return None,
        })
    }

    fn write_map<'v>(
        &self,
        ty: &Ty,
        rust: &Rust,
        members: impl Iterator<Item = (&'v String, &'v Value)>,
        paths: Paths<'_>,
    ) -> Option<String> {
        // The other maps that the user may have chosen are not built here.
        let Rust::Map(rust, MapType::BTreeMap) = rust else { return None };
        let members = members
            .map(|(key, value)| Some(format!("({}.into(), {})", literal(key), self.write(ty, rust, value, paths)?)));
        Some(collection("::std::collections::BTreeMap", members.collect::<Option<_>>()?))
    }

    /// A JSON value as an expression of a named type.
    fn write_named(&self, index: usize, value: &Value, paths: Paths<'_>) -> Option<String> {
        let ty = self.shape.get(index).filter(|ty| ty.guard.is_none())?;
        let path = paths.ty(index);
        let parts = self.parts(index);
        Some(match &ty.kind {
            Kind::StringEnum(values) => {
                let place = values.iter().position(|known| Some(known.as_str()) == value.as_str())?;
                format!("{path}::{}", string_enum::variants(ty, values, None).0.get(place)?)
            }
            Kind::OpenEnum(values) => {
                let place = values.iter().position(|known| Some(known.as_str()) == value.as_str())?;
                format!("{path}::{}", string_enum::variants(ty, values, Some(string_enum::OTHER)).0.get(place)?)
            }
            Kind::Literals(values) => {
                let place = values.iter().position(|known| equal(known, value))?;
                format!("{path}::{}", value_enum::variants(ty, values).get(place)?)
            }
            Kind::Newtype(inner) => {
                let value = self.write(inner, parts.first()?, value, paths)?;
                match inner.is_checked() {
                    true => format!("::schema_types::private::trusted({value})"),
                    false => format!("{path}({value})"),
                }
            }
            Kind::Object { fields, additional, checks } if checks.is_empty() && ty.constants.is_empty() => {
                let fields = self.write_fields(fields, additional.as_ref(), parts, value.as_object()?, paths)?;
                format!("{path} {{ {fields} }}")
            }
            Kind::Union { variants, discriminator, .. } => {
                let place = match discriminator {
                    Discriminator::Tag(key, tags) => {
                        let tag = value.get(key)?.as_str()?;
                        tags.iter().position(|tags| tags.iter().any(|known| known == tag))?
                    }
                    Discriminator::Types(types) => {
                        types.iter().position(|types| types.contains(&JsonType::of(value)))?
                    }
                    Discriminator::First | Discriminator::ExactlyOne | Discriminator::Key(_) => return None,
                };
                let member = self.write(&variants[place].ty, parts.get(place)?, value, paths)?;
                format!("{path}::{}({member})", union::variants(variants).0.get(place)?)
            }
            Kind::Object { .. } => return None,
        })
    }

    /// The fields of an object in braces.
    fn write_fields(
        &self,
        fields: &[Field],
        additional: Option<&Ty>,
        parts: &[Rust],
        members: &Map<String, Value>,
        paths: Paths<'_>,
    ) -> Option<String> {
        let (names, rest) = object::names(fields);
        let mut out = Vec::with_capacity(fields.len() + 1);
        for ((field, name), rust) in fields.iter().zip(names).zip(parts) {
            let value = match members.get(&field.key) {
                Some(value) => Some(self.write(&field.ty, rust, value, paths)?),
                None if field.required => return None,
                None => None,
            };
            out.push(match (value, field.required) {
                (Some(value), true) => format!("{name}: {value}"),
                (Some(value), false) => format!("{name}: Some({value})"),
                (None, _) => format!("{name}: None"),
            });
        }
        let mut undeclared =
            members.iter().filter(|(key, _)| !fields.iter().any(|field| field.key == **key)).peekable();
        match additional {
            Some(Ty::Unkept(_)) | None if undeclared.peek().is_some() => return None,
            Some(Ty::Unkept(_)) | None => {}
            Some(ty) => {
                let rust = parts.get(fields.len())?;
                out.push(format!("{rest}: {}", self.write_map(ty, rust, undeclared, paths)?));
            }
        }
        Some(out.join(", "))
    }
}

/// An expression for a value of any type.
fn json(value: &Value) -> String {
    format!("::schema_types::private::parse_json({})", literal(&value.to_string()))
}

fn collection(path: &str, items: Vec<String>) -> String {
    match items.is_empty() {
        true => format!("{path}::new()"),
        false => format!("{path}::from([{}])", items.join(", ")),
    }
}

/// The number, if it is whole as it is written.
fn whole(number: &serde_json::Number) -> Option<&serde_json::Number> {
    (number.as_i128().is_some()).then_some(number)
}

/// A literal of an integer type of Rust, if the number is within it.
fn within(name: &str, number: i128) -> Option<String> {
    let (least, most) = crate::shape::limits(name);
    (least <= number && number <= most).then(|| number.to_string())
}
