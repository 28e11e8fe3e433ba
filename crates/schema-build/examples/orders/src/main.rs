//! A server whose types come from its own OpenAPI document. To see it run, `main` sends it a few requests without a network;
//! `axum::serve(listener, server::router())` would serve it.

mod schemas;
mod server;

use axum::body::{Body, to_bytes};
use axum::http::Request;
use tower::ServiceExt as _;

const REQUESTS: [(&str, &str, &str); 5] = [
    ("POST", "/orders", r#"{"customer": "Ada", "lines": [{"sku": "cup", "quantity": 2}], "deliver_on": "2030-01-31"}"#),
    ("POST", "/orders", r#"{"customer": "Ada", "lines": [{"sku": "cup", "quantity": 0}]}"#),
    ("GET", "/orders?status=open&limit=10", ""),
    ("GET", "/orders?limit=101", ""),
    ("GET", "/openapi.json", ""),
];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let router = server::router();
    for (method, uri, body) in REQUESTS {
        let request = Request::builder().method(method).uri(uri).header("content-type", "application/json");
        let response = router.clone().oneshot(request.body(Body::from(body))?).await?;
        let status = response.status();
        let body = to_bytes(response.into_body(), usize::MAX).await?;
        println!("{method} {uri}\n{status}\n{}\n", String::from_utf8_lossy(&body));
    }
    Ok(())
}
