//! A line that counts the pairs of a long comparison, on a terminal only.

use std::io::{self, IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

/// The time after which a comparison is long.
const SILENCE: Duration = Duration::from_secs(1);
/// The time between two counts.
const STEP: Duration = Duration::from_millis(100);
/// Goes to the start of the line, and empties it.
const CLEAR: &str = "\r\x1b[K";

/// Counts on standard error; dropping it removes the line.
pub(super) struct Progress {
    all: usize,
    /// When the count is printed next; `None` if nobody watches.
    next: Option<Instant>,
    is_shown: bool,
}

impl Progress {
    pub fn new(all: usize) -> Self {
        let is_watched = io::stderr().is_terminal() && std::env::var_os("CI").is_none();
        Progress { all, next: is_watched.then(|| Instant::now() + SILENCE), is_shown: false }
    }

    /// Shows how many pairs are compared, if it is time to.
    pub fn show(&mut self, done: usize) {
        let now = Instant::now();
        if self.next.is_some_and(|next| next <= now) {
            self.next = Some(now + STEP);
            self.is_shown = true;
            // The count is not part of the result.
            let _ = write!(io::stderr(), "{CLEAR}compared {done} of {} schemas", self.all);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.is_shown {
            let _ = write!(io::stderr(), "{CLEAR}");
        }
    }
}
