//! Types as a user of serde and schemars writes them, with enums of all four taggings.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Everything.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Model {
    /// Enums without values.
    pub sizes: Vec<Size>,
    /// Some of them documented.
    pub colours: Vec<Colour>,
    /// Tagged externally.
    pub steps: Vec<Step>,
    /// Tagged internally.
    pub events: Vec<Event>,
    /// Tagged adjacently.
    pub jobs: Vec<Job>,
    /// Not tagged.
    pub values: Vec<Loose>,
    /// A newtype.
    pub name: Name,
    /// A tuple.
    pub range: Range,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Size {
    Small,
    VeryLarge,
}

/// A colour.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Colour {
    Blue,
    Grey,
    /// Red hot.
    VeryRed,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Point {
    pub x: i32,
    pub y: i32,
}

/// A step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub enum Step {
    Stop,
    Go,
    /// Moves to a point.
    Move(Point),
    Say(String),
    Both(i32, String),
    Jump {
        height: u8,
        colour: Option<Colour>,
    },
}

/// An event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Event {
    Started,
    Moved(Target),
    /// How it ended.
    Ended {
        code: i32,
        reason: Option<String>,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Target {
    pub at: Point,
}

/// A job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", content = "with", deny_unknown_fields)]
pub enum Job {
    Rest,
    Paint(Colour),
    Walk { to: Point },
}

/// A value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Loose {
    Number(f64),
    Text(String),
    At(Point),
    Many(Vec<Point>),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Name(pub String);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Range(pub i32, pub i32);
