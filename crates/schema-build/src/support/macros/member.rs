/// Reads the value of a key, by its reader if it has one.
macro_rules! read_member {
    ($map:ident $key:literal $field:ident) => {
        support::member::once(&mut $map, $key, &mut $field)?
    };
    ($map:ident $key:literal $field:ident $reader:ty) => {
        support::read::once_as::<$reader, _>(&mut $map, $key, &mut $field)?
    };
}
pub(super) use read_member;

/// The value of a member, if it may be absent an `Option`.
macro_rules! take_member {
    (required $key:literal $field:ident) => {
        support::member::required($key, $field)?
    };
    (optional $key:literal $field:ident) => {
        $field
    };
}
pub(super) use take_member;

/// Counts a member less if it is absent.
macro_rules! count_member {
    ($length:ident required $value:expr) => {};
    ($length:ident optional $value:expr) => {
        let $length = $length - usize::from($value.is_none());
    };
}
pub(super) use count_member;

#[cfg(feature = "schemars")]
/// The schema of a member.
macro_rules! member_schema {
    ($object:ident $presence:ident $key:literal $field:ident) => {
        $object.$presence($key, |object| &object.$field)
    };
    ($object:ident required $key:literal $field:ident $reader:ty) => {
        $object.required_as::<$reader, _>($key, |object| &object.$field)
    };
    ($object:ident optional $key:literal $field:ident $reader:ty) => {
        $object.optional_as::<$reader, _>($key, |object| &object.$field)
    };
}
#[cfg(feature = "schemars")]
pub(super) use member_schema;
