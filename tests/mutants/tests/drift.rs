//! The drift check finds every mistake in generated source, at its pointer, and none where there is none.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::Path;

use schema_drift::Check;

/// The findings about the seed's type with one mistake: which check found it, and at which pointer.
fn findings(mutant: &str) -> Vec<(Check, String)> {
    let schemas = mutants::schemas(mutant);
    let vendored = schemas.into_iter().find(|one| one.type_name == "ConnectionFlowFailedWebhookPayload").unwrap();
    let checked = schema_drift::check(&vendored, Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    checked.findings.into_iter().map(|finding| (finding.check, finding.place.pointer)).collect()
}

#[track_caller]
fn found(mutant: &str, checks: &[Check], pointer: &str) {
    let findings = findings(mutant);
    for check in checks {
        assert!(
            findings.iter().any(|(by, at)| by == check && at == pointer),
            "{mutant}: {check:?} finds nothing at {pointer}: {findings:#?}"
        );
    }
}

const END_USER: &str = "/properties/data/properties/end_user";

#[test]
fn source_as_generated_has_no_findings() {
    assert_eq!(findings("unedited"), []);
}

#[test]
fn the_required_nullable_rule() {
    found("nullable_key_may_be_absent_when_read", &[Check::Sample], END_USER);
    found("nullable_key_is_optional_in_the_schema", &[Check::Deserialize], &format!("{END_USER}/required/1"));
    found("null_is_not_read", &[Check::Deserialize], &format!("{END_USER}/properties/origin_id/type"));
    found("null_is_not_read", &[Check::Sample], &format!("{END_USER}/properties/origin_id"));
    found("null_is_not_written", &[Check::Sample], &format!("{END_USER}/properties/origin_id"));
}

#[test]
fn formats() {
    found("format_is_dropped", &[Check::Annotation], "/properties/data/properties/log_url/format");
    found("format_is_another", &[Check::Annotation], "/properties/data/properties/log_url/format");
}

#[test]
fn descriptions() {
    found("description_is_dropped", &[Check::Annotation], "/properties/data/properties/log_url/description");
    found("description_is_changed", &[Check::Annotation], &format!("{END_USER}/description"));
}

#[test]
fn enumerations() {
    let category = "/properties/data/properties/integration_category";
    let values = &format!("{category}/enum");
    found("enum_value_is_dropped", &[Check::Deserialize], values);
    found("enum_value_is_dropped", &[Check::Sample], category);
    found("enum_value_is_misspelt", &[Check::Deserialize, Check::Serialize], values);
    found("enum_value_is_misspelt", &[Check::Sample], category);
    found("enum_values_are_swapped_when_written", &[Check::Sample], category);
}

#[test]
fn objects() {
    found("unknown_keys_are_read", &[Check::Sample], END_USER);
    found("key_may_be_repeated", &[Check::Text], &format!("{END_USER}/properties/origin_id"));
    found("keys_are_written_in_another_order", &[Check::Sample], "");
}
