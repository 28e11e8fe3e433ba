//! The engine in a child process of this one, with limits of time and memory. It is sent what a pair needs and no more;
//! the lines of what it answers are found by who has the files.

use std::io::{self, BufRead as _, BufReader, Read, Write};
use std::process::{Child, ChildStdin, Command, ExitCode, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use schema_build::{Draft, Error, NormaliseOptions, Source};
use serde::{Deserialize, Serialize};

use super::report::Report;
use crate::compare::compare_in_steps;
use crate::limits::STACK_BYTES;
use crate::stack::NO_THREAD;
use crate::{Comparison, Options, Schema};

/// The hidden subcommand that a child runs.
pub(super) const COMMAND: &str = "worker";

/// How a process that gets no memory begins its last words.
const NO_MEMORY: &str = "memory allocation of";

/// What one pair may cost.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    pub time: Duration,
    /// Memory in MiB, beside the stack.
    pub memory: u64,
}

/// One side of a pair.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Side {
    /// Names and texts: the schema's own file, then those that it may refer to.
    pub files: Vec<(String, String)>,
    /// The schema's pointer in its file.
    pub at: String,
}

/// One pair; a child answers it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Request {
    pub old: Side,
    pub new: Side,
    pub draft: Option<String>,
    pub formats: bool,
}

/// What a child answers.
#[derive(Debug, Serialize, Deserialize)]
enum Response {
    /// The verdict, before the changes are located.
    Decided(Box<Report>),
    Report(Box<Report>),
    Refused(Refused),
    /// There is no room for the stack that a comparison asks for.
    NoRoom,
}

/// Why a schema is not read. Lines are those of the texts that a child was sent, and so left out.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Refused {
    pub is_old: bool,
    pub file: String,
    pub pointer: Option<String>,
    pub message: String,
    pub help: Option<String>,
}

impl Refused {
    /// The error as it stands in the files of the two sides.
    pub fn error(self, old: &[Source], new: &[Source]) -> Error {
        let sources = if self.is_old { old } else { new };
        let error = match (sources.iter().find(|source| source.file() == self.file), &self.pointer) {
            (Some(source), Some(pointer)) => source.error(pointer, self.message),
            _ => Error::file(self.file, self.message),
        };
        Error { help: self.help, ..error }
    }
}

struct Running {
    child: Child,
    requests: ChildStdin,
    responses: Receiver<String>,
    /// What the child says on standard error before it ends.
    last_words: Option<JoinHandle<String>>,
}

/// A child that is replaced when it ends or takes too long.
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

    /// The answer for one pair; unknown where the budget ends before it.
    pub fn compare(&mut self, request: &Request) -> Result<Report, Refused> {
        let mut decided = None;
        match self.ask(request, &mut decided) {
            Ok(Response::Report(report)) => Ok(*report),
            Ok(Response::Refused(refused)) => Err(refused),
            Ok(Response::NoRoom) => {
                self.running = None;
                Ok(Report::unknown(out_of_memory(self.budget)))
            }
            Ok(Response::Decided(_)) => Ok(Report::unknown("the child process answered out of turn")),
            Err(why) => {
                self.running = None;
                // The verdict stands, though the time did not do to locate the changes.
                Ok(decided.unwrap_or_else(|| Report::unknown(why)))
            }
        }
    }

    fn ask(&mut self, request: &Request, decided: &mut Option<Report>) -> Result<Response, String> {
        let request = serde_json::to_string(request).map_err(|error| error.to_string())? + "\n";
        if self.running.is_none() {
            self.running = Some(start(self.budget)?);
        }
        let running = self.running.as_mut().ok_or("no child process")?;
        let until = Instant::now() + self.budget.time;
        let mut response = running.exchange(&request, self.budget.time, self.budget)?;
        loop {
            let answer = serde_json::from_str(&response)
                .map_err(|error| format!("the child process answered badly: {error}"))?;
            let Response::Decided(report) = answer else { return Ok(answer) };
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
                format!("the budget of {} s a pair was met; --time-limit raises it", budget.time.as_secs_f64())
            }
            RecvTimeoutError::Disconnected => self.died(budget),
        })
    }

    /// Why the child ended.
    fn died(&mut self, budget: Budget) -> String {
        let _ = self.child.kill();
        let words = self.last_words.take().and_then(|said| said.join().ok()).unwrap_or_default();
        if words.is_empty() || words.starts_with(NO_MEMORY) {
            out_of_memory(budget)
        } else {
            format!("the engine failed: {words}")
        }
    }
}

fn out_of_memory(budget: Budget) -> String {
    format!("the budget of {} MiB a pair was met; --memory-limit raises it", budget.memory)
}

fn start(budget: Budget) -> Result<Running, String> {
    let failed = |error: io::Error| format!("no child process: {error}");
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
        return Err("no child process".to_owned());
    };
    let (sender, responses) = channel();
    // Ends with the child's output.
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

/// The child: answers each line of standard input by one of standard output until there are no more.
pub(super) fn serve(memory: u64) -> ExitCode {
    limit(memory);
    let mut input = BufReader::new(io::stdin());
    loop {
        let mut request = String::new();
        match input.by_ref().read_line(&mut request) {
            Ok(read) if read > 0 => {}
            _ => return ExitCode::SUCCESS,
        }
        let Ok(request) = serde_json::from_str::<Request>(&request) else { return ExitCode::FAILURE };
        if say(&answer(request).unwrap_or_else(Response::Refused)).is_err() {
            return ExitCode::SUCCESS;
        }
    }
}

fn say(response: &Response) -> io::Result<()> {
    let mut output = io::stdout().lock();
    writeln!(output, "{}", serde_json::to_string(response)?)?;
    output.flush()
}

fn answer(request: Request) -> Result<Response, Refused> {
    let refused = |is_old, error: Error| {
        let Error { file, pointer, message, help, .. } = error;
        Refused { is_old, file, pointer, message, help }
    };
    let draft = request.draft.as_deref().and_then(|draft| dialect(draft).ok());
    let read = |side: Side| {
        let mut sources = Vec::with_capacity(side.files.len());
        for (file, text) in side.files {
            sources.push(Source::parse(file, text.into_bytes())?);
        }
        let Some((source, siblings)) = sources.split_first() else { return Err(Error::file("-", "no file")) };
        Schema::new(source.clone(), &NormaliseOptions { draft, at: side.at, siblings, ..NormaliseOptions::default() })
    };
    let old = read(request.old).map_err(|error| refused(true, error))?;
    let new = read(request.new).map_err(|error| refused(false, error))?;
    let options = Options { formats: request.formats, ..Options::default() };
    let decided = |comparison: &Comparison| {
        // The whole answer follows.
        let _ = say(&Response::Decided(Box::new(Report::from(comparison))));
    };
    match compare_in_steps(&old, &new, &options, &decided) {
        Ok(comparison) => Ok(Response::Report(Box::new(Report::from(&comparison)))),
        Err(error) if error.message.starts_with(NO_THREAD) => Ok(Response::NoRoom),
        Err(error) => Err(refused(error.file == *old.source().file(), error)),
    }
}

/// The dialect that a person names: `draft-07`, `draft7`, `7`, `2020-12`, `draft2020-12`, `openapi-3.0`, or its URI.
pub(super) fn dialect(name: &str) -> Result<Draft, String> {
    if let Some(draft) = Draft::of_uri(name) {
        return Ok(draft);
    }
    let word: String = name.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
    let word = word.strip_prefix("draft").unwrap_or(&word).trim_start_matches('0');
    Ok(match word {
        "4" => Draft::Draft04,
        "6" => Draft::Draft06,
        "7" => Draft::Draft07,
        "201909" => Draft::Draft201909,
        "202012" | "openapi31" => Draft::Draft202012,
        "openapi30" => Draft::OpenApi30,
        _ => return Err(format!("no dialect that is known here: {name:?}; draft-04 to 2020-12, or openapi-3.0")),
    })
}

#[cfg(unix)]
fn limit(memory: u64) {
    let bytes = memory.saturating_mul(1 << 20).saturating_add(STACK_BYTES as u64);
    // Without the limit the work is bounded all the same.
    let _ = rlimit::setrlimit(rlimit::Resource::AS, bytes, bytes);
    let _ = rlimit::setrlimit(rlimit::Resource::CORE, 0, 0);
}

#[cfg(not(unix))]
fn limit(_: u64) {}
