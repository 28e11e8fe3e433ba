//! The engine in a child process of this one, with limits of time and memory.

use std::io::{self, BufRead as _, BufReader, Read, Write};
use std::process::{Child, ChildStdin, Command, ExitCode, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use schema_build::{Draft, NormaliseOptions, Source};
use serde::{Deserialize, Serialize};

use super::report::Report;
use crate::compare::compare_in_steps;
use crate::limits::STACK_BYTES;
use crate::{Comparison, Options, Schema};

/// The hidden subcommand that a child runs.
pub(super) const COMMAND: &str = "worker";
/// Time to read the documents, which is bounded by their size.
const LOAD_TIME: Duration = Duration::from_secs(60);

/// What one pair may cost.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    pub time: Duration,
    /// Memory in MiB, beside the stack.
    pub memory: u64,
}

/// Something that a child is told; each is answered by one line.
#[derive(Debug, Serialize, Deserialize)]
enum Request<'r> {
    /// The documents of both sides.
    Load { old: Vec<(String, String)>, new: Vec<(String, String)> },
    /// One pair in them.
    Compare {
        old: (usize, String),
        new: (usize, String),
        #[serde(borrow)]
        draft: Option<&'r str>,
        formats: bool,
    },
}

/// What a child answers.
#[derive(Debug, Serialize, Deserialize)]
enum Response {
    Loaded,
    /// The verdict, before the changes are located.
    Decided(Box<Report>),
    Report(Box<Report>),
    Error(String),
}

struct Running {
    child: Child,
    requests: ChildStdin,
    responses: Receiver<String>,
    loaded: bool,
}

/// A child that is replaced when it ends or takes too long.
pub(super) struct Worker {
    budget: Budget,
    running: Option<Running>,
    documents: Option<String>,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Worker {
    pub fn new(budget: Budget) -> Self {
        Worker { budget, running: None, documents: None }
    }

    /// Sets the documents that pairs are from.
    pub fn load(&mut self, old: &[Source], new: &[Source]) -> Result<(), String> {
        let texts = |sources: &[Source]| {
            sources.iter().map(|source| (source.file().to_owned(), source.text().to_owned())).collect()
        };
        self.documents = Some(line(&Request::Load { old: texts(old), new: texts(new) })?);
        if let Some(running) = &mut self.running {
            running.loaded = false;
        }
        Ok(())
    }

    /// The answer for one pair; unknown where the budget ends before it. An error is one of the schemas'.
    pub fn compare(
        &mut self,
        old: (usize, &str),
        new: (usize, &str),
        draft: Option<&str>,
        formats: bool,
    ) -> Result<Report, String> {
        let request =
            Request::Compare { old: (old.0, old.1.to_owned()), new: (new.0, new.1.to_owned()), draft, formats };
        let request = line(&request)?;
        let mut decided = None;
        match self.ask(&request, &mut decided) {
            Ok(Response::Report(report)) => Ok(*report),
            Ok(Response::Error(error)) => Err(error),
            Ok(_) => Ok(Report::unknown("the child process answered out of turn")),
            Err(why) => {
                self.running = None;
                // The verdict stands, though the time did not do to locate the changes.
                Ok(decided.unwrap_or_else(|| Report::unknown(why)))
            }
        }
    }

    fn ask(&mut self, request: &str, decided: &mut Option<Report>) -> Result<Response, String> {
        if self.running.is_none() {
            self.running = Some(start(self.budget)?);
        }
        let running = self.running.as_mut().ok_or("no child process")?;
        if !running.loaded {
            let documents = self.documents.as_deref().unwrap_or_default();
            running.exchange(documents, LOAD_TIME, self.budget)?;
            running.loaded = true;
        }
        let until = Instant::now() + self.budget.time;
        let mut response = running.exchange(request, self.budget.time, self.budget)?;
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
        sent.map_err(|_| died(budget))?;
        self.wait(time, budget)
    }

    fn wait(&mut self, time: Duration, budget: Budget) -> Result<String, String> {
        self.responses.recv_timeout(time).map_err(|error| match error {
            RecvTimeoutError::Timeout => {
                format!("the budget of {} s a pair was met; --time-limit raises it", budget.time.as_secs_f64())
            }
            RecvTimeoutError::Disconnected => died(budget),
        })
    }
}

fn died(budget: Budget) -> String {
    format!("the budget of {} MiB a pair was met, or the engine failed; --memory-limit raises it", budget.memory)
}

fn line(request: &Request<'_>) -> Result<String, String> {
    serde_json::to_string(request).map(|text| text + "\n").map_err(|error| error.to_string())
}

fn start(budget: Budget) -> Result<Running, String> {
    let failed = |error: io::Error| format!("no child process: {error}");
    let mut child = Command::new(std::env::current_exe().map_err(failed)?)
        .args([COMMAND, &budget.memory.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(failed)?;
    let (Some(requests), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
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
    Ok(Running { child, requests, responses, loaded: false })
}

/// The child: answers each line of standard input by one of standard output until there are no more.
pub(super) fn serve(memory: u64) -> ExitCode {
    limit(memory);
    let (mut old, mut new) = (Vec::new(), Vec::new());
    let mut input = BufReader::new(io::stdin());
    loop {
        let mut request = String::new();
        match input.by_ref().read_line(&mut request) {
            Ok(read) if read > 0 => {}
            _ => return ExitCode::SUCCESS,
        }
        let response = match serde_json::from_str::<Request<'_>>(&request) {
            Ok(Request::Load { old: olds, new: news }) => {
                let parse = |texts: Vec<(String, String)>| -> Vec<_> {
                    texts.into_iter().map(|(file, text)| Source::parse(file, text.into_bytes())).collect()
                };
                (old, new) = (parse(olds), parse(news));
                Response::Loaded
            }
            Ok(Request::Compare { old: (one, one_at), new: (other, other_at), draft, formats }) => {
                match (old.get(one), new.get(other)) {
                    (Some(Ok(old)), Some(Ok(new))) => {
                        answer(old, one_at, new, other_at, draft, formats).unwrap_or_else(Response::Error)
                    }
                    (Some(Err(error)), _) | (_, Some(Err(error))) => Response::Error(format!("{error}")),
                    _ => Response::Error("no such document".to_owned()),
                }
            }
            Err(error) => Response::Error(error.to_string()),
        };
        if say(&response).is_err() {
            return ExitCode::SUCCESS;
        }
    }
}

fn say(response: &Response) -> io::Result<()> {
    let mut output = io::stdout().lock();
    writeln!(output, "{}", serde_json::to_string(response)?)?;
    output.flush()
}

fn answer(
    old: &Source,
    old_at: String,
    new: &Source,
    new_at: String,
    draft: Option<&str>,
    formats: bool,
) -> Result<Response, String> {
    let draft = draft.map(dialect).transpose()?;
    let read = |source: &Source, at: String| {
        let options = NormaliseOptions { draft, at, ..NormaliseOptions::default() };
        Schema::new(source.clone(), &options).map_err(|error| error.to_string())
    };
    let (old, new) = (read(old, old_at)?, read(new, new_at)?);
    let options = Options { formats, ..Options::default() };
    let decided = |comparison: &Comparison| {
        // The whole answer follows.
        let _ = say(&Response::Decided(Box::new(Report::from(comparison))));
    };
    let comparison = compare_in_steps(&old, &new, &options, &decided).map_err(|error| error.to_string())?;
    Ok(Response::Report(Box::new(Report::from(&comparison))))
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
