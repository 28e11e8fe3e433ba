//! What the program prints. `UPDATE_EXPECT=1 cargo test` writes the file; read the difference.

use std::process::Command;

use expect_test::expect_file;

#[test]
fn prints_the_values() -> std::io::Result<()> {
    let output = Command::new(env!("CARGO_BIN_EXE_values")).output()?;
    expect_file!["output.txt"].assert_eq(&String::from_utf8_lossy(&output.stdout));
    assert!(output.status.success());
    Ok(())
}
