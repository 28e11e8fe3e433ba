//! The pages of the site, as files.

use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the site.
pub const BOOK: &str = env!("CARGO_MANIFEST_DIR");

/// All pages, in order of path.
pub fn pages() -> Vec<PathBuf> {
    pages_in(&Path::new(BOOK).join("src"))
}

fn pages_in(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let (folders, files): (Vec<_>, Vec<_>) = paths.into_iter().partition(|path| path.is_dir());
    let pages = files.into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    pages.chain(folders.iter().flat_map(|folder| pages_in(folder))).collect()
}
