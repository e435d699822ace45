//! How freely a note draws its next code: at random while it is not there yet, calmer once it speaks.
//!
//! ```text
//! heat 1 |--.                                   .--.           a note that falls silent is woken
//!        |   `-.                               |    `-.
//!      0 |      `------------------------------'       `---
//!          start   0.2 .. 1 s: it settles      it fell silent
//! ```
//!
//! Codes drawn at the temperature of the recordings carry more noise than these had, since every slip is heard and answered;
//! drawn near the likeliest, they are as clean, but a network that draws so from silence stays in it or falls into a cycle of
//! its own. Hence both in turn. How long they take was measured on pitches that were looked at while learning: settling within
//! 0.1 s lets some notes of the clarinet fall silent. Noise on what the network hears of itself, as in training, helps a start and
//! a waking. Knows no network.

use super::codec::LEVEL;

/// Temperature of the draws at heat 0, where the performer's is 1.
const CALM: f32 = 0.1;

/// Seconds in which the heat of a start falls to a third.
const SETTLE: f32 = 0.3;

/// Deviation of the noise on the history of a new note and of a silent one, in codes.
const NOISE: f32 = 16.0;

/// Seconds in which that of a start falls to a third.
const NOISE_SETTLE: f32 = 0.052;

/// Seconds over which the sound's power is measured.
const SPAN: f32 = 0.02;

/// A note under this share of the level it is expected to have does not speak.
const SPEAKS: f32 = 0.3;

/// The heat of a note.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heat {
    start: f32,
    /// What is left of the noise.
    noise: f32,
    power: f32,
    /// What a step leaves of each.
    keep: [f32; 3],
}

impl Heat {
    /// That of a note's first step.
    pub(super) fn new() -> Heat {
        Heat { start: 1.0, noise: 1.0, power: 0.0, keep: [1.0; 3] }
    }

    /// From now on steps come at `rate` a second.
    pub(super) fn set_rate(&mut self, rate: f32) {
        self.keep = [SETTLE, NOISE_SETTLE, SPAN].map(|seconds| (-1.0 / (seconds * rate)).exp());
    }

    /// Hears a step of the sound, before it gets its loudness: [`LEVEL`] is the level it should have.
    pub(super) fn hear(&mut self, x: f32) {
        self.start *= self.keep[0];
        self.noise *= self.keep[1];
        self.power = x * x + (self.power - x * x) * self.keep[2];
    }

    /// The temperature of the next draw, where the performer's is `temp`: that itself at heat 1, a tenth of its cube at heat 0,
    /// so that it is heard in a settled note too.
    pub(super) fn temperature(&self, temp: f32) -> f32 {
        let calm = CALM * temp.powi(3);
        calm + (temp - calm) * self.start.max(self.silence())
    }

    /// Deviation of the noise on what the network hears of itself, in codes.
    pub(super) fn noise(&self) -> f32 {
        NOISE * self.noise.max(self.silence())
    }

    /// 1 in silence, 0 where the note speaks.
    fn silence(&self) -> f32 {
        (1.0 - self.power / (SPEAKS * LEVEL).powi(2)).max(0.0)
    }
}

#[cfg(test)]
mod tests;
