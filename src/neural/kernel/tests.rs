//! Every dispatch path of the kernels against plain loops.

use super::*;

fn numbers(count: usize, seed: u32) -> Vec<f32> {
    let mut x = seed;
    let mut next = || {
        x = x.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (x >> 8) as f32 / 8_388_608.0 - 1.0
    };
    (0..count).map(|_| next()).collect()
}

#[test]
fn tanh_sigmoid_and_exp_are_near_the_library_s() {
    for i in -4000..4000 {
        let x = i as f32 * 0.005;
        assert!((tanh(x) - x.tanh()).abs() < 4e-7, "tanh {x}");
        assert!((sigmoid(x) - 1.0 / (1.0 + (-x).exp())).abs() < 4e-7, "sigmoid {x}");
        assert!((exp(x) / x.exp() - 1.0).abs() < 4e-7, "exp {x}");
    }
    assert_eq!(exp(-1000.0), 0.0);
}

#[test]
fn log2_is_near_the_library_s_and_exact_at_powers() {
    for i in 0..=25_500 {
        let x = 1.0 + 0.01 * i as f32;
        assert!((f64::from(log2(x)) - f64::from(x).log2()).abs() < 6e-7, "log2 {x}: {} {}", log2(x), x.log2());
    }
    for e in [-20, -1, 0, 1, 8, 100] {
        assert_eq!(log2((e as f32).exp2()), e as f32);
    }
}

#[test]
fn a_job_within_a_path_gives_the_same_to_the_bit() {
    #[derive(Clone, Copy)]
    struct Sum<'a>(&'a [f32]);
    impl Job for Sum<'_> {
        type Out = f32;

        #[inline(always)]
        fn run(self, _path: Path) -> f32 {
            self.0.iter().fold(0.0f32, |sum, x| sum * 0.9 + tanh(*x) * log2(2.0 + x))
        }
    }
    let x = numbers(1000, 7);
    for &path in Path::all() {
        assert_eq!(path.within(Sum(&x)).to_bits(), Sum(&x).run(path).to_bits(), "{path:?}");
    }
}

#[test]
fn every_path_multiplies_matrices_alike() {
    for [m, n, k] in [[4, 16, 32], [7, 24, 5], [64, 64, 80], [1, 8, 1], [5, 3, 4], [8, 17, 9]] {
        let (a, b) = (numbers(m * k, 1), numbers(k * n, 2));
        for transposed in [false, true] {
            let av = if transposed { View::transposed(0, m) } else { View::rows(0, k) };
            let mut expected = vec![0.5f64; m * n];
            for i in 0..m {
                for j in 0..n {
                    for p in 0..k {
                        expected[i * n + j] += f64::from(a[i * av.row + p * av.column]) * f64::from(b[p * n + j]);
                    }
                }
            }
            for &path in Path::all() {
                let mut c = vec![0.5; m * n];
                path.gemm([m, n, k], (&a, av), (&b, View::rows(0, n)), (&mut c, View::rows(0, n)));
                for (x, y) in c.iter().zip(&expected) {
                    assert!((f64::from(*x) - y).abs() < 1e-4, "{path:?} {m} {n} {k}");
                }
            }
        }
    }
}

#[test]
fn every_path_gates_alike() {
    let (z, bias, dg) = (numbers(64, 3), numbers(64, 4), numbers(32, 5));
    let run = |path: Path| {
        let (mut a, mut s, mut g) = (vec![0.0; 32], vec![0.0; 32], vec![0.0; 32]);
        path.gate(&z, &bias, &mut a, &mut s, &mut g);
        let mut dz = vec![0.0; 64];
        path.gate_gradient(&dg, &a, &s, &mut dz);
        [g, dz].concat()
    };
    for &path in Path::all() {
        for (x, y) in run(path).iter().zip(run(Path::Portable)) {
            assert!((x - y).abs() < 1e-6, "{path:?}");
        }
    }
}

#[test]
fn the_gate_that_plays_is_the_one_that_learned() {
    let z: Vec<f32> = numbers(4096, 9).iter().map(|x| 12.0 * x).collect();
    for &path in Path::all() {
        let [mut a, mut s, mut g, mut played] = [0; 4].map(|_| vec![0.0; 2048]);
        path.gate(&z, &vec![0.0; 4096], &mut a, &mut s, &mut g);
        path.squash::<f32>(&z, &mut played);
        assert!(played.iter().zip(&g).all(|(x, y)| (x - y).abs() < 1e-6), "{path:?}");
        path.squash::<f32>(&[1e9, -1e9, 1e9, 1e9], &mut played[..2]);
        assert_eq!(played[..2], [1.0, -1.0], "{path:?}");
    }
}

#[test]
fn what_measures_the_machine_reads_and_multiplies_all_of_it() {
    for &path in Path::all() {
        assert_eq!(path.sweep(&[1.0; 640]), 640.0);
        assert!(path.multiply(2000) > 0.9, "x = 0.99 x + 0.01 goes to 1");
    }
}
