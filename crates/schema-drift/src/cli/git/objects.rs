//! The objects of a repository by their names, such as `main:schemas/user.json`, from one process of git.

use std::io::{self, BufRead as _, BufReader, Read, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use schema_ir::MAX_BYTES;

use super::{Git, find_failure};

/// What a name leads to. Links are followed within the revision.
pub(super) enum Object {
    /// The content of a file, up to one more than [`MAX_BYTES`].
    File(Vec<u8>),
    /// The id of a folder.
    Folder(String),
    /// Neither, such as a submodule or a link out of the revision.
    Other,
    Missing,
}

/// A process that answers names with objects.
pub(super) struct Objects {
    git: Git,
    running: Option<Running>,
}

struct Running {
    child: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Objects {
    pub fn new(git: &Git) -> Self {
        Objects { git: git.clone(), running: None }
    }

    /// The object with a name. The names pass through a pipe, so none is taken for a flag.
    pub fn get(&mut self, name: &str) -> Result<Object, String> {
        if name.contains('\n') {
            return Err("a name with a line break cannot be passed to git".to_owned());
        }
        let mut running = match self.running.take() {
            Some(running) => running,
            None => self.start()?,
        };
        // If the process has ended, its last words explain why.
        let _ = writeln!(running.requests, "{name}").and_then(|()| running.requests.flush());
        let mut header = String::new();
        let unreadable = |error: io::Error| format!("git cannot be read: {error}");
        if running.answers.read_line(&mut header).map_err(unreadable)? == 0 {
            return Err(find_failure(&mut running.child).unwrap_or_else(|| "git ended early".to_owned()));
        }
        let header = header.trim_end();
        if header.ends_with(" missing") || header.ends_with(" ambiguous") {
            self.running = Some(running);
            return Ok(Object::Missing);
        }
        let mut words = header.split(' ');
        let (id, kind) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        // A link that leads to no object is answered by a word and a size.
        let size: u64 = words.next().unwrap_or(kind).parse().map_err(|_| format!("git answers {header:?}"))?;
        let content = running.read_content(size).map_err(unreadable)?;
        // A process with the rest of a large object before it is not used again.
        self.running = (content.len() as u64 == size).then_some(running);
        Ok(match kind {
            "blob" => Object::File(content),
            "tree" => Object::Folder(id.to_owned()),
            _ => Object::Other,
        })
    }

    fn start(&self) -> Result<Running, String> {
        let mut child = self.git.start(&["cat-file", "--batch", "--follow-symlinks"], Stdio::piped())?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(requests), Some(out)) => Ok(Running { child, requests, answers: BufReader::new(out) }),
            _ => Err("git has no pipes".to_owned()),
        }
    }
}

impl Running {
    fn read_content(&mut self, size: u64) -> io::Result<Vec<u8>> {
        let mut content = Vec::new();
        let read = size.min(MAX_BYTES as u64 + 1);
        self.answers.by_ref().take(read).read_to_end(&mut content)?;
        if (content.len() as u64) < read {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if read == size {
            // A line break follows.
            self.answers.read_exact(&mut [0])?;
        }
        Ok(content)
    }
}
