//! The base URIs of files (RFC 3986, 5.1.3): the path of each in the smallest folder that contains all of them.

use crate::pointer::{percent_decoded, percent_encoded};

/// The base URI of the folder that contains all files. It shows whether a reference leaves the folder.
pub(crate) const FOLDER: &str = "file:///schemas/";

/// The segment before those of an absolute path, which therefore shares no folder with a relative one. No file has this name.
const ROOT: &str = "\0root";

/// A folder above the place from which paths are given. Its name is not known, and any name does if all paths have the same.
const UNKNOWN_FOLDER: &str = "\0above";

/// The last segment of a path.
pub(crate) fn file_name(file: &str) -> &str {
    file.rsplit(['/', '\\']).next().unwrap_or(file)
}

/// The base URIs of files, which are given as paths from one place.
///
/// Only the last part of paths that all have in common is left out, so `a/b.json` refers to `a/c/d.json` as `c/d.json`, and back
/// as `../b.json`.
pub(crate) fn base_uris<'f>(files: &[&'f str]) -> Vec<String> {
    let paths: Vec<Path<'f>> = files.iter().map(|file| Path::new(file)).collect();
    let most = paths.iter().map(|path| path.up).max().unwrap_or(0);
    let whole = |path: &Path<'f>| {
        let above = std::iter::repeat_n(UNKNOWN_FOLDER, most - path.up);
        above.chain(path.down.iter().copied()).collect()
    };
    let paths: Vec<Vec<&str>> = paths.iter().map(whole).collect();
    let common = (0..).take_while(|&depth| shares_folder(&paths, depth)).count();
    let uri = |path: &Vec<&str>| {
        let segments = path.get(common..).unwrap_or_default().iter().map(|segment| percent_encoded(segment, b""));
        format!("{FOLDER}{}", segments.collect::<Vec<_>>().join("/"))
    };
    paths.iter().map(uri).collect()
}

/// Whether all paths have the same folder at this depth.
fn shares_folder(paths: &[Vec<&str>], depth: usize) -> bool {
    let folder = |path: &Vec<&'_ str>| path.len() > depth + 1;
    let first = paths.first().and_then(|path| path.get(depth));
    paths.iter().all(|path| folder(path) && path.get(depth) == first)
}

/// A path without `.` and, where possible, `..`.
struct Path<'f> {
    /// The number of `..` at the start.
    up: usize,
    down: Vec<&'f str>,
}

impl<'f> Path<'f> {
    fn new(file: &'f str) -> Self {
        let mut path = Path { up: 0, down: Vec::new() };
        if file.starts_with(['/', '\\']) {
            path.down.push(ROOT);
        }
        for segment in file.split(['/', '\\']) {
            match segment {
                "" | "." => {}
                ".." => match path.down.pop() {
                    Some(ROOT) => path.down.push(ROOT),
                    Some(_) => {}
                    None => path.up += 1,
                },
                name => path.down.push(name),
            }
        }
        path
    }
}

/// A URI, in which the path of a file of the folder is encoded as [`base_uris`] does, because a URI may encode more characters
/// than it must.
pub(crate) fn canonical(uri: String) -> String {
    let Some(rest) = uri.strip_prefix(FOLDER) else { return uri };
    let (path, end) = rest.split_at(rest.find(['?', '#']).unwrap_or(rest.len()));
    match percent_decoded(path) {
        Some(path) => format!("{FOLDER}{}{end}", percent_encoded(&path, b"/")),
        None => uri,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_start_at_the_common_folder() {
        for (files, expected) in [
            (&["-"][..], &["-"][..]),
            (&["schemas/order.json"], &["order.json"]),
            (&["/a/s/order.json", "/a/s/parts/part.json"], &["order.json", "parts/part.json"]),
            (&["app/order.json", "part.json"], &["app/order.json", "part.json"]),
            (&["./a/../b/x.json", "b/y.json"], &["x.json", "y.json"]),
            (&["../x.json", "y.json"], &["x.json", "%00above/y.json"]),
            (&["../../x.json", "../a/y.json", "z.json"], &["x.json", "%00above/a/y.json", "%00above/%00above/z.json"]),
            (&["/a/x.json", "a/x.json"], &["%00root/a/x.json", "a/x.json"]),
            (&["a/my part.json", "a/(é).json"], &["my%20part.json", "%28%C3%A9%29.json"]),
            (&["a/x.json", "a/x.json"], &["x.json", "x.json"]),
            (&["a", "a/x.json"], &["a", "a/x.json"]),
            (&["C:\\a\\x.json", "C:\\b\\y.json"], &["a/x.json", "b/y.json"]),
        ] {
            let expected: Vec<String> = expected.iter().map(|path| format!("{FOLDER}{path}")).collect();
            assert_eq!(base_uris(files), expected, "{files:?}");
        }
    }

    #[test]
    fn a_uri_may_encode_more_than_it_must() {
        assert_eq!(
            canonical(format!("{FOLDER}my%20part(1).json#/a%28")),
            format!("{FOLDER}my%20part%281%29.json#/a%28")
        );
        for uri in base_uris(&["../x.json", "y.json", "/z.json"]) {
            assert_eq!(canonical(uri.clone()), uri);
        }
        assert_eq!(canonical("https://a.example/(x)".to_owned()), "https://a.example/(x)");
    }
}
