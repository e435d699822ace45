//! The small matrix product inside the walk through time.
//!
//! ```text
//! out (m x n) += a (m x k) b (k x n)      m: pieces in the batch, about 16; n: 4 x hidden
//! ```
//!
//! Tiles of 4 x 16 stay in registers; a general library spends longer on packing such shapes than on computing them.
//! Training need not give the same bits on every machine, so products are fused where the processor can.

const ROWS: usize = 4;
const COLUMNS: usize = 16;

#[inline(always)]
fn tile<const M: usize, const N: usize, const FUSED: bool>(
    out: &mut [f32],
    a: &[f32],
    b: &[f32],
    (k, n): (usize, usize),
    (i, j): (usize, usize),
) {
    let mut sums = [[0.0f32; N]; M];
    for l in 0..k {
        let Some(row) = b[l * n + j..].first_chunk::<N>() else { return };
        for r in 0..M {
            let x = a[(i + r) * k + l];
            for c in 0..N {
                sums[r][c] = if FUSED { x.mul_add(row[c], sums[r][c]) } else { sums[r][c] + x * row[c] };
            }
        }
    }
    for r in 0..M {
        for (o, s) in out[(i + r) * n + j..(i + r) * n + j + N].iter_mut().zip(sums[r]) {
            *o += s;
        }
    }
}

#[inline(always)]
fn panel<const N: usize, const FUSED: bool>(
    out: &mut [f32],
    a: &[f32],
    b: &[f32],
    (m, k, n): (usize, usize, usize),
    j: usize,
) {
    let mut i = 0;
    while i + ROWS <= m {
        tile::<ROWS, N, FUSED>(out, a, b, (k, n), (i, j));
        i += ROWS;
    }
    while i < m {
        tile::<1, N, FUSED>(out, a, b, (k, n), (i, j));
        i += 1;
    }
}

#[inline(always)]
fn body<const FUSED: bool>(out: &mut [f32], a: &[f32], b: &[f32], (m, k, n): (usize, usize, usize)) {
    let mut j = 0;
    while j + COLUMNS <= n {
        panel::<COLUMNS, FUSED>(out, a, b, (m, k, n), j);
        j += COLUMNS;
    }
    while j + 8 <= n {
        panel::<8, FUSED>(out, a, b, (m, k, n), j);
        j += 8;
    }
    while j < n {
        panel::<1, FUSED>(out, a, b, (m, k, n), j);
        j += 1;
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn body_avx2(out: &mut [f32], a: &[f32], b: &[f32], shape: (usize, usize, usize)) {
    body::<true>(out, a, b, shape);
}

/// `out += a b` with `a` of m x k, `b` of k x n, `out` of m x n, all in rows; `shape` is (m, k, n).
#[allow(unsafe_code, reason = "calling a function compiled for AVX2 after asking the processor for it")]
pub fn add_product(out: &mut [f32], a: &[f32], b: &[f32], shape: (usize, usize, usize)) {
    #[cfg(target_arch = "x86_64")]
    if std::is_x86_feature_detected!("avx2") && std::is_x86_feature_detected!("fma") {
        // SAFETY: the processor has both features, the only thing the function needs beyond a safe one.
        unsafe { body_avx2(out, a, b, shape) };
        return;
    }
    body::<false>(out, a, b, shape);
}

/// The transpose of a matrix of rows x columns.
#[must_use]
pub fn transposed(a: &[f32], (rows, columns): (usize, usize)) -> Vec<f32> {
    let mut t = vec![0.0; a.len()];
    for r in 0..rows {
        for c in 0..columns {
            t[c * rows + r] = a[r * columns + c];
        }
    }
    t
}
