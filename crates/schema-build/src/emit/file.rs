//! The output as a whole.

use std::collections::BTreeSet;

use super::{Document, TopLevel, annotations, literal, schemas};
use crate::doc::in_code;
use crate::names::ident;
use crate::print::{Attributes, Body, Call, Code, Definition, Module, Part, Written};

/// The documents' types, those that they share, and what the types need beside them; and the features of the run-time that
/// the code needs.
pub(crate) fn emit_file(
    documents: Vec<Document>,
    top: &TopLevel,
    drift_check: bool,
) -> (Vec<Code>, BTreeSet<&'static str>) {
    let features = documents.iter().flat_map(|document| document.features.iter().copied()).collect();
    let (major, minor) = schema_types::private::VERSION;
    let mut code = vec![Code::Line(format!("::schema_types::generated_for!({major}, {minor});"))];
    let [mut shared, mut open, mut open_shared] = std::array::from_fn(|_| Vec::new());
    let (mut annotated, mut annotated_shared) = (Vec::new(), Vec::new());
    let (mut files, mut definitions) = (Vec::new(), Vec::new());
    for document in documents {
        code.extend(document.types.own);
        shared.extend(document.types.shared);
        if let Some(types) = document.open {
            open.extend(types.own);
            open_shared.extend(types.shared);
        }
        annotated.extend(document.annotations.0);
        annotated_shared.extend(document.annotations.1);
        files.push(document.description);
        definitions.extend(document.definitions);
    }
    code.extend(module("shared", "Types that are alike in several schemas.", shared));
    open.extend(module("shared", "Types that are alike in several schemas.", open_shared));
    code.extend(module(
        "open",
        "The profile `open`: types that read all that the exact ones read, and keep undeclared keys and unknown values.",
        open,
    ));
    code.extend(module("format", "Strings with formats that JSON Schema does not define.", formats(top)));
    let doc =
        "Titles, descriptions and checked keywords, for the schemas that the drift check regenerates from the types.";
    let annotations = module("annotations", doc, annotations::emit(annotated, annotated_shared));
    code.extend(annotations.map(private));
    let definitions = definitions.into_iter().map(|(name, json)| {
        let head = format!("{name} = {}", literal(&json));
        Code::Call(Call { name: "definitions", head, clauses: Vec::new() })
    });
    code.extend(module("definitions", "The schemas that validators refer to.", definitions.collect()).map(private));
    if drift_check {
        code.push(schemas::emit(files));
    }
    (code, features)
}

fn module(name: &str, doc: &str, code: Vec<Code>) -> Option<Code> {
    let module = |code| Module { doc: doc.to_owned(), allowed: Vec::new(), is_public: true, name: ident(name), code };
    (!code.is_empty()).then(|| Code::Module(module(code)))
}

fn private(code: Code) -> Code {
    match code {
        Code::Module(module) => Code::Module(Module { is_public: false, ..module }),
        other => other,
    }
}

/// The types of strings with formats that the run-time does not have.
fn formats(top: &TopLevel) -> Vec<Code> {
    let emit = |(format, name): (&String, &String)| {
        let name = ident(name);
        let doc = format!(
            " A string with the format `{}`. The text is kept as it is: a format annotates and",
            in_code(format)
        );
        let doc = vec![doc, " rejects nothing.".to_owned()];
        let part = Part::of(Vec::new(), name.clone(), Written::name("String".to_owned()));
        let derives = ["Clone", "Debug", "PartialEq", "Eq", "Hash"].map(str::to_owned).to_vec();
        let attributes = Attributes { derives, ..Attributes::default() };
        let body = Body::Newtype { part, is_public: false };
        let definition = Definition { doc, attributes, name: name.clone(), body };
        let call = Call { name: "text", head: format!("{name} = {}", literal(format)), clauses: Vec::new() };
        [Code::Definition(Box::new(definition)), Code::Call(call)]
    };
    top.formats.iter().flat_map(emit).collect()
}
