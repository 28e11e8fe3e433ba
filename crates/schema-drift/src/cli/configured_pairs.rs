//! Compares the pairs that the settings of the repository list.

use clap::ArgMatches;
use schema_ir::Error;

use super::choice::Format;
use super::compare::{at_revision, compare};
use super::config::{ConfiguredPair, Sides};
use super::files::Location;
use super::flags::Flags;
use super::process::Response;

/// Compares all pairs, or the one that `--pair` names, and responds like the worst of them.
///
/// `against` is the revision of the command line, which counts for all pairs that have one path.
pub(super) fn compare_configured(
    against: Option<&str>,
    matches: &ArgMatches,
    flags: &Flags,
) -> Result<Response, String> {
    let name = matches.get_one::<String>("pair").map(String::as_str);
    let pairs = flags.config().pairs(name)?;
    let is_text = matches!(flags.format(), Format::Human | Format::Github | Format::Markdown | Format::Changelog);
    if pairs.len() > 1 && !is_text {
        return Err("this format holds one comparison; choose it with --pair NAME".to_owned());
    }
    // The file of accepted findings has those of all pairs.
    let is_partial = pairs.len() == 1 && flags.config().has_several_pairs();
    let later = if is_partial { usize::MAX } else { pairs.len().saturating_sub(1) };
    let mut acceptance = flags.read_acceptance().map_err(|error| error.to_string())?.with_later(later);
    let mut all = Response::default();
    for pair in pairs {
        let compared = locate(&pair, against)
            .map_err(|error| error.to_string())
            .and_then(|sides| compare(sides, matches, flags, &mut acceptance));
        let Response { out, err, code } = compared.unwrap_or_else(|error| flags.fail(&error));
        if !all.out.is_empty() && !out.is_empty() && flags.format() != Format::Github {
            all.out.push('\n');
        }
        all = Response { out: all.out + &out, err: all.err + &err, code: all.code.max(code) };
    }
    Ok(all)
}

fn locate(pair: &ConfiguredPair, against: Option<&str>) -> Result<[Location; 2], Error> {
    let local = |path: &std::path::Path| Location::local(path.to_owned());
    match &pair.sides {
        Sides::Both { old, new } => Ok([local(old), local(new)]),
        Sides::Against { path, revision } => {
            let revision = against.or(revision.as_deref()).unwrap_or("HEAD");
            Ok([at_revision(revision, path.as_os_str())?, local(path)])
        }
    }
}
