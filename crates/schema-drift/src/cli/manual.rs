//! What a shell and `man` know about the command, made of its flags.

use std::io;

use clap::{Arg, ArgMatches, Command, value_parser};
use clap_complete::Shell;
use clap_mangen::Man;

use super::process::Response;

pub(super) const COMPLETIONS: &str = "completions";
pub(super) const MANUAL: &str = "manual";

pub(super) fn completions_command() -> Command {
    Command::new(COMPLETIONS)
        .about("Prints a script that completes commands and flags in a shell")
        .arg(Arg::new("shell").value_name("SHELL").required(true).value_parser(value_parser!(Shell)).help("The shell"))
}

pub(super) fn manual_command() -> Command {
    Command::new(MANUAL).about("Prints a manual page, for `man`").arg(
        Arg::new("command").value_name("COMMAND").help("A command, such as compare; without it, schema-drift itself"),
    )
}

/// Prints the completions of `whole` for a shell.
pub(super) fn complete(matches: &ArgMatches, mut whole: Command) -> Response {
    let name = whole.get_name().to_owned();
    let mut out = Vec::new();
    if let Some(shell) = matches.get_one::<Shell>("shell") {
        clap_complete::generate(*shell, &mut whole, name, &mut out);
    }
    Response { out: String::from_utf8_lossy(&out).into_owned(), ..Response::default() }
}

/// Prints the page of `whole`, or of one of its commands.
pub(super) fn print_manual(matches: &ArgMatches, mut whole: Command) -> Response {
    whole.build();
    let chosen = match matches.get_one::<String>("command") {
        Some(name) => whole.find_subcommand(name).cloned(),
        None => Some(whole),
    };
    let Some(command) = chosen else {
        return Response::failed("error: no such command; `schema-drift help` lists all");
    };
    match render(command) {
        Ok(out) => Response { out, ..Response::default() },
        Err(error) => Response::failed(format!("error: {error}")),
    }
}

fn render(command: Command) -> io::Result<String> {
    let mut out = Vec::new();
    Man::new(command).render(&mut out)?;
    Ok(String::from_utf8_lossy(&out).into_owned())
}

#[cfg(test)]
mod tests {
    use clap::Command;
    use clap_complete::Shell;

    use super::render;
    use crate::cli::schema_drift::command;

    fn commands() -> Vec<Command> {
        let mut whole = command();
        whole.build();
        let all = whole.get_subcommands().filter(|one| !one.is_hide_set() && one.get_name() != "help").cloned();
        all.chain([whole.clone()]).collect()
    }

    #[test]
    fn each_command_and_flag_is_in_the_manual() {
        let whole = render(command()).unwrap_or_default();
        for one in commands() {
            let page = render(one.clone()).unwrap_or_default();
            let name = one.get_name().replace('-', "\\-");
            assert!(page.contains(".SH NAME\nschema\\-drift") && whole.contains(&name), "{page}");
            for flag in one.get_arguments().filter(|arg| !arg.is_hide_set()).filter_map(|arg| arg.get_long()) {
                assert!(page.contains(&format!("\\-\\-{}", flag.replace('-', "\\-"))), "{name} {flag}\n{page}");
            }
        }
    }

    #[test]
    fn each_command_and_flag_is_completed() {
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::PowerShell, Shell::Elvish] {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut command(), "schema-drift", &mut script);
            let script = String::from_utf8_lossy(&script).into_owned();
            for one in commands() {
                let flags = one.get_arguments().filter(|arg| !arg.is_hide_set()).filter_map(|arg| arg.get_long());
                assert!(flags.chain([one.get_name()]).all(|name| script.contains(name)), "{shell} {}", one.get_name());
            }
        }
    }
}
