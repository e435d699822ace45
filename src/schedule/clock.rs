//! The one time base: frames that the output has rendered. Wall clocks stay outside.
//!
//! ```text
//! FakeClock: now 0 -> forward(4800) -> now 4800        a test moves time by hand, also backwards jitter-free
//! ```
//!
//! A clock never goes back; it stands still while its device is gone.

use crate::units::Frame;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Says how far the output has come.
pub trait Clock: Send {
    /// The first frame that is not rendered yet.
    fn now(&self) -> Frame;
    /// Frames a second.
    fn rate(&self) -> u32;
    /// When the device last asked for which frame, in microseconds of the device's clock, which wrap around.
    fn mark(&self) -> Option<(Frame, u32)> {
        None
    }
}

/// A clock that moves only when told. Clones show the same time.
#[derive(Clone, Debug)]
pub struct FakeClock {
    now: Arc<AtomicI64>,
    rate: u32,
}

impl FakeClock {
    /// At frame 0, with `rate` frames a second.
    pub fn new(rate: u32) -> Self {
        Self { now: Arc::new(AtomicI64::new(0)), rate }
    }

    /// Lets `frames` pass; negative numbers are ignored, time does not go back.
    pub fn forward(&self, frames: i64) {
        self.now.fetch_add(frames.max(0), Ordering::Relaxed);
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Frame {
        Frame(self.now.load(Ordering::Relaxed))
    }

    fn rate(&self) -> u32 {
        self.rate
    }
}
