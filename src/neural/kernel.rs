//! The few loops in which networks spend their time, each for every processor, for AVX2 with FMA and for AVX-512.
//!
//! ```text
//! Path::best() -> Avx512 | Avx2 | Portable   asked once, when a model is prepared
//! path.gemm(..)   C += A B                   rows of activations times a weight matrix, in training
//! path.apply(..)  y = start + x W            one step of a few voices, in floats or whole numbers (`packed`)
//! path.within(..) whatever it is given, compiled for the path
//! path.squash(..) tanh(a) * sigmoid(b)       the WaveNet's gate; `gate` keeps what its gradient needs
//! ```
//!
//! All paths compute the same formulas; they differ by rounding only (FMA and order of sums), so results are equal within
//! a few units in the last place, not bit for bit. Nothing here allocates.

mod avx2;
mod avx512;
pub mod packed;
mod portable;

pub use portable::{exp, log2, sigmoid, tanh};

use packed::Cell;

/// Which compiled copy of the loops runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Path {
    /// Plain Rust; runs everywhere.
    Portable,
    /// x86-64 with AVX2 and FMA.
    Avx2,
    /// x86-64 with AVX-512 (F, BW, DQ, VL) and its VNNI.
    Avx512,
}

/// Where a matrix lies inside a slice: element (i, j) is at `at + i * row + j * column`.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// Index of element (0, 0).
    pub at: usize,
    /// Steps from one row to the next.
    pub row: usize,
    /// Steps from one column to the next.
    pub column: usize,
}

impl View {
    /// Rows one after another, `width` numbers each, starting at `at`.
    pub fn rows(at: usize, width: usize) -> View {
        View { at, row: width, column: 1 }
    }

    /// The transpose of rows one after another.
    pub fn transposed(at: usize, width: usize) -> View {
        View { at, row: 1, column: width }
    }

    fn last(&self, rows: usize, columns: usize) -> usize {
        self.at + rows.saturating_sub(1) * self.row + columns.saturating_sub(1) * self.column
    }
}

/// Lanes of a register: loops over arrays of so many numbers become single instructions, without a look at what is left over.
pub const LANES: usize = 8;

/// Work that is compiled for a path as a whole. Not a closure, which a compiler may set apart and compile for every processor.
pub trait Job {
    /// What comes out.
    type Out;

    /// Does it on this path. `#[inline(always)]` at every implementation.
    fn run(self, path: Path) -> Self::Out;
}

impl Path {
    /// The fastest path that this processor has.
    pub fn best() -> Path {
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            let wide = is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512dq")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("avx512vnni");
            return if wide { Path::Avx512 } else { Path::Avx2 };
        }
        Path::Portable
    }

    /// Every path that this processor has, the portable one first.
    pub fn all() -> &'static [Path] {
        match Path::best() {
            Path::Portable => &[Path::Portable],
            Path::Avx2 => &[Path::Portable, Path::Avx2],
            Path::Avx512 => &[Path::Portable, Path::Avx2, Path::Avx512],
        }
    }

    /// The name that benches print.
    pub fn name(self) -> &'static str {
        match self {
            Path::Portable => "portable",
            Path::Avx2 => "avx2",
            Path::Avx512 => "avx512",
        }
    }

    /// C (m x n) += A (m x k) B (k x n). `b` and `c` have unit column steps; a multiple of 8 columns is fastest.
    ///
    /// Panics where a view reaches outside its slice: that is a wrong shape in the caller's code, never data.
    pub fn gemm(
        self,
        [m, n, k]: [usize; 3],
        (a, av): (&[f32], View),
        (b, bv): (&[f32], View),
        (c, cv): (&mut [f32], View),
    ) {
        if m == 0 || n == 0 || k == 0 {
            return;
        }
        assert!(bv.column == 1 && cv.column == 1);
        assert!(av.last(m, k) < a.len() && bv.last(k, n) < b.len() && cv.last(m, n) < c.len());
        let whole = if self == Path::Portable { 0 } else { n / LANES * LANES };
        match self {
            Path::Avx512 => avx512::gemm([m, whole, k], (a, av), (b, bv), (c, cv)),
            Path::Avx2 => avx2::gemm([m, whole, k], (a, av), (b, bv), (c, cv)),
            Path::Portable => {}
        }
        let right = |v: View| View { at: v.at + whole, ..v };
        portable::gemm([m, n - whole, k], (a, av), (b, right(bv)), (c, right(cv)));
    }

    /// Runs `job` compiled for this path: all that becomes part of it (`#[inline(always)]`) gets this path's registers. Numbers stay
    /// the same to the bit: nothing is put together or summed in another order.
    #[inline]
    pub fn within<J: Job>(self, job: J) -> J::Out {
        match self {
            Path::Avx512 => avx512::within(job),
            Path::Avx2 => avx2::within(job),
            Path::Portable => job.run(self),
        }
    }

    /// Asks the cache for numbers that are read soon and lie where nothing else foresees them. Changes nothing but the time.
    #[inline(always)]
    pub fn ask<T>(self, data: &[T]) {
        if self != Path::Portable {
            avx2::ask(data);
        }
    }

    /// Reads all of `data` once, as fast as this path can, and returns a sum so that no reading is left out. For measuring
    /// what the machine allows.
    pub fn sweep(self, data: &[f32]) -> f32 {
        match self {
            Path::Avx512 => avx512::sweep(data),
            Path::Avx2 => avx2::sweep(data),
            Path::Portable => portable::sweep(data),
        }
    }

    /// `rounds` times ninety-six multiply-adds between registers, as fast as this path can, and a number that depends on all of
    /// them. For measuring what the machine allows.
    pub fn multiply(self, rounds: usize) -> f32 {
        match self {
            Path::Avx512 => avx512::multiply(rounds),
            Path::Avx2 => avx2::multiply(rounds),
            Path::Portable => portable::multiply(rounds),
        }
    }

    /// The gate as it plays: `g = tanh(z[..r]) sigmoid(z[r..])`, r = `g.len()`, with one division for both, as cells of the range 1.
    /// For use `within` a path.
    #[inline(always)]
    pub fn squash<C: Cell>(self, z: &[f32], g: &mut [C]) {
        match self {
            Path::Avx512 => portable::squash::<C, true, { 2 * LANES }>(z, g),
            Path::Avx2 => portable::squash::<C, true, LANES>(z, g),
            Path::Portable => portable::squash::<C, { portable::FUSED }, LANES>(z, g),
        }
    }

    /// One row of the gate: `a = tanh(z[..r] + bias[..r])`, `s = sigmoid(z[r..] + bias[r..])`, `g = a s`; r = `a.len()`.
    pub fn gate(self, z: &[f32], bias: &[f32], a: &mut [f32], s: &mut [f32], g: &mut [f32]) {
        match self {
            Path::Avx512 | Path::Avx2 => avx2::gate(z, bias, a, s, g),
            Path::Portable => portable::gate(z, bias, a, s, g),
        }
    }

    /// The gate's gradient for one row: from `dg` and the saved `a`, `s` to `dz` (2r numbers).
    pub fn gate_gradient(self, dg: &[f32], a: &[f32], s: &[f32], dz: &mut [f32]) {
        match self {
            Path::Avx512 | Path::Avx2 => avx2::gate_gradient(dg, a, s, dz),
            Path::Portable => portable::gate_gradient(dg, a, s, dz),
        }
    }
}

#[cfg(test)]
mod tests;
