//! Runs the program `git` on a repository that is here, and never its network.

mod objects;
mod records;
mod revision;

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

pub(super) use records::Records;
pub(super) use revision::{INDEX, Revision};

/// Bytes of a message of git that are repeated.
const MAX_MESSAGE: u64 = 4_096;

/// The repository to which a folder belongs.
#[derive(Clone)]
pub(super) struct Git {
    folder: PathBuf,
}

impl Git {
    pub fn of_folder(folder: &Path) -> Self {
        Git { folder: folder.to_owned() }
    }

    /// The path of a file or folder from the top of its repository, as git writes it after `REV:`.
    pub fn path_of(&self, inside: &str) -> Result<String, String> {
        let mut prefix = self.line(&["rev-parse", "--show-prefix"])?;
        for segment in inside.split('/') {
            match segment {
                "" | "." => {}
                ".." => {
                    let parent = prefix.trim_end_matches('/').rfind('/').map_or(0, |end| end + 1);
                    if prefix.is_empty() {
                        return Err("the path leaves the repository".to_owned());
                    }
                    prefix.truncate(parent);
                }
                name => {
                    prefix.push_str(name);
                    prefix.push('/');
                }
            }
        }
        Ok(prefix.trim_end_matches('/').to_owned())
    }

    /// The line that git prints.
    pub fn line(&self, arguments: &[&str]) -> Result<String, String> {
        let mut lines = self.records(arguments, b'\n')?;
        let line = lines.next().transpose()?.unwrap_or_default();
        lines.next().transpose()?;
        Ok(line)
    }

    /// Starts git, and reads what it prints as records with this byte at their end.
    pub fn records(&self, arguments: &[&str], end: u8) -> Result<Records, String> {
        Ok(Records::new(self.start(arguments, Stdio::null())?, end))
    }

    fn start(&self, arguments: &[&str], input: Stdio) -> Result<Child, String> {
        let mut command = Command::new("git");
        // In a partial clone, git would fetch what it lacks.
        command.env("GIT_NO_LAZY_FETCH", "1").args(["-c", "protocol.allow=never", "--no-pager", "-C"]);
        command.arg(&self.folder).args(arguments);
        command.stdin(input).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => "the program `git` is not installed".to_owned(),
            _ => format!("git cannot be started: {error}"),
        })
    }
}

/// Waits for a process that has closed its output, and returns why it failed.
fn find_failure(child: &mut Child) -> Option<String> {
    let mut message = String::new();
    let errors = child.stderr.take();
    let _ = errors.map(|errors| errors.take(MAX_MESSAGE).read_to_string(&mut message));
    match child.wait() {
        Ok(status) if status.success() => None,
        _ if message.is_empty() => Some("git failed".to_owned()),
        _ => Some(format!("git: {}", message.trim().trim_start_matches("fatal: "))),
    }
}
