//! How well a stored WaveNet predicts recordings, told only what a player knows.
//!
//! ```text
//! 1024 steps at two places in each note:  -log2 p(code | codes before, note, predicted loudness, phase)
//! phase and level: the note's pitch and predicted loudness, corrected by what the recording showed up to the frame before;
//! nothing later is read, so the bits are those of a code that could be sent and read
//! ```
//!
//! The recording is first read on the grid of the pitch it is labelled with (`reading`): these steps are what is scored, the
//! same for everybody who predicts.
//!
//! Measured with the inference that plays, on the stored weights. Beside it stand the yardsticks on the same codes, and the same
//! network with its past silenced: what it would be if it were an oscillator fed with phase.

use std::f64::consts::TAU;

use super::baseline::{Histogram, PAST, linear};
use super::clip::{Clip, Split};
use super::reading::{Reading, between};
use crate::neural::wavenet::Model;
use crate::neural::wavenet::codec::{CODES, EMPHASIS_GAIN, LEVEL, PRE_EMPHASIS, SILENCE, encode};
use crate::neural::wavenet::core::Core;
use crate::neural::wavenet::features::{FEATURES, FLOOR, FRAME, Moment, PHASES, PLACES, PLAIN, RATE, loudness_feature};
use crate::train::random::Random;

/// Steps scored at one place.
pub const LENGTH: usize = 1024;

/// Steps over which a recording's loudness is compared with the predicted one: some 60 ms.
const SPAN: usize = 1440;

/// Steps over which the turning of a recording's phase is measured: some 40 ms.
const DRIFT: usize = 960;

/// Mean bits a sample, by who predicts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bits {
    /// Crops that were scored.
    pub crops: usize,
    /// The network.
    pub network: f64,
    /// The network with its past silenced.
    pub silenced: f64,
    /// The histogram of the training notes.
    pub order0: f64,
    /// The linear predictor.
    pub lpc32: f64,
}

/// Scores each instrument's notes of a split (`None`: all); the histogram is of the training notes. `told` hears how many notes are done.
pub fn score(model: &Model, clips: &[Clip], split: Option<Split>, told: &mut dyn FnMut(usize, usize)) -> Vec<Bits> {
    let mut random = Random::new(1);
    let histogram = histogram(model, clips, &mut random);
    let notes: Vec<&Clip> = clips.iter().filter(|c| split.is_none_or(|s| c.split == s)).collect();
    let mut sums = vec![Bits::default(); model.instruments().len()];
    let mut core = Core::new(model);
    for (done, clip) in notes.iter().enumerate() {
        told(done, notes.len());
        let note = Told::new(model, clip);
        for _ in 0..2 {
            let start = PAST + random.below(note.held().saturating_sub(PAST + LENGTH).max(1));
            let crop = &note.codes[start..start + LENGTH];
            let Some(sum) = sums.get_mut(clip.instrument) else { continue };
            sum.crops += 1;
            sum.network += note.bits(model, &mut core, start, false);
            sum.silenced += note.bits(model, &mut core, start, true);
            sum.order0 += crop.iter().map(|&c| histogram.bits(c)).sum::<f64>() / LENGTH as f64;
            sum.lpc32 += linear(&note.codes[start - PAST..start + LENGTH]);
        }
    }
    for sum in &mut sums {
        let share = 1.0 / sum.crops.max(1) as f64;
        for x in [&mut sum.network, &mut sum.silenced, &mut sum.order0, &mut sum.lpc32] {
            *x *= share;
        }
    }
    sums
}

/// The mean over crops of several instruments' means.
pub fn mean(parts: &[Bits]) -> Bits {
    let mut all = Bits { crops: parts.iter().map(|p| p.crops).sum(), ..Bits::default() };
    for p in parts {
        let share = p.crops as f64 / all.crops.max(1) as f64;
        all.network += share * p.network;
        all.silenced += share * p.silenced;
        all.order0 += share * p.order0;
        all.lpc32 += share * p.lpc32;
    }
    all
}

fn histogram(model: &Model, clips: &[Clip], random: &mut Random) -> Histogram {
    let train: Vec<&Clip> = clips.iter().filter(|c| c.split == Split::Train).collect();
    let mut codes = Vec::new();
    for _ in 0..if train.is_empty() { 0 } else { 200 } {
        let clip = train[random.below(train.len())];
        let note = Told::new(model, clip);
        codes.extend_from_slice(&note.codes[random.below(note.held() - LENGTH)..][..LENGTH]);
    }
    Histogram::new(codes.into_iter())
}

/// A note as its player knows it: codes at the expected loudness, and the phase as far as it has shown itself.
struct Told<'a> {
    clip: &'a Clip,
    reading: Reading,
    codes: Vec<u8>,
    loudness: Vec<f32>,
    /// Running sums of the recording turned back by the note's pitch.
    turned: Vec<(f64, f64)>,
    window: usize,
}

impl<'a> Told<'a> {
    fn new(model: &Model, clip: &'a Clip) -> Told<'a> {
        let reading = Reading::new(clip.pitch, 0.0);
        let steps: Vec<f32> =
            (0..reading.steps(clip.samples.len())).map(|t| between(&clip.samples, t as f64 * reading.ratio)).collect();
        let loudness: Vec<f32> =
            (0..=steps.len() / FRAME).map(|f| model.loudness(places(clip), moment(clip, &reading, f))).collect();
        let expected = |t: usize| {
            let (f, share) = (t / FRAME, (t % FRAME) as f32 / FRAME as f32);
            loudness[f] + (loudness[(f + 1).min(loudness.len() - 1)] - loudness[f]) * share
        };
        let mut power = vec![0.0f64];
        for (t, &x) in steps.iter().enumerate() {
            power.push(power[t] + f64::from(x / expected(t)).powi(2));
        }
        let (mut codes, mut before) = (Vec::with_capacity(steps.len()), 0.0);
        for (t, &x) in steps.iter().enumerate() {
            let x = x * LEVEL / (expected(t) * surprise(&power, t)).max(FLOOR);
            codes.push(encode(EMPHASIS_GAIN * (x - PRE_EMPHASIS * before)));
            before = x;
        }
        let period = reading.grid.steps() as usize;
        let window = 2 * period * ((0.008 * reading.rate / period as f64).ceil() as usize).max(2);
        let (mut turned, mut sum) = (vec![(0.0, 0.0)], (0.0, 0.0));
        for (t, &x) in steps.iter().enumerate() {
            let (s, c) = (TAU * (t % period) as f64 / period as f64).sin_cos();
            sum = (sum.0 + f64::from(x) * c, sum.1 - f64::from(x) * s);
            turned.push(sum);
        }
        Told { clip, reading, codes, loudness, turned, window }
    }

    /// How many steps it is held.
    fn held(&self) -> usize {
        self.reading.steps(self.clip.held)
    }

    /// The angle that the recording shows against its pitch in the window that ends at `known`, in turns.
    fn angle(&self, known: usize) -> f64 {
        let from = known.saturating_sub(self.window);
        let z = (self.turned[known].0 - self.turned[from].0, self.turned[known].1 - self.turned[from].1);
        if known == from { 0.0 } else { z.1.atan2(z.0) / TAU }
    }

    /// The phase at `t` in turns, by the pitch and the recording up to the frame before: the angle shown so far goes on as it has
    /// been turning over the last 40 ms (a note may be some cents off its pitch), gliding from one frame to the next.
    fn turns(&self, t: usize) -> f32 {
        let nearest = |x: f64| x - x.round();
        let ahead = |known: usize| {
            let now = self.angle(known);
            if known < self.window + DRIFT {
                return now;
            }
            let slope = nearest(now - self.angle(known - DRIFT)) / DRIFT as f64;
            now + slope * (self.window / 2 + FRAME) as f64
        };
        let (known, share) = (t / FRAME * FRAME, (t % FRAME) as f64 / FRAME as f64);
        let (before, now) = (ahead(known.saturating_sub(FRAME)), ahead(known));
        let run = t as f64 / f64::from(self.reading.grid.steps());
        (run + before + nearest(now - before) * share).rem_euclid(1.0) as f32
    }

    /// Mean bits over the crop at `start`, the network having heard its whole context (or silence) before.
    fn bits(&self, model: &Model, core: &mut Core, start: usize, silenced: bool) -> f64 {
        let context = model.shape().context() + 1;
        core.reset();
        let (mut sum, mut phase) = (0.0, [0.0; PHASES]);
        let begin = start.saturating_sub(context);
        for t in begin..start + LENGTH {
            if t % FRAME == 0 || t == begin {
                let mut features = [0.0; FEATURES];
                moment(self.clip, &self.reading, t / FRAME).write(&mut features);
                features[PLAIN] = loudness_feature(self.loudness[t / FRAME]);
                core.frame(model, &places(self.clip), &features);
            }
            self.reading.grid.write_phase(self.turns(t), &mut phase);
            let heard = if t == 0 || silenced { SILENCE } else { self.codes[t - 1] };
            let logits = core.step(model, heard, &phase);
            if t >= start {
                let log_sum = model.path().softmax(logits);
                debug_assert!(log_sum.is_finite() && logits.len() == CODES);
                sum -= f64::from(logits[usize::from(self.codes[t])].max(1e-30).log2());
            }
        }
        sum / LENGTH as f64
    }
}

/// How much louder than predicted the recording was up to the frame before `t`, gliding from one frame to the next; 1 where it
/// has hardly begun.
fn surprise(power: &[f64], t: usize) -> f32 {
    let at = |known: usize| {
        let from = known.saturating_sub(SPAN);
        if known < SPAN / 2 {
            return 1.0;
        }
        let mean = (power[known] - power[from]) / (known - from) as f64;
        (mean.sqrt() as f32).clamp(0.1, 10.0)
    };
    let (known, share) = (t / FRAME * FRAME, (t % FRAME) as f32 / FRAME as f32);
    let (before, now) = (at(known.saturating_sub(FRAME)), at(known));
    before + (now - before) * share
}

fn places(clip: &Clip) -> [f32; PLACES] {
    let mut places = [0.0; PLACES];
    places[clip.instrument.min(PLACES - 1)] = 1.0;
    places
}

fn moment(clip: &Clip, reading: &Reading, frame: usize) -> Moment {
    let at = ((frame * FRAME) as f64 / reading.rate) as f32;
    let after = at - clip.held as f32 / RATE as f32;
    Moment { pitch: clip.pitch, velocity: clip.velocity, age: at, released: if after >= 0.0 { after } else { -1.0 } }
}
