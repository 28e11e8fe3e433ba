//! What the terminal can show.

use std::io::{self, IsTerminal as _};

/// Whether standard output is to have colours, as NO_COLOR, CLICOLOR_FORCE and CLICOLOR ask.
pub(super) fn has_color() -> bool {
    wants_color(|name| std::env::var(name).ok(), io::stdout().is_terminal())
}

fn wants_color(variable: impl Fn(&str) -> Option<String>, is_terminal: bool) -> bool {
    let value = |name: &str| variable(name).filter(|value| !value.is_empty());
    if value("NO_COLOR").is_some() {
        return false;
    }
    let is = |name: &str, wanted: &str| value(name).is_some_and(|value| value == wanted);
    let is_forced = value("CLICOLOR_FORCE").is_some() && !is("CLICOLOR_FORCE", "0");
    is_forced || (is_terminal && !is("CLICOLOR", "0") && !is("TERM", "dumb"))
}

/// The columns of the terminal of standard output, if it is one.
#[cfg(unix)]
pub(super) fn width() -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(io::stdout()).ok()?;
    Some(usize::from(size.ws_col)).filter(|columns| *columns > 0)
}

/// The columns are known on Unix only.
#[cfg(not(unix))]
pub(super) fn width() -> Option<usize> {
    None
}

#[cfg(test)]
mod tests {
    use super::wants_color;

    #[test]
    fn a_variable_outweighs_the_terminal() {
        let color = |variables: &[(&str, &str)], is_terminal: bool| {
            let find = |name: &str| variables.iter().find(|one| one.0 == name).map(|one| one.1.to_owned());
            wants_color(find, is_terminal)
        };
        assert!(color(&[], true) && !color(&[], false));
        assert!(!color(&[("CLICOLOR", "0")], true) && color(&[("CLICOLOR", "1")], true));
        assert!(!color(&[("TERM", "dumb")], true));
        assert!(color(&[("CLICOLOR_FORCE", "1")], false) && !color(&[("CLICOLOR_FORCE", "0")], false));
        assert!(!color(&[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], true) && color(&[("NO_COLOR", "")], true));
    }
}
