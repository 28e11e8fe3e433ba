//! An extractor for [axum](https://docs.rs/axum) (feature `axum`).

use axum::body::Bytes;
use axum::extract::{FromRef, FromRequest, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};

use crate::Received;
use crate::verify::{SIGNATURE_HEADER, Secrets};

/// A body that Kombo has signed. The state of the router has the [`Secrets`].
///
/// A wrong signature is answered with 401, and a body that is not JSON with 400. axum's `DefaultBodyLimit` bounds the body; the
/// server bounds time and connections, as in the example `receive`.
///
/// ```
/// use axum::Router;
/// use axum::routing::post;
/// use kombo_schema::Received;
/// use kombo_schema::extract::Signed;
/// use kombo_schema::verify::Secrets;
///
/// async fn receive(Signed(received): Signed) {
///     match received {
///         Received::Exact(event) => println!("{}: {}", event.id(), event.kind()),
///         other => println!("kept: {other:?}"),
///     }
/// }
///
/// let routes: Router = Router::new().route("/kombo", post(receive)).with_state(Secrets::new(["an example, not a secret"])?);
/// # Ok::<(), kombo_schema::verify::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Signed(pub Received);

impl<S: Send + Sync> FromRequest<S> for Signed
where
    Secrets: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let headers = request.headers().clone();
        let body = Bytes::from_request(request, state).await.map_err(|error| error.into_response())?;
        let verified = Secrets::from_ref(state).verify(&body, headers.get_all(SIGNATURE_HEADER));
        // The sender learns neither which check failed nor why.
        verified.map_err(|_| StatusCode::UNAUTHORIZED.into_response())?;
        Received::from_slice(&body).map(Signed).map_err(|_| StatusCode::BAD_REQUEST.into_response())
    }
}
