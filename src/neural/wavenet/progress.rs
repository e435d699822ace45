//! How far a sounding note has come, told in the terms of the recordings.
//!
//! ```text
//! recordings: held 1.5 s, then 1 s of release
//! played:     held 0.2 s .. 60 s, then let go      -> age told: at most 1.45 s while held, 1.5 s + since after
//! ```
//!
//! The network never met another age, so longer notes stay at the last one, their loudness falling on as it fell before; and a
//! release sounds like the recordings' release, scaled to the loudness at which the note was let go.

use super::features::{Moment, PLACES, PLAIN};
use super::perceptron::Perceptron;
use super::voice::AUDIBLE;

/// The last age that a held note is told.
const LAST: f32 = 1.45;

/// When the recordings were let go.
const LET_GO: f32 = 1.5;

/// The longest release, seconds.
const LONGEST: f32 = 1.0;

/// Time since a note's start and since its release.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Progress {
    age: f32,
    released: Option<f32>,
}

impl Progress {
    /// The release begins now; once only.
    pub(super) fn release(&mut self) {
        self.released = self.released.or(Some(0.0));
    }

    pub(super) fn is_released(&self) -> bool {
        self.released.is_some()
    }

    /// Moves on; `still` from 0 to 1 slows a held note's ageing.
    pub(super) fn advance(&mut self, seconds: f32, still: f32) {
        match &mut self.released {
            Some(since) => *since += seconds,
            None => self.age += seconds * (1.0 - still),
        }
    }

    /// What the network is told.
    pub(super) fn moment(&self, pitch: f32, velocity: f32) -> Moment {
        match self.released {
            Some(since) => Moment { pitch, velocity, age: LET_GO + since, released: since },
            None => Moment { pitch, velocity, age: self.age.min(LAST), released: -1.0 },
        }
    }

    /// The loudness (RMS, linear) at this moment.
    pub(super) fn loudness(&self, envelope: &Perceptron, places: &[f32; PLACES], told: &Moment) -> f32 {
        let ln = |moment: Moment| {
            let (mut plain, mut out) = ([0.0; PLAIN], [0.0]);
            moment.write(&mut plain);
            envelope.run(places, &plain, &mut out);
            out[0]
        };
        let held = |age: f32| {
            let at = ln(Moment { age: age.min(LAST), released: -1.0, ..*told });
            // Where it was falling it goes on falling; where it was rising it stays.
            let slope =
                if age > LAST { (at - ln(Moment { age: LAST - 0.5, released: -1.0, ..*told })) / 0.5 } else { 0.0 };
            at + slope.min(0.0) * (age - LAST).max(0.0)
        };
        let value = match self.released {
            None => held(self.age),
            Some(_) => {
                let fall = ln(*told) - ln(Moment { age: LAST, released: -1.0, ..*told });
                held(self.age) + fall.min(0.0)
            }
        };
        value.clamp(-12.0, -0.2).exp()
    }

    /// Whether the note has died away: too quiet after its release, or at the end of the longest one.
    pub(super) fn is_over(&self, loudness: f32) -> bool {
        self.released.is_some_and(|since| since >= LONGEST || loudness < AUDIBLE)
    }
}
