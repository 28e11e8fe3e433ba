//! Handles the events in the table, in the order in which they arrived.

use std::sync::Arc;
use std::time::Duration;

use kombo_schema::{Event, OpenEvent, Received};
use tokio::sync::Notify;
use tokio::task::spawn_blocking;
use tokio::time::sleep;

use super::store::Store;

/// The time until an event that could not be handled is tried again.
const PAUSE: Duration = Duration::from_secs(1);

/// Handles all events, and then waits until `stored` notifies of more. The first are those that a former process has left.
pub async fn handle_events(store: Arc<Store>, stored: Arc<Notify>) {
    loop {
        let worker = store.clone();
        match spawn_blocking(move || handle_next(&worker)).await {
            Ok(Ok(true)) => {}
            Ok(Ok(false)) => stored.notified().await,
            error => {
                eprintln!("cannot handle an event: {error:?}");
                sleep(PAUSE).await;
            }
        }
    }
}

/// Handles the oldest event that is not handled, if there is one.
///
/// If the process is killed before the event is marked, the next process handles it again. To handle it exactly once, make what
/// you do for it a part of the transaction that marks it.
fn handle_next(store: &Store) -> Result<bool, Box<dyn std::error::Error + Send + Sync>> {
    let Some((number, body)) = store.next()? else { return Ok(false) };
    handle(Received::from_slice(body.as_bytes())?);
    store.set_handled(number)?;
    Ok(true)
}

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
