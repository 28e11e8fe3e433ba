//! Reads files of JSON with serde_json, and does nothing else: what `benches/deep.py` compares the time of a comparison with.

use std::error::Error;
use std::{env, fs};

use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    let values = env::args().skip(1).map(|file| Ok(serde_json::from_slice(&fs::read(file)?)?));
    let values = values.collect::<Result<Vec<Value>, Box<dyn Error>>>()?;
    println!("{}", values.iter().filter(|value| value.is_object()).count());
    Ok(())
}
