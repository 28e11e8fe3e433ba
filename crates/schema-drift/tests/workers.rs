//! The child processes of the command: they end with their parent, and only their own work counts as time.
#![cfg(all(feature = "cli", target_os = "linux"))]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

use serde_json::{Value, json};

/// The command `batch`, which answers each line.
struct Batch(Child);

impl Batch {
    fn start(arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_schema-drift"));
        command.arg("batch").args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
        Batch(command.spawn().unwrap())
    }

    fn ask(&mut self, old: &Value, new: &Value) {
        let input = self.0.stdin.as_mut().unwrap();
        writeln!(input, "{}", json!({"old": old, "new": new})).unwrap();
    }

    fn answer(&mut self) -> Value {
        let mut line = String::new();
        BufReader::new(self.0.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }

    /// The id of its child process, when there is one.
    fn worker(&self) -> String {
        let parent = self.0.id().to_string();
        let is_child = |id: &String| status(id).is_some_and(|status| status[1] == parent);
        until(|| {
            let ids = fs::read_dir("/proc").unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
            ids.filter(|id| id.parse::<u32>().is_ok()).find(is_child)
        })
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The state and the parent of a process, if there is one.
fn status(id: &str) -> Option<[String; 2]> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let mut fields = stat.rsplit(')').next()?.split_whitespace().map(str::to_owned);
    Some([fields.next()?, fields.next()?])
}

fn signal(name: &str, id: &str) {
    assert!(Command::new("kill").args([name, id]).status().unwrap().success());
}

#[track_caller]
fn until<T>(find: impl Fn() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = find() {
            return found;
        }
        assert!(start.elapsed() < Duration::from_secs(20), "waited too long");
        thread::sleep(Duration::from_millis(10));
    }
}

fn slow(letter: char) -> Value {
    json!({"type": "string", "pattern": format!("^[ab]*{letter}[ab]{{17}}$")})
}

#[test]
fn a_worker_ends_with_its_parent() {
    for name in ["-TERM", "-KILL"] {
        let mut batch = Batch::start(&["--time-limit", "600", "--memory-limit", "4096"]);
        batch.ask(&slow('a'), &slow('b'));
        let worker = batch.worker();
        thread::sleep(Duration::from_millis(100));
        assert!(status(&worker).is_some(), "the pair is not slow");
        signal(name, &batch.0.id().to_string());
        // A process that nobody has waited for is in the state Z.
        until(|| status(&worker).is_none_or(|status| status[0] == "Z").then_some(()));
    }
}

#[test]
fn time_in_which_a_worker_cannot_work_does_not_count() {
    let mut batch = Batch::start(&["--time-limit", "1"]);
    let (old, new) = (json!({"type": "string"}), json!({}));
    batch.ask(&old, &new);
    assert_eq!(batch.answer()["verdict"], "wider");
    let worker = batch.worker();
    signal("-STOP", &worker);
    batch.ask(&old, &new);
    thread::sleep(Duration::from_millis(1_500));
    signal("-CONT", &worker);
    assert_eq!(batch.answer()["verdict"], "wider");
}
