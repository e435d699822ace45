//! Sound out: triggers become voices, and an output gives their frames to a device, to time itself, or to a file.
//!
//! ```text
//! Trigger -> AudioSink -> engine::Commands ->  Renderer in an Output  -> device (ALSA, JACK, CoreAudio, ..)
//!                                                                     -> null: no device, but time passes
//!                                              Renderer in offline    -> file, as fast as it goes
//! ```
//!
//! The device stage (gain, fade-in, change of rate) comes after the mix: what the engine makes is the same in all three.

mod device;
mod null;
pub mod offline;
mod output;
mod seat;
mod sink;

pub use device::{DeviceInfo, OpenDeviceError, output_devices};
pub use output::{Health, Output, Wish};
pub use sink::AudioSink;
pub use sink::primers::Primers;

use crate::engine::Position;
use crate::schedule::Clock;
use crate::units::Frame;

/// The set's clock: the frames that an engine has handed out.
impl Clock for Position {
    fn now(&self) -> Frame {
        Position::now(self)
    }

    fn rate(&self) -> u32 {
        Position::rate(self)
    }

    fn mark(&self) -> Option<(Frame, u32)> {
        Position::mark(self)
    }
}
