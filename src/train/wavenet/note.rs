//! A recorded note made ready: the codes that are to be predicted, and what the acoustics are to learn.
//!
//! ```text
//! Clip -> Reading (steps, level 1) -> partials turned to the law -> level 0.15 -> pre-emphasis -> codes
//!                                 `-> loudness, partials, noise every 128 steps
//! ```

use super::clip::{Clip, Split};
use super::harmonics::{STRIDE, Transforms, measure};
use super::reading::Reading;
use super::stiffness::stiffness;
use crate::neural::wavenet::acoustics::Acoustics;
use crate::neural::wavenet::codec::{LEVEL, emphasise, encode};
use crate::neural::wavenet::features::{Moment, PLACES, hertz};
use crate::neural::wavenet::grid::Grid;
use crate::neural::wavenet::shape::HEARD;

/// Recordings that never become louder than this (natural logarithm of the RMS) are silence.
const SILENT: f32 = -6.2;

/// A note ready to be learned from.
#[derive(Clone, Debug)]
pub struct Note {
    /// The instrument's place.
    pub instrument: usize,
    /// MIDI note number.
    pub pitch: f32,
    /// 1 to 127.
    pub velocity: f32,
    /// Which part of the data it belongs to.
    pub split: Split,
    /// Its grid.
    pub grid: Grid,
    /// Steps a second.
    pub rate: f64,
    /// How many steps into a period the first one lies.
    pub first: u32,
    /// Steps before it was let go.
    pub held: usize,
    /// How stiff its strings are taken to be.
    pub stiffness: f32,
    /// The sound after pre-emphasis, -1 to 1.
    pub sound: Vec<f32>,
    /// The code of every step.
    pub codes: Vec<u8>,
    /// What the acoustics should tell, every `STRIDE` steps.
    pub heard: Vec<[f32; HEARD]>,
}

impl Note {
    /// Makes a recording ready; some 30 ms of work for a second of sound, more for stiff strings. Its stiffness is `told` by the
    /// acoustics, or else measured.
    pub fn new(clip: &Clip, told: Option<f32>, transforms: &mut Transforms) -> Note {
        let reading = Reading::new(clip);
        let stiffness = told.unwrap_or_else(|| stiffness(&reading, transforms));
        let measured = measure(&reading, hertz(clip.pitch), stiffness, transforms);
        let steps: Vec<f32> = measured.turned.iter().map(|x| LEVEL * x).collect();
        let Reading { grid, rate, first, held, .. } = reading;
        let Clip { instrument, pitch, velocity, split, .. } = *clip;
        let sound = emphasise(&steps);
        let codes = sound.iter().copied().map(encode).collect();
        Note {
            instrument,
            pitch,
            velocity,
            split,
            grid,
            rate,
            first,
            held,
            stiffness,
            sound,
            codes,
            heard: measured.heard,
        }
    }

    /// A recording made ready for a network that has acoustics: as they say its strings are.
    pub fn of(clip: &Clip, acoustics: &Acoustics, transforms: &mut Transforms) -> Note {
        let mut places = [0.0; PLACES];
        places[clip.instrument.min(PLACES - 1)] = 1.0;
        Note::new(clip, Some(acoustics.stiffness(&places, clip.pitch, clip.velocity)), transforms)
    }

    /// Whether it sounds at all.
    pub fn sounds(&self) -> bool {
        self.heard.iter().any(|row| row[0] > SILENT)
    }

    /// Where the note stands at a step; before it, at its start.
    pub fn moment(&self, step: f64) -> Moment {
        let age = (step.max(0.0) / self.rate) as f32;
        let after = ((step - self.held as f64) / self.rate) as f32;
        Moment { pitch: self.pitch, velocity: self.velocity, age, released: if after >= 0.0 { after } else { -1.0 } }
    }

    /// What was measured at a place of `heard`, with its moment.
    pub fn example(&self, at: usize) -> (Moment, &[f32; HEARD]) {
        (self.moment((at * STRIDE) as f64), &self.heard[at])
    }
}
