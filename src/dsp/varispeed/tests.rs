//! Sines through a varispeed: where they lie, how clean they are, however they are cut.

use super::*;

const TAU: f64 = std::f64::consts::TAU;

/// A sine of `hertz` read in pieces whose rates go round through `rates`.
struct Tape<'a> {
    hertz: f64,
    rates: &'a [f32],
    seconds: f64,
    piece: usize,
}

impl Tape<'_> {
    fn next(&mut self, out: &mut [f32]) -> f32 {
        let rate = self.rates[self.piece % self.rates.len()];
        for x in out.iter_mut() {
            *x = (TAU * self.hertz * self.seconds).sin() as f32;
            self.seconds += 1.0 / f64::from(rate);
        }
        self.piece += 1;
        rate
    }
}

fn read(out: f32, hertz: f64, rates: &[f32], cuts: &[usize]) -> Vec<f32> {
    let mut tape = Tape { hertz, rates, seconds: 0.0, piece: 0 };
    let mut varispeed = Varispeed::new(out, 48_000.0);
    let mut samples = Vec::new();
    for length in cuts {
        let mut part = vec![0.0; *length];
        varispeed.process(&mut part, |piece| tape.next(piece));
        samples.extend(part);
    }
    samples
}

/// The mean square of what is no sine of `hertz` starting at 0, in decibels below it.
fn error(samples: &[f32], rate: f64, hertz: f64) -> f64 {
    let away = |(n, y): (usize, &f32)| (f64::from(*y) - (TAU * hertz * n as f64 / rate).sin()).powi(2);
    // At the very start the filter hears the silence before.
    let sum: f64 = samples.iter().enumerate().skip(200).map(away).sum();
    10.0 * (sum / (samples.len() - 200) as f64 / 0.5).log10()
}

#[test]
fn a_sine_comes_out_as_it_went_in_on_its_frame() {
    for (rate, out) in
        [(21_120.0, 48_000.0), (31_333.0, 48_000.0), (24_000.0, 44_100.0), (47_900.0, 44_100.0), (31_000.0, 24_000.0)]
    {
        for hertz in [100.0, 1234.0, 0.38 * f64::from(f32::min(rate, out))] {
            let samples = read(out, hertz, &[rate], &[9_600]);
            let error = error(&samples, f64::from(out), hertz);
            assert!(error < -70.0, "{rate} -> {out}, {hertz}: {error}");
        }
    }
}

#[test]
fn what_the_slower_side_cannot_carry_is_taken_out() {
    let samples = read(24_000.0, 14_000.0, &[40_000.0], &[9_600]);
    let loudest = samples[200..].iter().fold(0.0f32, |a, x| a.max(x.abs()));
    assert!(loudest < 1e-3, "{loudest}");
}

#[test]
fn a_sine_whose_rate_glides_stays_on_its_place() {
    let rates: Vec<f32> = (0..400).map(|i| 24_000.0 * (1.0 + 0.03 * (i as f32 * 0.05).sin())).collect();
    let samples = read(48_000.0, 440.0, &rates, &[12_000]);
    let error = error(&samples, 48_000.0, 440.0);
    assert!(error < -40.0, "{error}");
}

#[test]
fn the_output_does_not_depend_on_the_cuts() {
    let rates = [22_000.0, 23_456.7, 30_000.0, 12_000.0, 48_000.0];
    let whole = read(44_100.0, 700.0, &rates, &[3_000]);
    let pieces = read(44_100.0, 700.0, &rates, &[1, 63, 64, 512, 7, 2_000, 353]);
    assert_eq!(whole, pieces);
}

#[test]
fn what_is_read_as_far_as_the_pieces_reach_is_what_is_fetched_on_the_way() {
    let rates = [22_000.0, 23_456.7, 30_000.0, 12_000.0, 48_000.0];
    let whole = read(44_100.0, 700.0, &rates, &[3_000]);
    let mut tape = Tape { hertz: 700.0, rates: &rates, seconds: 0.0, piece: 0 };
    let mut varispeed = Varispeed::new(44_100.0, 48_000.0);
    let (mut samples, mut made) = (vec![0.0; 3_000], 0);
    for end in (0..=3_000).step_by(60) {
        loop {
            made += varispeed.read(&mut samples[made..end]);
            if made == end {
                break;
            }
            assert_eq!(varispeed.read(&mut samples[made..end]), 0, "it waits for the piece");
            let rate = tape.next(varispeed.room());
            varispeed.take(rate);
        }
    }
    assert_eq!(whole, samples);
}

#[test]
fn a_rate_that_is_none_does_no_harm() {
    for rate in [f32::NAN, -1.0, 0.0, f32::INFINITY] {
        let mut varispeed = Varispeed::new(8_000.0, 48_000.0);
        let mut out = [0.0; 500];
        varispeed.process(&mut out, |piece| {
            piece.fill(0.5);
            rate
        });
        assert!(out.iter().all(|x| x.is_finite() && x.abs() < 1.0));
    }
}
