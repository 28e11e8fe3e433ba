//! The generated types with mistakes put in by hand, one module for each mistake.

include!(concat!(env!("OUT_DIR"), "/edits.rs"));
