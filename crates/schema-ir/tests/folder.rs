//! Which files of a folder are read, and how much of each.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use schema_ir::{Depth, ErrorKind, MAX_FILES, Source, read_file, read_folder};

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("schema-ir-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn file(&self, path: impl AsRef<Path>, text: &str) -> &Self {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    fn names(&self, depth: Depth) -> Vec<String> {
        let sources = read_folder(&self.0, depth).unwrap();
        let start = self.0.to_str().unwrap().len() + 1;
        sources.iter().map(|source: &Source| source.file()[start..].to_owned()).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn schemas_are_read_in_the_order_of_their_paths() {
    let folder = Folder::new("order");
    folder.file("b.json", "{}").file("a.yaml", "{}").file("c.yml", "a: 1").file("README.md", "no").file("x.txt", "no");
    folder.file("parts/a.json", "{}").file("parts/deep/z.YAML", "{}").file(".git/config", "no");
    assert_eq!(folder.names(Depth::Folder), ["a.yaml", "b.json", "c.yml"]);
    assert_eq!(folder.names(Depth::Subfolders), ["a.yaml", "b.json", "c.yml", "parts/a.json", "parts/deep/z.YAML"]);
}

#[test]
fn links_to_files_are_followed_and_links_to_folders_are_not() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new("links");
    folder.file("parts/a.json", "{}");
    symlink(&folder.0, folder.0.join("parts/loop")).unwrap();
    symlink(folder.0.join("parts/a.json"), folder.0.join("b.json")).unwrap();
    symlink(folder.0.join("nowhere"), folder.0.join("c.json")).unwrap();
    symlink("/dev/zero", folder.0.join("d.json")).unwrap();
    assert!(Command::new("mkfifo").arg(folder.0.join("e.json")).status().unwrap().success());
    fs::create_dir(folder.0.join("f.json")).unwrap();
    assert_eq!(folder.names(Depth::Subfolders), ["b.json", "parts/a.json"]);
}

#[test]
fn a_file_without_end_is_an_error() {
    let error = read_file("zero", Path::new("/dev/zero")).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Limit);
    let folder = Folder::new("sparse");
    fs::File::create(folder.0.join("a.json")).unwrap().set_len(20 << 30).unwrap();
    assert_eq!(read_folder(&folder.0, Depth::Folder).unwrap_err()[0].kind, ErrorKind::Limit);
}

#[test]
fn a_name_that_is_not_utf_8_is_an_error_that_shows_it() {
    let folder = Folder::new("names");
    folder.file("a.json", "{}").file(OsStr::from_bytes(b"\xff.txt"), "no");
    assert_eq!(folder.names(Depth::Folder), ["a.json"]);
    folder.file(OsStr::from_bytes(b"b\xff\x1b.yaml"), "{}");
    let error = &read_folder(&folder.0, Depth::Folder).unwrap_err()[0];
    assert_eq!(error.kind, ErrorKind::Encoding);
    assert!(
        error.to_string().contains(r"/b\xFF\u{1b}.yaml: error[encoding]: the name of the file is not UTF-8"),
        "{error}"
    );
}

#[test]
fn the_number_of_files_is_limited() {
    let folder = Folder::new("many");
    for number in 0..=MAX_FILES {
        fs::write(folder.0.join(format!("{number}.json")), "{}").unwrap();
    }
    let error = &read_folder(&folder.0, Depth::Folder).unwrap_err()[0];
    assert_eq!(error.kind, ErrorKind::Limit);
    assert!(error.message.contains("MAX_FILES"), "{error}");
}

#[test]
fn a_folder_without_schemas_or_that_does_not_exist_is_an_error() {
    let folder = Folder::new("empty");
    folder.file("parts/a.json", "{}");
    assert_eq!(read_folder(&folder.0, Depth::Folder).unwrap_err()[0].kind, ErrorKind::EmptyFolder);
    assert_eq!(read_folder(&folder.0.join("nowhere"), Depth::Folder).unwrap_err()[0].kind, ErrorKind::Io);
}
