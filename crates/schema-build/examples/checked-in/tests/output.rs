//! The program prints what it read.

use std::process::Command;

#[test]
fn prints_the_reading() -> std::io::Result<()> {
    let output = Command::new(env!("CARGO_BIN_EXE_checked-in")).output()?;
    assert_eq!(String::from_utf8_lossy(&output.stdout), "cellar: 61.5 %\n");
    Ok(())
}
