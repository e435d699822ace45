//! Voices whose network makes its steps elsewhere: on a graphics card, for all of them at once.
//!
//! ```text
//! here       frames, draft, guide -> told -->|             |--> accepted -> draws, noise, sound
//! elsewhere                                  | step of all |
//! ```
//!
//! With a step made here it gives what `Voice::process` gives, bit for bit. Not for real time: it allocates.

use super::{FRAME, PHASES, Voice};
use crate::neural::wavenet::core::Turn;

impl Voice {
    /// `process` for some voices, of as many steps each as the first has room for. `step` is given the turns of all of them, in order,
    /// those of finished voices too, and has every core take its numbers up ([`Core::accept`](super::Core::accept)).
    #[allow(clippy::disallowed_methods, reason = "not for real time")]
    pub fn process_afar(voices: &mut [(&mut Voice, &mut [f32])], mut step: impl FnMut(&mut [Turn<'_>])) {
        let steps = voices.first().map_or(0, |(_, out)| out.len());
        for i in 0..steps {
            let told = voices.iter_mut().map(|(voice, _)| voice.goes_on().then(|| voice.told()));
            let told: Vec<Option<(f32, [f32; PHASES])>> = told.collect();
            let silent = (0.0, [0.0; PHASES]);
            let turns = voices.iter_mut().zip(&told).map(|((voice, _), told)| {
                let (heard, guide) = told.as_ref().unwrap_or(&silent);
                Turn { core: &mut voice.core, heard: *heard, guide }
            });
            step(&mut turns.collect::<Vec<_>>());
            for ((voice, out), told) in voices.iter_mut().zip(&told) {
                out[i] = 0.0;
                if told.is_some() {
                    out[i] = voice.drawn();
                    voice.place = (voice.place + 1) % FRAME;
                }
            }
        }
    }
}
