//! The synths: a few waves, a string, an electric piano, an organ.
//!
//! ```text
//! Saw, 220 Hz, seed 1   ->  /|/|/|      each a function of (kind, pitch, seed, frames since its start)
//! ```
//!
//! Mono but for the supersaw. How long a note lasts is the envelope's business; strings and pianos die away by themselves.

use crate::dsp::noise::Noise;
use crate::dsp::oscillator::{Phase, pulse, saw, sine, triangle};
use crate::dsp::pluck::Pluck;
use crate::dsp::{BLOCK, Stereo};
use crate::engine::{SynthKind, SynthNote};

const PARTS: usize = 9;
/// Detuning of the seven sawtooths in semitones, and where each stands.
const DETUNE: [f64; 7] = [-0.22, -0.13, -0.06, 0.0, 0.07, 0.12, 0.21];
const SPREAD: [f32; 7] = [0.1, 0.75, 0.35, 0.5, 0.65, 0.25, 0.9];
/// Harmonics and strengths of the organ's drawbars, as one would pull them for a full sound.
const DRAWBARS: [(f64, f32); PARTS] =
    [(0.5, 0.6), (1.5, 0.35), (1.0, 0.7), (2.0, 0.5), (3.0, 0.25), (4.0, 0.25), (5.0, 0.1), (6.0, 0.1), (8.0, 0.15)];

/// The state of every synth, so that a voice can be any of them without allocating.
pub(crate) struct Synth {
    phases: [Phase; PARTS],
    steps: [f64; PARTS],
    noise: Noise,
    string: Pluck,
    age: u32,
    rate: f32,
}

impl Synth {
    pub(crate) fn new(rate: f32) -> Self {
        let (phases, steps) = ([Phase::default(); PARTS], [0.0; PARTS]);
        Self { phases, steps, noise: Noise::new(0), string: Pluck::new(), age: 0, rate }
    }

    pub(crate) fn start(&mut self, note: &SynthNote, seed: u64) {
        let top = 0.45 * f64::from(self.rate);
        let hertz = if note.hertz.is_finite() { note.hertz.clamp(1.0, top) } else { 1.0 };
        let step = |ratio: f64| (hertz * ratio).min(top) / f64::from(self.rate);
        self.noise = Noise::new(seed);
        self.age = 0;
        self.phases = [Phase::default(); PARTS];
        self.steps = [step(1.0); PARTS];
        match note.kind {
            // A triangle starts at its top: a quarter on, it starts at zero and rises.
            SynthKind::Triangle => self.phases[0] = Phase::at(0.75),
            SynthKind::Saw => self.phases[0] = Phase::at(0.5),
            SynthKind::Pulse => self.steps[1] = 0.4 / f64::from(self.rate),
            SynthKind::SuperSaw => {
                for (at, semitones) in DETUNE.iter().enumerate() {
                    self.phases[at] = Phase::at(self.noise.unit());
                    self.steps[at] = step((semitones / 12.0).exp2());
                }
            }
            SynthKind::Pluck => self.string.start(hertz as f32, self.rate, 0.6, seed),
            SynthKind::Piano => self.steps[2] = step(14.0),
            SynthKind::Organ => {
                for (at, (harmonic, _)) in DRAWBARS.iter().enumerate() {
                    self.steps[at] = step(*harmonic);
                }
            }
            SynthKind::Sine | SynthKind::Square | SynthKind::Noise | SynthKind::Click => {}
        }
    }

    /// Renders frames `first..64`; false once nothing more will come.
    pub(crate) fn render(&mut self, kind: SynthKind, first: usize, out: &mut Stereo) -> bool {
        if kind == SynthKind::SuperSaw {
            self.supersaw(first, out);
            return true;
        }
        for frame in first..BLOCK {
            let x = self.sample(kind);
            out.left[frame] = x;
            self.age = self.age.saturating_add(1);
        }
        out.right[first..].copy_from_slice(&out.left[first..]);
        match kind {
            SynthKind::Click => (self.age as f32) < 0.02 * self.rate,
            // Strings and pianos are over long before this; it bounds a note that is never released.
            SynthKind::Pluck | SynthKind::Piano => (self.age as f32) < 30.0 * self.rate,
            _ => true,
        }
    }

    fn sample(&mut self, kind: SynthKind) -> f32 {
        let step = self.steps[0];
        let seconds = self.age as f32 / self.rate;
        match kind {
            SynthKind::Sine => sine(self.phases[0].advance(step)),
            SynthKind::Saw => 0.6 * saw(self.phases[0].advance(step), step as f32),
            SynthKind::Square => 0.5 * pulse(self.phases[0].advance(step), step as f32, 0.5),
            SynthKind::Triangle => triangle(self.phases[0].advance(step), step as f32),
            SynthKind::Pulse => {
                let width = 0.5 + 0.35 * sine(self.phases[1].advance(self.steps[1]));
                0.5 * pulse(self.phases[0].advance(step), step as f32, width)
            }
            SynthKind::Pluck => 1.5 * self.string.sample(),
            SynthKind::Piano => self.piano(seconds),
            SynthKind::Organ => {
                let parts = self.phases.iter_mut().zip(&self.steps).zip(&DRAWBARS);
                0.35 * parts.map(|((phase, step), (_, level))| level * sine(phase.advance(*step))).sum::<f32>()
            }
            SynthKind::Noise => 0.5 * self.noise.sample(),
            SynthKind::Click => {
                let tick = (1.0 - seconds / 0.02).max(0.0);
                let wave = (std::f32::consts::TAU * 2000.0 * seconds).cos();
                wave * tick * tick * tick
            }
            SynthKind::SuperSaw => 0.0,
        }
    }

    /// Two pairs of sines, the second fourteen times as high and short: the tine that is struck (Chowning 1973).
    fn piano(&mut self, seconds: f32) -> f32 {
        let step = self.steps[0];
        // High notes ring for less time than low ones.
        let height = (step as f32 * self.rate / 220.0).sqrt().clamp(0.5, 4.0);
        let body = (-1.1 * height * seconds).exp();
        let strike = (-9.0 * height * seconds).exp();
        let tine = sine(self.phases[2].advance(self.steps[2]));
        let bend = sine(self.phases[1].advance(step)) * (0.18 * body + 0.1 * strike);
        let first = sine((self.phases[0].advance(step) + bend).rem_euclid(1.0));
        let second = sine((self.phases[3].advance(step) + 0.12 * strike * tine).rem_euclid(1.0));
        0.5 * body * (first + 0.6 * second)
    }

    fn supersaw(&mut self, first: usize, out: &mut Stereo) {
        out.left[first..].fill(0.0);
        out.right[first..].fill(0.0);
        for (at, place) in SPREAD.iter().enumerate() {
            let step = self.steps[at];
            let (left, right) = (0.3 * (1.0 - place).sqrt(), 0.3 * place.sqrt());
            for frame in first..BLOCK {
                let x = saw(self.phases[at].advance(step), step as f32);
                out.left[frame] += left * x;
                out.right[frame] += right * x;
            }
        }
    }
}
