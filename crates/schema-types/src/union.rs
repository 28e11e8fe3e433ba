//! Unions: enums of which each variant holds a member of `anyOf` or `oneOf`.

mod member;

pub use member::{ByType, Dispatch, Refusals, attempt, depart_tag, has_tag, is_of, none, tag, two};

/// Implements what a union has: the enum's variants, each of which holds one value.
///
/// `Name = anyOf` or `Name = oneOf` is the keyword that lists the members. The rest decides how a member is chosen:
///
/// | | the value is of |
/// |---|---|
/// | `Event = oneOf by "type" { Made = "made", Gone = "gone" \| "lost" }` | the member that its property `type` names |
/// | `Id = anyOf { Text: string, Other: number \| null }` | the member of its JSON type |
/// | `Note = anyOf { Short, Long }`, `oneOf first` | the first member that reads it |
/// | `Note = oneOf { Short, Long }` | the only member that reads it |
///
/// `from { Text: String }` has `From` of a member, and `default { … }` is `Default`.
///
/// `as` names an [adapter](crate::adapter) that reads the member, `with` one that also writes it. `.. Unknown` is a variant for a value of no member; a union that
/// has it asks its exact twin first, which `exact` names.
///
/// ```
/// /// A name or a number.
/// #[derive(Clone, Debug, PartialEq, Eq, Hash)]
/// pub enum Id {
///     /// A name.
///     Name(String),
///     /// A number.
///     Number(u8),
/// }
/// schema_types::union! { Id = anyOf { Name: string, Number: number as Whole<u8> } }
/// # schema_types::annotations! { Id {} }
///
/// assert_eq!(serde_json::from_str::<Vec<Id>>(r#"["a", 7]"#)?, [Id::Name("a".to_owned()), Id::Number(7)]);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! union {
    // By the JSON type of the value.
    (
        $name:ident = $keyword:ident {
            $($variant:ident: $($json_type:ident)|+ $(with $both:ty)? $(as $adapter:ty)?),* $(,)?
        }
        $($clauses:tt)*
    ) => {
        impl $crate::private::ByType for $name {
            const TYPES: &'static [&'static str] = &[$($(stringify!($json_type)),+),*];

            $($crate::read_by_type! { $variant [$($both)? $($adapter)?] $($json_type)+ })*
        }

        $crate::union_traits! {
            $name $keyword [$($variant [$($both)?] $(as $both)? $(as $adapter)?,)*] [] [by_member] [$($clauses)*]
            deserializer => { $crate::private::Dispatch::<$name>::read(deserializer) }
        }
    };
    // By the value of a property.
    (
        $name:ident = $keyword:ident by $key:literal {
            $($variant:ident = $($tag:literal)|+ $(with $both:ty)? $(as $adapter:ty)?),* $(,)?
        }
        $($clauses:tt)*
    ) => {
        $crate::union_traits! {
            $name $keyword [$($variant [$($both)?] $(as $both)? $(as $adapter)?,)*] [] [by_member $key $($($tag)+)*] [$($clauses)*]
            deserializer => {
                #[allow(unused_imports)]
                use $crate::adapter::*;
                let value = <AnyValue as Adapter>::read(deserializer)?;
                let tag = $crate::private::tag(&value, $key, &[$($($tag),+),*])?;
                $(
                    if matches!(tag, $($tag)|+) {
                        let member = $crate::read_member!(value, Self::$variant $(, $both)? $(, $adapter)?);
                        return member.map_err($crate::private::serde::de::Error::custom);
                    }
                )*
                Err($crate::private::none(&$crate::private::Vec::new()))
            }
        }
    };
    // The only member that reads the value.
    (
        $name:ident = oneOf { $($variant:ident $(with $both:ty)? $(as $adapter:ty)?),* $(,)? }
        $($clauses:tt)*
    ) => {
        $crate::union_traits! {
            $name oneOf [$($variant [$($both)?] $(as $both)? $(as $adapter)?,)*] [reads_back] [by_json] [$($clauses)*]
            deserializer => {
                #[allow(unused_imports)]
                use $crate::adapter::*;
                let value = <AnyValue as Adapter>::read(deserializer)?;
                let mut refusals = $crate::private::Vec::new();
                let mut found: ::core::option::Option<(&str, Self)> = None;
                $(
                    if let Some(member) = $crate::attempt!(&value, refusals, Self::$variant $(, $both)? $(, $adapter)?) {
                        if let Some((first, _)) = &found {
                            return Err($crate::private::two(first, stringify!($variant)));
                        }
                        found = Some((stringify!($variant), member));
                    }
                )*
                found.map(|(_, member)| member).ok_or_else(|| $crate::private::none(&refusals))
            }
        }
    };
    // The first member that reads the value.
    (
        $name:ident = $keyword:ident $(first)? { $($variant:ident $(with $both:ty)? $(as $adapter:ty)?),* $(,)? }
        $($clauses:tt)*
    ) => {
        $crate::union_traits! {
            $name $keyword [$($variant [$($both)?] $(as $both)? $(as $adapter)?,)*] [] [by_json] [$($clauses)*]
            deserializer => {
                #[allow(unused_imports)]
                use $crate::adapter::*;
                let value = <AnyValue as Adapter>::read(deserializer)?;
                let mut refusals = $crate::private::Vec::new();
                $(
                    if let Some(member) = $crate::attempt!(&value, refusals, Self::$variant $(, $both)? $(, $adapter)?) {
                        return Ok(member);
                    }
                )*
                Err($crate::private::none(&refusals))
            }
        }
    };
    // Any of them, with a variant for what no member reads.
    (
        $name:ident = $keyword:ident $(by $key:literal)? $(first)? {
            $(
                $variant:ident $(= $($tag:literal)|+)? $(: $($json_type:ident)|+)? $(with $both:ty)? $(as $adapter:ty)?,
            )*
            .. $unknown:ident
        }
        $(from { $($from:ident: $member:ty),* $(,)? })?
        $(default { $default:expr })?
        $(exact $exact:path)?
    ) => {
        $crate::union_construct! { $name $(from { $($from: $member),* })? $(default { $default })? }

        $crate::serde_traits! {
            $name [] []
            deserializer => {
                #[allow(unused_imports)]
                use $crate::adapter::*;
                let value = <AnyValue as Adapter>::read(deserializer)?;
                $(
                    if let Ok(exact) = <$exact as $crate::private::serde::Deserialize>::deserialize(&value) {
                        return Ok($crate::private::Open::widen(exact));
                    }
                )?
                #[allow(dead_code)]
                const KEY: &str = concat!("" $(, $key)?);
                let mut refusals = $crate::private::Vec::new();
                $(
                    if $crate::may_be!(value KEY [$($($tag)+)?] [$($($json_type)+)?]) {
                        if let Some(member) = $crate::attempt!(&value, refusals, Self::$variant $(, $both)? $(, $adapter)?) {
                            return Ok(member);
                        }
                    }
                )*
                Ok(Self::$unknown(value))
            }
            self, serializer => {
                #[allow(unused_imports)]
                use $crate::adapter::*;
                match self {
                    $(
                        Self::$variant(member) => {
                            $crate::private::write_value $(::with::<$both, _>)? (member, serializer)
                        }
                    )*
                    Self::$unknown(value) => $crate::private::serde::Serialize::serialize(value, serializer),
                }
            }
        }

        $crate::schema! { $name [] _generator => { $crate::private::any_schema() } }
    };
}

/// `From` the members of a union, its default, and its JSON.
#[macro_export]
#[doc(hidden)]
macro_rules! union_construct {
    ($name:ident $(from { $($variant:ident: $member:ty),* })? $(default { $default:expr })?) => {
        $($(
            impl ::core::convert::From<$member> for $name {
                #[inline]
                fn from(member: $member) -> Self {
                    Self::$variant(member.into())
                }
            }
        )*)?

        $(
            impl ::core::default::Default for $name {
                /// The schema's default.
                fn default() -> Self {
                    $default
                }
            }
        )?

        $crate::into_value! { $name }
    };
}

/// Whether a value may be of a member, by its tag or its JSON type.
#[macro_export]
#[doc(hidden)]
macro_rules! may_be {
    ($value:ident $key:ident [$($tag:literal)+] []) => {
        $crate::private::has_tag(&$value, $key, &[$($tag),+])
    };
    ($value:ident $key:ident [] [$($json_type:ident)+]) => {
        false $(|| $crate::private::is_of(&$value, stringify!($json_type)))+
    };
    ($value:ident $key:ident [] []) => {
        true
    };
}

/// Reads a value as a member of a union.
#[macro_export]
#[doc(hidden)]
macro_rules! read_member {
    ($value:expr, $wrap:expr) => {
        $crate::private::serde::Deserialize::deserialize($value).map($wrap)
    };
    ($value:expr, $wrap:expr, $adapter:ty) => {
        <$adapter as $crate::adapter::Adapter>::read($value).map($wrap)
    };
}

/// Tries to read a value as a member of a union.
#[macro_export]
#[doc(hidden)]
macro_rules! attempt {
    ($value:expr, $refusals:ident, Self::$variant:ident) => {
        $crate::private::attempt::<$crate::adapter::Plain<_>, _>(
            $value,
            stringify!($variant),
            Self::$variant,
            &mut $refusals,
        )
    };
    ($value:expr, $refusals:ident, Self::$variant:ident, $adapter:ty) => {
        $crate::private::attempt::<$adapter, _>($value, stringify!($variant), Self::$variant, &mut $refusals)
    };
}

/// Reads values of some JSON types as a member of a union.
#[macro_export]
#[doc(hidden)]
macro_rules! read_by_type {
    ($variant:ident $adapter:tt $($json_type:ident)+) => {
        $($crate::read_by_type! { @one $variant $adapter $json_type })+
    };
    (@one $variant:ident [$($adapter:ty)?] $json_type:ident) => {
        fn $json_type<'de, __D: $crate::private::serde::Deserializer<'de>>(
            deserializer: __D,
        ) -> ::core::result::Result<Self, __D::Error> {
            #[allow(unused_imports)]
            use $crate::adapter::*;
            $crate::read_member!(deserializer, Self::$variant $(, $adapter)?)
        }
    };
}

/// Everything of a union but how a member is chosen.
#[macro_export]
#[doc(hidden)]
macro_rules! union_traits {
    (
        $name:ident $keyword:ident [$($variant:ident [$($both:ty)?] $(as $adapter:ty)?,)*]
        [$($reads_back:ident)?] [$($narrow:tt)*]
        [
            $(from { $($from:ident: $member:ty),* $(,)? })?
            $(default { $default:expr })?
            $(at $place:literal)?
            $(where { $($part:ident: [$($constraint:tt)*]),* $(,)? })?
            $(validated { $($guard:tt)* })?
            $(twin $open:path $(, $unknown:ident)?)?
        ]
        $deserializer:ident => $read:block
    ) => {
        $crate::union_serde! {
            $name [$($reads_back)? $($place)?] [$($($guard)*)?] [$(where $($part)*)?]
            $deserializer => $read
            self, serializer => {
                #[allow(unused_imports)]
                use $crate::adapter::*;
                match self {
                    $(
                        Self::$variant(member) => {
                            $crate::private::write_value $(::with::<$both, _>)? (member, serializer)
                        }
                    )*
                }
            }
            self, own => { $($crate::check_variants! { own self $name $($part [$($constraint)*])* })? }
            self, inside => { $($crate::check_variants! { inside self $name $($part [$($constraint)*])* })? }
        }

        $crate::union_construct! { $name $(from { $($from: $member),* })? $(default { $default })? }

        $crate::union_conversions! {
            [$($narrow)*] [$($open $(, $unknown)?)?] $name [$($variant [$($both)?])*]
            [$(where $($part)*)? $(validated $($guard)*)?]
        }

        $crate::schema! {
            $name [$($($guard)*)?] generator => {
                let members = $crate::private::Vec::from([
                    $($crate::variant_schema!(generator $variant $($adapter)?)),*
                ]);
                $crate::private::union_schema(stringify!($keyword), members)
            }
        }
    };
}

/// `Deserialize`, `Serialize` and `validate` of a union; one of which only one member may read a value is valid if it is read
/// back.
#[macro_export]
#[doc(hidden)]
macro_rules! union_serde {
    (
        $name:ident [reads_back $place:literal] [] [$($checks:tt)*]
        $deserializer:ident => $read:block $self:ident, $serializer:ident => $write:block
        $($ignored:tt)*
    ) => {
        $crate::serde_traits! {
            @unchecked $name $deserializer => $read $self, $serializer => $write
        }
        $crate::serde_traits! { @by $name read_unchecked write_admitted }

        impl $crate::private::Admitted for $name {
            const PLACE: &'static str = $place;

            fn admit(value: &$crate::Value) -> ::core::result::Result<(), $crate::guard::Invalid> {
                $crate::private::reads_back::<$name>(value)
            }
        }

        $crate::checks! { $name [reads_back] [] }
    };
    (
        $name:ident [$($reads_back:tt)*] [$($guard:tt)*] [$($checks:tt)*]
        $deserializer:ident => $read:block $self:ident, $serializer:ident => $write:block
        $one:ident, own => $own:block $other:ident, inside => $inside:block
    ) => {
        $crate::serde_traits! {
            $name [$($guard)*] [$($checks)*] $deserializer => $read $self, $serializer => $write
        }
        $crate::checks! { $name [$($guard)*] [$($checks)*] $one, own => $own $other, inside => $inside }
    };
}

/// Checks the constraints of what each variant holds.
#[macro_export]
#[doc(hidden)]
macro_rules! check_variants {
    ($mode:ident $self:ident $name:ident $($part:ident [$($constraint:tt)*])*) => {
        $(
            if let $name::$part(member) = $self {
                let _ = member;
                $crate::check! { $mode (member) $($constraint)* }
            }
        )*
    };
}

/// The conversions of a union.
#[macro_export]
#[doc(hidden)]
macro_rules! union_conversions {
    ($narrow:tt [] $($ignored:tt)*) => {};
    ($narrow:tt [$open:path] $($rest:tt)*) => {
        $crate::union_conversions! { $narrow [$open, Unknown] $($rest)* }
    };
    (
        $narrow:tt [$open:path, $unknown:ident] $name:ident [$($variant:ident [$($both:ty)?])*] [$($checks:tt)*]
    ) => {
        impl $crate::private::Open<$name> for $open {
            #[inline]
            fn widen(exact: $name) -> Self {
                match exact {
                    $(
                        $name::$variant(member) => {
                            #[allow(unused_imports)]
                            use $crate::adapter::*;
                            Self::$variant($crate::private::widen $(::with::<$both, _>)? (member))
                        }
                    )*
                }
            }

            #[inline]

            fn narrow(
                self,
                at: &$crate::private::InstancePath<'_>,
                departures: &mut $crate::private::Vec<$crate::guard::Departure>,
            ) -> ::core::option::Option<$name> {
                $crate::narrow_union! {
                    $narrow self at departures $unknown $name [$($variant [$($both)?])*] [$($checks)*]
                }
            }
        }

        $crate::conversions! { $name $open }
    };
}

/// An open union as an exact one: member by member, or by its JSON where the members differ in no tag or type.
#[macro_export]
#[doc(hidden)]
macro_rules! narrow_union {
    ([by_json] $self:ident $at:ident $departures:ident $($ignored:tt)*) => {
        $crate::private::narrow_by_json(&$self, $at, $departures)
    };
    (
        [by_member $($key:literal $($tag:literal)+)?] $self:ident $at:ident $departures:ident $unknown:ident
        $name:ident [$($variant:ident [$($both:ty)?])*] [$($checks:tt)*]
    ) => {{
        let exact = match $self {
            $(
                Self::$variant(member) => {
                    let member = {
                        #[allow(unused_imports)]
                        use $crate::adapter::*;
                        $crate::private::narrow_value $(::with::<$both, _>)? (member, $at, $departures)
                    };
                    $name::$variant(member?)
                }
            )*
            Self::$unknown(value) => {
                $(
                    if let Some(known) = $crate::private::depart_tag(&value, $key, &[$($tag),+], $at, $departures) {
                        return known;
                    }
                )?
                return $crate::private::narrow_by_json(&value, $at, $departures);
            }
        };
        $crate::validate_narrowed! { [$($checks)*] true, exact, $at, $departures }
        Some(exact)
    }};
}
