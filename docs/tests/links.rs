//! What the pages refer to is there.
#![allow(clippy::unwrap_used, missing_docs)]

mod book;

use std::fs;
use std::path::{Path, PathBuf};

use book::BOOK;

/// The texts between `start` and `end`.
fn between<'t>(text: &'t str, start: &str, end: &str) -> Vec<&'t str> {
    text.split(start).skip(1).filter_map(|rest| Some(rest.split_once(end)?.0)).collect()
}

/// The file to which a link, or the path of an include, of the page leads; `None` if it leads out of the repository.
fn target(page: &Path, link: &str) -> Option<PathBuf> {
    let path = link.split('#').next()?;
    match path.strip_prefix("repo:") {
        Some(path) => Some(Path::new(BOOK).join("..").join(path)),
        None if path.is_empty() || path.contains("://") => None,
        None => Some(page.parent()?.join(path)),
    }
}

#[test]
fn each_link_leads_to_a_file() {
    for page in book::pages() {
        let text = fs::read_to_string(&page).unwrap();
        // Every other part is inside a block of code.
        let prose: String = text.split("```").step_by(2).collect();
        for link in between(&prose, "](", ")") {
            if let Some(file) = target(&page, link) {
                assert!(file.exists(), "{}: {link}", page.display());
            }
        }
    }
}

#[test]
fn each_include_leads_to_a_part_of_a_file() {
    let mut includes = 0;
    for page in book::pages() {
        let text = fs::read_to_string(&page).unwrap();
        for include in between(&text, "{{#include ", "}}") {
            let (path, part) = include.split_once(':').unwrap_or((include, ""));
            let file = target(&page, path).unwrap();
            let included = fs::read_to_string(&file).unwrap_or_else(|error| format!("{error}: {}", file.display()));
            let is_anchor = part.starts_with(char::is_alphabetic);
            let found = if is_anchor { included.contains(&format!("ANCHOR: {part} ")) } else { file.is_file() };
            assert!(found, "{}: {include}: {included}", page.display());
            includes += 1;
        }
    }
    assert!(includes > 0);
}

#[test]
fn each_page_with_code_is_tested() {
    let tested = include_str!("../pages.rs");
    for page in book::pages() {
        let has_code = fs::read_to_string(&page).unwrap().contains("```rust\n");
        let name = page.strip_prefix(BOOK).unwrap().to_str().unwrap().replace('\\', "/");
        assert!(!has_code || tested.contains(&format!("{name:?}")), "pages.rs lacks {name}");
    }
}

/// Each page is in the table of contents, without which mdBook leaves it out.
#[test]
fn each_page_is_listed() {
    let summary = include_str!("../src/SUMMARY.md");
    for page in book::pages() {
        let name = page.strip_prefix(Path::new(BOOK).join("src")).unwrap().to_str().unwrap().replace('\\', "/");
        assert!(name == "SUMMARY.md" || summary.contains(&format!("({name})")), "SUMMARY.md lacks {name}");
    }
}

/// A reader copies the lines of Cargo.toml.
#[test]
fn dependencies_have_the_current_version() {
    let version = env!("CARGO_PKG_VERSION").rsplit_once('.').unwrap().0;
    let crates = ["kombo-schema", "schema-build", "schema-types"];
    let mut lines = 0;
    for page in book::pages() {
        let text = fs::read_to_string(&page).unwrap();
        for line in text.lines().filter(|line| crates.iter().any(|name| line.starts_with(&format!("{name} = ")))) {
            assert!(line.contains(&format!("\"{version}\"")), "{}: {line}", page.display());
            lines += 1;
        }
    }
    assert!(lines > 0);
}
