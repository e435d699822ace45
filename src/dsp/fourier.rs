//! The discrete Fourier transform of real numbers, forth and back.
//!
//! ```text
//! n numbers  <->  n / 2 + 1 complex ones        back(forth(x)) = n x
//! ```
//!
//! A thin cover over `realfft`, so that no other room needs to know it. `new` allocates, the transforms do not.

use std::sync::Arc;

pub use realfft::num_complex::Complex32;
use realfft::{ComplexToReal, RealFftPlanner, RealToComplex};

/// Transforms of one size.
pub struct Fourier {
    forth: Arc<dyn RealToComplex<f32>>,
    back: Arc<dyn ComplexToReal<f32>>,
    scratch: Vec<Complex32>,
}

impl Fourier {
    /// Transforms of `size` numbers.
    #[allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "runs before anything sounds")]
    pub fn new(size: usize) -> Fourier {
        let mut planner = RealFftPlanner::new();
        let (forth, back) = (planner.plan_fft_forward(size), planner.plan_fft_inverse(size));
        let scratch = vec![Complex32::default(); forth.get_scratch_len().max(back.get_scratch_len())];
        Fourier { forth, back, scratch }
    }

    /// How many numbers it takes.
    pub fn size(&self) -> usize {
        self.forth.len()
    }

    /// Writes the spectrum of `x`, which is spoiled. Slices of the wrong length are left as they are.
    pub fn forth(&mut self, x: &mut [f32], spectrum: &mut [Complex32]) {
        let scratch = &mut self.scratch[..self.forth.get_scratch_len()];
        let _ = self.forth.process_with_scratch(x, spectrum, scratch);
    }

    /// Writes `size` times the numbers whose spectrum this is, which is spoiled. The first and the last number of a spectrum have no
    /// imaginary part; what is there is left out.
    pub fn back(&mut self, spectrum: &mut [Complex32], x: &mut [f32]) {
        if let [first, .., last] = spectrum {
            (first.im, last.im) = (0.0, if self.size().is_multiple_of(2) { 0.0 } else { last.im });
        }
        let scratch = &mut self.scratch[..self.back.get_scratch_len()];
        let _ = self.back.process_with_scratch(spectrum, x, scratch);
    }
}

/// Hann's window of `size` numbers, as if repeated (its last is not its first).
#[allow(clippy::disallowed_methods, reason = "runs before anything sounds")]
pub fn hann(size: usize) -> Vec<f32> {
    (0..size).map(|i| 0.5 - 0.5 * (std::f32::consts::TAU * (i as f32 / size as f32)).cos()).collect()
}

impl std::fmt::Debug for Fourier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Fourier({})", self.size())
    }
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests are no audio thread")]
mod tests {
    use super::*;

    #[test]
    fn forth_and_back_is_the_same_times_the_size() {
        let mut fourier = Fourier::new(24);
        let x: Vec<f32> = (0..24).map(|i| (i * i % 7) as f32).collect();
        let (mut spectrum, mut again) = (vec![Complex32::default(); 13], vec![0.0; 24]);
        fourier.forth(&mut x.clone(), &mut spectrum);
        assert!((spectrum[0].re - x.iter().sum::<f32>()).abs() < 1e-3);
        fourier.back(&mut spectrum, &mut again);
        assert!(x.iter().zip(&again).all(|(x, y)| (24.0 * x - y).abs() < 1e-3));
    }
}
