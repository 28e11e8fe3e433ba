//! A temporary folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// A folder of this process, which is removed at the end.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(name: &str) -> io::Result<Self> {
        let path = std::env::temp_dir().join(format!("ratios-{name}-{}", std::process::id()));
        fs::create_dir_all(&path)?;
        Ok(Folder(path))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn write(&self, name: &str, content: &str) -> io::Result<PathBuf> {
        let file = self.0.join(name);
        file.parent().map(fs::create_dir_all).transpose()?;
        fs::write(&file, content)?;
        Ok(file)
    }

    /// Writes JSON as a person has it, with a line for each value.
    pub fn write_json(&self, name: &str, value: &Value) -> io::Result<PathBuf> {
        self.write(name, &format!("{value:#}\n"))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed stays where temporary files are.
        let _ = fs::remove_dir_all(&self.0);
    }
}
