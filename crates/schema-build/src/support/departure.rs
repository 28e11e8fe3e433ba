/// One thing that a value has or does and its schema does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departure {
    /// JSON Pointer (RFC 6901) into the value.
    pub pointer: String,
    /// What is there.
    pub message: String,
}

impl ::std::fmt::Display for Departure {
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        let pointer = if self.pointer.is_empty() { "(the root)" } else { &self.pointer };
        write!(f, "{} at {pointer}", self.message)
    }
}

/// All that a value of the profile `open` has or does and its schema does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departures(pub Vec<Departure>);

impl ::std::fmt::Display for Departures {
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        for (index, departure) in self.0.iter().enumerate() {
            write!(f, "{}{departure}", if index > 0 { "; " } else { "" })?;
        }
        Ok(())
    }
}

impl ::std::error::Error for Departures {}
