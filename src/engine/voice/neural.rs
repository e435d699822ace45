//! Voices that a network makes, sample by sample: a choir of a few singers, prepared beforehand.
//!
//! ```text
//! singer, in steps of its own -> change of rate -> leveller -> voice      so many notes may be held; one more: a plain synth
//!
//! block: rest, a cue for each note that sounds, sing (all together), then render for each
//! ```
//!
//! A singer costs a good part of a core, so their number is fixed: it depends on the commands alone who sings and who is
//! replaced, and on the rungs of the ladder (`engine::ladder`), which are written down; on nothing else. A slot's new note fades its old one within 30 ms; notes of one moment are a chord.
//! Which network it is, and how it is conditioned, is the singer's business.

mod hold;
mod line;
mod stand;
mod tutti;

use super::glide::Glide;
use crate::engine::ladder::Rung;
use crate::neural::wavenet::grid::FASTEST;
use crate::neural::wavenet::{Controls, Model, NoteSpec, Primer, Voice};
use stand::Stand;
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
    /// The captured sound that it begins with.
    pub primer: Option<&'static Primer>,
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
    /// Lets time pass unheard: by which factor it is louder now.
    fn pass(&mut self, _seconds: f32) -> f32 {
        1.0
    }
    /// Whether nothing more will come.
    fn is_finished(&self) -> bool;
    /// The WaveNet that it is, where it is one: those of one model make their steps side by side.
    fn wavenet(&mut self) -> Option<&mut Voice> {
        None
    }
}

impl Singer for Voice {
    fn fastest(&self) -> f32 {
        FASTEST
    }

    fn start(&mut self, note: &SungNote, seed: u64) {
        // A note begins with its controls where they were set, so they are set first.
        self.steer(note.steering);
        self.prime(note.primer);
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

    fn pass(&mut self, seconds: f32) -> f32 {
        Voice::pass(self, seconds)
    }

    fn is_finished(&self) -> bool {
        Voice::is_finished(self)
    }

    fn wavenet(&mut self) -> Option<&mut Voice> {
        Some(self)
    }
}

/// A singer, and one of a smaller size beside it.
pub type Pair = (Box<dyn Singer>, Option<Box<dyn Singer>>);

/// The singers of a set.
pub struct Choir {
    stands: Box<[Stand]>,
    held: usize,
    rung: Rung,
    /// The work of a step of the smaller size, beside the full one's.
    share: f32,
}

impl Choir {
    /// How many singers more than notes that may be held: the old note of a slot fades while its new one begins.
    pub const FADING: usize = 2;

    /// A choir in which `held` notes may be held at once; give it [`Self::FADING`] singers more. `rate` is the engine's.
    #[allow(clippy::disallowed_methods, reason = "runs before it is sent to the audio thread")]
    pub fn new(singers: Vec<Box<dyn Singer>>, held: usize, rate: u32) -> Self {
        Self::with_smaller(singers.into_iter().map(|singer| (singer, None)).collect(), held, rate)
    }

    /// The same, each singer beside one of a smaller size where there is one, which stands in for it while it is late.
    #[allow(clippy::disallowed_methods, reason = "runs before it is sent to the audio thread")]
    pub fn with_smaller(singers: Vec<Pair>, held: usize, rate: u32) -> Self {
        let stand = |(singer, small)| Stand::new(singer, small, rate as f32);
        Self { stands: singers.into_iter().map(stand).collect(), held, rung: Rung::Full, share: 1.0 }
    }

    /// A choir of one WaveNet's voices: [`Self::new`] with the singers it asks for.
    #[allow(clippy::disallowed_methods, reason = "runs before it is sent to the audio thread")]
    pub fn of(model: &Arc<Model>, held: usize, rate: u32) -> Self {
        Self::of_sizes(model, None, held, rate)
    }

    /// The same with a smaller size of the model beside it, which must know the same instruments in the same order.
    #[allow(clippy::disallowed_methods, reason = "runs before it is sent to the audio thread")]
    pub fn of_sizes(model: &Arc<Model>, small: Option<&Arc<Model>>, held: usize, rate: u32) -> Self {
        let voice = |model: &Arc<Model>| -> Box<dyn Singer> { Box::new(Voice::new(Arc::clone(model))) };
        let pair = |_| (voice(model), small.map(voice));
        let mut choir = Self::with_smaller((0..held + Self::FADING).map(pair).collect(), held, rate);
        choir.share = small.map_or(1.0, |small| small.multiplies() as f32 / model.multiplies() as f32);
        choir
    }

    /// How many notes may be held at once.
    pub(crate) fn held(&self) -> usize {
        self.held.min(self.stands.len())
    }

    /// Whether a smaller size stands beside every singer.
    pub(crate) fn has_smaller(&self) -> bool {
        self.stands.iter().all(Stand::has_small)
    }

    /// How many networks sing now; those of a smaller size count as the share of the work that they are.
    pub(crate) fn singing(&self) -> f32 {
        let busy = self.stands.iter().filter(|stand| stand.busy).count() as f32;
        match self.rung {
            Rung::Full => busy,
            Rung::Smaller => self.share * busy,
            Rung::Held => 0.0,
        }
    }

    /// From now on notes begin on this rung; those that sound are brought there by [`Self::turn`].
    pub(crate) fn set_rung(&mut self, rung: Rung) {
        self.rung = rung;
    }

    /// Brings a stand to the rung; false where its note has hardly begun and cannot be held.
    pub(crate) fn turn(&mut self, at: usize) -> bool {
        let rung = self.rung;
        self.stands.get_mut(at).is_none_or(|stand| stand.turn(rung))
    }

    /// Starts a note; the stand it is sung at, or `None` where all are busy or none may sing.
    pub(crate) fn start(&mut self, note: &SungNote, seed: u64) -> Option<usize> {
        let rung = self.rung;
        let at = self.stands.iter().position(|stand| !stand.busy && rung != Rung::Held)?;
        self.stands[at].start(note, seed, rung);
        Some(at)
    }

    /// A block begins: nobody is asked for anything yet.
    pub(crate) fn rest(&mut self) {
        self.stands.iter_mut().for_each(Stand::rest);
    }

    /// Asks a stand for so many frames of the block.
    pub(crate) fn cue(&mut self, at: usize, frames: usize) {
        if let Some(stand) = self.stands.get_mut(at) {
            stand.cue(frames);
        }
    }

    /// All that have been asked sing, those of one size together.
    pub(crate) fn sing(&mut self) {
        tutti::sing(&mut self.stands, |stand| Some(&mut stand.full));
        tutti::sing(&mut self.stands, |stand| stand.small.as_mut());
    }

    /// The frames that a stand was asked for; false once the note is over.
    pub(crate) fn render(&mut self, at: usize, out: &mut [f32]) -> bool {
        self.stands.get_mut(at).is_some_and(|stand| stand.render(out))
    }

    pub(crate) fn steer(&mut self, at: usize, steering: Steering) {
        if let Some(stand) = self.stands.get_mut(at) {
            stand.steer(steering);
        }
    }

    pub(crate) fn release(&mut self, at: usize) {
        if let Some(stand) = self.stands.get_mut(at) {
            stand.release();
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
