//! How loud everything is, for the screen.
//!
//! ```text
//! d1 ####--  d2 ##----   limiter -1.2 dB   17 voices
//! ```
//!
//! Written about fifty times a second; only the newest matters.

use crate::units::Frame;

/// Slots with a meter of their own; the level of slot n is in place n mod this.
pub const METERED_SLOTS: usize = 32;

/// The level of something since the last reading.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Level {
    /// The largest sample, 1 is full scale.
    pub peak: f32,
    /// Root of the mean square.
    pub rms: f32,
}

/// Levels and counts at a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Meters {
    /// The end of the stretch that was measured.
    pub at: Frame,
    /// Slot by slot, before the effects of the orbits.
    pub slots: [Level; METERED_SLOTS],
    /// The sum, after the limiter: left and right.
    pub master: [Level; 2],
    /// The least gain of the limiter, 1 where it did nothing.
    pub limiter: f32,
    /// Voices that sound.
    pub voices: u16,
}

impl Default for Meters {
    fn default() -> Self {
        let (slots, master) = ([Level::default(); METERED_SLOTS], [Level::default(); 2]);
        Self { at: Frame(0), slots, master, limiter: 1.0, voices: 0 }
    }
}

/// Collects levels over several blocks.
#[derive(Clone, Copy)]
pub(super) struct Collector {
    peaks: [f32; METERED_SLOTS + 2],
    squares: [f32; METERED_SLOTS + 2],
    pub(super) limiter: f32,
}

impl Collector {
    pub(super) const EMPTY: Self =
        Self { peaks: [0.0; METERED_SLOTS + 2], squares: [0.0; METERED_SLOTS + 2], limiter: 1.0 };

    /// Adds what a voice of a slot made: both channels count as one line.
    pub(super) fn slot(&mut self, slot: u16, left: &[f32], right: &[f32]) {
        let at = usize::from(slot) % METERED_SLOTS;
        self.line(at, left, 0.5);
        self.line(at, right, 0.5);
    }

    /// Adds a channel of the sum.
    pub(super) fn master(&mut self, channel: usize, samples: &[f32]) {
        self.line(METERED_SLOTS + channel, samples, 1.0);
    }

    fn line(&mut self, at: usize, samples: &[f32], share: f32) {
        let mut squares = 0.0;
        for x in samples {
            self.peaks[at] = self.peaks[at].max(x.abs());
            squares += x * x;
        }
        self.squares[at] += share * squares;
    }

    /// What was collected over `frames` frames that end at `at`.
    pub(super) fn meters(&self, at: Frame, frames: usize, voices: usize) -> Meters {
        let level =
            |place: usize| Level { peak: self.peaks[place], rms: (self.squares[place] / frames.max(1) as f32).sqrt() };
        Meters {
            at,
            slots: std::array::from_fn(level),
            master: [level(METERED_SLOTS), level(METERED_SLOTS + 1)],
            limiter: self.limiter,
            voices: voices as u16,
        }
    }
}
