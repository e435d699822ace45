//! Where the notes of a recording lie: its level, the silences between, the moment a note is let go.
//!
//! ```text
//! level    ____/~~~~~~\____/~~~~~\____        25 ms at a time, every 5 ms, in dB
//! cut          [0        ) [1       )         each with its release, which ends where silence or the next note begins
//! held         <----->      <---->            up to the knee where it falls off
//! ```

use std::ops::Range;

/// Moments after a note in which its sudden end shows.
const STOP: usize = 4;
/// Below any recording, in dB.
const NOTHING: f64 = -120.0;
/// How far under the loudest moment a note may begin, in dB.
const DEPTH: f64 = 50.0;
/// Silences shorter than this, in seconds, lie inside a note.
const BREATH: f64 = 0.06;
/// A dip of so many dB between two loud moments parts two notes, also where it is no silence.
const DIP: f64 = 24.0;
/// The longest release after a note has fallen to the threshold, in seconds.
const TAIL: f64 = 0.6;

/// The level of a recording over time.
#[derive(Clone, Debug)]
pub struct Levels {
    /// dB relative to full scale (RMS), one every [`Levels::hop`] samples.
    pub decibels: Vec<f64>,
    /// Samples from value to value.
    pub hop: usize,
    /// The level that nine in ten moments exceed, in dB: the room, where there are silences.
    pub floor: f64,
    /// The highest level, in dB.
    pub top: f64,
    rate: f64,
}

impl Levels {
    /// Measures a recording of `rate` samples a second.
    pub fn new(samples: &[f32], rate: u32) -> Levels {
        let rate = f64::from(rate.max(200));
        let (hop, half) = ((0.005 * rate) as usize, (0.0125 * rate) as usize);
        let mut sums = Vec::with_capacity(samples.len() + 1);
        let mut sum = 0.0;
        sums.push(sum);
        for &x in samples {
            sum += f64::from(x) * f64::from(x);
            sums.push(sum);
        }
        let level = |at: usize| {
            let (from, to) = (at.saturating_sub(half), (at + half).min(samples.len()));
            let mean = (sums[to] - sums[from]) / (to - from).max(1) as f64;
            10.0 * mean.max(1e-12).log10()
        };
        let decibels: Vec<f64> = (0..samples.len() / hop.max(1)).map(|i| level(i * hop)).collect();
        let mut sorted = decibels.clone();
        sorted.sort_by(f64::total_cmp);
        let floor = sorted.get(sorted.len() / 10).copied().unwrap_or(NOTHING);
        let top = sorted.last().copied().unwrap_or(NOTHING);
        Levels { decibels, hop, floor, top, rate }
    }

    fn frames(&self, seconds: f64) -> usize {
        (seconds * self.rate / self.hop as f64).round() as usize
    }

    /// The sounding parts, in samples, each with its release. Short noises far under the loudest note (keys, breath) are left out.
    pub fn cut(&self) -> Vec<Range<usize>> {
        let quiet = (self.floor + 12.0).min(self.top - 25.0);
        let open = (self.top - DEPTH).max(quiet).max(-80.0);
        let mut loud: Vec<Range<usize>> = Vec::new();
        for (i, _) in self.decibels.iter().enumerate().filter(|(_, level)| **level > open) {
            match loud.last_mut() {
                Some(last) if i <= last.end + self.frames(BREATH) => last.end = i + 1,
                _ => loud.push(i..i + 1),
            }
        }
        let mut parts: Vec<Range<usize>> = loud.into_iter().flat_map(|part| self.at_dips(part)).collect();
        let top = |part: &Range<usize>| self.decibels[part.clone()].iter().copied().fold(NOTHING, f64::max);
        parts.retain(|part| part.len() >= self.frames(0.15) || top(part) > self.top - 20.0);
        let ends: Vec<usize> = parts.iter().skip(1).map(|next| next.start).chain([self.decibels.len()]).collect();
        for (part, end) in parts.iter_mut().zip(ends) {
            let most = end.min(part.end + self.frames(TAIL));
            let still = |level: &f64| *level > self.floor + 4.0 && *level > -90.0;
            let rings = self.decibels[part.end.min(most)..most].iter().take_while(|level| still(level)).count();
            part.end = (part.end + rings.max(STOP)).min(end);
        }
        parts.into_iter().map(|part| part.start * self.hop..part.end * self.hop).collect()
    }

    /// A sounding part, parted where its level dips deeply and comes back.
    fn at_dips(&self, part: Range<usize>) -> Vec<Range<usize>> {
        let (mut found, mut start) = (Vec::new(), part.start);
        let (mut top, mut low) = (NOTHING, (f64::INFINITY, part.start));
        for i in part.clone() {
            let level = self.decibels[i];
            if level < low.0 {
                low = (level, i);
            }
            if top - low.0 >= DIP && level - low.0 >= DIP {
                found.push(start..low.1);
                (start, top, low) = (low.1, level, (level, i));
            }
            if level > top {
                (top, low) = (level, (level, i));
            }
        }
        found.push(start..part.end);
        found
    }

    /// When the note that these levels are of was let go, in samples: the knee after which it falls steeply. `None` where it
    /// falls as it fell before, or not at all: it rings on to its end.
    pub fn let_go(&self) -> Option<usize> {
        let loud = self.decibels.iter().position(|level| *level > self.top - 6.0)?;
        let least = (self.top - 45.0).max(self.floor + 6.0).min(self.top - 15.0);
        let last = self.decibels.iter().rposition(|level| *level > least)?;
        let end = (last + 1 + STOP).min(self.decibels.len());
        if end <= last + 2 {
            return None;
        }
        let values: Vec<f64> = self.decibels[loud..end].iter().map(|level| level.max(self.top - 60.0)).collect();
        let line = Lines::new(&values);
        let knees = self.frames(0.04)..(end - loud).saturating_sub(2);
        let error = |knee: usize| line.fit(0..knee).1 + line.fit(knee..end - loud).1;
        let knee = knees.min_by(|a, b| error(*a).total_cmp(&error(*b)))?;
        let second = self.rate / self.hop as f64;
        let (before, after) = (line.fit(0..knee).0 * second, line.fit(knee..end - loud).0 * second);
        let falls = -after * (end - loud - knee) as f64 / second;
        (after < -40.0 && after < 2.5 * before - 20.0 && falls >= 12.0).then(|| (loud + knee) * self.hop)
    }
}

/// Straight lines through stretches of numbers, each in constant time.
struct Lines {
    /// Sums up to each number: y, x y, y y.
    sums: Vec<(f64, f64, f64)>,
}

impl Lines {
    fn new(values: &[f64]) -> Lines {
        let mut sums = vec![(0.0, 0.0, 0.0)];
        let mut sum = (0.0, 0.0, 0.0);
        for (x, &y) in values.iter().enumerate() {
            sum = (sum.0 + y, sum.1 + x as f64 * y, sum.2 + y * y);
            sums.push(sum);
        }
        Lines { sums }
    }

    /// The slope of the best line, and the sum of squares it leaves.
    fn fit(&self, range: Range<usize>) -> (f64, f64) {
        let n = range.len() as f64;
        let (a, b) = (self.sums[range.start], self.sums[range.end]);
        let (y, xy, yy) = (b.0 - a.0, b.1 - a.1, b.2 - a.2);
        let mean = range.start as f64 + (n - 1.0) / 2.0;
        let spread = n * (n * n - 1.0) / 12.0;
        let both = xy - mean * y;
        let slope = if spread > 0.0 { both / spread } else { 0.0 };
        (slope, (yy - y * y / n.max(1.0) - slope * both).max(0.0))
    }
}
