//! The rules about the life of an operation or a parameter: `deprecated` with the day of `x-sunset`, and `x-stability-level`.
//!
//! A promise changes, but nothing that is exchanged, so nobody breaks. No rule looks at a clock, because the same documents
//! should have the same findings on any day.

use schema_ir::Deprecation;
use serde_json::Value;

use super::super::day::is_day;
use super::table::Rule;

/// The values of `x-stability-level`, the weakest promise first. An operation without one promises as little.
const STABILITY_LEVELS: [&str; 4] = ["draft", "alpha", "beta", "stable"];

/// The rules that a part meets which is deprecated now. `announced` is the one for a part that was not.
pub(super) fn judge_deprecation(
    subject: &str,
    old: Option<&Deprecation>,
    new: &Deprecation,
    announced: Rule,
) -> Vec<(Rule, String)> {
    let announced = old.is_none().then(|| (announced, format!("{subject} is now deprecated")));
    let was = old.and_then(|old| old.sunset.as_ref());
    announced.into_iter().chain(judge_sunset(subject, was, new.sunset.as_ref())).collect()
}

fn judge_sunset(subject: &str, was: Option<&Value>, is: Option<&Value>) -> Option<(Rule, String)> {
    match (was, is) {
        (was, Some(is)) if was != Some(is) && day_of(is).is_none() => {
            Some((Rule::SunsetMalformed, format!("{subject} has the sunset date {is}, which is no day")))
        }
        (Some(was), Some(is)) => {
            let is_earlier = day_of(was).zip(day_of(is)).is_some_and(|(was, is)| is < was);
            is_earlier
                .then(|| (Rule::SunsetMovedEarlier, format!("the sunset date of {subject} is now {is}, was {was}")))
        }
        (Some(was), None) => Some((Rule::SunsetRemoved, format!("{subject} no longer has a sunset date, was {was}"))),
        (None, _) => None,
    }
}

/// The rule that the removal of a part meets: one for parts that were not deprecated, one for those that were, and one for those
/// that had a sunset date.
pub(super) fn judge_removal(
    subject: &str,
    deprecation: Option<&Deprecation>,
    [plain, deprecated, with_sunset]: [Rule; 3],
) -> (Rule, String) {
    match deprecation.map(|one| &one.sunset) {
        None => (plain, format!("{subject} was removed")),
        Some(None) => (deprecated, format!("{subject} was removed, after it was deprecated")),
        Some(Some(day)) => (with_sunset, format!("{subject} was removed, which had the sunset date {day}")),
    }
}

/// The rule that an operation meets which promises less. Levels of other names have no order.
pub(super) fn judge_stability(was: &str, is: Option<&str>) -> Option<(Rule, String)> {
    let rank = |level: &str| STABILITY_LEVELS.iter().position(|known| *known == level);
    if rank(was)? <= is.map_or(Some(0), rank)? {
        return None;
    }
    let message = match is {
        Some(is) => format!("the stability level is now `{is}`, was `{was}`"),
        None => format!("the operation no longer has a stability level, was `{was}`"),
    };
    Some((Rule::StabilityDecreased, message))
}

/// The day of a date, or of a date with a time (RFC 3339).
fn day_of(date: &Value) -> Option<&str> {
    let day = date.as_str()?.split(['T', 't', ' ']).next()?;
    is_day(day).then_some(day)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Rule, judge_stability, judge_sunset};

    #[test]
    fn a_sunset_date_is_a_promise() {
        let (none, day) = (Value::Null, json!("2030-01-31"));
        for (was, is, expected) in [
            (&day, &json!("2030-01-30"), Some(Rule::SunsetMovedEarlier)),
            (&day, &json!("2030-01-30T23:59:59Z"), Some(Rule::SunsetMovedEarlier)),
            (&day, &json!("2030-02-01"), None),
            (&day, &json!("2030-01-31T12:00:00Z"), None),
            (&none, &day, None),
            (&day, &none, Some(Rule::SunsetRemoved)),
            (&day, &json!("2030-02-30"), Some(Rule::SunsetMalformed)),
            (&none, &json!(2030), Some(Rule::SunsetMalformed)),
            (&json!("soon"), &day, None),
        ] {
            let [was, is] = [was, is].map(|date| Some(date).filter(|date| !date.is_null()));
            let found = judge_sunset("the operation", was, is).map(|(rule, _)| rule);
            assert_eq!(found, expected, "{was:?} {is:?}");
        }
        assert_eq!(judge_sunset("the operation", Some(&json!("soon")), Some(&json!("soon"))), None);
    }

    #[test]
    fn a_level_of_stability_without_an_order_is_not_judged() {
        for (was, is, is_decreased) in [
            ("stable", Some("beta"), true),
            ("alpha", None, true),
            ("draft", None, false),
            ("beta", Some("stable"), false),
            ("stable", Some("mature"), false),
            ("mature", Some("draft"), false),
        ] {
            assert_eq!(judge_stability(was, is).is_some(), is_decreased, "{was} {is:?}");
        }
    }
}
