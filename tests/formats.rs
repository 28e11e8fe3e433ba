//! Strings with a format: the text is kept, `is_valid` checks the format, and other crates' types convert to and from it.
#![allow(clippy::unwrap_used, clippy::panic)]

use kombo_schema::format::{Email, Uri};

#[test]
fn a_format_only_annotates_and_is_valid_checks_it() {
    for (text, valid) in [("ada@nordlicht.example", true), ("ada", false), ("", false), ("ada@", false)] {
        let email: Email = serde_json::from_value(text.into()).unwrap();
        assert_eq!((&*email, email.is_valid()), (text, valid));
        assert_eq!(serde_json::to_value(&email).unwrap(), text);
    }
    for (text, valid) in
        [("https://kombo.dev/logs?id=1#top", true), ("urn:a:b", true), ("/logs", false), ("a b", false)]
    {
        assert_eq!(Uri::from(text).is_valid(), valid, "{text}");
    }
}

#[test]
fn a_uri_becomes_a_url_and_back() {
    let uri = Uri::from("https://kombo.dev/logs/%7e");
    let url = url::Url::try_from(&uri).unwrap();
    assert_eq!(url.host_str(), Some("kombo.dev"));
    assert_eq!(Uri::from(url), uri);
    assert!(url::Url::try_from(&Uri::from("not a uri")).is_err());
}
