//! All voices: who starts where, who makes room, and the mixing in the order of places.
//!
//! ```text
//! capacity 64, and 16 places more for voices that fade:  full -> the oldest fades in 6 ms, the new one starts on its frame
//!
//! block: each tells its singer -> the choir sings, all together -> each renders
//! ```

use super::command::{Report, Retired};
use super::ladder::Rung;
use super::spec::{CutGroup, Source, VoiceSpec};
use super::voice::Voice;
use super::voice::neural::{Choir, Steering};
use crate::crossing::Sender;
use crate::dsp::Stereo;

/// Places beyond the capacity, for voices that fade.
const SPARE: usize = 16;
/// Within which the old note of a slot fades when the next is sung.
const LEGATO_SECONDS: f32 = 0.03;

/// The voices.
pub(super) struct Voices {
    places: Box<[Voice]>,
    capacity: usize,
    scratch: Stereo,
    choir: Option<Box<Choir>>,
}

impl Voices {
    #[allow(clippy::disallowed_methods, reason = "runs before the stream starts")]
    pub(super) fn new(capacity: usize, rate: f32) -> Self {
        let places = (0..capacity.max(1) + SPARE).map(|_| Voice::new(rate)).collect();
        Self { places, capacity: capacity.max(1), scratch: Stereo::SILENCE, choir: None }
    }

    /// How many sound.
    pub(super) fn sounding(&self) -> usize {
        self.places.iter().filter(|voice| voice.playing().is_some()).count()
    }

    /// Whether a note could start: some place is empty. If not, one is emptied by the next [`Self::retire`].
    pub(super) fn has_room(&mut self) -> bool {
        if self.places.iter().any(Voice::is_empty) {
            return true;
        }
        // Every spare place is taken by a fade: the one that began first is nearly silent, it goes.
        if let Some(voice) = self.places.iter_mut().filter(|voice| voice.is_fading()).min_by_key(|voice| voice.serial())
        {
            voice.stop();
        }
        false
    }

    /// Whether some place is empty now.
    pub(super) fn has_place(&self) -> bool {
        self.places.iter().any(Voice::is_empty)
    }

    /// Starts a note in an empty place; hands it back where there is none.
    pub(super) fn start(
        &mut self,
        spec: Box<VoiceSpec>,
        at: i64,
        serial: u64,
        reports: &mut Sender<Report>,
    ) -> Result<(), Box<VoiceSpec>> {
        if let Some(cut) = spec.cut {
            self.cut(cut, spec.orbit, at);
        }
        let held = self.places.iter().filter(|voice| voice.playing().is_some() && !voice.is_fading()).count();
        if held >= self.capacity {
            let oldest = self
                .places
                .iter_mut()
                .filter(|voice| voice.playing().is_some() && !voice.is_fading())
                .min_by_key(|voice| voice.serial());
            if let Some(voice) = oldest {
                let slot = voice.playing().map_or(0, |spec| spec.slot);
                voice.cut(at);
                // A report that finds no room is one line less on a screen, no more.
                let _ = reports.send(Report::Stolen { slot });
            }
        }
        let Some(place) = self.places.iter().position(Voice::is_empty) else { return Err(spec) };
        let stand = self.stand(&spec, at);
        if stand.is_none() && matches!(spec.source, Source::Sung(_)) {
            let _ = reports.send(Report::Substituted { slot: spec.slot });
        }
        self.places[place].start(spec, at, serial, stand);
        Ok(())
    }

    /// Finds a singer for a note that is to be sung; the slot's older notes make way.
    fn stand(&mut self, spec: &VoiceSpec, at: i64) -> Option<usize> {
        let Source::Sung(note) = &spec.source else { return None };
        let choir = self.choir.as_mut()?;
        let mut held = 0;
        for voice in self.places.iter_mut().filter(|voice| voice.stand().is_some() && !voice.is_fading()) {
            let older = voice.playing().is_some_and(|other| other.slot == spec.slot) && voice.started() < at;
            // What has been let go is only its own echo: it makes way for any slot.
            if older || voice.is_released() {
                voice.fade(at, LEGATO_SECONDS);
            } else {
                held += 1;
            }
        }
        if held >= choir.held() {
            return None;
        }
        if let Some(stand) = choir.start(note, spec.seed) {
            return Some(stand);
        }
        // Every singer is busy with a fade: the one that began first is nearly silent.
        let oldest = self.places.iter_mut().filter(|voice| voice.stand().is_some() && voice.is_fading());
        let stand = oldest.min_by_key(|voice| voice.serial()).and_then(Voice::give_way)?;
        choir.leave(stand);
        choir.start(note, spec.seed)
    }

    /// From now on these sing; the old choir comes back.
    pub(super) fn replace_choir(&mut self, choir: Box<Choir>) -> Option<Box<Choir>> {
        for voice in &mut self.places {
            voice.desert();
        }
        self.choir.replace(choir)
    }

    /// Every note that is sung goes to this rung.
    pub(super) fn turn(&mut self, rung: Rung) {
        let Some(choir) = &mut self.choir else { return };
        choir.set_rung(rung);
        self.places.iter_mut().for_each(|voice| voice.turn(choir));
    }

    /// Whether singers of a smaller size stand by.
    pub(super) fn has_smaller(&self) -> bool {
        self.choir.as_ref().is_some_and(|choir| choir.has_smaller())
    }

    /// How many networks sing; smaller ones count less.
    pub(super) fn singing(&self) -> f32 {
        self.choir.as_ref().map_or(0.0, |choir| choir.singing())
    }

    /// Steers a note that is sung.
    pub(super) fn steer(&mut self, seed: u64, steering: Steering) {
        let Some(choir) = &mut self.choir else { return };
        for voice in self.places.iter_mut().filter(|voice| voice.playing().is_some_and(|spec| spec.seed == seed)) {
            voice.steer(choir, steering);
        }
    }

    /// Silences the voices of a cut group that began before `at`.
    pub(super) fn cut(&mut self, cut: CutGroup, orbit: u8, at: i64) {
        for voice in &mut self.places {
            let silenced = voice.playing().is_some_and(|spec| {
                let group = spec
                    .cut
                    .is_some_and(|other| other.group == cut.group && (cut.group >= 0 || other.sound == cut.sound));
                group && spec.orbit == orbit
            });
            // Notes of one moment are a chord, they leave each other alone.
            if silenced && voice.started() < at {
                voice.cut(at);
            }
        }
    }

    /// Fades everything from a frame on.
    pub(super) fn hush(&mut self, at: i64) {
        for voice in self.places.iter_mut().filter(|voice| voice.playing().is_some()) {
            voice.fade(at, 0.05);
        }
    }

    /// What started before this command sounds no longer than to the block that begins at `from`.
    pub(super) fn doom(&mut self, serial: u64, from: i64) {
        for voice in self.places.iter_mut().filter(|voice| voice.serial() < serial) {
            voice.doom(from);
        }
    }

    /// Stops everything at once.
    pub(super) fn stop(&mut self) {
        for voice in &mut self.places {
            voice.stop();
        }
    }

    /// Renders every voice, in the order of places; `heard` gets the note, its place in the order of commands, whether this is its
    /// first block, and the sound.
    pub(super) fn render(
        &mut self,
        block: i64,
        heard: &mut impl FnMut(&VoiceSpec, u64, bool, &mut Stereo),
        reports: &mut Sender<Report>,
    ) {
        if let Some(choir) = &mut self.choir {
            choir.rest();
            self.places.iter_mut().for_each(|voice| voice.cue(block, choir));
            choir.sing();
        }
        for voice in &mut self.places {
            if !voice.render(block, &mut self.choir, &mut self.scratch) {
                continue;
            }
            if !self.scratch.is_finite() {
                voice.stop();
                self.scratch = Stereo::SILENCE;
                let slot = voice.spec().map_or(0, |spec| spec.slot);
                let _ = reports.send(Report::Broken { slot });
            }
            if let Some(spec) = voice.spec() {
                heard(spec, voice.serial(), voice.started() >= block, &mut self.scratch);
            }
        }
    }

    /// Sends home what is over. What finds no room stays where it is until the next block.
    pub(super) fn retire(&mut self, home: &mut Sender<Retired>) {
        for voice in &mut self.places {
            if home.room() == 0 {
                return;
            }
            if let Some(spec) = voice.finished(&mut self.choir)
                && let Err(Retired::Spec(spec)) = home.send(Retired::Spec(spec))
            {
                voice.keep(spec);
            }
        }
    }
}
