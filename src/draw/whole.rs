//! Verification draws whose text is known at once.

use probity_wire::Usage;

use crate::{Delta, Done, Event, Head};

/// The events of a draw that opens, says all of `text`, and ends. No usage is reported where none was counted.
pub(crate) fn events(text: String, finish_reason: &str, usage: Option<Usage>) -> Vec<Event> {
    let mut events = vec![Event::Opened(Head::default()), Event::Delta(Delta { text, ..Delta::default() })];
    events.extend(usage.map(Event::Usage));
    events.push(Event::Done(Done { finish_reason: Some(finish_reason.to_owned()), ..Done::default() }));
    events
}
