//! A captured sound that notes begin with: how its spectrum went, moment by moment.
//!
//! ```text
//! captured     |##########|#######......|               a voice's "ah", a bell, a take of a session
//! note         |##########|#####++++++++|+++++++++      its loudness, partials, noise; over its last quarter the instrument's come
//! ```
//!
//! The network is told what it should sound like, not who plays, so it sings any sound that can be measured this way, at any pitch: partials
//! move with it, as those of a recording that is played faster. Nothing here measures: that is `train::wavenet`.

use super::acoustics::Spectrum;

/// The captured sound. It is kept as long as the program runs, so that no voice has to let go of it.
#[derive(Debug, PartialEq)]
pub struct Primer {
    moments: Vec<Spectrum>,
    /// Seconds from one moment to the next.
    hop: f32,
}

/// Where the instrument begins to come, as a share of the captured sound's length.
const TURN: f32 = 0.75;

/// What is fainter than this share of the captured sound's loudest moment is silence: it says nothing about its sound.
const SILENCE: f32 = 1e-3;

impl Primer {
    /// From measured moments, `hop` seconds apart, whose loudness counts beside the loudest one's. `None`: nothing sounds in them.
    #[allow(clippy::disallowed_methods, reason = "runs when a sound is captured")]
    pub fn new(mut moments: Vec<Spectrum>, hop: f32) -> Option<Primer> {
        let loudest = moments.iter().map(|moment| moment.loudness).fold(0.0, f32::max);
        let sounds = |moment: &Spectrum| moment.loudness > SILENCE * loudest;
        let count = moments.iter().rposition(sounds)? + 1;
        moments.truncate(count);
        moments.iter_mut().for_each(|moment| moment.loudness = (moment.loudness / loudest).max(SILENCE));
        (count > 1 && hop > 0.0).then_some(Primer { moments, hop })
    }

    /// How long it lasts.
    pub fn seconds(&self) -> f32 {
        (self.moments.len() - 1) as f32 * self.hop
    }

    /// Whether a note of this age still has something of it.
    pub(super) fn reaches(&self, age: f32) -> bool {
        age < self.seconds()
    }

    /// The spectrum of a note that began with it `age` seconds ago, where the instrument by itself would sound as `plain`, and as loud as
    /// `level` when it is held.
    pub(super) fn over(&self, plain: &Spectrum, level: f32, age: f32) -> Spectrum {
        let share = ((age / self.seconds() - TURN) / (1.0 - TURN)).clamp(0.0, 1.0);
        let place = (age / self.hop).clamp(0.0, (self.moments.len() - 1) as f32);
        let at = (place as usize).min(self.moments.len() - 2);
        let mut now = self.moments[at].between(&self.moments[at + 1], place - at as f32);
        now.loudness *= level;
        now.between(plain, share)
    }
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests are no audio thread")]
mod tests;
