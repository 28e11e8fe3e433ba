//! `schema-drift.toml`: what a repository asks of its comparisons. Flags of the command line replace it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches};
use schema_ir::{Error, ErrorKind, read_text};
use serde::de::{Deserialize, Deserializer, Error as _};

use super::choice::{Audience, Choice, FailOn, SentBy, Undeclared};
use super::severity::SeverityRule;

/// The name of the file where `--config` names none.
const FILE: &str = "schema-drift.toml";

/// The settings of a repository.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(super) struct Config {
    #[serde(rename = "for", deserialize_with = "read_choice")]
    pub audience: Option<Audience>,
    #[serde(deserialize_with = "read_choice")]
    pub fail_on: Option<FailOn>,
    #[serde(deserialize_with = "read_choice")]
    pub undeclared: Option<Undeclared>,
    #[serde(deserialize_with = "read_choice")]
    pub sent_by: Option<SentBy>,
    /// The file of accepted findings.
    accept: Option<PathBuf>,
    /// The last one that applies to a finding decides.
    pub severity: Vec<SeverityRule>,
    /// What `compare` compares if no side is named.
    compare: Vec<ConfiguredPair>,
    /// Where the paths of the file begin.
    #[serde(skip)]
    folder: PathBuf,
}

/// Two sides to compare.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(try_from = "PairKeys")]
pub(super) struct ConfiguredPair {
    pub name: String,
    pub sides: Sides,
}

/// Where the two sides are.
#[derive(Clone, Debug)]
pub(super) enum Sides {
    Both {
        old: PathBuf,
        new: PathBuf,
    },
    /// A path at a revision and now. The revision is that of `--against`, or else this one, or else HEAD.
    Against {
        path: PathBuf,
        revision: Option<String>,
    },
}

/// A pair as it is written.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct PairKeys {
    name: Option<String>,
    old: Option<PathBuf>,
    new: Option<PathBuf>,
    path: Option<PathBuf>,
    against: Option<String>,
}

impl TryFrom<PairKeys> for ConfiguredPair {
    type Error = &'static str;

    fn try_from(keys: PairKeys) -> Result<Self, Self::Error> {
        let PairKeys { name, old, new, path, against } = keys;
        let sides = match (old, new, path, against) {
            (Some(old), Some(new), None, None) => Sides::Both { old, new },
            (.., Some(revision)) if revision.is_empty() => return Err("`against` is empty"),
            (None, None, Some(path), revision) => Sides::Against { path, revision },
            _ => return Err("a comparison needs `old` and `new`, or `path` and perhaps `against`"),
        };
        let (Sides::Both { new: shown, .. } | Sides::Against { path: shown, .. }) = &sides;
        Ok(ConfiguredPair { name: name.unwrap_or_else(|| shown.to_string_lossy().into_owned()), sides })
    }
}

impl Config {
    /// The flag that names the file.
    pub fn arg() -> Arg {
        Arg::new("config").long("config").value_name("FILE").value_parser(clap::value_parser!(OsString)).help(
            "The settings of the repository [default: schema-drift.toml of this folder, or else of the next one above \
             it within the repository]",
        )
    }

    /// Reads the file that `--config` names, or else the one of the repository, if there is one.
    pub fn find(matches: &ArgMatches) -> Result<Self, Error> {
        match matches.get_one::<OsString>("config") {
            Some(file) => Self::read(Path::new(file)),
            None => find_file().map_or_else(|| Ok(Self::default()), |file| Self::read(&file)),
        }
    }

    fn read(path: &Path) -> Result<Self, Error> {
        let file = path.to_string_lossy();
        // Bounded like a schema, and with the same messages.
        let text = read_text(&file, path)?;
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let config: Config = toml::from_str(&text).map_err(|error| to_error(&file, &text, &error))?;
        Ok(Config { folder, ..config })
    }

    /// The file of accepted findings.
    pub fn accept(&self) -> Option<PathBuf> {
        self.accept.as_ref().map(|file| self.folder.join(file))
    }

    /// The pairs to compare, with paths from the current folder; of several, only the one called `name` if there is a name.
    pub fn pairs(&self, name: Option<&str>) -> Result<Vec<ConfiguredPair>, String> {
        let chosen = self.compare.iter().filter(|pair| name.is_none_or(|name| pair.name == name));
        let pairs: Vec<ConfiguredPair> = chosen.map(|pair| pair.at(&self.folder)).collect();
        let known: Vec<&str> = self.compare.iter().map(|pair| pair.name.as_str()).collect();
        match (pairs.is_empty(), known.as_slice(), name) {
            (false, ..) => Ok(pairs),
            (true, [], _) => Err(format!("no side is named, and no {FILE} has `[[compare]]`")),
            (true, known, name) => Err(format!(
                "no `[[compare]]` has the name {:?}; one of: {}",
                name.unwrap_or_default(),
                known.join(", ")
            )),
        }
    }

    /// Whether other pairs than the chosen one are compared at other times.
    pub fn has_several_pairs(&self) -> bool {
        self.compare.len() > 1
    }
}

impl ConfiguredPair {
    /// The same with paths from the current folder.
    fn at(&self, folder: &Path) -> Self {
        let sides = match &self.sides {
            Sides::Both { old, new } => Sides::Both { old: folder.join(old), new: folder.join(new) },
            Sides::Against { path, revision } => Sides::Against { path: folder.join(path), revision: revision.clone() },
        };
        ConfiguredPair { name: self.name.clone(), sides }
    }
}

/// The file in the current folder or in one above it, up to the top of the repository. Outside of a repository, a folder above
/// may be anybody's, so only the current one counts.
fn find_file() -> Option<PathBuf> {
    let current = std::env::current_dir().ok()?;
    let is_top = |folder: &&Path| folder.join(".git").exists();
    let levels = current.ancestors().position(|folder| is_top(&folder)).unwrap_or(0);
    (0..=levels).map(|level| PathBuf::from("../".repeat(level)).join(FILE)).find(|file| file.is_file())
}

/// Reads one of the names of a flag's values.
fn read_choice<'de, D: Deserializer<'de>, C: Choice>(deserializer: D) -> Result<Option<C>, D::Error> {
    let name = String::deserialize(deserializer)?;
    C::from_name(&name).map(Some).map_err(D::Error::custom)
}

fn to_error(file: &str, text: &str, error: &toml::de::Error) -> Error {
    let start = error.span().map_or(0, |span| span.start).min(text.len());
    let before = text.get(..start).unwrap_or_default();
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let at = Error::new(ErrorKind::Config, file, error.message().replace('\n', "; "));
    Error { line: before.matches('\n').count() + 1, column, ..at }
        .with_help("the README of schema-drift lists the keys of schema-drift.toml")
}
