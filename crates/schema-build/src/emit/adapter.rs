//! The adapter that reads a type whose own `Deserialize` reads too much or too little.

use crate::MapType;
use crate::layout::Rust;
use crate::shape::Ty;

/// The adapter of `ty`, which is `rust` in Rust; `None` where `Deserialize` itself is exact.
pub(super) fn adapter(ty: &Ty, rust: &Rust) -> Option<String> {
    match ty.unchecked() {
        Ty::Any => Some("AnyValue".to_owned()),
        Ty::Of(types) => {
            let types: Vec<String> = types.iter().map(|name| name.name().to_uppercase()).collect();
            Some(format!("Of<{{ {} }}>", types.join(" | ")))
        }
        Ty::Int(name) => Some(format!("Whole<{name}>")),
        Ty::Own(own) => Some(own.ty.adapter()),
        Ty::Array(item) => Some(format!("Many<{}>", adapter(item, rust.argument()?)?)),
        Ty::Nullable(inner) => Some(format!("Maybe<{}>", adapter(inner, rust.argument()?)?)),
        Ty::Map(values) => {
            let map = if matches!(rust, Rust::Map(_, MapType::BTreeMap)) { "" } else { ", _" };
            Some(format!("Entries<{}{map}>", adapter_or_plain(values, rust.argument()?)))
        }
        Ty::Tuple(items) => {
            let Rust::Tuple(rust) = rust else { return None };
            items.iter().zip(rust).find_map(|(item, rust)| adapter(item, rust))?;
            let items = items.iter().zip(rust).map(|(item, rust)| format!("{},", adapter_or_plain(item, rust)));
            Some(format!("({})", items.collect::<Vec<_>>().join(" ")))
        }
        _ => None,
    }
}

/// The adapter of `ty`, also where it is `Deserialize` itself; the compiler infers of which type.
pub(super) fn adapter_or_plain(ty: &Ty, rust: &Rust) -> String {
    adapter(ty, rust).unwrap_or_else(|| "Plain<_>".to_owned())
}

/// The words for an adapter that is not the default, after a name. One for a type of the user's own also writes it.
pub(super) fn clause(ty: &Ty, adapter: Option<String>) -> String {
    let word = if ty.has_own() { "with" } else { "as" };
    adapter.map(|adapter| format!(" {word} {adapter}")).unwrap_or_default()
}
