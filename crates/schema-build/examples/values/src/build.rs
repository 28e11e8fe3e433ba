//! Values that are built in code.

use std::error::Error;

use crate::schemas::event::Closed;
use crate::schemas::ticket::{Priority, Title};
use crate::schemas::{Event, Ticket};

pub fn run() -> Result<(), Box<dyn Error>> {
    // `new` takes what the schema requires; everything else is a public field.
    let mut ticket = Ticket::new(7, Title::new("Lamp flickers")?);
    ticket.priority = Some(Priority::High);
    println!("{}", serde_json::to_string(&ticket)?);

    // The schema's default of an absent property.
    ticket.priority = None;
    println!("{}", ticket.priority.unwrap_or_else(Ticket::default_priority));

    // `bon::Builder` is a derive of the build script.
    let ticket = Ticket::builder().id(8).title("Door is open".parse()?).note("on the second floor").due(None).build();
    println!("{}", serde_json::to_string(&ticket)?);

    // A newtype with constraints holds valid values only.
    if let Err(error) = Title::new("") {
        println!("{error}");
    }

    // Fields are checked when the value is written, or by `validate`.
    if let Err(error) = Ticket::new(0, "No id".parse()?).validate() {
        println!("{error}");
    }

    // A member of a union becomes the union.
    println!("{}", serde_json::to_string(&Event::from(Closed::new(7)))?);
    Ok(())
}
