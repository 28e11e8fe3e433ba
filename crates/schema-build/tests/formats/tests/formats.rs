//! Generated types read and write what types with serde's derive do, in each format.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fmt::Debug;

use formats::event::{By, ByUser, WhatMade};
use formats::order::{Address, Grade, Status, Title};
use formats::search::Sort;
use formats::{Event, Order, Search};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// `Order` as a person would write it for serde's derive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Derived {
    id: u32,
    status: String,
    total: f64,
    tags: Vec<String>,
    note: Option<String>,
    size: Option<i64>,
    comment: Option<Option<String>>,
    grade: Option<u32>,
    title: Option<String>,
    address: Option<DerivedAddress>,
    counts: Option<BTreeMap<String, i8>>,
    span: Option<(i64, bool)>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct DerivedAddress {
    city: String,
    floor: Option<u8>,
    street: Option<String>,
}

fn full() -> Order {
    Order {
        note: Some("fragile".to_owned()),
        size: Some((-3).into()),
        comment: Some(Some("late".to_owned())),
        grade: Some(Grade::N2),
        title: Some(Title::new("Cups").unwrap()),
        address: Some(Address::new("Ulm", Some(4))),
        counts: Some([("cups".to_owned(), -9), ("lids".to_owned(), 9)].into()),
        span: Some((5.into(), true)),
        ..small()
    }
}

fn small() -> Order {
    Order::new(4_000_000_000, Status::InTransit, 5, vec!["a".to_owned(), "b".to_owned()])
}

/// The same value, read by the derived type.
fn derived(order: &Order) -> Derived {
    let Order { id, total, tags, note, size, title, address, counts, span, comment, .. } = order.clone();
    Derived {
        id,
        status: order.status.to_string(),
        total: total.as_f64(),
        tags,
        note,
        size: size.and_then(|size| size.as_i64()),
        comment,
        grade: order.grade.map(|_| 2),
        title: title.map(Title::into_inner),
        address: address.map(|Address { city, floor, street }| DerivedAddress { city, floor, street }),
        counts,
        span: span.map(|(count, yes)| (count.try_into().unwrap(), yes)),
    }
}

/// Reads back what is written, and what the derived type writes.
fn round_trip(write: impl Fn(&dyn erased::Write) -> Vec<u8>, read: impl Fn(&[u8]) -> Order) {
    for order in [small(), full()] {
        assert_eq!(read(&write(&order)), order);
        assert_eq!(read(&write(&derived(&order))), order);
    }
}

mod erased {
    /// A value that each of the formats writes.
    pub trait Write {
        fn json(&self) -> Vec<u8>;
        fn cbor(&self) -> Vec<u8>;
        fn by_name(&self) -> Vec<u8>;
        fn by_order(&self) -> Vec<u8>;
    }

    impl<T: serde::Serialize> Write for T {
        fn json(&self) -> Vec<u8> {
            serde_json::to_vec(self).unwrap()
        }

        fn cbor(&self) -> Vec<u8> {
            let mut out = Vec::new();
            ciborium::into_writer(self, &mut out).unwrap();
            out
        }

        fn by_name(&self) -> Vec<u8> {
            rmp_serde::to_vec_named(self).unwrap()
        }

        fn by_order(&self) -> Vec<u8> {
            rmp_serde::to_vec(self).unwrap()
        }
    }
}

#[test]
fn cbor() {
    let read = |bytes: &[u8]| ciborium::from_reader::<Order, _>(bytes).unwrap();
    // The derived type writes null for what is absent, which only a property that allows null keeps.
    let without_null = |order: Order| Order { comment: order.comment.filter(Option::is_some), ..order };
    round_trip(|value| value.cbor(), |bytes| without_null(read(bytes)));
    // An absent key is not written, and null is kept apart from it.
    let text = format!("{:?}", ciborium::from_reader::<ciborium::Value, _>(erased::Write::cbor(&small()).as_slice()));
    assert!(!text.contains("note"), "{text}");
    let order = Order { comment: Some(None), ..small() };
    assert_eq!(ciborium::from_reader::<Order, _>(erased::Write::cbor(&order).as_slice()).unwrap(), order);
}

#[test]
fn message_pack_by_name_and_by_order() {
    round_trip(|value| value.by_name(), |bytes| rmp_serde::from_slice(bytes).unwrap());
    round_trip(|value| value.by_order(), |bytes| rmp_serde::from_slice(bytes).unwrap());
    let bytes = rmp_serde::to_vec(&(1, "open")).unwrap();
    assert!(rmp_serde::from_slice::<Order>(&bytes).unwrap_err().to_string().contains("12 values"));
}

fn same_bytes<T: DeserializeOwned + Debug + PartialEq + Serialize>(value: T) {
    assert_eq!(postcard::from_bytes::<T>(&postcard::to_allocvec(&value).unwrap()).unwrap(), value);
    assert_eq!(bincode::deserialize::<T>(&bincode::serialize(&value).unwrap()).unwrap(), value);
}

#[test]
fn values_alone() {
    same_bytes(small());
    same_bytes(full());
    same_bytes(Order { comment: Some(None), ..small() });
    // The same bytes as those of the derived type, but for enumerations, which are their text or place.
    for order in [small(), Order { grade: None, ..full() }] {
        let bytes = postcard::to_allocvec(&derived(&order)).unwrap();
        assert_eq!(postcard::to_allocvec(&order).unwrap(), bytes);
        assert_eq!(postcard::from_bytes::<Order>(&bytes).unwrap(), order);
        assert_eq!(bincode::serialize(&order).unwrap(), bincode::serialize(&derived(&order)).unwrap());
    }
    // What no type of the format holds is an error when it is written.
    let wide = Order { size: Some(u64::MAX.into()), ..small() };
    assert!(postcard::to_allocvec(&wide).is_err());
    let wrong = Order { counts: Some([("cups".to_owned(), 10)].into()), ..small() };
    assert!(postcard::to_allocvec(&wrong).is_err());
}

#[test]
fn toml() {
    let text = toml::to_string(&full()).unwrap();
    assert_eq!(toml::from_str::<Order>(&text).unwrap(), full());
    assert_eq!(toml::from_str::<Order>(&toml::to_string(&derived(&full())).unwrap()).unwrap(), full());
    assert!(toml::from_str::<Order>("id = \"7\"\nstatus = \"open\"\ntotal = 1\ntags = []").is_err());
}

/// A text, and what it reads as.
type Text = (&'static str, fn() -> Search);

const TEXTS: [Text; 3] = [
    ("page=2&sort=up", || Search::new(2, Sort::Up)),
    ("page=2&sort=down&after=-9007199254740993&ratio=0.5&text=7&deep=true", || Search {
        after: Some((-9_007_199_254_740_993i64).into()),
        ratio: Some(0.5.try_into().unwrap()),
        text: Some("7".to_owned()),
        deep: Some(true),
        ..Search::new(2, Sort::Down)
    }),
    ("sort=up&page=0&after=170141183460469231731687303715884105727", || Search {
        after: Some(i128::MAX.into()),
        ..Search::new(0, Sort::Up)
    }),
];

#[test]
fn queries_and_forms() {
    for (text, value) in TEXTS {
        assert_eq!(serde_urlencoded::from_str::<Search>(text).unwrap(), value(), "{text}");
        let uri = format!("http://host/?{text}").parse().unwrap();
        assert_eq!(axum::extract::Query::<Search>::try_from_uri(&uri).unwrap().0, value(), "{text}");
    }
    let text = serde_urlencoded::to_string(TEXTS[1].1()).unwrap();
    assert_eq!(serde_urlencoded::from_str::<Search>(&text).unwrap(), TEXTS[1].1());
    for text in
        ["page=70000&sort=up", "page=x&sort=up", "page=&sort=up", "sort=up", "page=1&sort=left", "page=1&sort=up&a=b"]
    {
        assert!(serde_urlencoded::from_str::<Search>(text).is_err(), "{text}");
    }
}

#[test]
fn csv() {
    let rows = [
        Search { text: Some("tea".to_owned()), ..Search::new(1, Sort::Up) },
        Search { after: Some(7.into()), deep: Some(false), ..Search::new(2, Sort::Down) },
    ];
    let mut writer = csv::Writer::from_writer(Vec::new());
    rows.iter().for_each(|row| writer.serialize(row).unwrap());
    let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    assert_eq!(text, "page,sort,after,ratio,text,deep\n1,up,,,tea,\n2,down,7,,,false\n");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(reader.deserialize().collect::<Result<Vec<Search>, _>>().unwrap(), rows);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader("2,down,7,,,false\n".as_bytes());
    assert_eq!(reader.deserialize().next().unwrap().map_err(|error| error.to_string()), Ok(rows[1].clone()));
    let mut reader = csv::Reader::from_reader("page,sort\nx,up\n".as_bytes());
    assert!(reader.deserialize::<Search>().next().unwrap().is_err());
}

/// Values of any type, and unions, where the format has types.
#[test]
fn open_values() {
    // With `arbitrary_precision`, serde_json's own numbers are maps in CBOR and MessagePack.
    let has_numbers = serde_json::from_str::<serde_json::Value>("1e400").is_err();
    let number = if has_numbers { serde_json::json!(1.5) } else { serde_json::Value::Null };
    let payload = serde_json::json!({"a": [null, number, true, {"b": "c"}]});
    let user = ByUser { age: Some(7.into()), ..ByUser::new("Ada") };
    for by in [By::Name("Ada".to_owned()), By::Number(7.into()), By::User(user)] {
        for payload in [serde_json::Value::Null, payload.clone()] {
            let what = Some(WhatMade::new(3).into());
            let event = Event { until: Some(None), what, ..Event::new(payload, by.clone()) };
            let event = Event { additional_properties: [("more".to_owned(), serde_json::Value::Null)].into(), ..event };
            assert_eq!(serde_json::from_slice::<Event>(&erased::Write::json(&event)).unwrap(), event);
            assert_eq!(ciborium::from_reader::<Event, _>(erased::Write::cbor(&event).as_slice()).unwrap(), event);
            let event = Event { until: None, ..event };
            assert_eq!(rmp_serde::from_slice::<Event>(&erased::Write::by_name(&event)).unwrap(), event);
            assert_eq!(rmp_serde::from_slice::<Event>(&erased::Write::by_order(&event)).unwrap(), event);
        }
    }
}

/// JSON stays as strict as it is.
#[test]
fn json_is_read_as_before() {
    let text = r#"{"page":1,"sort":"up"}"#;
    assert_eq!(serde_json::from_str::<Search>(text).unwrap(), Search::new(1, Sort::Up));
    for text in [
        r#"[1,"up",null,null,null,null]"#,
        r#"{"page":"1","sort":"up"}"#,
        r#"{"page":1,"sort":"up","text":null}"#,
        r#"{"page":1,"sort":"up","after":"7"}"#,
    ] {
        assert!(serde_json::from_str::<Search>(text).is_err(), "{text}");
        assert!(serde_json::from_value::<Search>(serde_json::from_str(text).unwrap()).is_err(), "{text}");
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Untagged {
            Search(#[allow(dead_code)] Search),
        }
        assert!(serde_json::from_str::<Untagged>(text).is_err(), "{text}");
    }
}
