//! Measures candidates by turns, in time or in instructions.

use std::process::Command;
use std::time::{Duration, Instant};

/// What to measure.
pub enum Mode {
    /// The least time of many rounds.
    Time { rounds: usize, each: Duration },
    /// The instructions of a run, which valgrind counts.
    Instructions,
    /// Nothing: runs one candidate so many times, for valgrind.
    Run { title: String, name: String, times: usize },
}

/// Only shows that everything runs.
const QUICK: Mode = Mode::Time { rounds: 1, each: Duration::ZERO };
const USUAL: Mode = Mode::Time { rounds: 60, each: Duration::from_millis(12) };
/// Rounds of a table take this long, but at least [`LEAST_ROUNDS`] are made.
const LONG: Duration = Duration::from_secs(15);
const LEAST_ROUNDS: usize = 2;

impl Mode {
    /// The mode that the arguments ask for, and the other arguments.
    pub fn from_args(arguments: &[String]) -> (Self, Vec<String>) {
        if let [run, title, name, times] = arguments
            && run == "--run"
        {
            let times = times.parse().unwrap_or_default();
            // A title begins with the name of its part, and only that makes its inputs.
            let part = title.split([' ', ',']).next().unwrap_or_default().to_owned();
            return (Mode::Run { title: title.clone(), name: name.clone(), times }, vec![part]);
        }
        let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
        let mode = if has("--quick") {
            QUICK
        } else if has("--instructions") {
            Mode::Instructions
        } else {
            USUAL
        };
        let names = arguments.iter().filter(|name| !["--quick", "--instructions"].contains(&name.as_str()));
        (mode, names.cloned().collect())
    }

    /// The size of some input, and that of one that only shows that everything runs.
    pub fn size(&self, usual: usize, quick: usize) -> usize {
        if matches!(self, Mode::Time { rounds: 1, .. }) { quick } else { usual }
    }

    /// A program that it needs and that is not there.
    pub fn missing(&self) -> Option<&'static str> {
        let needs = matches!(self, Mode::Instructions);
        (needs && Command::new("valgrind").arg("--version").output().is_err()).then_some("valgrind")
    }
}

struct Candidate<'a> {
    name: &'static str,
    /// How many times what is measured is in a run.
    shares: usize,
    run: Box<dyn FnMut() + 'a>,
}

/// Candidates for the same work, the first of which is the measure of the others.
pub struct Table<'a> {
    title: String,
    mode: &'a Mode,
    candidates: Vec<Candidate<'a>>,
}

impl<'a> Table<'a> {
    pub fn new(title: String, mode: &'a Mode) -> Self {
        Table { title, mode, candidates: Vec::new() }
    }

    /// A table of work that other processes do, whose instructions are not counted.
    pub fn of_processes(title: String, mode: &'a Mode) -> Self {
        Table::new(title, if matches!(mode, Mode::Instructions) { &USUAL } else { mode })
    }

    pub fn add(&mut self, name: &'static str, run: impl FnMut() + 'a) {
        self.add_share(name, 1, run);
    }

    /// Adds a candidate of which only a share of each run is the work: a run does it so many times.
    pub fn add_share(&mut self, name: &'static str, shares: usize, run: impl FnMut() + 'a) {
        self.candidates.push(Candidate { name, shares, run: Box::new(run) });
    }

    /// Measures and prints.
    pub fn print(mut self) {
        let (counts, unit) = match self.mode {
            Mode::Time { rounds, each } => (least_times(&mut self.candidates, *rounds, *each), "us"),
            Mode::Instructions => (self.instructions(), "instructions"),
            Mode::Run { title, name, times } => return self.run_one(title, name, *times),
        };
        println!("{}", self.title);
        let shares = self.candidates.iter().map(|candidate| candidate.shares as f64);
        let counts: Vec<f64> = counts.into_iter().zip(shares).map(|(count, shares)| count / shares).collect();
        let first = counts.first().copied().unwrap_or(f64::NAN);
        for (Candidate { name, .. }, count) in self.candidates.iter().zip(&counts) {
            println!("  {name:28} {count:14.2} {unit}  {:5.2}", count / first);
        }
    }

    fn run_one(mut self, title: &str, name: &str, times: usize) {
        let chosen = self.candidates.iter_mut().find(|candidate| title == self.title && candidate.name == name);
        let Some(candidate) = chosen else { return };
        (0..times).for_each(|_| (candidate.run)());
    }

    fn instructions(&self) -> Vec<f64> {
        let each = |one: &Candidate<'_>| self.instructions_of(one.name).unwrap_or(f64::NAN);
        self.candidates.iter().map(each).collect()
    }

    /// The instructions of a candidate: what more runs take, since a process takes many for other things.
    fn instructions_of(&self, name: &str) -> Option<f64> {
        let more = |from: usize, to: usize| {
            let count = |times| count_instructions(&self.title, name, times);
            Some((count(to)? - count(from)?) / (to - from) as f64)
        };
        // The allocator now and then takes more for a short run than the run itself.
        let is_precise = |(least, some): (f64, f64)| (some > least).then_some(some);
        is_precise((1e8, more(0, 1)?)).or_else(|| is_precise((1e5, more(2, 12)?))).or_else(|| more(2, 2_002))
    }
}

fn least_times(candidates: &mut [Candidate<'_>], rounds: usize, each: Duration) -> Vec<f64> {
    let mut least = vec![f64::INFINITY; candidates.len()];
    let all = Instant::now();
    for round in 0..rounds {
        if round >= LEAST_ROUNDS && all.elapsed() > LONG {
            break;
        }
        for (Candidate { run, .. }, least) in candidates.iter_mut().zip(&mut least) {
            let (mut runs, start) = (1, Instant::now());
            run();
            // To look at the clock takes as long as a short run.
            let several = if start.elapsed() < each / 8 { 8 } else { 1 };
            while start.elapsed() < each {
                (0..several).for_each(|_| run());
                runs += several;
            }
            *least = least.min(start.elapsed().as_secs_f64() * 1e6 / f64::from(runs));
        }
    }
    least
}

/// The instructions of this program while it runs a candidate; none without valgrind.
fn count_instructions(title: &str, name: &str, times: usize) -> Option<f64> {
    let program = std::env::current_exe().ok()?;
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(program);
    let output = valgrind.args(["--run", title, name, &times.to_string()]).output().ok()?;
    let report = String::from_utf8_lossy(&output.stderr).into_owned();
    report.lines().find_map(|line| line.split_once("Collected : ")?.1.trim().parse().ok())
}
