//! `src/snapshot.rs` equals the code that is generated from `schemas/`, byte for byte.
#![cfg(feature = "generate")]
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::Path;
use std::{env, fs};

/// The file that the build script wrote for this build.
const GENERATED: &str = include_str!(concat!(env!("OUT_DIR"), "/schemas.rs"));
const REFRESH: &str = "UPDATE_EXPECT=1 cargo test --test snapshot";

#[test]
fn the_snapshot_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/snapshot.rs");
    if env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, GENERATED).unwrap();
    }
    let snapshot = fs::read_to_string(&path).unwrap_or_default();
    if snapshot != GENERATED {
        let same = snapshot.lines().zip(GENERATED.lines()).take_while(|(old, new)| old == new).count();
        panic!(
            "src/snapshot.rs:{}: differs from the code generated from schemas/; update it with `{REFRESH}`",
            same + 1
        );
    }
}
