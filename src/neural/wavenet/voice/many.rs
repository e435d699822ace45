//! Several voices of one model, side by side.
//!
//! ```text
//! voice 1 |====|====|====|==            as long as all of a group of four (or two) have steps to make, they make them together
//! voice 2 |====|====|====|====|==       and share every reading of a weight; what is longer goes on alone
//! ```
//!
//! Gives what `Voice::process` of each gives, bit for bit. Real-time: allocates nothing.

use std::sync::Arc;

use super::{FRAME, Model, PHASES, Voice};
use crate::neural::kernel::{Job, Path};
use crate::neural::wavenet::core::{Core, Turn};

impl Voice {
    /// `process` for each of some voices: overwrites what stands beside it with its next steps; silence once it is finished.
    pub fn process_many(mut voices: &mut [(&mut Voice, &mut [f32])]) {
        loop {
            voices = match voices {
                [a, b, c, d, rest @ ..] => {
                    together([a, b, c, d]);
                    rest
                }
                [a, b, rest @ ..] => {
                    together([a, b]);
                    rest
                }
                [(voice, out)] => return voice.process(out),
                [] => return,
            };
        }
    }
}

fn together<const M: usize>(mut voices: [&mut (&mut Voice, &mut [f32]); M]) {
    let Some(model) = voices.first().map(|(voice, _)| Arc::clone(&voice.model)) else { return };
    // A voice that is over, or sings another model, keeps nobody company.
    let alike = voices.iter().all(|(voice, _)| !voice.finished && Arc::ptr_eq(&voice.model, &model));
    let shared = if alike { voices.iter().map(|(_, out)| out.len()).min().unwrap_or(0) } else { 0 };
    model.path().within(Shared { model: &model, voices: voices.each_mut().map(|voice| &mut **voice), steps: shared });
    for (voice, out) in voices {
        voice.process(&mut out[shared..]);
    }
}

/// The steps that some voices make together.
struct Shared<'a, 'b, 'v, 'o, const M: usize> {
    model: &'a Model,
    voices: [&'b mut (&'v mut Voice, &'o mut [f32]); M],
    steps: usize,
}

impl<const M: usize> Job for Shared<'_, '_, '_, '_, M> {
    type Out = ();

    #[inline(always)]
    fn run(mut self, _path: Path) {
        let mut told = [(0.0, [0.0; PHASES]); M];
        for i in 0..self.steps {
            for (told, (voice, _)) in told.iter_mut().zip(&mut self.voices) {
                *told = if voice.goes_on() { voice.told() } else { (0.0, [0.0; PHASES]) };
            }
            let mut told = told.iter();
            let mut turns = self.voices.each_mut().map(|(voice, _)| {
                let (heard, guide) = told.next().unwrap_or(&(0.0, [0.0; PHASES]));
                Turn { core: &mut voice.core, heard: *heard, guide }
            });
            Core::step_many(self.model, &mut turns);
            for (voice, out) in &mut self.voices {
                out[i] = 0.0;
                if !voice.finished {
                    out[i] = voice.drawn();
                    voice.place = (voice.place + 1) % FRAME;
                }
            }
        }
    }
}
