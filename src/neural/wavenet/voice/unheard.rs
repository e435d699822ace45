//! A voice that nobody hears: it grows older and makes no steps.
//!
//! ```text
//! loop of its last periods sounds instead     pass(0.01) -> 0.98     so much softer it would be by now
//! ```
//!
//! What the network remembers stays as it is; the next steps go on from there.

use super::Voice;

impl Voice {
    /// Lets time pass without a step: the note grows older, and says by which factor it is louder than before.
    pub fn pass(&mut self, seconds: f32) -> f32 {
        let (acoustics, pitch) = (self.model.acoustics(), self.note.pitch + self.controls.bend);
        let told = self.progress.moment(pitch, self.note.velocity);
        let before = self.progress.spectrum(acoustics, &self.mix, &told, self.primer).loudness;
        self.progress.advance(seconds, self.controls.still);
        self.foreseen = None;
        let told = self.progress.moment(pitch, self.note.velocity);
        let after = self.progress.spectrum(acoustics, &self.mix, &told, self.primer).loudness;
        self.finished |= self.progress.is_over(after);
        // What it sang last was as loud as the end of its frame: from there it goes on.
        self.gain.iter_mut().for_each(|gain| *gain *= after / before);
        after / before
    }
}
