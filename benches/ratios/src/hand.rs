//! What a person would write for two of Kombo's events: serde's derive, strings that are owned, and unknown keys refused.

use serde::{Deserialize, Deserializer, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlowFailed {
    pub id: String,
    pub r#type: FlowFailedType,
    pub data: FlowFailedData,
}

#[derive(Serialize, Deserialize)]
pub enum FlowFailedType {
    #[serde(rename = "connection-flow-failed")]
    ConnectionFlowFailed,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlowFailedData {
    pub integration_tool: String,
    pub integration_category: Category,
    pub end_user: EndUser,
    pub log_url: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Category {
    Hris,
    Ats,
    Assessment,
    Lms,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndUser {
    pub organization_name: String,
    #[serde(deserialize_with = "required")]
    pub creator_email: Option<String>,
    #[serde(deserialize_with = "required")]
    pub origin_id: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    pub id: String,
    pub r#type: OrderType,
    pub data: OrderData,
}

#[derive(Serialize, Deserialize)]
pub enum OrderType {
    #[serde(rename = "assessment:order-received")]
    OrderReceived,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderData {
    pub id: String,
    pub package_id: String,
    pub status: Status,
    pub integration_id: String,
    pub candidate: Candidate,
    pub application: Application,
    pub job: Job,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Status {
    Open,
    Completed,
    Cancelled,
    Rejected,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Candidate {
    #[serde(deserialize_with = "required")]
    pub remote_id: Option<String>,
    pub email: String,
    #[serde(deserialize_with = "required")]
    pub first_name: Option<String>,
    #[serde(deserialize_with = "required")]
    pub last_name: Option<String>,
    #[serde(deserialize_with = "required")]
    pub phone: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Application {
    #[serde(deserialize_with = "required")]
    pub remote_id: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Job {
    #[serde(deserialize_with = "required")]
    pub remote_id: Option<String>,
    #[serde(deserialize_with = "required")]
    pub name: Option<String>,
    #[serde(deserialize_with = "required")]
    pub job_code: Option<String>,
    #[serde(deserialize_with = "required")]
    pub description: Option<String>,
    #[serde(deserialize_with = "required")]
    pub location: Option<Location>,
    pub hiring_team: Vec<Member>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Location {
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub street_1: Option<Option<String>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub street_2: Option<Option<String>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub city: Option<Option<String>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub state: Option<Option<String>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub zip_code: Option<Option<String>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub country: Option<Option<String>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub raw: Option<Option<String>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    #[serde(deserialize_with = "required")]
    pub remote_id: Option<String>,
    #[serde(deserialize_with = "required")]
    pub email: Option<String>,
    #[serde(deserialize_with = "required")]
    pub first_name: Option<String>,
    #[serde(deserialize_with = "required")]
    pub last_name: Option<String>,
    pub hiring_team_roles: Vec<Role>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Role {
    Recruiter,
    HiringManager,
}

/// For a required key whose value may be null: serde reads an absent `Option` as `None` otherwise.
fn required<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    Option::deserialize(deserializer)
}

/// For an optional key whose value may be null.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}
