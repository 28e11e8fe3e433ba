//! Generates from `schemas/`, each time with other options, and from other folders, in a module each.

use schema_build::{Builder, Formats, Integers, MapType, Numbers, Profile, RustType, Trait, Undeclared};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    order()
        .formats(Formats::Chrono)
        .integers(Integers::Native)
        .numbers(Numbers::Native)
        .file_name("chrono.rs")
        .compile()?;
    order().formats(Formats::Jiff).number_type("::rust_decimal::Decimal").file_name("jiff.rs").compile()?;
    order().formats(Formats::Time).extern_type("Order.count", "u16").file_name("time.rs").compile()?;
    Builder::new("described")
        .extern_type("Labels.right", "crate::Label")
        .extern_type("Labels.wrong", "crate::Label")
        .extern_type("Labels.both", "crate::Label")
        .file_name("described.rs")
        .compile()?;
    order()
        .string_type("::compact_str::CompactString")
        .map_type(MapType::IndexMap)
        .file_name("compact.rs")
        .compile()?;
    Builder::new("described")
        .profile(Profile::Both)
        .string_type("::std::sync::Arc<str>")
        .map_type(MapType::HashMap)
        .file_name("arc.rs")
        .compile()?;
    let keys = || Builder::new("keys").profile(Profile::Both).crate_version("ipnet", "2");
    keys().undeclared(".", Undeclared::Ignore).file_name("ignored.rs").compile()?;
    keys()
        .map_type(MapType::IndexMap)
        .numbers(Numbers::Native)
        .formats(Formats::Time)
        .file_name("tagged.rs")
        .compile()?;
    keys()
        .undeclared(".", Undeclared::Deny)
        .undeclared("keys::Typed", Undeclared::Ignore)
        .undeclared("keys.json#/properties/inner", Undeclared::Keep)
        .file_name("denied.rs")
        .compile()?;
    Ok(())
}

fn order() -> Builder {
    let money = RustType::new("crate::Money").implements([Trait::PartialEq, Trait::Eq, Trait::Hash]);
    Builder::new("schemas")
        .profile(Profile::Both)
        .formats(Formats::Std)
        .formats(Formats::Uuid)
        .formats(Formats::Url)
        .extern_type("order::Money", money)
        .extern_type("order.json#/properties/net", "::ipnet::IpNet")
}
