//! Compares the pairs that the settings of the repository list.

use clap::ArgMatches;
use schema_ir::Error;

use super::compare::{at_revision, read_sides};
use super::config::{ConfiguredPair, Sides};
use super::files::Location;
use super::flags::Flags;
use super::gather::Input;
use super::judge_inputs::judge_inputs;
use super::output::respond;
use super::presentation::{Failure, Presentation, Run};
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
    // The file of accepted findings has those of all pairs.
    let is_partial = pairs.len() == 1 && flags.config().has_several_pairs();
    let later = if is_partial { usize::MAX } else { pairs.len().saturating_sub(1) };
    let mut acceptance = flags.read_acceptance().map_err(to_text)?.with_later(later);
    let mut sides: Vec<Result<[Input; 2], String>> =
        pairs.iter().map(|pair| read_sides(locate(pair, against).map_err(to_text)?)).collect();
    let mut run = Run { comparisons: Vec::new(), failures: Vec::new() };
    for (pair, sides) in pairs.into_iter().zip(&mut sides) {
        let sides = sides.as_mut().map_err(|error| error.clone());
        let compared = sides.and_then(|sides| judge_inputs(sides, matches, flags));
        match compared.and_then(|compared| flags.present(compared, &mut acceptance).map_err(to_text)) {
            Ok(one) => run.comparisons.push(Presentation { name: Some(pair.name), ..one }),
            Err(error) => run.failures.push(Failure { name: pair.name, error }),
        }
    }
    match (run.comparisons.as_slice(), run.failures.as_slice()) {
        ([], [only]) => Err(only.error.clone()),
        _ => Ok(respond(run, flags)),
    }
}

fn to_text(error: Error) -> String {
    error.to_string()
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
