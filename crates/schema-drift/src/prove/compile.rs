//! Compiles a document to nodes.

use std::collections::HashMap;

use schema_ir::{Document, Keyword, Schema, SchemaId};

use super::lookaround;
use super::node::{Arena, Id, Node, TypeClass};
use super::number::exact;
use crate::classes::Class;

/// Nodes of one pair of documents.
pub(super) const MAX_NODES: usize = 200_000;

/// Compiles the definitions of `document`, then its root. `classes` has the classes of the schemas that references
/// lead to.
pub(super) fn compile_document(arena: &mut Arena, document: &Document, classes: &HashMap<SchemaId, Class>) -> Id {
    let mut compiler = Compiler { arena, document, classes };
    let root = classes.get(&document.root()).map(|_| document.root());
    for definition in document.definitions().values().copied().chain(root) {
        let Some(class) = classes.get(&definition) else { continue };
        // An equal definition, perhaps of the other document, has the same nodes.
        if compiler.arena.definition(*class).is_none() {
            let id = compiler.schema(definition);
            compiler.arena.define(*class, id);
        }
    }
    compile_schema(arena, document, classes, document.root())
}

/// Compiles a schema of a document whose definitions are compiled.
pub(super) fn compile_schema(
    arena: &mut Arena,
    document: &Document,
    classes: &HashMap<SchemaId, Class>,
    schema: SchemaId,
) -> Id {
    match classes.get(&schema) {
        Some(class) => arena.add(Node::Ref(*class)),
        None => Compiler { arena, document, classes }.schema(schema),
    }
}

pub(super) struct Compiler<'a, 'd> {
    pub arena: &'a mut Arena,
    pub document: &'d Document,
    classes: &'a HashMap<SchemaId, Class>,
}

impl Compiler<'_, '_> {
    /// Compiles one schema. The recursion is as deep as the document, which `MAX_DEPTH` bounds.
    pub fn schema(&mut self, id: SchemaId) -> Id {
        let document = self.document;
        let schema = &document[id];
        match schema.boolean {
            Some(true) => return self.arena.anything(),
            Some(false) => return self.arena.nothing(),
            None => {}
        }
        let mut all = Vec::new();
        for keyword in schema.keywords() {
            self.keyword(keyword, schema, &mut all);
        }
        self.unevaluated(schema, &mut all);
        self.arena.all(all)
    }

    pub fn required(&mut self, name: &str) -> Id {
        self.arena.add(Node::Required(name.to_owned()))
    }

    pub fn absent(&mut self, name: &str) -> Id {
        self.arena.add(Node::Absent(name.to_owned()))
    }

    /// Compiles a pattern. Look-ahead at its start becomes nodes of its own, because automata cannot express it.
    pub fn pattern(&mut self, pattern: &str) -> Id {
        let parts = lookaround::split(pattern);
        let mut all = Vec::new();
        for (part, holds) in parts {
            let id = self.arena.add(Node::Pattern(part));
            all.push(if holds { id } else { self.not_for_strings(id) });
        }
        self.arena.all(all)
    }

    /// A node for strings that do not meet `id`, and for every value of another type.
    fn not_for_strings(&mut self, id: Id) -> Id {
        let not = self.arena.not(id);
        let types = TypeClass::ALL.into_iter().filter(|class| *class != TypeClass::String).collect();
        let other = self.arena.add(Node::Types(types));
        self.arena.any(vec![not, other])
    }

    pub fn schemas(&mut self, ids: &[SchemaId]) -> Vec<Id> {
        ids.iter().map(|id| self.schema(*id)).collect()
    }

    /// Adds the nodes of one keyword.
    fn keyword(&mut self, keyword: Keyword, schema: &Schema, all: &mut Vec<Id>) {
        let Schema { number, text, array, object, logic, .. } = schema;
        let node = match keyword {
            Keyword::Ref => schema.reference.map(|target| self.reference(target)),
            Keyword::Type => schema.types.as_ref().map(|types| Node::Types(TypeClass::of_names(types.names()))),
            Keyword::Enum => return all.extend(schema.values.iter().map(|values| self.arena.values(values.clone()))),
            Keyword::Const => {
                return all.extend(schema.constant.iter().map(|value| self.arena.values([value.clone()])));
            }
            Keyword::Minimum => number.minimum.as_ref().map(|bound| Node::Minimum(exact(bound), false)),
            Keyword::ExclusiveMinimum => number.exclusive_minimum.as_ref().map(|at| Node::Minimum(exact(at), true)),
            Keyword::Maximum => number.maximum.as_ref().map(|bound| Node::Maximum(exact(bound), false)),
            Keyword::ExclusiveMaximum => number.exclusive_maximum.as_ref().map(|at| Node::Maximum(exact(at), true)),
            Keyword::MultipleOf => number.multiple_of.as_ref().map(|step| Node::MultipleOf(exact(step))),
            Keyword::MinLength => text.min_length.filter(|count| *count > 0).map(Node::MinLength),
            Keyword::MaxLength => text.max_length.map(Node::MaxLength),
            Keyword::Pattern => return all.extend(text.pattern.iter().map(|pattern| self.pattern(pattern))),
            // It is there only if it asserts.
            Keyword::Format => schema.text_of(keyword).map(|format| Node::Format(format.to_owned())),
            Keyword::MinItems => array.min_items.filter(|count| *count > 0).map(Node::MinItems),
            Keyword::MaxItems => array.max_items.map(Node::MaxItems),
            Keyword::UniqueItems => (array.unique_items == Some(true)).then_some(Node::UniqueItems),
            Keyword::PrefixItems => {
                for (index, item) in array.prefix_items.iter().enumerate() {
                    let id = self.schema(*item);
                    all.push(self.arena.add(Node::Item(index, id)));
                }
                None
            }
            // It applies to the items after those of `prefixItems` (core, 10.3.1.2).
            Keyword::Items => self.restriction(array.items).map(|id| Node::Items(array.prefix_items.len(), id)),
            // Without `minContains`, one item must match (core, 10.3.1.3).
            Keyword::Contains => array.contains.map(|contains| {
                Node::Contains(self.schema(contains), array.min_contains.unwrap_or(1), array.max_contains)
            }),
            Keyword::MinProperties => object.min_properties.filter(|count| *count > 0).map(Node::MinProperties),
            Keyword::MaxProperties => object.max_properties.map(Node::MaxProperties),
            Keyword::Required => return all.extend(object.required.iter().map(|name| self.required(name))),
            Keyword::Properties => return self.properties(&object.properties, Node::Property, all),
            Keyword::PatternProperties => {
                return self.properties(&object.pattern_properties, Node::PatternProperty, all);
            }
            // It applies to the names that these two keywords beside it do not cover (core, 10.3.2.3).
            Keyword::AdditionalProperties => self.restriction(object.additional_properties).map(|id| {
                let (named, matched) = (object.properties.keys(), object.pattern_properties.keys());
                Node::Others(named.cloned().collect(), matched.cloned().collect(), id)
            }),
            Keyword::PropertyNames => self.restriction(object.property_names).map(Node::Names),
            // "If `a` is present, `b` is required" is the union "`a` is absent or `b` is present" (validation, 6.5.4).
            Keyword::DependentRequired => {
                for (name, wanted) in &object.dependent_required {
                    let absent = self.absent(name);
                    for other in wanted.iter().filter(|other| *other != name) {
                        let other = self.required(other);
                        all.push(self.arena.any(vec![absent, other]));
                    }
                }
                None
            }
            Keyword::DependentSchemas => {
                for (name, id) in &object.dependent_schemas {
                    let (absent, id) = (self.absent(name), self.schema(*id));
                    all.push(self.arena.any(vec![absent, id]));
                }
                None
            }
            Keyword::AllOf => return all.extend(self.schemas(&logic.all_of)),
            Keyword::AnyOf => {
                if let Some(any) = &logic.any_of {
                    let ids = self.schemas(any);
                    all.push(self.arena.any(ids));
                }
                None
            }
            Keyword::OneOf => match self.schemas(logic.one_of.as_deref().unwrap_or_default()).as_slice() {
                [one] => return all.push(*one),
                several => Some(Node::One(several.to_vec())),
            },
            Keyword::Not => {
                if let Some(inner) = logic.not {
                    let id = self.schema(inner);
                    all.push(self.arena.not(id));
                }
                None
            }
            Keyword::If => self.condition(schema),
            // They mean something only beside `if` and `contains` (core, 10.2.2.2, 10.2.2.3; validation, 6.4.4, 6.4.5).
            Keyword::Then | Keyword::Else | Keyword::MinContains | Keyword::MaxContains => None,
            // They depend on all other keywords.
            Keyword::UnevaluatedProperties | Keyword::UnevaluatedItems => None,
            other => other.asserts().then(|| self.opaque()),
        };
        all.extend(node.map(|node| self.arena.add(node)));
    }

    fn reference(&mut self, target: SchemaId) -> Node {
        self.classes.get(&target).map_or_else(|| self.opaque(), |class| Node::Ref(*class))
    }

    fn condition(&mut self, schema: &Schema) -> Option<Node> {
        let logic = &schema.logic;
        let anything = self.arena.anything();
        let condition = self.schema(logic.condition?);
        let [then, other] =
            [logic.then, logic.otherwise].map(|branch| branch.map_or(anything, |branch| self.schema(branch)));
        ((then, other) != (anything, anything)).then_some(Node::If(condition, then, other))
    }

    fn properties<'s>(
        &mut self,
        schemas: impl IntoIterator<Item = (&'s String, &'s SchemaId)>,
        node: fn(String, Id) -> Node,
        all: &mut Vec<Id>,
    ) {
        for (name, schema) in schemas {
            if let Some(id) = self.restriction(Some(*schema)) {
                all.push(self.arena.add(node(name.clone(), id)));
            }
        }
    }

    /// Compiles a schema; `None` if it accepts every value.
    fn restriction(&mut self, schema: Option<SchemaId>) -> Option<Id> {
        let id = self.schema(schema?);
        (id != self.arena.anything()).then_some(id)
    }

    /// A new node that equals no other, so that nothing is concluded from two of them.
    pub fn opaque(&self) -> Node {
        Node::Opaque(self.arena.len())
    }
}
