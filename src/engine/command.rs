//! What is said to the audio thread, and what it says back.
//!
//! ```text
//! Command { at: 48000, Start(bd) }     carried out on frame 48000; too late: at once, and reported
//! Command { at: 96000, Hush }          everything sent before this, and meant for later, is dropped; what sounds fades
//! ```
//!
//! Whatever owns memory comes home through [`Commands`] to be freed where that may take time.

use super::{Choir, Steering, VoiceSpec};
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

/// The sending end of the audio thread's commands.
pub struct Commands {
    pub(super) ring: Sender<Command>,
    pub(super) home: Receiver<Retired>,
}

impl Commands {
    /// Sends a command. Before that, frees what came home. A full queue hands the command back and counts it.
    pub fn send(&mut self, command: Command) -> Result<(), Command> {
        self.collect();
        self.ring.send(command)
    }

    /// Frees what came home; returns how much that was.
    pub fn collect(&mut self) -> usize {
        std::iter::from_fn(|| self.home.receive()).count()
    }

    /// How many commands were refused because the queue was full.
    pub fn refused(&self) -> u64 {
        self.ring.refused()
    }
}
