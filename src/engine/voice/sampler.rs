//! Plays a recording: forwards, backwards, a part of it, faster or slower.
//!
//! ```text
//! begin 0.25, end 0.75, step 2:   |....>>>>>>>>....|      at step 1 every frame is the recording's own, from the first on
//! ```
//!
//! A part that ends before the recording does is faded over its last 64 frames. No loops, no streaming.

use crate::dsp::interpolate::cubic;
use crate::dsp::{BLOCK, Stereo};
use crate::engine::Playback;

/// Where the player is.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sampler {
    position: f64,
    step: f64,
    grow: f64,
    low: f64,
    high: f64,
}

impl Sampler {
    /// Puts the player at the start. Returns how many frames it will play, as far as that is known beforehand.
    pub(crate) fn start(&mut self, playback: &Playback, sustain: Option<i64>) -> i64 {
        let frames = playback.buffer.frames() as f64;
        let share = |x: f64| if x.is_finite() { x.clamp(0.0, 1.0) } else { 0.0 };
        let (begin, end) = (share(playback.begin), share(playback.end));
        let (begin, end) = (begin.min(end), begin.max(end));
        self.low = (begin * frames).floor();
        self.high = (end * frames).floor();
        self.step = if playback.step.is_finite() { playback.step.clamp(-1000.0, 1000.0) } else { 1.0 };
        self.position = if self.step < 0.0 { self.high - 1.0 } else { self.low };
        let length = if self.step == 0.0 { 0.0 } else { ((self.high - self.low) / self.step.abs()).ceil() };
        let over = sustain.map_or(length, |frames| (frames as f64).min(length)).max(1.0);
        let accelerate = if playback.accelerate.is_finite() { playback.accelerate } else { 0.0 };
        self.grow = self.step * accelerate / over;
        length as i64
    }

    /// Renders frames `first..64`; false once the recording is over.
    pub(crate) fn render(&mut self, playback: &Playback, first: usize, out: &mut Stereo) -> bool {
        let buffer = &playback.buffer;
        let right = buffer.channels() - 1;
        let plain = self.step == 1.0 && self.grow == 0.0 && self.position.fract() == 0.0;
        for frame in first..BLOCK {
            if self.position < self.low || self.position >= self.high || self.step == 0.0 {
                return false;
            }
            let whole = self.position.floor();
            let (at, between) = (whole as i64, (self.position - whole) as f32);
            if plain || between == 0.0 {
                out.left[frame] = buffer.at(at, 0);
                out.right[frame] = buffer.at(at, right);
            } else {
                let line = |channel| {
                    let near = |offset| buffer.at(at + offset, channel);
                    cubic(near(-1), near(0), near(1), near(2), between)
                };
                out.left[frame] = line(0);
                out.right[frame] = if right == 0 { out.left[frame] } else { line(1) };
            }
            self.position += self.step;
            self.step += self.grow;
        }
        true
    }
}
