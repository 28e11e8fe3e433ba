//! The words of a text that is no identifier: `<=` is `le`, `+1` is `plus 1`.

/// How much of a text its words tell. Two texts that have the same words by one step differ by a later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Spelling {
    /// Letters and digits, and the symbols without which the text would mean something else.
    Plain,
    /// All symbols but `_`.
    Symbols,
    /// All symbols, and whether the letters are capital.
    Exact,
}

impl Spelling {
    pub(crate) const ALL: [Spelling; 3] = [Spelling::Plain, Spelling::Symbols, Spelling::Exact];
}

/// The words of `text`, for a name to be made of.
pub(crate) fn spell(text: &str, spelling: Spelling) -> String {
    if text.is_empty() {
        return "empty".to_owned();
    }
    if spelling != Spelling::Exact && text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return text.to_owned();
    }
    let chars: Vec<char> = text.chars().collect();
    let is_word = |c: &char| c.is_alphanumeric();
    let (Some(first), Some(last)) = (chars.iter().position(is_word), chars.iter().rposition(is_word)) else {
        return symbols(&chars, |_| true);
    };
    let means = |at: usize| {
        let c = chars[at];
        match spelling {
            Spelling::Exact => true,
            Spelling::Symbols => c != '_',
            // `-1`, `+1`, `<5`, `!a`
            Spelling::Plain if at < first => {
                matches!(c, '+' | '<' | '>' | '=' | '!' | '~') || (c == '-' && chars[first].is_numeric())
            }
            // `a+`, `a-`, `c#`, `50%`
            Spelling::Plain if at > last => matches!(c, '+' | '-' | '#' | '%' | '*' | '!' | '?' | '<' | '>' | '='),
            // `1.5`
            Spelling::Plain => {
                c == '.' && chars[at - 1].is_numeric() && chars.get(at + 1).is_some_and(|next| next.is_numeric())
            }
        }
    };
    let mut out = symbols(&chars, means);
    if spelling == Spelling::Exact {
        out.push_str(case(&chars));
    }
    out
}

/// The word for the case of letters, unless they are small or mixed.
fn case(chars: &[char]) -> &'static str {
    let capital = chars.iter().filter(|c| c.is_uppercase()).count();
    let small = chars.iter().filter(|c| c.is_lowercase()).count();
    match (capital, small) {
        (0, _) => "",
        (_, 0) => " upper",
        (1, _) if chars.iter().find(|c| c.is_alphabetic()).is_some_and(|c| c.is_uppercase()) => " capital",
        _ => "",
    }
}

/// The text with a word for each symbol that `means` something, and a space for each other one.
fn symbols(chars: &[char], means: impl Fn(usize) -> bool) -> String {
    let mut out = String::new();
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        if c.is_alphanumeric() {
            out.push(*c);
        } else if !means(at) {
            // As it is, because a combining mark belongs to its letter.
            out.push(if unicode_ident::is_xid_continue(*c) { *c } else { ' ' });
        } else if let Some(word) = chars.get(at + 1).and_then(|next| of_two(*c, *next)) {
            out.push_str(&format!(" {word} "));
            at += 1;
        } else {
            let between_words =
                at > 0 && chars[at - 1].is_alphanumeric() && chars.get(at + 1).is_some_and(|c| c.is_alphabetic());
            match of_one(*c, between_words) {
                Some(word) => out.push_str(&format!(" {word} ")),
                None => out.push_str(&format!(" u{:x} ", u32::from(*c))),
            }
        }
        at += 1;
    }
    out
}

fn of_two(one: char, other: char) -> Option<&'static str> {
    match (one, other) {
        ('<', '=') => Some("le"),
        ('>', '=') => Some("ge"),
        ('!', '=') => Some("ne"),
        _ => None,
    }
}

fn of_one(symbol: char, between_words: bool) -> Option<&'static str> {
    Some(match symbol {
        '-' if between_words => "dash",
        '-' | '−' => "minus",
        '+' => "plus",
        '*' => "star",
        '/' => "slash",
        '\\' => "backslash",
        '<' => "lt",
        '>' => "gt",
        '=' => "eq",
        '≤' => "le",
        '≥' => "ge",
        '≠' => "ne",
        '!' => "not",
        '?' => "question",
        '&' => "and",
        '|' => "pipe",
        '^' => "caret",
        '~' => "tilde",
        '%' => "percent",
        '$' => "dollar",
        '€' => "euro",
        '£' => "pound",
        '¥' => "yen",
        '°' => "degree",
        '±' => "plus minus",
        '×' => "times",
        '÷' => "divide",
        '→' => "arrow",
        '@' => "at",
        '#' => "hash",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '\'' => "quote",
        '"' => "double quote",
        '`' => "backtick",
        '(' => "open paren",
        ')' => "close paren",
        '[' => "open bracket",
        ']' => "close bracket",
        '{' => "open brace",
        '}' => "close brace",
        '_' => "underscore",
        ' ' => "space",
        '\t' => "tab",
        '\n' => "newline",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Spelling, spell};

    fn words(text: &str, spelling: Spelling) -> String {
        spell(text, spelling).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn symbols_are_words_where_they_mean_something() {
        let plain = [
            ("", "empty"),
            ("<=", "le"),
            ("!=", "ne"),
            ("+1", "plus 1"),
            ("-1", "minus 1"),
            ("A-", "A minus"),
            ("c#", "c hash"),
            ("1.10", "1 dot 10"),
            ("a/b", "a b"),
            ("$ref", "ref"),
            ("so-so", "so so"),
            ("*.*", "star dot star"),
            ("\u{1f980}", "u1f980"),
        ];
        for (text, expected) in plain {
            assert_eq!(words(text, Spelling::Plain), expected, "{text}");
        }
    }

    #[test]
    fn texts_with_the_same_words_differ_by_symbols_or_case() {
        assert_eq!(words("a/b", Spelling::Symbols), "a slash b");
        assert_eq!(words("a-b", Spelling::Symbols), "a dash b");
        assert_eq!(words("ASC", Spelling::Exact), "ASC upper");
        assert_eq!(words("Asc", Spelling::Exact), "Asc capital");
        assert_eq!(words("asc", Spelling::Exact), "asc");
        assert_eq!(words("a_b", Spelling::Exact), "a underscore b");
    }
}
