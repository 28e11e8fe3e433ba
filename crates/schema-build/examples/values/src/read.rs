//! Events of a sender whose schema may be newer than this build.

use crate::schemas::{Event, open};

const EVENTS: [&str; 3] = [
    r#"{"type": "closed", "id": 7}"#,
    r#"{"type": "opened", "ticket": {"id": 8, "title": "Door is open", "priority": "urgent"}}"#,
    r#"{"into": 7, "type": "merged"}"#,
];

pub fn run() -> Result<(), serde_json::Error> {
    for text in EVENTS {
        let event: open::Event = serde_json::from_str(text)?;
        println!("{}", describe(&event));
        // The exact type has what the schema allows; the error lists the rest.
        match Event::try_from(event) {
            Ok(_) => println!("  as the schema"),
            Err(departures) => println!("  {departures}"),
        }
    }
    Ok(())
}

fn describe(event: &open::Event) -> String {
    match event {
        open::Event::Opened(opened) => match &opened.ticket.priority {
            Some(open::ticket::Priority::Unknown(priority)) => format!("opened, with the new priority {priority}"),
            _ => format!("opened {}", opened.ticket.title),
        },
        open::Event::Closed(closed) => format!("closed {}", closed.id),
        open::Event::Unknown(value) => format!("an unknown event: {value}"),
    }
}
