//! The choir as the mix hears it: made on the spot, or ahead of time on a thread of its own.
//!
//! ```text
//! offline   mix asks for block b -> section renders block b
//! live      Ahead::advance(horizon): block b, b + 1, .. -> ring of parts      mix asks for block b -> takes its parts
//!           everything before the horizon is known, so both make the same samples; a network that is slow for a moment
//!           uses up some of the look-ahead, and the audio thread never waits for it
//! ```
//!
//! A hush comes without warning: parts that were made before it fade here, alike in both cases. How a choir that falls behind is
//! heard says the ladder (`ladder`); what was heard of it once is heard again by [`Sung::follow`].

use super::command::Report;
use super::guard;
use super::ladder::{Ladder, Lead, Move, Told};
use super::meters::Collector;
use super::mixer::Mixer;
use super::renderer::Position;
use super::section::{HUSH_SECONDS, Section};
use super::spec::{Sends, VoiceSpec};
use crate::crossing::{Receiver, Sender, ring};
use crate::dsp::envelope::Fade;
use crate::dsp::{BLOCK, Stereo};
use crate::units::Frame;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Parts that may lie ready: a third of a second of sixteen voices.
const READY: usize = 4_096;
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
    /// With the moves it is to make.
    Here(Box<Section>, Told),
    /// With the first frame that is not ready.
    Ahead(Receiver<Part>, Arc<AtomicI64>),
}

/// The choir in the mix.
pub(super) struct Sung {
    source: Source,
    fades: Fades,
    /// Voices heard in the last block.
    sounding: usize,
    /// Where a stretch of blocks began that were not ready, and whether something of it was missed.
    lost: Option<(i64, bool)>,
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
        let source = Source::Here(Box::new(section), Told::default());
        let frames = ((HUSH_SECONDS * rate) as i64).max(1);
        let fades = Fades { under_way: [None; 2], gone: 0, frames };
        Self { source, fades, sounding: 0, lost: None }
    }

    /// Gives the choir to a thread of its own; `None` where it has gone already. `at` is the next block to be mixed.
    #[allow(clippy::disallowed_methods, reason = "runs before the stream starts")]
    pub(super) fn give_away(&mut self, at: i64, position: Position) -> Option<Ahead> {
        let ((parts, coming), ready) = (ring(READY), Arc::new(AtomicI64::new(at)));
        match std::mem::replace(&mut self.source, Source::Ahead(coming, Arc::clone(&ready))) {
            Source::Here(section, _) => {
                let ladder = Ladder::new(position.rate());
                Some(Ahead { section, parts, ready, at, position, ladder })
            }
            before @ Source::Ahead(..) => {
                self.source = before;
                None
            }
        }
    }

    /// Makes these moves instead of measuring anything.
    pub(super) fn follow(&mut self, moves: &[Move]) {
        if let Source::Here(_, told) = &mut self.source {
            *told = Told::new(moves);
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
        if let Source::Here(section, _) = &mut self.source {
            section.stop();
        }
    }

    /// Adds the block that begins at `begin`. Returns what of it came too late, once that is known.
    pub(super) fn mix(&mut self, begin: i64, mixer: &mut Mixer, meters: &mut Collector) -> Option<Move> {
        self.fades.settle(begin);
        let (fades, mut count, mut said) = (&self.fades, 0, None);
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
            Source::Here(section, told) => {
                let (rung, silent) = told.due(begin);
                if let Some(rung) = rung {
                    section.turn(rung);
                }
                section.carry_out(begin, |_| ());
                section.render(begin, |spec, serial, first, sound| {
                    if !silent {
                        heard(serial, first, (spec.slot, spec.orbit, &spec.sends), sound);
                    }
                });
                section.retire();
            }
            Source::Ahead(parts, ready) => {
                // A block counts as a whole: one whose last part is missing is not heard at all.
                let whole = begin + (BLOCK as i64) <= ready.load(Ordering::Acquire);
                if !whole {
                    self.lost = self.lost.or(Some((begin, self.sounding > 0)));
                }
                while parts.peek().is_some_and(|part| part.begin < begin || whole && part.begin == begin)
                    && let Some(mut part) = parts.receive()
                {
                    if part.begin == begin {
                        heard(part.serial, part.first, (part.slot, part.orbit, &part.sends), &mut part.sound);
                    } else if let Some((_, missed)) = &mut self.lost {
                        *missed = true;
                    }
                }
                if whole && let Some((at, missed)) = self.lost.take() {
                    said = missed.then_some(Move::Lost { at, frames: begin - at });
                }
            }
        }
        self.sounding = count;
        said
    }
}

/// The choir on a thread of its own. Nothing here allocates.
pub struct Ahead {
    section: Box<Section>,
    parts: Sender<Part>,
    ready: Arc<AtomicI64>,
    at: i64,
    position: Position,
    ladder: Ladder,
}

impl Ahead {
    /// Sings every whole block before `until`, as far as there is room. Everything that is to happen before `until` must have
    /// been sent.
    pub fn advance(&mut self, until: Frame) {
        while self.step(until).is_some() {}
    }

    /// Sings one block, where a whole one lies before `until` and there is room; says how many networks sang in it, smaller ones
    /// by their share of the work.
    pub fn step(&mut self, until: Frame) -> Option<f32> {
        if self.at + BLOCK as i64 > until.0 || self.parts.room() < VOICES {
            return None;
        }
        self.ladder.set_smaller(self.section.has_smaller());
        let lead = Lead { at: self.at, heard: self.position.now().0, until: until.0 };
        if let Some(rung) = self.ladder.decide(lead) {
            self.section.turn(rung);
            self.section.report(Report::Moved(Move::Rung { at: self.at, rung }));
        }
        if !guard::sheltered(|| self.block()) {
            // Assigning what is stopped is all it takes; should that fail as well, the next block tries again.
            guard::sheltered(|| self.section.stop());
            self.section.report(Report::Failed);
        }
        self.at += BLOCK as i64;
        self.ready.store(self.at, Ordering::Release);
        Some(self.section.singing())
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
