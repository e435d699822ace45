//! A room: eight delay lines that feed each other.
//!
//! ```text
//! in -> diffuse -> [8 lines] -> Hadamard -> darker, quieter -+-> out      Jot and Chaigne (1991): feedback delay network
//!                    ^---------------------------------------'
//! ```
//!
//! `size` sets how long it rings (0: half a second, 1: eight seconds), not how big it is: turning it never clicks.

use super::{BLOCK, Stereo};

const LINES: usize = 8;
/// Lengths in seconds, without common rhythm.
const SECONDS: [f32; LINES] = [0.0297, 0.0337, 0.0411, 0.0437, 0.0513, 0.0591, 0.0671, 0.0743];
const DIFFUSE: [f32; 4] = [0.0051, 0.0067, 0.0101, 0.0127];

struct Line {
    samples: Box<[f32]>,
    at: usize,
}

impl Line {
    #[allow(clippy::disallowed_macros, reason = "runs before the stream starts")]
    fn new(seconds: f32, rate: f32) -> Self {
        Self { samples: vec![0.0; ((seconds * rate) as usize).max(1)].into_boxed_slice(), at: 0 }
    }

    fn read(&self) -> f32 {
        self.samples[self.at]
    }

    fn write(&mut self, x: f32) {
        self.samples[self.at] = x;
        self.at = if self.at + 1 == self.samples.len() { 0 } else { self.at + 1 };
    }
}

/// A stereo reverb.
pub struct Reverb {
    lines: [Line; LINES],
    diffusers: [Line; 4],
    dark: [f32; LINES],
    keep: [f32; LINES],
    rate: f32,
    size: f32,
}

impl Reverb {
    /// A silent room at `rate` frames a second.
    pub fn new(rate: f32) -> Self {
        let lines = SECONDS.map(|seconds| Line::new(seconds, rate));
        let diffusers = DIFFUSE.map(|seconds| Line::new(seconds, rate));
        let mut room = Self { lines, diffusers, dark: [0.0; LINES], keep: [0.0; LINES], rate, size: -1.0 };
        room.set(0.3);
        room
    }

    /// Forgets what it heard.
    pub fn reset(&mut self) {
        for line in self.lines.iter_mut().chain(&mut self.diffusers) {
            line.samples.fill(0.0);
        }
        self.dark = [0.0; LINES];
    }

    /// Sets how long it rings, 0 to 1.
    pub fn set(&mut self, size: f32) {
        let size = size.clamp(0.0, 1.0);
        if size == self.size {
            return;
        }
        self.size = size;
        let seconds = 0.5 * 16f32.powf(size);
        for (keep, line) in self.keep.iter_mut().zip(&self.lines) {
            // 60 dB down after `seconds`.
            *keep = 0.001f32.powf(line.samples.len() as f32 / (seconds * self.rate));
        }
    }

    /// Takes a block in and adds the room to `out`.
    pub fn process(&mut self, input: &Stereo, out: &mut Stereo) {
        for frame in 0..BLOCK {
            let mut x = 0.5 * (input.left[frame] + input.right[frame]);
            for line in &mut self.diffusers {
                let late = line.read();
                let y = x - 0.6 * late;
                line.write(y);
                x = late + 0.6 * y;
            }
            let mut mixed = [0.0; LINES];
            let lines = self.lines.iter().zip(&mut self.dark).zip(&self.keep);
            for (y, ((line, dark), keep)) in mixed.iter_mut().zip(lines) {
                *dark += 0.6 * (line.read() - *dark);
                *y = *dark * keep;
            }
            let side = 0.5 * (input.left[frame] - input.right[frame]);
            out.left[frame] += 0.5 * (mixed[0] - mixed[2] + mixed[4] - mixed[6]);
            out.right[frame] += 0.5 * (mixed[1] - mixed[3] + mixed[5] - mixed[7]);
            hadamard(&mut mixed);
            for (at, line) in self.lines.iter_mut().enumerate() {
                let side = if at % 2 == 0 { side } else { -side };
                line.write(mixed[at] + x + side);
            }
        }
    }
}

/// The 8 x 8 Hadamard matrix, scaled to keep energy.
fn hadamard(x: &mut [f32; LINES]) {
    let mut half = 1;
    while half < LINES {
        for at in 0..LINES {
            if at & half == 0 {
                (x[at], x[at | half]) = (x[at] + x[at | half], x[at] - x[at | half]);
            }
        }
        half *= 2;
    }
    for y in x {
        *y *= 0.353_553_4;
    }
}
