//! Two schemas side by side, aligned by property, item position, union member and `$ref` target.
//!
//! The walk only finds where the two say something else; whether that makes a difference is decided afterwards, for
//! each finding on the pair of small schemas that it carries.

mod align;
mod local;
mod scalars;
mod structure;

use std::collections::{HashSet, VecDeque};

use schema_build::pointer;
use serde_json::Value;

use crate::annotation::{self, Remark};
use crate::dialect::{self, ANNOTATIONS};
use crate::limits::MAX_CHANGES;
use crate::view::{MAX_HOPS, View};

/// Something that two schemas say otherwise.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub keyword: &'static str,
    pub message: String,
    pub old_pointer: String,
    pub new_pointer: String,
    pub was: Option<Value>,
    pub is: Option<Value>,
    /// What old and new say there, for a value at `place`.
    pub old: Value,
    pub new: Value,
    /// Instance pointer; `*` stands for the value of any item or key, [`KEYS`] for any key itself.
    pub place: String,
    pub sense: Sense,
}

/// What a difference at a place means for the schemas as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Sense {
    /// Less here is less there.
    Same,
    /// Less here is more there: below `not`.
    Flipped,
    /// Less here is less there, and may be more there too: below `oneOf`.
    Member,
    /// Only the whole tells: below `if`.
    Either,
}

impl Sense {
    fn below_not(self) -> Self {
        match self {
            Sense::Same => Sense::Flipped,
            Sense::Flipped => Sense::Same,
            Sense::Member | Sense::Either => Sense::Either,
        }
    }

    fn below_one_of(self) -> Self {
        match self {
            Sense::Same | Sense::Member => Sense::Member,
            Sense::Flipped | Sense::Either => Sense::Either,
        }
    }
}

/// The token of an instance pointer that stands for the keys of an object.
pub(crate) const KEYS: &str = "~keys";

/// What a walk finds.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub found: Vec<Found>,
    pub remarks: Vec<Remark>,
    /// Places with a keyword that may say less where what it holds says more, outermost first.
    pub mixed: Vec<Mixed>,
    /// Whether [`MAX_CHANGES`] cut it short.
    pub cut: bool,
}

/// Two aligned places whose keywords have to be taken together.
#[derive(Debug)]
pub(crate) struct Mixed {
    pub old_pointer: String,
    pub new_pointer: String,
    pub place: String,
}

/// Keywords of which less may be more, or that depend on those beside them.
const MIXED: [&str; 6] = ["oneOf", "not", "if", "contains", "unevaluatedProperties", "unevaluatedItems"];

/// Two places to compare; one is missing where only the annotations of the other matter.
#[derive(Clone, Debug)]
struct Pair {
    old: Option<String>,
    new: Option<String>,
    place: String,
    /// False below what only one side has, or what is judged as a whole.
    judged: bool,
    sense: Sense,
    /// The innermost keyword around it that is more than a step to a member.
    inside: Option<&'static str>,
}

/// A schema that says nothing about values but where another stands.
struct Step {
    to: String,
    /// Whether it annotates nothing.
    bare: bool,
}

impl Step {
    fn at(document: &Value, pointer: &str) -> Option<Self> {
        let members = document.pointer(pointer)?.as_object()?;
        let (to, _) = dialect::target_of(document, members)?;
        let mut others =
            members.keys().map(String::as_str).filter(|name| !matches!(*name, "$ref" | "$defs" | "$schema"));
        let bare = others.clone().next().is_none();
        others.all(|name| ANNOTATIONS.contains(&name)).then_some(Step { to, bare })
    }
}

pub(crate) struct Walk<'d> {
    old: &'d Value,
    new: &'d Value,
    formats: bool,
    open: VecDeque<Pair>,
    /// That of the pair which is being walked.
    sense: Sense,
    inside: Option<&'static str>,
    seen: HashSet<(Option<String>, Option<String>, bool, Sense)>,
    remarked: HashSet<(Option<String>, Option<String>)>,
    findings: Findings,
}

impl<'d> Walk<'d> {
    /// Walks two plain, self-contained documents.
    pub fn run(old: &'d Value, new: &'d Value, formats: bool) -> Findings {
        let findings = Findings::default();
        let mut walk = Walk {
            old,
            new,
            formats,
            open: VecDeque::new(),
            sense: Sense::Same,
            inside: None,
            seen: HashSet::new(),
            remarked: HashSet::new(),
            findings,
        };
        walk.enter(Some(String::new()), Some(String::new()), String::new(), true);
        while let Some(pair) = walk.open.pop_front() {
            (walk.sense, walk.inside) = (pair.sense, pair.inside);
            walk.pair(&pair);
        }
        walk.findings
    }

    fn enter(&mut self, old: Option<String>, new: Option<String>, place: String, judged: bool) {
        self.enter_as(self.sense, old, new, place, judged);
    }

    fn enter_as(
        &mut self,
        sense: Sense,
        mut old: Option<String>,
        mut new: Option<String>,
        place: String,
        judged: bool,
    ) {
        self.follow(&mut old, &mut new, &place);
        if self.seen.insert((old.clone(), new.clone(), judged, sense)) {
            self.open.push_back(Pair { old, new, place, judged, sense, inside: self.inside });
        }
    }

    /// Goes on to where references lead, so that what several of them lead to is one place.
    fn follow(&mut self, old: &mut Option<String>, new: &mut Option<String>, place: &str) {
        for _ in 0..MAX_HOPS {
            let step = |document: &'d Value, at: &Option<String>| Step::at(document, at.as_deref()?);
            match (step(self.old, old), step(self.new, new)) {
                (Some(Step { to, bare: true }), _) => *old = Some(to),
                (_, Some(Step { to, bare: true })) => *new = Some(to),
                (Some(one), Some(other)) => {
                    self.remark(old, new, place, View::beside_reference);
                    (*old, *new) = (Some(one.to), Some(other.to));
                }
                _ => return,
            }
        }
    }

    fn remark(
        &mut self,
        old: &Option<String>,
        new: &Option<String>,
        place: &str,
        view: fn(&'d Value, &str) -> View<'d>,
    ) {
        if self.remarked.insert((old.clone(), new.clone())) {
            let old = old.as_ref().map(|at| view(self.old, at));
            let new = new.as_ref().map(|at| view(self.new, at));
            let name = subject(place);
            annotation::remarks(old.as_ref(), new.as_ref(), self.formats, &name, &mut self.findings.remarks);
        }
    }

    fn pair(&mut self, pair: &Pair) {
        let old = pair.old.as_ref().map(|at| View::at(self.old, at));
        let new = pair.new.as_ref().map(|at| View::at(self.new, at));
        self.remark(&pair.old, &pair.new, &pair.place, View::at);
        match (&old, &new) {
            (Some(old), Some(new)) => {
                let judged = pair.judged && !self.nothing(old, new, &pair.place);
                if judged && MIXED.iter().any(|keyword| old.get(keyword).or(new.get(keyword)).is_some()) {
                    let (old_pointer, new_pointer) = (old.pointer.clone(), new.pointer.clone());
                    self.findings.mixed.push(Mixed { old_pointer, new_pointer, place: pair.place.clone() });
                }
                if judged {
                    self.values(old, new, &pair.place);
                    self.scalars(old, new, &pair.place);
                }
                self.properties(old, new, &pair.place, judged);
                self.items(old, new, &pair.place, judged);
                self.whole(old, new, &pair.place, judged);
            }
            (Some(only), None) => self.alone(only, &pair.place, true),
            (None, Some(only)) => self.alone(only, &pair.place, false),
            (None, None) => {}
        }
    }

    fn report(&mut self, mut found: Found) {
        if let Some(keyword) = self.inside {
            found.message.push_str(&format!(", inside `{keyword}`"));
        }
        if self.findings.found.len() < MAX_CHANGES {
            self.findings.found.push(found);
        } else {
            self.findings.cut = true;
        }
    }

    /// One side allows no value at all: true, and nothing below matters.
    fn nothing(&mut self, old: &View<'_>, new: &View<'_>, place: &str) -> bool {
        if old.nothing != new.nothing {
            let name = subject(place);
            let message = if new.nothing {
                format!("{name} may have no value any more")
            } else {
                format!("{name} may have a value now")
            };
            self.report(Found {
                keyword: "false",
                message,
                old_pointer: old.pointer.clone(),
                new_pointer: new.pointer.clone(),
                was: None,
                is: None,
                old: said_at(self.old, &old.pointer),
                new: said_at(self.new, &new.pointer),
                place: place.to_owned(),
                sense: self.sense,
            });
        }
        old.nothing || new.nothing
    }
}

/// What a document says at one place, as a schema of its own.
pub(crate) fn said_at(document: &Value, pointer: &str) -> Value {
    local::closed(document, document.pointer(pointer).cloned().unwrap_or(Value::Bool(true)))
}

/// The value at an instance pointer, as a person would name it.
pub(crate) fn subject(place: &str) -> String {
    if let Some(object) = place.strip_suffix(&pointer::push("", KEYS)) {
        return format!("each key of {}", subject(object));
    }
    let tokens: Vec<String> = pointer::tokens(place).collect();
    let others = tokens.iter().rev().take_while(|token| *token == "*").count();
    let name = tokens.len().checked_sub(others + 1).and_then(|index| tokens.get(index));
    let name = name.map_or_else(|| "the value".to_owned(), |name| format!("`{name}`"));
    match others {
        0 => name,
        _ => format!("each member of {name}"),
    }
}
