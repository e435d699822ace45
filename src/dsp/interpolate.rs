//! The value between samples.
//!
//! ```text
//!  .  a .  x  . b .        cubic through four neighbours; at whole positions exactly the sample itself
//! ```
//!
//! Good enough for a sampler's `speed`; a fixed change of rate wants `resample`.

/// The value at `at` (0 to 1) between `b` and `c`, by the cubic of Catmull and Rom.
pub fn cubic(a: f32, b: f32, c: f32, d: f32, at: f32) -> f32 {
    let slope = 0.5 * (c - a);
    let third = b - c;
    let w = slope + third;
    let both = w + third + 0.5 * (d - b);
    (((both * at) - (w + both)) * at + slope) * at + b
}
