//! Compares in a child process, with limits of time and memory.
//!
//! A thread could not be stopped, and the allocator aborts the process if there is no memory. The child receives only what a
//! pair needs, and its parent, which has the whole files, adds the lines.

use std::collections::BTreeSet;
use std::io::{self, BufRead, BufReader, Write};
use std::iter;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::{self, Child, ChildStdin, Command, ExitCode, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use schema_ir::{Error, ErrorKind, Errors, Malformed, NormaliseOptions, Reading, SchemaId, Source};
use serde::Serialize;

use super::clock::{self, SMALL_STACK};
use super::malformed;
use super::report::Report;
use super::request::{
    Budget, LibraryRequest, Message, Refused, RefusedError, Reply, Request, SchemaFiles, Timed, parse_draft,
};
use crate::assume::Assumptions;
use crate::compare::{Options, compare_in_steps};
use crate::comparison::Comparison;
use crate::library::{Library, Outcome};
use crate::limits::STACK_BYTES;
use crate::schema::Schema;
use crate::stack::{StackError, both, run_with_room};

/// The hidden subcommand that a child runs.
pub(super) const COMMAND: &str = "worker";

/// The start of the message of a process that aborts because it got no memory.
const NO_MEMORY: &str = "memory allocation of";

/// The answer about a pair of the documents that were read.
pub(super) enum Listed {
    /// The report, and the pairs to which this one refers, and at which other changes are.
    Compared(Box<Report>, BTreeSet<usize>),
    /// The pair has to be compared by itself. If only other pairs differ in it, their numbers.
    Open(BTreeSet<usize>),
}

/// The answer of a child is awaited for this many times its limit of time, and [`WAITING`], because other work may have the
/// processors.
const WAITING_FACTOR: u32 = 10;
const WAITING: Duration = Duration::from_secs(10);

/// Two documents may take this many times the memory of a pair.
const LIBRARY_MEMORY: u64 = 4;

/// The memory that glibc reserves for a thread that allocates, until it needs more.
const ARENA_BYTES: u64 = 64 << 20;

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
        let message = Message::<&Request, ()>::Compare(request);
        match self.ask(&message, &[&request.old, &request.new], self.budget.time, &mut decided) {
            Ok(Reply::Report(report)) => Ok(*report),
            Ok(Reply::Refused(refused)) => Err(refused),
            Ok(Reply::NoRoom) => {
                self.running = None;
                Ok(Report::unknown(out_of_memory(self.budget)))
            }
            Ok(_) => Ok(Report::unknown("the child process sent an unexpected answer")),
            Err(why) => {
                self.running = None;
                // A verdict that arrived in time counts, although its changes are not located.
                Ok(decided.unwrap_or_else(|| Report::unknown(why)))
            }
        }
    }

    /// Reads two documents, in at most this time; false if their pairs have to be compared one by one.
    pub fn open(&mut self, library: &LibraryRequest, time: Duration) -> bool {
        self.running = start(self.budget.memory.saturating_mul(LIBRARY_MEMORY)).ok();
        let message = Message::<(), &LibraryRequest>::Open(library);
        let answer = self.ask(&message, &[&library.old, &library.new], time, &mut None);
        if !matches!(answer, Ok(Reply::Opened | Reply::Refused(_))) {
            self.running = None;
        }
        matches!(answer, Ok(Reply::Opened))
    }

    /// Compares a pair of the documents that were read.
    ///
    /// # Errors
    ///
    /// The child process ended, or exceeded the budget. It has to read the documents again.
    pub fn compare_listed(&mut self, index: usize) -> Result<Listed, String> {
        match self.ask(&Message::<(), ()>::Listed(index), &[], self.budget.time, &mut None) {
            Ok(Reply::Listed(report, through)) => Ok(Listed::Compared(report, through)),
            Ok(Reply::Open(through)) => Ok(Listed::Open(through)),
            answer => {
                self.running = None;
                Err(answer.err().unwrap_or_else(|| "the child process sent an unexpected answer".to_owned()))
            }
        }
    }

    fn ask(
        &mut self,
        message: &impl Serialize,
        sides: &[&SchemaFiles],
        time: Duration,
        decided: &mut Option<Report>,
    ) -> Result<Reply, String> {
        let request = serde_json::to_string(&Timed { time, message }).map_err(|error| error.to_string())? + "\n";
        let texts = sides.iter().flat_map(|side| &side.files).map(|file| file.text.as_slice());
        if self.running.is_none() {
            self.running = Some(start(self.budget.memory)?);
        }
        let running = self.running.as_mut().ok_or("cannot start a child process")?;
        // The child measures the time; the clock on the wall is only for a child that does not work at all.
        let time = time.saturating_mul(WAITING_FACTOR).saturating_add(WAITING);
        let until = Instant::now() + time;
        let parts = iter::once(request.as_bytes()).chain(texts);
        let mut response = running.exchange(parts, time, self.budget)?;
        loop {
            let answer = serde_json::from_str(&response)
                .map_err(|error| format!("the child process sent an invalid answer: {error}"))?;
            match answer {
                Reply::Decided(report) => *decided = Some(*report),
                Reply::Exceeded => return Err(out_of_time(self.budget)),
                answer => return Ok(answer),
            }
            response = running.wait(until.saturating_duration_since(Instant::now()), self.budget)?;
        }
    }
}

impl Running {
    fn exchange<'p>(
        &mut self,
        mut parts: impl Iterator<Item = &'p [u8]>,
        time: Duration,
        budget: Budget,
    ) -> Result<String, String> {
        let sent = parts.try_for_each(|part| self.requests.write_all(part)).and_then(|()| self.requests.flush());
        sent.map_err(|_| self.died(budget))?;
        self.wait(time, budget)
    }

    fn wait(&mut self, time: Duration, budget: Budget) -> Result<String, String> {
        self.responses.recv_timeout(time).map_err(|error| match error {
            RecvTimeoutError::Timeout => out_of_time(budget),
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

fn out_of_time(budget: Budget) -> String {
    format!("exceeded the {} s limit for this pair; --time-limit raises it", budget.time.as_secs_f64())
}

fn out_of_memory(budget: Budget) -> String {
    format!("exceeded the {} MiB limit for this pair; --memory-limit raises it", budget.memory)
}

fn start(memory: u64) -> Result<Running, String> {
    let failed = |error: io::Error| format!("cannot start a child process: {error}");
    let mut child = Command::new(std::env::current_exe().map_err(failed)?)
        .args([COMMAND, &memory.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .env("RUST_BACKTRACE", "0")
        // glibc reserves memory for each thread that allocates, which the limit would count. Four are enough for no two that
        // work at once to wait for each other.
        .env("MALLOC_ARENA_MAX", "4")
        // It also asks the kernel for each page of such memory, which takes a tenth of the time, unless it asks for all at once.
        .env("MALLOC_TOP_PAD_", ARENA_BYTES.to_string())
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

/// Runs the child: answers each message on standard input with one or two lines on standard output.
pub(super) fn serve(memory: u64) -> ExitCode {
    limit_memory(memory);
    let done = run_with_room(|| {
        // These threads are started on the stack, because their memory could take the room for it.
        clock::watch(send_exceeded)?;
        let mut library = None;
        for Timed { time, message } in receive()? {
            clock::start(time);
            let answer = catch_unwind(AssertUnwindSafe(|| answer(message, &mut library)));
            clock::stop(send_exceeded);
            send(&answer.unwrap_or_else(|_| Err(defect())).unwrap_or_else(Reply::Refused))?;
        }
        Ok::<(), io::Error>(())
    });
    let Err(StackError::NoThread(_)) = done else { return ExitCode::SUCCESS };
    let mut input = io::stdin().lock();
    while receive_message(&mut input).is_ok() && send(&Reply::NoRoom).is_ok() {}
    ExitCode::SUCCESS
}

/// Reads messages of standard input on a thread of its own. If its parent ends, even by a signal, the input ends, and so does this
/// process: nobody waits for the answer.
fn receive() -> io::Result<impl Iterator<Item = Timed<Message>>> {
    let (sender, messages) = channel();
    let read = move || {
        let mut input = io::stdin().lock();
        while receive_message(&mut input).is_ok_and(|message| sender.send(message).is_ok()) {}
        process::exit(0)
    };
    thread::Builder::new().stack_size(SMALL_STACK).spawn(read)?;
    Ok(messages.into_iter())
}

fn receive_message(input: &mut impl BufRead) -> io::Result<Timed<Message>> {
    let mut line = String::new();
    input.read_line(&mut line)?;
    let mut timed: Timed<Message> = serde_json::from_str(&line)?;
    let sides = match &mut timed.message {
        Message::Compare(Request { old, new, .. }) | Message::Open(LibraryRequest { old, new, .. }) => vec![old, new],
        Message::Listed(_) => Vec::new(),
    };
    sides.into_iter().flat_map(|side| &mut side.files).try_for_each(|file| file.receive(input))?;
    Ok(timed)
}

/// Tells the parent that the time is used up.
fn send_exceeded() {
    // If this cannot be sent, the end of the process tells it too.
    let _ = send(&Reply::Exceeded);
}

fn send(response: &Reply) -> io::Result<()> {
    let mut output = io::stdout().lock();
    writeln!(output, "{}", serde_json::to_string(response)?)?;
    output.flush()
}

/// The refusal after a panic.
fn defect() -> Refused {
    let error = Error::new(ErrorKind::Resources, "-", StackError::Panicked.to_string());
    Refused { is_old: false, errors: vec![error.into()] }
}

fn answer(message: Message, library: &mut Option<Library>) -> Result<Reply, Refused> {
    match message {
        Message::Compare(request) => compare(request),
        Message::Open(request) => {
            // The memory of the last one is needed for the next.
            *library = None;
            *library = open(request)?;
            Ok(if library.is_some() { Reply::Opened } else { Reply::Open(BTreeSet::new()) })
        }
        Message::Listed(index) => Ok(match library.as_mut().and_then(|library| library.compare(index)) {
            Some(Outcome::Compared(comparison, through)) => {
                Reply::Listed(Box::new(Report::from(&*comparison)), through)
            }
            Some(Outcome::Open(through)) => Reply::Open(through),
            None => Reply::Open(BTreeSet::new()),
        }),
    }
}

fn refused(is_old: bool, errors: Errors) -> Refused {
    Refused { is_old, errors: errors.into_iter().map(RefusedError::from).collect() }
}

/// The files of one side.
fn parse(side: &SchemaFiles) -> Result<(Source, Vec<Source>), Errors> {
    let mut sources = side.files.iter().map(|file| Source::parse(&file.name, file.text.clone()));
    let Some(first) = sources.next() else { return Err(Error::new(ErrorKind::Defect, "-", "no file").into()) };
    Ok((first?, sources.collect::<Result<Vec<Source>, Error>>()?))
}

/// Reads two documents; `None` if their pairs have to be compared one by one.
fn open(request: LibraryRequest) -> Result<Option<Library>, Refused> {
    let LibraryRequest { old, new, pairs, draft, formats, reading, assumptions } = request;
    let draft = draft.as_deref().and_then(|draft| parse_draft(draft).ok());
    let reading = Reading::from_names(&reading).unwrap_or_default();
    let read = |is_old: bool, side: &SchemaFiles| {
        let at = |(name, pointers): &(String, [String; 2])| (name.clone(), pointers[usize::from(!is_old)].clone());
        let named: Vec<(String, String)> = pairs.iter().map(at).collect();
        let read = || {
            let (source, siblings) = parse(side)?;
            let own = side.draft.as_deref().and_then(|draft| parse_draft(draft).ok());
            let draft = draft.or(own);
            let options = NormaliseOptions { draft, siblings: &siblings, reading, ..NormaliseOptions::default() };
            Schema::with_definitions(source, &options, &named)
        };
        read().map_err(|errors| refused(is_old, errors))
    };
    let [old, new] = both(|| read(true, &old), || read(false, &new));
    let ((mut old, olds), (mut new, news)) = (old?, new?);
    let roots: Vec<[SchemaId; 2]> = olds.iter().zip(&news).map(|(old, new)| [*old, *new]).collect();
    Assumptions::from_names(&assumptions).make([old.document_mut(), new.document_mut()], &roots);
    Ok(Library::new((old, olds), (new, news), formats))
}

/// The two schemas of a pair, and the same in another reading if they are malformed alike.
struct ReadPair {
    schemas: [Schema; 2],
    other: Option<[Schema; 2]>,
}

impl ReadPair {
    fn assume(&mut self, assumptions: Assumptions) {
        for schemas in [&mut self.schemas].into_iter().chain(&mut self.other) {
            let roots = schemas.each_ref().map(|schema| schema.document().root());
            assumptions.make(schemas.each_mut().map(Schema::document_mut), &[roots]);
        }
    }
}

fn read_pair(request: &Request) -> Result<ReadPair, Refused> {
    let parsed = |draft: &Option<String>| draft.as_deref().and_then(|draft| parse_draft(draft).ok());
    let chosen = parsed(&request.draft);
    let reading = Reading::from_names(&request.reading).unwrap_or_default();
    let read = |side: &SchemaFiles, malformed| {
        let draft = chosen.or_else(|| parsed(&side.draft));
        let (source, siblings) = parse(side)?;
        let (siblings, at) = (&siblings, side.at.clone());
        let options = NormaliseOptions { draft, at, siblings, reading, malformed, ..NormaliseOptions::default() };
        Schema::new(source, &options)
    };
    let both = |malformed| Ok([read(&request.old, malformed)?, read(&request.new, malformed)?]);
    let strict = [&request.old, &request.new].map(|side| read(side, Malformed::Refused));
    if strict.iter().any(|one| one.as_ref().is_err_and(malformed::are_about_form)) {
        let readings = [Malformed::Dropped, Malformed::Never].map(|reading| malformed::read_both(reading, both));
        if let [Some(schemas), Some(other)] = readings {
            return Ok(ReadPair { schemas, other: Some(other) });
        }
    }
    let [old, new] = strict;
    let schemas = [old.map_err(|errors| refused(true, errors))?, new.map_err(|errors| refused(false, errors))?];
    Ok(ReadPair { schemas, other: None })
}

fn compare(request: Request) -> Result<Reply, Refused> {
    let mut pair = read_pair(&request)?;
    pair.assume(Assumptions::from_names(&request.assumptions));
    let ReadPair { schemas: [old, new], other } = pair;
    let options = Options { formats: request.formats, ..Options::default() };
    let decided = |comparison: &Comparison| {
        drop(clock::check(send_exceeded));
        // If this cannot be sent, the whole answer fails too.
        let _ = send(&Reply::Decided(Box::new(Report::from(comparison))));
    };
    let compare = || match &other {
        None => compare_in_steps(&old, &new, &options, &decided),
        Some([other_old, other_new]) => {
            let other = compare_in_steps(other_old, other_new, &options, &|_| ())?;
            compare_in_steps(&old, &new, &options, &|_| ()).map(|comparison| malformed::restrict(comparison, &other))
        }
    };
    match compare() {
        Ok(comparison) => Ok(Reply::Report(Box::new(Report::from(&comparison)))),
        Err(failure) => {
            let error = failure.into_error(&new);
            Err(refused(error.file == *old.source().file(), error.into()))
        }
    }
}

#[cfg(unix)]
fn limit_memory(memory: u64) {
    use rustix::process::{Resource, Rlimit, setrlimit};
    // The first thread gets memory at once too.
    let bytes = memory.saturating_mul(1 << 20).saturating_add(STACK_BYTES as u64).saturating_add(ARENA_BYTES);
    // If the limit cannot be set, the limits of the library still bound the work.
    for (resource, most) in [(Resource::As, bytes), (Resource::Core, 0)] {
        let _ = setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) });
    }
}

#[cfg(not(unix))]
fn limit_memory(_: u64) {}
