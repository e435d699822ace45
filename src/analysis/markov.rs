//! Markov models of melodies: the yardstick for the note networks.
//!
//! ```text
//! tokens   joint (pitch, duration)          or relative (interval, duration)
//! p(t | context) = (count + kinds * p(t | shorter context)) / (total + kinds)      Witten and Bell (1991), down to 1 / vocabulary
//! cached   the same interpolation once more, over what the tune itself did after its own contexts of 2 and 3
//! ```
//!
//! Folk tunes repeat, so the cached one is the honest baseline. Rests are no tokens; notes 2 to N are scored.

use std::collections::{BTreeMap, HashMap};

/// A melody as the models read it: (MIDI pitch, ticks) in order.
pub type Line = Vec<(i32, i32)>;

const ORDERS: usize = 6;
/// A context of up to five tokens, 20 bits each, and its length above them.
type Context = u128;

fn context(tokens: &[u32]) -> Context {
    tokens.iter().fold(tokens.len() as u128, |c, t| (c << 20) | u128::from(*t))
}

/// What followed contexts, and how often.
#[derive(Debug, Default, Clone)]
struct Counts {
    pairs: HashMap<(Context, u32), u32>,
    contexts: HashMap<Context, (u32, u32)>,
}

impl Counts {
    fn add(&mut self, context: Context, token: u32) {
        let pair = self.pairs.entry((context, token)).or_default();
        let all = self.contexts.entry(context).or_default();
        *pair += 1;
        all.0 += 1;
        all.1 += u32::from(*pair == 1);
    }

    /// One step of the interpolation: `below` is the probability by the shorter context.
    fn mix(&self, context: Context, token: u32, below: f64) -> f64 {
        let Some((total, kinds)) = self.contexts.get(&context) else { return below };
        let count = self.pairs.get(&(context, token)).copied().unwrap_or(0);
        (f64::from(count) + f64::from(*kinds) * below) / f64::from(total + kinds)
    }
}

/// A Witten-Bell model of orders 0 to 5 over one kind of token.
#[derive(Debug, Clone)]
pub struct Markov {
    relative: bool,
    tokens: HashMap<(i32, i32), u32>,
    counts: Counts,
}

impl Markov {
    /// Counts lines; `relative` takes intervals instead of pitches.
    #[must_use]
    pub fn train(lines: &[Line], relative: bool) -> Self {
        let mut model = Self { relative, tokens: HashMap::new(), counts: Counts::default() };
        for line in lines {
            let line: Vec<u32> = model
                .kinds(line)
                .into_iter()
                .map(|kind| {
                    let fresh = model.tokens.len() as u32 + 1;
                    *model.tokens.entry(kind).or_insert(fresh)
                })
                .collect();
            for (i, token) in line.iter().enumerate() {
                for order in 0..ORDERS.min(i + 1) {
                    model.counts.add(context(&line[i - order..i]), *token);
                }
            }
        }
        model
    }

    fn kinds(&self, line: &[(i32, i32)]) -> Vec<(i32, i32)> {
        let before = std::iter::once(None).chain(line.iter().map(|n| Some(n.0)));
        let kind = |(before, (pitch, ticks)): (Option<i32>, &(i32, i32))| match before {
            _ if !self.relative => (*pitch, *ticks),
            None => (i32::MIN, *ticks), // the first note has no interval
            Some(before) => (pitch - before, *ticks),
        };
        before.zip(line).map(kind).collect()
    }

    /// The tokens of a line; one that was never seen in training gets a number of its own after the known ones.
    fn read(&self, line: &[(i32, i32)]) -> Vec<u32> {
        let mut fresh: HashMap<(i32, i32), u32> = HashMap::new();
        let read = |kind| {
            self.tokens.get(&kind).copied().unwrap_or_else(|| {
                let next = (self.tokens.len() + fresh.len()) as u32 + 1;
                *fresh.entry(kind).or_insert(next)
            })
        };
        self.kinds(line).into_iter().map(read).collect()
    }

    fn p(&self, before: &[u32], token: u32, order: usize) -> f64 {
        let mut p = 1.0 / (self.tokens.len() + 1) as f64;
        for k in 0..=order.min(before.len()) {
            p = self.counts.mix(context(&before[before.len() - k..]), token, p);
        }
        p
    }

    /// Bits of notes 2 to N of all lines together, for each order from 0 to 5, and how many notes that is.
    #[must_use]
    pub fn bits(&self, lines: &[Line]) -> ([f64; ORDERS], usize) {
        let (mut sums, mut notes) = ([0.0; ORDERS], 0);
        for line in lines {
            let line = self.read(line);
            for i in 1..line.len() {
                for (order, sum) in sums.iter_mut().enumerate() {
                    *sum -= self.p(&line[..i], line[i], order).log2();
                }
                notes += 1;
            }
        }
        (sums, notes)
    }

    /// The same for order 2 with a cache of each tune so far on top.
    #[must_use]
    pub fn cached_bits(&self, lines: &[Line]) -> f64 {
        let mut sum = 0.0;
        for line in lines {
            let line = self.read(line);
            let mut own = Counts::default();
            for (i, token) in line.iter().enumerate() {
                let mut p = self.p(&line[..i], *token, 2);
                for k in [2, 3].into_iter().filter(|k| i >= *k) {
                    let before = context(&line[i - k..i]);
                    p = own.mix(before, *token, p);
                    own.add(before, *token);
                }
                if i > 0 {
                    sum -= p.log2();
                }
            }
        }
        sum
    }
}

/// Bits a note of every baseline by name: `order0`, `markov1` to `markov5` (of both kinds of token the better), `cached`.
#[must_use]
pub fn baselines(train: &[Line], test: &[Line]) -> BTreeMap<String, f64> {
    let mut best = BTreeMap::new();
    let mut keep = |name: String, bits: f64| {
        let entry = best.entry(name).or_insert(f64::INFINITY);
        *entry = entry.min(bits);
    };
    for relative in [false, true] {
        let model = Markov::train(train, relative);
        let (sums, notes) = model.bits(test);
        let notes = notes.max(1) as f64;
        for (order, sum) in sums.iter().enumerate() {
            keep(if order == 0 { "order0".to_owned() } else { format!("markov{order}") }, sum / notes);
        }
        keep("cached".to_owned(), model.cached_bits(test) / notes);
    }
    best
}

#[cfg(test)]
mod tests;
