//! How the power of a piece of sound lies over frequency.
//!
//! ```text
//! 8192 samples at 24 kHz * Hann -> FFT -> 4097 powers, 2.9 Hz apart        a steady tone is a hill four wide
//! ```
//!
//! For analysis off the audio thread: it allocates. No phases, no inverse.

use realfft::RealFftPlanner;
use std::f64::consts::TAU;

/// The power spectrum of `samples` under a Hann window: `samples.len() / 2 + 1` numbers, the k-th at `k * rate / samples.len()` Hz.
/// A sine of amplitude 1 has its peak at 1 where it falls on a number. Empty for fewer than two samples.
#[allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "for analysis, never on the audio thread")]
pub fn powers(samples: &[f32]) -> Vec<f64> {
    let length = samples.len();
    if length < 2 {
        return Vec::new();
    }
    let window = |i: usize| 0.5 - 0.5 * (TAU * i as f64 / length as f64).cos();
    let mut input: Vec<f64> = samples.iter().enumerate().map(|(i, &x)| f64::from(x) * window(i)).collect();
    let plan = RealFftPlanner::<f64>::new().plan_fft_forward(length);
    let mut output = plan.make_output_vec();
    // The lengths are the plan's own: it has no reason to refuse.
    if plan.process(&mut input, &mut output).is_err() {
        return Vec::new();
    }
    let scale = 4.0 / length as f64;
    output.iter().map(|z| z.norm_sqr() * scale * scale).collect()
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests are no audio thread")]
mod tests {
    use super::powers;
    use std::f64::consts::TAU;

    #[test]
    fn a_sine_is_one_hill_of_its_power() {
        let sine: Vec<f32> = (0..1_024).map(|i| (0.5 * (TAU * 40.0 * f64::from(i) / 1_024.0).sin()) as f32).collect();
        let powers = powers(&sine);
        assert!((powers[40] - 0.25).abs() < 1e-6 && powers[44] < 1e-9 && powers.len() == 513, "{}", powers[40]);
    }
}
