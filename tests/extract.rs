//! The extractor for axum.
#![cfg(feature = "axum")]
#![allow(clippy::unwrap_used)]

use axum::body::Body;
use axum::extract::{FromRequest as _, Request};
use kombo_schema::Received;
use kombo_schema::extract::Signed;
use kombo_schema::verify::{SIGNATURE_HEADER, Secrets};

/// An event that no build knows, and its signature, computed with Python's `hmac`.
const BODY: &str = r#"{"id":"whe_1","type":"integration-paused","data":{}}"#;
const SIGNATURE: &str = "3qke1d80zur8vaOb3dwiGitvsiIs2Y-8fNsebd79FZY";
const OF_NO_JSON: (&str, &str) = ("no JSON", "UbOI-LP94M6PBXkD-PHBy6GAkR9fTavXYkkPx2d3E6Q");

/// The event, or the status of the refusal.
async fn extract(body: &str, signatures: &[&str]) -> Result<Received, u16> {
    let mut request = Request::post("/kombo");
    for signature in signatures {
        request = request.header(SIGNATURE_HEADER, *signature);
    }
    let request = request.body(Body::from(body.to_owned())).unwrap();
    let secrets = Secrets::new(["the new secret", "an example, not a secret"]).unwrap();
    let signed = Signed::from_request(request, &secrets).await;
    signed.map(|Signed(received)| received).map_err(|refusal| refusal.status().as_u16())
}

#[tokio::test]
async fn only_a_signed_event_is_extracted() {
    assert_eq!(extract(BODY, &[SIGNATURE]).await.unwrap().id(), Some("whe_1"));
    for (body, signatures, status) in [
        (BODY, &[][..], 401),
        (BODY, &[SIGNATURE, SIGNATURE], 401),
        ("{}", &[SIGNATURE], 401),
        (OF_NO_JSON.0, &[SIGNATURE], 401),
        (OF_NO_JSON.0, &[OF_NO_JSON.1], 400),
        (&" ".repeat(3 << 20), &[SIGNATURE], 413),
    ] {
        assert_eq!(extract(body, signatures).await.map(|_| ()), Err(status), "{status}");
    }
}
