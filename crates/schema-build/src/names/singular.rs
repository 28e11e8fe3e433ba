//! The singular of an English noun, for the items of an array.

/// Words that end in `s` or `a` and have no other singular, or one that these rules would get wrong.
const UNCHANGED: [&str; 35] = [
    "series",
    "species",
    "news",
    "means",
    "lens",
    "gas",
    "alias",
    "atlas",
    "bias",
    "canvas",
    "kudos",
    "chaos",
    "cosmos",
    "https",
    "dns",
    "tls",
    "css",
    "rss",
    "sms",
    "gps",
    "cors",
    "aws",
    "ios",
    "macos",
    "kubernetes",
    "js",
    "os",
    "yes",
    "always",
    "this",
    "has",
    "was",
    "is",
    "as",
    "us",
];

/// Plurals that no rule covers.
const IRREGULAR: [(&str, &str); 44] = [
    ("people", "person"),
    ("children", "child"),
    ("men", "man"),
    ("women", "woman"),
    ("feet", "foot"),
    ("teeth", "tooth"),
    ("indices", "index"),
    ("vertices", "vertex"),
    ("matrices", "matrix"),
    ("appendices", "appendix"),
    ("criteria", "criterion"),
    ("axes", "axis"),
    ("analyses", "analysis"),
    ("diagnoses", "diagnosis"),
    ("hypotheses", "hypothesis"),
    ("statuses", "status"),
    ("buses", "bus"),
    ("bonuses", "bonus"),
    ("viruses", "virus"),
    ("campuses", "campus"),
    ("aliases", "alias"),
    ("atlases", "atlas"),
    ("biases", "bias"),
    ("canvases", "canvas"),
    ("gases", "gas"),
    ("lenses", "lens"),
    ("quizzes", "quiz"),
    ("caches", "cache"),
    ("niches", "niche"),
    ("leaves", "leaf"),
    ("halves", "half"),
    ("shelves", "shelf"),
    ("knives", "knife"),
    ("lives", "life"),
    ("heroes", "hero"),
    ("potatoes", "potato"),
    ("tomatoes", "tomato"),
    ("movies", "movie"),
    ("cookies", "cookie"),
    ("zombies", "zombie"),
    ("ties", "tie"),
    ("apis", "api"),
    ("uris", "uri"),
    ("menus", "menu"),
];

/// `entries` is `entry`, and `lineItems` is `lineItem`; `None` if the text does not end in a plural.
pub(crate) fn singular(text: &str) -> Option<String> {
    let start = last_word(text);
    let word = text[start..].to_ascii_lowercase();
    if UNCHANGED.contains(&word.as_str()) || !word.is_ascii() {
        return None;
    }
    if let Some((plural, one)) = IRREGULAR.iter().find(|(plural, _)| *plural == word) {
        // The case of what both have in common is kept.
        let common = plural.bytes().zip(one.bytes()).take_while(|(plural, one)| plural == one).count();
        return Some(format!("{}{}", &text[..start + common], &one[common..]));
    }
    let without = |ending: usize, more: &str| Some(format!("{}{more}", &text[..text.len() - ending]));
    let ends = |ending: &str| word.len() > ending.len() && word.ends_with(ending);
    match () {
        () if ends("ies") => without(3, "y"),
        () if ends("sses") || ends("shes") || ends("ches") || ends("xes") => without(2, ""),
        // `status`, `analysis`, `address`
        () if ends("ss") || ends("us") && !["cpus", "gpus", "skus"].contains(&word.as_str()) || ends("is") => None,
        () if ends("s") && word.len() > 2 => without(1, ""),
        () => None,
    }
}

/// Where the last word of a text in any case begins.
fn last_word(text: &str) -> usize {
    let mut start = 0;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        if !c.is_alphanumeric() {
            start = at + c.len_utf8();
        } else if c.is_uppercase() && before.is_lowercase() {
            start = at;
        }
        before = c;
    }
    start
}

#[cfg(test)]
mod tests {
    use super::singular;

    #[test]
    fn plurals_have_a_singular() {
        let cases = [
            ("entries", "entry"),
            ("statuses", "status"),
            ("addresses", "address"),
            ("lineItems", "lineItem"),
            ("line_items", "line_item"),
            ("userIDs", "userID"),
            ("boxes", "box"),
            ("sizes", "size"),
            ("responses", "response"),
            ("databases", "database"),
            ("branches", "branch"),
            ("Children", "Child"),
            ("vertices", "vertex"),
            ("schemas", "schema"),
            ("repos", "repo"),
            ("APIs", "API"),
            ("releases", "release"),
            ("archives", "archive"),
        ];
        for (plural, one) in cases {
            assert_eq!(singular(plural).as_deref(), Some(one));
        }
        for text in ["data", "status", "address", "analysis", "series", "item", "s", "", "日本", "https", "hiring_team"]
        {
            assert_eq!(singular(text), None, "{text}");
        }
    }
}
