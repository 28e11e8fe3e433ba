//! Tests the example `receive` over loopback with real HTTP.
#![cfg(feature = "verify")]
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
#[path = "../examples/receive/main.rs"]
mod example;

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use example::Store;
use hmac::{Hmac, KeyInit as _, Mac as _};
use kombo_schema::verify::Secrets;
use rusqlite::Connection;
use sha2::Sha256;
use tokio::sync::oneshot;

const NEW_SECRET: &str = "the secret that replaces it";
const SECRET: &str = "a secret of the tests";
const BODY: &str = include_str!("payloads/integration-created/valid/all-known.json");

/// Starts a server on a free port.
fn server() -> SocketAddr {
    let (server, stop, _) = server_with_an_end();
    // It runs until the test ends.
    std::mem::forget(stop);
    server
}

/// Starts a server, which ends after something is sent.
fn server_with_an_end() -> (SocketAddr, oneshot::Sender<()>, thread::JoinHandle<()>) {
    // A database in memory.
    server_with(Store::open(Path::new(":memory:")).unwrap())
}

fn server_with(store: Store) -> (SocketAddr, oneshot::Sender<()>, thread::JoinHandle<()>) {
    let (bound, address) = mpsc::channel();
    let (stop, stopped) = oneshot::channel();
    let server = thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            bound.send(listener.local_addr().unwrap()).unwrap();
            let secrets = Secrets::new([NEW_SECRET, SECRET]).unwrap();
            example::serve(listener, secrets, store, async { drop(stopped.await) }).await;
        });
    });
    (address.recv().unwrap(), stop, server)
}

fn signature(body: &[u8]) -> String {
    let mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap().chain_update(body);
    BASE64_URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
}

fn head(length: usize, signature: &str) -> String {
    format!(
        "POST /kombo HTTP/1.1\r\nHost: loopback\r\nConnection: close\r\nX-Kombo-Signature: {signature}\r\nContent-Length: {length}\r\n\r\n"
    )
}

/// Reads the status of the response.
fn read_status(stream: TcpStream) -> u16 {
    try_read_status(stream).unwrap()
}

/// Reads the status of the response, if there is one.
fn try_read_status(mut stream: TcpStream) -> Option<u16> {
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let mut bytes = Vec::new();
    // A server that answers before it has read everything may close with a reset; the response arrives before it.
    let mut buffer = [0; 1024];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => bytes.extend_from_slice(&buffer[..count]),
            Err(error) if error.kind() == ErrorKind::ConnectionReset => break,
            Err(error) => panic!("{error}"),
        }
    }
    let text = String::from_utf8(bytes).unwrap();
    text.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.get(..3)).and_then(|code| code.parse().ok())
}

fn post(server: SocketAddr, body: &[u8], signature: &str) -> u16 {
    try_post(server, body, signature).unwrap()
}

/// Posts a body and returns the status, unless the server ends before it answers.
fn try_post(server: SocketAddr, body: &[u8], signature: &str) -> Option<u16> {
    let mut stream = TcpStream::connect(server).ok()?;
    stream.write_all(head(body.len(), signature).as_bytes()).ok()?;
    // The server may have closed already.
    let _ = stream.write_all(body);
    try_read_status(stream)
}

fn post_signed(server: SocketAddr, body: &[u8]) -> u16 {
    post(server, body, &signature(body))
}

#[test]
fn an_event_and_its_repetition_are_accepted() {
    let server = server();
    assert_eq!(post_signed(server, BODY.as_bytes()), 200);
    assert_eq!(post_signed(server, BODY.as_bytes()), 200);
}

#[test]
fn a_body_that_kombo_did_not_sign_is_rejected() {
    let server = server();
    assert_eq!(post(server, BODY.as_bytes(), &signature(b"{}")), 401);
    assert_eq!(post(server, BODY.as_bytes(), ""), 401);
    assert_eq!(post(server, b"no JSON", "c2lnbmF0dXJl"), 401);
    let mut stream = TcpStream::connect(server).unwrap();
    stream
        .write_all(b"POST /kombo HTTP/1.1\r\nHost: loopback\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}")
        .unwrap();
    assert_eq!(read_status(stream), 401);
}

#[test]
fn an_unknown_event_is_accepted() {
    let server = server();
    assert_eq!(post_signed(server, br#"{"id":"whe_1","type":"integration-paused","data":{}}"#), 200);
    assert_eq!(post_signed(server, BODY.replace("\"data\":{", "\"data\":{\"region\":\"eu\",").as_bytes()), 200);
    assert_eq!(post_signed(server, include_bytes!("payloads/sync-finished/broken/duration-with-a-fraction.json")), 200);
}

#[test]
fn a_body_that_is_not_json_is_rejected() {
    let server = server();
    for body in [&b""[..], b"{", b"id=1", b"\xff"] {
        assert_eq!(post_signed(server, body), 400);
    }
}

#[test]
fn a_mebibyte_of_garbage_is_rejected_and_the_next_event_accepted() {
    let server = server();
    let garbage: Vec<u8> = (0..1 << 20).map(|at: u32| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    assert_eq!(post_signed(server, &garbage), 413);
    assert_eq!(post_signed(server, BODY.as_bytes()), 200);
}

#[test]
fn a_body_that_does_not_arrive_times_out_and_blocks_no_other() {
    let server = server();
    let mut slow = TcpStream::connect(server).unwrap();
    slow.write_all(head(BODY.len(), &signature(BODY.as_bytes())).as_bytes()).unwrap();
    slow.write_all(&BODY.as_bytes()[..10]).unwrap();
    assert_eq!(post_signed(server, BODY.as_bytes()), 200);
    assert_eq!(read_status(slow), 408);
}

#[test]
fn a_malformed_chunk_and_a_body_that_breaks_off_are_rejected() {
    let server = server();
    let head = format!(
        "POST /kombo HTTP/1.1\r\nHost: loopback\r\nX-Kombo-Signature: {}\r\nTransfer-Encoding: chunked\r\n\r\n",
        signature(BODY.as_bytes())
    );
    for body in ["zz\r\n{}\r\n0\r\n\r\n", "2\r\n{}x\r\n0\r\n\r\n", "fffffffffffffffff\r\n{}"] {
        let mut stream = TcpStream::connect(server).unwrap();
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body.as_bytes()).unwrap();
        assert_eq!(read_status(stream), 400, "{body:?}");
    }
    let mut stream = TcpStream::connect(server).unwrap();
    stream.write_all(format!("{head}{:x}\r\n{BODY}\r\n0\r\n\r\n", BODY.len()).as_bytes()).unwrap();
    assert_eq!(read_status(stream), 200);
}

#[test]
fn an_answer_that_needs_no_body_does_not_wait_for_one() {
    let server = server();
    let start = Instant::now();
    let mut unsigned = TcpStream::connect(server).unwrap();
    unsigned.write_all(b"POST /kombo HTTP/1.1\r\nHost: loopback\r\nContent-Length: 2\r\n\r\n").unwrap();
    assert_eq!(read_status(unsigned), 401);
    let mut long = TcpStream::connect(server).unwrap();
    long.write_all(head(1 << 30, &signature(b"{}")).as_bytes()).unwrap();
    assert_eq!(read_status(long), 413);
    assert!(start.elapsed() < Duration::from_secs(1));
}

#[test]
fn connections_that_send_nothing_keep_no_event_out() {
    let server = server();
    let idle: Vec<TcpStream> = (0..300).map(|_| TcpStream::connect(server).unwrap()).collect();
    let short: Vec<TcpStream> = (0..100)
        .map(|_| {
            let mut stream = TcpStream::connect(server).unwrap();
            stream.write_all(head(BODY.len(), &signature(BODY.as_bytes())).as_bytes()).unwrap();
            stream.write_all(&BODY.as_bytes()[1..]).unwrap();
            stream
        })
        .collect();
    let start = Instant::now();
    assert_eq!(post_signed(server, BODY.as_bytes()), 200);
    assert!(start.elapsed() < Duration::from_secs(2), "the event waited for a time limit");
    drop((idle, short));
}

#[test]
fn a_head_that_does_not_end_is_cut_off() {
    let server = server();
    let start = Instant::now();
    let mut stream = TcpStream::connect(server).unwrap();
    stream.write_all(b"POST /kombo HTTP/1.1\r\nHost: loop").unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest);
    assert!(start.elapsed() < Duration::from_secs(10), "{rest:?}");
}

#[test]
fn the_server_ends_after_the_requests_that_have_begun() {
    let (address, stop, server) = server_with_an_end();
    let mut begun = TcpStream::connect(address).unwrap();
    begun.write_all(head(BODY.len(), &signature(BODY.as_bytes())).as_bytes()).unwrap();
    // Connections are accepted in order, so the server has this one when it has answered the next.
    assert_eq!(post_signed(address, BODY.as_bytes()), 200);
    stop.send(()).unwrap();
    while TcpStream::connect(address).is_ok() {
        thread::sleep(Duration::from_millis(5));
    }
    begun.write_all(BODY.as_bytes()).unwrap();
    assert_eq!(read_status(begun), 200);
    server.join().unwrap();
}

/// The variable with the file of the database for `a_process_to_kill`.
const DATABASE: &str = "RECEIVE_TEST_DATABASE";

#[test]
#[ignore = "a process that the next test starts"]
fn a_process_to_kill() {
    let Some(file) = env::var_os(DATABASE) else { return };
    let (address, _stop, server) = server_with(Store::open(Path::new(&file)).unwrap());
    println!("\nlistening on {address}");
    server.join().unwrap();
}

/// Starts this test again as a process that serves with this database.
fn spawn(database: &Path) -> (Child, SocketAddr) {
    let mut process = Command::new(env::current_exe().unwrap())
        .args(["--exact", "a_process_to_kill", "--ignored", "--nocapture"])
        .env(DATABASE, database)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let address = lines.find_map(|line| line.unwrap().strip_prefix("listening on ")?.parse().ok()).unwrap();
    // The process must not wait for someone who reads what it prints.
    thread::spawn(move || lines.for_each(drop));
    (process, address)
}

/// Posts events with consecutive numbers, until the server does not answer. Returns those that it has answered with 200.
fn post_until_the_end(server: SocketAddr, next: &AtomicUsize) -> Vec<String> {
    let mut answered = Vec::new();
    loop {
        let id = format!("whe_{}", next.fetch_add(1, Ordering::Relaxed));
        let body = event(&id);
        match try_post(server, body.as_bytes(), &signature(body.as_bytes())) {
            Some(status) => assert_eq!(status, 200),
            None => return answered,
        }
        answered.push(id);
    }
}

/// An event with an id.
fn event(id: &str) -> String {
    let mut body: serde_json::Value = serde_json::from_str(BODY).unwrap();
    body["id"] = id.into();
    body.to_string()
}

/// A file for a database in a folder of its own.
fn database(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("receive-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder.join("events.db")
}

/// How often each id is in the table.
fn count_ids(database: &Path) -> BTreeMap<String, u32> {
    let connection = Connection::open(database).unwrap();
    let mut select = connection.prepare("SELECT id, count(*) FROM event GROUP BY id").unwrap();
    let rows = select.query_map((), |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

#[test]
fn an_answered_event_is_stored_once_although_the_server_is_killed() {
    let database = database("killed");
    let (next, mut answered) = (AtomicUsize::new(0), Vec::new());
    for run in 1..=5 {
        let (mut process, address) = spawn(&database);
        thread::scope(|scope| {
            let senders: Vec<_> = (0..4).map(|_| scope.spawn(|| post_until_the_end(address, &next))).collect();
            // In the middle of the stream, somewhere else in each run.
            while next.load(Ordering::Relaxed) < 37 * run {
                thread::sleep(Duration::from_micros(200));
            }
            // SIGKILL.
            process.kill().unwrap();
            process.wait().unwrap();
            senders.into_iter().for_each(|sender| answered.extend(sender.join().unwrap()));
        });
    }
    assert!(answered.len() > 100, "{} events were answered", answered.len());
    let (mut process, address) = spawn(&database);
    let stored = count_ids(&database);
    let lost: Vec<_> = answered.iter().filter(|id| !stored.contains_key(*id)).collect();
    assert!(lost.is_empty(), "answered, and not stored: {lost:?}");

    // The sender repeats what was not answered, and sometimes what was.
    let sent: Vec<String> = (0..next.into_inner()).map(|number| format!("whe_{number}")).collect();
    for body in sent.iter().map(|id| event(id)) {
        assert_eq!(post_signed(address, body.as_bytes()), 200);
    }
    process.kill().unwrap();
    process.wait().unwrap();
    let once: BTreeMap<String, u32> = sent.into_iter().map(|id| (id, 1)).collect();
    assert_eq!(count_ids(&database), once);
}

#[test]
fn events_that_a_former_process_has_left_are_handled() {
    let database = database("left");
    let store = Store::open(&database).unwrap();
    let events = [event("whe_1"), event("whe_2"), "{\"type\": \"integration-paused\"}".to_owned()];
    for body in &events {
        let received = kombo_schema::Received::from_slice(body.as_bytes()).unwrap();
        store.insert(&received, body.as_bytes()).unwrap();
    }
    let (address, stop, server) = server_with(store);
    assert_eq!(post_signed(address, event("whe_3").as_bytes()), 200);
    let connection = Connection::open(&database).unwrap();
    let count = |condition: &str| -> u32 {
        connection.query_row(&format!("SELECT count(*) FROM event WHERE {condition}"), (), |row| row.get(0)).unwrap()
    };
    assert_eq!(count("body IS NOT NULL"), 4);
    let start = Instant::now();
    while count("is_handled") < 4 {
        assert!(start.elapsed() < Duration::from_secs(30), "{} events are handled", count("is_handled"));
        thread::sleep(Duration::from_millis(5));
    }
    stop.send(()).unwrap();
    server.join().unwrap();
}

#[test]
fn an_event_that_cannot_be_stored_is_sent_again() {
    let database = database("full");
    let store = Store::open(&database).unwrap();
    Connection::open(&database).unwrap().execute_batch("DROP TABLE event").unwrap();
    let (address, stop, server) = server_with(store);
    assert_eq!(post_signed(address, BODY.as_bytes()), 503);
    stop.send(()).unwrap();
    server.join().unwrap();
}
