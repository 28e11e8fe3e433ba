//! The formats and numbers of generated types, in a struct of one's own: no value is lost.
//!
//!     cargo run --package schema-types --example own_struct

use std::net::Ipv4Addr;

use schema_types::format::{DateTime, Ipv4};
use schema_types::number::{Integer, Number};
use serde::{Deserialize, Serialize};

#[derive(Deserialize, Serialize)]
struct Visit {
    at: DateTime,
    from: Ipv4,
    user: Integer,
    seconds: Number,
}

const TEXT: &str = r#"{"at":"2030-01-31T12:00:00+01:00","from":"127.0.0.1","user":9007199254740993,"seconds":100.0}"#;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let visit: Visit = serde_json::from_str(TEXT)?;
    println!("{}", serde_json::to_string(&visit)?);
    println!("{}", describe(&visit)?);
    Ok(())
}

fn describe(visit: &Visit) -> Result<String, Box<dyn std::error::Error>> {
    let Visit { at, from, user, seconds } = visit;
    let address = Ipv4Addr::try_from(from)?;
    let near = if address.is_loopback() { "here" } else { "elsewhere" };
    Ok(format!("{} from {near} at {at}, for {} s", u64::try_from(*user)?, seconds.as_f64()))
}

#[test]
fn no_value_is_lost() -> Result<(), Box<dyn std::error::Error>> {
    let visit: Visit = serde_json::from_str(TEXT)?;
    assert_eq!(describe(&visit)?, "9007199254740993 from here at 2030-01-31T12:00:00+01:00, for 100 s");
    assert_eq!(serde_json::to_string(&visit)?, TEXT);
    Ok(())
}
