//! Another number of frames a second, where the number that comes in may change at any moment: a tape whose speed is turned.
//!
//! ```text
//! in   |   |   |   |   |  |  |  |  | | | |      pieces of 16 samples, each of its own rate
//! out  |  |  |  |  |  |  |  |  |  |  |  |       one rate; each is the sum of 48 inputs around it,
//!            `- weighed by a sinc              or more, where the input is the faster side
//! ```
//!
//! The place between the inputs is counted in whole 2^-32ths, so nothing adds up; it alone says when the next piece is fetched,
//! so the output does not depend on how `process` is cut. The first output lies on the first input: what comes after an output
//! is fetched ahead, there is no delay. Window: Kaiser's with beta 8 (about -80 dB); the passband ends at 0.8 of the lower
//! Nyquist frequency. Whoever makes pieces for several of these at once asks each how far it can `read`, and lets it `take` what is
//! lacking; `process` does it for one. A ratio that stays the same wants `resample`.

use std::f64::consts::PI;
use std::sync::LazyLock;

use super::resample::kaiser;

/// Samples in a piece.
pub const PIECE: usize = 16;

/// Zeros of the sinc on either side.
const ZEROS: usize = 24;

/// Places in the table from one zero to the next.
const FINE: usize = 256;

/// Where the sinc cuts, in shares of the lower Nyquist frequency.
const CUTOFF: f64 = 0.92;

/// Parts of a sample in which a place is counted.
const WHOLE: u64 = 1 << 32;

/// The right half of the windowed sinc.
struct Sinc {
    /// Place by place; one more for what is read between the last two.
    fine: [f32; ZEROS * FINE + 2],
    /// The same by the place between two zeros: for each, the weights of inputs that lie one apart.
    combs: [[f32; ZEROS]; FINE + 1],
}

static SINC: LazyLock<Sinc> = LazyLock::new(|| {
    let fine: [f32; ZEROS * FINE + 2] = std::array::from_fn(|i| {
        let x = i as f64 / FINE as f64;
        let sinc = if i == 0 { 1.0 } else { (PI * CUTOFF * x).sin() / (PI * CUTOFF * x) };
        (CUTOFF * sinc * kaiser(x / ZEROS as f64, 8.0)) as f32
    });
    let combs = std::array::from_fn(|from| std::array::from_fn(|k| fine[from + k * FINE]));
    Sinc { fine, combs }
});

/// The change of rate of one channel.
pub struct Varispeed {
    sinc: &'static Sinc,
    rate: f32,
    fastest: f32,
    /// How many inputs an output may reach on either side.
    reach: usize,
    /// Inputs, oldest first; `filled` of them are there. Pieces lie at multiples of `PIECE`.
    inputs: Box<[f32]>,
    filled: usize,
    /// For each piece, from output to output in 2^-32ths of a sample.
    steps: Box<[u64]>,
    /// The place of the next output: an input, and 2^-32ths after it.
    at: usize,
    part: u64,
}

impl Varispeed {
    /// To `rate` frames a second, from at most `fastest` samples a second; both at least 1.
    #[allow(clippy::disallowed_macros, reason = "runs before the stream starts")]
    pub fn new(rate: f32, fastest: f32) -> Self {
        let (rate, fastest) = (rate.max(1.0), fastest.max(1.0));
        let reach = (ZEROS as f32 * (fastest / rate).max(1.0)).ceil() as usize + 1;
        let pieces = (2 * reach).div_ceil(PIECE) + 8;
        let inputs = vec![0.0; pieces * PIECE].into_boxed_slice();
        let steps = vec![WHOLE; pieces].into_boxed_slice();
        let mut made = Self { sinc: &SINC, rate, fastest, reach, inputs, filled: 0, steps, at: 0, part: 0 };
        made.reset();
        made
    }

    /// Forgets what it heard: the next output lies on the first sample of the next piece.
    pub fn reset(&mut self) {
        self.inputs.fill(0.0);
        self.filled = self.reach.next_multiple_of(PIECE);
        (self.at, self.part) = (self.filled, 0);
    }

    /// Fills `out`. `next` overwrites a piece of `PIECE` samples and says how many a second these are,
    /// from 1 to the fastest.
    pub fn process(&mut self, out: &mut [f32], mut next: impl FnMut(&mut [f32]) -> f32) {
        let mut made = self.read(out);
        while made < out.len() {
            let rate = next(self.room());
            self.take(rate);
            made += self.read(&mut out[made..]);
        }
    }

    /// Fills `out` as far as the pieces reach; how far that is. Where it is not the whole, a piece is lacking.
    pub fn read(&mut self, out: &mut [f32]) -> usize {
        for (made, y) in out.iter_mut().enumerate() {
            if self.filled <= self.at + self.reach {
                return made;
            }
            let step = self.steps[self.at / PIECE];
            *y = self.sum((WHOLE as f32 / step as f32).min(1.0));
            self.part += step;
            self.at += (self.part / WHOLE) as usize;
            self.part %= WHOLE;
        }
        out.len()
    }

    /// Where the next piece is to be written: `PIECE` samples. It counts once it is taken.
    pub fn room(&mut self) -> &mut [f32] {
        if self.filled == self.inputs.len() {
            // No output reaches back further than this.
            let pieces = (self.at - self.reach) / PIECE;
            self.inputs.copy_within(pieces * PIECE.., 0);
            self.steps.copy_within(pieces.., 0);
            self.at -= pieces * PIECE;
            self.filled -= pieces * PIECE;
        }
        &mut self.inputs[self.filled..][..PIECE]
    }

    /// Takes the piece that has been written where there was room, of so many samples a second, from 1 to the fastest.
    pub fn take(&mut self, rate: f32) {
        let step = f64::from(rate.clamp(1.0, self.fastest)) / f64::from(self.rate);
        self.steps[self.filled / PIECE] = (step * WHOLE as f64).round() as u64;
        self.filled += PIECE;
    }

    /// The output at the present place. `squeeze` is the share of the input's band that the output can carry: by it the sinc is
    /// made wider and lower.
    fn sum(&self, squeeze: f32) -> f32 {
        let part = self.part as f32 / WHOLE as f32;
        if squeeze == 1.0 {
            return self.whole(part);
        }
        let count = (ZEROS as f32 / squeeze) as usize;
        let scale = squeeze * FINE as f32;
        let sinc = &self.sinc.fine;
        let weight = |away: f32| {
            let place = away * scale;
            let i = (place as usize).min(ZEROS * FINE);
            sinc[i] + (sinc[i + 1] - sinc[i]) * (place - i as f32).min(1.0)
        };
        let before = self.inputs[self.at - count..=self.at].iter().rev();
        let after = self.inputs[self.at + 1..][..count].iter();
        let left: f32 = before.enumerate().map(|(k, x)| x * weight(k as f32 + part)).sum();
        let right: f32 = after.enumerate().map(|(k, x)| x * weight(k as f32 + 1.0 - part)).sum();
        squeeze * (left + right)
    }

    /// The output `part` of the way to the next input, where the sinc is as wide as the inputs are: eight sums side by side.
    fn whole(&self, part: f32) -> f32 {
        let comb = |place: f32| {
            let at = (place as usize).min(FINE - 1);
            (&self.sinc.combs[at], &self.sinc.combs[at + 1], place - at as f32)
        };
        let (left, right) = (comb(part * FINE as f32), comb((1.0 - part) * FINE as f32));
        let before = &self.inputs[self.at + 1 - ZEROS..=self.at];
        let after = &self.inputs[self.at + 1..][..ZEROS];
        let mut sums = [0.0f32; 8];
        for from in (0..ZEROS).step_by(8) {
            for (i, sum) in sums.iter_mut().enumerate() {
                let k = from + i;
                let weight =
                    |(low, high, share): (&[f32; ZEROS], &[f32; ZEROS], f32)| low[k] + (high[k] - low[k]) * share;
                *sum += before[ZEROS - 1 - k] * weight(left) + after[k] * weight(right);
            }
        }
        sums.iter().sum()
    }
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests are no audio thread")]
mod tests;
