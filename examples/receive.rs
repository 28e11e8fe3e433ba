//! A server that receives Kombo's webhooks:
//!
//!     KOMBO_WEBHOOK_SECRET=… cargo run --features verify --example receive
//!
//! It answers 200 if it has taken the event, 401 if the signature is wrong, 400 if the body is not JSON or breaks off, and 408 or
//! 413 if the body is too slow or too long. Kombo sends an event again until it gets a 200, so every body that is JSON gets one,
//! and an event that this build cannot read is kept.
//!
//! `KOMBO_OLD_WEBHOOK_SECRET` is accepted too, while Kombo's secret is being replaced. On SIGTERM or Ctrl-C, the server answers
//! the requests that it has and ends.

use std::collections::{HashSet, VecDeque};
use std::future::Future;
use std::pin::pin;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::HttpBody as _;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::routing::post;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use kombo_schema::verify::{SIGNATURE_HEADER, Secrets};
use kombo_schema::{Event, OpenEvent, Received};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{sleep, timeout};

/// The most connections at a time, and the longest body in bytes: bodies take 64 MiB together at most.
const MAX_CONNECTIONS: usize = 256;
const MAX_BODY: usize = 256 * 1024;
/// The longest time for the head of a request and then for its body to arrive, and for a connection as a whole, with the time
/// until the sender has read the answer.
const MAX_TIME: Duration = Duration::from_secs(2);
const MAX_CONNECTION_TIME: Duration = Duration::from_secs(5);
/// The number of ids that are remembered. In production, store them in the database, in the same transaction as the event.
const MAX_IDS: usize = 10_000;

/// The state that requests share.
struct App {
    secrets: Secrets,
    seen: Mutex<Seen>,
}

/// The server's routes.
fn routes(secrets: Secrets) -> Router {
    let app = App { secrets, seen: Mutex::default() };
    Router::new().route("/kombo", post(receive)).with_state(Arc::new(app))
}

/// Serves until `shutdown` completes, and then answers the requests that have begun.
///
/// Each connection carries one request, so the oldest connection is the slowest sender. It makes room for a new one, because
/// connections that send nothing must not keep an event out.
pub async fn serve(listener: TcpListener, secrets: Secrets, shutdown: impl Future<Output = ()>) {
    let routes = routes(secrets);
    let (mut connections, mut oldest) = (JoinSet::new(), VecDeque::<AbortHandle>::new());
    let mut shutdown = pin!(shutdown);
    loop {
        let stream = tokio::select! {
            () = &mut shutdown => break,
            Some(_) = connections.join_next() => continue,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(error) => {
                    eprintln!("cannot accept: {error}");
                    sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
        };
        oldest.retain(|connection| !connection.is_finished());
        if oldest.len() >= MAX_CONNECTIONS
            && let Some(slowest) = oldest.pop_front()
        {
            slowest.abort();
        }
        oldest.push_back(connections.spawn(serve_connection(stream, routes.clone())));
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

async fn serve_connection(stream: TcpStream, routes: Router) {
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(MAX_TIME).keep_alive(false);
    let connection = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(routes));
    // A connection that ends early gets no answer, and Kombo sends the event again.
    let _ = timeout(MAX_CONNECTION_TIME, connection).await;
}

async fn receive(State(app): State<Arc<App>>, request: Request) -> StatusCode {
    let (head, body) = request.into_parts();
    // These need no body, so a slow one is not waited for.
    if !head.headers.contains_key(SIGNATURE_HEADER) {
        return StatusCode::UNAUTHORIZED;
    }
    if body.size_hint().lower() > MAX_BODY as u64 {
        return StatusCode::PAYLOAD_TOO_LARGE;
    }
    let body = match timeout(MAX_TIME, Limited::new(body, MAX_BODY).collect()).await {
        Ok(Ok(body)) => body.to_bytes(),
        Ok(Err(error)) if error.is::<LengthLimitError>() => return StatusCode::PAYLOAD_TOO_LARGE,
        // The sender has closed the connection, or a chunk is malformed.
        Ok(Err(_)) => return StatusCode::BAD_REQUEST,
        Err(_) => return StatusCode::REQUEST_TIMEOUT,
    };
    match app.secrets.verify(&body, head.headers.get_all(SIGNATURE_HEADER)) {
        Ok(0) => {}
        Ok(_) => eprintln!("Kombo still signs with the old secret"),
        Err(error) => {
            eprintln!("refused: {error}");
            return StatusCode::UNAUTHORIZED;
        }
    }
    match Received::from_slice(&body) {
        Ok(received) => app.take(received),
        Err(error) => {
            eprintln!("refused: {error}");
            return StatusCode::BAD_REQUEST;
        }
    }
    StatusCode::OK
}

impl App {
    /// Handles an event once. The lock is held meanwhile, so that an id counts as seen only after its event is handled.
    fn take(&self, received: Received) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let id = received.id().map(str::to_owned);
        if id.as_ref().is_some_and(|id| seen.contains(id)) {
            return;
        }
        handle(received);
        if let Some(id) = id {
            seen.insert(id);
        }
    }
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
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

async fn run() -> Result<(), Box<dyn std::error::Error>> {
    let new = std::env::var("KOMBO_WEBHOOK_SECRET").unwrap_or_default();
    let secrets = Secrets::new([new].into_iter().chain(std::env::var("KOMBO_OLD_WEBHOOK_SECRET").ok()))?;
    let listener = TcpListener::bind("127.0.0.1:8080").await?;
    println!("listening on {}", listener.local_addr()?);
    serve(listener, secrets, end_of_process()?).await;
    Ok(())
}

/// Completes on Ctrl-C and, on Unix, on SIGTERM.
fn end_of_process() -> std::io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    let mut term = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    Ok(async move {
        let interrupt = async { drop(tokio::signal::ctrl_c().await) };
        #[cfg(unix)]
        tokio::select! { () = interrupt => {}, _ = term.recv() => {} }
        #[cfg(not(unix))]
        interrupt.await;
    })
}
