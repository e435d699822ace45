//! A singer and its change of rate: the sound of a block, made piece by piece of the singer's steps.
//!
//! ```text
//! cue: so many frames    read |=====      a piece is lacking -> its steps are made -> read |=====|===     another ..
//! ```
//!
//! How many pieces a block takes shows only on the way: each has a rate of its own. What makes its steps alone is asked for them
//! here; the steps of WaveNets are made by who sees all lines (`tutti`).

use super::{Singer, Steering, SungNote};
use crate::dsp::BLOCK;
use crate::dsp::varispeed::Varispeed;
use crate::neural::wavenet::Voice;

/// A singer and its change of rate.
pub(super) struct Line {
    singer: Box<dyn Singer>,
    convert: Varispeed,
    /// The block's frames: so many wanted, so many of these made.
    sound: [f32; BLOCK],
    wanted: usize,
    made: usize,
    /// Whether steps of its WaveNet are to be made before it can be read on.
    lacks: bool,
    /// The last of the block's frames for which steps were wanted of a singer at its end.
    ended: Option<usize>,
}

impl Line {
    pub(super) fn new(singer: Box<dyn Singer>, rate: f32) -> Self {
        let convert = Varispeed::new(rate, singer.fastest());
        Self { singer, convert, sound: [0.0; BLOCK], wanted: 0, made: 0, lacks: false, ended: None }
    }

    pub(super) fn singer(&mut self) -> &mut dyn Singer {
        self.singer.as_mut()
    }

    pub(super) fn start(&mut self, note: &SungNote, seed: u64) {
        self.convert.reset();
        let bent = |bend: f32| Steering { bend: note.steering.bend + bend, ..note.steering };
        self.singer.start(&SungNote { steering: bent(note.glide.lift(note.pitch)), ..*note }, seed);
        if !note.glide.is_still() {
            self.singer.steer(bent(note.glide.bend(0)));
        }
    }

    /// Wants so many frames of the block to come; whatever was wanted before is forgotten.
    pub(super) fn cue(&mut self, frames: usize) {
        (self.wanted, self.made) = (frames.min(BLOCK), 0);
        (self.lacks, self.ended) = (false, None);
    }

    /// Goes on with its block as far as it can by itself. True where steps of its WaveNet are lacking: they are to be made where
    /// [`Self::steps`] says, before it is asked again.
    pub(super) fn read(&mut self) -> bool {
        if std::mem::take(&mut self.lacks)
            && let Some(voice) = self.singer.wavenet()
        {
            self.convert.take(voice.rate());
        }
        loop {
            self.made += self.convert.read(&mut self.sound[self.made..self.wanted]);
            if self.made == self.wanted {
                return false;
            }
            // Steps are fetched ahead of what is heard: only where more are wanted of a singer at its end is the note over.
            if self.singer.is_finished() {
                self.ended = Some(self.made);
            } else if self.singer.wavenet().is_some() {
                self.lacks = true;
                return true;
            }
            let rate = self.singer.process(self.convert.room());
            self.convert.take(rate);
        }
    }

    /// The WaveNet whose steps are lacking, and where they belong.
    pub(super) fn steps(&mut self) -> Option<(&mut Voice, &mut [f32])> {
        let voice = self.singer.wavenet().filter(|_| self.lacks)?;
        Some((voice, self.convert.room()))
    }

    /// What it has made of the block.
    pub(super) fn sound(&self) -> &[f32] {
        &self.sound[..self.made]
    }

    /// Whether the note went on from this of the block's frames.
    pub(super) fn goes_on(&self, from: usize) -> bool {
        self.ended.is_none_or(|at| at < from)
    }
}
