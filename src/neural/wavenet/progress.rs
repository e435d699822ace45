//! How far a sounding note has come, told in the terms of the recordings.
//!
//! ```text
//! recordings: held 1.5 s, then 1 s of release
//! played:     held 0.2 s .. 60 s, then let go      -> age told: at most 1.45 s while held, 1.5 s + since after
//! ```
//!
//! The network never met another age, so longer notes stay at the last one; what was dying away goes on doing so; and a
//! release sounds like the recordings' release, scaled to the loudness at which the note was let go.

use super::acoustics::{Acoustics, Spectrum};
use super::features::{Moment, PLACES};
use super::primer::Primer;
use super::voice::AUDIBLE;

/// The last age that a held note is told.
const LAST: f32 = 1.45;

/// A loudness that falls more slowly than this is held, nepers a second: 4 dB.
const STEADY: f32 = 0.5;

/// When the recordings were let go.
const LET_GO: f32 = 1.5;

/// An age at which an instrument is as loud as it is held.
const HELD: f32 = 0.3;

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

    /// What a mix of instruments should sound like at this moment of a note that is told as `told` and began with a captured sound or
    /// with none.
    pub(super) fn spectrum(
        &self,
        acoustics: &Acoustics,
        places: &[f32; PLACES],
        told: &Moment,
        primer: Option<&Primer>,
    ) -> Spectrum {
        let held = |age: f32| acoustics.at(places, &Moment { age, released: -1.0, ..*told });
        let age = self.age.min(LAST);
        let mut now = held(age);
        if let Some(primer) = primer.filter(|primer| primer.reaches(self.age)) {
            now = primer.over(&now, held(HELD).loudness, self.age);
        }
        let mut ln = now.loudness.ln();
        if self.age > LAST {
            // What dies away goes on dying away; what is held stays, whatever it happened to do at the last.
            let slope = (ln - held(LAST - 0.5).loudness.ln()) / 0.5;
            ln += (slope + STEADY).min(0.0) * (self.age - LAST);
        }
        if self.released.is_some() {
            // As the recordings change after they are let go, so does this note from where it was.
            let (after, before) = (acoustics.at(places, told), held(LAST));
            ln += (after.loudness / before.loudness).ln().min(0.0);
            for (x, (a, b)) in now.partials.iter_mut().zip(after.partials.iter().zip(&before.partials)) {
                *x += a - b;
            }
            for (x, (a, b)) in now.noise.iter_mut().zip(after.noise.iter().zip(&before.noise)) {
                *x += a - b;
            }
        }
        now.loudness = ln.clamp(-12.0, -0.2).exp();
        now
    }

    /// Whether the note has died away: too quiet after its release, or at the end of the longest one.
    pub(super) fn is_over(&self, loudness: f32) -> bool {
        self.released.is_some_and(|since| since >= LONGEST || loudness < AUDIBLE)
    }
}
