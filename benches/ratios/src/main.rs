//! Prints how long the work of this project takes, in ratios to what else does the same.
//!
//! `cargo run --release -p ratios` measures all for some minutes, and with names of parts only those, as in
//! `-- reading generating`. `-- --instructions` counts instructions instead, by valgrind, except of other processes. `-- --quick`
//! only shows that everything runs. With `--features jsoncompat`, that crate compares too. Each time is the least of many rounds,
//! in which the candidates take turns, so that whatever else the machine does meets them alike.

mod bodies;
mod checked;
mod comparing;
mod compiling;
mod documents;
mod folder;
mod generating;
mod hand;
mod measure;
mod peer;
mod reading;
mod receiving;
mod writing;

use std::error::Error;
use std::process::ExitCode;

use measure::Mode;

/// Prints the tables of a part.
type Print = fn(&Mode) -> Result<(), Box<dyn Error>>;

const PARTS: [(&str, Print); 6] = [
    ("reading", reading::print),
    ("receiving", receiving::print),
    ("writing", writing::print),
    ("generating", generating::print),
    ("comparing", comparing::print),
    ("compiling", compiling::print),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some(code) = comparing::run_command(&arguments) {
        return code;
    }
    let (mode, names) = Mode::from_args(&arguments);
    if let Some(unknown) = names.iter().find(|name| PARTS.iter().all(|(part, _)| part != *name)) {
        let known = PARTS.map(|(part, _)| part).join(", ");
        eprintln!("ratios: no part {unknown:?}; the parts are {known}, and the flags --instructions and --quick");
        return ExitCode::from(2);
    }
    if let Some(program) = mode.missing() {
        eprintln!("ratios: --instructions needs {program}, which cannot be run");
        return ExitCode::from(2);
    }
    let chosen = PARTS.iter().filter(|(part, _)| names.is_empty() || names.iter().any(|name| name == part));
    for (part, print) in chosen {
        if let Err(error) = print(&mode) {
            eprintln!("ratios: {part}: {error}");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}
