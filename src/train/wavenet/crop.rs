//! Batches: short pieces of notes, as the network would meet them in performance.
//!
//! ```text
//! heard  : C + N inputs, the step before each predicted one, companded, a little noise on it
//! guide  : phase, draft and how far the sound has strayed from it (`neural::wavenet::guide`), for each input
//! targets: N codes, clean                               rows lie (time, clip), time outermost
//! frames : features every 64 steps; targets start on a frame
//! ```
//!
//! The draft and the features come from the acoustics, which know the note only, never from the recording. They are asked for
//! a neighbouring key now and then, so that their errors are those of keys nobody recorded. A crop may begin before its
//! note: there the network's state is held at zero (`quiet`), just as a voice starts.

use super::note::Note;
use crate::neural::wavenet::acoustics::{Acoustics, Spectrum};
use crate::neural::wavenet::codec::{EMPHASIS_GAIN, LEVEL, PRE_EMPHASIS, SILENCE, compand, expand};
use crate::neural::wavenet::features::{FEATURES, FRAME, Moment, PHASES, PLACES, hertz};
use crate::neural::wavenet::guide::{AHEAD, Guide};
use crate::neural::wavenet::partials::Bank;
use crate::train::random::Random;

/// Clips side by side, ready for the network.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// How many clips are side by side.
    pub clips: usize,
    /// What is heard: inputs, companded, (time, clip).
    pub heard: Vec<f32>,
    /// Codes to predict, (time, clip).
    pub targets: Vec<u8>,
    /// The draft at each target.
    pub draft: Vec<f32>,
    /// Sound less draft at each input.
    pub rest: Vec<f32>,
    /// The guide for each row of `heard`.
    pub guide: Vec<f32>,
    /// Features for each (frame, clip).
    pub features: Vec<f32>,
    /// Where the first input lies in its frame.
    pub first: usize,
    /// For each clip, how many leading inputs lie before the note's start.
    pub quiet: Vec<usize>,
}

impl Batch {
    /// Sound less draft before the target of a row, the latest first; zero where the batch has nothing.
    pub fn rest_before(&self, row: usize) -> impl Iterator<Item = f32> + '_ {
        let latest = self.rest.len() - self.targets.len() + row;
        (0..).map(move |back| latest.checked_sub(back * self.clips).map_or(0.0, |at| self.rest[at]))
    }
}

/// What is done to a crop. The default does nothing: the note as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Change {
    /// Deviation of the noise on the history, in codes.
    pub noise: f32,
    /// How far beside the note's pitch the acoustics are asked, semitones.
    pub aside: f32,
    /// Semitones added to the pitch that the network is told.
    pub blur: f32,
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
    /// A random change: the history clean in half of the crops, elsewhere with noise of up to 8 codes, mostly under two.
    pub fn change(random: &mut Random) -> Change {
        let noise = if random.below(2) == 0 { 0.0 } else { 8.0 * random.uniform().powi(2) };
        let blur = if random.below(2) == 0 { 0.0 } else { 0.5 * random.normal() };
        // A key that nobody recorded sounds as its neighbour, mostly the lower one.
        let aside = match random.below(10) {
            0..=2 => -1.0,
            3 => 1.0,
            _ => 0.0,
        };
        Change { noise, aside, blur }
    }

    /// A random start of the targets in a note, in steps: at the onset, soon after, or anywhere; mostly while held.
    fn start(&self, note: &Note, random: &mut Random) -> usize {
        match random.below(100) {
            0..=11 => 0,
            12..=21 => random.below(2048).min(self.starts(note.codes.len()) - 1),
            22..=84 => random.below(self.starts(note.held)),
            _ => random.below(self.starts(note.codes.len())),
        }
    }

    /// In how many places a crop can begin within so many steps; at least 1.
    pub fn starts(&self, steps: usize) -> usize {
        steps.saturating_sub(self.length) + 1
    }

    /// An empty batch of this shape.
    pub fn batch(&self) -> Batch {
        let (inputs, first) = (self.context + self.length, (FRAME - self.context % FRAME) % FRAME);
        let frames = (first + inputs) / FRAME;
        Batch {
            clips: self.clips,
            heard: vec![0.0; inputs * self.clips],
            targets: vec![SILENCE; self.length * self.clips],
            draft: vec![0.0; self.length * self.clips],
            rest: vec![0.0; inputs * self.clips],
            guide: vec![0.0; inputs * self.clips * PHASES],
            features: vec![0.0; frames * self.clips * FEATURES],
            first,
            quiet: vec![0; self.clips],
        }
    }

    /// Fills clip `b` of a batch with a crop whose first predicted step is `start`.
    pub fn fill(
        &self,
        batch: &mut Batch,
        b: usize,
        (note, start, change): (&Note, usize, Change),
        acoustics: &Acoustics,
        random: &mut Random,
    ) {
        let (n, inputs) = (self.clips, self.context + self.length);
        batch.quiet[b] = self.context.saturating_sub(start);
        let frames = (batch.first + inputs) / FRAME;
        let mut places = [0.0; PLACES];
        places[note.instrument.min(PLACES - 1)] = 1.0;
        let opening = start as i64 - (batch.first + self.context) as i64;
        let moment = |f: usize| note.moment((opening + (f * FRAME) as i64) as f64);
        let aside = |m: Moment| Moment { pitch: m.pitch + change.aside, ..m };
        let spectra: Vec<Spectrum> = (0..=frames).map(|f| acoustics.at(&places, &aside(moment(f)))).collect();
        for (f, spectrum) in spectra.iter().take(frames).enumerate() {
            let told = Moment { pitch: note.pitch + change.blur, ..moment(f) };
            batch.features[(f * n + b) * FEATURES..][..FEATURES].copy_from_slice(&told.features(spectrum, note.grid));
        }
        // Input i is step start + i - context - 1; target j that of start + j.
        let begin = start as i64 - self.context as i64 - 1;
        let drafts = drafted(note, (begin, inputs + 1 + AHEAD), opening, &spectra);
        let mut guide = Guide::default();
        for i in 0..=inputs {
            let time = begin + i as i64;
            let t = usize::try_from(time).unwrap_or(usize::MAX);
            if i > self.context {
                let at = (i - self.context - 1) * n + b;
                (batch.targets[at], batch.draft[at]) = (note.codes.get(t).copied().unwrap_or(SILENCE), drafts[i]);
            }
            if i == inputs {
                break;
            }
            let noise = if change.noise > 0.0 && time >= 0 { change.noise * random.normal() } else { 0.0 };
            let heard = (compand(note.sound.get(t).copied().unwrap_or(0.0)) + noise / 127.0).clamp(-1.0, 1.0);
            let rest = expand(heard) - drafts[i];
            (batch.heard[i * n + b], batch.rest[i * n + b]) = (heard, rest);
            guide.rest.rotate_right(1);
            guide.rest[0] = rest;
            guide.draft.copy_from_slice(&drafts[i..i + 2 + AHEAD]);
            let step = (i64::from(note.first) + time + 1).rem_euclid(i64::from(note.grid.steps())) as u32;
            guide.write(note.grid, step, &mut batch.guide[(i * n + b) * PHASES..][..PHASES]);
        }
    }

    /// A batch of random crops of random notes, every instrument as often.
    pub fn draw(&self, notes: &[Vec<&Note>], acoustics: &Acoustics, random: &mut Random) -> Batch {
        let mut batch = self.batch();
        for b in 0..self.clips {
            let group = &notes[random.below(notes.len())];
            let note = group[random.below(group.len())];
            let change = Recipe::change(random);
            let start = self.start(note, random);
            self.fill(&mut batch, b, (note, start, change), acoustics, random);
        }
        batch
    }
}

/// The draft (what of it holds together) after pre-emphasis at `count` steps from `begin` on; silent before the note. `spectra` hold from `opening` on, one
/// a frame.
fn drafted(note: &Note, (begin, count): (i64, usize), opening: i64, spectra: &[Spectrum]) -> Vec<f32> {
    let mut bank = Bank::new();
    let from = (begin - 1).max(0);
    let steps = i64::from(note.grid.steps());
    let step = (i64::from(note.first) + from).rem_euclid(steps) as u32;
    bank.start((hertz(note.pitch), note.stiffness), note.grid, (step, from as u64), 0);
    let frame = |t: i64| ((t - opening) / FRAME as i64) as usize;
    let spectrum = |f: usize| &spectra[f.min(spectra.len() - 1)];
    bank.set(spectrum(frame(from)), 1.0);
    bank.aim(spectrum(frame(from) + 1), 1.0);
    let (mut out, mut before) = (Vec::with_capacity(count), 0.0);
    for t in begin - 1..begin + count as i64 {
        if t > from && (t - opening) % FRAME as i64 == 0 {
            bank.aim(spectrum(frame(t) + 1), 1.0);
        }
        let now = if t < 0 { 0.0 } else { LEVEL * bank.step().0 };
        if t >= begin {
            out.push(EMPHASIS_GAIN * (now - PRE_EMPHASIS * before));
        }
        before = now;
    }
    out
}

#[cfg(test)]
mod tests;
