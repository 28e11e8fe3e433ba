//! The sessions of the pages: each command of a block `console` prints what the page shows below it.
//!
//! `UPDATE_EXPECT=1 cargo test -p docs --test sessions` writes what the commands print into the pages.
#![cfg(unix)]
#![allow(clippy::unwrap_used, missing_docs)]

mod book;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use book::BOOK;

const PROGRAMS: [(&str, &str); 2] = [
    ("schema-build", env!("CARGO_BIN_EXE_docs-schema-build")),
    ("schema-drift", env!("CARGO_BIN_EXE_docs-schema-drift")),
];
/// Ends the output of each command. No program prints it.
const END: &str = "\u{1}";

#[test]
fn each_session_prints_what_the_page_shows() {
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut sessions = 0;
    for page in book::pages() {
        let text = fs::read_to_string(&page).unwrap();
        let fresh = run_sessions(&text, &page);
        sessions += text.matches("```console\n").count();
        if update {
            fs::write(&page, &fresh).unwrap();
        }
        assert!(fresh == text || update, "{} shows otherwise than:\n{fresh}", page.display());
    }
    assert!(sessions > 0, "no page has a session");
}

/// The page with what its commands print. They run in one shell, in a copy of the folder `shop`.
fn run_sessions(text: &str, page: &Path) -> String {
    let commands: Vec<&str> = session_lines(text).filter_map(|line| line.strip_prefix("$ ")).collect();
    if commands.is_empty() {
        return text.to_owned();
    }
    let work = work_folder(page.file_stem().unwrap().to_str().unwrap());
    let outputs = run(&commands, &work);
    fs::remove_dir_all(&work).unwrap();
    let mut outputs = outputs.iter();
    let mut fresh = String::new();
    let mut in_session = false;
    for line in text.lines() {
        let (begins, ends) = (line == "```console", in_session && line == "```");
        in_session = begins || in_session && !ends;
        if !in_session || begins {
            fresh += &format!("{line}\n");
        } else if line.starts_with("$ ") {
            fresh += &format!("{line}\n{}", outputs.next().unwrap());
        }
    }
    fresh
}

/// The lines inside the blocks `console`.
fn session_lines(text: &str) -> impl Iterator<Item = &str> {
    text.split("```console\n").skip(1).flat_map(|block| block.split("```\n").next().unwrap_or_default().lines())
}

/// A copy of the folder `shop`, as a git repository whose only commit is that copy, and `bin` with the programs.
fn work_folder(name: &str) -> PathBuf {
    let work = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&work);
    fs::create_dir_all(work.join("bin")).unwrap();
    for (name, path) in PROGRAMS {
        std::os::unix::fs::symlink(path, work.join("bin").join(name)).unwrap();
    }
    let setup = format!(
        "cp -r '{BOOK}/shop' . && cd shop && git init --quiet && git add . && git commit --quiet --message 'First version'"
    );
    assert_eq!(run(&[&setup], &work), [""]);
    work
}

/// What each command prints.
fn run(commands: &[&str], work: &Path) -> Vec<String> {
    // The code of a command stays visible to the next one as `$?`.
    let mut script = "cd shop 2> /dev/null\n".to_owned();
    for command in commands {
        script += &format!("{command}\ncode=$?; printf '{END}'; (exit $code)\n");
    }
    let path = format!("{}:{}", work.join("bin").display(), std::env::var("PATH").unwrap());
    let git = [("NAME", "Shop"), ("EMAIL", "shop@localhost"), ("DATE", "2030-01-10T12:00:00Z")];
    let git =
        git.iter().flat_map(|(key, value)| ["AUTHOR", "COMMITTER"].map(|who| (format!("GIT_{who}_{key}"), *value)));
    let mut shell = Command::new("bash")
        .current_dir(work)
        .envs(git)
        .env("PATH", path)
        .env("HOME", work)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap();
    shell.stdin.take().unwrap().write_all(format!("exec 2>&1\n{script}").as_bytes()).unwrap();
    let output = String::from_utf8(shell.wait_with_output().unwrap().stdout).unwrap();
    let mut outputs: Vec<String> = output.split(END).map(str::to_owned).collect();
    assert_eq!((outputs.pop().as_deref(), outputs.len()), (Some(""), commands.len()), "{output}");
    outputs
}
