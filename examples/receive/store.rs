//! The events that were received, in a table of SQLite.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use kombo_schema::Received;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension as _, Result, params};

/// `id` is the event's own, and null if it has none. Delete old rows when Kombo does not send their events again any more.
const TABLE: &str = "CREATE TABLE IF NOT EXISTS event (
    number INTEGER PRIMARY KEY,
    id TEXT UNIQUE,
    body TEXT NOT NULL,
    is_handled INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX IF NOT EXISTS unhandled ON event (number) WHERE NOT is_handled;";

/// A database with the table. What a method has written is on the disk when it returns.
pub struct Store(Mutex<Connection>);

impl Store {
    /// Opens the database, and creates it if there is none.
    pub fn open(file: &Path) -> Result<Self> {
        let connection = Connection::open(file)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        // Otherwise, the last transactions are lost when the power fails.
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.execute_batch(TABLE)?;
        Ok(Store(Mutex::new(connection)))
    }

    /// Adds an event, unless one with its id is there already.
    pub fn insert(&self, received: &Received, body: &[u8]) -> Result<()> {
        // JSON is UTF-8, which SQLite takes as text.
        let body = ToSqlOutput::Borrowed(ValueRef::Text(body));
        let insert = "INSERT INTO event (id, body) VALUES (?, ?) ON CONFLICT (id) DO NOTHING";
        self.connection().execute(insert, params![received.id(), body])?;
        Ok(())
    }

    /// The number and the body of the oldest event that is not handled.
    pub fn next(&self) -> Result<Option<(i64, String)>> {
        let select = "SELECT number, body FROM event WHERE NOT is_handled ORDER BY number LIMIT 1";
        self.connection().query_row(select, (), |row| Ok((row.get(0)?, row.get(1)?))).optional()
    }

    /// Marks an event as handled.
    pub fn set_handled(&self, number: i64) -> Result<()> {
        self.connection().execute("UPDATE event SET is_handled = 1 WHERE number = ?", [number])?;
        Ok(())
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
