//! What serde does not say of a format: whether it keeps names, types, and what is not there.
//!
//! serde asks a format only whether it is for people. The rest is known by the crate of its error type, because that is the one
//! part of a format that every reader and writer sees. A format that is not known is taken to be like JSON if it is for
//! people, and like postcard, which keeps nothing but the values, if it is not.

use std::any::type_name;

/// A kind of format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wire {
    /// Values have types and objects have keys, as in JSON, TOML and CBOR.
    Named,
    /// Every value is a text, as in the query of a URL.
    Texts,
    /// Rows of texts: a value that is not there is a blank, as in CSV.
    Rows,
    /// Values have types, and an object may be its values alone, as in MessagePack.
    Typed,
    /// Values alone, one after the other, as in postcard.
    Positional,
}

impl Wire {
    /// The format with this type of errors.
    #[inline]
    pub(crate) fn of<E>(is_human_readable: bool) -> Wire {
        let name = type_name::<E>();
        // The most frequent come first, so that the compiler knows the answer.
        if name == type_name::<crate::json::Error>() || name == type_name::<serde_json::Error>() {
            return Wire::Named;
        }
        Wire::by_name(name, is_human_readable)
    }

    fn by_name(name: &str, is_human_readable: bool) -> Wire {
        match name.split("::").next() {
            // Of serde's own error type, which the readers of queries and forms use.
            _ if name == type_name::<serde::de::value::Error>() => Wire::Texts,
            Some("serde_qs" | "envy") => Wire::Texts,
            Some("csv") => Wire::Rows,
            Some("rmp_serde") => Wire::Typed,
            Some("ciborium" | "serde_cbor" | "cbor4ii" | "bson" | "flexbuffers") => Wire::Named,
            _ if is_human_readable => Wire::Named,
            _ => Wire::Positional,
        }
    }

    /// Whether an object is written with a place for each declared key, also for those that are not there.
    pub(crate) fn has_places(self) -> bool {
        matches!(self, Wire::Rows | Wire::Typed | Wire::Positional)
    }
}

#[cfg(test)]
mod tests {
    use super::Wire;

    #[test]
    fn a_format_is_known_by_its_errors() {
        assert_eq!(Wire::of::<serde_json::Error>(true), Wire::Named);
        assert_eq!(Wire::of::<serde::de::value::Error>(true), Wire::Texts);
        assert_eq!(Wire::of::<std::fmt::Error>(false), Wire::Positional);
    }
}
