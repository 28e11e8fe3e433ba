//! How serious the findings of each lint are.

use std::collections::BTreeMap;
use std::fmt;

use schema_ir::{Error, ErrorKind, most_similar};

use crate::{LINTS, Lint};

/// The id that stands for all lints.
pub const ALL: &str = "all";

/// How serious the findings of a lint are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The lint does not run.
    Off,
    /// A finding is reported.
    Warn,
    /// A finding is reported, and makes a build fail.
    Deny,
}

impl Level {
    /// The name in reports: `off`, `warning` or `error`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Level::Off => "off",
            Level::Warn => "warning",
            Level::Deny => "error",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The levels of all lints: the default of each, unless another one was set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    set: BTreeMap<&'static str, Level>,
}

impl Levels {
    /// Sets the level of the lint `id`, or of [`ALL`] lints. A later call for the same lint wins.
    ///
    /// # Errors
    ///
    /// No lint has this id.
    ///
    /// ```
    /// use schema_lint::{Level, Levels};
    /// let mut levels = Levels::default();
    /// levels.set("unknown-format", Level::Off)?;
    /// let error = levels.set("unknown-keywords", Level::Deny).unwrap_err();
    /// assert_eq!(error.help.as_deref(), Some("did you mean `unknown-keyword`?"));
    /// # Ok::<(), schema_ir::Error>(())
    /// ```
    pub fn set(&mut self, id: &str, level: Level) -> Result<(), Error> {
        let wanted: Vec<&Lint> = LINTS.iter().filter(|lint| id == ALL || lint.id == id).collect();
        if wanted.is_empty() {
            let ids = || LINTS.iter().map(|lint| lint.id);
            let help = match most_similar(id, ids()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the lints are {}, and `{ALL}`", ids().collect::<Vec<_>>().join(", ")),
            };
            return Err(Error::new(ErrorKind::UnusedOption, "-", format!("no lint has the id {id:?}")).with_help(help));
        }
        self.set.extend(wanted.into_iter().map(|lint| (lint.id, level)));
        Ok(())
    }

    /// The level of a lint.
    pub fn of(&self, lint: &Lint) -> Level {
        self.set.get(lint.id).copied().unwrap_or(lint.level)
    }

    /// Whether the level of a lint was set.
    pub fn names(&self, lint: &Lint) -> bool {
        self.set.contains_key(lint.id)
    }
}
