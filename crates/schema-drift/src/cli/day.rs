//! Days of the calendar in UTC, as `YYYY-MM-DD`. Texts of this form sort like the days.

use std::time::{SystemTime, UNIX_EPOCH};

/// True for a day that exists, from the year 0001 on.
pub(super) fn is_day(text: &str) -> bool {
    let has_form = text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    let number =
        |from: usize, to: usize| text.get(from..to).and_then(|digits| digits.parse::<usize>().ok()).unwrap_or(0);
    let (year, month, day) = (number(0, 4), number(5, 7), number(8, 10));
    let length = month.checked_sub(1).and_then(|index| lengths(year as i64).get(index).copied()).unwrap_or(0);
    has_form && year > 0 && (1..=length).contains(&(day as i64))
}

/// Today.
pub(super) fn today() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    format_day(i64::try_from(seconds / 86_400).unwrap_or(0))
}

/// The day that is `days` after 1970-01-01, in the proleptic Gregorian calendar.
fn format_day(mut days: i64) -> String {
    let length = |year: i64| lengths(year).iter().sum::<i64>();
    let mut year = 1970;
    while days >= length(year) {
        days -= length(year);
        year += 1;
    }
    let mut month = 1;
    for length in lengths(year) {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    format!("{year:04}-{month:02}-{:02}", days + 1)
}

/// The days of each month.
fn lengths(year: i64) -> [i64; 12] {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    [31, 28 + i64::from(is_leap), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
}

#[cfg(test)]
mod tests {
    use super::{format_day, is_day};

    #[test]
    fn days_follow_the_calendar() {
        for (days, text) in [(0, "1970-01-01"), (59, "1970-03-01"), (11_016, "2000-02-29"), (20_453, "2025-12-31")] {
            assert_eq!(format_day(days), text);
            assert!(is_day(text));
        }
        for wrong in ["2026-13-45", "2026-00-01", "2026-02-29", "2026-04-31", "2026-1-1", "0000-01-01", "2026-01-0é"] {
            assert!(!is_day(wrong), "{wrong}");
        }
    }
}
