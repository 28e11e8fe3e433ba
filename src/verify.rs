//! Verifies the signature of a webhook, which shows that its body comes from Kombo (feature `verify`).
//!
//! Kombo sends the header [`SIGNATURE_HEADER`] with every webhook. Its value is the HMAC-SHA256
//! ([RFC 2104](https://www.rfc-editor.org/rfc/rfc2104)) of the body under the webhook secret, in base64url without padding
//! ([RFC 4648 §5](https://www.rfc-editor.org/rfc/rfc4648#section-5)). The tests check this against the vectors of
//! [RFC 4231](https://www.rfc-editor.org/rfc/rfc4231).
//!
//! ```
//! use kombo_schema::IntegrationCreatedWebhookPayload;
//! use kombo_schema::verify::{Error, Secret};
//!
//! // Once, when the program starts:
//! let secret = Secret::new("an example, not a secret")?;
//!
//! // For each request, the body as it arrived and the value of the header:
//! let body = br#"{"id":"whe_1","type":"integration-created","data":{"id":"personio:1","tool":"personio","category":"HRIS",
//!     "end_user":{"organization_name":"Nordlicht GmbH","creator_email":null,"origin_id":null}}}"#;
//! let signature = "t0cmlIRyhc1O1yxNzjdLfDhJacvZNstpdN6LUADxAW8";
//! secret.verify(body, [signature])?;
//! let payload: IntegrationCreatedWebhookPayload = serde_json::from_slice(body)?;
//!
//! // With one more byte, the body is not the one that Kombo signed, although it is the same JSON.
//! let body = [body.as_slice(), b"\n"].concat();
//! assert_eq!(secret.verify(&body, [signature]), Err(Error::Mismatch));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # How to use it
//!
//! - Verify the bytes that arrived, before you parse them, because JSON that was parsed and written again may be another text.
//! - Pass all values of the header, as from `headers.get_all(SIGNATURE_HEADER)` of the `http` crate, so that a request with two
//!   signatures is rejected and the first one does not decide.
//! - Answer 401 to every error, and write the error only to your log.
//! - Deduplicate on the body's `id`. Kombo signs no timestamp, so a body that is sent again with its signature verifies again
//!   at any time.

use std::fmt;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// The header that carries the signature, in lower case, as HTTP/2 sends it and the `http` crate requires it.
pub const SIGNATURE_HEADER: &str = "x-kombo-signature";

/// The length of an HMAC-SHA256 in bytes, and in characters of base64url.
const BYTES: usize = 32;
const CHARACTERS: usize = 43;

/// The webhook secret. This type exposes neither the secret nor anything computed from it.
#[derive(Clone)]
pub struct Secret(Hmac<Sha256>);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// Takes the secret as Kombo shows it. Its bytes are the key, of any length.
    ///
    /// # Errors
    ///
    /// [`Error::EmptySecret`], because anyone can sign with the empty key, and an unset variable easily becomes one.
    ///
    /// ```
    /// use kombo_schema::verify::{Error, Secret};
    /// assert_eq!(Secret::new(std::env::var("NOT_SET").unwrap_or_default()).unwrap_err(), Error::EmptySecret);
    /// ```
    pub fn new(secret: impl AsRef<[u8]>) -> Result<Self, Error> {
        let secret = secret.as_ref();
        if secret.is_empty() {
            return Err(Error::EmptySecret);
        }
        // HMAC accepts a key of any length (RFC 2104 §3), so the error of the trait never occurs.
        Hmac::new_from_slice(secret).map(Secret).map_err(|_| Error::EmptySecret)
    }

    /// Checks that Kombo sent `body`, the bytes as they arrived. `signatures` are all values of the request's
    /// [`SIGNATURE_HEADER`]; there must be exactly one, and it must be the signature of the body.
    ///
    /// The time of the comparison does not depend on where two signatures differ.
    ///
    /// # Errors
    ///
    /// Any [`Error`] but [`Error::EmptySecret`]. Do not trust the body then.
    ///
    /// ```
    /// use kombo_schema::verify::{Error, Secret};
    /// let secret = Secret::new("an example, not a secret")?;
    /// let header: Option<&str> = None;
    /// assert_eq!(secret.verify(b"{}", header), Err(Error::Missing));
    /// assert_eq!(secret.verify(b"{}", ["c2lnbmF0dXJl"]), Err(Error::Length { found: 12 }));
    /// # Ok::<(), Error>(())
    /// ```
    pub fn verify<S: AsRef<[u8]>>(&self, body: &[u8], signatures: impl IntoIterator<Item = S>) -> Result<(), Error> {
        let signature = decode_only(signatures)?;
        if self.has_signed(body, &signature) { Ok(()) } else { Err(Error::Mismatch) }
    }

    fn has_signed(&self, body: &[u8], signature: &[u8; BYTES]) -> bool {
        self.0.clone().chain_update(body).verify_slice(signature).is_ok()
    }
}

/// Several secrets, each of which is accepted, for the time in which a new one replaces an old one.
///
/// ```
/// use kombo_schema::verify::{Error, Secrets};
///
/// let secrets = Secrets::new(["the new secret", "an example, not a secret"])?;
/// let signature = "SuQfErQ42xdNiGQsLhEkcbxmLvVgewUABST8GGeRl10";
/// // The old one has signed, so Kombo does not use the new one yet.
/// assert_eq!(secrets.verify(b"{}", [signature]), Ok(1));
/// assert_eq!(secrets.verify(b"[]", [signature]), Err(Error::Mismatch));
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Secrets(Vec<Secret>);

impl Secrets {
    /// Takes the secrets, of which the newest is usually the first.
    ///
    /// # Errors
    ///
    /// [`Error::EmptySecret`] if one is empty, or if there is none.
    ///
    /// ```
    /// use kombo_schema::verify::{Error, Secrets};
    /// assert_eq!(Secrets::new(["the new secret", ""]).unwrap_err(), Error::EmptySecret);
    /// ```
    pub fn new<S: AsRef<[u8]>>(secrets: impl IntoIterator<Item = S>) -> Result<Self, Error> {
        let secrets = secrets.into_iter().map(Secret::new).collect::<Result<Vec<_>, _>>()?;
        if secrets.is_empty() { Err(Error::EmptySecret) } else { Ok(Secrets(secrets)) }
    }

    /// Checks a body as [`Secret::verify`] does, and returns the index of the secret that has signed it. Log an index that is
    /// not that of the newest secret, because the old one is then still in use.
    ///
    /// The time does not depend on which secret it is.
    ///
    /// # Errors
    ///
    /// The same as [`Secret::verify`]; [`Error::Mismatch`] if no secret has signed the body.
    pub fn verify<S: AsRef<[u8]>>(&self, body: &[u8], signatures: impl IntoIterator<Item = S>) -> Result<usize, Error> {
        let signature = decode_only(signatures)?;
        let matching: Vec<bool> = self.0.iter().map(|secret| secret.has_signed(body, &signature)).collect();
        matching.into_iter().position(|matches| matches).ok_or(Error::Mismatch)
    }
}

impl From<Secret> for Secrets {
    fn from(secret: Secret) -> Self {
        Secrets(vec![secret])
    }
}

/// Decodes the only signature of a request.
fn decode_only<S: AsRef<[u8]>>(signatures: impl IntoIterator<Item = S>) -> Result<[u8; BYTES], Error> {
    let mut signatures = signatures.into_iter();
    let signature = signatures.next().ok_or(Error::Missing)?;
    if signatures.next().is_some() {
        return Err(Error::Several);
    }
    decode(signature.as_ref())
}

/// Decodes a signature to its HMAC. Only one text is accepted for each HMAC. The time may depend on the signature, which whoever
/// sends it knows.
fn decode(signature: &[u8]) -> Result<[u8; BYTES], Error> {
    let mut bytes = [0; BYTES];
    match BASE64_URL_SAFE_NO_PAD.decode_slice(signature, &mut bytes) {
        Ok(BYTES) => Ok(bytes),
        _ => Err(explain(signature)),
    }
}

/// Why a text is not a signature.
fn explain(signature: &[u8]) -> Error {
    for (at, byte) in signature.iter().enumerate() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' => {}
            b'=' => return Error::Padding,
            // Proxies join the values of a repeated header with commas (RFC 9110 §5.3).
            b',' => return Error::Several,
            _ => return Error::Alphabet { at },
        }
    }
    match signature.len() {
        CHARACTERS => Error::TrailingBits,
        found => Error::Length { found },
    }
}

/// The reason not to trust a body. No error contains the secret or the signature that would have been correct.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The secret is empty.
    EmptySecret,
    /// The request has no signature.
    Missing,
    /// The request has more than one signature.
    Several,
    /// The signature has padding, which Kombo does not send.
    Padding,
    /// The signature has a byte that is not in the alphabet of base64url.
    Alphabet {
        /// The index of the byte in the signature, from 0.
        at: usize,
    },
    /// The signature is too short or too long for an HMAC-SHA256.
    Length {
        /// The number of its characters, which should be 43.
        found: usize,
    },
    /// The last character has set bits that belong to no byte (RFC 4648 §3.5).
    TrailingBits,
    /// The signature belongs to another body or to another secret.
    Mismatch,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::EmptySecret => f.write_str("the webhook secret is empty; set it to the one that Kombo shows"),
            Error::Missing => write!(f, "the request has no {SIGNATURE_HEADER}"),
            Error::Several => write!(f, "the request has more than one {SIGNATURE_HEADER}"),
            Error::Padding => f.write_str("the signature has padding `=`, which Kombo does not send"),
            Error::Alphabet { at } => write!(f, "byte {at} of the signature is not in the base64url alphabet"),
            Error::Length { found } => write!(f, "the signature has {found} characters, not {CHARACTERS}"),
            Error::TrailingBits => {
                f.write_str("the last character of the signature has set bits that belong to no byte")
            }
            Error::Mismatch => f.write_str("the signature does not match the body and the secret"),
        }
    }
}

impl std::error::Error for Error {}
