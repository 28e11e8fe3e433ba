//! Finds the definitions of two documents that are equal.
//!
//! The names in `$defs` are private to a document (core, 8.2.4). `{"$ref": "#/$defs/User"}` and `{"$ref": "#/$defs/Person"}`
//! are the same schema if the two definitions are, even if they refer to themselves.

use std::collections::{BTreeSet, HashMap};
use std::iter;

use schema_ir::{Document, Keyword, Schema, SchemaId, Token, Writer};
use serde_json::Value;

/// Rounds of refinement. Beyond them fewer schemas count as equal, which costs proofs but never makes a verdict wrong.
const MAX_ROUNDS: usize = 64;

/// A set of equal definitions of two documents. A root that a reference leads to counts as a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Class(u32);

impl Class {
    /// The name of the class in `$defs`, in whichever document.
    pub fn name(self) -> String {
        format!("d{}", self.0)
    }
}

/// The classes of two documents.
#[derive(Debug)]
pub(crate) struct Classes {
    /// For each document, the classes of the schemas that references lead to.
    pub sides: [HashMap<SchemaId, Class>; 2],
    /// True if the two documents have equal roots and equal definitions, so that they are the same but for names.
    pub are_same: bool,
    /// All schemas, so that equal ones have the same number.
    numbers: Numbers,
}

impl Classes {
    /// Puts two definitions into one class if they are equal when each reference is replaced by the class of its target. All
    /// start in one class, and rounds split the classes until none changes (partition refinement).
    pub fn new(documents: [&Document; 2]) -> Self {
        let shapes = Shapes::new(documents);
        let mut numbers = shapes.number_with(|_, _| 0);
        let mut count = 1;
        for _ in 0..MAX_ROUNDS {
            let before = std::mem::replace(&mut count, shapes.count_targets(&numbers));
            if count == before {
                return shapes.classes(numbers);
            }
            numbers = shapes.number_with(|side, id| numbers[side][id.index()]);
        }
        shapes.classes(shapes.number_by_name())
    }

    /// Whether a schema of each document, and all that they refer to, are the same.
    pub fn are_equal(&self, [old, new]: [SchemaId; 2]) -> bool {
        let [olds, news] = &self.numbers;
        olds.get(old.index()).is_some_and(|number| news.get(new.index()) == Some(number))
    }
}

/// A number for each schema of the two documents, by the index of its id.
type Numbers = [Vec<usize>; 2];

/// A schema without the schemas that it names.
#[derive(PartialEq, Eq, Hash)]
struct Outline<'d> {
    boolean: Option<bool>,
    keywords: Vec<(Keyword, Part<'d>)>,
}

/// The value of a keyword, without schemas.
#[derive(PartialEq, Eq, Hash)]
enum Part<'d> {
    Value(Option<Value>),
    Annotation(&'d Value),
    Required(&'d [String]),
    /// The names or indices of the schemas in it.
    Schemas(Vec<Token<'d>>),
}

/// A schema as numbers: of its outline, and the ids of the schemas that it names, in an order that its outline determines.
struct Shape {
    id: SchemaId,
    outline: usize,
    inside: Vec<SchemaId>,
    reference: Option<SchemaId>,
}

/// A number for each list of numbers, which is the same for the same list.
struct Numbering {
    known: foldhash::HashMap<Vec<usize>, usize>,
    first: usize,
    key: Vec<usize>,
}

impl Numbering {
    fn starting_at(first: usize) -> Self {
        Numbering { known: foldhash::HashMap::default(), first, key: Vec::new() }
    }

    fn next(&self) -> usize {
        self.first + self.known.len()
    }

    fn number(&mut self, key: impl Iterator<Item = usize>) -> usize {
        self.key.clear();
        self.key.extend(key);
        // Most are known, so no list is allocated for them.
        if let Some(known) = self.known.get(self.key.as_slice()) {
            return *known;
        }
        let fresh = self.next();
        self.known.insert(self.key.clone(), fresh);
        fresh
    }
}

/// The schemas of two documents.
struct Shapes<'d> {
    documents: [&'d Document; 2],
    /// The numbers of the schemas without a reference in them, which is most, and 0 for the others.
    settled: Numbers,
    /// The first number that no settled schema has.
    first: usize,
    /// The schemas with a reference in them, each after those inside it.
    open: [Vec<Shape>; 2],
}

impl<'d> Shapes<'d> {
    fn new(documents: [&'d Document; 2]) -> Self {
        let mut outlines: foldhash::HashMap<Outline, usize> = foldhash::HashMap::default();
        let mut numbering = Numbering::starting_at(0);
        let mut settled = documents.map(|document| vec![None; document.iter().count()]);
        let mut open: [Vec<Shape>; 2] = Default::default();
        for (side, document) in documents.into_iter().enumerate() {
            let writer = Writer::new(document);
            let ids: Vec<SchemaId> = document.nested().collect();
            for id in ids.into_iter().rev() {
                let (outline, inside) = outline_of(&writer, &document[id]);
                let fresh = outlines.len();
                let outline = *outlines.entry(outline).or_insert(fresh);
                let reference = document[id].reference;
                let numbers = inside.iter().map_while(|id: &SchemaId| settled[side][id.index()]);
                if reference.is_none() && numbers.clone().count() == inside.len() {
                    settled[side][id.index()] = Some(numbering.number(iter::once(outline).chain(numbers)));
                } else {
                    open[side].push(Shape { id, outline, inside, reference });
                }
            }
        }
        let settled = settled.map(|numbers| numbers.into_iter().map(Option::unwrap_or_default).collect());
        Shapes { documents, settled, first: numbering.next(), open }
    }

    /// Numbers all schemas, so that two have the same number if they are equal and references are as `target` numbers them.
    fn number_with(&self, target: impl Fn(usize, SchemaId) -> usize) -> Numbers {
        let mut numbering = Numbering::starting_at(self.first);
        let mut numbers = self.settled.clone();
        for (side, (shapes, numbers)) in self.open.iter().zip(&mut numbers).enumerate() {
            for shape in shapes {
                let reference = shape.reference.map(|id| target(side, id));
                let inside = shape.inside.iter().map(|id| numbers[id.index()]);
                numbers[shape.id.index()] = numbering.number(iter::once(shape.outline).chain(reference).chain(inside));
            }
        }
        numbers
    }

    /// Numbers all schemas with definitions of one name as equal if they are, and no others.
    fn number_by_name(&self) -> Numbers {
        let mut names: HashMap<&str, usize> = HashMap::new();
        for name in self.documents.iter().flat_map(|document| document.definitions().keys()) {
            let fresh = names.len() + 1;
            names.entry(name).or_insert(fresh);
        }
        let unique = |side: usize, id: SchemaId| names.len() + 1 + 2 * id.index() + side;
        let named = self.documents.map(|document| {
            let definitions = document.definitions().iter();
            let named = definitions.filter_map(|(name, id)| Some((*id, *names.get(name.as_str())?)));
            let root = is_recursive(document).then(|| (document.root(), 0));
            named.chain(root).collect::<HashMap<SchemaId, usize>>()
        });
        let numbers = self.number_with(|side, id| named[side].get(&id).map_or(unique(side, id), |name| *name));
        let [old, new] = [0, 1].map(|side| {
            let number = |(id, name): (&SchemaId, &usize)| (*name, numbers[side][id.index()]);
            named[side].iter().map(number).collect::<HashMap<usize, usize>>()
        });
        if old.iter().all(|(name, number)| new.get(name).is_none_or(|other| other == number)) {
            return numbers;
        }
        self.number_with(unique)
    }

    /// The schemas that references may lead to.
    fn targets(&self, side: usize) -> impl Iterator<Item = SchemaId> {
        let document = self.documents[side];
        let root = is_recursive(document).then(|| document.root());
        document.definitions().values().copied().chain(root)
    }

    /// The schema that the root is: itself, or a definition; and whether it is a definition.
    fn entry(&self, side: usize) -> (SchemaId, bool) {
        let document = self.documents[side];
        let root = &document[document.root()];
        match root.reference {
            _ if is_recursive(document) => (document.root(), true),
            Some(target) if root.keywords().eq([Keyword::Ref]) => (target, true),
            _ => (document.root(), false),
        }
    }

    fn count_targets(&self, numbers: &Numbers) -> usize {
        let all = [0, 1].into_iter().flat_map(|side| self.targets(side).map(move |id| numbers[side][id.index()]));
        all.collect::<BTreeSet<usize>>().len()
    }

    fn classes(&self, numbers: Numbers) -> Classes {
        let mut known: HashMap<usize, Class> = HashMap::new();
        let sides = [0, 1].map(|side| {
            let class = |id: SchemaId| {
                let fresh = Class(known.len() as u32);
                (id, *known.entry(numbers[side][id.index()]).or_insert(fresh))
            };
            self.targets(side).map(class).collect::<HashMap<SchemaId, Class>>()
        });
        let all = |side: usize| sides[side].values().collect::<BTreeSet<&Class>>();
        let [old, new] = [0, 1].map(|side| {
            let (id, is_definition) = self.entry(side);
            (numbers[side][id.index()], is_definition)
        });
        let are_same = old == new && all(0) == all(1);
        Classes { sides, are_same, numbers }
    }
}

/// True if a reference leads to the root.
pub(crate) fn is_recursive(document: &Document) -> bool {
    document.iter().any(|(_, schema)| schema.reference == Some(document.root()))
}

/// The value of a keyword without schemas. What most schemas have is not copied.
fn value_of<'d>(writer: &Writer<'d>, schema: &'d Schema, keyword: Keyword) -> Part<'d> {
    match keyword {
        Keyword::Ref => Part::Value(None),
        Keyword::Required => Part::Required(&schema.object.required),
        keyword => match schema.annotations.get(&keyword) {
            Some(annotation) => Part::Annotation(annotation),
            None => Part::Value(writer.keyword(schema, keyword)),
        },
    }
}

/// The outline of a schema, and the schemas inside it.
fn outline_of<'d>(writer: &Writer<'d>, schema: &'d Schema) -> (Outline<'d>, Vec<SchemaId>) {
    let mut ids = Vec::new();
    let mut all: Vec<Keyword> = schema.keywords().collect();
    // The order of keys has no meaning (RFC 8259, 4).
    all.sort_unstable();
    let part = |keyword: Keyword| {
        let mut inside: Vec<(Token<'d>, SchemaId)> = schema.inside(keyword).collect();
        if inside.is_empty() {
            return (keyword, value_of(writer, schema, keyword));
        }
        inside.sort_by_key(|(token, _)| if let Token::Name(name) = token { Some(*name) } else { None });
        ids.extend(inside.iter().map(|(_, id)| *id));
        (keyword, Part::Schemas(inside.into_iter().map(|(token, _)| token).collect()))
    };
    let keywords = all.into_iter().map(part).collect();
    (Outline { boolean: schema.boolean, keywords }, ids)
}
