#[derive(Clone, Copy, Debug)]
enum Repr {
    Whole(i128),
    Float(f64),
}

impl Repr {
    fn of(number: f64) -> Option<Repr> {
        number.is_finite().then_some(Repr::Float(number))
    }

    fn whole(self) -> Option<i128> {
        match self {
            Repr::Whole(number) => Some(number),
            Repr::Float(number) if number.fract() == 0.0 && number.abs() < 1e38 => Some(number as i128),
            Repr::Float(_) => None,
        }
    }

    fn is_whole(self) -> bool {
        match self {
            Repr::Whole(_) => true,
            Repr::Float(number) => number.fract() == 0.0,
        }
    }

    fn float(self) -> f64 {
        match self {
            Repr::Whole(number) => number as f64,
            Repr::Float(number) => number,
        }
    }

    /// The magnitude as digits and a power of ten.
    #[allow(dead_code)]
    fn decimal(self) -> (u128, i32) {
        let number = match self {
            Repr::Whole(number) => return (number.unsigned_abs(), 0),
            Repr::Float(number) => format!("{:e}", number.abs()),
        };
        let (digits, exponent) = number.split_once('e').unwrap_or((&number, "0"));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let exponent = exponent.parse::<i32>().unwrap_or(0) - fraction.len() as i32;
        (format!("{whole}{fraction}").parse().unwrap_or(0), exponent)
    }

    fn compare(self, other: Self) -> ::std::cmp::Ordering {
        match (self.whole(), other.whole()) {
            (Some(one), Some(other)) => one.cmp(&other),
            // One of them has a fraction, which no whole number beyond 2^53 is next to, or is beyond every i128.
            _ => self.float().total_cmp(&other.float()),
        }
    }

    fn hash<H: ::std::hash::Hasher>(self, state: &mut H) {
        match self.whole() {
            Some(number) => ::std::hash::Hash::hash(&number, state),
            None => ::std::hash::Hash::hash(&self.float().to_bits(), state),
        }
    }
}

struct Reader(&'static str);

impl ::serde::de::Visitor<'_> for Reader {
    type Value = Repr;

    fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        f.write_str(self.0)
    }

    fn visit_i64<E>(self, number: i64) -> Result<Repr, E> {
        Ok(Repr::Whole(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Repr, E> {
        Ok(Repr::Whole(number.into()))
    }

    fn visit_i128<E>(self, number: i128) -> Result<Repr, E> {
        Ok(Repr::Whole(number))
    }

    fn visit_f64<E: ::serde::de::Error>(self, number: f64) -> Result<Repr, E> {
        Repr::of(number).ok_or_else(|| E::invalid_value(::serde::de::Unexpected::Float(number), &self))
    }
}

macro_rules! from {
    ($name:ident: $($integer:ident)*) => {
        $(impl From<$integer> for $name {
            fn from(number: $integer) -> Self {
                $name(Repr::Whole(number.into()))
            }
        })*
    };
}

macro_rules! number {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name(Repr);

        impl $name {
            /// The number, if an `i64` holds it.
            pub fn as_i64(self) -> Option<i64> {
                self.0.whole().and_then(|number| number.try_into().ok())
            }

            /// The number, if a `u64` holds it.
            pub fn as_u64(self) -> Option<u64> {
                self.0.whole().and_then(|number| number.try_into().ok())
            }

            /// The number, or the nearest that an `f64` holds.
            pub fn as_f64(self) -> f64 {
                self.0.float()
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.0.compare(other.0).is_eq()
            }
        }

        impl Eq for $name {}

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<::std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> ::std::cmp::Ordering {
                self.0.compare(other.0)
            }
        }

        impl ::std::hash::Hash for $name {
            fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                self.0.hash(state);
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                match self.0 {
                    Repr::Whole(number) => ::std::fmt::Display::fmt(&number, f),
                    Repr::Float(number) => ::std::fmt::Display::fmt(&number, f),
                }
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self.0 {
                    Repr::Float(number) => serializer.serialize_f64(number),
                    Repr::Whole(number) => match (i64::try_from(number), u64::try_from(number)) {
                        (Ok(number), _) => serializer.serialize_i64(number),
                        (_, Ok(number)) => serializer.serialize_u64(number),
                        _ => serializer.serialize_i128(number),
                    },
                }
            }
        }

        from!($name: i8 i16 i32 i64 u8 u16 u32 u64);
    };
}

number! {
    /// A number without a fraction, of any size that a JSON reader tells: an `i128`, beyond that the `f64` that it is.
    Integer
}

number! {
    /// A number: an `i128` where it is written without a fraction, else an `f64`.
    Number
}

impl From<Integer> for Number {
    fn from(number: Integer) -> Self {
        Number(number.0)
    }
}

impl TryFrom<f64> for Number {
    type Error = f64;

    /// Fails with the number itself if it is not finite: JSON has no such numbers.
    fn try_from(number: f64) -> Result<Self, f64> {
        Repr::of(number).map(Number).ok_or(number)
    }
}

impl<'de> ::serde::Deserialize<'de> for Number {
    fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader("a number")).map(Number)
    }
}

impl<'de> ::serde::Deserialize<'de> for Integer {
    fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = deserializer.deserialize_any(Reader("an integer"))?;
        if !number.is_whole() {
            let found = ::serde::de::Unexpected::Float(number.float());
            return Err(::serde::de::Error::invalid_type(found, &"an integer"));
        }
        Ok(Integer(number))
    }
}

#[cfg(feature = "schemars")]
impl ::schemars::JsonSchema for Number {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> ::std::borrow::Cow<'static, str> {
        "Number".into()
    }

    fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
        ::schemars::json_schema!({ "type": "number" })
    }
}

#[cfg(feature = "schemars")]
impl ::schemars::JsonSchema for Integer {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> ::std::borrow::Cow<'static, str> {
        "Integer".into()
    }

    fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
        ::schemars::json_schema!({ "type": "integer" })
    }
}

/// Whether a number is a multiple of another, as both are written: decimal fractions are no exact binary ones.
#[allow(dead_code)]
pub(super) fn is_multiple(number: Number, of: Number) -> bool {
    match (number.0.whole(), of.0.whole()) {
        (Some(number), Some(of)) => return number.checked_rem(of).is_none_or(|rest| rest == 0),
        // The remainder of two floats is exact.
        (None, Some(of)) => return number.0.float() % (of as f64) == 0.0,
        (_, None) => {}
    }
    let ((digits, exponent), (of, of_exponent)) = (number.0.decimal(), of.0.decimal());
    match u32::try_from(exponent - of_exponent) {
        // What divides neither the digits nor a power of ten divides no product of them.
        Ok(tens) => {
            let mut rest = of / divisor(of, digits);
            for _ in 0..tens {
                let common = divisor(rest, 10);
                if common == 1 {
                    break;
                }
                rest /= common;
            }
            rest == 1
        }
        Err(_) => match 10u128.checked_pow(exponent.abs_diff(of_exponent)) {
            Some(tens) => digits % of == 0 && (digits / of) % tens == 0,
            None => digits == 0,
        },
    }
}

/// The greatest number that divides both; `one` is not 0.
#[allow(dead_code)]
fn divisor(one: u128, other: u128) -> u128 {
    let (mut one, mut other) = (one, other);
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}

/// A bound of a schema, as it is written there.
#[allow(dead_code)]
pub(super) const fn whole(number: i128) -> Number {
    Number(Repr::Whole(number))
}

/// A bound of a schema, as it is written there.
#[allow(dead_code)]
pub(super) const fn float(number: f64) -> Number {
    Number(Repr::Float(number))
}
