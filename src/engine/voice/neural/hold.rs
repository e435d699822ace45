//! The last periods of a note, looped: what is heard of a singer that has no time to sing.
//!
//! ```text
//! heard   ~~~~~~~~~~~~|  now     kept  ........[~~~~~~~~]     held  [~~~~~~~~][~~~~~~~~][~~~~~ ..
//!                                  whole periods ^ `- bent into its own beginning: no seam is heard
//! ```
//!
//! As many whole periods as come nearest to 40 ms, so that the pitch stays to half a cent; a bend turns the loop as it would turn
//! the note. Loudness is who plays it's business. Allocates once.

/// Seconds that a loop should last.
const LENGTH: f64 = 0.04;
/// Seconds of the past that are kept: two of the longest periods, and their seam.
const KEPT: f64 = 0.16;
/// The share of a period over which its end is bent into its beginning.
const SEAM: f64 = 0.5;

/// The loop of one voice, and the past it is made from.
pub(super) struct Hold {
    rate: f64,
    past: Box<[f32]>,
    /// Where the next sample of the past goes, and how many there are.
    at: usize,
    filled: usize,
    held: Box<[f32]>,
    length: usize,
    period: f64,
    place: f64,
    /// What its first sample lacks to go on from the last one heard; it dies away over a seam.
    step: f32,
    left: usize,
    seam: usize,
}

impl Hold {
    #[allow(clippy::disallowed_macros, reason = "runs before it is sent to the audio thread")]
    pub(super) fn new(rate: f32) -> Self {
        let rate = f64::from(rate);
        let room = || vec![0.0; (KEPT * rate) as usize].into_boxed_slice();
        Self {
            rate,
            past: room(),
            at: 0,
            filled: 0,
            held: room(),
            length: 0,
            period: 1.0,
            place: 0.0,
            step: 0.0,
            left: 0,
            seam: 1,
        }
    }

    /// Forgets the past.
    pub(super) fn reset(&mut self) {
        (self.at, self.filled, self.length) = (0, 0, 0);
    }

    /// Keeps what was heard.
    pub(super) fn hear(&mut self, sound: &[f32]) {
        for x in sound {
            self.past[self.at] = *x;
            self.at = (self.at + 1) % self.past.len();
        }
        self.filled = (self.filled + sound.len()).min(self.past.len());
    }

    /// The sample so many frames ago, from 1.
    fn ago(&self, frames: usize) -> f32 {
        self.past[(self.at + self.past.len() - frames) % self.past.len()]
    }

    /// Makes the loop of a note of `hertz`; false where too little of it was heard.
    pub(super) fn take(&mut self, hertz: f64) -> bool {
        let period = (self.rate / hertz.max(1.0)).max(2.0);
        let seam = ((SEAM * period) as usize).max(1);
        let fits = ((self.filled.saturating_sub(seam + 1)) as f64 / period).floor();
        let periods = (LENGTH / period * self.rate).round().max(1.0).min(fits);
        if periods < 1.0 {
            return false;
        }
        self.length = (periods * period).round() as usize;
        self.period = self.length as f64 / periods;
        for at in 0..self.length {
            self.held[at] = self.ago(self.length - at);
        }
        for at in 0..seam.min(self.length) {
            let (share, place) = ((at + 1) as f32 / (seam + 1) as f32, self.length - seam.min(self.length) + at);
            let before = self.ago(2 * self.length - place);
            self.held[place] += (before - self.held[place]) * share;
        }
        (self.place, self.left, self.seam) = (0.0, seam, seam);
        self.step = self.ago(1) - self.ago(self.length + 1);
        true
    }

    /// Frames until it stands where a period begins, as it stood when it was taken.
    pub(super) fn until_period(&self) -> usize {
        let into = self.place.rem_euclid(self.period);
        if into < 0.5 { 0 } else { (self.period - into).round() as usize }
    }

    /// The next sample, moved on by so many of its own samples.
    pub(super) fn next(&mut self, speed: f64) -> f32 {
        let (i, part) = (self.place as usize % self.length.max(1), self.place.fract() as f32);
        let (here, after) = (self.held[i], self.held[(i + 1) % self.length.max(1)]);
        self.place = (self.place + speed).rem_euclid(self.length.max(1) as f64);
        let lack = self.step * self.left as f32 / self.seam as f32;
        self.left = self.left.saturating_sub(1);
        here + (after - here) * part + lack
    }
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests are no audio thread")]
mod tests {
    //! A loop goes on without a seam, at the note's pitch.
    use super::Hold;

    fn tone(hertz: f64, n: usize) -> f32 {
        let turns = hertz * n as f64 / 48_000.0;
        (0.3 * (std::f64::consts::TAU * turns).sin() + 0.1 * (std::f64::consts::TAU * 3.0 * turns).sin()) as f32
    }

    #[test]
    fn a_loop_goes_on_where_the_note_was_and_comes_back_in_phase() {
        for hertz in [41.2, 110.0, 233.1, 440.0, 1046.5, 2637.0] {
            let mut hold = Hold::new(48_000.0);
            let heard: Vec<f32> = (0..20_000).map(|n| tone(hertz, n)).collect();
            hold.hear(&heard);
            assert!(hold.take(hertz) && hold.until_period() == 0);
            let held: Vec<f32> = (0..9_600).map(|_| hold.next(1.0)).collect();
            let steepest = heard.windows(2).map(|w| (w[1] - w[0]).abs()).fold(0.0, f32::max);
            for (n, x) in held.iter().enumerate().take(2_000) {
                let away = (x - tone(hertz, 20_000 + n)).abs();
                // A loop is a whole number of frames: half a one out at its end.
                assert!(away < 0.6 * steepest + 0.02, "{hertz} Hz, frame {n}: {away}");
            }
            let step = held.windows(2).map(|w| (w[1] - w[0]).abs()).fold((held[0] - heard[19_999]).abs(), f32::max);
            assert!(step < 1.3 * steepest + 0.01, "{hertz} Hz: {step} after {steepest}");
            let wait = hold.until_period();
            (0..wait).for_each(|_| {
                hold.next(1.0);
            });
            let again = hold.next(1.0);
            assert!((again - tone(hertz, 20_000)).abs() < 0.6 * steepest + 0.02, "{hertz} Hz: {again}");
        }
    }

    #[test]
    fn what_has_hardly_begun_cannot_be_held() {
        let mut hold = Hold::new(48_000.0);
        hold.hear(&[0.1; 300]);
        assert!(!hold.take(100.0) && hold.take(1_000.0));
    }
}
