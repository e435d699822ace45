//! Several voices of one model, side by side.
//!
//! ```text
//! voice 1 |====|====|====|==            as long as all of a group of four (or two) have steps to make, they make them together
//! voice 2 |====|====|====|====|==       and share every reading of a weight; what is longer goes on alone
//! ```
//!
//! Gives what `Voice::process` of each gives, bit for bit. Real-time: allocates nothing.

use std::sync::Arc;

use super::{FRAME, PHASES, Voice};
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
    model.path().within(|| {
        for i in 0..shared {
            let goes_on = voices.each_mut().map(|(voice, _)| voice.goes_on());
            let told =
                voices.each_mut().map(|(voice, _)| if voice.finished { (0.0, [0.0; PHASES]) } else { voice.told() });
            let mut told = told.iter();
            let mut turns = voices.each_mut().map(|(voice, _)| {
                let (heard, guide) = told.next().unwrap_or(&(0.0, [0.0; PHASES]));
                Turn { core: &mut voice.core, heard: *heard, guide }
            });
            Core::step_many(&model, &mut turns);
            for ((voice, out), goes_on) in voices.iter_mut().zip(goes_on) {
                out[i] = 0.0;
                if goes_on {
                    out[i] = voice.drawn();
                    voice.place = (voice.place + 1) % FRAME;
                }
            }
        }
    });
    for (voice, out) in voices {
        voice.process(&mut out[shared..]);
    }
}
