/// What a value breaks of its schema beyond what its type says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// JSON Pointer of the keyword, into the schema's file.
    pub keyword: &'static str,
    /// What the value does, in words.
    pub message: String,
}

impl ::std::fmt::Display for Invalid {
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        write!(f, "{} ({})", self.message, self.keyword)
    }
}

impl ::std::error::Error for Invalid {}
