use super::super::guard::{Departure, Invalid};

/// An exact value as one of the profile `open`.
pub(in super::super) trait Widen<T> {
    fn widen(self) -> T;
}

/// A value of the profile `open` as an exact one, if it is one; else what departs from the schema.
pub(in super::super) trait Narrow<T> {
    fn narrow(self, at: &Place<'_>, departures: &mut Vec<Departure>) -> Option<T>;
}

/// The way to a value.
pub(in super::super) struct Place<'a>(pub(in super::super) Option<(&'a Place<'a>, Token<'a>)>);

/// One step of it.
#[derive(Clone, Copy)]
pub(in super::super) enum Token<'a> {
    Key(&'a str),
    Index(usize),
}

impl<'a> Place<'a> {
    pub(in super::super) fn key(&'a self, key: &'a str) -> Place<'a> {
        Place(Some((self, Token::Key(key))))
    }

    fn index(&'a self, index: usize) -> Place<'a> {
        Place(Some((self, Token::Index(index))))
    }

    /// The way as a JSON Pointer (RFC 6901).
    fn pointer(&self) -> String {
        match &self.0 {
            None => String::new(),
            Some((parent, Token::Index(index))) => format!("{}/{index}", parent.pointer()),
            Some((parent, Token::Key(key))) => {
                format!("{}/{}", parent.pointer(), key.replace('~', "~0").replace('/', "~1"))
            }
        }
    }

    /// What a check says of the value here is one thing that departs.
    pub(in super::super) fn holds(&self, check: impl FnOnce() -> Result<(), Invalid>, departures: &mut Vec<Departure>) {
        if let Err(invalid) = check() {
            self.departs::<()>(invalid, departures);
        }
    }

    pub(in super::super) fn departs<T>(&self, message: impl ToString, departures: &mut Vec<Departure>) -> Option<T> {
        departures.push(Departure { pointer: self.pointer(), message: message.to_string() });
        None
    }
}

macro_rules! same {
    ($($ty:ty),*) => {
        $(impl Widen<$ty> for $ty {
            fn widen(self) -> $ty {
                self
            }
        }

        impl Narrow<$ty> for $ty {
            fn narrow(self, _: &Place<'_>, _: &mut Vec<Departure>) -> Option<$ty> {
                Some(self)
            }
        })*
    };
}
pub(in super::super) use same;
same!((), bool, String, ::serde_json::Value);

impl<A: Widen<B>, B> Widen<Option<B>> for Option<A> {
    fn widen(self) -> Option<B> {
        self.map(A::widen)
    }
}

impl<A: Narrow<B>, B> Narrow<Option<B>> for Option<A> {
    fn narrow(self, at: &Place<'_>, departures: &mut Vec<Departure>) -> Option<Option<B>> {
        match self {
            None => Some(None),
            Some(value) => value.narrow(at, departures).map(Some),
        }
    }
}

impl<A: Widen<B>, B> Widen<Box<B>> for Box<A> {
    fn widen(self) -> Box<B> {
        Box::new((*self).widen())
    }
}

impl<A: Narrow<B>, B> Narrow<Box<B>> for Box<A> {
    fn narrow(self, at: &Place<'_>, departures: &mut Vec<Departure>) -> Option<Box<B>> {
        (*self).narrow(at, departures).map(Box::new)
    }
}

impl<A: Widen<B>, B> Widen<Vec<B>> for Vec<A> {
    fn widen(self) -> Vec<B> {
        self.into_iter().map(A::widen).collect()
    }
}

impl<A: Narrow<B>, B> Narrow<Vec<B>> for Vec<A> {
    fn narrow(self, at: &Place<'_>, departures: &mut Vec<Departure>) -> Option<Vec<B>> {
        let before = departures.len();
        let items: Vec<Option<B>> =
            self.into_iter().enumerate().map(|(i, item)| item.narrow(&at.index(i), departures)).collect();
        if departures.len() > before { None } else { items.into_iter().collect() }
    }
}

type Map<T> = ::std::collections::BTreeMap<String, T>;

impl<A: Widen<B>, B> Widen<Map<B>> for Map<A> {
    fn widen(self) -> Map<B> {
        self.into_iter().map(|(key, value)| (key, value.widen())).collect()
    }
}

impl<A: Narrow<B>, B> Narrow<Map<B>> for Map<A> {
    fn narrow(self, at: &Place<'_>, departures: &mut Vec<Departure>) -> Option<Map<B>> {
        let before = departures.len();
        let mut members = Map::new();
        for (key, value) in self {
            if let Some(value) = value.narrow(&at.key(&key), departures) {
                members.insert(key, value);
            }
        }
        (departures.len() == before).then_some(members)
    }
}

macro_rules! tuple {
    ($($a:ident $b:ident $index:tt),+) => {
        impl<$($a: Widen<$b>, $b),+> Widen<($($b,)+)> for ($($a,)+) {
            fn widen(self) -> ($($b,)+) {
                ($(self.$index.widen(),)+)
            }
        }

        impl<$($a: Narrow<$b>, $b),+> Narrow<($($b,)+)> for ($($a,)+) {
            fn narrow(self, at: &Place<'_>, departures: &mut Vec<Departure>) -> Option<($($b,)+)> {
                let items = ($(self.$index.narrow(&at.index($index), departures),)+);
                Some(($(items.$index?,)+))
            }
        }
    };
}
tuple!(A0 B0 0);
tuple!(A0 B0 0, A1 B1 1);
tuple!(A0 B0 0, A1 B1 1, A2 B2 2);
tuple!(A0 B0 0, A1 B1 1, A2 B2 2, A3 B3 3);
tuple!(A0 B0 0, A1 B1 1, A2 B2 2, A3 B3 3, A4 B4 4);
tuple!(A0 B0 0, A1 B1 1, A2 B2 2, A3 B3 3, A4 B4 4, A5 B5 5);
tuple!(A0 B0 0, A1 B1 1, A2 B2 2, A3 B3 3, A4 B4 4, A5 B5 5, A6 B6 6);
tuple!(A0 B0 0, A1 B1 1, A2 B2 2, A3 B3 3, A4 B4 4, A5 B5 5, A6 B6 6, A7 B7 7);
tuple!(A0 B0 0, A1 B1 1, A2 B2 2, A3 B3 3, A4 B4 4, A5 B5 5, A6 B6 6, A7 B7 7, A8 B8 8);
tuple!(A0 B0 0, A1 B1 1, A2 B2 2, A3 B3 3, A4 B4 4, A5 B5 5, A6 B6 6, A7 B7 7, A8 B8 8, A9 B9 9);
tuple!(A0 B0 0, A1 B1 1, A2 B2 2, A3 B3 3, A4 B4 4, A5 B5 5, A6 B6 6, A7 B7 7, A8 B8 8, A9 B9 9, A10 B10 10);
tuple!(A0 B0 0, A1 B1 1, A2 B2 2, A3 B3 3, A4 B4 4, A5 B5 5, A6 B6 6, A7 B7 7, A8 B8 8, A9 B9 9, A10 B10 10, A11 B11 11);

/// A value as an exact one by its JSON, where the two types are not built alike.
pub(in super::super) fn by_json<A: ::serde::Serialize, B: ::serde::de::DeserializeOwned>(
    value: &A,
    at: &Place<'_>,
    departures: &mut Vec<Departure>,
) -> Option<B> {
    match ::serde_json::to_value(value).and_then(::serde_json::from_value) {
        Ok(value) => Some(value),
        Err(error) => at.departs(error, departures),
    }
}
