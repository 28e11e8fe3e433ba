//! A `pattern` may match any part of a string (validation, 6.3.3): `[a-z]+` accepts `"1a!"`. The lint reports patterns that say
//! something only about whole strings:
//!
//! - character classes with letters or digits that are repeated at an edge without an anchor, where a repetition has no
//!   effect: `[a-z]+`, `\d{4}-\d{2}`, `^[a-z]+`;
//! - alternatives of which only the first begins with `^` and only the last ends with `$`: `^a|b$` accepts `"ax"` and `"xb"`.

use regress::Regex;
use schema_ir::{Keyword, Written, pointer};
use serde_json::Value;

use crate::atoms::{Atom, parse, split_alternatives};
use crate::lint::Found;

pub(super) fn find(all: &[Written<'_>]) -> Vec<Found> {
    all.iter().filter_map(judge).collect()
}

fn judge(schema: &Written<'_>) -> Option<Found> {
    let text = schema.members.get(Keyword::Pattern.name())?.as_str()?;
    if is_excluded(schema) {
        return None;
    }
    let pattern = Pattern::new(text)?;
    let (looks, witness) = match split_alternatives(&pattern.inner).as_slice() {
        [_] => ("looks like one for whole strings", Some(pattern.find_loose_string(schema)?)),
        alternatives => {
            find_split_anchors(text)?;
            // An engine may take long over alternatives with groups.
            let parsed: Option<Vec<_>> = alternatives.iter().map(|one| parse(one)).collect();
            let first = parsed.and_then(|all| Some(sample(all.first()?) + "!"));
            let loose = first.filter(|text| pattern.is_loose(text) && fits_length(schema, text));
            ("anchors only its first and last alternatives", loose)
        }
    };
    let message = format!("the pattern {text:?} {looks}, but also matches parts of strings");
    let whole = if text.contains('|') { format!("^(?:{})$", pattern.inner) } else { format!("^{}$", pattern.inner) };
    let help = format!("write {:?}", Value::from(whole).as_str().unwrap_or_default());
    Some(Found {
        witness: witness.map(Value::from),
        ..Found::new(schema.origin.keyword(Keyword::Pattern), message, help)
    })
}

/// Whether the schema describes a part of a string on purpose, or lists its values.
fn is_excluded(schema: &Written<'_>) -> bool {
    let tested = pointer::tokens(&schema.origin.pointer).any(|token| token == "not" || token == "if");
    let listed = [Keyword::Enum, Keyword::Const].iter().any(|keyword| schema.members.contains_key(keyword.name()));
    tested || listed
}

/// A pattern without the anchors at its ends.
struct Pattern {
    starts: bool,
    ends: bool,
    inner: String,
    /// The pattern as it is, and for whole strings.
    engines: [Regex; 2],
}

impl Pattern {
    fn new(text: &str) -> Option<Self> {
        let starts = text.starts_with('^');
        let rest = text.strip_prefix('^').unwrap_or(text);
        let ends = ends_with_anchor(rest);
        let inner = if ends { rest.strip_suffix('$')? } else { rest }.to_owned();
        let compile = |text: &str| Regex::with_flags(text, "u").ok();
        let engines = [compile(text)?, compile(&format!("^(?:{inner})$"))?];
        Some(Pattern { starts, ends, inner, engines })
    }

    /// Whether a string meets the pattern, but would not if it was one for whole strings.
    fn is_loose(&self, text: &str) -> bool {
        let [as_it_is, whole] = &self.engines;
        as_it_is.find(text).is_some() && whole.find(text).is_none()
    }

    /// A string that the pattern accepts and probably should not.
    fn find_loose_string(&self, schema: &Written<'_>) -> Option<String> {
        let atoms = parse(&self.inner)?;
        let (first, last) = (atoms.first()?, atoms.last()?);
        let looks_whole = match (self.starts, self.ends) {
            (true, true) => false,
            (false, false) => first.is_class && last.is_class && (first.is_repeated || last.is_repeated),
            (true, false) => last.is_repeated && atoms.iter().all(|atom| atom.is_class),
            (false, true) => first.is_repeated && atoms.iter().all(|atom| atom.is_class),
        };
        let sample = sample(&atoms);
        let [before, after] = [self.starts, self.ends].map(|anchored| if anchored { "" } else { "!" });
        let candidates = [format!("{before}{sample}{after}"), format!("{before}{sample}"), format!("{sample}{after}")];
        candidates.into_iter().find(|text| looks_whole && self.is_loose(text) && fits_length(schema, text))
    }
}

/// The string that has each atom as often as it must be there, and at least once.
fn sample(atoms: &[Atom]) -> String {
    atoms.iter().flat_map(|atom| std::iter::repeat_n(atom.sample, atom.least.max(1))).collect()
}

fn fits_length(schema: &Written<'_>, text: &str) -> bool {
    let bound = |keyword: Keyword| schema.members.get(keyword.name()).and_then(Value::as_u64);
    let length = text.chars().count() as u64;
    bound(Keyword::MinLength).is_none_or(|least| length >= least)
        && bound(Keyword::MaxLength).is_none_or(|most| length <= most)
}

/// `Some` if only the first alternative begins with `^` and only the last ends with `$`. `^\s|\s$`, which is the same at both
/// ends, is meant.
fn find_split_anchors(text: &str) -> Option<()> {
    let all = split_alternatives(text);
    let [first, between @ .., last] = all.as_slice() else { return None };
    let anchored = |text: &str| [text.starts_with('^'), ends_with_anchor(text)];
    let is_split = anchored(first) == [true, false] && anchored(last) == [false, true];
    let is_same = first.strip_prefix('^') == last.strip_suffix('$');
    (is_split && !is_same && between.iter().all(|text| anchored(text) == [false, false])).then_some(())
}

/// Whether a pattern ends with `$` that is no letter.
fn ends_with_anchor(text: &str) -> bool {
    text.strip_suffix('$').is_some_and(|rest| rest.chars().rev().take_while(|c| *c == '\\').count() % 2 == 0)
}
