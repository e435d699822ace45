//! The WaveNet at the engine's music stands: its voices as singers of a choir.
//!
//! ```text
//! SungNote { instrument 0, pitch 57, .. } -> NoteSpec -> Voice -> 24 kHz -> the engine's rate
//! ```
//!
//! Making a choir allocates; singing does not.

use crate::engine::{Choir, Singer, Steering, SungNote};
use crate::neural::wavenet::{Controls, Model, NoteSpec, Voice};
use std::sync::Arc;

/// A choir of one network that holds `held` notes at once, for an engine of `rate` frames a second.
pub(super) fn choir(model: &Arc<Model>, held: usize, rate: u32) -> Choir {
    let singer = |_| -> Box<dyn Singer> { Box::new(Sung { voice: Voice::new(Arc::clone(model)), rate: model.rate() }) };
    Choir::new((0..held + Choir::FADING).map(singer).collect(), held, rate)
}

struct Sung {
    voice: Voice,
    rate: u32,
}

impl Singer for Sung {
    fn rate(&self) -> u32 {
        self.rate
    }

    fn start(&mut self, note: &SungNote, seed: u64) {
        let SungNote { instrument, pitch, velocity, steering } = *note;
        self.voice.set(controls(steering));
        self.voice.start(&NoteSpec { instrument, pitch, velocity, seed });
    }

    fn steer(&mut self, steering: Steering) {
        self.voice.set(controls(steering));
    }

    fn release(&mut self) {
        self.voice.release();
    }

    fn process(&mut self, out: &mut [f32]) {
        self.voice.process(out);
    }

    fn is_finished(&self) -> bool {
        self.voice.is_finished()
    }
}

fn controls(steering: Steering) -> Controls {
    let Steering { temp, topp, timbre, bright, noisy, vibrato, still, bend } = steering;
    Controls { temp, top_p: topp, timbre, bright, noisy, vibrato, still, bend }
}
