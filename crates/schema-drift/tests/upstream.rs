//! Compares a vendored schema with upstream's document.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use schema_drift::{Comparison, Outside, Party, Spelling, Upstream, Vendored, Verdict, upstream};
use schema_ir::Source;
use serde_json::{Value, json};

const SEED: &str = include_str!("../../../schemas/kombo-connectionflowfailedwebhookpayload-schema.json");
const NAME: &str = "ConnectionFlowFailedWebhookPayload";

fn vendored() -> Vendored {
    Vendored {
        file: "schemas/seed.json",
        pointer: "",
        folder: &[],
        carried: Vec::new(),
        outside: Outside::default(),
        shape: None,
        type_name: NAME,
        source: SEED,
        sha256: "",
        schema_uri: None,
        id: Some("#/components/schemas/ConnectionFlowFailedWebhookPayload".to_owned()),
        title: Some(NAME.to_owned()),
        spelling: Spelling { nullable: true, ..Spelling::default() },
        deserialize: Value::Null,
        serialize: Value::Null,
        read: |_| Err("not read here".to_owned()),
        open: None,
    }
}

fn against(document: &Value, named: bool) -> Upstream {
    let document = Source::parse("upstream.json", format!("{document:#}").into_bytes()).unwrap();
    upstream(&vendored(), &document, named).unwrap()
}

fn compared(document: &Value) -> Comparison {
    match against(document, false) {
        Upstream::Compared(comparison) => comparison,
        other => panic!("{other:?}"),
    }
}

fn component() -> Value {
    let mut component: Value = serde_json::from_str(SEED).unwrap();
    component.as_object_mut().unwrap().retain(|key, _| !key.starts_with('$'));
    component
}

fn openapi(version: &str, components: Value) -> Value {
    json!({"openapi": version, "info": {"title": "API", "version": "1"}, "paths": {}, "components": {"schemas": components}})
}

#[test]
fn the_component_is_found_by_the_vendored_id() {
    for version in ["3.0.3", "3.1.0"] {
        let comparison = compared(&openapi(version, json!({"Other": {"type": "string"}, NAME: component()})));
        assert_eq!(comparison.verdict(), Verdict::Equivalent, "{version}: {comparison:?}");
        assert!(comparison.annotations.is_empty());
    }
}

#[test]
fn otherwise_the_component_is_found_by_the_title() {
    let comparison = compared(&openapi("3.1.0", json!({"Renamed": component()})));
    assert_eq!(comparison.verdict(), Verdict::Equivalent);
}

#[test]
fn references_between_components_are_followed_and_located() {
    let mut component = component();
    let mut user = component.pointer_mut("/properties/data/properties/end_user").unwrap().take();
    component["properties"]["data"]["properties"]["end_user"] = json!({"$ref": "#/components/schemas/EndUser"});
    user["properties"]["phone"] = json!({"type": "string", "nullable": true});
    user["required"].as_array_mut().unwrap().push(json!("phone"));
    let comparison = compared(&openapi("3.0.3", json!({"EndUser": user, NAME: component})));
    assert_eq!(comparison.verdict(), Verdict::Incomparable);
    assert_eq!(comparison.breaks(), [Party::Reader, Party::Writer]);
    let found: Vec<_> = comparison
        .changes
        .iter()
        .map(|change| (change.message.as_str(), change.new.pointer.as_str(), change.breaks.as_slice()))
        .collect();
    assert_eq!(
        found,
        [
            ("`phone` is now required", "/components/schemas/EndUser/required/3", [Party::Writer].as_slice()),
            (
                "`end_user` has the new property `phone`",
                "/components/schemas/EndUser/properties/phone",
                &[Party::Reader]
            ),
        ]
    );
    assert!(comparison.changes[0].new.line > 10);
}

#[test]
fn a_value_and_a_description_are_added_upstream() {
    let mut component = component();
    let category = "/properties/data/properties/integration_category";
    component.pointer_mut(&format!("{category}/enum")).unwrap().as_array_mut().unwrap().push(json!("CRM"));
    component.pointer_mut(category).unwrap()["description"] = json!("The category.");
    let comparison = compared(&openapi("3.1.0", json!({NAME: component})));
    assert_eq!((comparison.verdict(), comparison.breaks()), (Verdict::Wider, vec![Party::Reader]));
    assert_eq!(comparison.changes[0].message, "`integration_category` also allows \"CRM\"");
    let witness = &comparison.changes[0].witnesses[0];
    assert!(witness.whole && witness.value.pointer("/data/integration_category") == Some(&json!("CRM")));
    assert_eq!(comparison.annotations.len(), 1);
}

#[test]
fn a_missing_component_is_removed() {
    assert!(matches!(against(&openapi("3.1.0", json!({"Other": {}})), false), Upstream::Removed));
}

#[test]
fn a_file_matches_by_id_by_title_or_by_name() {
    let seed: Value = serde_json::from_str(SEED).unwrap();
    assert_eq!(compared(&seed).verdict(), Verdict::Equivalent);
    assert_eq!(compared(&component()).verdict(), Verdict::Equivalent);
    let mut unnamed = component();
    unnamed["title"] = json!("Other");
    assert!(matches!(against(&unnamed, false), Upstream::Unrelated));
    assert!(matches!(against(&unnamed, true), Upstream::Compared(_)));
    assert!(matches!(against(&openapi("3.1.0", json!({})), false), Upstream::Unrelated));
}

#[test]
fn each_witness_shows_only_its_own_change() {
    let mut component = component();
    let category = "/properties/data/properties/integration_category/enum";
    component.pointer_mut(category).unwrap().as_array_mut().unwrap().push(json!("CRM"));
    component.pointer_mut("/properties/data/properties/end_user/required").unwrap().as_array_mut().unwrap().pop();
    let comparison = compared(&openapi("3.1.0", json!({NAME: component})));
    let [category, origin] = comparison.changes.as_slice() else { panic!("{comparison:#?}") };
    let (category, origin) = (&category.witnesses[0].value, &origin.witnesses[0].value);
    assert_eq!(category["data"]["integration_category"], "CRM");
    assert!(category["data"]["end_user"].get("origin_id").is_some(), "{category}");
    let known = ["HRIS", "ATS", "ASSESSMENT", "LMS"].map(Value::from);
    assert!(known.contains(&origin["data"]["integration_category"]), "{origin}");
    assert!(origin["data"]["end_user"].get("origin_id").is_none(), "{origin}");
}
