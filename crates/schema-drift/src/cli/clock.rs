//! Ends a child process that has used up the time for a pair.
//!
//! The time of its processors counts, so that a busy machine gives the same verdicts as an idle one.

use std::process;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// The pause before the watchdog looks at the clock again.
const LONGEST_PAUSE: Duration = Duration::from_millis(50);
const SHORTEST_PAUSE: Duration = Duration::from_millis(2);
/// Stack of a thread that does next to nothing.
pub(super) const SMALL_STACK: usize = 256 << 10;

/// When the current pair has to end, by [`used`].
static UNTIL: Mutex<Option<Duration>> = Mutex::new(None);

/// Starts the thread that calls `on_end` and ends the process when the time of a pair is used up.
pub(super) fn watch(on_end: fn()) -> std::io::Result<()> {
    let watchdog = move || {
        loop {
            let until = *check(on_end);
            let left = until.map_or(LONGEST_PAUSE, |until| until.saturating_sub(used()));
            thread::sleep(left.clamp(SHORTEST_PAUSE, LONGEST_PAUSE));
        }
    };
    thread::Builder::new().stack_size(SMALL_STACK).spawn(watchdog).map(drop)
}

/// Starts the time of a pair.
pub(super) fn start(time: Duration) {
    *lock() = Some(used().saturating_add(time));
}

/// Ends the process if the time is used up. Else the pair has not ended, as long as the guard lives.
pub(super) fn check(on_end: fn()) -> MutexGuard<'static, Option<Duration>> {
    let until = lock();
    if until.is_some_and(|until| used() >= until) {
        on_end();
        process::exit(0);
    }
    until
}

/// Like [`check`], and stops the time.
pub(super) fn stop(on_end: fn()) {
    *check(on_end) = None;
}

fn lock() -> MutexGuard<'static, Option<Duration>> {
    UNTIL.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The time for which processors have worked for this process.
#[cfg(unix)]
fn used() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.try_into().unwrap_or(0), time.tv_nsec.try_into().unwrap_or(0))
}

/// The time since the first call, because the system has no other clock that safe code can read.
#[cfg(not(unix))]
fn used() -> Duration {
    static FIRST: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    FIRST.get_or_init(std::time::Instant::now).elapsed()
}
