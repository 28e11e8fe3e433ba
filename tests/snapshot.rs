//! The snapshots equal the code that is generated from `schemas/`, byte for byte.
#![cfg(feature = "generate")]
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
#[path = "../build.rs"]
mod build;

use std::path::Path;
use std::{env, fs};

const REFRESH: &str = "UPDATE_EXPECT=1 cargo test --test snapshot";

fn check(file: &str, open: bool) {
    let generated = build::builder(open).generate().unwrap().source;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, &generated).unwrap();
    }
    let snapshot = fs::read_to_string(&path).unwrap_or_default();
    if snapshot != generated {
        let same = snapshot.lines().zip(generated.lines()).take_while(|(old, new)| old == new).count();
        panic!("{file}:{}: differs from the code generated from schemas/; update it with `{REFRESH}`", same + 1);
    }
}

#[test]
fn the_snapshot_is_up_to_date() {
    check("src/snapshot.rs", true);
    // What the build script wrote for this build.
    assert_eq!(fs::read_to_string("src/snapshot.rs").unwrap(), include_str!(concat!(env!("OUT_DIR"), "/schemas.rs")));
}

#[test]
fn the_snapshot_without_the_feature_open_is_up_to_date() {
    check("src/snapshot_exact.rs", false);
}
