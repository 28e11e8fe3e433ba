//! The choices that flags offer.

use clap::Arg;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use schema_ir::{Discriminator, Peer};

/// A closed set of values of a flag.
pub(super) trait Choice: Copy + Send + Sync + 'static {
    /// The values with their names, in the order of `--help`.
    const ALL: &'static [(&'static str, Self)];
    /// The name of the default; `None` if the inputs decide.
    const DEFAULT: Option<&'static str>;

    /// The value of a name.
    ///
    /// # Errors
    ///
    /// No value has it; the error lists those that are.
    fn from_name(name: &str) -> Result<Self, String> {
        let found = Self::ALL.iter().find(|(known, _)| *known == name);
        let names = || Self::ALL.iter().map(|(known, _)| format!("`{known}`")).collect::<Vec<_>>().join(", ");
        found.map(|(_, choice)| *choice).ok_or_else(|| format!("{name:?} is none of {}", names()))
    }

    /// The flag `--NAME` with these values.
    fn arg(name: &'static str) -> Arg {
        let names = PossibleValuesParser::new(Self::ALL.iter().map(|(name, _)| *name));
        let parser = names.try_map(|name| {
            let choice =
                Self::ALL.iter().find(|(known, _)| known.eq_ignore_ascii_case(&name)).map(|(_, choice)| *choice);
            choice.ok_or("not a possible value")
        });
        Arg::new(name).long(name).value_parser(parser).default_values(Self::DEFAULT)
    }
}

/// `--format`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Format {
    #[default]
    Human,
    Json,
    Github,
    Sarif,
    Markdown,
    Html,
    Junit,
    Gitlab,
    Changelog,
}

impl Choice for Format {
    const ALL: &'static [(&'static str, Self)] = &[
        ("human", Format::Human),
        ("json", Format::Json),
        ("github", Format::Github),
        ("sarif", Format::Sarif),
        ("markdown", Format::Markdown),
        ("html", Format::Html),
        ("junit", Format::Junit),
        ("gitlab", Format::Gitlab),
        ("changelog", Format::Changelog),
    ];
    const DEFAULT: Option<&'static str> = Some("human");
}

/// `--for`: the parties whose breaking is an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Audience {
    Reader,
    Writer,
    Both,
    Client,
    Server,
}

impl Audience {
    /// The default: clients of an API cannot be changed together with it.
    pub fn default_for(is_api: bool) -> Self {
        if is_api { Audience::Client } else { Audience::Both }
    }
}

impl Choice for Audience {
    const ALL: &'static [(&'static str, Self)] = &[
        ("client", Audience::Client),
        ("server", Audience::Server),
        ("reader", Audience::Reader),
        ("writer", Audience::Writer),
        ("both", Audience::Both),
    ];
    const DEFAULT: Option<&'static str> = None;
}

/// `--mode`: the compatibility modes of Confluent's Schema Registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mode {
    /// The party whose breaking the mode forbids.
    pub audience: Audience,
    /// Whether all released versions count, and not the last one only.
    pub transitive: bool,
}

impl Mode {
    const fn of(audience: Audience, transitive: bool) -> Self {
        Mode { audience, transitive }
    }
}

impl Choice for Mode {
    const ALL: &'static [(&'static str, Self)] = &[
        ("BACKWARD", Mode::of(Audience::Writer, false)),
        ("BACKWARD_TRANSITIVE", Mode::of(Audience::Writer, true)),
        ("FORWARD", Mode::of(Audience::Reader, false)),
        ("FORWARD_TRANSITIVE", Mode::of(Audience::Reader, true)),
        ("FULL", Mode::of(Audience::Both, false)),
        ("FULL_TRANSITIVE", Mode::of(Audience::Both, true)),
    ];
    const DEFAULT: Option<&'static str> = None;
}

/// `--sent-by`: who sends the values of schemas that no operation exchanges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SentBy(pub Peer);

impl Choice for SentBy {
    const ALL: &'static [(&'static str, Self)] = &[("client", SentBy(Peer::Client)), ("server", SentBy(Peer::Server))];
    const DEFAULT: Option<&'static str> = None;
}

/// `--undeclared`: whether keys are sent that an open object does not declare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Undeclared {
    Anything,
    NeverSent,
}

impl Undeclared {
    /// The default: a server sends what its document declares, and ignores other keys.
    pub fn default_for(is_api: bool) -> Self {
        if is_api { Undeclared::NeverSent } else { Undeclared::Anything }
    }
}

impl Choice for Undeclared {
    const ALL: &'static [(&'static str, Self)] =
        &[("anything", Undeclared::Anything), ("never-sent", Undeclared::NeverSent)];
    const DEFAULT: Option<&'static str> = None;
}

/// `--fail-on`: the changes that cause exit code 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum FailOn {
    #[default]
    Breaking,
    Any,
    Never,
}

impl Choice for FailOn {
    const ALL: &'static [(&'static str, Self)] =
        &[("breaking", FailOn::Breaking), ("any", FailOn::Any), ("never", FailOn::Never)];
    const DEFAULT: Option<&'static str> = Some("breaking");
}

impl Choice for Discriminator {
    const ALL: &'static [(&'static str, Self)] =
        &[("annotates", Discriminator::Annotates), ("decides", Discriminator::Decides)];
    const DEFAULT: Option<&'static str> = Some("annotates");
}
