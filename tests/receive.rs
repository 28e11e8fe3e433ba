//! Tests the example `receive` over loopback with real HTTP.
#![cfg(feature = "verify")]
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
#[path = "../examples/receive.rs"]
mod example;

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use kombo_schema::verify::Secrets;
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
    let (bound, address) = mpsc::channel();
    let (stop, stopped) = oneshot::channel();
    let server = thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            bound.send(listener.local_addr().unwrap()).unwrap();
            let secrets = Secrets::new([NEW_SECRET, SECRET]).unwrap();
            example::serve(listener, secrets, async { drop(stopped.await) }).await;
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
fn read_status(mut stream: TcpStream) -> u16 {
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
    text.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.get(..3)).and_then(|code| code.parse().ok()).unwrap()
}

fn post(server: SocketAddr, body: &[u8], signature: &str) -> u16 {
    let mut stream = TcpStream::connect(server).unwrap();
    stream.write_all(head(body.len(), signature).as_bytes()).unwrap();
    // The server may have closed already.
    let _ = stream.write_all(body);
    read_status(stream)
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
