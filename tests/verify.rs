//! Signatures: the published vectors and our own verify, and nothing else does.
#![allow(clippy::unwrap_used, clippy::panic)]

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use kombo_schema::verify::{Error, SIGNATURE_HEADER, Secret, Secrets};

const SECRET: &str = "whsec_grün";
const BODY: &[u8] = include_bytes!("payloads/connection-flow-failed/valid/all-known.json");
/// The signature of `BODY`. Like the other constants, it was computed with Python's `hmac`.
const SIGNATURE: &str = "PdNRrQ-Dwza6TnLmHW7X9xuNIrIvVkpU4YYPFwNTwp8";

fn verify(body: &[u8], signature: impl AsRef<[u8]>) -> Result<(), Error> {
    Secret::new(SECRET).unwrap().verify(body, [signature])
}

/// Converts an HMAC in hexadecimal, as RFCs print it, to a signature.
fn signature(hexadecimal: &str) -> String {
    let bytes: Vec<_> =
        (0..hexadecimal.len()).step_by(2).map(|at| u8::from_str_radix(&hexadecimal[at..at + 2], 16).unwrap()).collect();
    BASE64_URL_SAFE_NO_PAD.encode(&bytes)
}

/// <https://www.rfc-editor.org/rfc/rfc4231#section-4>
#[test]
fn the_vectors_of_rfc_4231() {
    let counting: Vec<u8> = (1..=25).collect();
    let vectors: [(&[u8], &[u8], &str); 6] = [
        (&[0x0b; 20], b"Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        (b"Jefe", b"what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        (&[0xaa; 20], &[0xdd; 50], "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
        (&counting, &[0xcd; 50], "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
        (
            &[0xaa; 131],
            b"Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        ),
        (
            &[0xaa; 131],
            b"This is a test using a larger than block-size key and a larger than block-size data. \
              The key needs to be hashed before being used by the HMAC algorithm.",
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
        ),
    ];
    for (key, data, hmac) in vectors {
        let secret = Secret::new(key).unwrap();
        assert_eq!(secret.verify(data, [signature(hmac)]), Ok(()), "{hmac}");
        assert_eq!(secret.verify(&data[1..], [signature(hmac)]), Err(Error::Mismatch), "{hmac}");
    }
    // The fifth vector is truncated to 128 bits, which Kombo's signatures never are.
    let secret = Secret::new([0x0c; 20]).unwrap();
    let cut = signature("a3b6167473100ee06e0c796c2955552b");
    assert_eq!(secret.verify(b"Test With Truncation", [cut]), Err(Error::Length { found: 22 }));
}

#[test]
fn bodies_of_any_bytes() {
    let every_byte: Vec<u8> = (0..=255).collect();
    let nested = include_bytes!("payloads/assessment-order-received/valid/all-known.json");
    for (body, signature) in [
        (BODY, SIGNATURE),
        (nested, "xPRUGNBbXdZMkFdYcup_Mfbl-Mnp3FOy2bEnQ16wbYg"),
        (b"", "aNNMa-NZeiTLu71zBtthXptFo7e2Kgg9k_5IiO0otRw"),
        (&every_byte, "TIDI7Kuwcd2iai5_9m8pYJH1Q5houT9iZxi1cySy0q8"),
    ] {
        assert_eq!(verify(body, signature), Ok(()));
        assert_eq!(verify(body, signature.as_bytes()), Ok(()));
    }
}

#[test]
fn every_error() {
    let secret = Secret::new(SECRET).unwrap();
    assert_eq!(Secret::new("").unwrap_err(), Error::EmptySecret);
    assert_eq!(secret.verify(BODY, None::<&str>), Err(Error::Missing));
    // Two signatures are rejected even if both are correct.
    assert_eq!(secret.verify(BODY, [SIGNATURE, SIGNATURE]), Err(Error::Several));
    assert_eq!(verify(BODY, format!("{SIGNATURE}, {SIGNATURE}")), Err(Error::Several));
    assert_eq!(verify(BODY, format!("{SIGNATURE}=")), Err(Error::Padding));
    assert_eq!(verify(BODY, SIGNATURE.replace('-', "+")), Err(Error::Alphabet { at: 6 }));
    assert_eq!(verify(BODY, format!(" {SIGNATURE}")), Err(Error::Alphabet { at: 0 }));
    assert_eq!(verify(BODY, format!("{SIGNATURE}\n")), Err(Error::Alphabet { at: 43 }));
    assert_eq!(verify(BODY, b"\xff"), Err(Error::Alphabet { at: 0 }));
    assert_eq!(verify(BODY, ""), Err(Error::Length { found: 0 }));
    assert_eq!(verify(BODY, format!("{SIGNATURE}A")), Err(Error::Length { found: 44 }));
    assert_eq!(verify(BODY, "A".repeat(1 << 20)), Err(Error::Length { found: 1 << 20 }));
    assert_eq!(verify(BODY, "A".repeat(43)), Err(Error::Mismatch));
    // Hexadecimal is the form that some other senders use.
    assert_eq!(verify(BODY, "3d".repeat(32)), Err(Error::Length { found: 64 }));
    let other = Secret::new(format!("{SECRET} ")).unwrap();
    assert_eq!(other.verify(BODY, [SIGNATURE]), Err(Error::Mismatch));
}

#[test]
fn the_secret_that_signed_is_found_among_several() {
    for (secrets, expected) in [
        (&[SECRET][..], Ok(0)),
        (&[SECRET, "other"], Ok(0)),
        (&["other", "another", SECRET], Ok(2)),
        // The first of equal ones.
        (&["other", SECRET, SECRET], Ok(1)),
        (&["other", "another"], Err(Error::Mismatch)),
    ] {
        let secrets = Secrets::new(secrets).unwrap();
        assert_eq!(secrets.verify(BODY, [SIGNATURE]), expected);
        assert_eq!(secrets.verify(&BODY[1..], [SIGNATURE]), Err(Error::Mismatch));
        assert_eq!(secrets.verify(BODY, [SIGNATURE, SIGNATURE]), Err(Error::Several));
        assert_eq!(secrets.verify(BODY, None::<&str>), Err(Error::Missing));
    }
    assert_eq!(Secrets::new(None::<&str>).unwrap_err(), Error::EmptySecret);
    assert_eq!(Secrets::new([SECRET, ""]).unwrap_err(), Error::EmptySecret);
    assert!(!format!("{:?}", Secrets::new([SECRET]).unwrap()).contains(SECRET));
}

#[test]
fn the_last_character_has_one_form() {
    // `8` ends in two bits that belong to no byte. If they are set, a lenient decoder returns the same 32 bytes.
    for last in ['9', '-', '_'] {
        let text = format!("{}{last}", SIGNATURE.strip_suffix('8').unwrap());
        assert_eq!(verify(BODY, text), Err(Error::TrailingBits), "{last}");
    }
}

#[test]
fn no_other_body_passes() {
    for at in 0..BODY.len() {
        for bit in 0..8 {
            let mut body = BODY.to_vec();
            body[at] ^= 1 << bit;
            assert_eq!(verify(&body, SIGNATURE), Err(Error::Mismatch), "bit {bit} of byte {at}");
        }
        assert_eq!(verify(&BODY[..at], SIGNATURE), Err(Error::Mismatch), "the first {at} bytes");
    }
}

#[test]
fn no_other_signature_passes() {
    for at in 0..SIGNATURE.len() {
        for byte in 0..=255 {
            let mut text = SIGNATURE.as_bytes().to_vec();
            if std::mem::replace(&mut text[at], byte) != byte {
                assert!(verify(BODY, &text).is_err(), "{byte} at {at}");
            }
        }
        assert_eq!(verify(BODY, &SIGNATURE[..at]), Err(Error::Length { found: at }));
    }
}

#[test]
fn errors_and_debug_output_do_not_contain_the_secret() {
    let secret = Secret::new(SECRET).unwrap();
    let errors = [
        secret.verify(BODY, None::<&str>),
        secret.verify(BODY, ["a", "b"]),
        verify(BODY, "="),
        verify(BODY, "?"),
        verify(BODY, "a"),
        verify(BODY, "_".repeat(43)),
        verify(BODY, "A".repeat(43)),
    ]
    .map(Result::unwrap_err);
    let printed = errors.iter().map(|error| format!("{error} {error:?}\n")).collect::<String>();
    expect_test::expect![[r#"
        the request has no x-kombo-signature Missing
        the request has more than one x-kombo-signature Several
        the signature has padding `=`, which Kombo does not send Padding
        byte 0 of the signature is not in the base64url alphabet Alphabet { at: 0 }
        the signature has 1 characters, not 43 Length { found: 1 }
        the last character of the signature has set bits that belong to no byte TrailingBits
        the signature does not match the body and the secret Mismatch
    "#]]
    .assert_eq(&printed);
    assert_eq!(format!("{secret:?}"), "Secret(…)");
    assert_eq!(SIGNATURE_HEADER, SIGNATURE_HEADER.to_ascii_lowercase());
}
