//! The check of a generated type: it passes for a faithful type, and finds each kind of deviation.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use jsonschema::Validator;
use schema_drift::{Check, Checked, Finding, Open, Outside, Spelling, Vendored, Verdict, check, regenerate};
use schema_ir::Source;
use schemars::{JsonSchema, generate::SchemaSettings};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

const FILE: &str = "schemas/kombo-connectionflowfailedwebhookpayload-schema.json";
const SEED: &str = include_str!("../../../schemas/kombo-connectionflowfailedwebhookpayload-schema.json");
const SHA256: &str = "214eb45d62361925764f24ef9799516efc9c2e642b003f677f040642edfd91d0";
const CATEGORY: &str = "/properties/data/properties/integration_category";
const USER: &str = "/properties/data/properties/end_user";

/// The seed in plain 2020-12, written without our normaliser: no fragment `$id`, null among the types.
static TWIN: LazyLock<Value> = LazyLock::new(|| {
    let mut twin: Value = serde_json::from_str(SEED).unwrap();
    twin.as_object_mut().unwrap().shift_remove("$id");
    for name in ["creator_email", "origin_id"] {
        let property = twin.pointer_mut(&format!("{USER}/properties/{name}")).unwrap().as_object_mut().unwrap();
        property.shift_remove("nullable");
        property["type"] = json!(["string", "null"]);
    }
    twin
});
static JUDGE: LazyLock<Validator> = LazyLock::new(|| jsonschema::validator_for(&TWIN).unwrap());

/// The behaviour of an exact type: it rejects ambiguous texts and invalid values, and writes keys in the order of the schema.
fn exact(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let source = Source::parse("-", bytes.to_vec()).map_err(|error| error.to_string())?;
    JUDGE.validate(source.value()).map_err(|error| error.to_string())?;
    Ok(in_order(source.value()).to_string().into_bytes())
}

fn in_order(value: &Value) -> Value {
    const DATA: [&str; 4] = ["integration_tool", "integration_category", "end_user", "log_url"];
    const USER: [&str; 3] = ["organization_name", "creator_email", "origin_id"];
    let Value::Object(members) = value else { return value.clone() };
    let order = ["id", "type", "data"].iter().chain(&DATA).chain(&USER);
    order.filter_map(|key| Some(((*key).to_owned(), in_order(members.get(*key)?)))).collect::<Map<_, _>>().into()
}

/// A type whose schema is that of the file, with nested types in `$defs` as schemars writes them.
fn faithful() -> Vendored {
    let mut schema = TWIN.clone();
    let mut data = schema["properties"]["data"].take();
    schema["properties"]["data"] = json!({"$ref": "#/$defs/Data"});
    let mut user = data["properties"]["end_user"].take();
    let description = user.as_object_mut().unwrap().shift_remove("description").unwrap();
    data["properties"]["end_user"] = json!({"$ref": "#/$defs/EndUser", "description": description});
    let mut email = user["properties"]["creator_email"].take();
    let description = email.as_object_mut().unwrap().shift_remove("description").unwrap();
    email["type"] = json!("string");
    user["properties"]["creator_email"] =
        json!({"anyOf": [{"$ref": "#/$defs/Email"}, {"type": "null"}], "description": description});
    schema["$defs"] = json!({"Data": data, "EndUser": user, "Email": email});
    Vendored {
        file: FILE,
        pointer: "",
        folder: &[],
        carried: Vec::new(),
        outside: Outside::default(),
        shape: None,
        type_name: "ConnectionFlowFailedWebhookPayload",
        source: SEED,
        sha256: SHA256,
        schema_uri: Some("https://json-schema.org/draft/2020-12/schema".to_owned()),
        id: Some("#/components/schemas/ConnectionFlowFailedWebhookPayload".to_owned()),
        title: Some("ConnectionFlowFailedWebhookPayload".to_owned()),
        spelling: Spelling { nullable: true, ..Spelling::default() },
        deserialize: schema.clone(),
        serialize: schema,
        read: exact,
        open: None,
    }
}

fn checked(vendored: &Vendored) -> Checked {
    check(vendored, &PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")).unwrap()
}

fn findings(vendored: &Vendored) -> Vec<Finding> {
    checked(vendored).findings
}

/// The faithful type with both contracts edited.
fn edited(edit: impl Fn(&mut Value)) -> Vendored {
    let mut vendored = faithful();
    edit(&mut vendored.deserialize);
    edit(&mut vendored.serialize);
    vendored
}

/// Asserts that a finding of `check` is at `pointer` and contains `message`.
fn found(vendored: &Vendored, check: Check, pointer: &str, message: &str) {
    let findings = findings(vendored);
    let fits = |finding: &&Finding| {
        finding.check == check && finding.place.pointer == pointer && finding.message.contains(message)
    };
    let Some(finding) = findings.iter().find(fits) else { panic!("no `{message}` at {pointer} in {findings:#?}") };
    assert!(finding.place.line > 1 || pointer.is_empty(), "{finding:#?}");
}

#[test]
fn a_faithful_type_passes() {
    let checked = checked(&faithful());
    assert_eq!(checked.findings, []);
    assert_eq!(
        (checked.deserialize.verdict(), checked.serialize.verdict()),
        (Verdict::Equivalent, Verdict::Equivalent)
    );
    assert!(checked.samples.valid > 50 && checked.samples.invalid > 200 && checked.samples.texts > 20);
}

#[test]
fn regenerate_reproduces_the_file() {
    let seed: Value = serde_json::from_str(SEED).unwrap();
    assert_eq!(regenerate(&faithful()), seed);
    // A keyword that the type lost is not copied from the file.
    let poorer = edited(|schema| schema["$defs"]["Email"] = json!({"type": "string"}));
    let mut expected = seed;
    expected
        .pointer_mut(&format!("{USER}/properties/creator_email"))
        .unwrap()
        .as_object_mut()
        .unwrap()
        .shift_remove("format");
    assert_eq!(regenerate(&poorer), expected);
}

#[test]
fn recursion_stays_in_definitions() {
    let tree = json!({
        "$ref": "#/$defs/Tree",
        "$defs": {
            "Tree": {"type": "object", "properties": {"leaf": {"$ref": "#/$defs/Leaf"}, "next": {"anyOf": [{"$ref": "#/$defs/Tree"}, {"type": "null"}]}}},
            "Leaf": {"type": ["integer", "null"]},
        }
    });
    let vendored = Vendored { schema_uri: None, id: None, title: None, deserialize: tree, ..faithful() };
    let inlined = json!({
        "type": "object",
        "properties": {"leaf": {"type": "integer", "nullable": true}, "next": {"anyOf": [{"$ref": "#/$defs/Tree"}, {"type": "null"}]}}
    });
    let mut expected = inlined.clone();
    expected["$defs"] = json!({"Tree": inlined});
    assert_eq!(regenerate(&vendored), expected);
}

#[test]
fn losses_of_the_regenerated_schema_are_found() {
    let user = |schema: &mut Value, edit: &dyn Fn(&mut Value)| edit(&mut schema["$defs"]["EndUser"]);
    let optional = edited(|schema| user(schema, &|user| user["required"] = json!(["organization_name", "origin_id"])));
    found(&optional, Check::Deserialize, &format!("{USER}/required/1"), "`creator_email` is no longer required");
    found(&optional, Check::Serialize, &format!("{USER}/required/1"), "`creator_email` is no longer required");
    let not_null = edited(|schema| user(schema, &|user| user["properties"]["origin_id"]["type"] = json!("string")));
    found(&not_null, Check::Deserialize, &format!("{USER}/properties/origin_id/type"), "no longer allows null");
    let open =
        edited(|schema| user(schema, &|user| _ = user.as_object_mut().unwrap().shift_remove("additionalProperties")));
    found(&open, Check::Deserialize, &format!("{USER}/additionalProperties"), "`end_user` now allows any other key");
    let category = "/properties/data/properties/integration_category";
    let fewer = edited(|schema| {
        schema["$defs"]["Data"]["properties"]["integration_category"]["enum"] = json!(["HRIS", "ATS", "ASSESSMENT"]);
    });
    found(&fewer, Check::Deserialize, &format!("{category}/enum"), "no longer allows \"LMS\"");
    let plain = edited(|schema| schema["$defs"]["Email"] = json!({"type": "string"}));
    found(
        &plain,
        Check::Annotation,
        &format!("{USER}/properties/creator_email/format"),
        "no longer has `format` \"email\"",
    );
    let silent = edited(|schema| _ = schema["properties"]["id"].as_object_mut().unwrap().shift_remove("description"));
    found(&silent, Check::Annotation, "/properties/id/description", "`id` no longer has `description`");
    let other = edited(|schema| schema["$defs"]["Data"]["properties"]["end_user"]["description"] = json!("Someone."));
    found(&other, Check::Annotation, &format!("{USER}/description"), "is now \"Someone.\"");
}

#[test]
fn a_type_may_write_less_but_not_read_less() {
    let less = |schema: &mut Value| schema["properties"]["id"]["minLength"] = json!(1);
    let mut writes_less = faithful();
    less(&mut writes_less.serialize);
    let checked = checked(&writes_less);
    assert_eq!((checked.serialize.verdict(), checked.findings), (Verdict::Narrower, Vec::new()));
    let mut reads_less = faithful();
    less(&mut reads_less.deserialize);
    found(&reads_less, Check::Deserialize, "/properties/id", "`id` now has `minLength` 1");
}

#[test]
fn an_unproved_contract_fails() {
    // The two patterns match the same strings, but no automaton decides look-around.
    let schema = json!({"type": "string", "pattern": "^(?=a)a+$"});
    let other = json!({"type": "string", "pattern": "^a+(?<=a)$"});
    let source: &'static str = Box::leak(schema.to_string().into_boxed_str());
    fn any(bytes: &[u8]) -> Result<Vec<u8>, String> {
        Ok(bytes.to_vec())
    }
    let vendored = Vendored { source, deserialize: other, serialize: schema, read: any, ..faithful() };
    let findings = findings(&vendored);
    assert!(
        findings
            .iter()
            .any(|finding| finding.check == Check::Deserialize && finding.message.starts_with("not decided")),
        "{findings:#?}"
    );
}

/// The types that most people would derive, without knowing what a derived `Deserialize` accepts.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Derived {
    id: String,
    r#type: EventType,
    data: Data,
}

#[derive(Serialize, Deserialize, JsonSchema)]
enum EventType {
    #[serde(rename = "connection-flow-failed")]
    ConnectionFlowFailed,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Data {
    integration_tool: String,
    integration_category: IntegrationCategory,
    end_user: EndUser,
    log_url: String,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
enum IntegrationCategory {
    Hris,
    Ats,
    Assessment,
    Lms,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct EndUser {
    organization_name: String,
    creator_email: Option<String>,
    origin_id: Option<String>,
}

#[test]
fn derived_code_is_caught_by_proofs_and_samples() {
    fn read(bytes: &[u8]) -> Result<Vec<u8>, String> {
        let value: Derived = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        serde_json::to_vec(&value).map_err(|error| error.to_string())
    }
    let regenerated = |settings: SchemaSettings| settings.into_generator().into_root_schema_for::<Derived>().to_value();
    let derived = Vendored {
        deserialize: regenerated(SchemaSettings::draft2020_12().for_deserialize()),
        serialize: regenerated(SchemaSettings::draft2020_12().for_serialize()),
        read,
        ..faithful()
    };
    found(&derived, Check::Deserialize, &format!("{USER}/required/1"), "`creator_email` is no longer required");
    found(&derived, Check::Deserialize, &format!("{USER}/required/2"), "`origin_id` is no longer required");
    found(&derived, Check::Annotation, &format!("{USER}/properties/creator_email/format"), "no longer has `format`");
    // `JsonSchema` does not see the code of `Deserialize`, so only the samples find these.
    for (pointer, message) in [
        ("", "reads a value that the schema forbids (an array in place of the object)"),
        ("/properties/data", "reads a value that the schema forbids (an array in place of the object)"),
        ("/properties/data/properties/integration_category", "reads a value that the schema forbids (another value)"),
        (USER, "reads a value that the schema forbids (a property dropped)"),
    ] {
        found(&derived, Check::Sample, pointer, message);
    }
    let all = findings(&derived);
    assert!(all.iter().any(|finding| finding.witness.as_deref().is_some_and(|text| text.contains("{\"HRIS\":null}"))));
}

#[test]
fn deviations_of_the_compiled_code_are_found() {
    fn lossy(bytes: &[u8]) -> Result<Vec<u8>, String> {
        exact(bytes).map(|written| String::from_utf8_lossy(&written).replace("https", "http").into_bytes())
    }
    fn unordered(bytes: &[u8]) -> Result<Vec<u8>, String> {
        exact(bytes)?;
        let mut value: Value = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        value.sort_all_objects();
        Ok(value.to_string().into_bytes())
    }
    fn last_wins(bytes: &[u8]) -> Result<Vec<u8>, String> {
        let value: Value = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        exact(value.to_string().as_bytes())
    }
    fn one_order(bytes: &[u8]) -> Result<Vec<u8>, String> {
        let written = exact(bytes)?;
        if written == bytes { Ok(written) } else { Err("keys out of order".to_owned()) }
    }
    fn writes_anything(bytes: &[u8]) -> Result<Vec<u8>, String> {
        exact(bytes).map(|_| b"?".to_vec())
    }
    let reading = |read| Vendored { read, ..faithful() };
    let log_url = "/properties/data/properties/log_url";
    found(&reading(lossy), Check::Sample, log_url, "writes a different value than it read");
    found(&reading(unordered), Check::Sample, "", "writes keys in a different order");
    found(&reading(last_wins), Check::Text, "/properties/id", "reads a duplicate key");
    found(&reading(one_order), Check::Sample, "", "reads a different value if the keys are in another order");
    found(&reading(writes_anything), Check::Sample, "", "writes invalid JSON");
}

/// The schema with undeclared keys allowed everywhere, and without enumerations.
fn opened() -> Value {
    fn widen(value: &mut Value) {
        if let Value::Object(members) = value {
            members.shift_remove("additionalProperties");
            members.shift_remove("enum");
            members.values_mut().for_each(widen);
        }
    }
    let mut schema = faithful().deserialize;
    widen(&mut schema);
    schema
}

#[test]
fn an_open_type_must_accept_every_valid_value() {
    fn keeps(bytes: &[u8]) -> Result<Vec<u8>, String> {
        serde_json::from_slice::<Value>(bytes).map(|value| value.to_string().into_bytes()).map_err(|e| e.to_string())
    }
    fn forgets(bytes: &[u8]) -> Result<Vec<u8>, String> {
        let mut value: Value = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        value.pointer_mut("/data").and_then(Value::as_object_mut).and_then(|data| data.shift_remove("log_url"));
        Ok(value.to_string().into_bytes())
    }
    let with = |deserialize, read| Vendored { open: Some(Open { deserialize, read }), ..faithful() };
    let checked = checked(&with(opened(), keeps));
    assert_eq!(checked.findings, []);
    let comparison = checked.open.unwrap();
    assert_eq!((comparison.verdict(), comparison.changes.len()), (Verdict::Wider, 5), "{comparison:#?}");

    found(&with(opened(), exact_but_assessments), Check::Sample, CATEGORY, "the open type rejects");
    found(&with(opened(), forgets), Check::Sample, "", "the open type writes a different value than it read");
    let mut narrower = opened();
    narrower["$defs"]["Data"]["properties"]["integration_category"]["enum"] = json!(["HRIS", "ATS"]);
    found(&with(narrower, keeps), Check::Open, &format!("{CATEGORY}/enum"), "no longer allows");
}

fn exact_but_assessments(bytes: &[u8]) -> Result<Vec<u8>, String> {
    exact(bytes).and_then(|written| {
        let text = String::from_utf8_lossy(&written);
        if text.contains("ASSESSMENT") { Err("no assessments".to_owned()) } else { Ok(text.into_owned().into_bytes()) }
    })
}

#[test]
fn the_file_must_equal_the_compiled_text() {
    let folder = std::env::temp_dir().join(format!("schema-drift-types-{}", std::process::id()));
    fs::create_dir_all(folder.join("schemas")).unwrap();
    let messages = || -> Vec<String> {
        let findings = check(&faithful(), &folder).unwrap().findings;
        findings.into_iter().filter(|finding| finding.check == Check::File).map(|finding| finding.message).collect()
    };
    assert!(messages()[0].starts_with("the file cannot be read"));
    fs::write(folder.join(FILE), SEED.replace("LMS", "CRM")).unwrap();
    assert_eq!(messages(), ["the file differs from the text that the types were generated from; build again"]);
    fs::write(folder.join(FILE), SEED).unwrap();
    assert!(messages().is_empty());
    fs::remove_dir_all(folder).unwrap();
    let other = Vendored { sha256: "00", ..faithful() };
    assert_eq!(findings(&other).iter().filter(|finding| finding.check == Check::File).count(), 2);
}
