//! The lints of a build. [`schema_lint`] has them; here is which of them run, and how their findings are printed.

use crate::Builder;
use schema_ir::{Error, ErrorKind, Errors, Reading, Source};
use schema_lint::{Finding, LINTS, Level, Levels, Options, run};

impl Builder {
    /// Sets the level of a lint, or of `"all"`; see [`LINTS`](schema_lint::LINTS). Findings are in the [report](crate::Report::findings);
    /// [`compile`](Self::compile) prints those of the level [`Warn`](Level::Warn) as warnings, and those of the level
    /// [`Deny`](Level::Deny) are errors.
    ///
    /// A lint that needs proofs runs only if its level is set, because it takes longer than the others, and needs the feature
    /// `lint`.
    ///
    /// ```
    /// use schema_build::{Builder, Level};
    /// # let folder = std::env::temp_dir().join(format!("schema-build-lint-{}", std::process::id()));
    /// # std::fs::create_dir_all(&folder)?;
    /// std::fs::write(folder.join("id.json"), br#"{"type": "string", "format": "guid", "minlength": 1}"#)?;
    /// let builder = Builder::new(&folder).lint("unknown-format", Level::Off);
    /// let report = builder.generate().unwrap().report;
    /// assert_eq!(report.findings[0].message, "unknown keyword `minlength`, which has no effect");
    /// assert_eq!(report.findings.len(), 1);
    ///
    /// let errors = builder.lint("unknown-keyword", Level::Deny).generate().unwrap_err();
    /// assert_eq!(errors[0].kind, schema_build::ErrorKind::DeniedLint);
    /// # std::fs::remove_dir_all(&folder)?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub fn lint(mut self, id: impl Into<String>, level: Level) -> Self {
        self.lints.set(id.into(), level);
        self
    }

    /// Runs all lints, those that need proofs too, and generates nothing. Returns the findings by file and line.
    ///
    /// # Errors
    ///
    /// A file that cannot be read as schemas, and a [lint](Self::lint) that does not exist.
    #[cfg(feature = "lint")]
    pub fn find_lints(&self) -> Result<Vec<Finding>, Errors> {
        self.lints.run_all(&self.read_sources()?, self.reading)
    }
}

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
    pub(crate) fn run(&self, sources: &[Source], reading: Reading) -> Result<Vec<Finding>, Errors> {
        let options = Options { levels: self.levels()?, proofs: false, reading, ..Options::default() };
        if !cfg!(feature = "lint")
            && let Some((id, _)) = self.set.iter().find(|(id, level)| *level != Level::Off && needs_proofs(id))
        {
            let error = Error::new(ErrorKind::UnusedOption, "-", format!("the lint {id:?} needs proofs"));
            return Err(error.with_help("enable the feature `lint` of schema-build").into());
        }
        let findings = run(sources, &options).findings;
        let denied: Vec<Error> =
            findings.iter().filter(|finding| finding.level == Level::Deny).map(Finding::to_error).collect();
        if denied.is_empty() { Ok(findings) } else { Err(denied.into()) }
    }

    /// Runs all lints.
    #[cfg(feature = "lint")]
    pub(crate) fn run_all(&self, sources: &[Source], reading: Reading) -> Result<Vec<Finding>, Errors> {
        let linted = run(sources, &Options { levels: self.levels()?, reading, ..Options::default() });
        if linted.errors.is_empty() { Ok(linted.findings) } else { Err(linted.errors.into()) }
    }

    fn levels(&self) -> Result<Levels, Errors> {
        let mut levels = Levels::default();
        self.set.iter().try_for_each(|(id, level)| levels.set(id, *level)).map_err(Errors::from)?;
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
