//! The pitch of one voice, by YIN.
//!
//! ```text
//! d'(lag)  1 |--.      .-.      .-.
//!            |   \    /   \    /   \        how unlike itself a sound is, so many samples later:
//!          0 |    `__'     `__'     `_      the first deep dip is its period
//!            0     T        2T       3T
//! ```
//!
//! A. de Cheveigné and H. Kawahara, "YIN, a fundamental frequency estimator for speech and music", J. Acoust. Soc. Am. 111
//! (2002): the difference function, its cumulative mean normalisation, the absolute threshold. Two things are ours: a dip is
//! passed over where twice or three times its lag fits many times better (its odd harmonics are weak, but there), and the period is read
//! off several periods at once, which keeps high notes exact. Knows one pitch at a time and nothing of notes.

use std::ops::RangeInclusive;

/// A dip below this is a period.
const DEEP: f64 = 0.15;
/// A later dip is the period where it is so many times deeper.
const DEEPER: f64 = 5.0;
/// Dips below this are all good: none is passed over for a deeper one.
const GOOD: f64 = 0.02;
/// Periods shorter than this many samples may hide between the samples.
const HIGH: usize = 64;
/// Independent sums side by side, for the compiler to keep in one register.
const LANES: usize = 8;

/// What was heard at one moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heard {
    /// The fundamental in Hz.
    pub hertz: f64,
    /// The share of the sound that does not repeat: 0 for a steady tone, about 1 for noise.
    pub aperiodicity: f64,
}

/// A reader of pitch with room for its sums.
#[derive(Clone, Debug)]
pub struct Yin {
    rate: f64,
    shortest: usize,
    longest: usize,
    window: usize,
    difference: Vec<f64>,
    normalised: Vec<f64>,
}

impl Yin {
    /// For sounds of `rate` samples a second and pitches in a range of Hz (at least 1, at most a quarter of the rate).
    pub fn new(rate: u32, range: RangeInclusive<f64>) -> Yin {
        let rate = f64::from(rate.max(8));
        let period = |hertz: f64| rate / hertz.clamp(1.0, rate / 4.0);
        let longest = period(*range.start()).ceil() as usize + 2;
        let shortest = (period(*range.end()).floor() as usize).clamp(3, longest - 2);
        let window = longest.next_multiple_of(LANES);
        Yin { rate, shortest, longest, window, difference: vec![0.0; longest + 1], normalised: vec![1.0; longest + 1] }
    }

    /// How many samples one reading takes: two of the longest periods.
    pub fn length(&self) -> usize {
        self.window + self.longest + 1
    }

    /// The pitch at the beginning of `samples`. `None`: fewer than [`Self::length`] samples, silence, or samples that are no numbers.
    pub fn read(&mut self, samples: &[f32]) -> Option<Heard> {
        let samples = samples.get(..self.length())?;
        let power: f64 = samples.iter().map(|&x| f64::from(x) * f64::from(x)).sum();
        if !power.is_finite() || power <= 0.0 {
            return None;
        }
        let mut sum = 0.0;
        for lag in 1..=self.longest {
            let d = unlike(&samples[..self.window], &samples[lag..lag + self.window]);
            sum += d;
            self.difference[lag] = d;
            self.normalised[lag] = if sum > 0.0 { d * lag as f64 / sum } else { 1.0 };
        }
        let (lag, depth) = self.period()?;
        let period = self.refined(lag);
        Some(Heard { hertz: self.rate / period, aperiodicity: depth.clamp(0.0, 1.0) })
    }

    /// How badly the last reading repeats at the period of so many Hz: 0 perfectly, 1 not at all. 1 outside of the range.
    pub fn aperiodicity_at(&self, hertz: f64) -> f64 {
        let lag = self.rate / hertz.max(1e-9);
        let around = (lag.floor() as usize).max(1)..=lag.ceil() as usize + 1;
        let found = around.filter_map(|lag| self.normalised.get(lag)).fold(1.0, |least: f64, &d| least.min(d));
        found.clamp(0.0, 1.0)
    }

    /// The lag of the dip that is taken for the period.
    fn period(&self) -> Option<(usize, f64)> {
        let d = &self.normalised;
        let lags = (self.shortest..self.longest).filter(|&lag| d[lag] <= d[lag - 1] && d[lag] < d[lag + 1]);
        let dips: Vec<usize> = lags.collect();
        let least = dips.iter().map(|&lag| d[lag]).fold(f64::INFINITY, f64::min);
        // Where none is deep, the first that is nearly as deep as any: later ones are its multiples.
        let deep = DEEP.max(least + 0.05);
        let first = dips.iter().copied().find(|&lag| d[lag] < deep)?;
        // Stiff strings make a lesser dip a little before it.
        let around = dips.iter().copied().filter(|lag| (first..=first + first / 5).contains(lag));
        let mut found = around.min_by(|a, b| d[*a].total_cmp(&d[*b])).unwrap_or(first);
        // How deep a dip is between the samples: a high note's period may end halfway between two.
        let depth = |lag: usize| d[lag] * self.bottom(lag) / self.difference[lag].max(1e-30);
        let near = |wanted: usize, reach: usize| {
            let dips = dips.iter().copied().filter(move |lag| lag.abs_diff(wanted) <= reach);
            dips.min_by(|a, b| d[*a].total_cmp(&d[*b]))
        };
        while depth(found) > GOOD {
            let deeper = |times: usize| near(found * times, times).filter(|&lag| depth(lag) * DEEPER < depth(found));
            match deeper(2).or_else(|| deeper(3)) {
                Some(lag) => found = lag,
                None => break,
            }
        }
        let shallow = |lag: usize| if 4 * lag < HIGH { 4.0 * GOOD } else { GOOD };
        for times in [3, 2, 2] {
            let part = near((found + times / 2) / times, 1).filter(|&lag| lag < HIGH && depth(lag) < shallow(lag));
            found = part.unwrap_or(found);
        }
        Some((found, depth(found)))
    }

    /// The period in parts of a sample, from the dips near once, twice, four times the lag and so on.
    fn refined(&self, lag: usize) -> f64 {
        let mut period = self.vertex(lag);
        let mut times = 2.0;
        while times * period < (self.longest - 2) as f64 && times <= 16.0 {
            let near = (times * period).round() as usize;
            let reach = (period / 4.0).clamp(1.0, 3.0) as usize;
            let around = near - reach..=(near + reach).min(self.longest - 1);
            let Some(least) = around.min_by(|a, b| self.difference[*a].total_cmp(&self.difference[*b])) else { break };
            let found = self.vertex(least) / times;
            if (found / period - 1.0).abs() > 0.02 || self.normalised[least] > self.normalised[lag] + 0.1 {
                break;
            }
            (period, times) = (found, times * 2.0);
        }
        period
    }

    /// The parabola through a dip and its neighbours, at its lowest: at least 0.
    fn bottom(&self, lag: usize) -> f64 {
        let (a, b, c) = (self.difference[lag - 1], self.difference[lag], self.difference[(lag + 1).min(self.longest)]);
        let bend = a + c - 2.0 * b;
        if bend > 0.0 { (b - (a - c).powi(2) / (8.0 * bend)).max(0.0) } else { b }
    }

    /// Where it is lowest, in samples.
    fn vertex(&self, lag: usize) -> f64 {
        let (a, b, c) = (self.difference[lag - 1], self.difference[lag], self.difference[(lag + 1).min(self.longest)]);
        let bend = a + c - 2.0 * b;
        lag as f64 + if bend > 0.0 { (0.5 * (a - c) / bend).clamp(-1.0, 1.0) } else { 0.0 }
    }
}

/// The sum of squared differences; both slices are as long, a multiple of `LANES`.
fn unlike(a: &[f32], b: &[f32]) -> f64 {
    let mut sums = [0.0f32; LANES];
    for (a, b) in a.chunks_exact(LANES).zip(b.chunks_exact(LANES)) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            let away = a - b;
            *sum += away * away;
        }
    }
    sums.iter().map(|&sum| f64::from(sum)).sum()
}

#[cfg(test)]
mod tests;
