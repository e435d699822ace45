//! What a block asks to be done: plain data and patterns; `session` carries it out.
//!
//! ```text
//! d1 $ s "bd"      Play { slot: 1, pattern, now: false }          hush      Hush
//! ```

use crate::diagnostic::SourceSpan;
use crate::pattern::{ControlMap, Pattern, Value};
use crate::time::Cycle;
use std::fmt;
use std::sync::Arc;

/// Name of a place where one pattern plays: `1` for `d1`, or any name given to `p`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Slot(pub Arc<str>);

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A change laid over every pattern.
pub type Transform = Arc<dyn Fn(Pattern<ControlMap>) -> Pattern<ControlMap> + Send + Sync>;

/// A transition: what plays, from the moment at which it begins and a slot's patterns, the newest first.
pub(super) type Blend = Arc<dyn Fn(Cycle, &[Pattern<ControlMap>]) -> Pattern<ControlMap> + Send + Sync>;

/// Something to do.
#[derive(Clone)]
pub enum Action {
    /// Put a pattern in a slot.
    Play {
        /// Where.
        slot: Slot,
        /// What.
        pattern: Pattern<ControlMap>,
        /// At once (a `!` before the block), or at the next cycle.
        now: bool,
        /// The block in the text.
        span: SourceSpan,
    },
    /// Put a pattern in a slot by way of a transition over what played there.
    Transition {
        /// Where.
        slot: Slot,
        /// What comes.
        pattern: Pattern<ControlMap>,
        /// What plays meanwhile and after.
        blend: Blend,
        /// At once, or from the next cycle on.
        now: bool,
        /// The block in the text.
        span: SourceSpan,
    },
    /// Play one cycle of it, from now.
    Once(Pattern<ControlMap>),
    /// Empty a slot.
    Silence(Slot),
    /// Empty all slots.
    Hush,
    /// Empty all slots and stop every voice.
    Panic,
    /// Hear this slot, and no other that is not solo too.
    Solo(Slot),
    /// Take that back.
    Unsolo(Slot),
    /// Silence a slot while it goes on.
    Mute(Slot),
    /// Take that back.
    Unmute(Slot),
    /// Silence all slots while they go on.
    MuteAll,
    /// No slot is mute any more.
    UnmuteAll,
    /// No slot is solo any more.
    UnsoloAll,
    /// Cycles per second.
    SetCps(f64),
    /// Change every pattern; the identity takes it back.
    All(Transform),
    /// Cycle zero is now.
    ResetCycles,
    /// Set a value that `cF`, `cS`, `cI` and `^name` read.
    SetControl {
        /// Its name.
        name: Arc<str>,
        /// Its value, in time.
        value: Pattern<Value>,
    },
    /// A line to the performer; the interpreter makes it a message.
    Say(Arc<str>),
    /// Names were defined and stay defined.
    Define(Vec<Arc<str>>),
}

impl fmt::Debug for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Play { slot, now, .. } => write!(f, "Play {slot}{}", if *now { " now" } else { "" }),
            Self::Transition { slot, now, .. } => write!(f, "Transition {slot}{}", if *now { " now" } else { "" }),
            Self::Once(_) => f.write_str("Once"),
            Self::Silence(slot) => write!(f, "Silence {slot}"),
            Self::Hush => f.write_str("Hush"),
            Self::Panic => f.write_str("Panic"),
            Self::Solo(slot) => write!(f, "Solo {slot}"),
            Self::Unsolo(slot) => write!(f, "Unsolo {slot}"),
            Self::Mute(slot) => write!(f, "Mute {slot}"),
            Self::Unmute(slot) => write!(f, "Unmute {slot}"),
            Self::MuteAll => f.write_str("MuteAll"),
            Self::UnmuteAll => f.write_str("UnmuteAll"),
            Self::UnsoloAll => f.write_str("UnsoloAll"),
            Self::SetCps(cps) => write!(f, "SetCps {cps}"),
            Self::All(_) => f.write_str("All"),
            Self::ResetCycles => f.write_str("ResetCycles"),
            Self::SetControl { name, .. } => write!(f, "SetControl {name}"),
            Self::Say(text) => write!(f, "Say {text}"),
            Self::Define(names) => write!(f, "Define {}", names.join(" ")),
        }
    }
}
