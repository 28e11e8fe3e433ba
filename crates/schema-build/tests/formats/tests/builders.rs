//! Builders of other crates, which are derived for generated types.
#![allow(clippy::unwrap_used)]

use formats::order::Status;
use formats::search::Sort;
use formats::{Order, Search, SearchBuilder};

#[test]
fn bon_builds() {
    let order = Order::builder().id(7).status(Status::Open).total(5.into()).tags(Vec::new()).note("fragile").build();
    assert_eq!(order, Order { note: Some("fragile".to_owned()), ..Order::new(7, Status::Open, 5, Vec::new()) });
}

#[test]
fn derive_builder_builds() {
    let search = SearchBuilder::default().page(2u16).text("tea").build().unwrap();
    assert_eq!(search, Search { text: Some("tea".to_owned()), ..Search::new(2, Sort::Up) });
}
