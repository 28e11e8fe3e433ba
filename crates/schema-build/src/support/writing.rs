use ::std::cell::Cell;

::std::thread_local! {
    /// Whether a type around this one asserts what it says of all that is written.
    static ASSERTED: Cell<bool> = const { Cell::new(false) };
}

/// Writes a value after `assert`, unless a type around it did. Without this, each level of values in values would be
/// written twice for each time that the level above it is.
pub(in super::super) fn asserted<T, E: ::serde::ser::Error>(
    assert: impl FnOnce() -> Result<(), String>,
    write: impl FnOnce() -> Result<T, E>,
) -> Result<T, E> {
    let around = Around(ASSERTED.replace(true));
    if !around.0 {
        assert().map_err(E::custom)?;
    }
    write()
}

/// What held before.
struct Around(bool);

impl Drop for Around {
    fn drop(&mut self) {
        ASSERTED.set(self.0);
    }
}
