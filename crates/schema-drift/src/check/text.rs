//! JSON texts that differ where no JSON value does: keys twice, escapes, what surrounds a document.

use schema_build::pointer;
use serde_json::Value;

use super::reading::below;
use crate::view::View;

/// A text and whether it must be read.
pub(super) struct Probe {
    pub text: String,
    pub valid: bool,
    /// Instance pointer to what it is about.
    pub place: String,
    pub what: &'static str,
}

/// Probes made from a valid instance.
pub(super) fn probes(document: &Value, instance: &Value) -> Vec<Probe> {
    let plain = instance.to_string();
    let mut found = Vec::new();
    let mut about_whole = |text: String, valid, what| found.push(Probe { text, valid, place: String::new(), what });
    about_whole(format!("\t\r\n {plain} \n"), true, "white space around the document");
    about_whole(format!("\u{feff}{plain}"), false, "a byte-order mark");
    about_whole(format!("{plain} 1"), false, "a second value after the document");
    // A number that ends early is another number.
    if !instance.is_number() {
        about_whole(plain.get(..plain.len() - 1).unwrap_or_default().to_owned(), false, "a document that ends early");
    }
    let mut open = vec![(String::new(), Some(String::new()), instance)];
    while let Some((at, schema, value)) = open.pop() {
        let view = schema.map(|schema| View::at(document, &schema));
        let schema_of = |token: &str| below(view.as_ref()?, token);
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
                    let closed = |view: &View<'_>| view.value("additionalProperties") == Some(&Value::Bool(false));
                    if view.as_ref().is_some_and(|view| closed(view) || view.property(key).is_some()) {
                        let twice = |extra: String| replaced(instance, &at, &with_member(value, &extra, member));
                        let quoted = Value::from(key.as_str()).to_string();
                        found.push(Probe {
                            text: twice(quoted),
                            valid: false,
                            place: here.clone(),
                            what: "a key that stands twice",
                        });
                        found.push(Probe {
                            text: twice(escaped(key)),
                            valid: false,
                            place: here.clone(),
                            what: "a key that stands twice, once escaped",
                        });
                    }
                    open.push((here, schema_of(key), member));
                }
                if let Some((key, member)) = members.iter().next() {
                    let mut rest = members.clone();
                    rest.shift_remove(key);
                    let text = replaced(instance, &at, &with_member(&rest.into(), &escaped(key), member));
                    found.push(Probe {
                        text,
                        valid: true,
                        place: pointer::push(&at, key),
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
fn replaced(instance: &Value, at: &str, text: &str) -> String {
    const MARK: &str = "\u{0}here\u{0}";
    let mut marked = instance.clone();
    if let Some(place) = marked.pointer_mut(at) {
        *place = MARK.into();
    }
    marked.to_string().replace(&Value::from(MARK).to_string(), text)
}

fn with_member(object: &Value, quoted: &str, member: &Value) -> String {
    let text = object.to_string();
    let inner = text.strip_suffix('}').unwrap_or(&text);
    let comma = if inner.len() > 1 { "," } else { "" };
    format!("{inner}{comma}{quoted}:{member}}}")
}

/// The key as a JSON string of escapes only (RFC 8259, 7).
fn escaped(key: &str) -> String {
    let units: String = key.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
    format!("\"{units}\"")
}
