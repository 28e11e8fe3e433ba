//! Runs work on a thread with a large stack.

use std::{fmt, io, thread};

use crate::limits::STACK_BYTES;

/// Why the work has no result.
#[derive(Debug)]
pub(crate) enum StackError {
    /// There is no memory for the stack.
    NoThread(io::Error),
    /// The work panicked.
    Panicked,
}

impl fmt::Display for StackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StackError::NoThread(error) => write!(f, "no thread to compare on: {error}"),
            StackError::Panicked => f.write_str("the comparison failed inside; please report the two schemas"),
        }
    }
}

/// Runs `work` on a stack that nesting up to the limits cannot exhaust.
pub(crate) fn run_with_room<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, StackError> {
    thread::scope(|scope| {
        let thread = thread::Builder::new().name("schema-drift".to_owned()).stack_size(STACK_BYTES);
        let running = thread.spawn_scoped(scope, work).map_err(StackError::NoThread)?;
        running.join().map_err(|_| StackError::Panicked)
    })
}
