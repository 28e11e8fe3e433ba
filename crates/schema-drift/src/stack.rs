//! Runs work on a thread with a large stack.

use std::panic::resume_unwind;
use std::thread::ScopedJoinHandle;
use std::{fmt, io, thread};

use crate::limits::STACK_BYTES;

/// Stack of the thread that reads one of two documents.
const READING_BYTES: usize = 32 << 20;

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

/// Does two things, at once if a thread can be started. Their recursion is that over a text that was read.
pub(crate) fn both<T: Send>(one: impl Fn() -> T + Sync, other: impl Fn() -> T) -> [T; 2] {
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(READING_BYTES).spawn_scoped(scope, &one);
        let other = other();
        let one = match thread.map(ScopedJoinHandle::join) {
            Ok(Ok(one)) => one,
            Ok(Err(panic)) => resume_unwind(panic),
            Err(_) => one(),
        };
        [one, other]
    })
}

/// Runs `work` on a stack that nesting up to the limits cannot exhaust.
pub(crate) fn run_with_room<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, StackError> {
    thread::scope(|scope| {
        let thread = thread::Builder::new().name("schema-drift".to_owned()).stack_size(STACK_BYTES);
        let running = thread.spawn_scoped(scope, work).map_err(StackError::NoThread)?;
        running.join().map_err(|_| StackError::Panicked)
    })
}
