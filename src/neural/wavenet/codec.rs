//! Samples as one of 256 codes: pre-emphasis, then mu-law.
//!
//! ```text
//! x -> y = 2 (x - 0.85 x') -> code 128 + round(127 F(y)),  F(y) = sign(y) ln(1 + 255 |y|) / ln 256
//! ```
//!
//! Pre-emphasis lifts the treble before the codes' noise is added and lowers both afterwards, which wins about 10 dB where
//! the ear listens. Code 128 is silence exactly. Code 0 is never made.

use crate::neural::kernel::log2;

/// How much of the last sample is taken away before coding.
pub const PRE_EMPHASIS: f32 = 0.85;

/// The gain after pre-emphasis.
pub const EMPHASIS_GAIN: f32 = 2.0;

/// The level (RMS) that recordings are brought to before coding.
pub const LEVEL: f32 = 0.15;

/// How many codes there are.
pub const CODES: usize = 256;

/// The code of silence.
pub const SILENCE: u8 = 128;

/// The code nearest to `y` (full scale -1 to 1) on the mu-law scale (ITU-T G.711's law with mu = 255).
///
/// ```
/// use melisma::neural::wavenet::codec;
/// assert_eq!(codec::encode(0.0), codec::SILENCE);
/// assert_eq!((codec::encode(-1.0), codec::encode(2.0)), (1, 255));
/// ```
pub fn encode(y: f32) -> u8 {
    code_of(compand(y))
}

/// The mu-law of a value: -1 to 1, small ones spread out.
#[inline(always)]
pub fn compand(y: f32) -> f32 {
    (0.125 * log2(1.0 + 255.0 * y.abs().min(1.0))).copysign(y)
}

/// The value whose mu-law this is.
pub fn expand(companded: f32) -> f32 {
    ((256f32.powf(companded.abs()) - 1.0) / 255.0).copysign(companded)
}

/// The code nearest to a companded value.
pub fn code_of(companded: f32) -> u8 {
    (128.0 + (127.0 * companded).round()) as u8
}

/// The code at or below a companded value, and how far it is on the way to the next one: what lies between two codes is heard so.
pub fn between(companded: f32) -> (usize, f32) {
    let at = (128.0 + 127.0 * companded).clamp(1.0, 255.0);
    let below = (at as usize).min(CODES - 2);
    (below, at - below as f32)
}

/// The value that a code stands for, -1 to 1.
///
/// ```
/// use melisma::neural::wavenet::codec;
/// for code in 1..=255 { assert_eq!(codec::encode(codec::decode(code)), code); }
/// ```
pub fn decode(code: u8) -> f32 {
    expand((f32::from(code) - 128.0) / 127.0)
}

/// A recording whose level was brought to `LEVEL`, after pre-emphasis and within full scale; it was silent before.
pub fn emphasise(samples: &[f32]) -> Vec<f32> {
    let mut before = 0.0;
    let step = |&x: &f32| EMPHASIS_GAIN * (x - PRE_EMPHASIS * std::mem::replace(&mut before, x));
    samples.iter().map(step).map(|y| y.clamp(-1.0, 1.0)).collect()
}
