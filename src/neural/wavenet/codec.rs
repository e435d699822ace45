//! Samples as one of 256 codes: pre-emphasis, then mu-law.
//!
//! ```text
//! x -> y = 2 (x - 0.85 x') -> code 128 + round(127 F(y)),  F(y) = sign(y) ln(1 + 255 |y|) / ln 256
//! ```
//!
//! Pre-emphasis lifts the treble before the codes' noise is added and lowers both afterwards, which wins about 10 dB where
//! the ear listens. Code 128 is silence exactly. Code 0 is never made.

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
pub fn compand(y: f32) -> f32 {
    ((1.0 + 255.0 * y.abs().min(1.0)).ln() / 256f32.ln()).copysign(y)
}

/// The value whose mu-law this is.
pub fn expand(companded: f32) -> f32 {
    ((256f32.powf(companded.abs()) - 1.0) / 255.0).copysign(companded)
}

/// The code nearest to a companded value.
pub fn code_of(companded: f32) -> u8 {
    (128.0 + (127.0 * companded).round()) as u8
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

/// Codes of a recording whose level was brought to `LEVEL`. `before` is the sample before the first.
pub fn encode_all(samples: &[f32], mut before: f32) -> Vec<u8> {
    let mut codes = Vec::with_capacity(samples.len());
    for &x in samples {
        codes.push(encode(EMPHASIS_GAIN * (x - PRE_EMPHASIS * before)));
        before = x;
    }
    codes
}
