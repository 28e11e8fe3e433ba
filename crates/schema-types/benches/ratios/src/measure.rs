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

impl Mode {
    /// The mode that the arguments ask for.
    pub fn from_args() -> Self {
        let arguments: Vec<String> = std::env::args().skip(1).collect();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        match arguments.as_slice() {
            ["--quick"] => Mode::Time { rounds: 1, each: Duration::from_micros(100) },
            ["--instructions"] => Mode::Instructions,
            ["--run", title, name, times] => Mode::Run {
                title: (*title).to_owned(),
                name: (*name).to_owned(),
                times: times.parse().unwrap_or_default(),
            },
            _ => Mode::Time { rounds: 60, each: Duration::from_millis(12) },
        }
    }
}

struct Candidate<'a> {
    name: &'static str,
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

    pub fn add(&mut self, name: &'static str, run: impl FnMut() + 'a) {
        self.candidates.push(Candidate { name, run: Box::new(run) });
    }

    /// Measures and prints.
    pub fn print(mut self) {
        let (counts, unit) = match self.mode {
            Mode::Time { rounds, each } => (least_times(&mut self.candidates, *rounds, *each), "us"),
            Mode::Instructions => (self.instructions(), "instructions"),
            Mode::Run { title, name, times } => return self.run_one(title, name, *times),
        };
        println!("{}", self.title);
        let first = counts.first().copied().unwrap_or(f64::NAN);
        for (Candidate { name, .. }, count) in self.candidates.iter().zip(&counts) {
            println!("  {name:28} {count:12.2} {unit}  {:5.2}", count / first);
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
        let few = count_instructions(&self.title, name, 2)?;
        let some = (count_instructions(&self.title, name, 12)? - few) / 10.0;
        // The allocator now and then takes more for a run than the run itself.
        if some > 100_000.0 {
            return Some(some);
        }
        Some((count_instructions(&self.title, name, 2_002)? - few) / 2_000.0)
    }
}

fn least_times(candidates: &mut [Candidate<'_>], rounds: usize, each: Duration) -> Vec<f64> {
    let mut least = vec![f64::INFINITY; candidates.len()];
    for _ in 0..rounds {
        for (Candidate { run, .. }, least) in candidates.iter_mut().zip(&mut least) {
            let (mut runs, start) = (0, Instant::now());
            while start.elapsed() < each {
                for _ in 0..8 {
                    run();
                }
                runs += 8;
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
