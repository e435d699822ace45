//! MIDI out: triggers become notes with their note-offs, on the frame they belong to.
//!
//! ```text
//! note 7 # s "midi" # midichan 2 at 48000, 24000 frames   ->   48000: 91 43 64   72000: 81 43 00
//! ```
//!
//! One trait, [`MidiOut`], with two homes: the system's ports by midir (`ports`), and a client of our own on JACK (`jack`,
//! by that feature), whose messages lie on exact frames. Both keep every note that is on in an [`Agenda`]: its note-off is
//! sent after hush and at the end as well, and after a port came back from the dead. No MIDI in here.

mod agenda;
mod file;
#[cfg(feature = "jack")]
mod jack;
mod ports;
mod sink;
mod timeline;

pub use agenda::{Agenda, Message, MidiEvent};
pub use file::{MidiFile, WriteMidiFileError};
pub use sink::{MidiSink, wants_midi};
pub use timeline::{Periods, Timeline};

use crate::schedule::{Clock, SendTriggerError};
use crate::units::Frame;

/// A place MIDI messages go to. Messages come ahead of their time, stamped with frames of the set's clock.
pub trait MidiOut: Send {
    /// What it is connected to, to show.
    fn name(&self) -> &str;

    /// Takes an event. Errors: the queue is full, or the port is gone (it is looked for again meanwhile).
    fn send(&mut self, event: MidiEvent) -> Result<(), SendTriggerError>;

    /// What has not begun before `at` is dropped; notes that are on end at `at`.
    fn hush(&mut self, at: Frame);

    /// Ends every note now and returns when that has gone out, or the port does not answer.
    fn close(&mut self);
}

/// Why no MIDI port was opened.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum OpenMidiError {
    /// There is no port of that name.
    #[error("there is no MIDI output like `{name}`{}", listed(.known))]
    NoPort {
        /// What was asked for.
        name: String,
        /// What there is.
        known: Vec<String>,
    },
    /// The system's MIDI does not answer.
    #[error("MIDI does not answer: {0}")]
    Unreachable(String),
}

fn listed(known: &[String]) -> String {
    if known.is_empty() { "; none is there".into() } else { format!("; there are {}", known.join(", ")) }
}

/// Every MIDI output that can be named now: `(home, port)`, home `jack` or `system`.
pub fn outputs() -> Vec<(&'static str, String)> {
    let mut found: Vec<(&'static str, String)> = Vec::new();
    #[cfg(feature = "jack")]
    found.extend(jack::inputs_of_others().into_iter().map(|port| ("jack", port)));
    found.extend(ports::names().into_iter().map(|port| ("system", port)));
    found
}

/// Opens an output. `name` is a part of a port's name in any case; `jack` is a JACK port of our own that others connect
/// to; `jack:NAME` connects it. Errors where nothing fits, with what there is.
///
/// `clock` is the set's clock; `shared` says that audio runs on the same JACK server, so that both count the same frames.
pub fn open(
    name: &str,
    clock: impl Fn() -> Box<dyn Clock + Sync>,
    shared: bool,
) -> Result<Box<dyn MidiOut>, OpenMidiError> {
    let (home, wanted) = match name.split_once(':') {
        Some(("jack", rest)) => (Some("jack"), rest),
        Some(("system", rest)) => (Some("system"), rest),
        _ if name == "jack" => (Some("jack"), ""),
        _ => (None, name),
    };
    #[cfg(feature = "jack")]
    if home != Some("system") {
        match jack::open(wanted, clock(), shared) {
            Ok(port) => return Ok(Box::new(port)),
            Err(error) if home.is_some() => return Err(error),
            Err(_) => {}
        }
    }
    #[cfg(not(feature = "jack"))]
    if home == Some("jack") {
        return Err(OpenMidiError::Unreachable("this build has no JACK".into()));
    }
    let _ = shared; // only a JACK client can count the same frames
    match ports::open(wanted, clock()) {
        Ok(port) => Ok(Box::new(port)),
        Err(_) => Err(OpenMidiError::NoPort {
            name: name.into(),
            known: outputs().into_iter().map(|(home, port)| format!("{home}:{port}")).collect(),
        }),
    }
}

#[cfg(test)]
mod tests;
