//! A singer's stand: the singer's line, and what stands in for it.
//!
//! ```text
//! sings ----rung down----> held (a loop; the note's time passes) ----rung up, at a period's begin----> 30 ms of both ----> sings
//! ```
//!
//! Where it never leaves the top, its sound is the singer's, bit by bit.

use super::hold::Hold;
use super::line::Line;
use super::{Singer, Steering, SungNote};
use crate::dsp::leveller::Leveller;
use crate::engine::ladder::Rung;
use crate::units::Note;

/// Seconds in which a loop gives way to a singer.
const FADE: f32 = 0.03;
/// Seconds for which a smaller singer sings unheard, so that it speaks when it is heard.
const SETTLE: f32 = 0.1;

/// What is heard at a stand.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Heard {
    Line(Rung),
    Loop,
    /// After so many frames of the loop, over so many more, a line.
    Coming(Rung, usize, usize),
}

/// A stand.
pub(super) struct Stand {
    pub(super) full: Line,
    pub(super) small: Option<Line>,
    hold: Hold,
    heard: Heard,
    /// Loudness of the loop, beside what it was when it was taken: as it is, and as it is to be.
    level: [f32; 2],
    note: SungNote,
    seed: u64,
    /// How it is steered now, and the bend with which the loop was taken.
    steering: Steering,
    bend: f32,
    released: bool,
    leveller: Leveller,
    rate: f32,
    pub(super) busy: bool,
}

impl Stand {
    pub(super) fn new(singer: Box<dyn Singer>, small: Option<Box<dyn Singer>>, rate: f32) -> Self {
        let steering = Steering::default();
        Self {
            full: Line::new(singer, rate),
            small: small.map(|singer| Line::new(singer, rate)),
            hold: Hold::new(rate),
            heard: Heard::Line(Rung::Full),
            level: [1.0; 2],
            note: SungNote {
                instrument: 0,
                pitch: 60.0,
                velocity: 0.0,
                steering,
                glide: super::Glide::default(),
                primer: None,
            },
            seed: 0,
            steering,
            bend: 0.0,
            released: false,
            leveller: Leveller::new(rate),
            rate,
            busy: false,
        }
    }

    pub(super) fn has_small(&self) -> bool {
        self.small.is_some()
    }

    fn line(&mut self, rung: Rung) -> &mut Line {
        match (&mut self.small, rung) {
            (Some(small), Rung::Smaller) => small,
            _ => &mut self.full,
        }
    }

    /// Starts a note on a rung that sings.
    pub(super) fn start(&mut self, note: &SungNote, seed: u64, rung: Rung) {
        let rung = if self.small.is_some() { rung } else { Rung::Full };
        (self.note, self.seed, self.steering, self.released, self.busy) = (*note, seed, note.steering, false, true);
        (self.heard, self.level) = (Heard::Line(rung), [1.0; 2]);
        self.steering.bend += note.glide.bend(0);
        self.leveller.reset();
        self.hold.reset();
        // The large one goes on with the note in any case: it keeps its time.
        self.full.start(note, seed);
        if rung == Rung::Smaller {
            self.line(rung).start(note, seed);
        }
    }

    pub(super) fn steer(&mut self, steering: Steering) {
        self.steering = steering;
        self.full.singer().steer(steering);
        if let Some(small) = &mut self.small {
            small.singer().steer(steering);
        }
    }

    pub(super) fn release(&mut self) {
        self.released = true;
        self.full.singer().release();
        if let Some(small) = &mut self.small {
            small.singer().release();
        }
    }

    /// Goes to a rung. False where it can only fall silent: the note has hardly begun.
    pub(super) fn turn(&mut self, rung: Rung) -> bool {
        let rung = if rung == Rung::Smaller && self.small.is_none() { Rung::Full } else { rung };
        match (self.heard, rung) {
            (Heard::Line(now) | Heard::Coming(now, ..), _) if now == rung => return true,
            (Heard::Loop, Rung::Held) => return true,
            (Heard::Loop, _) => {}
            _ => {
                let hertz = Note(f64::from(self.note.pitch + self.steering.bend) - 60.0).hertz().0;
                if !self.hold.take(hertz) {
                    return false;
                }
                (self.level, self.bend) = ([1.0; 2], self.steering.bend);
            }
        }
        self.heard = match rung {
            Rung::Held => Heard::Loop,
            Rung::Full => Heard::Coming(rung, self.hold.until_period(), self.frames(FADE)),
            Rung::Smaller => {
                // It begins the note anew, from where that is now.
                let note = SungNote { steering: self.steering, glide: super::Glide::default(), ..self.note };
                let (seed, released) = (self.seed, self.released);
                let line = self.line(rung);
                line.start(&note, seed);
                if released {
                    line.singer().release();
                }
                Heard::Coming(rung, self.frames(SETTLE), self.frames(FADE))
            }
        };
        true
    }

    fn frames(&self, seconds: f32) -> usize {
        ((seconds * self.rate) as usize).max(1)
    }

    /// Wants nothing of its lines.
    pub(super) fn rest(&mut self) {
        self.full.cue(0);
        if let Some(small) = &mut self.small {
            small.cue(0);
        }
    }

    /// Wants of its lines what so many frames take.
    pub(super) fn cue(&mut self, frames: usize) {
        match self.heard {
            Heard::Line(rung) => self.line(rung).cue(frames),
            Heard::Loop => {}
            // It sings unheard before it comes.
            Heard::Coming(Rung::Smaller, ..) => self.line(Rung::Smaller).cue(frames),
            Heard::Coming(rung, wait, _) => self.line(rung).cue(frames.saturating_sub(wait)),
        }
    }

    /// The frames it was cued for, once its lines have sung; false once the note is over.
    pub(super) fn render(&mut self, out: &mut [f32]) -> bool {
        let more = match self.heard {
            Heard::Line(rung) => {
                let line = self.line(rung);
                out.copy_from_slice(line.sound());
                line.goes_on(0)
            }
            Heard::Loop => {
                self.repeat(out);
                true
            }
            Heard::Coming(rung, wait, fade) => self.come(rung, wait, fade, out),
        };
        let sings = matches!(self.heard, Heard::Line(Rung::Full) | Heard::Coming(Rung::Full, 0, _));
        let over = !sings && !self.pass(out.len());
        self.hold.hear(out);
        self.leveller.process(out);
        more && !over
    }

    /// Lets the note's time pass while the network is silent; false once it is over.
    fn pass(&mut self, frames: usize) -> bool {
        let factor = self.full.singer().pass(frames as f32 / self.rate);
        self.level[1] = (self.level[1] * factor.clamp(0.0, 4.0)).min(2.0);
        !self.full.singer().is_finished()
    }

    /// The next sample of the loop, at the note's pitch and loudness of now.
    fn next(&mut self, speed: f64) -> f32 {
        self.level[0] += 0.02 * (self.level[1] - self.level[0]);
        self.level[0] * self.hold.next(speed)
    }

    fn speed(&self) -> f64 {
        f64::from((self.steering.bend - self.bend) / 12.0).exp2()
    }

    fn repeat(&mut self, out: &mut [f32]) {
        let speed = self.speed();
        for x in out {
            *x = self.next(speed);
        }
    }

    fn come(&mut self, rung: Rung, wait: usize, fade: usize, out: &mut [f32]) -> bool {
        let first = wait.min(out.len());
        let (before, after) = out.split_at_mut(first);
        self.repeat(before);
        let (mut more, whole) = (true, self.frames(FADE));
        if !after.is_empty() {
            // A smaller size has sung from the block's start.
            let unheard = if rung == Rung::Smaller { first } else { 0 };
            let line = self.line(rung);
            after.copy_from_slice(&line.sound()[unheard..]);
            more = line.goes_on(unheard);
            let speed = self.speed();
            for (at, x) in after.iter_mut().enumerate().take(fade) {
                let share = 1.0 - (fade - at) as f32 / whole as f32;
                let held = self.next(speed);
                *x = held + (*x - held) * share;
            }
        }
        let left = fade.saturating_sub(after.len());
        self.heard = if left == 0 { Heard::Line(rung) } else { Heard::Coming(rung, wait - first, left) };
        more
    }
}
