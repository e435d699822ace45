//! The choir as the mix hears it: made on the spot, or ahead of time on a thread of its own.
//!
//! ```text
//! offline   mix asks for block b -> section renders block b
//! live      Ahead::advance(horizon): block b, b + 1, .. -> ring of parts      mix asks for block b -> takes its parts
//!           everything before the horizon is known, so both make the same samples; a network that is slow for a moment
//!           uses up some of the look-ahead, and the audio thread never waits for it
//! ```
//!
//! A hush comes without warning: parts that were made before it fade here, alike in both cases. A choir that has fallen behind
//! what is heard loses its notes and goes on from there: silence of one voice, never of all.

use super::command::Report;
use super::guard;
use super::meters::Collector;
use super::mixer::Mixer;
use super::renderer::Position;
use super::section::{HUSH_SECONDS, Section};
use super::spec::{Sends, VoiceSpec};
use crate::crossing::{Receiver, Sender, ring};
use crate::dsp::envelope::Fade;
use crate::dsp::{BLOCK, Stereo};
use crate::units::Frame;

/// Parts that may lie ready: a third of a second of six voices.
const READY: usize = 1_536;
/// Voices of a block that must find room before it is made.
const VOICES: usize = 32;

/// What one voice makes in one block.
struct Part {
    begin: i64,
    serial: u64,
    first: bool,
    slot: u16,
    orbit: u8,
    sends: Sends,
    sound: Stereo,
}

enum Source {
    Here(Box<Section>),
    Ahead(Receiver<Part>),
}

/// The choir in the mix.
pub(super) struct Sung {
    source: Source,
    fades: Fades,
    /// Voices heard in the last block.
    sounding: usize,
}

/// Which voices a hush has silenced, and which it is still fading, oldest hush first.
struct Fades {
    under_way: [Option<(u64, Fade)>; 2],
    gone: u64,
    frames: i64,
}

impl Fades {
    fn hush(&mut self, serial: u64, at: i64) {
        let fade = Some((serial, Fade { from: at, frames: self.frames }));
        match self.under_way {
            [None, _] => self.under_way = [fade, None],
            [older, None] => self.under_way = [older, fade],
            [Some((oldest, _)), newer] => {
                self.gone = self.gone.max(oldest);
                self.under_way = [newer, fade];
            }
        }
    }

    /// Fades a part; false where nothing is left of it.
    fn apply(&self, serial: u64, begin: i64, sound: &mut Stereo) -> bool {
        if serial < self.gone {
            return false;
        }
        if let Some((_, fade)) = self.under_way.iter().flatten().find(|(hush, _)| serial < *hush) {
            for (frame, (left, right)) in sound.left.iter_mut().zip(&mut sound.right).enumerate() {
                let gain = fade.gain(begin + frame as i64);
                (*left, *right) = (*left * gain, *right * gain);
            }
        }
        true
    }

    fn settle(&mut self, begin: i64) {
        for fade in &mut self.under_way {
            if let Some((serial, _)) = fade.take_if(|(_, fade)| fade.is_over(begin)) {
                self.gone = self.gone.max(serial);
            }
        }
        if self.under_way[0].is_none() {
            self.under_way.swap(0, 1);
        }
    }
}

impl Sung {
    #[allow(clippy::disallowed_methods, reason = "runs before the stream starts")]
    pub(super) fn new(section: Section, rate: f32) -> Self {
        let section = Box::new(section);
        let frames = ((HUSH_SECONDS * rate) as i64).max(1);
        let fades = Fades { under_way: [None; 2], gone: 0, frames };
        Self { source: Source::Here(section), fades, sounding: 0 }
    }

    /// Gives the choir to a thread of its own; `None` where it has gone already. `at` is the next block to be mixed.
    pub(super) fn give_away(&mut self, at: i64, position: Position) -> Option<Ahead> {
        let (parts, ready) = ring(READY);
        match std::mem::replace(&mut self.source, Source::Ahead(ready)) {
            Source::Here(section) => Some(Ahead { section, parts, at, position }),
            before @ Source::Ahead(_) => {
                self.source = before;
                None
            }
        }
    }

    /// How many voices it had in the last block.
    pub(super) fn sounding(&self) -> usize {
        self.sounding
    }

    /// What was sung before this fades from `at` on.
    pub(super) fn hush(&mut self, serial: u64, at: i64) {
        self.fades.hush(serial, at);
    }

    /// What was sung before this is gone.
    pub(super) fn panic(&mut self, serial: u64) {
        self.fades.gone = self.fades.gone.max(serial);
    }

    /// Stops the choir, where it is here.
    pub(super) fn stop(&mut self) {
        if let Source::Here(section) = &mut self.source {
            section.stop();
        }
    }

    /// Adds the block that begins at `begin`. True where something came too late to be heard.
    pub(super) fn mix(&mut self, begin: i64, mixer: &mut Mixer, meters: &mut Collector) -> bool {
        self.fades.settle(begin);
        let (fades, mut count, mut late) = (&self.fades, 0, false);
        let mut heard = |serial, first, (slot, orbit, sends): (u16, u8, &Sends), sound: &mut Stereo| {
            if !fades.apply(serial, begin, sound) {
                return;
            }
            count += 1;
            if first {
                mixer.set(orbit, sends);
            }
            mixer.add(orbit, sends, sound);
            meters.slot(slot, &sound.left, &sound.right);
        };
        match &mut self.source {
            Source::Here(section) => {
                section.carry_out(begin, |_| ());
                section.render(begin, |spec, serial, first, sound| {
                    heard(serial, first, (spec.slot, spec.orbit, &spec.sends), sound);
                });
                section.retire();
            }
            Source::Ahead(parts) => {
                while parts.peek().is_some_and(|part| part.begin <= begin)
                    && let Some(mut part) = parts.receive()
                {
                    if part.begin < begin {
                        late |= part.serial >= fades.gone;
                        continue;
                    }
                    heard(part.serial, part.first, (part.slot, part.orbit, &part.sends), &mut part.sound);
                }
            }
        }
        self.sounding = count;
        late
    }
}

/// The choir on a thread of its own. Nothing here allocates.
pub struct Ahead {
    section: Box<Section>,
    parts: Sender<Part>,
    at: i64,
    position: Position,
}

impl Ahead {
    /// Frames that the choir may be behind before it gives up what it was singing.
    const PATIENCE: i64 = 2_400;

    /// Sings every whole block before `until`, as far as there is room. Everything that is to happen before `until` must have
    /// been sent.
    pub fn advance(&mut self, until: Frame) {
        let heard = self.position.now().0;
        if self.at + Self::PATIENCE < heard {
            self.at = (heard + Self::PATIENCE).div_euclid(BLOCK as i64) * BLOCK as i64;
            self.section.stop();
            self.section.report(Report::Behind);
        }
        while self.at + BLOCK as i64 <= until.0 && self.parts.room() >= VOICES {
            if !guard::sheltered(|| self.block()) {
                // Assigning what is stopped is all it takes; should that fail as well, the next block tries again.
                guard::sheltered(|| self.section.stop());
                self.section.report(Report::Failed);
            }
            self.at += BLOCK as i64;
        }
    }

    fn block(&mut self) {
        let (begin, parts) = (self.at, &mut self.parts);
        self.section.carry_out(begin, |_| ());
        self.section.render(begin, |spec: &VoiceSpec, serial, first, sound| {
            let VoiceSpec { slot, orbit, sends, .. } = *spec;
            // Room was asked for; more voices than that there are not.
            let _ = parts.send(Part { begin, serial, first, slot, orbit, sends, sound: *sound });
        });
        self.section.retire();
    }
}
