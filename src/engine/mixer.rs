//! Sixteen orbits, each with its delay and its room, and the sum of everything.
//!
//! ```text
//! voice -+- dry --------------------+--> sum
//!        +- delay send -> delay ----+
//!        `- room send  -> room -----'      an orbit whose effects are silent costs nothing
//! ```
//!
//! The effects of an orbit are shared: the last note that uses one sets it.

use super::spec::Sends;
use crate::dsp::delay::{self, Delay};
use crate::dsp::reverb::Reverb;
use crate::dsp::{BLOCK, Stereo};

/// How many orbits there are.
pub const ORBITS: usize = 16;

/// Below this an echo counts as gone: -120 dB.
const GONE: f32 = 1e-6;

struct Orbit {
    delay: Delay,
    room: Reverb,
    to_delay: Stereo,
    to_room: Stereo,
    used: [bool; 2],
    /// Blocks for which each effect still runs although nothing is heard: an echo may be on its way.
    runs: [u32; 2],
}

/// Sums voices and runs the effects.
pub(super) struct Mixer {
    orbits: Box<[Orbit]>,
    sum: Stereo,
    patience: u32,
}

impl Mixer {
    #[allow(clippy::disallowed_methods, reason = "runs before the stream starts")]
    pub(super) fn new(rate: f32) -> Self {
        let orbit = |_| Orbit {
            delay: Delay::new(rate),
            room: Reverb::new(rate),
            to_delay: Stereo::SILENCE,
            to_room: Stereo::SILENCE,
            used: [false; 2],
            runs: [0; 2],
        };
        let patience = (delay::LONGEST * rate) as u32 / BLOCK as u32 + 2;
        Self { orbits: (0..ORBITS).map(orbit).collect(), sum: Stereo::SILENCE, patience }
    }

    pub(super) fn reset(&mut self) {
        self.sum = Stereo::SILENCE;
        for orbit in &mut self.orbits {
            orbit.delay.reset();
            orbit.room.reset();
            (orbit.to_delay, orbit.to_room) = (Stereo::SILENCE, Stereo::SILENCE);
            (orbit.used, orbit.runs) = ([false; 2], [0; 2]);
        }
    }

    /// A voice starts on an orbit: the effects it uses are set as it says.
    pub(super) fn set(&mut self, orbit: u8, sends: &Sends) {
        let orbit = &mut self.orbits[usize::from(orbit) % ORBITS];
        if sends.delay > 0.0 {
            orbit.delay.set(sends.delay_time, sends.delay_feedback);
        }
        if sends.room > 0.0 {
            orbit.room.set(sends.size);
        }
    }

    /// Adds a block of a voice.
    pub(super) fn add(&mut self, orbit: u8, sends: &Sends, block: &Stereo) {
        self.sum.add(block, sends.dry);
        let orbit = &mut self.orbits[usize::from(orbit) % ORBITS];
        if sends.delay > 0.0 {
            orbit.to_delay.add(block, sends.delay);
            orbit.used[0] = true;
        }
        if sends.room > 0.0 {
            orbit.to_room.add(block, sends.room);
            orbit.used[1] = true;
        }
    }

    /// Runs the effects and gives the sum of the block; the next block starts from silence.
    pub(super) fn finish(&mut self) -> Stereo {
        for orbit in &mut self.orbits {
            for effect in 0..2 {
                if orbit.used[effect] {
                    (orbit.used[effect], orbit.runs[effect]) = (false, self.patience);
                }
                if orbit.runs[effect] == 0 {
                    continue;
                }
                let mut heard = Stereo::SILENCE;
                if effect == 0 {
                    orbit.delay.process(&orbit.to_delay, &mut heard);
                    orbit.to_delay = Stereo::SILENCE;
                } else {
                    orbit.room.process(&orbit.to_room, &mut heard);
                    orbit.to_room = Stereo::SILENCE;
                }
                let loud = heard.peak() >= GONE;
                orbit.runs[effect] = if loud { self.patience } else { orbit.runs[effect] - 1 };
                self.sum.add(&heard, 1.0);
            }
        }
        std::mem::replace(&mut self.sum, Stereo::SILENCE)
    }
}
