//! From Rust through schemars to Rust: the generated types are the enums of the model, and read and write what it writes.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use generated::from_model::{self, Model, model as types};
use generated::model;
use serde_json::{Value, json};

/// A value with every variant of the model.
fn value() -> model::Model {
    let point = || model::Point { x: 1, y: -2 };
    model::Model {
        sizes: vec![model::Size::Small, model::Size::VeryLarge],
        colours: vec![model::Colour::Blue, model::Colour::Grey, model::Colour::VeryRed],
        steps: vec![
            model::Step::Stop,
            model::Step::Go,
            model::Step::Move(point()),
            model::Step::Say("hello".to_owned()),
            model::Step::Both(3, "b".to_owned()),
            model::Step::Jump { height: 7, colour: Some(model::Colour::VeryRed) },
            model::Step::Jump { height: 7, colour: None },
        ],
        events: vec![
            model::Event::Started,
            model::Event::Moved(model::Target { at: point() }),
            model::Event::Ended { code: 0, reason: None },
        ],
        jobs: vec![model::Job::Rest, model::Job::Paint(model::Colour::Grey), model::Job::Walk { to: point() }],
        values: vec![
            model::Loose::Number(1.5),
            model::Loose::Text("t".to_owned()),
            model::Loose::At(point()),
            model::Loose::Many(vec![point()]),
        ],
        name: model::Name("n".to_owned()),
        range: model::Range(1, 2),
    }
}

#[test]
fn the_variants_are_those_of_the_model() {
    let json = serde_json::to_value(value()).unwrap();
    let read: Model = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(read.sizes, [types::Size::Small, types::Size::VeryLarge]);
    assert_eq!(read.colours, [types::Colour::Blue, types::Colour::Grey, types::Colour::VeryRed]);
    let [types::Step::Stop, types::Step::Go, types::Step::Move(point), types::Step::Say(text), both, jump, _] =
        read.steps.as_slice()
    else {
        unreachable!("{:?}", read.steps)
    };
    assert_eq!((point.x.to_string().as_str(), text.as_str()), ("1", "hello"));
    assert!(matches!(both, types::Step::Both((_, text)) if text == "b"));
    assert!(
        matches!(jump, types::Step::Jump(jump) if jump.height == 7 && jump.colour == Some(Some(types::Colour::VeryRed)))
    );
    assert!(matches!(
        read.events.as_slice(),
        [types::Event::Started(_), types::Event::Moved(_), types::Event::Ended(ended)] if ended.reason == Some(None)
    ));
    assert!(matches!(
        read.jobs.as_slice(),
        [types::Job::Rest(_), types::Job::Paint(paint), types::Job::Walk(_)] if paint.with == types::Colour::Grey
    ));
    assert!(matches!(
        read.values.as_slice(),
        [types::Loose::Number(_), types::Loose::String(_), types::Loose::Point(_), types::Loose::Array(_)]
    ));
    assert_eq!(serde_json::to_value(&read).unwrap(), json);
    // What the generated type writes, the model reads.
    assert_eq!(serde_json::from_value::<model::Model>(serde_json::to_value(&read).unwrap()).unwrap(), value());
}

#[test]
fn no_enumeration_has_one_value_only_to_be_a_tag() {
    let source = include_str!(concat!(env!("OUT_DIR"), "/from_model.rs"));
    let exact = source.split("pub mod open").next().unwrap();
    let types: Vec<&str> = exact
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub struct ").or(line.trim().strip_prefix("pub enum ")))
        .map(|line| line.split(|c: char| !c.is_alphanumeric()).next().unwrap())
        .collect();
    let mut expected =
        vec!["Model", "Size", "Colour", "Point", "Step", "Event", "Target", "Job", "Loose", "Name", "Range"];
    // A variant with properties of its own is a struct, which keeps the keys that the schema does not declare.
    expected.extend(["StepJump", "EventStarted", "EventMoved", "EventEnded"]);
    expected.extend(["JobRest", "JobPaint", "JobWalk", "JobWalkWith"]);
    let (mut types, mut expected) = (types, expected);
    types.sort_unstable();
    expected.sort_unstable();
    assert_eq!(types, expected);
}

#[test]
fn the_regenerated_schema_is_that_of_the_model() {
    for vendored in schema_drift::vendored!(from_model::schemas()) {
        let checked = schema_drift::check(&vendored, Path::new("")).unwrap();
        assert_eq!(checked.findings, []);
        assert!(checked.samples.valid > 1 && checked.samples.invalid > 1);
    }
}

#[test]
fn open_types_keep_unknown_variants_and_tags() {
    let mut json = serde_json::to_value(value()).unwrap();
    json["sizes"] = json!(["small", "tiny"]);
    json["steps"] = json!(["Go", "Rest", {"Say": "x"}, {"Fly": {"up": true}}, {"Say": "x", "more": 1}]);
    json["events"] = json!([{"type": "started", "at": 5}, {"type": "lost"}, {"type": "ended", "code": 1.0}]);
    assert!(serde_json::from_value::<Model>(json.clone()).is_err());
    let open: from_model::open::Model = serde_json::from_value(json.clone()).unwrap();
    use from_model::open::model as open_types;
    assert!(matches!(
        open.steps.as_slice(),
        [
            open_types::Step::Go,
            open_types::Step::Unknown(Value::String(_)),
            open_types::Step::Say(_),
            open_types::Step::Unknown(_),
            open_types::Step::Unknown(_),
        ]
    ));
    assert!(matches!(
        open.events.as_slice(),
        [open_types::Event::Started(_), open_types::Event::Unknown(_), open_types::Event::Ended(_)]
    ));
    assert_eq!(serde_json::to_value(&open).unwrap()["steps"], json["steps"]);
    let departures = Model::try_from(open).unwrap_err();
    let pointers: Vec<&str> = departures.0.iter().map(|departure| departure.pointer.as_str()).collect();
    assert_eq!(pointers, ["/sizes/1", "/steps/1", "/steps/3", "/steps/4", "/events/1/type"], "{departures}");
}

#[test]
fn an_open_member_keeps_another_tag_when_it_is_read_by_itself() {
    let open: from_model::open::model::EventStarted = serde_json::from_value(json!({"type": "begun", "x": 1})).unwrap();
    assert_eq!(serde_json::to_value(&open).unwrap(), json!({"type": "begun", "x": 1}));
    let departures = types::EventStarted::try_from(open).unwrap_err();
    assert_eq!(departures.to_string(), "/type: unknown value \"begun\"");
    assert!(serde_json::from_value::<from_model::open::model::EventStarted>(json!({"type": 1})).is_err());
    let error = serde_json::from_value::<types::EventStarted>(json!({"type": "begun"})).unwrap_err().to_string();
    assert_eq!(error, "`type` is \"begun\", expected \"started\"");
    assert!(serde_json::from_value::<types::EventStarted>(json!({})).is_err());
}
