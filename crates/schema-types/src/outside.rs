//! What a drift check must know of values that the user's own types read, because no proof covers them.

#[cfg(feature = "schemars")]
std::thread_local! {
    /// Whether such a type read, and whether one refused, a value since [`start`].
    static NOTED: std::cell::Cell<(bool, bool)> = const { std::cell::Cell::new((false, false)) };
}

/// Notes that a type read a value as it decides itself, or refused it.
#[inline]
pub(crate) fn note<T, E>(result: Result<T, E>) -> Result<T, E> {
    #[cfg(feature = "schemars")]
    NOTED.set((true, NOTED.get().1 || result.is_err()));
    result
}

/// Forgets what was noted.
#[cfg(feature = "schemars")]
pub(crate) fn start() {
    NOTED.set((false, false));
}

/// Whether a place outside the proof had a value in the text that this thread read last.
#[cfg(feature = "schemars")]
pub(crate) fn was_read() -> bool {
    NOTED.get().0
}

/// Whether the type of such a place refused its value.
#[cfg(feature = "schemars")]
pub(crate) fn was_refused() -> bool {
    NOTED.get().1
}
