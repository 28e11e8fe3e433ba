use std::thread;

use crate::limits::STACK_BYTES;

/// How an error begins where there is no room for a stack.
pub(crate) const NO_THREAD: &str = "no thread to compare on";

/// Runs `work` where nesting up to the limits cannot exhaust the stack; what goes wrong in it is an error.
pub(crate) fn with_room<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, String> {
    thread::scope(|scope| {
        let thread = thread::Builder::new().name("schema-drift".to_owned()).stack_size(STACK_BYTES);
        let running = thread.spawn_scoped(scope, work).map_err(|error| format!("{NO_THREAD}: {error}"))?;
        running.join().map_err(|_| "the comparison failed inside; please report the two schemas".to_owned())
    })
}
