//! Packed products on every path against plain loops, alone and in company.

use super::*;

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

/// Two matrices, of which the second counts: `numbers(rows * columns, 2)`.
fn packed(pack: &mut impl Pack, rows: usize, columns: usize) -> Matrix {
    pack.add(&[1.0; 2], &numbers(16, 1));
    pack.add(&vec![1.0; rows], &numbers(rows * columns, 2))
}

/// What a path makes of a matrix for four voices, one voice at a time, in twos and in fours.
fn products<C: Cell>(path: Path, (packed, matrix): (&C::Packed, Matrix)) -> [Vec<Vec<f32>>; 3] {
    let Matrix { rows, columns, .. } = matrix;
    let cells = |seed| -> Vec<C> { numbers(rows, seed).iter().map(|x| C::of(*x, MOST)).collect() };
    let x: [Vec<C>; 4] = [3, 4, 5, 6].map(cells);
    let start: [Vec<f32>; 4] = [7, 8, 9, 10].map(|seed| numbers(columns, seed));
    let of = (packed, matrix);
    let mut alone = start.clone();
    for (x, y) in x.iter().zip(&mut alone) {
        path.apply::<C, 1>(of, [Share { x, start: None, y }]);
    }
    let mut twos = [0; 4].map(|_| vec![0.0; columns]);
    let [a, b, c, d] = &mut twos;
    for [(m, y), (n, z)] in [[(0, a), (1, b)], [(2, c), (3, d)]] {
        let first = Share { x: &x[m], start: Some(&start[m]), y };
        path.apply::<C, 2>(of, [first, Share { x: &x[n], start: Some(&start[n]), y: z }]);
    }
    let mut fours = start.clone();
    let mut x = x.iter();
    path.apply::<C, 4>(of, fours.each_mut().map(|y| Share { x: x.next().unwrap(), start: None, y }));
    [alone, twos, fours].map(|voices| voices.to_vec())
}

#[test]
fn a_voice_s_product_is_the_plain_one_and_the_same_in_any_company() {
    for (rows, columns) in SIZES {
        let weights = numbers(rows * columns, 2);
        for precision in Precision::ALL {
            // What rounding a weight of at most 1, and an input, may cost: nothing, 2^-13 or so, half a step of 1/127.
            let rounding = [0.0, 1.2e-4, 4.1e-3][Precision::ALL.iter().position(|&p| p == precision).unwrap()];
            for &path in Path::all() {
                let of = |mut wholes: Wholes| {
                    let matrix = packed(&mut wholes, rows, columns);
                    products::<i16>(path, (&wholes.settled(), matrix))
                };
                let [alone, twos, fours] = match precision {
                    Precision::F32 => {
                        let mut floats = Floats::default();
                        let matrix = packed(&mut floats, rows, columns);
                        products::<f32>(path, (&floats.settled(), matrix))
                    }
                    Precision::I16 => of(Wholes::wide()),
                    Precision::I8 => of(Wholes::narrow()),
                };
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
fn a_whole_number_stands_for_the_nearest_and_is_cut_at_its_range() {
    let scale = MOST / 4.0;
    for i in -5000..5000 {
        let x = i as f32 * 0.001;
        let nearest = (x.clamp(-4.0, 4.0) * scale).round_ties_even();
        assert_eq!(f32::from(i16::of(x, scale)), nearest, "{x}");
    }
    assert_eq!([1e30, -1e30, f32::INFINITY].map(|x| i16::of(x, scale)), [16383, -16383, 16383]);
}

#[test]
fn the_largest_inputs_and_weights_fit_into_a_sum() {
    // Every input at its range, every weight as large as any: the sum is as large as it can be.
    let (rows, columns) = (80, 24);
    for &path in Path::all() {
        for mut wholes in [Wholes::wide(), Wholes::narrow()] {
            let ranges: Vec<f32> = (0..rows).map(|p| 0.5 + p as f32).collect();
            let matrix = wholes.add(&ranges, &vec![1.0; rows * columns]);
            let x: Vec<i16> = ranges.iter().map(|range| i16::of(*range, MOST / range)).collect();
            let (start, mut y) = (vec![0.0; columns], vec![0.0; columns]);
            path.apply::<i16, 1>((&wholes.settled(), matrix), [Share { x: &x, start: Some(&start), y: &mut y }]);
            let expected: f32 = ranges.iter().sum();
            assert!(y.iter().all(|y| (y / expected - 1.0).abs() < 0.01), "{path:?} {y:?} {expected}");
        }
    }
}

#[test]
fn paths_agree_about_whole_numbers_but_for_the_last_rounding() {
    let mut wholes = Wholes::wide();
    let matrix = packed(&mut wholes, 80, 64);
    let wholes = wholes.settled();
    let all: Vec<_> = Path::all().iter().map(|path| products::<i16>(*path, (&wholes, matrix))).collect();
    for others in &all[1..] {
        for (a, b) in others.iter().flatten().flatten().zip(all[0].iter().flatten().flatten()) {
            assert!((a - b).abs() <= 2.0 * f32::EPSILON * a.abs().max(1.0), "{a} {b}");
        }
    }
}

#[test]
fn bytes_are_those_of_the_precision() {
    let ones = numbers(512, 1);
    let mut floats = Floats::default();
    floats.add(&[1.0; 16], &ones);
    assert_eq!(floats.settled().bytes(), 2048);
    for (mut wholes, bytes) in [(Wholes::wide(), 1024 + 128), (Wholes::narrow(), 512 + 128)] {
        wholes.add(&[1.0; 16], &ones);
        assert_eq!(wholes.settled().bytes(), bytes);
    }
}
