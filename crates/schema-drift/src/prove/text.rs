//! Searches for a string with bounded length that matches, or does not match, given patterns, by a product of automata.

use std::collections::{HashMap, HashSet, VecDeque};
use std::rc::Rc;

use jsonschema::Validator;
use regex_automata::Anchored;
use regex_automata::dfa::{Automaton as _, StartKind, dense};
use regex_automata::util::primitives::StateID;
use regex_automata::util::start;
use schema_ir::Keyword;
use serde_json::{Value, json};

use super::solution::Solution;
use crate::sample::stock_strings;
use crate::validator::build_validator;

/// States of one product of automata.
const MAX_STATES: usize = 120_000;
/// Bytes of one automaton, and of the memory to build it.
const MAX_AUTOMATON_BYTES: usize = 8 << 20;
/// Length of a proposed string.
const MAX_LENGTH: u64 = 200_000;

/// The constraints on a string.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    pub low: u64,
    pub high: Option<u64>,
    pub patterns: Vec<(String, bool)>,
    pub formats: Vec<(String, bool)>,
    pub excluded: Vec<String>,
}

impl Wanted {
    pub fn at_most(&mut self, count: u64) {
        self.high = Some(self.high.map_or(count, |high| high.min(count)));
    }
}

type Dfa = dense::DFA<Vec<u32>>;

/// Compiled patterns and formats.
#[derive(Default)]
pub(super) struct Automata {
    compiled: HashMap<String, Option<Rc<Dfa>>>,
    validators: HashMap<(Keyword, String), Option<Validator>>,
}

impl Automata {
    /// True if `pattern` matches a part of `text`; `None` if it cannot be compiled.
    pub fn matches(&mut self, pattern: &str, text: &str) -> Option<bool> {
        self.validator(Keyword::Pattern, pattern)?.is_valid(&text.into()).into()
    }

    pub fn has_format(&mut self, format: &str, text: &str) -> Option<bool> {
        self.validator(Keyword::Format, format)?.is_valid(&text.into()).into()
    }

    fn validator(&mut self, keyword: Keyword, value: &str) -> Option<&Validator> {
        let compiled = || build_validator(&json!({ keyword.name(): value }), true).ok();
        self.validators.entry((keyword, value.to_owned())).or_insert_with(compiled).as_ref()
    }

    pub fn find_string(&mut self, wanted: &Wanted) -> Solution {
        if wanted.high.is_some_and(|high| wanted.low > high) {
            return Solution::None;
        }
        let mut modelled = wanted.formats.is_empty();
        if wanted.patterns.is_empty() && modelled {
            return find_without_patterns(wanted);
        }
        let mut automata: Vec<(Rc<Dfa>, bool)> = Vec::new();
        // The automata read bytes, and only valid UTF-8 is a string.
        automata.extend(self.compile("^(?s:.)*$", false).map(|all| (all, true)));
        for (pattern, holds) in &wanted.patterns {
            match self.compile(pattern, true) {
                Some(automaton) => automata.push((automaton, *holds)),
                None => modelled = false,
            }
        }
        if !wanted.excluded.is_empty() {
            let texts: Vec<String> = wanted.excluded.iter().map(|text| regex_syntax::escape(text)).collect();
            match self.compile(&format!("^(?:{})$", texts.join("|")), false) {
                Some(automaton) => automata.push((automaton, false)),
                None => modelled = false,
            }
        }
        match (search_product(&automata, wanted), modelled) {
            (Solution::None, _) => Solution::None,
            (Solution::Value(Value::String(text)), _) if modelled || self.fits(wanted, &text) => {
                Solution::Value(Value::String(text))
            }
            _ => self.try_stock(wanted),
        }
    }

    /// Tries well-known strings, for formats and patterns without an automaton.
    fn try_stock(&mut self, wanted: &Wanted) -> Solution {
        let mut strings = stock_strings(wanted.formats.iter().map(|(format, _)| format.as_str()));
        for (pattern, _) in &wanted.patterns {
            strings.extend(jsonschema_regex::pattern_witness(pattern));
        }
        strings.extend(short_strings(wanted));
        let fitting = strings.into_iter().find(|text| self.fits(wanted, text));
        fitting.map_or(Solution::Unknown, |text| Solution::Value(Value::String(text)))
    }

    fn fits(&mut self, wanted: &Wanted, text: &str) -> bool {
        let length = text.chars().count() as u64;
        length >= wanted.low
            && wanted.high.is_none_or(|high| length <= high)
            && !wanted.excluded.iter().any(|excluded| excluded == text)
            && wanted.patterns.iter().all(|(pattern, holds)| self.matches(pattern, text) == Some(*holds))
            && wanted.formats.iter().all(|(format, holds)| self.has_format(format, text) == Some(*holds))
    }

    fn compile(&mut self, pattern: &str, ecma: bool) -> Option<Rc<Dfa>> {
        if let Some(known) = self.compiled.get(pattern) {
            return known.clone();
        }
        let made = if ecma {
            jsonschema_regex::to_rust_regex(pattern)
                .ok()
                .and_then(|pattern| build_automaton(&ascii_boundaries(&pattern)))
        } else {
            build_automaton(pattern)
        };
        let made = made.map(Rc::new);
        self.compiled.insert(pattern.to_owned(), made.clone());
        made
    }
}

/// All strings of up to three letters that occur in the patterns.
fn short_strings(wanted: &Wanted) -> Vec<String> {
    let mut letters: Vec<char> = Vec::new();
    for letter in wanted.patterns.iter().flat_map(|(pattern, _)| pattern.chars()) {
        if letter.is_alphanumeric() && !letters.contains(&letter) && letters.len() < 8 {
            letters.push(letter);
        }
    }
    let mut found = Vec::new();
    let mut last = vec![String::new()];
    for _ in 0..3 {
        last = last.iter().flat_map(|text| letters.iter().map(move |letter| format!("{text}{letter}"))).collect();
        found.extend(last.iter().cloned());
    }
    found
}

/// Restricts `\b` to ASCII, because word characters are ASCII in ECMA-262 (IsWordChar) and Unicode in Rust.
fn ascii_boundaries(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut classes = 0_usize;
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('b') if classes == 0 => out.push_str(r"(?-u:\b)"),
                Some(next) => out.extend(['\\', next]),
                None => out.push('\\'),
            },
            _ => {
                classes = match letter {
                    '[' => classes + 1,
                    ']' => classes.saturating_sub(1),
                    _ => classes,
                };
                out.push(letter);
            }
        }
    }
    out
}

fn build_automaton(pattern: &str) -> Option<Dfa> {
    let configuration = dense::Config::new()
        .start_kind(StartKind::Unanchored)
        .accelerate(false)
        .dfa_size_limit(Some(MAX_AUTOMATON_BYTES))
        .determinize_size_limit(Some(MAX_AUTOMATON_BYTES));
    dense::Builder::new().configure(configuration).build(pattern).ok()
}

/// Builds a string without patterns, from the length and the excluded strings.
fn find_without_patterns(wanted: &Wanted) -> Solution {
    let high = wanted.high.unwrap_or(u64::MAX);
    if wanted.low > MAX_LENGTH {
        return Solution::Unknown;
    }
    if wanted.low == 0 && wanted.excluded.is_empty() {
        return Solution::Value(Value::String(String::new()));
    }
    for length in [wanted.low, wanted.low + 1].into_iter().filter(|length| *length <= high) {
        let Ok(rest) = usize::try_from(length.saturating_sub(1)) else { return Solution::Unknown };
        let firsts =
            (0_u32..).filter_map(|offset| char::from_u32(u32::from('a') + offset)).take(wanted.excluded.len() + 1);
        for first in firsts {
            let text: String = std::iter::once(first)
                .chain(std::iter::repeat_n('a', rest))
                .take(usize::try_from(length).unwrap_or(0))
                .collect();
            if !wanted.excluded.contains(&text) {
                return Solution::Value(Value::String(text));
            }
        }
    }
    Solution::None
}

/// The state of each automaton (`None` after a match, because a pattern matches anywhere), and the characters so far.
type State = (Vec<Option<StateID>>, u64);

/// Searches breadth-first for the shortest string that every automaton judges as wanted.
fn search_product(automata: &[(Rc<Dfa>, bool)], wanted: &Wanted) -> Solution {
    let letters = letters(automata);
    // Longer strings are not distinguished, because the length then meets or misses the bounds for good.
    let cap = wanted.high.map_or(wanted.low, |high| high + 1);
    let mut start = Vec::new();
    for (automaton, holds) in automata {
        let Ok(state) = automaton.start_state(&start::Config::new().anchored(Anchored::No)) else {
            return Solution::Unknown;
        };
        match unless_matched(automaton, state) {
            None if !holds => return Solution::None,
            state => start.push(state),
        }
    }
    let first: State = (start, 0);
    let mut seen = HashSet::from([first.clone()]);
    // For each state, the byte that led to it and the index of its parent.
    let mut trail: Vec<(u8, usize)> = vec![(0, usize::MAX)];
    let mut open = VecDeque::from([(first, 0_usize)]);
    while let Some(((states, count), at)) = open.pop_front() {
        let long_enough = count >= wanted.low && wanted.high.is_none_or(|high| count <= high);
        if long_enough && accepts(automata, &states) {
            return build_text(&trail, at);
        }
        for byte in &letters {
            let count = if is_continuation(*byte) { count } else { (count + 1).min(cap) };
            if wanted.high.is_some_and(|high| count > high) {
                continue;
            }
            let mut next = Vec::with_capacity(states.len());
            for ((automaton, holds), state) in automata.iter().zip(&states) {
                let state = match state {
                    None => None,
                    Some(state) => unless_matched(automaton, automaton.next_state(*state, *byte)),
                };
                let dead = state.is_some_and(|state| automaton.is_dead_state(state));
                if dead && *holds || state.is_none() && !holds {
                    break;
                }
                next.push(state);
            }
            if next.len() < states.len() {
                continue;
            }
            let next = (next, count);
            if !seen.contains(&next) {
                if seen.len() >= MAX_STATES {
                    return Solution::Unknown;
                }
                seen.insert(next.clone());
                trail.push((*byte, at));
                open.push_back((next, trail.len() - 1));
            }
        }
    }
    Solution::None
}

/// The state, or `None` if it is a match.
fn unless_matched(automaton: &Dfa, state: StateID) -> Option<StateID> {
    (!automaton.is_match_state(state)).then_some(state)
}

fn accepts(automata: &[(Rc<Dfa>, bool)], states: &[Option<StateID>]) -> bool {
    automata.iter().zip(states).all(|((automaton, holds), state)| {
        let matched = state.is_none_or(|state| automaton.is_match_state(automaton.next_eoi_state(state)));
        matched == *holds
    })
}

fn is_continuation(byte: u8) -> bool {
    byte & 0b1100_0000 == 0b1000_0000
}

fn build_text(trail: &[(u8, usize)], mut at: usize) -> Solution {
    let mut bytes = Vec::new();
    while let Some((byte, parent)) = trail.get(at).filter(|(_, parent)| *parent != usize::MAX) {
        bytes.push(*byte);
        at = *parent;
    }
    bytes.reverse();
    String::from_utf8(bytes).map_or(Solution::Unknown, |text| Solution::Value(Value::String(text)))
}

/// One byte of each class that no automaton distinguishes, preferably a readable one.
fn letters(automata: &[(Rc<Dfa>, bool)]) -> Vec<u8> {
    let readable = (b'a'..=b'z').chain(b'A'..=b'Z').chain(b'0'..=b'9').chain(b' '..=b'~');
    let mut seen = HashSet::new();
    let mut letters = Vec::new();
    for byte in readable.chain(0..=u8::MAX) {
        let class: Vec<u8> = automata.iter().map(|(automaton, _)| automaton.byte_classes().get(byte)).collect();
        if seen.insert((class, is_continuation(byte))) {
            letters.push(byte);
        }
    }
    letters
}
