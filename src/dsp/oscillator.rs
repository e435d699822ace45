//! Periodic waves without the worst of aliasing.
//!
//! ```text
//! saw   /|/|/|     the jump is rounded over two samples (polyBLEP), the triangle's corner likewise (polyBLAMP):
//! tri   /\/\/\     Välimäki, Pekonen, Nam: "Perceptually informed synthesis of bandlimited classical waveforms" (2012),
//! pulse |_||_|     Esqueda, Välimäki, Bilbao: "Rounding corners with BLAMP" (2016)
//! ```
//!
//! A phase in, a sample out; how loud and how long is the envelope's business.

use std::f32::consts::TAU;

/// A running phase, 0 to 1.
#[derive(Clone, Copy, Debug, Default)]
pub struct Phase(f64);

impl Phase {
    /// Starts at `turns` of a period.
    pub fn at(turns: f32) -> Self {
        Self(f64::from(turns).rem_euclid(1.0))
    }

    /// The phase of this sample; steps on by `step` periods (0 to 0.5) for the next.
    pub fn advance(&mut self, step: f64) -> f32 {
        let now = self.0;
        self.0 += step;
        if self.0 >= 1.0 {
            self.0 -= self.0.floor();
        }
        now as f32
    }
}

/// A sine, -1 to 1.
pub fn sine(phase: f32) -> f32 {
    (phase * TAU).sin()
}

/// A rising sawtooth, -1 to 1; `step` is the phase a sample.
pub fn saw(phase: f32, step: f32) -> f32 {
    2.0 * phase - 1.0 - jump(phase, step)
}

/// A pulse that is high for `width` (0 to 1) of its period.
pub fn pulse(phase: f32, step: f32, width: f32) -> f32 {
    let naive = if phase < width { 1.0 } else { -1.0 };
    naive + jump(phase, step) - jump((phase - width).rem_euclid(1.0), step)
}

/// A triangle that starts at its top.
pub fn triangle(phase: f32, step: f32) -> f32 {
    let naive = 2.0 * (2.0 * phase - 1.0).abs() - 1.0;
    naive + 8.0 * step * (corner((phase + 0.5).fract(), step) - corner(phase, step))
}

/// What rounds a jump of two at phase 0.
fn jump(phase: f32, step: f32) -> f32 {
    if phase < step {
        let x = phase / step;
        x + x - x * x - 1.0
    } else if phase > 1.0 - step {
        let x = (phase - 1.0) / step;
        x * x + x + x + 1.0
    } else {
        0.0
    }
}

/// What rounds a corner, where the slope changes by one a sample, at phase 0.
fn corner(phase: f32, step: f32) -> f32 {
    let distance = phase.min(1.0 - phase) / step;
    if distance < 1.0 { (1.0 - distance).powi(3) / 6.0 } else { 0.0 }
}
