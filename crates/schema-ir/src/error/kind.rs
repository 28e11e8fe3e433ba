//! What can be wrong with an input. The table of errors in the README is made of this list.

use std::fmt;

macro_rules! kinds {
    ($($(#[doc = $description:literal])+ $kind:ident = $id:literal,)+) => {
        /// The kind of an [`Error`](crate::Error), which programs may match on. Its id is stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum ErrorKind {
            $($(#[doc = $description])+ $kind,)+
        }

        impl ErrorKind {
            /// All kinds.
            pub const ALL: &[Self] = &[$(Self::$kind),+];

            /// The id, as in `error[ref-to-nowhere]`.
            ///
            /// ```
            /// assert_eq!(schema_ir::ErrorKind::RefToNowhere.id(), "ref-to-nowhere");
            /// ```
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$kind => $id,)+
                }
            }

            /// The kind with this id.
            pub fn from_id(id: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.id() == id)
            }

            /// Whether the schema is valid but cannot be written in plain 2020-12, so that only a validator can use it.
            pub const fn is_inexpressible(self) -> bool {
                matches!(self, Self::RefToMetaSchema | Self::DynamicScopes)
            }

            /// What is wrong, in a sentence.
            pub const fn description(self) -> &'static str {
                match self {
                    $(Self::$kind => concat!($($description),+).trim_ascii(),)+
                }
            }
        }
    };
}

kinds! {
    /// The file or folder cannot be read or written.
    Io = "io",
    /// The folder contains no schema file.
    EmptyFolder = "empty-folder",
    /// A limit on size, nesting or number is exceeded.
    Limit = "limit",
    /// The bytes are not UTF-8, or begin with a byte-order mark.
    Encoding = "encoding",
    /// The text is not JSON or YAML.
    Syntax = "syntax",
    /// An object has a key twice.
    DuplicateKey = "duplicate-key",
    /// The YAML has a value that JSON does not have.
    NotInJson = "not-in-json",
    /// The document is not of a kind that contains schemas.
    UnknownDocument = "unknown-document",
    /// The document contains many schemas, and none is selected.
    ManySchemas = "many-schemas",
    /// The document has nothing at the place that was selected.
    NoSuchPlace = "no-such-place",
    /// The dialect is not supported.
    UnknownDialect = "unknown-dialect",
    /// The value in place of a schema is neither an object nor a boolean.
    NotASchema = "not-a-schema",
    /// The value of a keyword does not have the form that the dialect requires.
    KeywordForm = "keyword-form",
    /// A regular expression is not one of ECMA-262, or the engine of validators does not support it.
    Pattern = "pattern",
    /// A reference is not a URI reference (RFC 3986).
    RefNotAUri = "ref-not-a-uri",
    /// A reference leads to a document that is not among the files. Nothing is fetched.
    RefLeavesFolder = "ref-leaves-folder",
    /// A reference leads to no value of its document.
    RefToNowhere = "ref-to-nowhere",
    /// A reference leads to a value that is not a schema.
    RefToNoSchema = "ref-to-no-schema",
    /// A reference leads to a meta-schema.
    RefToMetaSchema = "ref-to-meta-schema",
    /// Plain 2020-12 would need too many schemas for all dynamic scopes.
    DynamicScopes = "dynamic-scopes",
    /// A schema applies itself to the same value again.
    RefLoop = "ref-loop",
    /// Two schemas would define one root type.
    DuplicateType = "duplicate-type",
    /// A type is of a class that the build denies.
    DeniedClass = "denied-class",
    /// A lint that the build denies has a finding.
    DeniedLint = "denied-lint",
    /// An option refers to something that does not exist, or does not apply.
    UnusedOption = "unused-option",
    /// The value of an option is not of the form that the option needs.
    InvalidOption = "invalid-option",
    /// The generated code needs a crate or a feature that is not there.
    MissingDependency = "missing-dependency",
    /// `format` cannot be asserted for this schema.
    LostFormats = "lost-formats",
    /// A configuration file is not valid.
    Config = "config",
    /// A list of accepted findings is not valid.
    AcceptFile = "accept-file",
    /// The machine does not provide what the work needs, such as a thread.
    Resources = "resources",
    /// A defect of the program.
    Defect = "defect",
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}
