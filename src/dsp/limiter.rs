//! The last thing before the air: no true peak above -1 dBFS, and not one sample changed while the music stays below it.
//!
//! ```text
//! in   ...../\....      out = in, 64 frames later, times a gain that is down *before* the peak arrives
//! gain ---\____/--
//! ```
//!
//! True peak: between samples too, by fourfold oversampling (ITU-R BS.1770-4, annex 2). The gain is the least that the next
//! 59 frames ask for, averaged over 59 frames (a lookahead limiter), and comes back in about 100 ms.
//! Delay: exactly [`BLOCK`] frames.

use super::{BLOCK, Stereo};
use crate::units::Decibels;

/// The ceiling.
pub const CEILING: Decibels = Decibels(-1.0);

const PHASES: usize = 4;
const TAPS: usize = 12;
/// Frames of lookahead: with the 6 of the oversampling they make one block, less the peak's own frame.
const WINDOW: usize = BLOCK - TAPS / 2 + 1;

/// A stereo limiter: both channels get the same gain, so that the image stays.
pub struct Limiter {
    ceiling: f32,
    filter: [[f32; TAPS]; PHASES],
    /// The end of the last block, for the oversampling; then the block that waits to be heard.
    last: Stereo,
    /// Gains asked for and least gains, the last two windows.
    asked: [f32; 2 * BLOCK],
    least: [f32; 2 * BLOCK],
    taken: f32,
    keep: f32,
    /// Blocks since anything was limited: after two the gain is 1 for certain.
    calm: u32,
}

impl Limiter {
    /// For `rate` frames a second.
    pub fn new(rate: f32) -> Self {
        let mut filter = [[0.0; TAPS]; PHASES];
        for (phase, row) in filter.iter_mut().enumerate() {
            let mut sum = 0.0;
            for (tap, y) in row.iter_mut().enumerate() {
                let x = tap as f32 - (TAPS / 2) as f32 + phase as f32 / PHASES as f32;
                let sinc =
                    if x.abs() < 1e-6 { 1.0 } else { (std::f32::consts::PI * x).sin() / (std::f32::consts::PI * x) };
                *y = sinc * (0.5 + 0.5 * (std::f32::consts::PI * x / (TAPS as f32 / 2.0 + 0.5)).cos());
                sum += *y;
            }
            for y in row {
                *y /= sum;
            }
        }
        // A hair below the ceiling pays for the oversampling's own error.
        let ceiling = CEILING.gain() * Decibels(-0.1).gain();
        let keep = (-1.0 / (0.1 * rate)).exp();
        let (asked, least) = ([1.0; 2 * BLOCK], [1.0; 2 * BLOCK]);
        Self { ceiling, filter, last: Stereo::SILENCE, asked, least, taken: 0.0, keep, calm: 2 }
    }

    /// Forgets what it heard.
    pub fn reset(&mut self) {
        self.last = Stereo::SILENCE;
        (self.asked, self.least, self.taken, self.calm) = ([1.0; 2 * BLOCK], [1.0; 2 * BLOCK], 0.0, 2);
    }

    /// Takes a block in, gives the block before it, limited. Returns the least gain in it, 1 where nothing was done.
    pub fn process(&mut self, block: &mut Stereo) -> f32 {
        // Between samples the interpolation can at most double a level; below that nothing can reach the ceiling.
        let loudest = block.peak().max(self.last.peak());
        let calm = loudest * 2.0 < self.ceiling && self.taken == 0.0;
        self.calm = if calm { self.calm.saturating_add(1) } else { 0 };
        if self.calm > 2 {
            std::mem::swap(block, &mut self.last);
            return 1.0;
        }
        self.asked.copy_within(BLOCK.., 0);
        self.least.copy_within(BLOCK.., 0);
        for frame in 0..BLOCK {
            let peak = self.peak_at(&block.left, &self.last.left, frame).max(self.peak_at(
                &block.right,
                &self.last.right,
                frame,
            ));
            let needed = if peak > self.ceiling { self.ceiling / peak } else { 1.0 };
            // Kept as what is taken away: near 1 a gain in single precision would stop moving.
            let left = self.taken * self.keep;
            self.taken = (1.0 - needed).max(if left < 1e-4 { 0.0 } else { left });
            self.asked[BLOCK + frame] = 1.0 - self.taken;
            let window = &self.asked[BLOCK + frame + 1 - WINDOW..=BLOCK + frame];
            self.least[BLOCK + frame] = window.iter().fold(1.0, |a: f32, &b| a.min(b));
        }
        let mut lowest = 1.0f32;
        for frame in 0..BLOCK {
            let window = &self.least[BLOCK + frame + 1 - WINDOW..=BLOCK + frame];
            // Summed as what is taken away: where nothing is, the gain is exactly 1.
            let taken: f32 = window.iter().map(|g| 1.0 - g).sum();
            let gain = 1.0 - taken / WINDOW as f32;
            lowest = lowest.min(gain);
            self.last.left[frame] *= gain;
            self.last.right[frame] *= gain;
        }
        std::mem::swap(block, &mut self.last);
        lowest
    }

    /// The true peak around the sample six frames before `frame` of the new block.
    fn peak_at(&self, now: &[f32; BLOCK], before: &[f32; BLOCK], frame: usize) -> f32 {
        let mut past = [0.0; TAPS];
        for (tap, x) in past.iter_mut().enumerate() {
            let at = frame + 1 + tap;
            *x = if at >= TAPS { now[at - TAPS] } else { before[BLOCK + at - TAPS] };
        }
        let mut peak = past[TAPS / 2 - 1].abs().max(past[TAPS / 2].abs());
        for row in &self.filter {
            let y: f32 = row.iter().zip(&past).map(|(a, b)| a * b).sum();
            peak = peak.max(y.abs());
        }
        peak
    }
}
