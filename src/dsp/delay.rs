//! Echoes: what went in comes back after a time, and a share of it again and again.
//!
//! ```text
//! x . . . . x . . . . x      time 0.25 s, feedback 0.5: each echo half as loud, and a little darker
//! ```
//!
//! One stereo delay an orbit. A new time is faded to over 16 ms, so turning it neither clicks nor slides. At most [`LONGEST`] seconds.

use super::{BLOCK, Stereo};

/// The longest delay, in seconds.
pub const LONGEST: f32 = 2.0;

/// A stereo delay with feedback.
pub struct Delay {
    rate: f32,
    left: Box<[f32]>,
    right: Box<[f32]>,
    at: usize,
    now: usize,
    next: usize,
    faded: f32,
    feedback: f32,
    dark: [f32; 2],
}

impl Delay {
    /// A silent delay at `rate` frames a second.
    #[allow(clippy::disallowed_macros, reason = "runs before the stream starts")]
    pub fn new(rate: f32) -> Self {
        let length = (LONGEST * rate) as usize + BLOCK + 1;
        let line = || {
            // Written once here: memory that was never touched is only promised, and asking for it would wait.
            let mut line = vec![1.0; length].into_boxed_slice();
            line.fill(0.0);
            line
        };
        let now = (0.25 * rate) as usize;
        Self { rate, left: line(), right: line(), at: 0, now, next: now, faded: 1.0, feedback: 0.5, dark: [0.0; 2] }
    }

    /// Forgets what it heard.
    pub fn reset(&mut self) {
        self.left.fill(0.0);
        self.right.fill(0.0);
        self.dark = [0.0; 2];
    }

    /// Sets the time in seconds (held above one block, up to [`LONGEST`]) and the feedback (0 to 0.98).
    pub fn set(&mut self, seconds: f32, feedback: f32) {
        let frames = (seconds.clamp(0.0, LONGEST) * self.rate).round() as usize;
        let frames = frames.clamp(BLOCK, self.left.len() - 1);
        if frames != self.next {
            // What is being faded to becomes where the new fade starts; at worst a quick turn of the knob is heard as such.
            (self.now, self.next, self.faded) = (self.next, frames, 0.0);
        }
        self.feedback = feedback.clamp(0.0, 0.98);
    }

    /// Takes a block in and adds the echoes to `out`.
    pub fn process(&mut self, input: &Stereo, out: &mut Stereo) {
        let length = self.left.len();
        let step = 1.0 / (0.016 * self.rate);
        for frame in 0..BLOCK {
            let read = |line: &[f32], delay: usize| line[(self.at + length - delay) % length];
            self.faded = (self.faded + step).min(1.0);
            let (mut left, mut right) = (read(&self.left, self.next), read(&self.right, self.next));
            if self.faded < 1.0 {
                left = self.faded * left + (1.0 - self.faded) * read(&self.left, self.now);
                right = self.faded * right + (1.0 - self.faded) * read(&self.right, self.now);
            }
            self.dark[0] += 0.7 * (left - self.dark[0]);
            self.dark[1] += 0.7 * (right - self.dark[1]);
            self.left[self.at] = input.left[frame] + self.feedback * self.dark[0];
            self.right[self.at] = input.right[frame] + self.feedback * self.dark[1];
            self.at = if self.at + 1 == length { 0 } else { self.at + 1 };
            out.left[frame] += left;
            out.right[frame] += right;
        }
    }
}
