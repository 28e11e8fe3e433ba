//! A server that receives Kombo's webhooks:
//!
//!     KOMBO_WEBHOOK_SECRET=… cargo run --features verify --example receive
//!
//! It answers 200 if it has taken the event, 401 if the signature is wrong, 400 if the body is not JSON, and 408 or 413 if the
//! body is too slow or too long. Kombo sends an event again until it gets a 200, so every body that is JSON gets one, and an
//! event that this build cannot read is kept.

use std::collections::{HashSet, VecDeque};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::routing::post;
use kombo_schema::verify::{SIGNATURE_HEADER, Secret};
use kombo_schema::{Event, OpenEvent, Received};

/// The longest body, in bytes, and the longest time for it to arrive.
const MAX_BODY: usize = 256 * 1024;
const MAX_TIME: Duration = Duration::from_secs(2);
/// The number of ids that are remembered. In production, store them in the database, in the same transaction as the event.
const MAX_IDS: usize = 10_000;

/// The state that requests share.
struct App {
    secret: Secret,
    seen: Mutex<Seen>,
}

/// The server's routes.
pub fn app(secret: Secret) -> Router {
    let app = App { secret, seen: Mutex::default() };
    Router::new().route("/kombo", post(receive)).with_state(Arc::new(app))
}

async fn receive(State(app): State<Arc<App>>, request: Request) -> StatusCode {
    let (head, body) = request.into_parts();
    let body = match tokio::time::timeout(MAX_TIME, to_bytes(body, MAX_BODY)).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => return StatusCode::PAYLOAD_TOO_LARGE,
        Err(_) => return StatusCode::REQUEST_TIMEOUT,
    };
    if let Err(error) = app.secret.verify(&body, head.headers.get_all(SIGNATURE_HEADER)) {
        eprintln!("refused: {error}");
        return StatusCode::UNAUTHORIZED;
    }
    let received = match Received::from_slice(&body) {
        Ok(received) => received,
        Err(error) => {
            eprintln!("refused: {error}");
            return StatusCode::BAD_REQUEST;
        }
    };
    // The lock is held over both steps, so that an id counts as seen only after its event is handled.
    let mut seen = app.seen.lock().unwrap_or_else(PoisonError::into_inner);
    if received.id().is_some_and(|id| seen.contains(id)) {
        return StatusCode::OK;
    }
    let id = received.id().map(str::to_owned);
    handle(received);
    if let Some(id) = id {
        seen.insert(id);
    }
    StatusCode::OK
}

/// Handles an event. Put slow work into a queue, because this function holds the lock.
fn handle(received: Received) {
    match received {
        Received::Exact(Event::IntegrationCreated(created)) => {
            println!("{}: {} is connected", created.id, created.data.tool);
        }
        Received::Exact(Event::SyncFinished(finished)) => {
            println!("{}: {} is in sync", finished.id, finished.data.integration_id);
        }
        Received::Exact(event) => println!("{}: nothing to do for {}", event.id(), event.kind()),
        Received::Open { event, departures, .. } => {
            eprintln!("{}: departs from the schema: {departures}", event.id());
            if let OpenEvent::IntegrationCreated(created) = event {
                println!("{}: {} is connected", created.id, created.data.tool);
            }
        }
        Received::Raw { text, reason, .. } => eprintln!("kept for the next build: {reason}: {text}"),
    }
}

/// The ids of the last events that were handled.
#[derive(Default)]
struct Seen {
    ids: HashSet<String>,
    oldest: VecDeque<String>,
}

impl Seen {
    fn contains(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    fn insert(&mut self, id: String) {
        if self.oldest.len() == MAX_IDS
            && let Some(oldest) = self.oldest.pop_front()
        {
            self.ids.remove(&oldest);
        }
        self.oldest.push_back(id.clone());
        self.ids.insert(id);
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    match serve().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

async fn serve() -> Result<(), Box<dyn std::error::Error>> {
    let secret = Secret::new(std::env::var("KOMBO_WEBHOOK_SECRET").unwrap_or_default())?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
    println!("listening on {}", listener.local_addr()?);
    Ok(axum::serve(listener, app(secret)).await?)
}
