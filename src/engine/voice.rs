//! One voice: a source, its filters, its ramps and its place between left and right.
//!
//! ```text
//! block 1: ....|start here>>>>      block 2: >>>>>>>>      block 3: >>>release__|over
//!          frames 64..128
//! ```
//!
//! Everything that happens to a voice is a frame number kept in it, so it happens on that frame whatever the blocks are.

pub(super) mod glide;
pub(super) mod neural;
pub(super) mod sampler;
pub(super) mod synth;

use super::spec::{Source, SynthKind, SynthNote, Tone, VoiceSpec};
use crate::dsp::envelope::{Envelope, Fade};
use crate::dsp::filter::{Band, Corner, Factors, Filter};
use crate::dsp::shape::{Coarse, crush, shape};
use crate::dsp::{BLOCK, Stereo};
use crate::units::Note;
use neural::{Choir, Steering, SungNote};
use sampler::Sampler;
use synth::Synth;

/// Frames over which a cut or stolen voice fades: short enough for an open hat, long enough not to click.
const CUT_SECONDS: f32 = 0.006;

/// A place for a voice.
pub(super) struct Voice {
    rate: f32,
    spec: Option<Box<VoiceSpec>>,
    sounding: bool,
    start: i64,
    serial: u64,
    /// From the block on that begins here it is silent.
    doomed: i64,
    envelope: Envelope,
    fade: Option<Fade>,
    pan: [f32; 2],
    sampler: Sampler,
    synth: Synth,
    /// Where it is sung, if a network sings it.
    stand: Option<usize>,
    released: bool,
    steering: Steering,
    filters: [[Filter; 2]; 3],
    factors: [Option<Factors>; 3],
    coarse: [Coarse; 2],
}

impl Voice {
    pub(super) fn new(rate: f32) -> Self {
        Self {
            rate,
            spec: None,
            sounding: false,
            start: 0,
            serial: 0,
            doomed: i64::MAX,
            envelope: Envelope { attack: 0, release_at: 0, release: 1 },
            fade: None,
            pan: [0.0; 2],
            sampler: Sampler::default(),
            synth: Synth::new(rate),
            stand: None,
            released: false,
            steering: Steering::default(),
            filters: [[Filter::default(); 2]; 3],
            factors: [None; 3],
            coarse: [Coarse::default(); 2],
        }
    }

    /// Starts a note at a frame; the place must be empty. `stand`: where the choir sings it, if it does.
    pub(super) fn start(&mut self, spec: Box<VoiceSpec>, at: i64, serial: u64, stand: Option<usize>) {
        (self.stand, self.released, self.doomed) = (stand, false, i64::MAX);
        (self.start, self.serial, self.fade, self.sounding) = (at, serial, None, true);
        let mut release_at = spec.sustain.unwrap_or(i64::MAX);
        let mut release = spec.ramps.release;
        match &spec.source {
            Source::Sample(playback) => {
                let length = self.sampler.start(playback, spec.sustain);
                // Cut out of the middle, a recording ends in a step: a block's length takes the click away.
                if playback.end.max(playback.begin) < 1.0 || playback.step < 0.0 {
                    let left = length.saturating_sub(BLOCK as i64).max(0);
                    if left < release_at {
                        (release_at, release) = (left, BLOCK as i64);
                    }
                }
            }
            Source::Synth(note) => self.synth.start(note, spec.seed),
            Source::Sung(note) if stand.is_none() => self.synth.start(&substitute(note), spec.seed),
            Source::Sung(note) => self.steering = note.steering,
        }
        self.envelope = Envelope { attack: spec.ramps.attack.max(0), release_at: release_at.max(0), release };
        let turn = if spec.pan.is_finite() { spec.pan.clamp(0.0, 1.0) } else { 0.5 } * std::f32::consts::FRAC_PI_2;
        let gain = if spec.gain.is_finite() { spec.gain.clamp(0.0, 100.0) } else { 0.0 };
        self.pan = [gain * turn.cos(), gain * turn.sin()];
        self.filters = [[Filter::default(); 2]; 3];
        self.coarse = [Coarse::default(); 2];
        let factors = |band, corner: Option<Corner>| corner.map(|corner| Factors::new(band, corner, self.rate));
        let Tone { low, high, band, .. } = spec.tone;
        self.factors = [factors(Band::High, high), factors(Band::Band, band), factors(Band::Low, low)];
        self.spec = Some(spec);
    }

    /// What it plays, while it sounds.
    pub(super) fn playing(&self) -> Option<&VoiceSpec> {
        if self.sounding { self.spec.as_deref() } else { None }
    }

    /// The note of this place, sounding or just over.
    pub(super) fn spec(&self) -> Option<&VoiceSpec> {
        self.spec.as_deref()
    }

    /// Whether it is on its way out.
    pub(super) fn is_fading(&self) -> bool {
        self.fade.is_some()
    }

    /// Its place in the order of starts.
    pub(super) fn serial(&self) -> u64 {
        self.serial
    }

    /// The frame of its start.
    pub(super) fn started(&self) -> i64 {
        self.start
    }

    /// Whether a note can start here.
    pub(super) fn is_empty(&self) -> bool {
        self.spec.is_none()
    }

    /// Fades it out from a frame on, within so many seconds; a fade that is over sooner stays.
    pub(super) fn fade(&mut self, from: i64, seconds: f32) {
        let fade = Fade { from: from.max(self.start), frames: ((seconds * self.rate) as i64).max(1) };
        match self.fade {
            Some(old) if old.from + old.frames <= fade.from + fade.frames => {}
            _ => self.fade = Some(fade),
        }
    }

    /// Fades it out as a cut or stolen voice.
    pub(super) fn cut(&mut self, from: i64) {
        self.fade(from, CUT_SECONDS);
    }

    /// Lets it sound no longer than to the block that begins at `from`.
    pub(super) fn doom(&mut self, from: i64) {
        self.doomed = self.doomed.min(from);
    }

    /// Stops it here and now.
    pub(super) fn stop(&mut self) {
        self.sounding = false;
    }

    /// Where the choir sings it, while it sounds.
    pub(super) fn stand(&self) -> Option<usize> {
        self.stand.filter(|_| self.sounding)
    }

    /// Whether it has been let go.
    pub(super) fn is_released(&self) -> bool {
        self.released
    }

    /// Stops it and gives its singer away.
    pub(super) fn give_way(&mut self) -> Option<usize> {
        self.sounding = false;
        self.stand.take()
    }

    /// Goes to the choir's rung; a note that cannot be held there is played by a plain synth from here on.
    pub(super) fn turn(&mut self, choir: &mut Choir) {
        let Some(stand) = self.stand().filter(|stand| !choir.turn(*stand)) else { return };
        choir.leave(stand);
        self.stand = None;
        if let Some(VoiceSpec { source: Source::Sung(note), seed, .. }) = self.spec.as_deref() {
            self.synth.start(&substitute(note), *seed);
        }
    }

    /// Steers what the choir sings here.
    pub(super) fn steer(&mut self, choir: &mut Choir, steering: Steering) {
        self.steering = steering;
        // A note that glides is steered block by block anyway.
        if let Some(stand) = self.stand().filter(|_| !self.glides()) {
            choir.steer(stand, steering);
        }
    }

    fn glides(&self) -> bool {
        matches!(self.spec.as_deref(), Some(VoiceSpec { source: Source::Sung(note), .. }) if !note.glide.is_still())
    }

    /// The note of a place that no longer sounds, to be sent home; its singer is free.
    pub(super) fn finished(&mut self, choir: &mut Option<Box<Choir>>) -> Option<Box<VoiceSpec>> {
        if self.sounding {
            return None;
        }
        if let (Some(stand), Some(choir)) = (self.stand.take(), choir) {
            choir.leave(stand);
        }
        self.spec.take()
    }

    /// Forgets its singer: the choir was replaced.
    pub(super) fn desert(&mut self) {
        if self.stand.take().is_some() {
            self.sounding = false;
        }
    }

    /// Puts a note back that could not be sent home yet.
    pub(super) fn keep(&mut self, spec: Box<VoiceSpec>) {
        self.spec = Some(spec);
    }

    /// The first frame of the block that begins at frame `block` in which it sounds, if it does.
    fn first(&mut self, block: i64) -> Option<usize> {
        if block >= self.doomed {
            self.sounding = false;
        }
        let sounds = self.sounding && self.start < block + BLOCK as i64;
        sounds.then_some((self.start - block).max(0) as usize)
    }

    /// Tells the choir what the block that begins at frame `block` asks of its singer.
    pub(super) fn cue(&mut self, block: i64, choir: &mut Choir) {
        let Some(first) = self.first(block) else { return };
        let (Some(stand), Some(VoiceSpec { source: Source::Sung(note), .. })) = (self.stand, self.spec.as_deref())
        else {
            return;
        };
        let age = block + BLOCK as i64 - self.start;
        // Let go in the block in which the release begins.
        if !self.released && self.envelope.release_at < age {
            self.released = true;
            choir.release(stand);
        }
        if !note.glide.is_still() {
            let bend = self.steering.bend + note.glide.bend(age);
            choir.steer(stand, Steering { bend, ..self.steering });
        }
        choir.cue(stand, BLOCK - first);
    }

    /// Renders its part of the block that begins at frame `block` into `out`, silent before its start; the choir has sung.
    /// False where it adds nothing.
    pub(super) fn render(&mut self, block: i64, choir: &mut Option<Box<Choir>>, out: &mut Stereo) -> bool {
        let Some(first) = self.first(block) else { return false };
        let Some(spec) = self.spec.as_deref() else { return false };
        *out = Stereo::SILENCE;
        let more = match &spec.source {
            Source::Sample(playback) => self.sampler.render(playback, first, out),
            Source::Synth(note) => self.synth.render(note.kind, first, out),
            Source::Sung(note) => match (self.stand, choir) {
                (Some(stand), Some(choir)) => {
                    let more = choir.render(stand, &mut out.left[first..]);
                    out.right[first..].copy_from_slice(&out.left[first..]);
                    more
                }
                _ => self.synth.render(substitute(note).kind, first, out),
            },
        };
        let tone = &spec.tone;
        for (channel, samples) in [&mut out.left[first..], &mut out.right[first..]].into_iter().enumerate() {
            self.coarse[channel].process(tone.coarse, samples);
            if tone.crush >= 1.0 {
                crush(tone.crush, samples);
            }
            if tone.shape > 0.0 {
                shape(tone.shape, samples);
            }
            for (filters, factors) in self.filters.iter_mut().zip(&self.factors) {
                if let Some(factors) = factors {
                    filters[channel].process(factors, samples);
                }
            }
            let gain = self.pan[channel];
            for x in samples {
                *x *= gain;
            }
        }
        let age = block - self.start;
        if !self.envelope.is_open(age.max(0), BLOCK as i64) {
            shade(first, out, |frame| self.envelope.gain(age + frame));
        }
        if let Some(fade) = self.fade {
            shade(first, out, |frame| fade.gain(block + frame));
        }
        let end = block + BLOCK as i64;
        let faded = self.fade.is_some_and(|fade| fade.is_over(end));
        if !more || faded || self.envelope.is_over(end - self.start) {
            self.sounding = false;
        }
        true
    }
}

/// What is heard of a note that nobody sings.
fn substitute(note: &SungNote) -> SynthNote {
    SynthNote { kind: SynthKind::Triangle, hertz: Note(f64::from(note.pitch) - 60.0).hertz().0 }
}

fn shade(first: usize, out: &mut Stereo, gain: impl Fn(i64) -> f32) {
    for (frame, (left, right)) in out.left.iter_mut().zip(&mut out.right).enumerate().skip(first) {
        let gain = gain(frame as i64);
        *left *= gain;
        *right *= gain;
    }
}
