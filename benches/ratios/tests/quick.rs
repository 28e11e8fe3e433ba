//! Everything runs, on small inputs.

use std::process::Command;

#[test]
fn every_part_prints_its_tables() -> Result<(), Box<dyn std::error::Error>> {
    let output = Command::new(env!("CARGO_BIN_EXE_ratios")).arg("--quick").output()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told = String::from_utf8(output.stdout)?;
    for part in ["reading", "receiving", "writing", "generating", "comparing", "compiling"] {
        assert!(told.lines().any(|line| line.starts_with(part)), "no table of {part}:\n{told}");
    }
    Ok(())
}
