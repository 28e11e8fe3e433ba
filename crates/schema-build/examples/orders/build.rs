//! Generates the types of `schemas/orders.yaml`.

use schema_build::{Builder, Formats, Integers, Undeclared};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    Builder::new("schemas")
        .operations(true)
        .formats(Formats::Chrono)
        .formats(Formats::Uuid)
        .integers(Integers::Native)
        .undeclared(".", Undeclared::Ignore)
        .derive("Order", "::sqlx::FromRow, ::utoipa::ToSchema")
        .field_attribute("Order.lines", "#[sqlx(json)]")
        .derive("Line", "::utoipa::ToSchema")
        .derive("Status", "::sqlx::Type, ::utoipa::ToSchema")
        .attribute("Status", r#"#[sqlx(rename_all = "snake_case")] #[schema(rename_all = "snake_case")]"#)
        .compile()?;
    Ok(())
}
