//! A matrix packed so that the product with one vector reads it once, in order.
//!
//! ```text
//! tile of 8 outputs:  inputs 0..8 of output 0, of output 1, .. of output 7, inputs 8..16 of output 0, ..
//! ```
//!
//! Weights that came from 16 bits are kept in 16 bits where the processor widens them in one instruction: a note network is
//! bound by reading its weights, and widening is exact. Each output's sum runs in the fixed order of [`super`] on every path.

use super::{LANES, tree};
use crate::neural::weights::{from_half, to_half};

/// Outputs computed side by side.
const TILE: usize = 8;
const BLOCK: usize = TILE * LANES;

/// Which machine code runs; every path gives the same bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Path {
    /// What every processor of the target has.
    Plain,
    /// 256-bit vectors and 16-bit loads (AVX2, F16C). Nothing is fused.
    Avx2,
}

impl Path {
    /// The paths this processor can run.
    #[must_use]
    pub fn here() -> Vec<Self> {
        if Self::best() == Self::Plain { vec![Self::Plain] } else { vec![Self::Plain, Self::Avx2] }
    }

    /// The fastest path this processor can run.
    #[must_use]
    pub fn best() -> Self {
        #[cfg(target_arch = "x86_64")]
        if std::is_x86_feature_detected!("avx2") && std::is_x86_feature_detected!("f16c") {
            return Self::Avx2;
        }
        Self::Plain
    }
}

#[derive(Debug, Clone)]
enum Numbers {
    Whole(Vec<f32>),
    Half(Vec<u16>),
}

/// A packed matrix.
#[derive(Debug, Clone)]
pub struct Packed {
    outputs: usize,
    blocks: usize,
    numbers: Numbers,
}

impl Packed {
    /// Packs a matrix given as one row of `outputs` values per input.
    #[must_use]
    pub fn new(rows: &[f32], outputs: usize) -> Self {
        let inputs = rows.len() / outputs.max(1);
        let blocks = inputs.div_ceil(LANES);
        let mut all = vec![0.0; outputs.div_ceil(TILE) * blocks * BLOCK];
        for (i, row) in rows.chunks_exact(outputs.max(1)).enumerate() {
            for (o, w) in row.iter().enumerate() {
                let block = o / TILE * blocks + i / LANES;
                all[block * BLOCK + o % TILE * LANES + i % LANES] = *w;
            }
        }
        let exact = Path::best() == Path::Avx2 && all.iter().all(|w| from_half(to_half(*w)).to_bits() == w.to_bits());
        let numbers =
            if exact { Numbers::Half(all.iter().map(|w| to_half(*w)).collect()) } else { Numbers::Whole(all) };
        Self { outputs, blocks, numbers }
    }

    /// `out += matrix x`. `out` holds the outputs, `x` at least the inputs up to the next multiple of [`LANES`], zero or
    /// anything finite beyond the last; a shorter one changes nothing.
    #[allow(unsafe_code, reason = "calling functions compiled for AVX2 after asking the processor for it")]
    pub fn add(&self, path: Path, out: &mut [f32], x: &[f32]) {
        let (x, rest) = x.as_chunks::<LANES>();
        let Some(x) = x.get(..self.blocks).filter(|_| out.len() == self.outputs) else {
            debug_assert!(false, "{} blocks and {} left for {} inputs", x.len(), rest.len(), self.blocks * LANES);
            return;
        };
        #[cfg(target_arch = "x86_64")]
        if path == Path::Avx2 && Path::best() == Path::Avx2 {
            // SAFETY: the processor has AVX2 and F16C, by the test of `best`.
            match &self.numbers {
                Numbers::Whole(all) => unsafe { whole_avx2(out, all, x) },
                Numbers::Half(all) => unsafe { half_avx2(out, all, x) },
            }
            return;
        }
        let _ = path;
        match &self.numbers {
            Numbers::Whole(all) => plain(out, all, x, |w| *w),
            Numbers::Half(all) => plain(out, all, x, |w| from_half(*w)),
        }
    }
}

fn plain<W>(out: &mut [f32], all: &[W], x: &[[f32; LANES]], number: impl Fn(&W) -> f32) {
    for (tile, weights) in out.chunks_mut(TILE).zip(all.chunks_exact((x.len() * BLOCK).max(1))) {
        let mut lanes = [[0.0f32; LANES]; TILE];
        for (x, block) in x.iter().zip(weights.chunks_exact(BLOCK)) {
            for (sum, row) in lanes.iter_mut().zip(block.chunks_exact(LANES)) {
                for k in 0..LANES {
                    sum[k] += number(&row[k]) * x[k];
                }
            }
        }
        for (y, sum) in tile.iter_mut().zip(lanes) {
            *y += tree(sum);
        }
    }
}

#[cfg(target_arch = "x86_64")]
macro_rules! vector_path {
    ($name:ident, $weight:ty, |$at:ident| $load:expr) => {
        #[target_feature(enable = "avx2,f16c")]
        #[allow(unsafe_code, reason = "loads of eight numbers from slices that hold them")]
        fn $name(out: &mut [f32], all: &[$weight], x: &[[f32; LANES]]) {
            use std::arch::x86_64::*;
            for (tile, weights) in out.chunks_mut(TILE).zip(all.chunks_exact((x.len() * BLOCK).max(1))) {
                let mut sums = [_mm256_setzero_ps(); TILE];
                for (x, block) in x.iter().zip(weights.chunks_exact(BLOCK)) {
                    // SAFETY: the array holds eight numbers.
                    let x = unsafe { _mm256_loadu_ps(x.as_ptr()) };
                    for (r, sum) in sums.iter_mut().enumerate() {
                        let $at = block[r * LANES..].as_ptr();
                        // SAFETY: a block holds eight rows of eight numbers, and r < 8.
                        let w = unsafe { $load };
                        *sum = _mm256_add_ps(*sum, _mm256_mul_ps(w, x));
                    }
                }
                for (y, sum) in tile.iter_mut().zip(sums) {
                    let mut lanes = [0.0f32; LANES];
                    // SAFETY: the array holds eight numbers.
                    unsafe { _mm256_storeu_ps(lanes.as_mut_ptr(), sum) };
                    *y += tree(lanes);
                }
            }
        }
    };
}

#[cfg(target_arch = "x86_64")]
vector_path!(whole_avx2, f32, |at| _mm256_loadu_ps(at));
#[cfg(target_arch = "x86_64")]
vector_path!(half_avx2, u16, |at| _mm256_cvtph_ps(_mm_loadu_si128(at.cast())));

#[cfg(test)]
mod tests {
    use super::*;

    fn wave(i: usize) -> f32 {
        ((i * 7919 % 1000) as f32 - 500.0) / 313.0
    }

    /// Outputs of every path, for weights as they are or rounded to 16 bits.
    fn outputs(rounded: bool, (inputs, outputs): (usize, usize)) -> (Vec<f32>, Vec<Vec<u32>>) {
        let weight = |i| if rounded { from_half(to_half(wave(i))) } else { wave(i) };
        let rows: Vec<f32> = (0..inputs * outputs).map(weight).collect();
        let mut x: Vec<f32> = (0..inputs.next_multiple_of(LANES)).map(|i| wave(i + 17)).collect();
        x.push(9.0);
        let packed = Packed::new(&rows, outputs);
        let run = |path: &Path| {
            let mut out = vec![0.5; outputs];
            packed.add(*path, &mut out, &x);
            out.iter().map(|v| v.to_bits()).collect()
        };
        let plain = (0..outputs).map(|o| 0.5 + (0..inputs).map(|i| rows[i * outputs + o] * x[i]).sum::<f32>());
        (plain.collect(), Path::here().iter().map(run).collect())
    }

    #[test]
    fn every_path_gives_the_same_bits() {
        for rounded in [false, true] {
            for shape in [(206, 37), (8, 8), (1, 1), (304, 608)] {
                let (about, all) = outputs(rounded, shape);
                assert!(all.iter().all(|o| *o == all[0]), "{shape:?}");
                for (a, b) in about.iter().zip(&all[0]) {
                    assert!((a - f32::from_bits(*b)).abs() < 2e-3, "{a} against {}", f32::from_bits(*b));
                }
            }
        }
    }

    #[test]
    fn halves_and_whole_numbers_of_one_value_give_the_same_bits() {
        let rows: Vec<f32> = (0..64 * 20).map(|i| from_half(to_half(wave(i)))).collect();
        let x: Vec<f32> = (0..64).map(|i| wave(i + 3)).collect();
        let packed = Packed::new(&rows, 20);
        let widened = match &packed.numbers {
            Numbers::Half(all) => Numbers::Whole(all.iter().map(|w| from_half(*w)).collect()),
            Numbers::Whole(all) => Numbers::Whole(all.clone()),
        };
        let run = |packed: &Packed| {
            let mut out = vec![0.0; 20];
            packed.add(Path::best(), &mut out, &x);
            out
        };
        assert_eq!(run(&packed), run(&Packed { numbers: widened, ..packed.clone() }));
    }
}
