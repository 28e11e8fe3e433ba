//! The type that typify makes of the seed's schema.

typify::import_types!("../../schemas/kombo-connectionflowfailedwebhookpayload-schema.json");

/// The seed's type.
pub type Seed = ConnectionFlowFailedWebhookPayload;
