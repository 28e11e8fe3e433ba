//! What types with own types in them read, write and refuse.
#![allow(clippy::unwrap_used, clippy::panic)]

use own_types::Money;
use serde_json::{Value, json};

fn body(more: Value) -> Value {
    let mut body = json!({
        "id": "936da01f-9abd-4d9d-80c7-02af85c822a8",
        "price": {"amount": 7, "currency": "EUR"},
        "count": 3,
    });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

fn chrono_order(more: Value) -> Result<own_types::chrono::Order, String> {
    serde_json::from_value(body(more)).map_err(|error| error.to_string())
}

#[test]
fn own_types_decide() {
    let order = chrono_order(json!({
        "placed": "2024-05-06T07:08:09+02:00", "due": null, "shop": "https://a.example", "from": "::1", "net": "10.0.0.0/8",
        "paid": {"amount": 1, "currency": "EUR"}, "weight": 0.5, "code": 7.0, "other": [1],
    }))
    .unwrap();
    assert_eq!(order.id.get_version_num(), 4);
    assert_eq!(order.placed.unwrap().timestamp(), 1_714_972_089);
    assert_eq!(order.due, Some(None));
    assert_eq!(order.shop.as_ref().unwrap().host_str(), Some("a.example"));
    assert_eq!(order.net.unwrap().prefix_len(), 8);
    assert_eq!((order.price, order.paid), (Money { euros: 7 }, Some(Some(Money { euros: 1 }))));
    assert_eq!((order.weight, order.count, order.code), (Some(0.5), 3, Some(7)));
    let written = serde_json::to_value(&order).unwrap();
    assert_eq!(written["placed"], "2024-05-06T05:08:09Z");
    assert_eq!((&written["shop"], &written["other"]), (&json!("https://a.example/"), &json!([1])));
}

#[test]
fn own_types_refuse() {
    for (wrong, why) in [
        (json!({"id": "7"}), "UUID"),
        (json!({"placed": "yesterday"}), "input contains invalid characters"),
        (json!({"shop": "/relative"}), "relative URL"),
        (json!({"price": {"amount": 7, "currency": "USD"}}), "no money in USD"),
        (json!({"code": 2_147_483_648i64}), "out of range"),
        (json!({"count": -1}), "out of range"),
        (json!({"count": 7.5}), "integer"),
    ] {
        let error = chrono_order(wrong.clone()).map(|_| ()).unwrap_err();
        assert!(error.contains(why), "{wrong}: {error}");
    }
}

#[test]
fn checks_apply_to_what_own_types_write() {
    for (wrong, keyword) in [
        (json!({"shop": "https://a.example/and/a/long/path"}), "`maxLength`"),
        (json!({"weight": 0.4}), "`minimum`"),
        (json!({"count": 0}), "`minimum`"),
    ] {
        assert!(chrono_order(wrong).map(|_| ()).unwrap_err().contains(keyword));
    }
    let decimal = serde_json::from_value::<own_types::jiff::Order>(body(json!({"weight": 0.4})));
    assert!(decimal.map(|_| ()).unwrap_err().to_string().contains("`minimum`"));
    // Of a value that was built in code, too.
    let mut order = chrono_order(json!({})).unwrap();
    order.weight = Some(0.1);
    assert!(order.validate().is_err() && serde_json::to_string(&order).is_err());
    order.weight = Some(f64::NAN);
    assert!(serde_json::to_string(&order).unwrap_err().to_string().contains("JSON has no number NaN"));
}

#[test]
fn numbers_are_exact_as_far_as_they_go() {
    let text = body(json!({})).to_string().replace("\"count\":3", "\"count\":9007199254740993.0");
    let order: own_types::chrono::Order = serde_json::from_str(&text).unwrap();
    assert_eq!(order.count, 9_007_199_254_740_993);
    let order: own_types::jiff::Order = serde_json::from_value(body(json!({"weight": 12.3}))).unwrap();
    assert_eq!(order.weight.unwrap().to_string(), "12.3");
    assert_eq!(serde_json::to_value(&order).unwrap()["weight"], json!(12.3));
    let order: own_types::time::Order = serde_json::from_value(body(json!({}))).unwrap();
    assert_eq!(order.count, 3u16);
}

#[test]
fn formats_of_each_crate() {
    let more = json!({"placed": "2024-05-06T07:08:09.5+02:00", "due": "2024-05-06"});
    let order: own_types::jiff::Order = serde_json::from_value(body(more.clone())).unwrap();
    assert_eq!(order.placed.unwrap().as_second(), 1_714_972_089);
    assert_eq!(serde_json::to_value(&order).unwrap()["due"], "2024-05-06");
    let order: own_types::time::Order = serde_json::from_value(body(more)).unwrap();
    let written = serde_json::to_value(&order).unwrap();
    assert_eq!((&written["placed"], &written["due"]), (&json!("2024-05-06T07:08:09.5+02:00"), &json!("2024-05-06")));
    assert!(serde_json::from_value::<own_types::time::Order>(body(json!({"due": "May"}))).is_err());
}

#[test]
fn own_types_are_the_same_in_both_profiles() {
    let more = json!({
        "placed": "2024-05-06T07:08:09Z", "small": 7, "points": [["2024-05-06", "a", 9]], "rates": {"x": 0.25},
        "either": {"kind": "b"}, "labels": ["a"],
    });
    let exact = chrono_order(more.clone()).unwrap();
    let open: own_types::chrono::open::Order = exact.clone().into();
    assert_eq!((open.small, open.placed), (Some(7i64), exact.placed));
    assert_eq!(own_types::chrono::Order::try_from(open).unwrap(), exact);
    // Bounds are those of the exact type, and places are those of the departures.
    let wide = body(json!({"small": 900, "points": [["2024-05-06", "c", 999]]}));
    let open: own_types::chrono::open::Order = serde_json::from_value(wide).unwrap();
    let departures = own_types::chrono::Order::try_from(open).unwrap_err().to_string();
    for place in ["/small", "/points/0/1", "/points/0/2"] {
        assert!(departures.contains(place), "{departures}");
    }
    let time: own_types::time::Order = serde_json::from_value(body(more)).unwrap();
    let open: own_types::time::open::Order = time.clone().into();
    assert_eq!(own_types::time::Order::try_from(open).unwrap(), time);
}

#[test]
fn the_drift_check_lists_what_no_proof_covers() {
    for vendored in [
        schema_drift::vendored!(own_types::chrono::schemas()),
        schema_drift::vendored!(own_types::jiff::schemas()),
        schema_drift::vendored!(own_types::time::schemas()),
        schema_drift::vendored!(own_types::compact::schemas()),
    ] {
        let [vendored] = vendored.try_into().unwrap();
        let checked = schema_drift::check(&vendored, env!("CARGO_MANIFEST_DIR").as_ref()).unwrap();
        assert_eq!(checked.findings, []);
        let places: Vec<&str> = checked.outside.iter().map(|place| place.place.pointer.as_str()).collect();
        for place in ["/$defs/money", "/properties/id", "/properties/net"] {
            assert!(places.contains(&place), "{places:?}");
        }
        assert!(!places.contains(&"/properties/small") && !places.contains(&"/properties/labels/items"), "{places:?}");
        assert!(checked.samples.outside > 0 && checked.samples.invalid > checked.samples.outside / 2);
    }
}

#[test]
fn the_schema_of_an_own_type_is_compared() {
    let [vendored] = schema_drift::vendored!(own_types::described::schemas()).try_into().unwrap();
    let checked = schema_drift::check(&vendored, env!("CARGO_MANIFEST_DIR").as_ref()).unwrap();
    assert_eq!(checked.outside, []);
    let places: Vec<&str> = checked.findings.iter().map(|finding| finding.place.pointer.as_str()).collect();
    assert!(!places.is_empty() && places.iter().all(|place| *place == "/properties/wrong/maxLength"), "{places:?}");
}

#[test]
fn strings_and_maps_are_those_that_were_chosen() {
    let text = r#"{"id":"936da01f-9abd-4d9d-80c7-02af85c822a8","price":{"amount":7,"currency":"EUR"},"count":3,"labels":["b","a"],"rates":{"z":1,"a":2},"y":[{"k":1}],"b":2}"#;
    let order: own_types::compact::Order = serde_json::from_str(text).unwrap();
    let labels: &[compact_str::CompactString] = order.labels.as_deref().unwrap();
    assert_eq!(labels, ["b", "a"]);
    // In the order of the text, except that declared keys come first.
    assert_eq!(serde_json::to_string(&order).unwrap(), text);
    let open: own_types::compact::open::Order = order.clone().into();
    assert_eq!(serde_json::to_string(&own_types::compact::Order::try_from(open).unwrap()).unwrap(), text);
    for wrong in [r#""labels":["abcdef"]"#, r#""labels":["a","a"]"#, r#""x":1,"x":1"#, r#""rates":{"z":1,"z":1}"#] {
        let text = text.replace(r#""count":3"#, &format!(r#""count":3,{wrong}"#));
        assert!(serde_json::from_str::<own_types::compact::Order>(&text).is_err(), "{wrong}");
    }
    let labels: own_types::arc::Labels = serde_json::from_value(json!({"right": "a", "both": null, "x": 1})).unwrap();
    let right: std::sync::Arc<str> = labels.right.clone().unwrap();
    assert_eq!((&*right, labels.additional_properties["x"].clone()), ("a", json!(1)));
    let [vendored] = schema_drift::vendored!(own_types::arc::schemas()).try_into().unwrap();
    let checked = schema_drift::check(&vendored, env!("CARGO_MANIFEST_DIR").as_ref()).unwrap();
    assert_eq!((checked.findings, checked.outside), (Vec::new(), Vec::new()));
}

fn check(vendored: Vec<schema_drift::Vendored>) -> Vec<String> {
    let [vendored] = vendored.try_into().unwrap();
    let checked = schema_drift::check(&vendored, env!("CARGO_MANIFEST_DIR").as_ref()).unwrap();
    assert_eq!(checked.findings, []);
    checked.outside.into_iter().map(|outside| format!("{}: {}", outside.place.pointer, outside.why)).collect()
}

#[test]
fn undeclared_keys_are_ignored() {
    use own_types::ignored::{Keys, keys::Inner, open};
    let body = json!({
        "a": "", "x": {}, "inner": {"b": true, "y": 1}, "typed": {"z": 1}, "counted": {"v": 1, "w": 2}, "net": "::/0",
    });
    let keys: Keys = serde_json::from_value(body.clone()).unwrap();
    assert_eq!(keys.inner, Some(Inner { b: Some(true) }));
    let written = json!({"a": "", "inner": {"b": true}, "typed": {"z": 1}, "counted": {"v": 1, "w": 2}, "net": "::/0"});
    assert_eq!(serde_json::to_value(&keys).unwrap(), written);
    let open: open::Keys = serde_json::from_value(body).unwrap();
    assert_eq!(serde_json::to_value(&open).unwrap(), written);
    assert_eq!(Keys::try_from(open::Keys::from(keys.clone())).unwrap(), keys);
    // Also the JSON that is dropped must be JSON.
    assert!(serde_json::from_str::<Keys>(r#"{"x": }"#).is_err());
    assert!(serde_json::from_value::<Keys>(json!({"closed": {"x": 1}})).is_err());
    assert_eq!(
        check(schema_drift::vendored!(own_types::ignored::schemas())),
        [
            "/additionalProperties: loses undeclared keys",
            "/properties/inner/additionalProperties: loses undeclared keys",
            "/properties/net: reads what `::ipnet::IpNet` reads",
            "/properties/shape/oneOf/0/additionalProperties: loses undeclared keys",
            "/properties/shape/oneOf/1/additionalProperties: loses undeclared keys",
        ]
    );
}

#[test]
fn members_with_tags_have_own_types() {
    use own_types::tagged::{Keys, open};
    for shape in [r#"{"kind":"circle","at":"2024-05-06","z":1,"a":2}"#, r#"{"kind":"square","side":0.5,"z":1,"a":2}"#] {
        let text = format!(r#"{{"shape":{shape}}}"#);
        let keys: Keys = serde_json::from_str(&text).unwrap();
        assert_eq!(serde_json::to_string(&keys).unwrap(), text);
        assert_eq!(serde_json::to_string(&open::Keys::from(keys.clone())).unwrap(), text);
        assert_eq!(Keys::try_from(open::Keys::from(keys.clone())).unwrap(), keys);
    }
    for wrong in [json!({"kind": "circle", "at": "May"}), json!({"kind": "square"}), json!({"kind": "line"})] {
        assert!(serde_json::from_value::<Keys>(json!({"shape": wrong})).is_err());
    }
    let shape = json!({"shape": {"kind": "square", "side": 2.5, "z": 1}});
    let keys: own_types::ignored::Keys = serde_json::from_value(shape.clone()).unwrap();
    assert_eq!(serde_json::to_value(keys).unwrap(), json!({"shape": {"kind": "square", "side": 2.5}}));
    assert!(serde_json::from_value::<own_types::denied::Keys>(shape).is_err());
    check(schema_drift::vendored!(own_types::tagged::schemas()));
}

#[test]
fn undeclared_keys_are_refused() {
    use own_types::denied::{Keys, open};
    for wrong in [json!({"x": 1}), json!({"counted": {"d": true, "x": 1}})] {
        assert!(serde_json::from_value::<Keys>(wrong.clone()).unwrap_err().to_string().contains("unknown field `x`"));
        let open: open::Keys = serde_json::from_value(wrong.clone()).unwrap();
        assert_eq!(serde_json::to_value(&open).unwrap(), wrong);
        assert!(Keys::try_from(open).unwrap_err().to_string().contains("unknown key"));
    }
    let body = json!({"inner": {"y": 1}, "typed": {"c": true, "z": "any"}});
    let keys: Keys = serde_json::from_value(body).unwrap();
    assert_eq!(serde_json::to_value(&keys).unwrap(), json!({"inner": {"y": 1}, "typed": {"c": true}}));
    assert_eq!(Keys::try_from(open::Keys::from(keys.clone())).unwrap(), keys);
    assert_eq!(
        check(schema_drift::vendored!(own_types::denied::schemas())),
        [
            "/additionalProperties: rejects undeclared keys",
            "/properties/counted/additionalProperties: rejects undeclared keys",
            "/properties/net: reads what `::ipnet::IpNet` reads",
            "/properties/shape/oneOf/0/additionalProperties: rejects undeclared keys",
            "/properties/shape/oneOf/1/additionalProperties: rejects undeclared keys",
            "/properties/typed/additionalProperties: loses undeclared keys",
        ]
    );
}
