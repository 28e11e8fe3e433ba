//! Tests the example `receive` over loopback with real HTTP.
#![cfg(feature = "verify")]
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
#[path = "../examples/receive.rs"]
mod example;

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use kombo_schema::verify::Secret;
use sha2::Sha256;

const SECRET: &str = "a secret of the tests";
const BODY: &str = include_str!("payloads/integration-created/valid/all-known.json");

/// Starts a server on a free port.
fn server() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            axum::serve(listener, example::app(Secret::new(SECRET).unwrap())).await
        })
    });
    address
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
