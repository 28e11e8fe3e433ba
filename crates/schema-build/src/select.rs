//! Which types, fields and variants an option of [`Builder`](crate::Builder) applies to.

/// What an option applies to, as its user wrote it:
///
/// - `.` is every type;
/// - `Order`, or `order::Item` for one inside a module, is a type by its name in the generated code; `Item` is a type of that
///   name in any module;
/// - `Order.id` is a field or a variant by its name in the generated code;
/// - `order.json#/properties/id` is the place of a schema: its file's name, `#`, and a JSON Pointer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Selector(String);

/// A type, or a field or a variant of it, which a selector may name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate<'a> {
    /// The name of the schema's file, without its folder.
    pub(crate) file: &'a str,
    /// JSON Pointer of the schema in the file.
    pub(crate) pointer: &'a str,
    /// The type's path in the generated code, without `open::`.
    pub(crate) path: &'a str,
    /// The name of the field or variant.
    pub(crate) member: Option<&'a str>,
}

impl Selector {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Selector(text.into())
    }

    /// The selector as its user wrote it.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is a place, and not a name.
    pub(crate) fn is_place(&self) -> bool {
        self.0.contains('#')
    }

    /// Whether this names everything.
    pub(crate) fn is_all(&self) -> bool {
        self.0 == "."
    }

    /// Whether this is the name of a field or a variant.
    pub(crate) fn has_member(&self) -> bool {
        !self.is_place() && !self.is_all() && self.0.contains('.')
    }

    /// Whether the selector names the candidate. `.` also names each field and variant, and a type's name all of its own.
    pub(crate) fn matches(&self, candidate: &Candidate<'_>) -> bool {
        if self.0 == "." {
            return true;
        }
        if let Some((file, pointer)) = self.0.split_once('#') {
            return file == candidate.file && pointer == candidate.pointer;
        }
        let (path, member) = match self.0.split_once('.') {
            Some((path, member)) => (path, Some(member)),
            None => (self.0.as_str(), None),
        };
        let same_type = candidate.path.strip_suffix(path).is_some_and(|rest| rest.is_empty() || rest.ends_with("::"));
        let member = member.map(|member| member.strip_prefix("r#").unwrap_or(member));
        same_type && (member.is_none() || member == candidate.member)
    }
}

/// Those of `known` that are most like a text: they begin and end alike.
pub(crate) fn find_near(text: &str, known: impl IntoIterator<Item = String>) -> Vec<String> {
    let alike = |known: &str| {
        let pairs = |one: &mut dyn Iterator<Item = char>, other: &mut dyn Iterator<Item = char>| {
            one.zip(other).take_while(|(one, other)| one.eq_ignore_ascii_case(other)).count()
        };
        pairs(&mut text.chars(), &mut known.chars()) + pairs(&mut text.chars().rev(), &mut known.chars().rev())
    };
    let mut near: Vec<(usize, String)> = known.into_iter().map(|known| (alike(&known), known)).collect();
    near.sort_by(|(one, first), (other, second)| other.cmp(one).then_with(|| first.cmp(second)));
    near.dedup();
    near.into_iter().take(MAX_NEAR).map(|(_, known)| known).collect()
}

/// The number of names that an error lists.
const MAX_NEAR: usize = 3;

#[cfg(test)]
mod tests {
    use super::{Candidate, Selector};

    const ITEM: Candidate<'_> =
        Candidate { file: "order.json", pointer: "/properties/items/items", path: "order::Item", member: None };
    const ID: Candidate<'_> =
        Candidate { member: Some("id"), pointer: "/properties/items/items/properties/id", ..ITEM };

    #[test]
    fn selects_by_name_and_by_place() {
        for (text, item, id) in [
            (".", true, true),
            ("Item", true, true),
            ("order::Item", true, true),
            ("Item.id", false, true),
            ("order::Item.id", false, true),
            ("Item.name", false, false),
            ("tem", false, false),
            ("other::Item", false, false),
            ("order.json#/properties/items/items", true, false),
            ("order.json#/properties/items/items/properties/id", false, true),
            ("item.json#/properties/items/items", false, false),
        ] {
            let selector = Selector::new(text);
            assert_eq!((selector.matches(&ITEM), selector.matches(&ID)), (item, id), "{text}");
        }
    }
}
