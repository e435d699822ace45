//! Batches: short pieces of notes, as the network would meet them in performance.
//!
//! ```text
//! codes  : C + N inputs, the code before each predicted step, a little noise on them
//! targets: N codes, clean                               rows lie (time, clip), time outermost
//! frames : features every 64 steps; targets start on a frame
//! ```
//!
//! A crop may begin before its note: there the network's state is held at zero (`quiet`), just as a voice starts. Recordings are
//! read on their note's grid (`reading`), half of them moved by up to half a semitone with pitch, phase and age, so that pitches
//! between the recorded ones are met too.

use super::clip::Prepared;
use super::reading::{Reading, between};
use crate::neural::wavenet::codec::{CODES, EMPHASIS_GAIN, LEVEL, PRE_EMPHASIS, SILENCE, encode};
use crate::neural::wavenet::features::{FEATURES, FRAME, Moment, PHASES, PLACES, PLAIN, loudness_feature};
use crate::neural::wavenet::perceptron::Perceptron;
use crate::train::random::Random;

/// Clips side by side, ready for the network.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// How many clips are side by side.
    pub clips: usize,
    /// Input codes, (time, clip).
    pub codes: Vec<u8>,
    /// Codes to predict, (time, clip).
    pub targets: Vec<u8>,
    /// Phase inputs for each row of `codes`.
    pub phase: Vec<f32>,
    /// Instrument mix for each (frame, clip).
    pub places: Vec<f32>,
    /// Features for each (frame, clip).
    pub features: Vec<f32>,
    /// Where the first input lies in its frame.
    pub first: usize,
    /// For each clip, how many leading inputs lie before the note's start.
    pub quiet: Vec<usize>,
}

/// What is done to a crop. The default does nothing: the note as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Change {
    /// Semitones up by faster reading.
    pub shift: f32,
    /// Deviation of the noise on the history, in codes.
    pub noise: f32,
    /// Semitones added to the told pitch only.
    pub blur: f32,
    /// Decibels added to the level.
    pub gain: f32,
}

/// Draws crops in the proportions of the recipe.
#[derive(Clone, Copy, Debug)]
pub struct Recipe {
    /// Clips in a batch.
    pub clips: usize,
    /// Predicted steps in a crop; a multiple of `FRAME`.
    pub length: usize,
    /// Steps that the network sees before the last.
    pub context: usize,
}

impl Recipe {
    /// A random change: half unmoved, half within 50 cents; history noise mostly under 4 codes, on three in ten up to 20.
    pub fn change(random: &mut Random) -> Change {
        let wide = if random.below(20) < 10 { 0.0 } else { 0.5 };
        let noise = if random.below(10) < 3 { 4.0 + 16.0 * random.uniform() } else { 4.0 * random.uniform() };
        let shift = wide * (2.0 * random.uniform() - 1.0);
        Change { shift, noise, blur: 0.3 * random.normal(), gain: random.normal() }
    }

    /// A random start of the targets in a note, in steps: at the onset, soon after, or anywhere; mostly while held.
    fn start(&self, note: &Prepared, reading: &Reading, random: &mut Random) -> usize {
        match random.below(100) {
            0..=11 => 0,
            12..=21 => random.below(2048),
            22..=84 => random.below(self.starts(reading, note.clip.held)),
            _ => random.below(self.starts(reading, note.clip.samples.len())),
        }
    }

    /// In how many places a crop can begin within so many samples; at least 1.
    pub fn starts(&self, reading: &Reading, samples: usize) -> usize {
        reading.steps(samples).saturating_sub(self.length) + 1
    }

    /// An empty batch of this shape.
    pub fn batch(&self) -> Batch {
        let (inputs, first) = (self.context + self.length, self.first());
        let frames = (first + inputs) / FRAME;
        Batch {
            clips: self.clips,
            codes: vec![SILENCE; inputs * self.clips],
            targets: vec![SILENCE; self.length * self.clips],
            phase: vec![0.0; inputs * self.clips * PHASES],
            places: vec![0.0; frames * self.clips * PLACES],
            features: vec![0.0; frames * self.clips * FEATURES],
            first,
            quiet: vec![0; self.clips],
        }
    }

    fn first(&self) -> usize {
        (FRAME - self.context % FRAME) % FRAME
    }

    /// Fills clip `b` of a batch with a crop whose first predicted step is `start`.
    pub fn fill(
        &self,
        batch: &mut Batch,
        b: usize,
        (note, start, change): (&Prepared, usize, Change),
        envelope: &Perceptron,
        random: &mut Random,
    ) {
        let (n, inputs) = (self.clips, self.context + self.length);
        let Reading { grid, pitch, rate, ratio } = Reading::new(note.clip.pitch, change.shift);
        let held = note.clip.held as f64 / ratio;
        let quiet = self.context.saturating_sub(start);
        batch.quiet[b] = quiet;
        let level = LEVEL * 10f32.powf(change.gain / 20.0);
        let read = |time: i64| {
            let at = time as f64 * ratio;
            if time < 0 { 0.0 } else { level * between(&note.clip.samples, at) / note.level_at(at as f32) }
        };
        // Input i is the code of step start + i - context - 1; target j that of start + j.
        let begin = start as i64 - self.context as i64 - 1;
        let mut before = read(begin - 1);
        for i in 0..=inputs {
            let time = begin + i as i64;
            let x = read(time);
            let code = if time < 0 { SILENCE } else { encode(EMPHASIS_GAIN * (x - PRE_EMPHASIS * before)) };
            before = x;
            if i < inputs {
                let noise = if change.noise > 0.0 && time >= 0 { change.noise * random.normal() } else { 0.0 };
                let noisy = (f32::from(code) + noise.round()).clamp(1.0, (CODES - 1) as f32);
                batch.codes[i * n + b] = noisy as u8;
            }
            if i > self.context {
                batch.targets[(i - self.context - 1) * n + b] = code;
            }
            if i < inputs {
                let turns = note.turns_at((time + 1) as f64 * ratio);
                grid.write_phase(turns, &mut batch.phase[(i * n + b) * PHASES..][..PHASES]);
            }
        }
        let frames = (batch.first + inputs) / FRAME;
        for f in 0..frames {
            let time = (start + f * FRAME) as f64 - (batch.first + self.context) as f64;
            let released = if time >= held { ((time - held) / rate) as f32 } else { -1.0 };
            let age = (time.max(0.0) / rate) as f32;
            let moment = Moment { pitch, velocity: note.clip.velocity, age, released };
            let places = &mut batch.places[(f * n + b) * PLACES..][..PLACES];
            places.fill(0.0);
            places[note.clip.instrument.min(PLACES - 1)] = 1.0;
            let features = &mut batch.features[(f * n + b) * FEATURES..][..FEATURES];
            tell(features, places, moment, change.blur, envelope);
        }
    }

    /// A batch of random crops of random notes, every instrument as often.
    pub fn draw(&self, notes: &[Vec<&Prepared>], envelope: &Perceptron, random: &mut Random) -> Batch {
        let mut batch = self.batch();
        for b in 0..self.clips {
            let group = &notes[random.below(notes.len())];
            let note = group[random.below(group.len())];
            let change = Recipe::change(random);
            let start = self.start(note, &Reading::new(note.clip.pitch, change.shift), random);
            self.fill(&mut batch, b, (note, start, change), envelope, random);
        }
        batch
    }
}

/// Writes a frame's features: loudness as predicted at the true pitch, the rest at the blurred one.
fn tell(features: &mut [f32], places: &[f32], moment: Moment, blur: f32, envelope: &Perceptron) {
    let (mut plain, mut mix, mut loudness) = ([0.0; PLAIN], [0.0; PLACES], [0.0]);
    mix.copy_from_slice(places);
    moment.write(&mut plain);
    envelope.run(&mix, &plain, &mut loudness);
    Moment { pitch: moment.pitch + blur, ..moment }.write(features);
    features[PLAIN] = loudness_feature(loudness[0].exp());
}

#[cfg(test)]
mod tests;
