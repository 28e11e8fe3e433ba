//! Nodes: schemas in an arena, where equal schemas have the same id, so that comparing two is comparing numbers.

use std::collections::{BTreeSet, HashMap};

use foldhash::fast::RandomState;
use indexmap::IndexSet;
use num_rational::BigRational;
use schema_ir::{JsonType, TypeName};
use serde_json::{Map, Value};

use super::number;
use crate::classes::Class;

pub(super) type Id = usize;

/// A schema that a value must meet (`true`) or must not meet (`false`).
pub(super) type Literal = (Id, bool);

/// The types of values (core, 4.2.1), with numbers split into whole and other numbers, so that no two overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum TypeClass {
    Null,
    Boolean,
    Integer,
    String,
    Fraction,
    Array,
    Object,
}

impl TypeClass {
    /// In the order of the search: types with small values first.
    pub const ALL: [TypeClass; 7] = [
        TypeClass::Null,
        TypeClass::Boolean,
        TypeClass::Integer,
        TypeClass::String,
        TypeClass::Array,
        TypeClass::Object,
        TypeClass::Fraction,
    ];

    pub fn of_value(value: &Value) -> TypeClass {
        match value {
            Value::Null => TypeClass::Null,
            Value::Bool(_) => TypeClass::Boolean,
            Value::String(_) => TypeClass::String,
            Value::Array(_) => TypeClass::Array,
            Value::Object(_) => TypeClass::Object,
            Value::Number(number) if number::is_whole(number) => TypeClass::Integer,
            Value::Number(_) => TypeClass::Fraction,
        }
    }

    /// The types that `type` includes if it lists `names`.
    pub fn of_names(names: &[TypeName]) -> Vec<TypeClass> {
        let is_listed = |class: &TypeClass| {
            names.iter().any(|name| match name {
                TypeName::Integer => *class == TypeClass::Integer,
                TypeName::Json(of) => class.json_type() == *of,
            })
        };
        TypeClass::ALL.into_iter().filter(is_listed).collect()
    }

    fn json_type(self) -> JsonType {
        match self {
            TypeClass::Null => JsonType::Null,
            TypeClass::Boolean => JsonType::Boolean,
            TypeClass::Integer | TypeClass::Fraction => JsonType::Number,
            TypeClass::String => JsonType::String,
            TypeClass::Array => JsonType::Array,
            TypeClass::Object => JsonType::Object,
        }
    }

    pub fn is_number(self) -> bool {
        self.json_type() == JsonType::Number
    }
}

/// One keyword. A keyword about one type accepts values of every other type (validation, 6).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Node {
    True,
    /// A keyword that is not modelled, so that nothing is concluded from it.
    Opaque(usize),
    All(Vec<Id>),
    Any(Vec<Id>),
    One(Vec<Id>),
    Not(Id),
    If(Id, Id, Id),
    /// A definition.
    Ref(Class),
    Types(Vec<TypeClass>),
    /// One of these values, in the form of [`plain`].
    Values(Vec<Value>),
    /// The bound, and true if it is exclusive.
    Minimum(BigRational, bool),
    /// The bound, and true if it is exclusive.
    Maximum(BigRational, bool),
    MultipleOf(BigRational),
    MinLength(u64),
    MaxLength(u64),
    Pattern(String),
    Format(String),
    MinItems(u64),
    MaxItems(u64),
    UniqueItems,
    /// The item at this index, if there is one.
    Item(usize, Id),
    /// Every item from this index on.
    Items(usize, Id),
    Contains(Id, u64, Option<u64>),
    MinProperties(u64),
    MaxProperties(u64),
    Required(String),
    Absent(String),
    Property(String, Id),
    PatternProperty(String, Id),
    /// Every property except those with these names and those that match these patterns.
    Others(BTreeSet<String>, BTreeSet<String>, Id),
    Names(Id),
}

impl Node {
    /// True if the node is a keyword about values of `class`; `None` if it is no keyword about one type.
    pub fn applies_to(&self, class: TypeClass) -> Option<bool> {
        Some(match self {
            Node::Minimum(..) | Node::Maximum(..) | Node::MultipleOf(_) => class.is_number(),
            Node::MinLength(_) | Node::MaxLength(_) | Node::Pattern(_) | Node::Format(_) => class == TypeClass::String,
            Node::MinItems(_)
            | Node::MaxItems(_)
            | Node::UniqueItems
            | Node::Item(..)
            | Node::Items(..)
            | Node::Contains(..) => class == TypeClass::Array,
            Node::MinProperties(_)
            | Node::MaxProperties(_)
            | Node::Required(_)
            | Node::Absent(_)
            | Node::Property(..)
            | Node::PatternProperty(..)
            | Node::Others(..)
            | Node::Names(_) => class == TypeClass::Object,
            _ => return None,
        })
    }
}

/// All nodes of a pair of documents, and the definitions by class.
#[derive(Debug, Default)]
pub(super) struct Arena {
    nodes: IndexSet<Node, RandomState>,
    definitions: HashMap<Class, Id>,
}

impl Arena {
    pub fn add(&mut self, node: Node) -> Id {
        self.nodes.insert_full(node).0
    }

    pub fn get(&self, id: Id) -> Node {
        self.nodes[id].clone()
    }

    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    pub fn look(&self, id: Id) -> &Node {
        &self.nodes[id]
    }

    pub fn define(&mut self, class: Class, id: Id) {
        self.definitions.insert(class, id);
    }

    pub fn definition(&self, class: Class) -> Option<Id> {
        self.definitions.get(&class).copied()
    }

    pub fn nothing(&mut self) -> Id {
        self.add(Node::Any(Vec::new()))
    }

    pub fn anything(&mut self) -> Id {
        self.add(Node::True)
    }

    pub fn values(&mut self, values: impl IntoIterator<Item = Value>) -> Id {
        let mut distinct: Vec<Value> = Vec::new();
        for value in values {
            let value = plain(&value);
            if !distinct.contains(&value) {
                distinct.push(value);
            }
        }
        self.add(Node::Values(distinct))
    }

    /// The node that all of `ids` make together.
    pub fn all(&mut self, mut ids: Vec<Id>) -> Id {
        let anything = self.anything();
        ids.retain(|id| *id != anything);
        ids.sort_unstable();
        ids.dedup();
        match ids.as_slice() {
            [] => anything,
            [one] => *one,
            _ => self.add(Node::All(ids)),
        }
    }

    /// The node that accepts a value if one of `ids` does.
    pub fn any(&mut self, mut ids: Vec<Id>) -> Id {
        let (anything, nothing) = (self.anything(), self.nothing());
        if ids.contains(&anything) {
            return anything;
        }
        ids.retain(|id| *id != nothing);
        ids.sort_unstable();
        ids.dedup();
        match ids.as_slice() {
            [one] => *one,
            _ => self.add(Node::Any(ids)),
        }
    }

    pub fn not(&mut self, id: Id) -> Id {
        match self.look(id) {
            Node::Not(inner) => *inner,
            _ => self.add(Node::Not(id)),
        }
    }
}

/// Writes a value in a canonical form, so that `==` is JSON equality: whole numbers as integers (core, 4.2.2), keys sorted.
pub(super) fn plain(value: &Value) -> Value {
    match value {
        Value::Number(number) => Value::Number(number::plain(number)),
        Value::Array(items) => items.iter().map(plain).collect(),
        Value::Object(members) => {
            let mut sorted: Vec<(&String, &Value)> = members.iter().collect();
            sorted.sort_unstable_by_key(|(name, _)| *name);
            Value::Object(sorted.into_iter().map(|(name, value)| (name.clone(), plain(value))).collect::<Map<_, _>>())
        }
        other => other.clone(),
    }
}
