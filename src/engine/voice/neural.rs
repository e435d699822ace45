//! Voices that a network makes, sample by sample: a choir of a few singers, prepared beforehand.
//!
//! ```text
//! singer, in steps of its own -> change of rate -> leveller -> voice      so many notes may be held; one more: a plain synth
//! ```
//!
//! A singer costs a good part of a core, so their number is fixed: it depends on the commands alone who sings and who is
//! replaced, never on how busy the machine is. A slot's new note fades its old one within 30 ms; notes of one moment are a chord.
//! Which network it is, and how it is conditioned, is the singer's business.

use super::glide::Glide;
use crate::dsp::leveller::Leveller;
use crate::dsp::varispeed::Varispeed;
use crate::neural::wavenet::grid::FASTEST;
use crate::neural::wavenet::{Controls, Model, NoteSpec, Voice};
use std::sync::Arc;

/// A note for a singer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SungNote {
    /// Place of the instrument in the model's list.
    pub instrument: usize,
    /// MIDI number, fractions between keys.
    pub pitch: f32,
    /// 0 to 127.
    pub velocity: f32,
    /// How it is sung at first.
    pub steering: Steering,
    /// How its pitch moves by itself.
    pub glide: Glide,
}

/// What can be turned while a note is sung.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Steering {
    /// Temperature of the draws.
    pub temp: f32,
    /// The share of probability that may be drawn from, 0 to 1.
    pub topp: f32,
    /// The share of the instrument `towards`; without one it is added to the instrument's place, and between two places lies a
    /// mixture.
    pub timbre: f32,
    /// Place of another instrument.
    pub towards: Option<usize>,
    /// -1 dark to 1 bright.
    pub bright: f32,
    /// 0 to 1 of breath.
    pub noisy: f32,
    /// Depth in semitones.
    pub vibrato: f32,
    /// 0 to 1: how much the note stops ageing.
    pub still: f32,
    /// Semitones away from the note.
    pub bend: f32,
}

impl Default for Steering {
    /// As the WaveNet is played when nothing is said.
    fn default() -> Self {
        let Controls { temp, top_p, timbre, towards, bright, noisy, vibrato, still, bend } = Controls::default();
        Self { temp, topp: top_p, timbre, towards, bright, noisy, vibrato, still, bend }
    }
}

/// Something that sings one note at a time. Making one may allocate; nothing after that does.
pub trait Singer: Send {
    /// Steps a second it makes at most.
    fn fastest(&self) -> f32;
    /// Starts a note, steered as it says; what was sung is forgotten.
    fn start(&mut self, note: &SungNote, seed: u64);
    /// Turns what can be turned.
    fn steer(&mut self, steering: Steering);
    /// Lets the note go.
    fn release(&mut self);
    /// Overwrites `out` with the next steps of its sound; says how many a second these are.
    fn process(&mut self, out: &mut [f32]) -> f32;
    /// Whether nothing more will come.
    fn is_finished(&self) -> bool;
}

impl Singer for Voice {
    fn fastest(&self) -> f32 {
        FASTEST
    }

    fn start(&mut self, note: &SungNote, seed: u64) {
        // A note begins with its controls where they were set, so they are set first.
        self.steer(note.steering);
        let SungNote { instrument, pitch, velocity, .. } = *note;
        Voice::start(self, &NoteSpec { instrument, pitch, velocity, seed });
    }

    fn steer(&mut self, steering: Steering) {
        let Steering { temp, topp, timbre, towards, bright, noisy, vibrato, still, bend } = steering;
        self.set(Controls { temp, top_p: topp, timbre, towards, bright, noisy, vibrato, still, bend });
    }

    fn release(&mut self) {
        Voice::release(self);
    }

    fn process(&mut self, out: &mut [f32]) -> f32 {
        Voice::process(self, out);
        self.rate()
    }

    fn is_finished(&self) -> bool {
        Voice::is_finished(self)
    }
}

/// A singer and what brings its sound to the engine.
struct Stand {
    singer: Box<dyn Singer>,
    convert: Varispeed,
    leveller: Leveller,
    busy: bool,
}

/// The singers of a set.
pub struct Choir {
    stands: Box<[Stand]>,
    held: usize,
}

impl Choir {
    /// How many singers more than notes that may be held: the old note of a slot fades while its new one begins.
    pub const FADING: usize = 2;

    /// A choir in which `held` notes may be held at once; give it [`Self::FADING`] singers more. `rate` is the engine's.
    #[allow(clippy::disallowed_methods, reason = "runs before it is sent to the audio thread")]
    pub fn new(singers: Vec<Box<dyn Singer>>, held: usize, rate: u32) -> Self {
        let stand = |singer: Box<dyn Singer>| {
            let convert = Varispeed::new(rate as f32, singer.fastest());
            Stand { singer, convert, leveller: Leveller::new(rate as f32), busy: false }
        };
        Self { stands: singers.into_iter().map(stand).collect(), held }
    }

    /// A choir of one WaveNet's voices: [`Self::new`] with the singers it asks for.
    #[allow(clippy::disallowed_methods, reason = "runs before it is sent to the audio thread")]
    pub fn of(model: &Arc<Model>, held: usize, rate: u32) -> Self {
        let voice = |_| -> Box<dyn Singer> { Box::new(Voice::new(Arc::clone(model))) };
        Self::new((0..held + Self::FADING).map(voice).collect(), held, rate)
    }

    /// How many notes may be held at once.
    pub(crate) fn held(&self) -> usize {
        self.held.min(self.stands.len())
    }

    /// Starts a note; the stand it is sung at, or `None` where all are busy.
    pub(crate) fn start(&mut self, note: &SungNote, seed: u64) -> Option<usize> {
        let at = self.stands.iter().position(|stand| !stand.busy)?;
        let stand = &mut self.stands[at];
        stand.busy = true;
        stand.convert.reset();
        stand.leveller.reset();
        let bent = |bend: f32| Steering { bend: note.steering.bend + bend, ..note.steering };
        stand.singer.start(&SungNote { steering: bent(note.glide.lift()), ..*note }, seed);
        if !note.glide.is_still() {
            stand.singer.steer(bent(note.glide.bend(0)));
        }
        Some(at)
    }

    /// The next samples of a stand; false once the note is over.
    pub(crate) fn render(&mut self, at: usize, out: &mut [f32]) -> bool {
        let Some(stand) = self.stands.get_mut(at) else { return false };
        let (singer, mut more) = (&mut stand.singer, true);
        stand.convert.process(out, |piece| {
            // Steps are fetched ahead of what is heard: only where more are wanted of a singer at its end is the note over.
            more &= !singer.is_finished();
            singer.process(piece)
        });
        stand.leveller.process(out);
        more
    }

    pub(crate) fn steer(&mut self, at: usize, steering: Steering) {
        if let Some(stand) = self.stands.get_mut(at) {
            stand.singer.steer(steering);
        }
    }

    pub(crate) fn release(&mut self, at: usize) {
        if let Some(stand) = self.stands.get_mut(at) {
            stand.singer.release();
        }
    }

    /// Makes a stand free for another note.
    pub(crate) fn leave(&mut self, at: usize) {
        if let Some(stand) = self.stands.get_mut(at) {
            stand.busy = false;
        }
    }
}

impl std::fmt::Debug for Choir {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Choir({} singers, {} notes held)", self.stands.len(), self.held)
    }
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests are no audio thread")]
mod tests;
