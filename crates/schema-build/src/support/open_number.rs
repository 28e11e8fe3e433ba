use super::super::guard::Departure;
use super::super::number::{Integer, Number};
use super::open::{Narrow, Place, Widen, same};

same!(Integer, Number);

macro_rules! integer {
    ($($name:ident)*) => {
        $(impl Widen<Integer> for $name {
            fn widen(self) -> Integer {
                self.into()
            }
        }

        impl Narrow<$name> for Integer {
            fn narrow(self, at: &Place<'_>, departures: &mut Vec<Departure>) -> Option<$name> {
                let number = self.as_i64().and_then(|number| number.try_into().ok());
                let number = number.or_else(|| self.as_u64().and_then(|number| number.try_into().ok()));
                number.or_else(|| at.departs(format_args!("integer `{self}` is out of range"), departures))
            }
        })*
    };
}
integer!(i8 i16 i32 i64 u8 u16 u32 u64);
