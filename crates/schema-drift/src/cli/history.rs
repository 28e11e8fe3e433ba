//! `schema-drift history`: the verdict of each commit of a schema against the one before.

use std::ffi::OsString;

use clap::{Arg, ArgMatches, Command};

use super::files::Tracked;
use super::flags::{EXIT_CODES, Flags, add_flags};
use super::gather::Input;
use super::git::{INDEX, Revision};
use super::process::Response;
use super::settings_flags::{pair_flags, reading_flags};
use super::versions::{Comparer, Event, Label, State, Version, Versions};

/// The name of the subcommand.
pub(super) const COMMAND: &str = "history";

pub(super) fn command() -> Command {
    add_flags(Command::new(COMMAND))
        .about("The verdict of each commit of a schema against the one before: when did it break, and for whom?")
        .after_help(EXIT_CODES)
        .arg(
            Arg::new("path")
                .value_name("PATH")
                .value_parser(clap::value_parser!(OsString))
                .required(true)
                .help("A file or folder in a git repository; as REV:PATH, the history begins at REV, else at HEAD"),
        )
        .args(reading_flags())
        .args(pair_flags())
        .mut_arg("format", |arg| arg.help("The format of the output: human or json"))
        .mut_arg("limit", |arg| arg.help("List at most COUNT commits, the last ones"))
        .mut_arg("verbose", |arg| arg.hide(true))
        .mut_arg("annotations", |arg| arg.hide(true))
}

pub(super) fn run(matches: &ArgMatches, flags: &Flags) -> Result<Response, String> {
    let comparer = Comparer::new(matches, flags)?;
    let to_text = |error: schema_ir::Error| error.to_string();
    let path = matches.get_one::<OsString>("path").cloned().unwrap_or_default();
    let tracked = Tracked::find(&path).map_err(to_text)?;
    if tracked.revision.as_deref() == Some(INDEX) {
        return Err("the index of git has no history; put a revision before the colon, such as HEAD".to_owned());
    }
    let mut walk =
        Walk { comparer, limit: flags.limit().unwrap_or(usize::MAX).max(1), versions: Vec::new(), waiting: Vec::new() };
    let notes = walk.follow(&tracked)?;
    let name = path.to_string_lossy();
    let Walk { comparer, versions, .. } = walk;
    if versions.is_empty() && notes.is_empty() {
        return Err(format!("{name}: no commit has it"));
    }
    Ok(comparer.respond(&Versions { command: COMMAND, path: &name, versions, notes }))
}

/// A walk from the last commit to the first.
struct Walk<'m> {
    comparer: Comparer<'m>,
    limit: usize,
    versions: Vec<Version>,
    /// The commits, last ones first, for which no earlier version was found yet that can be read.
    waiting: Vec<Waiting>,
}

struct Waiting {
    label: Label,
    event: Event,
    state: State,
}

impl Walk<'_> {
    /// Compares each commit that changes the schema with the one before; returns notes on what is not compared.
    ///
    /// A commit that leaves the schema and the files to which it refers as they were is passed over. What was removed or broken
    /// in between is compared with the last version that can be read, so that no change is lost.
    fn follow(&mut self, tracked: &Tracked) -> Result<Vec<String>, String> {
        for line in list_commits(tracked)? {
            let (commit, label) = parse_commit(&line?);
            let state = State::read(tracked.at(&commit, &label.revision).map_err(|error| error.to_string())?);
            match self.waiting.last_mut() {
                // The earlier commit brought it.
                Some(last) if is_same(&last.state, &state) => last.label = label,
                _ => self.step(label, state)?,
            }
            if self.versions.len() >= self.limit {
                return Ok(Vec::new());
            }
        }
        let Some(first) = self.waiting.pop() else { return Ok(Vec::new()) };
        if tracked.git.line(&["rev-parse", "--is-shallow-repository"])? == "true" {
            self.compare_waiting(&first.state)?;
            return Ok(vec![format!("{}: the clone is shallow and has no earlier commit", first.label.revision)]);
        }
        self.compare_waiting(&first.state)?;
        if !matches!(first.state, State::Absent) && self.versions.len() < self.limit {
            self.versions.push(self.comparer.compare(first.label, Event::Added, [&State::Absent, &first.state])?);
        }
        Ok(Vec::new())
    }

    /// Goes on to a commit with another state than the one after it.
    fn step(&mut self, label: Label, state: State) -> Result<(), String> {
        if let (Some(later), State::Absent) = (self.waiting.last_mut(), &state) {
            later.event = Event::Added;
        }
        if matches!(state, State::Present(_)) {
            self.compare_waiting(&state)?;
        }
        let event = if matches!(state, State::Absent) { Event::Removed } else { Event::Compared };
        self.waiting.push(Waiting { label, event, state });
        Ok(())
    }

    /// Compares the commits that wait with a version before them.
    fn compare_waiting(&mut self, before: &State) -> Result<(), String> {
        for Waiting { label, event, state } in self.waiting.drain(..) {
            if self.versions.len() < self.limit {
                self.versions.push(self.comparer.compare(label, event, [before, &state])?);
            }
        }
        Ok(())
    }
}

/// The id of a commit, and its label.
fn parse_commit(line: &str) -> (String, Label) {
    let mut words = line.splitn(4, ' ');
    let mut word = || words.next().unwrap_or_default().to_owned();
    (word(), Label { revision: word(), date: word(), subject: Some(word()) })
}

/// The commits that may change the schema, the last one first, as lines: the id, its short form, the day, and the subject.
///
/// A schema may refer to files beside it, so those of its folder count. Of a merge, only the first parent is followed, because the
/// others were not released from there.
fn list_commits(tracked: &Tracked) -> Result<impl Iterator<Item = Result<String, String>>, String> {
    let name = tracked.revision.as_deref().unwrap_or("HEAD");
    let to_text = |error: schema_ir::Error| error.to_string();
    // Git has resolved the name, so it is no flag.
    let mut revision = Revision::find(tracked.git.clone(), name, name).map_err(to_text)?;
    let is_folder = revision.has_folder(&tracked.path).map_err(to_text)?;
    let folder = if is_folder { &tracked.path } else { tracked.path.rsplit_once('/').map_or("", |(folder, _)| folder) };
    let folder = format!(":(top,literal){folder}");
    // The settings of the user do not change what is read.
    let log = ["-c", "log.follow=false", "log", "--no-show-signature", "--first-parent", "-z", "--format=%H %h %as %s"];
    tracked.git.records(&[&log[..], &[name, "--", &folder]].concat(), 0)
}

/// Whether two versions have the same files, so that their verdict is no news.
fn is_same(one: &State, other: &State) -> bool {
    match (one, other) {
        (State::Present(one), State::Present(other)) => contents(one).eq(contents(other)),
        (State::Absent, State::Absent) => true,
        _ => false,
    }
}

/// The files without their revision, and their texts.
fn contents(input: &Input) -> impl Iterator<Item = (&str, &str)> {
    let path = |file: &'_ str| file.split_once(':').map_or(0, |(revision, _)| revision.len() + 1);
    input
        .sources
        .iter()
        .map(move |source| (source.file().get(path(source.file())..).unwrap_or_default(), source.text()))
}
