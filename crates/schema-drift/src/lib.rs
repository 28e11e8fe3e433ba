#![doc = include_str!("../README.md")]
// docs.rs builds with nightly and shows the feature that an item needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod algebra;
mod alone;
mod annotation;
mod answer;
// Only the command knows who sends values.
#[cfg_attr(not(feature = "cli"), allow(dead_code))]
mod assume;
mod change_kind;
mod check;
mod classes;
#[cfg(feature = "cli")]
pub mod cli;
mod compare;
mod comparison;
mod counts;
mod decide;
mod difference;
mod embed;
mod facts;
mod finding;
mod hash;
mod instance_path;
mod judge;
// Only the command compares documents of many schemas.
#[cfg_attr(not(feature = "cli"), allow(dead_code))]
mod library;
pub mod limits;
mod open_enum;
mod place;
mod plain;
mod prepared;
mod prove;
mod questions;
mod regenerate;
mod repair;
mod sample;
mod schema;
mod stack;
mod suggest;
mod tree;
mod upstream;
mod validator;
mod vendored;
mod walk;

pub use answer::{Answer, Why};
pub use change_kind::ChangeKind;
pub use check::check;
pub use compare::{Options, compare};
pub use comparison::{AnnotationChange, Change, Comparison, Party, Side, Verdict, Witness};
pub use finding::{Check, Checked, Finding, Samples, Unproved};
pub use place::Place;
pub use questions::{Question, Questions, Steps, ask};
pub use regenerate::regenerate;
pub use repair::Repair;
pub use sample::{Sample, Sampler};
pub use schema::Schema;
pub use schema_ir::{Error, ErrorKind, Errors};
pub use upstream::{Upstream, upstream};
pub use vendored::{Open, Outside, OutsidePlace, Spelling, Vendored};
