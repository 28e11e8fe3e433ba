#![doc = include_str!("../README.md")]
// docs.rs builds with nightly, where each item then shows its feature.
#![cfg_attr(docsrs, feature(doc_cfg))]

#[macro_use]
mod text;
#[macro_use]
mod convert;
pub mod adapter;
mod annotation;
mod check;
mod construct;
mod debug_names;
#[macro_use]
pub mod format;
pub mod guard;
pub mod json;
#[cfg(feature = "schemars")]
mod json_schema;
mod keyed;
mod map;
mod newtype;
pub mod number;
mod object;
mod outside;
mod schema_macros;
mod short;
mod string_enum;
mod token;
mod traits;
mod union;
mod validator;
mod value_enum;
#[cfg(feature = "schemars")]
mod vendored;
mod version;
mod wire;

/// Any JSON value: `serde_json`'s.
pub use serde_json::Value;
#[cfg(feature = "schemars")]
pub use vendored::{Outside, ReadBack, VendoredSchema};

/// The items that the macros refer to. No part of it is for use by hand, and all of it may change in any release.
#[doc(hidden)]
pub mod private {
    pub use std::any::type_name;
    pub use std::borrow::Cow;
    pub use std::collections::BTreeMap;
    pub use std::string::String;
    pub use std::vec::Vec;

    #[cfg(feature = "schemars")]
    pub use schemars;
    pub use serde;
    pub use serde_json::Error as JsonError;

    pub use crate::annotation::{Annotated, Annotation, Literal};
    pub use crate::check::*;
    pub use crate::construct::{Trusted, checked, finite, to_value, trusted, without};
    pub use crate::convert::{InstancePath, Open, key_of, narrow, narrow_by_json, narrow_value, widen};
    pub use crate::json::likely::{is_likely_end, skip_likely_key};
    #[cfg(feature = "schemars")]
    pub use crate::json_schema::*;
    pub use crate::keyed::{ByKey, OneKey, read_keyed, read_keyed_as, write_keyed};
    pub use crate::map::Map;
    pub use crate::object::{
        Closed, Constant, Denied, Ignored, Members, Object, Rest, absent, depart_constants, first_of_each, given,
        is_constant, read_members, slot, undeclared, write_map, write_struct, write_value,
    };
    pub use crate::string_enum::{OneOf, find_known, parse, read_from_text, read_place};
    pub use crate::traits::*;
    pub use crate::union::{ByType, Dispatch, Refusals, attempt, depart_tag, has_tag, is_of, none, tag, two};
    #[cfg(feature = "jsonschema")]
    pub use crate::validator::{Format, Validator};
    pub use crate::value_enum::{parse_json, read_literal, write_literal};
    #[cfg(feature = "schemars")]
    pub use crate::vendored::{Carried, OutsideOf, Twin, VendoredFile};
    pub use crate::version::{VERSION, check_version};
}
