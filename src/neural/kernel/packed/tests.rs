//! Packed products on every path against plain loops, alone and in company.

use super::*;
use crate::neural::weights::from_half;

fn numbers(count: usize, seed: u32) -> Vec<f32> {
    let mut x = seed;
    let mut next = || {
        x = x.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (x >> 8) as f32 / 8_388_608.0 - 1.0
    };
    (0..count).map(|_| next()).collect()
}

/// Every width of strip, and several strips.
const SIZES: [(usize, usize); 9] =
    [(80, 64), (32, 96), (16, 48), (48, 32), (64, 40), (64, 256), (2, 8), (4, 16), (10, 24)];

/// What a path makes of two matrices for four voices, one voice at a time, in twos and in fours.
fn products(path: Path, precision: Precision, rows: usize, columns: usize) -> [Vec<Vec<f32>>; 3] {
    let mut packer = Packer::new(precision);
    packer.add(2, 8, &numbers(16, 1));
    let matrix = packer.add(rows, columns, &numbers(rows * columns, 2));
    let packed = packer.finish();
    let x: [Vec<f32>; 4] = [3, 4, 5, 6].map(|seed| numbers(rows, seed));
    let start: [Vec<f32>; 4] = [7, 8, 9, 10].map(|seed| numbers(padded(columns), seed));
    let of = (&packed, matrix);
    let mut alone = start.clone();
    for (x, y) in x.iter().zip(&mut alone) {
        path.apply(of, [Share { x, start: None, y }]);
    }
    let mut twos = [0; 4].map(|_| vec![0.0; padded(columns)]);
    let [a, b, c, d] = &mut twos;
    for [(m, y), (n, z)] in [[(0, a), (1, b)], [(2, c), (3, d)]] {
        let first = Share { x: &x[m], start: Some(&start[m]), y };
        path.apply(of, [first, Share { x: &x[n], start: Some(&start[n]), y: z }]);
    }
    let mut fours = start.clone();
    let mut x = x.iter();
    path.apply(of, fours.each_mut().map(|y| Share { x: x.next().unwrap(), start: None, y }));
    [alone, twos, fours].map(|voices| voices.to_vec())
}

#[test]
fn a_voice_s_product_is_the_plain_one_and_the_same_in_any_company() {
    for (rows, columns) in SIZES {
        let weights = numbers(rows * columns, 2);
        for precision in Precision::ALL {
            // What rounding a weight of at most 1 may cost: nothing, 2^-12, half a step of 1/127.
            let rounding = [0.0, 2.5e-4, 4.0e-3][Precision::ALL.iter().position(|&p| p == precision).unwrap()];
            for &path in Path::all() {
                let [alone, twos, fours] = products(path, precision, rows, columns);
                assert!(alone == twos && alone == fours, "{path:?} {precision:?} {rows} {columns}");
                for (m, y) in alone.iter().enumerate() {
                    let (x, start) = (numbers(rows, 3 + m as u32), numbers(padded(columns), 7 + m as u32));
                    let size: f32 = x.iter().map(|x| x.abs()).sum();
                    for (c, y) in y.iter().enumerate() {
                        let column = |p: usize| if c < columns { weights[p * columns + c] } else { 0.0 };
                        let plain: f32 = (0..rows).map(|p| x[p] * column(p)).sum::<f32>() + start[c];
                        let off = (y - plain).abs();
                        assert!(off <= 1e-4 + rounding * size, "{path:?} {precision:?} {rows} {columns}: {off}");
                    }
                }
            }
        }
    }
}

#[test]
fn paths_agree_about_every_half() {
    let halves: Vec<f32> = (0..=u16::MAX).map(from_half).filter(|x| x.is_finite()).collect();
    let mut packer = Packer::new(Precision::F16);
    let columns = halves.len() / 2;
    let matrix = packer.add(2, columns, &halves);
    let packed = packer.finish();
    for &path in Path::all() {
        for (x, row) in [[1.0, 0.0], [0.0, 1.0]].iter().zip(halves.chunks_exact(columns)) {
            let mut y = vec![0.0; padded(columns)];
            path.apply((&packed, matrix), [Share { x, start: None, y: &mut y }]);
            assert_eq!(&y[..columns], row, "{path:?}");
        }
    }
}

#[test]
fn bytes_are_those_of_the_precision() {
    for (precision, bytes) in [(Precision::F32, 2048), (Precision::F16, 1024), (Precision::I8, 512 + 128)] {
        let mut packer = Packer::new(precision);
        packer.add(16, 32, &numbers(512, 1));
        assert_eq!(packer.finish().bytes(), bytes);
    }
}
