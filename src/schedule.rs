//! From patterns to triggers, in time: which event of which slot starts on which frame.
//!
//! ```text
//! cycle 2                      3 (boundary: what is pending is swapped in here)
//!   |--bd--------sn------------|--bd--
//!        ^ now      ^ horizon        everything before the horizon has been handed to the sinks;
//!        |<- look-ahead ->|          commands take effect at the horizon, never before it
//! ```
//!
//! A [`Scheduler`] is plain and deterministic: it reads no clock and starts no thread. The same commands at the same
//! horizons give the same triggers, however the time between is cut. [`Pace`] drives it by a [`Clock`], a bounded
//! look-ahead before what sounds. This floor knows no text and no device: sound, MIDI and tests are [`Sink`]s.

mod ask;
mod clock;
mod controls;
mod glance;
mod pace;
mod scheduler;
mod sink;
mod slot;

pub use clock::{Clock, FakeClock};
pub use controls::{ControlHistory, Setting};
pub use pace::{Pace, Tick};
pub use scheduler::{Advance, Coming, QueryFault, Scheduler, Transform};
pub use sink::{Collect, SendTriggerError, Sink, Trigger};
pub use slot::{SlotId, SlotNames, SlotState, When};
