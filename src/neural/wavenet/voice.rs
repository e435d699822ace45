//! One sounding note of a WaveNet: start it, steer it while it sounds, let it go.
//!
//! ```text
//! start(cello, 57.0, velocity 100, seed) -> process, set, process, .. -> release -> process .. is_finished
//! every 64 steps: controls move towards what was set -> features -> biases; loudness glides to the next frame's
//! every step:     draft and phase (a step of the note's grid) -> network -> its mean, noise and what moves -> sound
//! ```
//!
//! A note divides its period into the same number of steps from start to end; bend and vibrato move how many of them make a
//! second (`rate`). Real-time: `new` allocates, nothing else does. Bringing steps to a device's rate belongs to the engine. The
//! same model, path, seed and calls give the same steps, however `process` is cut.

use std::sync::Arc;

use super::acoustics::Spectrum;
use super::codec::{EMPHASIS_GAIN, LEVEL, PRE_EMPHASIS, compand};
use super::controls::Controls;
use super::core::Core;
use super::dice::Dice;
use super::features::{FLOOR, FRAME, Moment, PHASES, PLACES, hertz};
use super::grid::Grid;
use super::guide::{AHEAD, Guide};
use super::model::Model;
use super::noise::Noise;
use super::partials::Bank;
use super::predictor::{Prediction, TAPS, leaning_faded};
use super::primer::Primer;
use super::progress::Progress;
use crate::neural::kernel::{Job, Path};

/// What to play.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NoteSpec {
    /// The instrument's place in `Model::instruments`.
    pub instrument: usize,
    /// MIDI note number, fractional; the model learned about 36 to 96.
    pub pitch: f32,
    /// 0 to 127.
    pub velocity: f32,
    /// Seed of the note's draws.
    pub seed: u64,
}

/// What a spectrum depends on beside the note's age: the mix, the pitch, `bright` and `noisy`.
type Asked = ([f32; PLACES], f32, [f32; 2]);

/// A voice. It sounds from `start` until `is_finished`.
#[derive(Clone, Debug)]
pub struct Voice {
    model: Arc<Model>,
    core: Core,
    note: NoteSpec,
    wanted: Controls,
    controls: Controls,
    fresh: bool,
    /// Whether controls were set that no frame has taken up.
    steered: bool,
    mix: [f32; PLACES],
    progress: Progress,
    dice: Dice,
    noise: Noise,
    grid: Grid,
    /// Steps since the period began.
    step: u32,
    rate: f32,
    lfo: f32,
    bank: Bank,
    calm: Calm,
    guide: Guide,
    /// What the draft's partials do by themselves, at the steps of `guide.draft`.
    moves: [f32; AHEAD + 2],
    /// The last step of both before pre-emphasis.
    drafted: [f32; 2],
    /// What the network made of the draft in the last steps, the latest first from `newest` on; written twice, so that it is never
    /// broken.
    rest: [f32; 2 * TAPS],
    newest: usize,
    /// Its last step after pre-emphasis, companded: what the network hears of itself.
    heard: f32,
    before: f32,
    mean: f32,
    gain: [f32; 2],
    /// The spectrum at the frame's end and what it was asked for: where the next frame asks for the same, it begins with it. Gone as
    /// soon as anything but a frame moves the note on.
    foreseen: Option<(Asked, Spectrum)>,
    place: usize,
    finished: bool,
    plain: bool,
    primer: Option<&'static Primer>,
}

impl Voice {
    /// A silent voice of a model. Allocates; nothing after does.
    pub fn new(model: Arc<Model>) -> Voice {
        let core = Core::new(&model);
        let note = NoteSpec { instrument: 0, pitch: 60.0, velocity: 0.0, seed: 0 };
        Voice {
            model,
            core,
            note,
            wanted: Controls::default(),
            controls: Controls::default(),
            fresh: true,
            steered: false,
            mix: [0.0; PLACES],
            progress: Progress::default(),
            dice: Dice::new(0),
            noise: Noise::new(Grid::of(note.pitch).rate(note.pitch)),
            grid: Grid::of(note.pitch),
            step: 0,
            rate: Grid::of(note.pitch).rate(note.pitch),
            lfo: 0.0,
            bank: Bank::new(),
            calm: Calm::default(),
            guide: Guide::default(),
            moves: [0.0; AHEAD + 2],
            drafted: [0.0; 2],
            rest: [0.0; 2 * TAPS],
            newest: 0,
            heard: 0.0,
            before: 0.0,
            mean: 0.0,
            gain: [0.0; 2],
            foreseen: None,
            place: 0,
            finished: true,
            plain: false,
            primer: None,
        }
    }

    /// The model it plays.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Steps a second of the frame in which the last step lay, within `grid::SLOWEST` and `grid::FASTEST`.
    pub fn rate(&self) -> f32 {
        self.rate
    }

    /// Begins a note from silence, with the controls as last set. An instrument beyond the last wraps around.
    pub fn start(&mut self, note: &NoteSpec) {
        let pitch = if note.pitch.is_finite() { note.pitch.clamp(12.0, 120.0) } else { 60.0 };
        let velocity = if note.velocity.is_finite() { note.velocity.clamp(0.0, 127.0) } else { 100.0 };
        self.note = NoteSpec { pitch, velocity, ..*note };
        self.core.reset();
        self.fresh = true;
        self.mix = [0.0; PLACES];
        self.progress = Progress::default();
        self.dice = Dice::new(note.seed);
        // The grid is that of the pitch at which it begins; it stays, so that the period does.
        let begun = pitch + self.wanted.bend;
        self.grid = Grid::of(begun);
        self.rate = self.grid.rate(begun);
        self.noise = Noise::new(self.rate);
        let stiffness = self.model.acoustics().stiffness(&self.places(self.wanted), begun, velocity);
        // A key moves the same way whenever it is struck, as a recording does: what differs between two notes is what is asked for.
        self.bank.start((hertz(begun), stiffness), self.grid, (0, 0), u64::from(begun.to_bits()));
        (self.guide, self.rest, self.newest) = (Guide::default(), [0.0; 2 * TAPS], 0);
        (self.moves, self.drafted) = ([0.0; AHEAD + 2], [0.0; 2]);
        (self.step, self.lfo, self.heard) = (0, 0.0, 0.0);
        (self.before, self.mean, self.gain) = (0.0, 0.0, [0.0; 2]);
        (self.foreseen, self.place, self.finished) = (None, 0, false);
        self.calm = Calm::default();
    }

    /// Sets the controls; they are taken up from the next step on, smoothed over some 10 ms.
    pub fn set(&mut self, controls: Controls) {
        let wanted = controls.sound();
        self.steered |= wanted != self.wanted;
        self.wanted = wanted;
    }

    /// Whether only the draft is played, a bank of sines, and the network makes nothing of it.
    pub fn set_plain(&mut self, plain: bool) {
        self.plain = plain;
    }

    /// The captured sound that notes begin with, from the next one on; `None`: as the instrument does.
    pub fn prime(&mut self, primer: Option<&'static Primer>) {
        self.primer = primer;
    }

    /// Lets the note go: its release begins with the next frame.
    pub fn release(&mut self) {
        self.progress.release();
        self.foreseen = None;
    }

    /// Whether nothing sounds any more (or ever did).
    pub fn is_finished(&self) -> bool {
        self.finished
    }

    /// Overwrites `out` with the next steps, mono; silence once finished.
    pub fn process(&mut self, out: &mut [f32]) {
        self.model.path().within(Process { voice: self, out });
    }

    /// Takes a frame up where one begins; whether the note still sounds.
    fn goes_on(&mut self) -> bool {
        if self.finished {
            return false;
        }
        // Who steers is not kept waiting: the frame ends here, and what was foreseen for the rest of it did not happen.
        if std::mem::take(&mut self.steered) && self.place > 0 {
            let share = self.place as f32 / FRAME as f32;
            self.gain[1] = self.gain[0] + (self.gain[1] - self.gain[0]) * share;
            self.progress.advance((share - 1.0) * self.seconds(), self.controls.still);
            self.foreseen = None;
            self.frame(share);
            self.place = 0;
        } else if self.place == 0 {
            self.frame(1.0);
        }
        !self.finished
    }

    /// How long a whole frame lasts.
    fn seconds(&self) -> f32 {
        FRAME as f32 / self.rate
    }

    /// The start of a frame, `since` frames after the last one's: controls, features, biases, where the draft and the loudness are
    /// to glide.
    fn frame(&mut self, since: f32) {
        // A note begins with its controls where they were set; afterwards they glide.
        let fresh = std::mem::take(&mut self.fresh);
        let part = if fresh { 1.0 } else { 1.0 - 0.75f32.powf(since) };
        self.controls = self.controls.towards(self.wanted, part);
        let c = self.controls;
        self.lfo = (self.lfo + 5.5 * since * self.seconds()).fract();
        let pitch = self.note.pitch + c.bend + c.vibrato * (std::f32::consts::TAU * self.lfo).sin();
        self.rate = self.grid.rate(pitch);
        // The mix glides by itself: another instrument may be wanted before the way to the last one is done.
        let wanted = self.places(self.wanted);
        self.mix.iter_mut().zip(&wanted).for_each(|(have, want)| *have += (want - *have) * part);
        let places = self.mix;
        let told = self.progress.moment(pitch, self.note.velocity);
        let asked = (places, pitch, [c.bright, c.noisy]);
        let foreseen = self.foreseen.take().filter(|(then, _)| *then == asked).map(|(_, next)| next);
        let now = foreseen.unwrap_or_else(|| self.spectrum(&places, &told));
        self.progress.advance(self.seconds(), c.still);
        let next = self.spectrum(&places, &self.progress.moment(pitch, self.note.velocity));
        self.foreseen = Some((asked, next));
        let loudness = if self.progress.is_over(next.loudness) { 0.0 } else { next.loudness };
        // The last frame's end is this one's start, even where a control has moved the loudness in between.
        let from = if self.gain[1] > 0.0 { self.gain[1] } else { now.loudness };
        self.finished = self.progress.is_over(now.loudness) && self.gain[1] == 0.0 && self.progress.is_released();
        self.gain = [from, loudness];
        self.noise.frame(&now);
        self.calm.frame(told.age);
        // A bank of sines stands still.
        let moves = if self.plain { 0.0 } else { c.temp };
        self.core.frame(&self.model, &told.features(&now, self.grid));
        if fresh {
            self.bank.set(&now, moves);
        }
        self.bank.aim(&next, moves);
        if fresh {
            for _ in 0..=AHEAD {
                self.draft();
            }
        }
    }

    fn spectrum(&self, places: &[f32; PLACES], told: &Moment) -> Spectrum {
        let c = self.controls;
        let plain = self.progress.spectrum(self.model.acoustics(), places, told, self.primer);
        plain.steered(c.bright, c.noisy, hertz(told.pitch))
    }

    /// Moves the draft that the guide shows on by a step.
    #[inline(always)]
    fn draft(&mut self) {
        let (still, moving) = self.bank.step();
        let now = [LEVEL * still, LEVEL * moving];
        let [draft, moves] = std::array::from_fn(|i| EMPHASIS_GAIN * (now[i] - PRE_EMPHASIS * self.drafted[i]));
        self.guide.draft.rotate_left(1);
        self.moves.rotate_left(1);
        (self.guide.draft[AHEAD + 1], self.moves[AHEAD + 1]) = (draft, moves);
        self.drafted = now;
    }

    /// The mix of instruments that `timbre` means.
    fn places(&self, c: Controls) -> [f32; PLACES] {
        let count = self.model.instruments().len() as f32;
        let mut places = [0.0; PLACES];
        if let Some(target) = c.towards {
            let share = c.timbre.clamp(0.0, 1.0);
            places[self.note.instrument % count as usize] += 1.0 - share;
            places[target % count as usize] += share;
            return places;
        }
        let at = (self.note.instrument as f32 + c.timbre).rem_euclid(count);
        let (i, share) = (at as usize % count as usize, at.fract());
        places[i] += 1.0 - share;
        places[(i + 1) % count as usize] += share;
        places
    }

    #[inline(always)]
    fn sample(&mut self) -> f32 {
        let (heard, guide) = self.told();
        if !self.plain {
            self.core.step(&self.model, heard, &guide);
        }
        self.drawn()
    }

    /// What the network is told at the next step: what it hears of itself, and the guide.
    #[inline(always)]
    fn told(&mut self) -> (f32, [f32; PHASES]) {
        let mut guide = [0.0; PHASES];
        self.guide.write(self.grid, self.step, &mut guide);
        self.step = (self.step + 1) % self.grid.steps();
        (self.heard, guide)
    }

    /// What the network makes of the draft, and what nobody foresees: partials that move, and noise as strong and of such a colour as
    /// the acoustics say, louder and softer from step to step as the network says. The mean leans on what the network made only: the
    /// rest has its colour already.
    #[inline(always)]
    fn predicted(&mut self, draft: f32) -> (f32, f32) {
        let c = self.controls;
        let outputs = self.core.outputs();
        let prediction = Prediction::new(outputs, draft, leaning_faded(outputs, &self.rest[self.newest..]));
        let white = self.noise.white(prediction.slip(c.top_p, &mut self.dice), prediction.power());
        let noise = self.noise.step(white);
        let made = self.calm.held(prediction.mean - draft, noise + self.moves[1]);
        (draft + made, c.temp * noise + self.moves[1])
    }

    /// The sound of the step whose prediction the network has just made.
    #[inline(always)]
    fn drawn(&mut self) -> f32 {
        let draft = self.guide.draft[1];
        let (mean, noise) = if self.plain { (draft, 0.0) } else { self.predicted(draft) };
        let heard = (mean + noise).clamp(-1.0, 1.0);
        self.heard = compand(heard);
        self.newest = (self.newest + TAPS - 1) % TAPS;
        let made = heard - noise - draft;
        (self.rest[self.newest], self.rest[self.newest + TAPS]) = (made, made);
        self.guide.rest.rotate_right(1);
        self.guide.rest[0] = heard - draft;
        self.draft();
        let x = heard / EMPHASIS_GAIN + PRE_EMPHASIS * self.before;
        self.before = x;
        // A constant is not heard (below some 15 Hz), but takes up room.
        self.mean += 0.004 * (x - self.mean);
        let share = (self.place as f32 + 1.0) / FRAME as f32;
        (x - self.mean) * (self.gain[0] + (self.gain[1] - self.gain[0]) * share) / LEVEL
    }
}

/// The steps of one voice.
struct Process<'a> {
    voice: &'a mut Voice,
    out: &'a mut [f32],
}

impl Job for Process<'_> {
    type Out = ();

    #[inline(always)]
    fn run(self, _path: Path) {
        let Process { voice, out } = self;
        for i in 0..out.len() {
            if !voice.goes_on() {
                return out[i..].fill(0.0);
            }
            out[i] = voice.sample();
            voice.place = (voice.place + 1) % FRAME;
        }
    }
}

mod afar;
mod calm;
mod many;
mod unheard;

use calm::Calm;

/// The quietest loudness that is still played.
pub(super) const AUDIBLE: f32 = 1.4 * FLOOR;

#[cfg(test)]
mod tests;
