//! Keywords that most schemas do not have.

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, LazyLock};

use indexmap::IndexMap;
use serde_json::Value;

use super::{Array, Logic, Number, Object, Text};
use crate::Keyword;

/// The keywords about one type of values, or about none. It takes no room while none of them is there, as in most schemas, and
/// copies of a schema share it until one of them changes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Group<T>(Option<Arc<T>>);

impl<T> Group<T> {
    /// Whether no keyword of the group was ever set.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }
}

impl<T: Empty> Deref for Group<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.as_deref().unwrap_or_else(|| T::empty())
    }
}

impl<T: Clone + Default + Empty> DerefMut for Group<T> {
    fn deref_mut(&mut self) -> &mut T {
        Arc::make_mut(self.0.get_or_insert_default())
    }
}

/// Keywords none of which is there.
pub trait Empty: Sized + 'static {
    /// They are the same for all schemas.
    fn empty() -> &'static Self;
}

macro_rules! empty {
    ($($group:ty)*) => {
        $(
            impl Empty for $group {
                fn empty() -> &'static Self {
                    static EMPTY: LazyLock<$group> = LazyLock::new(<$group>::default);
                    &EMPTY
                }
            }
        )*
    };
}

empty! { Number Text Array Object Logic IndexMap<Keyword, Value> }
