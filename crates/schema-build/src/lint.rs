//! The lints of a build. [`schema_lint`] has them; here is which of them run, and how their findings are printed.

use schema_ir::{Error, ErrorKind, Source};
use schema_lint::{Finding, LINTS, Level, Levels, Options, run};

/// The number of findings that a build prints as warnings.
const MAX_WARNINGS: usize = 20;

/// The levels that the user set, in their order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lints {
    set: Vec<(String, Level)>,
}

impl Lints {
    pub(crate) fn set(&mut self, id: String, level: Level) {
        self.set.push((id, level));
    }

    /// Runs the lints that need no proofs, and those whose level was set. Findings that are denied are errors.
    pub(crate) fn run(&self, sources: &[Source], nullable_enum: bool) -> Result<Vec<Finding>, Vec<Error>> {
        let options = Options { levels: self.levels()?, proofs: false, nullable_enum, ..Options::default() };
        if !cfg!(feature = "lint")
            && let Some((id, _)) = self.set.iter().find(|(id, level)| *level != Level::Off && needs_proofs(id))
        {
            let error = Error::new(ErrorKind::UnusedOption, "-", format!("the lint {id:?} needs proofs"));
            return Err(vec![error.with_help("enable the feature `lint` of schema-build")]);
        }
        let findings = run(sources, &options).findings;
        let denied: Vec<Error> =
            findings.iter().filter(|finding| finding.level == Level::Deny).map(Finding::to_error).collect();
        if denied.is_empty() { Ok(findings) } else { Err(denied) }
    }

    /// Runs all lints.
    #[cfg(feature = "lint")]
    pub(crate) fn run_all(&self, sources: &[Source], nullable_enum: bool) -> Result<Vec<Finding>, Vec<Error>> {
        let linted = run(sources, &Options { levels: self.levels()?, nullable_enum, ..Options::default() });
        if linted.errors.is_empty() { Ok(linted.findings) } else { Err(linted.errors) }
    }

    fn levels(&self) -> Result<Levels, Vec<Error>> {
        let mut levels = Levels::default();
        self.set.iter().try_for_each(|(id, level)| levels.set(id, *level)).map_err(|error| vec![error])?;
        Ok(levels)
    }
}

/// Whether a lint needs proofs. Of all lints, those that need none run without.
fn needs_proofs(id: &str) -> bool {
    LINTS.iter().any(|lint| lint.id == id && lint.needs_proofs())
}

/// Prints findings as warnings of a build script.
pub(crate) fn warn(findings: &[Finding]) {
    for finding in findings.iter().take(MAX_WARNINGS) {
        finding.to_string().lines().for_each(|line| println!("cargo::warning={line}"));
    }
    if let more @ 1.. = findings.len().saturating_sub(MAX_WARNINGS) {
        println!("cargo::warning={more} more findings; `schema-build --lint` prints all");
    }
}
