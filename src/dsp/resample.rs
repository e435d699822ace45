//! Another number of frames a second: a bank of windowed sincs, one for every place between two input samples.
//!
//! ```text
//! in  24 kHz   |       |       |            up 2, down 1: two rows of 24 taps, taken in turn
//! out 48 kHz   |   |   |   |   |            44.1 -> 48 kHz: up 160, down 147
//! ```
//!
//! Any ratio of whole numbers that stays the same (`varispeed` is for others); exact over any length, because places are
//! counted, not added up. The window is Kaiser's with beta 9 (about -90 dB); the passband ends at 0.9 of the lower Nyquist
//! frequency. Delay: [`Resampler::delay`].
//! Polyphase resampling: Crochiere and Rabiner, "Multirate Digital Signal Processing" (1983).

use std::f64::consts::PI;

const TAPS: usize = 24;

/// The change of rate of one channel.
pub struct Resampler {
    up: usize,
    down: usize,
    taps: usize,
    /// Row `p` holds the filter for outputs that lie `p / up` after the newest input but `taps / 2`.
    bank: Box<[f32]>,
    /// The last `taps` inputs, twice, so that they always lie in one piece.
    history: Box<[f32]>,
    at: usize,
    place: usize,
}

impl Resampler {
    /// From `from` to `to` frames a second, both at least 1. Equal rates pass samples on untouched.
    #[allow(clippy::disallowed_macros, reason = "runs before the stream starts")]
    pub fn new(from: u32, to: u32) -> Self {
        let (from, to) = (from.max(1), to.max(1));
        let common = gcd(from, to);
        let (up, down) = ((to / common) as usize, (from / common) as usize);
        let taps = if up == down { 2 } else { (TAPS * down.div_ceil(up)).max(TAPS) };
        let mut bank = vec![0.0; up * taps].into_boxed_slice();
        let cutoff = 0.95 * (up as f64 / down as f64).min(1.0);
        for (place, row) in bank.chunks_exact_mut(taps).enumerate() {
            fill(row, place as f64 / up as f64, cutoff);
        }
        if up == down {
            bank.copy_from_slice(&[1.0, 0.0]);
        }
        Self { up, down, taps, bank, history: vec![0.0; 2 * taps].into_boxed_slice(), at: 0, place: 0 }
    }

    /// Forgets what it heard.
    pub fn reset(&mut self) {
        self.history.fill(0.0);
        (self.at, self.place) = (0, 0);
    }

    /// By how many input frames the output lags.
    pub fn delay(&self) -> usize {
        self.taps / 2
    }

    /// How many input samples [`Self::prime`] takes.
    pub fn lead(&self) -> usize {
        self.delay() + 1 - self.down.div_ceil(self.up)
    }

    /// At the start: takes in exactly [`Self::lead`] samples without giving any out. The next output then lies exactly on the
    /// first of them, and the delay is gone.
    pub fn prime(&mut self, input: &[f32]) {
        for &x in input {
            self.take(x);
        }
        self.place = self.down.div_ceil(self.up) * self.up - self.down;
    }

    fn take(&mut self, x: f32) {
        self.history[self.at] = x;
        self.history[self.at + self.taps] = x;
        self.at = if self.at + 1 == self.taps { 0 } else { self.at + 1 };
    }

    /// How many input samples the next `outputs` output samples take.
    pub fn needed(&self, outputs: usize) -> usize {
        (self.place + outputs * self.down) / self.up
    }

    /// Fills `out` from exactly [`Self::needed`] inputs. Inputs that are missing count as silence.
    pub fn process(&mut self, input: &[f32], out: &mut [f32]) {
        let mut input = input.iter();
        for y in out {
            self.place += self.down;
            while self.place >= self.up {
                self.place -= self.up;
                self.take(input.next().copied().unwrap_or(0.0));
            }
            let row = &self.bank[self.place * self.taps..][..self.taps];
            let past = &self.history[self.at..][..self.taps];
            *y = row.iter().zip(past).map(|(a, b)| a * b).sum();
        }
    }
}

/// A whole recording of `channels` interleaved channels at another rate; the filter's delay is taken out, so what was at
/// a moment stays there. For loading: it allocates.
#[allow(clippy::disallowed_macros, clippy::disallowed_methods, reason = "for loading, never on the audio thread")]
pub fn resampled(samples: &[f32], channels: usize, from: u32, to: u32) -> Vec<f32> {
    let channels = channels.max(1);
    let frames = samples.len() / channels;
    if from == to {
        return samples[..frames * channels].to_vec();
    }
    let outputs = (frames as u64 * u64::from(to)).div_ceil(u64::from(from).max(1)) as usize;
    let mut out = vec![0.0; outputs * channels];
    for channel in 0..channels {
        let mut resampler = Resampler::new(from, to);
        let mut line: Vec<f32> = samples.iter().skip(channel).step_by(channels).copied().collect();
        line.extend(std::iter::repeat_n(0.0, resampler.delay() + 2));
        let lead = resampler.lead();
        resampler.prime(&line[..lead]);
        let mut column = vec![0.0; outputs];
        resampler.process(&line[lead..], &mut column);
        for (frame, y) in column.into_iter().enumerate() {
            out[frame * channels + channel] = y;
        }
    }
    out
}

fn fill(row: &mut [f32], place: f64, cutoff: f64) {
    let half = row.len() as f64 / 2.0;
    let mut sum = 0.0;
    let weight = |tap: usize| {
        // Tap `half - 1` is the input at or before the output, the newest input is the last tap.
        let x = tap as f64 - (half - 1.0) - place;
        let sinc = if x.abs() < 1e-9 { 1.0 } else { (PI * cutoff * x).sin() / (PI * cutoff * x) };
        sinc * kaiser(x / half, 9.0)
    };
    for tap in 0..row.len() {
        sum += weight(tap);
    }
    for (tap, y) in row.iter_mut().enumerate() {
        *y = (weight(tap) / sum) as f32;
    }
}

/// Kaiser's window at `x` from -1 to 1; 0 outside.
pub(super) fn kaiser(x: f64, beta: f64) -> f64 {
    if x.abs() >= 1.0 { 0.0 } else { bessel(beta * (1.0 - x * x).sqrt()) / bessel(beta) }
}

/// The modified Bessel function of order 0, by its series.
fn bessel(x: f64) -> f64 {
    let (mut sum, mut term) = (1.0, 1.0);
    for k in 1..40 {
        term *= (x / (2.0 * f64::from(k))).powi(2);
        sum += term;
    }
    sum
}

fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { gcd(b, a % b) }
}
