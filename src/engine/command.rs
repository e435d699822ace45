//! What is said to the audio thread, and what it says back.
//!
//! ```text
//! Command { at: 48000, Start(bd) }     carried out on frame 48000; too late: at once, and reported
//! Command { at: 96000, Hush }          everything sent before this, and meant for later, is dropped; what sounds fades
//! ```
//!
//! Whatever owns memory comes home through [`Commands`] to be freed where that may take time.

use super::ladder::Move;
use super::{Choir, CutGroup, Source, Steering, VoiceSpec};
use crate::crossing::{Receiver, Sender};
use crate::units::Frame;

/// Something to do at a frame.
#[derive(Debug)]
pub struct Command {
    /// When.
    pub at: Frame,
    /// What.
    pub order: Order,
}

/// What can be done.
#[derive(Debug)]
pub enum Order {
    /// A voice starts.
    Start(Box<VoiceSpec>),
    /// Nothing sent before sounds from here on: voices fade within 50 ms, later starts are dropped. Echoes ring out.
    Hush,
    /// Everything stops at once, echoes included.
    Panic,
    /// Voices of a cut group fade at once; [`Commands`] sends it with every start that silences others.
    Cut {
        /// The group.
        group: CutGroup,
        /// Its orbit.
        orbit: u8,
    },
    /// What a network is singing is steered otherwise from here on.
    Steer {
        /// The seed of the note.
        seed: u64,
        /// How.
        steering: Steering,
    },
    /// These singers sing from here on; what the old ones were singing stops.
    Choir(Box<Choir>),
}

/// What the audio thread has to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Report {
    /// A voice of this slot started so many frames late.
    Late {
        /// The slot.
        slot: u16,
        /// By how much.
        frames: i64,
    },
    /// A voice of this slot was faded out because there was no room for another.
    Stolen {
        /// The slot.
        slot: u16,
    },
    /// A note of this slot was played by a plain synth: every singer was busy, or there is none.
    Substituted {
        /// The slot.
        slot: u16,
    },
    /// A voice of this slot made something that is no number and was stopped.
    Broken {
        /// The slot.
        slot: u16,
    },
    /// The networks that sing were late, or are in time again: what is heard of them from a frame on.
    Moved(Move),
    /// The sum was no number: effects were emptied.
    Reset,
    /// The renderer failed: a block of silence, every voice stopped.
    Failed,
}

/// What comes home to be freed.
#[derive(Debug)]
pub enum Retired {
    /// A note that is over.
    Spec(Box<VoiceSpec>),
    /// Singers that others replaced.
    Choir(Box<Choir>),
}

/// A command under way, with its place in the order of sending.
pub(super) struct Sent {
    pub(super) serial: u64,
    pub(super) at: Frame,
    pub(super) order: Order,
}

/// The sending end of the commands: to the band, and to the choir.
pub struct Commands {
    pub(super) band: Sender<Sent>,
    pub(super) choir: Sender<Sent>,
    pub(super) homes: [Receiver<Retired>; 2],
    pub(super) serial: u64,
}

impl Commands {
    /// Sends a command to whom it concerns. Before that, frees what came home. A full queue hands the command back and counts
    /// it.
    pub fn send(&mut self, command: Command) -> Result<(), Command> {
        self.collect();
        self.serial += 1;
        let (serial, Command { at, order }) = (self.serial, command);
        let sung = match &order {
            Order::Start(spec) => matches!(spec.source, Source::Sung(_)),
            Order::Steer { .. } | Order::Choir(_) => true,
            Order::Cut { .. } | Order::Hush | Order::Panic => false,
        };
        let other = match &order {
            Order::Start(spec) => spec.cut.map(|group| Order::Cut { group, orbit: spec.orbit }),
            Order::Cut { group, orbit } => Some(Order::Cut { group: *group, orbit: *orbit }),
            Order::Hush => Some(Order::Hush),
            Order::Panic => Some(Order::Panic),
            Order::Steer { .. } | Order::Choir(_) => None,
        };
        let (ring, beside) = if sung { (&mut self.choir, &mut self.band) } else { (&mut self.band, &mut self.choir) };
        ring.send(Sent { serial, at, order }).map_err(|Sent { at, order, .. }| Command { at, order })?;
        if let Some(order) = other {
            // A queue that is full there has worse to tell, and counts this too.
            let _ = beside.send(Sent { serial, at, order });
        }
        Ok(())
    }

    /// Frees what came home; returns how much that was.
    pub fn collect(&mut self) -> usize {
        self.homes.iter_mut().map(|home| std::iter::from_fn(|| home.receive()).count()).sum()
    }

    /// How many commands were refused because a queue was full.
    pub fn refused(&self) -> u64 {
        self.band.refused() + self.choir.refused()
    }
}
