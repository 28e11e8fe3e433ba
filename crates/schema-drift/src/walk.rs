//! Walks two schemas side by side, aligned by property, item position, union member and `$ref` target.
//!
//! The walk only finds the places where the two are written differently. [`judge`](crate::judge) decides afterwards, for
//! each difference, on the pair of small schemas that it carries, whether the accepted values differ.

mod align;
mod array;
mod object;
mod scalars;
mod union;

use std::collections::{HashSet, VecDeque};

use schema_ir::pointer;
use serde_json::{Map, Value, json};

use crate::annotation::compare_annotations;
use crate::dialect::{self, ANNOTATIONS, AppliesTo, applies_to};
use crate::difference::{Combination, Difference, Differences, Variance};
use crate::facts::{Facts, MAX_HOPS};
use crate::instance_path::describe;
use crate::limits::MAX_CHANGES;
use crate::subschema::{cut_out, with_definitions};

/// Keywords that may accept less where their subschema accepts more, or that depend on the keywords beside them.
const COMBINING: [&str; 6] = ["oneOf", "not", "if", "contains", "unevaluatedProperties", "unevaluatedItems"];

/// Walks two plain, self-contained documents.
pub(crate) fn find_differences(old: &Value, new: &Value, formats: bool) -> Differences {
    let mut walk = Walk {
        old,
        new,
        formats,
        open: VecDeque::new(),
        variance: Variance::Covariant,
        inside: None,
        seen: HashSet::new(),
        annotated: HashSet::new(),
        differences: Differences::default(),
    };
    walk.enter(Some(String::new()), Some(String::new()), String::new(), true);
    while let Some(pair) = walk.open.pop_front() {
        (walk.variance, walk.inside) = (pair.variance, pair.inside);
        walk.compare_pair(&pair);
    }
    walk.differences
}

/// Two aligned places in the queue; one is missing if only the annotations of the other matter.
#[derive(Clone, Debug)]
struct AlignedPlaces {
    old: Option<String>,
    new: Option<String>,
    path: String,
    /// False below a place that only one side has, or that is judged as a whole.
    judged: bool,
    variance: Variance,
    /// The innermost keyword around the place that does more than step to a member, for messages: "inside `not`".
    inside: Option<&'static str>,
}

/// Two aligned places and the keywords that apply there.
#[derive(Clone, Copy)]
struct At<'a, 'd> {
    old: &'a Facts<'d>,
    new: &'a Facts<'d>,
    path: &'a str,
    /// True if differences are reported; false if only annotations are compared.
    judged: bool,
}

impl At<'_, '_> {
    /// A difference in `keyword`, with the schemas of old and new that show it.
    fn difference(&self, keyword: &'static str, message: String, [old, new]: [Value; 2]) -> Difference {
        Difference {
            keyword,
            message,
            old_pointer: self.old.pointer_of(keyword),
            new_pointer: self.new.pointer_of(keyword),
            was: self.old.value(keyword).cloned(),
            is: self.new.value(keyword).cloned(),
            old,
            new,
            path: self.path.to_owned(),
            variance: Variance::Covariant,
        }
    }

    /// The same places, judged only if both allow values of the type.
    fn for_type(self, name: &str) -> Self {
        let both = scalars::types(self.old).contains(&name) && scalars::types(self.new).contains(&name);
        At { judged: self.judged && both, ..self }
    }

    /// The instance path of the member `token`.
    fn path_to(&self, token: &str) -> String {
        pointer::push(self.path, token)
    }
}

/// A keyword, and all keywords that have to be judged together with it: the meaning of `items` depends on `prefixItems`.
struct Family<'k> {
    keyword: &'static str,
    members: &'k [&'static str],
}

/// A schema that contains nothing but a reference and annotations.
struct Alias {
    target: String,
    /// True if it has no annotations.
    bare: bool,
}

impl Alias {
    fn at(document: &Value, pointer: &str) -> Option<Self> {
        let members = document.pointer(pointer)?.as_object()?;
        let (target, _) = dialect::target_of(document, members)?;
        let mut others =
            members.keys().map(String::as_str).filter(|name| !matches!(*name, "$ref" | "$defs" | "$schema"));
        let bare = others.clone().next().is_none();
        others.all(|name| ANNOTATIONS.contains(&name)).then_some(Alias { target, bare })
    }
}

struct Walk<'d> {
    old: &'d Value,
    new: &'d Value,
    formats: bool,
    open: VecDeque<AlignedPlaces>,
    /// The variance of the pair that is being compared.
    variance: Variance,
    inside: Option<&'static str>,
    seen: HashSet<(Option<String>, Option<String>, bool, Variance)>,
    annotated: HashSet<(Option<String>, Option<String>)>,
    differences: Differences,
}

impl<'d> Walk<'d> {
    fn enter(&mut self, old: Option<String>, new: Option<String>, path: String, judged: bool) {
        let (variance, inside) = (self.variance, self.inside);
        self.enter_pair(AlignedPlaces { old, new, path, judged, variance, inside });
    }

    fn enter_pair(&mut self, mut pair: AlignedPlaces) {
        self.follow_references(&mut pair);
        if self.seen.insert((pair.old.clone(), pair.new.clone(), pair.judged, pair.variance)) {
            self.open.push_back(pair);
        }
    }

    /// Replaces references by their targets, so that one definition is compared once however many references lead to it.
    fn follow_references(&mut self, pair: &mut AlignedPlaces) {
        for _ in 0..MAX_HOPS {
            let alias = |document: &'d Value, at: &Option<String>| Alias::at(document, at.as_deref()?);
            match (alias(self.old, &pair.old), alias(self.new, &pair.new)) {
                (Some(Alias { target, bare: true }), _) => pair.old = Some(target),
                (_, Some(Alias { target, bare: true })) => pair.new = Some(target),
                (Some(one), Some(other)) => {
                    self.annotate(pair, Facts::beside_reference);
                    (pair.old, pair.new) = (Some(one.target), Some(other.target));
                }
                _ => return,
            }
        }
    }

    /// Compares the annotations of a pair, once.
    fn annotate(&mut self, pair: &AlignedPlaces, facts_at: fn(&'d Value, &str) -> Facts<'d>) {
        if self.annotated.insert((pair.old.clone(), pair.new.clone())) {
            let old = pair.old.as_ref().map(|at| facts_at(self.old, at));
            let new = pair.new.as_ref().map(|at| facts_at(self.new, at));
            let found = compare_annotations(old.as_ref(), new.as_ref(), self.formats, &describe(&pair.path));
            self.differences.annotations.extend(found);
        }
    }

    fn compare_pair(&mut self, pair: &AlignedPlaces) {
        let old = pair.old.as_ref().map(|at| Facts::at(self.old, at));
        let new = pair.new.as_ref().map(|at| Facts::at(self.new, at));
        self.annotate(pair, Facts::at);
        match (&old, &new) {
            (Some(old), Some(new)) => {
                let mut at = At { old, new, path: &pair.path, judged: pair.judged };
                at.judged = pair.judged && !self.compare_false(&at);
                if at.judged {
                    self.note_combination(&at);
                    self.compare_values(&at);
                    self.compare_scalars(&at);
                }
                self.compare_properties(at.for_type("object"));
                self.compare_items(at.for_type("array"));
                self.compare_unions(&at);
            }
            (Some(only), None) => self.annotate_below(only, pair),
            (None, Some(only)) => self.annotate_below(only, pair),
            (None, None) => {}
        }
    }

    fn note_combination(&mut self, at: &At<'_, '_>) {
        if COMBINING.iter().any(|keyword| at.old.get(keyword).or(at.new.get(keyword)).is_some()) {
            self.differences.combinations.push(Combination {
                old_pointer: at.old.pointer.clone(),
                new_pointer: at.new.pointer.clone(),
                path: at.path.to_owned(),
            });
        }
    }

    fn report(&mut self, mut difference: Difference) {
        difference.variance = self.variance;
        if let Some(keyword) = self.inside {
            difference.message.push_str(&format!(", inside `{keyword}`"));
        }
        if self.differences.keywords.len() < MAX_CHANGES {
            self.differences.keywords.push(difference);
        } else {
            self.differences.cut = true;
        }
    }

    /// Returns true if a side is the schema `false`, because no keyword below matters then.
    fn compare_false(&mut self, at: &At<'_, '_>) -> bool {
        if at.old.is_false != at.new.is_false {
            let name = describe(at.path);
            let message =
                if at.new.is_false { format!("{name} is no longer allowed") } else { format!("{name} is now allowed") };
            let schemas = [cut_out(self.old, &at.old.pointer), cut_out(self.new, &at.new.pointer)];
            self.report(at.difference("false", message, schemas));
        }
        at.old.is_false || at.new.is_false
    }

    /// Reports `family.keyword`, with schemas that have all keywords of the family.
    fn report_family(&mut self, at: &At<'_, '_>, family: &Family<'_>) {
        let keyword = family.keyword;
        let (was, is) = (at.old.value(keyword), at.new.value(keyword));
        let name = describe(at.path);
        let message = match (keyword, is) {
            ("additionalProperties", Some(Value::Bool(false))) => format!("{name} no longer allows other keys"),
            ("additionalProperties", None | Some(Value::Bool(true))) => format!("{name} now allows any other key"),
            ("additionalProperties", _) if was == Some(&Value::Bool(false)) => format!("{name} now allows other keys"),
            ("additionalProperties", _) => format!("other keys of {name} are now restricted"),
            ("anyOf" | "oneOf", _) => format!("the alternatives of {name} changed"),
            _ => format!("`{keyword}` of {name} changed"),
        };
        let schemas = [cut_out_family(self.old, at.old, at, family), cut_out_family(self.new, at.new, at, family)];
        self.report(at.difference(keyword, message, schemas));
    }

    /// Compares the annotations below a place that only one side has, to report them as new or lost.
    fn annotate_below(&mut self, facts: &Facts<'_>, pair: &AlignedPlaces) {
        let mut below: Vec<(String, String)> = Vec::new();
        for (name, at, _) in &facts.properties {
            below.push((at.clone(), pointer::push(&pair.path, name)));
        }
        for fact in &facts.keywords {
            let holder = json!({ fact.keyword: fact.value });
            below.extend(dialect::children(&holder).map(|child| (child.pointer(fact.parent()), pair.path.clone())));
        }
        for (at, path) in below {
            let (old, new) = if pair.old.is_some() { (Some(at), None) } else { (None, Some(at)) };
            self.enter(old, new, path, false);
        }
    }
}

/// One side's schema with the keywords of `family` and no others, as far as they can be judged alone.
fn cut_out_family(document: &Value, side: &Facts<'_>, at: &At<'_, '_>, family: &Family<'_>) -> Value {
    let mut members = Map::new();
    match applies_to(family.keyword) {
        AppliesTo::Object => {
            members.insert("type".to_owned(), json!("object"));
            // The declared names are compared one by one, so here they are free on both sides.
            let names = at.old.properties.iter().chain(&at.new.properties);
            let names = names.map(|(name, ..)| ((*name).to_owned(), Value::Bool(true)));
            members.insert("properties".to_owned(), names.collect::<Map<_, _>>().into());
        }
        AppliesTo::Array => {
            members.insert("type".to_owned(), json!("array"));
            let prefix = array::prefix_length(at.old).max(array::prefix_length(at.new));
            if prefix > 0 && !family.members.contains(&"prefixItems") {
                members.insert("prefixItems".to_owned(), vec![true; prefix].into());
            }
        }
        // `unevaluatedProperties` and `unevaluatedItems` depend on every keyword beside them (core, 11).
        AppliesTo::Any if family.keyword.starts_with("unevaluated") => return cut_out(document, &side.pointer),
        _ => {
            let values = ["type", "enum", "const"].into_iter();
            members.extend(values.filter_map(|keyword| Some((keyword.to_owned(), at.old.value(keyword)?.clone()))));
        }
    }
    for keyword in family.members {
        if let Some(value) = side.value(keyword) {
            members.insert((*keyword).to_owned(), value.clone());
        }
    }
    with_definitions(document, members.into())
}
