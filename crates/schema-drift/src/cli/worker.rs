//! Compares in a child process, with limits of time and memory.
//!
//! A thread could not be stopped, and the allocator aborts the process if there is no memory. The child receives only what a
//! pair needs, and its parent, which has the whole files, adds the lines.

use std::io::{self, BufRead as _, BufReader, Read, Write};
use std::process::{Child, ChildStdin, Command, ExitCode, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use schema_ir::{Error, ErrorKind, Errors, NormaliseOptions, Reading, Source};

use super::report::Report;
use super::request::{Budget, Refused, RefusedError, Reply, Request, SchemaFiles, parse_draft};
use crate::compare::{Failure, Options, compare_in_steps};
use crate::comparison::Comparison;
use crate::limits::STACK_BYTES;
use crate::schema::Schema;
use crate::stack::StackError;

/// The hidden subcommand that a child runs.
pub(super) const COMMAND: &str = "worker";

/// The start of the message of a process that aborts because it got no memory.
const NO_MEMORY: &str = "memory allocation of";

struct Running {
    child: Child,
    requests: ChildStdin,
    responses: Receiver<String>,
    /// The last line that the child writes to standard error.
    last_words: Option<JoinHandle<String>>,
}

/// A child process, which is replaced when it ends or takes too long.
pub(super) struct Worker {
    budget: Budget,
    running: Option<Running>,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Worker {
    pub fn new(budget: Budget) -> Self {
        Worker { budget, running: None }
    }

    /// Compares one pair; the verdict is unknown if the pair exceeds the budget.
    pub fn compare(&mut self, request: &Request) -> Result<Report, Refused> {
        let mut decided = None;
        match self.ask(request, &mut decided) {
            Ok(Reply::Report(report)) => Ok(*report),
            Ok(Reply::Refused(refused)) => Err(refused),
            Ok(Reply::NoRoom) => {
                self.running = None;
                Ok(Report::unknown(out_of_memory(self.budget)))
            }
            Ok(Reply::Decided(_)) => Ok(Report::unknown("the child process sent an unexpected answer")),
            Err(why) => {
                self.running = None;
                // A verdict that arrived in time counts, although its changes are not located.
                Ok(decided.unwrap_or_else(|| Report::unknown(why)))
            }
        }
    }

    fn ask(&mut self, request: &Request, decided: &mut Option<Report>) -> Result<Reply, String> {
        let request = serde_json::to_string(request).map_err(|error| error.to_string())? + "\n";
        if self.running.is_none() {
            self.running = Some(start(self.budget)?);
        }
        let running = self.running.as_mut().ok_or("cannot start a child process")?;
        let until = Instant::now() + self.budget.time;
        let mut response = running.exchange(&request, self.budget.time, self.budget)?;
        loop {
            let answer = serde_json::from_str(&response)
                .map_err(|error| format!("the child process sent an invalid answer: {error}"))?;
            let Reply::Decided(report) = answer else { return Ok(answer) };
            *decided = Some(*report);
            response = running.wait(until.saturating_duration_since(Instant::now()), self.budget)?;
        }
    }
}

impl Running {
    fn exchange(&mut self, request: &str, time: Duration, budget: Budget) -> Result<String, String> {
        let sent = self.requests.write_all(request.as_bytes()).and_then(|()| self.requests.flush());
        sent.map_err(|_| self.died(budget))?;
        self.wait(time, budget)
    }

    fn wait(&mut self, time: Duration, budget: Budget) -> Result<String, String> {
        self.responses.recv_timeout(time).map_err(|error| match error {
            RecvTimeoutError::Timeout => {
                format!("exceeded the {} s limit for this pair; --time-limit raises it", budget.time.as_secs_f64())
            }
            RecvTimeoutError::Disconnected => self.died(budget),
        })
    }

    /// The reason why the child ended.
    fn died(&mut self, budget: Budget) -> String {
        let _ = self.child.kill();
        let words = self.last_words.take().and_then(|thread| thread.join().ok()).unwrap_or_default();
        if words.is_empty() || words.starts_with(NO_MEMORY) {
            out_of_memory(budget)
        } else {
            format!("the comparison failed: {words}")
        }
    }
}

fn out_of_memory(budget: Budget) -> String {
    format!("exceeded the {} MiB limit for this pair; --memory-limit raises it", budget.memory)
}

fn start(budget: Budget) -> Result<Running, String> {
    let failed = |error: io::Error| format!("cannot start a child process: {error}");
    let mut child = Command::new(std::env::current_exe().map_err(failed)?)
        .args([COMMAND, &budget.memory.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .env("RUST_BACKTRACE", "0")
        .spawn()
        .map_err(failed)?;
    let (Some(requests), Some(output), Some(errors)) = (child.stdin.take(), child.stdout.take(), child.stderr.take())
    else {
        return Err("cannot start a child process".to_owned());
    };
    let (sender, responses) = channel();
    // This thread ends when the child closes its output.
    thread::spawn(move || {
        for response in BufReader::new(output).lines() {
            if !response.is_ok_and(|response| sender.send(response).is_ok()) {
                break;
            }
        }
    });
    let last_words = thread::spawn(move || {
        let lines = BufReader::new(errors).lines().map_while(Result::ok);
        lines.fold(String::new(), |last, line| if last.starts_with(NO_MEMORY) { last } else { line })
    });
    Ok(Running { child, requests, responses, last_words: Some(last_words) })
}

/// Runs the child: answers each line of standard input with one or two lines on standard output.
pub(super) fn serve(memory: u64) -> ExitCode {
    limit_memory(memory);
    let mut input = BufReader::new(io::stdin());
    loop {
        let mut request = String::new();
        match input.by_ref().read_line(&mut request) {
            Ok(read) if read > 0 => {}
            _ => return ExitCode::SUCCESS,
        }
        let Ok(request) = serde_json::from_str::<Request>(&request) else { return ExitCode::FAILURE };
        if send(&answer(request).unwrap_or_else(Reply::Refused)).is_err() {
            return ExitCode::SUCCESS;
        }
    }
}

fn send(response: &Reply) -> io::Result<()> {
    let mut output = io::stdout().lock();
    writeln!(output, "{}", serde_json::to_string(response)?)?;
    output.flush()
}

fn answer(request: Request) -> Result<Reply, Refused> {
    let refused =
        |is_old, errors: Errors| Refused { is_old, errors: errors.into_iter().map(RefusedError::from).collect() };
    let parsed = |draft: &Option<String>| draft.as_deref().and_then(|draft| parse_draft(draft).ok());
    let chosen = parsed(&request.draft);
    let reading = Reading::from_names(&request.reading).unwrap_or_default();
    let read = |side: SchemaFiles| {
        let draft = chosen.or_else(|| parsed(&side.draft));
        let mut sources = Vec::with_capacity(side.files.len());
        for (file, text) in side.files {
            sources.push(Source::parse(file, text.into_bytes())?);
        }
        let Some((source, siblings)) = sources.split_first() else {
            return Err(Error::new(ErrorKind::Defect, "-", "no file").into());
        };
        Schema::new(
            source.clone(),
            &NormaliseOptions { draft, at: side.at, siblings, reading, ..NormaliseOptions::default() },
        )
    };
    let old = read(request.old).map_err(|errors| refused(true, errors))?;
    let new = read(request.new).map_err(|errors| refused(false, errors))?;
    let options = Options { formats: request.formats, ..Options::default() };
    let decided = |comparison: &Comparison| {
        // If this cannot be sent, the whole answer fails too.
        let _ = send(&Reply::Decided(Box::new(Report::from(comparison))));
    };
    match compare_in_steps(&old, &new, &options, &decided) {
        Ok(comparison) => Ok(Reply::Report(Box::new(Report::from(&comparison)))),
        Err(Failure::Stack(StackError::NoThread(_))) => Ok(Reply::NoRoom),
        Err(failure) => {
            let error = failure.into_error(&new);
            Err(refused(error.file == *old.source().file(), error.into()))
        }
    }
}

#[cfg(unix)]
fn limit_memory(memory: u64) {
    let bytes = memory.saturating_mul(1 << 20).saturating_add(STACK_BYTES as u64);
    // If the limit cannot be set, the limits of the library still bound the work.
    let _ = rlimit::setrlimit(rlimit::Resource::AS, bytes, bytes);
    let _ = rlimit::setrlimit(rlimit::Resource::CORE, 0, 0);
}

#[cfg(not(unix))]
fn limit_memory(_: u64) {}
