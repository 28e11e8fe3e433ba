//! Types that derive traits of other crates and are read and written in formats other than JSON.
#![deny(warnings)]

include!(concat!(env!("OUT_DIR"), "/schemas.rs"));
