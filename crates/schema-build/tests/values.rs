//! Builds, converts and compares values of generated types, as their user would.
#![allow(missing_docs, clippy::unwrap_used)]

mod values {
    include!("golden/values.rs");
}

use std::collections::BTreeSet;
use std::error::Error;

use schema_types::guard::Invalid;
use schema_types::number::Integer;
use serde_json::{Value, json};
use values::parcel::{Amounts, Carrier, Class, Filter, Label, Options, Pages, ParcelId, Payment, State, Stop};
use values::{Parcel, open};

fn parcel() -> Parcel {
    Parcel::new("0a8f4b0e-6f0b-4f4e-8a57-0d3a4b5c6d7e", State::OnTheWay, 2, "Ada")
}

#[test]
fn an_object_is_made_of_its_required_properties() {
    let value = Parcel { note: Some(None), filter: Some(Filter::default()), ..parcel() };
    let json = json!({
        "id": "0a8f4b0e-6f0b-4f4e-8a57-0d3a4b5c6d7e", "kind": "parcel", "state": "on-the-way", "weight": 2, "sender": "Ada",
        "note": null, "filter": {},
    });
    assert_eq!(Value::try_from(value).unwrap(), json);
    assert_eq!(
        Parcel::new("", State::Packed, 0, "").validate().unwrap_err().keyword,
        "/properties/weight/exclusiveMinimum"
    );
    assert_eq!(open::Parcel::new("", "lost", 0, "").state, "lost");
}

#[test]
fn default_is_what_the_schema_says() {
    assert_eq!(State::default(), State::Packed);
    assert_eq!(Carrier::default(), "post");
    assert_eq!(Payment::default(), Payment::from(Integer::from(100)));
    assert_eq!((Pages::default().get(), Class::default()), (&1, Class::N2));
    let filter = Filter { city: Some("Ulm".to_owned()), ..Default::default() };
    assert_eq!((filter.carrier, filter.additional_properties.len()), (None, 0));
    let options = Options::default();
    assert_eq!((options.state, options.carrier.as_str(), options.attempts.get()), (State::Packed, "rail", &2));
    assert_eq!((options.filter, options.reason), (Filter::new(), None));
    assert_eq!(open::parcel::Options::default().state, open::parcel::State::Packed);
}

#[test]
fn defaults_of_properties_are_functions() {
    assert_eq!(Parcel::default_count(), 3);
    assert_eq!(Parcel::default_label(), "Fragile");
    assert_eq!((Parcel::default_stacked(), Parcel::default_insured()), (4, true));
    assert_eq!(Parcel::default_volume(), 0.25);
    assert_eq!(Parcel::default_tags(), ["new", "small"]);
    assert_eq!(Parcel::default_stop(), Stop::new("Ulm"));
    assert_eq!(Parcel::default_limits()["height"], 12);
    assert_eq!(Parcel::default_class(), Some(Class::N2));
    assert_eq!(Parcel::default_payment(), Payment::Cents(100.into()));
    assert_eq!(open::Parcel::default_label(), "Fragile");
}

#[test]
fn constrained_types_hold_valid_values_only() -> Result<(), Box<dyn Error>> {
    let label = Label::new("Cups")?;
    assert_eq!((label.as_str(), label.get().as_str(), label.to_string()), ("Cups", "Cups", "Cups".to_owned()));
    assert!(label == "Cups" && label == Label::try_from("Cups")? && label == "Cups".parse::<Label>()?);
    assert_eq!(Label::try_from(String::from("Cups"))?.into_inner(), "Cups");
    for (text, keyword) in [("", "minLength"), ("Cups of porcelain", "maxLength"), ("cups", "pattern")] {
        let error: Invalid = Label::new(text).unwrap_err();
        assert_eq!(error.keyword, format!("/$defs/Label/{keyword}"));
        assert!(text.parse::<Label>().is_err() && Label::try_from(text).is_err());
    }
    assert_eq!(Pages::new(7)?.into_inner(), 7);
    assert_eq!(Pages::try_from(100).unwrap_err().keyword, "/$defs/Pages/maximum");
    assert!(Amounts::new(vec![1.into(), 2.into()]).is_ok() && Amounts::try_from(vec![0.into(); 4]).is_err());
    Ok(())
}

#[test]
fn texts_convert_and_compare() -> Result<(), Box<dyn Error>> {
    let carrier = Carrier::from("ship");
    assert!(
        carrier == "ship" && carrier == Carrier::from(String::from("ship")) && carrier == "ship".parse::<Carrier>()?
    );
    let rail = Carrier::from("rail");
    assert!(rail < carrier && *AsRef::<str>::as_ref(&carrier) == *"ship");
    assert_eq!((format!("{carrier:>6}"), String::from(carrier.clone())), ("  ship".to_owned(), "ship".to_owned()));
    assert_eq!(Value::from(carrier), "ship");
    let sorted: BTreeSet<Label> = [Label::new("B")?, Label::new("A")?].into();
    assert_eq!(sorted.first().map(Label::as_str), Some("A"));
    assert_eq!(ParcelId::from("a").0, ParcelId::new("a").into_inner());
    Ok(())
}

#[test]
fn enumerations_convert_in_both_profiles() {
    assert_eq!(State::try_from("on-the-way"), Ok(State::OnTheWay));
    assert_eq!(State::try_from(String::from("packed")), Ok(State::Packed));
    let error: Box<dyn Error> = "lost".parse::<State>().unwrap_err().into();
    assert!(error.to_string().contains("unknown variant `lost`"));
    assert!(State::Packed == "packed" && State::Packed == *"packed" && State::Packed < State::Delivered);
    assert_eq!((State::Delivered.to_string(), Value::from(State::Packed)), ("delivered".to_owned(), json!("packed")));
    assert_eq!(State::ALL.map(State::as_str), ["packed", "on-the-way", "delivered"]);
    assert_eq!(Value::from(Class::N1), 1);
    use open::parcel::State as Open;
    assert_eq!(
        (Open::from("lost"), Open::from(String::from("packed"))),
        (Open::Unknown("lost".to_owned()), Open::Packed)
    );
    assert_eq!("delivered".parse(), Ok(Open::Delivered));
    assert_eq!(Open::ALL.map(|state| state.to_string()), ["packed", "on-the-way", "delivered"]);
    let open = Open::from(State::Packed);
    assert!(open == "packed" && open == *"packed");
}

#[test]
fn members_of_a_union_become_the_union() {
    assert_eq!(Payment::from("DE02".to_owned()), Payment::Iban("DE02".to_owned()));
    assert_eq!(Payment::from(Stop::new("Ulm")), Payment::Stop(Stop::new("Ulm")));
    let open: open::parcel::Payment = open::parcel::Stop::new("Ulm").into();
    assert_eq!(Value::try_from(open).unwrap(), json!({"city": "Ulm"}));
}
