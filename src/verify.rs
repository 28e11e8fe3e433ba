//! Whether a body comes from Kombo: the signature that each webhook carries, feature `verify`.
//!
//! Kombo sends the header [`SIGNATURE_HEADER`] with every webhook. Its value is the HMAC-SHA256
//! ([RFC 2104](https://www.rfc-editor.org/rfc/rfc2104)) of the body under the webhook secret, in base64url without padding
//! ([RFC 4648 §5](https://www.rfc-editor.org/rfc/rfc4648#section-5)). The tests hold this to the vectors of
//! [RFC 4231](https://www.rfc-editor.org/rfc/rfc4231).
//!
//! ```
//! use kombo_schema::IntegrationCreatedWebhookPayload;
//! use kombo_schema::verify::{Error, Secret};
//!
//! // Once, when the program starts:
//! let secret = Secret::new("an example, not a secret")?;
//!
//! // For each request, the body as it arrived and what the header says:
//! let body = br#"{"id":"whe_1","type":"integration-created","data":{"id":"personio:1","tool":"personio","category":"HRIS",
//!     "end_user":{"organization_name":"Nordlicht GmbH","creator_email":null,"origin_id":null}}}"#;
//! let signature = "t0cmlIRyhc1O1yxNzjdLfDhJacvZNstpdN6LUADxAW8";
//! secret.verify(body, [signature])?;
//! let payload: IntegrationCreatedWebhookPayload = serde_json::from_slice(body)?;
//!
//! // One byte more, and the body is not what Kombo signed, though it is the same JSON.
//! let body = [body.as_slice(), b"\n"].concat();
//! assert_eq!(secret.verify(&body, [signature]), Err(Error::Mismatch));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What to do
//!
//! - Verify the bytes that arrived, before anything reads them. JSON that was read and written again is another text.
//! - Hand over all values of the header, as `headers.get_all(SIGNATURE_HEADER)` of the `http` crate does, so that a request
//!   with two of them is refused and not decided by the first.
//! - Answer 401 to every error; which one it was belongs in your log.
//! - Deduplicate on the body's `id`. Kombo signs no timestamp, so a body that somebody sends again with its signature
//!   verifies again, at any time.

use std::fmt;

use base64ct::{Base64UrlUnpadded, Encoding as _};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// The header that carries the signature; in lower case, as HTTP/2 sends it and the `http` crate wants it.
pub const SIGNATURE_HEADER: &str = "x-kombo-signature";

/// The length of an HMAC-SHA256, and of that in base64url.
const BYTES: usize = 32;
const CHARACTERS: usize = 43;

/// The webhook secret, ready to verify with. Neither the secret nor anything computed from it can be had out of this type.
#[derive(Clone)]
pub struct Secret(Hmac<Sha256>);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// The secret as Kombo shows it: its bytes, however many, are the key.
    ///
    /// # Errors
    ///
    /// [`Error::EmptySecret`]: anyone can sign with the empty key. It is what an unset variable becomes.
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
        // HMAC takes a key of any length (RFC 2104 §3); only the trait provides for an error.
        Hmac::new_from_slice(secret).map(Secret).map_err(|_| Error::EmptySecret)
    }

    /// Whether Kombo sent `body`, the bytes as they arrived: `signatures`, all values of the request's
    /// [`SIGNATURE_HEADER`], must be one, and the one that belongs to the body.
    ///
    /// How long the comparison takes does not depend on where two signatures differ.
    ///
    /// # Errors
    ///
    /// Any [`Error`] but [`Error::EmptySecret`]; the body is then not to be trusted.
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
        let mut signatures = signatures.into_iter();
        let signature = signatures.next().ok_or(Error::Missing)?;
        if signatures.next().is_some() {
            return Err(Error::Several);
        }
        let signature = decode(signature.as_ref())?;
        self.0.clone().chain_update(body).verify_slice(&signature).map_err(|_| Error::Mismatch)
    }
}

/// The HMAC that a signature says. A signature has one form, so that no two texts pass as the same one.
fn decode(signature: &[u8]) -> Result<[u8; BYTES], Error> {
    for (at, byte) in signature.iter().enumerate() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' => {}
            b'=' => return Err(Error::Padding),
            // How proxies join the values of a header (RFC 9110 §5.3).
            b',' => return Err(Error::Several),
            _ => return Err(Error::Alphabet { at }),
        }
    }
    if signature.len() != CHARACTERS {
        return Err(Error::Length { found: signature.len() });
    }
    let mut bytes = [0; BYTES];
    match Base64UrlUnpadded::decode(signature, &mut bytes) {
        Ok(_) => Ok(bytes),
        Err(_) => Err(Error::TrailingBits),
    }
}

/// Why a body is not to be trusted. No error says anything of the secret or of the signature that would have been right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The secret is empty.
    EmptySecret,
    /// The request has no signature.
    Missing,
    /// The request has more than one signature.
    Several,
    /// The signature has padding, which Kombo's have not.
    Padding,
    /// The signature has a byte that is not of base64url's alphabet.
    Alphabet {
        /// The byte's place in the signature, from 0.
        at: usize,
    },
    /// The signature is too short or too long for an HMAC-SHA256.
    Length {
        /// How many characters it has, in place of 43.
        found: usize,
    },
    /// The last character has bits that belong to no byte (RFC 4648 §3.5).
    TrailingBits,
    /// The signature is of another body or by another secret.
    Mismatch,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::EmptySecret => f.write_str("the webhook secret is empty; set it to the one that Kombo shows"),
            Error::Missing => write!(f, "the request has no {SIGNATURE_HEADER}"),
            Error::Several => write!(f, "the request has more than one {SIGNATURE_HEADER}"),
            Error::Padding => f.write_str("the signature has padding `=`, which base64url as Kombo sends it has not"),
            Error::Alphabet { at } => write!(f, "byte {at} of the signature is not of the base64url alphabet"),
            Error::Length { found } => write!(f, "the signature has {found} characters, not {CHARACTERS}"),
            Error::TrailingBits => f.write_str("the last character of the signature is not one that ends 32 bytes"),
            Error::Mismatch => f.write_str("the signature is not of this body under this secret"),
        }
    }
}

impl std::error::Error for Error {}
