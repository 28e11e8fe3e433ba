//! What the server answers to the requests of `main`.

use std::process::Command;

#[test]
fn the_server_answers_as_its_document_says() -> std::io::Result<()> {
    let output = Command::new(env!("CARGO_BIN_EXE_orders")).output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let answers: Vec<&str> = text.trim_end().split("\n\n").collect();
    let expected = [
        ("POST /orders\n201 Created\n", r#""status":"open","customer":"Ada","lines":[{"sku":"cup","quantity":2}]"#),
        ("POST /orders\n422 Unprocessable Entity\n", "lines[0]: `minimum` is 1, the number is 0"),
        ("GET /orders?status=open&limit=10\n200 OK\n", r#"{"orders":[{"id":""#),
        ("GET /orders?limit=101\n400 Bad Request\n", "limit: `maximum` is 100, the number is 101"),
        ("GET /openapi.json\n200 OK\n", r#""enum":["open","in_transit","delivered"]"#),
    ];
    assert_eq!(answers.len(), expected.len(), "{text}");
    for (answer, (head, part)) in answers.iter().zip(expected) {
        assert!(answer.starts_with(head) && answer.contains(part), "{answer}");
    }
    Ok(())
}
