//! Measures by turns.

use std::time::{Duration, Instant};

/// How long to measure.
#[derive(Clone, Copy)]
pub struct Rounds {
    count: usize,
    each: Duration,
}

impl Rounds {
    pub const FULL: Rounds = Rounds { count: 60, each: Duration::from_millis(12) };
    pub const QUICK: Rounds = Rounds { count: 1, each: Duration::from_micros(100) };
}

struct Candidate<'a> {
    name: &'static str,
    run: Box<dyn FnMut() + 'a>,
}

/// Candidates for the same work, the first of which is the measure of the others.
pub struct Table<'a> {
    title: String,
    rounds: Rounds,
    candidates: Vec<Candidate<'a>>,
}

impl<'a> Table<'a> {
    pub fn new(title: String, rounds: Rounds) -> Self {
        Table { title, rounds, candidates: Vec::new() }
    }

    pub fn add(&mut self, name: &'static str, run: impl FnMut() + 'a) {
        self.candidates.push(Candidate { name, run: Box::new(run) });
    }

    /// Measures and prints.
    pub fn print(mut self) {
        let mut least = vec![f64::INFINITY; self.candidates.len()];
        for _ in 0..self.rounds.count {
            for (Candidate { run, .. }, least) in self.candidates.iter_mut().zip(&mut least) {
                let (mut runs, start) = (0, Instant::now());
                while start.elapsed() < self.rounds.each {
                    for _ in 0..8 {
                        run();
                    }
                    runs += 8;
                }
                *least = least.min(start.elapsed().as_secs_f64() / f64::from(runs));
            }
        }
        println!("{}", self.title);
        let first = least.first().copied().unwrap_or(f64::NAN);
        for (Candidate { name, .. }, least) in self.candidates.iter().zip(&least) {
            println!("  {name:28} {:10.2} us  {:5.2}", least * 1e6, least / first);
        }
    }
}
