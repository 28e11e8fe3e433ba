//! Rewrites regular expressions into one form that all engines read alike: the grammar of ECMA-262 with the flag `u`, without
//! the syntax that the engine of validators lacks.

/// Rewrites `pattern` for the flag `u`.
///
/// Without the flag, the grammar is wider (ECMA-262, annex B.1.2), and schemas use all of it: `\_` is an underscore, a brace
/// that begins no quantifier is a literal, a hyphen beside `\w` in a class is a literal, and a lookahead may be repeated.
///
/// Flags at the start, as in `(?i)a`, apply to the whole pattern. They become `(?i:a)`, because ECMA-262 has only this form
/// and all other engines accept both.
pub(crate) fn with_unicode_flag(pattern: &str) -> Result<String, regress::Error> {
    if let Some((flags, rest)) = pattern.strip_prefix("(?").and_then(|rest| rest.split_once(')'))
        && !flags.is_empty()
        && flags.chars().all(|flag| "ims".contains(flag))
    {
        return with_unicode_flag(&format!("(?{flags}:{rest})"));
    }
    let error = match regress::Regex::with_flags(pattern, "u") {
        Ok(_) => return Ok(remove_engine_differences(pattern)),
        Err(error) => error,
    };
    let rewritten = rewrite_legacy(pattern);
    match (regress::Regex::new(pattern), regress::Regex::with_flags(&rewritten, "u")) {
        (Ok(_), Ok(_)) => Ok(remove_engine_differences(&rewritten)),
        _ => Err(error),
    }
}

/// Rewrites syntax that only ECMA-262 has. In patterns with lookarounds, also spells out `\d` and `\w`, because other engines
/// read them as sets of Unicode, and ECMA-262 as sets of ASCII.
fn remove_engine_differences(pattern: &str) -> String {
    let pattern = without_group_names(pattern);
    let pattern = pattern.as_str();
    let looks = ["(?=", "(?!", "(?<"].iter().any(|part| pattern.contains(part));
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern;
    let mut in_class = false;
    while let Some(c) = rest.chars().next() {
        let mut length = c.len_utf8();
        let set = |members: &str| if in_class { members.to_owned() } else { format!("[{members}]") };
        let replacement = match (c, rest.as_bytes().get(1)) {
            ('[', _) if !in_class && rest.starts_with("[^]") => {
                length = 3;
                Some("[\\s\\S]".to_owned())
            }
            ('[', Some(b']')) if !in_class => {
                length = 2;
                Some("[^\\s\\S]".to_owned())
            }
            ('[', _) if !in_class => {
                in_class = true;
                None
            }
            (']', _) => {
                in_class = false;
                None
            }
            ('\\', Some(escaped)) => {
                length += rest[1..].chars().next().map_or(0, char::len_utf8);
                match escaped {
                    b'0' => Some("\\x00".to_owned()),
                    b'b' if in_class => Some("\\x08".to_owned()),
                    b'd' if looks => Some(set("0-9")),
                    b'w' if looks => Some(set("A-Za-z0-9_")),
                    b'u' => decode_surrogates(rest).map(|c| {
                        length = 12;
                        format!("\\u{{{:x}}}", u32::from(c))
                    }),
                    _ => None,
                }
            }
            _ => None,
        };
        match replacement {
            Some(replacement) => out.push_str(&replacement),
            None => out.push_str(&rest[..length]),
        }
        rest = &rest[length..];
    }
    out
}

/// The pattern without the names of its groups, which some engines do not support, unless a reference needs them.
fn without_group_names(pattern: &str) -> String {
    if pattern.contains("\\k<") {
        return pattern.to_owned();
    }
    let mut out = String::with_capacity(pattern.len());
    let (mut in_class, mut rest) = (false, pattern);
    while let Some(c) = rest.chars().next() {
        let mut length = c.len_utf8();
        match c {
            '\\' => length += rest[1..].chars().next().map_or(0, char::len_utf8),
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class && rest.starts_with("(?<") && !rest[3..].starts_with(['=', '!']) => {
                out.push('(');
                rest = rest.find('>').map_or("", |end| &rest[end + 1..]);
                continue;
            }
            _ => {}
        }
        out.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    out
}

/// The character that a pair of escapes such as `\uD83D\uDE00` encodes.
fn decode_surrogates(text: &str) -> Option<char> {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    char::decode_utf16([unit(0)?, unit(6)?]).next()?.ok().filter(|c| u32::from(*c) > 0xFFFF)
}

/// Rewrites the syntax of annex B.1.2 in the grammar with the flag `u`.
fn rewrite_legacy(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() + 8);
    let mut rest = pattern;
    let mut in_class = false;
    // Whether the last member of the class is a set such as `\w`, after which a hyphen cannot be a range.
    let mut after_set = false;
    // Each open group: where it begins, and whether it is a lookahead.
    let mut groups = Vec::new();
    while let Some(c) = rest.chars().next() {
        let mut length = c.len_utf8();
        let after_hyphen = rest.strip_prefix('-').unwrap_or("");
        let set = |text: &str| text.starts_with('\\') && text[1..].starts_with(['d', 'D', 's', 'S', 'w', 'W']);
        let was_set = std::mem::replace(&mut after_set, in_class && set(rest));
        match c {
            '\\' => {
                let escaped = rest[1..].chars().next();
                length += escaped.map_or(0, char::len_utf8);
                match escaped {
                    Some(c)
                        if c.is_ascii_alphanumeric() || "^$\\.*+?()[]{}|/".contains(c) || (c == '-' && in_class) =>
                    {
                        out.push_str(&rest[..length]);
                    }
                    Some(c) => out.push(c),
                    None => out.push_str("\\\\"),
                }
            }
            '[' if !in_class => {
                in_class = true;
                out.push(c);
            }
            ']' if in_class => {
                in_class = false;
                out.push(c);
            }
            '(' if !in_class => {
                groups.push((out.len(), rest.starts_with("(?=") || rest.starts_with("(?!")));
                out.push(c);
            }
            ')' if !in_class => {
                out.push(c);
                let next = &rest[1..];
                if let Some((start, true)) = groups.pop()
                    && (next.starts_with(['*', '+', '?']) || is_quantifier(next))
                {
                    out.insert_str(start, "(?:");
                    out.push(')');
                }
            }
            '-' if in_class && (was_set || set(after_hyphen)) => out.push_str("\\-"),
            '{' if !in_class && !is_quantifier(rest) => out.push_str("\\{"),
            '{' if !in_class => {
                length = rest.find('}').map_or(1, |end| end + 1);
                out.push_str(&rest[..length]);
            }
            '}' | ']' if !in_class => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
        rest = &rest[length..];
    }
    out
}

/// Whether `text` begins with `{n}`, `{n,}` or `{n,m}`.
fn is_quantifier(text: &str) -> bool {
    let Some((inside, _)) = text.strip_prefix('{').and_then(|text| text.split_once('}')) else { return false };
    let (least, most) = inside.split_once(',').unwrap_or((inside, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    !least.is_empty() && digits(least) && digits(most)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::with_unicode_flag;

    #[test]
    fn patterns_of_the_legacy_grammar_are_rewritten() {
        for (written, read) in [
            (r"^\_\@$", "^_@$"),
            (r"[\w-.]+", r"[\w\-.]+"),
            (r"[a-\d\-]", r"[a\-\d\-]"),
            (r"a{1,2}{x}", r"a{1,2}\{x\}"),
            ("]", r"\]"),
            (r"[{}\_]{2}", r"[{}_]{2}"),
            (r"\p{L}+", r"\p{L}+"),
            ("(?i)^a|b$", "(?i:^a|b$)"),
            (r"^(\/(?!\.)+[^/]+){1,4}(?=a(?!b)?){2}$", r"^(\/(?:(?!\.))+[^/]+){1,4}(?:(?=a(?:(?!b))?)){2}$"),
            (r"\uD83D\uDE00\u0041", r"\u{1f600}\u0041"),
            (r"[^][\b]\0[]", r"[\s\S][\x08]\x00[^\s\S]"),
            ("^[]{1,2}$", r"^[^\s\S]{1,2}$"),
            (r"^(?!\d)[\w.]\W", r"^(?![0-9])[A-Za-z0-9_.]\W"),
            (r"^(?<a>[a-z(?<b>]+)\(?<?$", r"^([a-z(?<b>]+)\(?<?$"),
            (r"(?<=a)(?<n>\d)(?<!b)", r"(?<=a)([0-9])(?<!b)"),
            (r"(?<n>a)\k<n>", r"(?<n>a)\k<n>"),
        ] {
            assert_eq!(with_unicode_flag(written).unwrap(), read);
        }
        for wrong in ["(", "[", "a**", "(?q)a", "x{2,1}"] {
            assert!(with_unicode_flag(wrong).is_err(), "{wrong}");
        }
    }
}
