//! The yardstick for the ear: the same notes as a bank of 24 sines, without any WaveNet.
//!
//! ```text
//! 24 harmonics measured on the training notes -> small network -> amplitudes by the frame -> sum of sines
//! ```
//!
//! It knows what the WaveNet knows and is in tune by construction; what it lacks is everything between the harmonics.

use std::f64::consts::TAU;

use super::clip::{Clip, Prepared, Split};
use super::perceptron::{Example, FitError, fit};
use crate::neural::wavenet::features::{FRAME, Moment, PLACES, PLAIN, RATE, hertz};
use crate::neural::wavenet::perceptron::Perceptron;
use crate::neural::weights::Weights;
use crate::train::random::Random;

/// How many harmonics.
pub const HARMONICS: usize = 24;

/// Amplitudes below this are not told apart.
const FAINT: f32 = 1e-5;

/// A bank of sines that has learned its amplitudes.
#[derive(Clone, Debug)]
pub struct Sines(Perceptron);

impl Sines {
    /// Learns from the training notes, in some seconds.
    pub fn fit(clips: &[Clip], seed: u64) -> Result<Sines, FitError> {
        let train = clips.iter().filter(|c| c.split == Split::Train).cloned();
        let notes: Vec<(Prepared, Vec<[f32; HARMONICS]>)> = train
            .map(Prepared::new)
            .map(|note| {
                let measured = measure(&note);
                (note, measured)
            })
            .collect();
        let (mut random, mut weights) = (Random::new(seed), Weights::new());
        let mut draw = |random: &mut Random| {
            let (note, measured) = &notes[random.below(notes.len())];
            let i = random.below(measured.len());
            let at = (i * STRIDE) as f32 / RATE as f32;
            let after = at - note.clip.held as f32 / RATE as f32;
            let moment = Moment {
                pitch: note.clip.pitch,
                velocity: note.clip.velocity,
                age: at,
                released: if after >= 0.0 { after } else { -1.0 },
            };
            let mut plain = [0.0; PLAIN];
            moment.write(&mut plain);
            let measured = measured[i].iter().map(|a| a.max(FAINT).ln()).collect();
            Example { instrument: note.clip.instrument, plain, measured }
        };
        if !notes.is_empty() {
            fit("sines", HARMONICS, 2000, &mut random, &mut draw, &mut weights)?;
        }
        Ok(Sines(Perceptron::load("sines", HARMONICS, &weights)?))
    }

    /// A note of `held` seconds and a second of release, at `RATE`.
    pub fn play(&self, instrument: usize, pitch: f32, velocity: f32, held: f32) -> Vec<f32> {
        let mut places = [0.0; PLACES];
        places[instrument.min(PLACES - 1)] = 1.0;
        let amplitudes = |frame: usize| {
            let at = (frame * FRAME) as f32 / RATE as f32;
            let released = if at >= held { at - held } else { -1.0 };
            let age = if at >= held { 1.5 + at - held } else { at.min(1.45) };
            let (mut plain, mut out) = ([0.0; PLAIN], [0.0; HARMONICS]);
            Moment { pitch, velocity, age, released }.write(&mut plain);
            self.0.run(&places, &plain, &mut out);
            out.map(|x| if x < FAINT.ln() + 0.5 { 0.0 } else { x.min(0.0).exp() })
        };
        let total = ((held + 1.0) * RATE as f32) as usize;
        let f0 = f64::from(hertz(pitch));
        let mut out = Vec::with_capacity(total);
        for frame in 0..total.div_ceil(FRAME) {
            let (now, next) = (amplitudes(frame), amplitudes(frame + 1));
            for i in 0..FRAME.min(total - frame * FRAME) {
                let share = i as f32 / FRAME as f32;
                let between = std::array::from_fn(|k| now[k] + (next[k] - now[k]) * share);
                out.push(bank(f0, frame * FRAME + i, &between));
            }
        }
        out
    }
}

fn bank(f0: f64, t: usize, amplitudes: &[f32; HARMONICS]) -> f32 {
    let turns = (f0 * t as f64 / f64::from(RATE)).fract();
    let audible = amplitudes.iter().enumerate().filter(|(k, _)| f0 * (*k as f64 + 1.0) < 11_500.0);
    audible.map(|(k, a)| a * (TAU * turns * (k as f64 + 1.0)).sin() as f32).sum()
}

/// Samples between two measured frames.
const STRIDE: usize = 8 * FRAME;

/// Amplitudes of the harmonics under a Hann window of at least four periods.
fn measure(note: &Prepared) -> Vec<[f32; HARMONICS]> {
    let f0 = f64::from(hertz(note.clip.pitch));
    let half = ((2.0 * f64::from(RATE) / f0).max(0.012 * f64::from(RATE))) as usize;
    let samples = &note.clip.samples;
    let mut frames = Vec::new();
    for at in (0..samples.len()).step_by(STRIDE) {
        let (from, to) = (at.saturating_sub(half), (at + half).min(samples.len()));
        let (mut sums, mut gain) = ([(0.0f64, 0.0f64); HARMONICS], 0.0);
        for (t, sample) in samples.iter().enumerate().take(to).skip(from) {
            let place = (t + half - at) as f64 / (2 * half) as f64;
            let window = 0.5 - 0.5 * (TAU * place).cos();
            gain += window;
            let (s1, c1) = (TAU * f64::from(note.turns_at(t as f64))).sin_cos();
            let (mut s, mut c) = (s1, c1);
            for z in &mut sums {
                let x = window * f64::from(*sample);
                *z = (z.0 + x * c, z.1 + x * s);
                (s, c) = (s * c1 + c * s1, c * c1 - s * s1);
            }
        }
        frames.push(sums.map(|z| (2.0 * z.0.hypot(z.1) / gain.max(1e-9)) as f32));
    }
    frames
}
