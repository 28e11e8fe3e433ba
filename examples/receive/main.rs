//! A server that receives Kombo's webhooks:
//!
//!     KOMBO_WEBHOOK_SECRET=… cargo run --features verify --example receive
//!
//! It answers 200 if the event is in the table, 401 if the signature is wrong, 400 if the body is not JSON or breaks off, 408 or
//! 413 if the body is too slow or too long, and 503 if the database fails. Kombo sends an event again until it gets a 200, so
//! every body that is JSON gets one, and an event that this build cannot read is kept.
//!
//! The table is in the file `events.db`, or in the one that `KOMBO_DATABASE` names. It has each event once, however often Kombo
//! sends it, and still has it if the process is killed.
//!
//! `KOMBO_OLD_WEBHOOK_SECRET` is accepted too, while Kombo's secret is being replaced. On SIGTERM or Ctrl-C, the server answers
//! the requests that it has and ends.

mod handle;
mod store;

use std::collections::VecDeque;
use std::future::Future;
use std::path::Path;
use std::pin::pin;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Bytes, HttpBody as _};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::routing::post;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use kombo_schema::Received;
use kombo_schema::verify::{SIGNATURE_HEADER, Secrets};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::{AbortHandle, JoinSet, spawn_blocking};
use tokio::time::{sleep, timeout};

use handle::handle_events;
pub use store::Store;

/// The most connections at a time, and the longest body in bytes: bodies take 64 MiB together at most.
const MAX_CONNECTIONS: usize = 256;
const MAX_BODY: usize = 256 * 1024;
/// The longest time for the head of a request and then for its body to arrive, and for a connection as a whole, with the time
/// until the sender has read the answer.
const MAX_TIME: Duration = Duration::from_secs(2);
const MAX_CONNECTION_TIME: Duration = Duration::from_secs(5);

/// The state that requests share.
struct App {
    secrets: Secrets,
    store: Arc<Store>,
    /// Notifies of events in the store.
    stored: Arc<Notify>,
}

/// Serves until `shutdown` completes, and then answers the requests that have begun.
///
/// Each connection carries one request, so the oldest connection is the slowest sender. It makes room for a new one, because
/// connections that send nothing must not keep an event out.
pub async fn serve(listener: TcpListener, secrets: Secrets, store: Store, shutdown: impl Future<Output = ()>) {
    let (store, stored) = (Arc::new(store), Arc::new(Notify::new()));
    let worker = tokio::spawn(handle_events(store.clone(), stored.clone()));
    let app = App { secrets, store, stored };
    let routes = Router::new().route("/kombo", post(receive)).with_state(Arc::new(app));
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
    worker.abort();
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
        Ok(received) => app.take(received, body).await,
        Err(error) => {
            eprintln!("refused: {error}");
            StatusCode::BAD_REQUEST
        }
    }
}

impl App {
    /// Stores an event. Answers 200 only when it is on the disk.
    async fn take(&self, received: Received, body: Bytes) -> StatusCode {
        let store = self.store.clone();
        match spawn_blocking(move || store.insert(&received, &body)).await {
            Ok(Ok(())) => {
                self.stored.notify_one();
                StatusCode::OK
            }
            error => {
                eprintln!("cannot store an event: {error:?}");
                StatusCode::SERVICE_UNAVAILABLE
            }
        }
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
    let database = std::env::var("KOMBO_DATABASE").unwrap_or_else(|_| "events.db".to_owned());
    let store = Store::open(Path::new(&database))?;
    let listener = TcpListener::bind("127.0.0.1:8080").await?;
    println!("listening on {}", listener.local_addr()?);
    serve(listener, secrets, store, end_of_process()?).await;
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
