//! Makes JSON texts that a sampled value cannot express: duplicate keys, escapes, text around a document.

use schema_ir::{Document, Keyword, pointer};
use serde_json::Value;

use crate::facts::Facts;

/// A text, and whether the type must accept it.
pub(super) struct Probe {
    pub text: String,
    pub valid: bool,
    /// Instance pointer to the part that it tests.
    pub path: String,
    pub what: &'static str,
}

/// Makes probes from a valid instance.
pub(super) fn make_probes(document: &Document, instance: &Value) -> Vec<Probe> {
    let plain = instance.to_string();
    let mut found = Vec::new();
    let mut about_whole = |text: String, valid, what| found.push(Probe { text, valid, path: String::new(), what });
    about_whole(format!("\t\r\n {plain} \n"), true, "white space around the document");
    about_whole(format!("\u{feff}{plain}"), false, "a byte-order mark");
    about_whole(format!("{plain} 1"), false, "a second value after the document");
    // A number without its last digit is a number too.
    if !instance.is_number() {
        about_whole(plain.get(..plain.len() - 1).unwrap_or_default().to_owned(), false, "a document that ends early");
    }
    let mut open = vec![(String::new(), Some(document.root()), instance)];
    while let Some((at, id, value)) = open.pop() {
        let facts = id.map(|id| Facts::at(document, id));
        let schema_of = |token: &str| facts.as_ref()?.member(token);
        match value {
            Value::Array(items) => {
                let tokens = (0..).map(|index: usize| index.to_string());
                open.extend(
                    tokens.zip(items).map(|(token, item)| (pointer::push(&at, &token), schema_of(&token), item)),
                );
            }
            Value::Object(members) => {
                for (key, member) in members {
                    let here = pointer::push(&at, key);
                    let closed = |facts: &Facts<'_>| {
                        facts.inside(Keyword::AdditionalProperties).is_some_and(|more| document[more].is_false())
                    };
                    if facts.as_ref().is_some_and(|facts| closed(facts) || facts.property(key).is_some()) {
                        let twice = |extra: String| text_with(instance, &at, &add_member(value, &extra, member));
                        let quoted = Value::from(key.as_str()).to_string();
                        found.push(Probe {
                            text: twice(quoted),
                            valid: false,
                            path: here.clone(),
                            what: "a duplicate key",
                        });
                        found.push(Probe {
                            text: twice(escape_all(key)),
                            valid: false,
                            path: here.clone(),
                            what: "a duplicate key, once escaped",
                        });
                    }
                    open.push((here, schema_of(key), member));
                }
                if let Some((key, member)) = members.iter().next() {
                    let mut rest = members.clone();
                    rest.shift_remove(key);
                    let text = text_with(instance, &at, &add_member(&rest.into(), &escape_all(key), member));
                    found.push(Probe {
                        text,
                        valid: true,
                        path: pointer::push(&at, key),
                        what: "a key written with escapes",
                    });
                }
            }
            _ => {}
        }
    }
    found
}

/// The text of `instance` with `text` in place of the value at `at`.
fn text_with(instance: &Value, at: &str, text: &str) -> String {
    const MARK: &str = "\u{0}here\u{0}";
    let mut marked = instance.clone();
    if let Some(place) = marked.pointer_mut(at) {
        *place = MARK.into();
    }
    marked.to_string().replace(&Value::from(MARK).to_string(), text)
}

fn add_member(object: &Value, quoted: &str, member: &Value) -> String {
    let text = object.to_string();
    let inner = text.strip_suffix('}').unwrap_or(&text);
    let comma = if inner.len() > 1 { "," } else { "" };
    format!("{inner}{comma}{quoted}:{member}}}")
}

/// The key as a JSON string of escapes only (RFC 8259, 7).
fn escape_all(key: &str) -> String {
    let units: String = key.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
    format!("\"{units}\"")
}
