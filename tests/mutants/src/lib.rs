//! The generated types with mistakes put in by hand, one module for each mistake.

pub mod mistake;

include!(concat!(env!("OUT_DIR"), "/mutants.rs"));
