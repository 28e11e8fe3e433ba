//! Prints a page for a browser: one file that needs no network, with a filter for who breaks and for operations.

use crate::cli::findings::{Finding, Spot};
use crate::cli::log::printable;
use crate::cli::phrases::{count, in_one_line};
use crate::cli::presentation::{Failure, Presentation, Run};
use crate::cli::report::ChangeReport;
use crate::cli::severity::Level;
use crate::cli::tally::{PARTIES, tally};
use crate::cli::view::lines::Lines;
use crate::place::Place;

const STYLE: &str = include_str!("html/style.css");
const FILTER: &str = include_str!("html/filter.js");
/// No text of a schema can load or send anything, even if it were not escaped.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

pub(super) fn print(run: &Run<'_>) -> String {
    let title = match run.comparisons.as_slice() {
        [only] if !run.has_several() => write_title(only),
        all => {
            [count(all.len(), "comparison")].into_iter().chain(count_failures(run)).collect::<Vec<String>>().join(", ")
        }
    };
    let findings: Vec<Finding<'_>> = run.comparisons.iter().flat_map(Presentation::grouped).collect();
    let options: String = PARTIES.iter().map(|party| format!("<option>{party}</option>")).collect();
    let comparisons: String = run.comparisons.iter().map(|one| write_comparison(one, run.has_several())).collect();
    let failures: String = run.failures.iter().map(write_failure).collect();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n{failures}<p>{}</p>\n\
         <form role=\"search\">\n<label>who breaks<select id=\"party\"><option value=\"\">all</option>{options}</select></label>\n\
         <label>operation or text<input id=\"text\" type=\"search\"></label>\n<output id=\"shown\"></output>\n</form>\n\
         {comparisons}</main>\n<script>\n{FILTER}</script>\n</body>\n</html>\n",
        escape(&tally(&findings))
    )
}

fn write_title(presentation: &Presentation<'_>) -> String {
    escape(&format!("{} → {}: {}", presentation.old, presentation.new, presentation.whole().verdict))
}

fn count_failures(run: &Run<'_>) -> Option<String> {
    (!run.failures.is_empty()).then(|| format!("{} not compared", run.failures.len()))
}

/// Above all findings, because nobody knows what this pair would add to them.
fn write_failure(failure: &Failure) -> String {
    let (name, error) = (escape(&failure.name), escape(&in_one_line(&failure.error)));
    format!("<p class=\"error\"><span class=\"level\">{name}: not compared</span> {error}</p>\n")
}

/// Writes the name of the pair in the settings, unless it is that of the file.
fn write_heading(presentation: &Presentation<'_>) -> String {
    let title = write_title(presentation);
    match &presentation.name {
        Some(name) if *name != presentation.new => format!("<h2>{}: {title}</h2>\n", escape(name)),
        _ => format!("<h2>{title}</h2>\n"),
    }
}

/// Writes the findings, under a heading of their own if other comparisons are on the page.
fn write_comparison(presentation: &Presentation<'_>, has_heading: bool) -> String {
    let findings = presentation.grouped();
    let shown = findings.get(..presentation.limit.unwrap_or(findings.len())).unwrap_or(&findings);
    let places = shown.iter().filter_map(|finding| finding.spots.first());
    let lines = Lines::new(presentation, places.flat_map(|spot| spot.old.iter().chain(&spot.new)));
    let heading = if has_heading { write_heading(presentation) } else { String::new() };
    let items: String = shown.iter().map(|finding| write_finding(&lines, finding)).collect();
    let assumed = presentation.policies.sentences().into_iter().map(|policy| format!("Assumed: {policy}."));
    let left_out = findings.len() - shown.len();
    let more = (left_out > 0).then(|| format!("And {}; --limit lists more.", count(left_out, "more finding")));
    let notes = presentation.notes.iter().map(|note| format!("Note: {note}."));
    let notes = more.into_iter().chain(assumed).chain(notes);
    let notes: String = notes.map(|note| format!("<p>{}</p>\n", escape(&note))).collect();
    format!("{heading}{items}{notes}")
}

fn write_finding(lines: &Lines<'_>, finding: &Finding<'_>) -> String {
    let level = match finding.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    };
    let (title, who) = (write_code(&in_one_line(&finding.title())), escape(&finding.who));
    let operations: String = finding.operations().iter().map(|part| escape(&part.to_string()) + ", ").collect();
    let spot = finding.spots.first();
    let at = finding.place_of_values().map(|place| format!("<p>In {}</p>\n", write_code(&place)));
    let sides: String = spot.map_or_else(String::new, |spot| write_sides(lines, spot));
    let change = spot.and_then(|spot| spot.change).map_or_else(String::new, write_change);
    let accepted = finding.accepted.map(|reason| format!("<p>Accepted: {}</p>\n", escape(reason)));
    format!(
        "<details class=\"{level}\" data-breaks=\"{}\" data-operations=\"{operations}\">\n<summary><span class=\"level\">{level}</span> {title} \
         <span class=\"who\">{who}</span> <code class=\"id\">{}</code></summary>\n{}<div class=\"sides\">\n{sides}</div>\n\
         {change}{}{}</details>\n",
        finding.breaks.join(" "),
        finding.id,
        at.unwrap_or_default(),
        write_other_places(finding),
        accepted.unwrap_or_default(),
    )
}

fn write_sides(lines: &Lines<'_>, spot: &Spot<'_>) -> String {
    let sides = [("old", &spot.old), ("new", &spot.new)];
    sides.into_iter().filter_map(|(side, place)| Some(write_side(lines, side, place.as_ref()?))).collect()
}

fn write_side(lines: &Lines<'_>, side: &str, place: &Place) -> String {
    let caption = escape(&format!("{side}: {place} {}", place.pointer));
    let Some(line) = lines.find(place) else { return format!("<figure><figcaption>{caption}</figcaption></figure>\n") };
    let part = |range: std::ops::Range<usize>| escape(line.text.get(range).unwrap_or_default());
    let indent = line.text.len() - line.text.trim_start().len();
    let before = part(indent.min(line.span.start)..line.span.start);
    let (value, after) = (part(line.span.clone()), part(line.span.end..line.text.len()));
    format!("<figure><figcaption>{caption}</figcaption><pre>{before}<mark>{value}</mark>{after}</pre></figure>\n")
}

fn write_change(change: &ChangeReport) -> String {
    let witnesses = change.witnesses.iter().map(|one| {
        let (side, there) = (one.accepted_by.as_str(), one.there());
        format!("<p>Only {side} accepts{there}: <code>{}</code></p>\n", escape(&one.text()))
    });
    let suggestion = change.suggestion.iter().map(|text| format!("<p>{}</p>\n", escape(text)));
    witnesses.chain(suggestion).collect()
}

fn write_other_places(finding: &Finding<'_>) -> String {
    let others = finding.spots.get(1..).unwrap_or_default();
    let item =
        |spot: &Spot<'_>| format!("<li>{}</li>\n", escape(&format!("{} {}", spot.place(), spot.place().pointer)));
    let items: String = others.iter().map(item).collect();
    if items.is_empty() { items } else { format!("<p>Also at</p>\n<ul>\n{items}</ul>\n") }
}

/// Writes the parts of a text in backticks as code.
fn write_code(text: &str) -> String {
    if !text.matches('`').count().is_multiple_of(2) {
        return escape(text);
    }
    let part = |(index, part): (usize, &str)| match index % 2 {
        0 => escape(part),
        _ => format!("<code>{}</code>", escape(part)),
    };
    text.split('`').enumerate().map(part).collect()
}

fn escape(text: &str) -> String {
    let text = printable(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#39;")
}
