//! JSON Pointers into a document as JSON.

use super::{Document, Origin, SchemaId, Token};
use crate::{Keyword, pointer};

impl SchemaId {
    /// Its position in [`Document::iter`].
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

impl Document {
    /// All schemas, each with its JSON Pointer in [`to_json`](Self::to_json), a schema before those inside it.
    ///
    /// ```
    /// use schema_ir::{NormaliseOptions, Source, normalise};
    /// let text = br##"{"items": {"$ref": "#/definitions/A"}, "definitions": {"A": {"not": {}}}}"##;
    /// let source = Source::parse("a.json", text.to_vec())?;
    /// let document = normalise(&source, &NormaliseOptions::default())?.document;
    ///
    /// let pointers: Vec<String> = document.pointers().into_iter().map(|(pointer, _)| pointer).collect();
    /// assert_eq!(pointers, ["", "/$defs/A", "/$defs/A/not", "/items"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn pointers(&self) -> Vec<(String, SchemaId)> {
        let mut found = Vec::new();
        let mut open = vec![(String::new(), self.root())];
        while let Some((at, id)) = open.pop() {
            let below = |(keyword, token, id): (Keyword, Token<'_>, SchemaId)| {
                (token.below(&pointer::push(&at, keyword.name())), id)
            };
            open.extend(self[id].subschemas().map(below));
            if id == self.root() {
                let section = pointer::push("", Keyword::Defs.name());
                open.extend(self.definitions.iter().map(|(name, id)| (pointer::push(&section, name), *id)));
            }
            found.push((at, id));
        }
        found
    }

    /// The same schemas, without pointers.
    ///
    /// ```
    /// use schema_ir::{Document, Schema};
    /// let document = Document::new(Schema::default());
    /// assert_eq!(document.nested().collect::<Vec<_>>(), [document.root()]);
    /// ```
    pub fn nested(&self) -> impl Iterator<Item = SchemaId> {
        let mut open = vec![self.root()];
        std::iter::from_fn(move || {
            let id = open.pop()?;
            open.extend(self[id].subschemas().map(|(.., id)| id));
            if id == self.root() {
                open.extend(self.definitions.values().copied());
            }
            Some(id)
        })
    }

    /// The place in the source of what has the JSON Pointer `pointer` in [`to_json`](Self::to_json).
    ///
    /// ```
    /// use schema_ir::{NormaliseOptions, Source, normalise};
    /// let text = br##"{"definitions": {"A": {"type": "null"}}, "$ref": "#/definitions/A"}"##;
    /// let source = Source::parse("a.json", text.to_vec())?;
    /// let document = normalise(&source, &NormaliseOptions::default())?.document;
    /// assert_eq!(document.origin_of("/$defs/A/type").pointer, "/definitions/A/type");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn origin_of(&self, pointer: &str) -> Origin {
        let tokens: Vec<String> = pointer::tokens(pointer).collect();
        let mut rest = tokens.as_slice();
        let mut here = self.root();
        if let [section, name, below @ ..] = rest
            && section == Keyword::Defs.name()
            && let Some(id) = self.definition(name)
        {
            (here, rest) = (id, below);
        }
        while let Some((id, below)) = self.step(here, rest) {
            (here, rest) = (id, below);
        }
        let origin = &self[here].origin;
        let pointer = rest.iter().fold(origin.pointer.clone(), |at, token| pointer::push(&at, token));
        Origin { file: origin.file.clone(), pointer }
    }

    /// The schema inside `id` to which the first tokens lead, and the tokens after them.
    fn step<'t>(&self, id: SchemaId, tokens: &'t [String]) -> Option<(SchemaId, &'t [String])> {
        let (keyword, below) = tokens.split_first()?;
        let mut inside = self[id].inside(Keyword::from_name(keyword)?).peekable();
        if let Some((Token::None, id)) = inside.peek() {
            return Some((*id, below));
        }
        let (name, below) = below.split_first()?;
        let (_, id) = inside.find(|(token, _)| token.to_string() == *name)?;
        Some((id, below))
    }
}
