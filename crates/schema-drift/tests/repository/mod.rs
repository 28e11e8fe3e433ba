//! A git repository in a temporary folder.

use std::process::Command;

use crate::folder::Folder;

pub struct Repository {
    pub folder: Folder,
}

impl Repository {
    /// `None`, with a note, if git is not installed.
    pub fn new(test: &str) -> Option<Self> {
        if Command::new("git").arg("--version").output().is_err() {
            eprintln!("{test}: skipped, because git is not installed");
            return None;
        }
        let repository = Repository { folder: Folder::new(test) };
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        Some(repository)
    }

    pub fn git(&self, arguments: &[&str]) {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=test", "-c", "user.email=test@localhost", "-c", "commit.gpgsign=false"]);
        let output = command.args(arguments).current_dir(&self.folder.0).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {output:?}");
    }

    /// Commits all files.
    pub fn commit(&self, subject: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", subject]);
    }
}
