//! Uses types that were generated once and are in git, so that no build script runs. After a change of `schemas/`:
//!
//!     schema-build --config schema-build.toml
//!
//! In CI, this fails if someone forgot to:
//!
//!     schema-build --config schema-build.toml --check

#[rustfmt::skip]
mod schemas;

use schemas::Reading;
use schemas::reading::Unit;

fn main() -> Result<(), serde_json::Error> {
    let reading: Reading = serde_json::from_str(r#"{"sensor": "cellar", "unit": "percent", "value": 61.5}"#)?;
    let sign = match reading.unit {
        Unit::Celsius => "°C",
        Unit::Percent => "%",
    };
    println!("{}: {} {sign}", reading.sensor, reading.value);
    Ok(())
}
