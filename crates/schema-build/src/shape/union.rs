//! Lowers `anyOf` and `oneOf` to enums.

use schema_ir::{Keyword, Schema, SchemaId, pointer};

use super::annotations::{collect_annotations, collect_deep_annotations};
use super::keywords::members_of;
use super::lower::{Context, Lowered, Walk};
use super::member::{
    find_tag, find_types, is_keyed, list_constants, list_known, member_names, nullable_member, strings_of, title,
    wrapped,
};
use super::{Discriminator, Kind, Selected, SelectedBy, Ty, Variant};

impl Walk {
    /// Lowers a union by the first rule that applies.
    pub(super) fn lower_union(&mut self, schema: &Schema, keyword: Keyword, context: &Context) -> Lowered {
        let all = members_of(schema, keyword).unwrap_or_default();
        // `{"anyOf": [{"type": "string"}, {"type": "null"}]}` is an `Option`, if only the second member accepts null.
        if let Some(inner) = nullable_member(&self.document, all) {
            let ty = self.lower_type(inner, &context.at(context.place.not_null()));
            return Lowered::Inline(Ty::Nullable(Box::new(ty)));
        }
        // `{"oneOf": [{"const": "a"}, {"const": "b"}]}` is an enumeration whose values have annotations.
        if let Some(values) = list_constants(&self.document, all) {
            return Lowered::Named(Kind::of_values(values.concat()), Vec::new());
        }
        if let Some(values) = list_known(&self.document, all, keyword) {
            let texts = values.concat().iter().filter_map(|value| value.as_str().map(str::to_owned)).collect();
            return Lowered::Named(Kind::OpenEnum(texts), Vec::new());
        }
        if is_keyed(&self.document, all) {
            return self.lower_keyed(all, keyword, context);
        }
        let tag = find_tag(&self.document, all);
        let names = member_names(&self.document, all);
        let mut variants = Vec::with_capacity(all.len());
        for (member, preferred_name) in all.iter().zip(names) {
            let inside = self.place(*member, || context.inside(&preferred_name));
            let ty = self.lower_member(*member, inside);
            let mut notes = Vec::new();
            collect_deep_annotations(&self.document, *member, &ty, "", &mut notes);
            let at = self.document[*member].origin.pointer.clone();
            variants.push(Variant { preferred_name, ty, at, notes });
        }
        // `anyOf` needs one member that accepts the value, so the first may be taken. `oneOf` needs all of them tried, unless
        // types or tags exclude the others.
        let discriminator = match (find_types(&self.document, all), tag, keyword) {
            (Some(types), ..) => Discriminator::Types(types),
            (None, Some((key, values)), _) => Discriminator::Tag(key, values),
            (None, None, Keyword::AnyOf) => Discriminator::First,
            _ => Discriminator::ExactlyOne,
        };
        // The first member that reads a value gets it, so one that reads every string comes after those that list some.
        if discriminator == Discriminator::First {
            variants.sort_by_key(|variant| variant.ty == Ty::String);
        }
        Lowered::Named(Kind::Union { variants, keyword, discriminator }, Vec::new())
    }

    /// Lowers a union of constants and of objects with one key, whose variants hold what the keys do.
    fn lower_keyed(&mut self, all: &[SchemaId], keyword: Keyword, context: &Context) -> Lowered {
        let (mut variants, mut selected) = (Vec::new(), Vec::new());
        for (member, id) in all.iter().copied().enumerate() {
            let at = self.document[id].origin.pointer.clone();
            let title = title(&self.document, id);
            let mut notes = Vec::new();
            collect_annotations(&self.document, &self.document[id], "", true, &mut notes);
            if let Some((key, value)) = wrapped(&self.document, id).map(|(key, value)| (key.to_owned(), value)) {
                let inside = self.place(value, || context.inside(&key));
                let ty = match self.lower_member(value, inside.clone()) {
                    // A type of the user's own is read and written by a newtype.
                    ty if ty.has_own() => self.wrap(value, ty, inside),
                    ty => ty,
                };
                let inner = pointer::push(&format!("/{}", Keyword::Properties), &key);
                collect_deep_annotations(&self.document, value, &ty, &inner, &mut notes);
                variants.push(Variant { preferred_name: title.unwrap_or_else(|| key.clone()), ty, at, notes });
                selected.push(Selected { member, by: SelectedBy::Key(key) });
                continue;
            }
            let values = strings_of(&self.document, id).unwrap_or_default();
            let title = title.filter(|_| values.len() == 1);
            let is_listed = self.document[id].constant.is_none();
            for (index, value) in values.into_iter().enumerate() {
                let at = if is_listed { format!("{at}/{}/{index}", Keyword::Enum) } else { at.clone() };
                let preferred_name = title.clone().unwrap_or_else(|| value.clone());
                variants.push(Variant { preferred_name, ty: Ty::Null, at, notes: std::mem::take(&mut notes) });
                selected.push(Selected { member, by: SelectedBy::Constant(value) });
            }
        }
        let discriminator = Discriminator::Key(selected);
        Lowered::Named(Kind::Union { variants, keyword, discriminator }, Vec::new())
    }

    /// Lowers what a variant holds. Its checks decide if the member accepts the value, so they run in a type of its own, not
    /// after the union.
    fn lower_member(&mut self, id: SchemaId, inside: Context) -> Ty {
        let ty = self.lower_type(id, &inside);
        if ty.is_checked() { self.wrap(id, ty, inside) } else { ty }
    }
}
