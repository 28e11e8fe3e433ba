//! Reads YAML 1.2 into JSON's data model, from the events of a parser.
//!
//! The parser has limits of its own on nesting, and no recursion. Values are shared until the end, so an alias costs nothing
//! before the size of what it repeats is known to be bounded.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use granit_parser::{ErrorKind as Cause, Event, Parser, ScalarStyle, ScanError, Span as Range, StructureStyle, Tag};
use serde_json::{Map, Value};

use super::scalar::{self, CORE, NoValue};
use super::spans::{Span, position_of};
use super::{MAX_DEPTH, MAX_REPEATED};
use crate::text::excerpt;
use crate::{Error, ErrorKind};

/// Reads the only document of a YAML text, with the positions of its values.
pub(super) fn parse(file: &str, text: &str) -> Result<(Value, Span), Error> {
    let mut options = granit_parser::Options::default();
    options.set_emit_comments(false);
    let mut loader = Loader { file, text, open: Vec::new(), anchors: HashMap::new(), repeated: 0, root: None };
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, range) = event.map_err(|error| loader.refuse(&error))?;
        loader.take(event, &range)?;
    }
    let Some(root) = loader.root else {
        let error = Error::new(ErrorKind::Syntax, file, "the file contains no YAML document");
        return Err(Error { line: 1, column: 1, ..error });
    };
    // Values that have no other owner are moved and not copied.
    drop(loader.anchors);
    Ok(root.expand())
}

/// A value, which every alias to it shares.
#[derive(Clone)]
struct Node {
    kind: Kind,
    /// The size as [`MAX_REPEATED`] counts it, with all aliases replaced.
    size: usize,
    /// The levels of nesting: 0 for a scalar.
    height: usize,
}

#[derive(Clone)]
enum Kind {
    Scalar(Value),
    Sequence(Vec<Child>),
    Mapping(Vec<(String, Child)>),
}

/// A value at one place of the text.
#[derive(Clone)]
struct Child {
    start: usize,
    node: Rc<Node>,
}

impl Child {
    /// The value with all aliases replaced. A place inside a repeated value is that of the anchor, where its text is.
    ///
    /// Recurses as deep as the value, which [`MAX_DEPTH`] limits.
    fn expand(self) -> (Value, Span) {
        let (mut inside, start) = (Vec::new(), self.start);
        let mut expand = |child: Child| {
            let (value, span) = child.expand();
            inside.push(span);
            value
        };
        let value = match Rc::unwrap_or_clone(self.node).kind {
            Kind::Scalar(value) => value,
            Kind::Sequence(items) => Value::Array(items.into_iter().map(expand).collect()),
            Kind::Mapping(members) => {
                let members = members.into_iter().map(|(key, child)| (key, expand(child)));
                Value::Object(members.collect::<Map<_, _>>())
            }
        };
        (value, Span { start, inside })
    }
}

/// A collection whose end the parser has not reached.
struct Open {
    start: usize,
    /// The parser's number of the anchor, 0 if there is none.
    anchor: usize,
    size: usize,
    height: usize,
    members: Members,
}

enum Members {
    Sequence(Vec<Child>),
    Mapping {
        members: Vec<(String, Child)>,
        keys: HashSet<String>,
        /// The key whose value comes next.
        key: Option<String>,
    },
}

struct Loader<'t> {
    file: &'t str,
    text: &'t str,
    /// The collections around the cursor, the innermost last.
    open: Vec<Open>,
    anchors: HashMap<usize, Rc<Node>>,
    /// The size of what the aliases so far repeat.
    repeated: usize,
    root: Option<Child>,
}

/// The size of a value beside its text.
const NODE_SIZE: usize = 16;

impl Loader<'_> {
    fn take(&mut self, event: Event<'_>, range: &Range) -> Result<(), Error> {
        let at = range.start.byte_offset().unwrap_or(0);
        match event {
            Event::DocumentStart(_, version) => {
                self.start_document(version.map(|version| (version.major, version.minor)), at)
            }
            Event::Scalar(text, style, anchor, tag) => {
                let tag = tag.map(|tag| full_name(&tag));
                self.scalar(&text, style == ScalarStyle::Plain, anchor, tag.as_deref(), at)
            }
            Event::Alias(anchor) => self.alias(anchor, at),
            Event::SequenceStart(style, anchor, tag) => {
                self.check_tag(tag.as_deref(), "seq", at)?;
                let is_member = matches!(self.open.last(), Some(Open { members: Members::Mapping { .. }, .. }));
                let dash = if is_member && style == StructureStyle::Block { dash_before(self.text, at) } else { None };
                let at = dash.unwrap_or(at);
                self.start_collection(anchor, Members::Sequence(Vec::new()), at)
            }
            Event::MappingStart(_, anchor, tag) => {
                self.check_tag(tag.as_deref(), "map", at)?;
                let members = Members::Mapping { members: Vec::new(), keys: HashSet::new(), key: None };
                self.start_collection(anchor, members, at)
            }
            Event::SequenceEnd | Event::MappingEnd => self.end_collection(),
            _ => Ok(()),
        }
    }

    fn start_document(&self, version: Option<(u32, u32)>, at: usize) -> Result<(), Error> {
        if self.root.is_some() {
            let message = "a second YAML document begins here";
            return Err(self
                .error(ErrorKind::Syntax, at, message)
                .with_help("put each document into a file of its own"));
        }
        match version {
            None | Some((1, 2)) => Ok(()),
            // YAML 1.1 reads `no` as false, so its documents may mean something else.
            Some((major, minor)) => {
                let message = format!("the document declares YAML {major}.{minor}; only YAML 1.2 is supported");
                let help = "remove the line `%YAML`, and quote strings such as `no`";
                Err(self.error(ErrorKind::Syntax, at, message).with_help(help))
            }
        }
    }

    fn scalar(&mut self, text: &str, plain: bool, anchor: usize, tag: Option<&str>, at: usize) -> Result<(), Error> {
        let node =
            |value: Value| Node { kind: Kind::Scalar(value), size: NODE_SIZE.saturating_add(text.len()), height: 0 };
        if !self.expects_key() {
            let value = scalar::resolve(text, plain, tag).map_err(|error| self.no_value(at, error))?;
            return self.add(Child { start: at, node: Rc::new(node(value)) }, anchor);
        }
        let uninterpreted = plain && tag.is_none();
        if uninterpreted && text == "<<" {
            // Reading it as a property would be wrong, because its author expects the members of another mapping here.
            let message = "a merge key `<<`, which YAML 1.2 does not have";
            let help = "write the keys out; for a property of that name, quote it";
            return Err(self.error(ErrorKind::NotInJson, at, message).with_help(help));
        }
        // The core schema reads the key `200` as an integer. Its text is the key, because that is what every conversion of an
        // OpenAPI document to JSON makes of it, where `200:` under `responses` is usual.
        let value = if uninterpreted && !scalar::is_null(text) {
            Value::from(text)
        } else {
            scalar::resolve(text, plain, tag).map_err(|error| self.no_value(at, error))?
        };
        if value.is_null() {
            return Err(self.no_key(at, "null"));
        }
        if anchor != 0 {
            self.anchors.insert(anchor, Rc::new(node(value)));
        }
        self.set_key(text.to_owned(), at)
    }

    fn alias(&mut self, anchor: usize, at: usize) -> Result<(), Error> {
        let Some(node) = self.anchors.get(&anchor).cloned() else {
            let message = "an alias to a value that contains the alias";
            return Err(self.error(ErrorKind::NotInJson, at, message).with_help("refer to a schema by `$ref`"));
        };
        if self.open.len() + node.height > MAX_DEPTH {
            return Err(self.too_deep(at));
        }
        self.repeated = self.repeated.saturating_add(node.size);
        if self.repeated > MAX_REPEATED {
            let message =
                format!("the aliases of the file repeat more than MAX_REPEATED = {MAX_REPEATED} bytes of values");
            return Err(self.error(ErrorKind::Limit, at, message).with_help("refer to a schema by `$ref`"));
        }
        if !self.expects_key() {
            return self.add(Child { start: at, node }, 0);
        }
        match &node.kind {
            Kind::Scalar(Value::String(text)) => self.set_key(text.clone(), at),
            _ => Err(self.no_key(at, "an alias to a value that is no string")),
        }
    }

    fn start_collection(&mut self, anchor: usize, members: Members, at: usize) -> Result<(), Error> {
        if self.expects_key() {
            return Err(self.no_key(at, "a sequence or a mapping"));
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(self.too_deep(at));
        }
        self.open.push(Open { start: at, anchor, size: NODE_SIZE, height: 1, members });
        Ok(())
    }

    fn end_collection(&mut self) -> Result<(), Error> {
        let Some(Open { start, anchor, size, height, members }) = self.open.pop() else { return Ok(()) };
        let kind = match members {
            Members::Sequence(items) => Kind::Sequence(items),
            Members::Mapping { members, .. } => Kind::Mapping(members),
        };
        self.add(Child { start, node: Rc::new(Node { kind, size, height }) }, anchor)
    }

    /// Adds a complete value to the innermost collection.
    fn add(&mut self, child: Child, anchor: usize) -> Result<(), Error> {
        if anchor != 0 {
            self.anchors.insert(anchor, Rc::clone(&child.node));
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(child);
            return Ok(());
        };
        open.size = open.size.saturating_add(child.node.size);
        open.height = open.height.max(child.node.height + 1);
        match &mut open.members {
            Members::Sequence(items) => items.push(child),
            Members::Mapping { members, key, .. } => members.extend(key.take().map(|key| (key, child))),
        }
        Ok(())
    }

    /// Whether the next node is a key of a mapping.
    fn expects_key(&self) -> bool {
        matches!(self.open.last(), Some(Open { members: Members::Mapping { key: None, .. }, .. }))
    }

    fn set_key(&mut self, text: String, at: usize) -> Result<(), Error> {
        let Some(Open { size, members: Members::Mapping { keys, key, .. }, .. }) = self.open.last_mut() else {
            return Ok(());
        };
        *size = size.saturating_add(text.len());
        if !keys.insert(text.clone()) {
            return Err(self.error(
                ErrorKind::DuplicateKey,
                at,
                format!("duplicate key {} in one mapping", excerpt(&text)),
            ));
        }
        *key = Some(text);
        Ok(())
    }

    fn check_tag(&self, tag: Option<&Tag>, name: &str, at: usize) -> Result<(), Error> {
        let Some(tag) = tag.map(full_name) else { return Ok(()) };
        if tag == "!" || tag.strip_prefix(CORE) == Some(name) {
            return Ok(());
        }
        Err(self.no_value(at, scalar::unknown_tag(&tag)))
    }

    fn error(&self, kind: ErrorKind, at: usize, message: impl Into<String>) -> Error {
        let position = position_of(self.text, at);
        Error { line: position.line, column: position.column, ..Error::new(kind, self.file, message) }
    }

    fn no_value(&self, at: usize, NoValue { kind, message, help }: NoValue) -> Error {
        self.error(kind, at, message).with_help(help)
    }

    fn no_key(&self, at: usize, found: &str) -> Error {
        let message = format!("the key of a mapping is {found}, and JSON allows only strings");
        self.error(ErrorKind::NotInJson, at, message).with_help("write the key as a string, in quotes if need be")
    }

    fn too_deep(&self, at: usize) -> Error {
        self.error(ErrorKind::Limit, at, format!("more than MAX_DEPTH = {MAX_DEPTH} levels of nesting"))
    }

    /// The error for a text that the parser does not read.
    fn refuse(&self, error: &ScanError) -> Error {
        let at = error.marker().byte_offset().unwrap_or(0);
        match error.kind() {
            // The parser allows more levels than we do, but it looks ahead.
            Cause::RecursionLimitExceeded => self.too_deep(at),
            cause => self.error(ErrorKind::Syntax, at, format!("not YAML: {cause}")),
        }
    }
}

/// A tag in full, with the prefix that its handle stands for.
fn full_name(tag: &Tag) -> String {
    format!("{}{}", tag.handle(), tag.suffix())
}

/// The dash of the first item of a block sequence that is the value of a key. The parser reports the item itself if the dash is
/// not indented more than the key:
///
/// ```yaml
/// required:
/// - name
/// ```
fn dash_before(text: &str, at: usize) -> Option<usize> {
    let mut end = at;
    loop {
        let start = text[..end].rfind('\n').map_or(0, |newline| newline + 1);
        let line = text[start..end.max(start)].trim_start_matches(' ');
        if line.starts_with('-') || (line.is_empty() && text[end..].starts_with('-')) {
            return Some(end - line.len());
        }
        // Above the item, only comments and the item's own properties may follow the dash.
        if start == 0 || !(line.trim().is_empty() || line.starts_with(['#', '&', '!'])) {
            return None;
        }
        end = start - 1;
    }
}
