//! Waves, filters, echoes and rates, each held against what its header promises.

use super::delay::Delay;
use super::envelope::{Envelope, Fade};
use super::filter::{Band, Corner, Factors, Filter};
use super::limiter::{CEILING, Limiter};
use super::noise::Noise;
use super::oscillator::{Phase, pulse, saw, sine, triangle};
use super::resample::{Resampler, resampled};
use super::reverb::Reverb;
use super::*;
use crate::units::Decibels;

const RATE: f32 = 48_000.0;

fn rms(samples: &[f32]) -> f32 {
    (samples.iter().map(|x| x * x).sum::<f32>() / samples.len() as f32).sqrt()
}

fn tone(hertz: f32, frames: usize) -> Vec<f32> {
    let mut phase = Phase::default();
    (0..frames).map(|_| sine(phase.advance(f64::from(hertz / RATE)))).collect()
}

/// The power at one frequency (Goertzel), as an amplitude.
fn amplitude(samples: &[f32], hertz: f64, rate: f64) -> f64 {
    let (mut re, mut im) = (0.0, 0.0);
    for (n, &x) in samples.iter().enumerate() {
        let window = 1.0 - (std::f64::consts::TAU * n as f64 / samples.len() as f64).cos();
        let angle = std::f64::consts::TAU * hertz * n as f64 / rate;
        re += window * f64::from(x) * angle.cos();
        im += window * f64::from(x) * angle.sin();
    }
    2.0 * re.hypot(im) / samples.len() as f64
}

#[test]
fn waves_have_their_level_and_little_alias() {
    let step = 5_001.0 / RATE;
    let mut phase = Phase::default();
    let waves: Vec<[f32; 3]> = (0..48_000)
        .map(|_| {
            let p = phase.advance(f64::from(step));
            [saw(p, step), pulse(p, step, 0.5), triangle(p, step)]
        })
        .collect();
    // The seventh harmonic, 35007 Hz, folds to 12993 Hz; a naive saw has it at 2/pi/7 = 0.09, a square at 0.18, a triangle at 0.0165.
    for (wave, naive) in [(0, 0.091), (1, 0.182), (2, 0.0165)] {
        let line: Vec<f32> = waves.iter().map(|w| w[wave]).collect();
        let alias = amplitude(&line, 12_993.0, 48_000.0);
        assert!(alias < 0.3 * naive, "wave {wave}: {alias} of {naive}");
        assert!(rms(&line) > 0.4, "wave {wave}");
    }
}

#[test]
fn a_lowpass_passes_what_is_below_and_a_highpass_what_is_above() {
    let corner = Corner { hertz: 1000.0, resonance: 0.0 };
    for (band, low, high) in
        [(Band::Low, 0.95..1.05, 0.0..0.02), (Band::High, 0.0..0.02, 0.95..1.05), (Band::Band, 0.0..0.2, 0.0..0.2)]
    {
        for (hertz, range) in [(100.0, low), (10_000.0, high)] {
            let mut samples = tone(hertz, 24_000);
            Filter::default().process(&Factors::new(band, corner, RATE), &mut samples);
            let gain = rms(&samples[12_000..]) / std::f32::consts::FRAC_1_SQRT_2;
            assert!(range.contains(&gain), "{band:?} {hertz}: {gain}");
        }
    }
}

#[test]
fn a_filter_stays_tame_with_any_corner() {
    for hertz in [0.0, -5.0, f32::NAN, 1e9, f32::INFINITY] {
        for resonance in [0.0, 1.0, 7.0, f32::NAN] {
            let mut noise = Noise::new(3);
            let mut samples: Vec<f32> = (0..4800).map(|_| noise.sample()).collect();
            Filter::default().process(&Factors::new(Band::Low, Corner { hertz, resonance }, RATE), &mut samples);
            assert!(samples.iter().all(|x| x.abs() < 100.0), "{hertz} {resonance}");
        }
    }
}

#[test]
fn an_envelope_is_a_function_of_frames() {
    let envelope = Envelope { attack: 10, release_at: 100, release: 50 };
    assert_eq!((envelope.gain(0), envelope.gain(10), envelope.gain(99), envelope.gain(150)), (0.0, 1.0, 1.0, 0.0));
    assert!(envelope.is_open(10, 64) && !envelope.is_open(60, 64) && envelope.is_over(150) && !envelope.is_over(149));
    let held = Envelope { attack: 0, release_at: i64::MAX, release: 50 };
    assert!(held.is_open(0, 64) && !held.is_over(1 << 40));
    let fade = Fade { from: 5, frames: 10 };
    assert_eq!((fade.gain(5), fade.gain(15)), (1.0, 0.0));
    assert!(fade.is_over(15) && !fade.is_over(14));
}

#[test]
fn a_resampled_tone_keeps_its_place_and_shape() {
    for (from, to) in [(44_100, 48_000), (24_000, 48_000), (96_000, 48_000), (48_000, 44_100), (22_050, 48_000)] {
        let hertz = 997.0;
        let wave = |rate: u32, n: usize| (std::f64::consts::TAU * hertz * n as f64 / f64::from(rate)).sin() as f32;
        let input: Vec<f32> = (0..from as usize / 4).map(|n| wave(from, n)).collect();
        let output = resampled(&input, 1, from, to);
        assert_eq!(output.len(), (input.len() as u64 * u64::from(to)).div_ceil(u64::from(from)) as usize);
        for (n, y) in output.iter().enumerate().skip(200).take(output.len() - 400) {
            assert!((y - wave(to, n)).abs() < 1e-3, "{from} -> {to} at {n}: {y} {}", wave(to, n));
        }
    }
}

#[test]
fn resampling_in_pieces_is_resampling_whole() {
    let mut noise = Noise::new(1);
    let input: Vec<f32> = (0..500).map(|_| noise.sample()).collect();
    let (mut whole, mut pieces) = (Resampler::new(24_000, 44_100), Resampler::new(24_000, 44_100));
    let mut expected = vec![0.0; 900];
    assert_eq!(whole.needed(900), 489);
    whole.process(&input[..489], &mut expected);
    let (mut got, mut taken) = (Vec::new(), 0);
    for length in [1usize, 63, 64, 100, 7, 665] {
        let needed = pieces.needed(length);
        let mut out = vec![0.0; length];
        pieces.process(&input[taken..taken + needed], &mut out);
        taken += needed;
        got.extend(out);
    }
    assert_eq!(got, expected);
}

#[test]
fn an_echo_comes_back_on_its_frame_and_softer() {
    let mut delay = Delay::new(RATE);
    delay.set(0.1, 0.5);
    let mut heard = Vec::new();
    for block in 0..400 {
        let mut input = Stereo::SILENCE;
        if block == 100 {
            input.left[0] = 1.0;
        }
        let mut out = Stereo::SILENCE;
        delay.process(&input, &mut out);
        heard.extend_from_slice(&out.left);
    }
    assert!((heard[6400 + 4800] - 1.0).abs() < 1e-6);
    assert!((0.2..0.5).contains(&heard[6400 + 9600]));
    assert_eq!(heard[6400..6400 + 4800].iter().filter(|x| x.abs() > 0.0).count(), 0);
}

#[test]
fn a_room_rings_as_long_as_its_size_says() {
    let ring = |size| {
        let mut room = Reverb::new(RATE);
        room.set(size);
        let mut heard = Vec::new();
        for block in 0..3000 {
            let mut input = Stereo::SILENCE;
            if block == 0 {
                (input.left[0], input.right[0]) = (1.0, 1.0);
            }
            let mut out = Stereo::SILENCE;
            room.process(&input, &mut out);
            assert!(out.is_finite());
            heard.extend_from_slice(&out.left);
        }
        let loud = rms(&heard[4800..9600]);
        (heard.chunks(4800).rposition(|c| rms(c) > loud * 0.001).unwrap_or(0) as f32) / 10.0
    };
    let (small, large) = (ring(0.0), ring(0.6));
    assert!((0.2..0.9).contains(&small), "{small}");
    assert!((1.0..3.9).contains(&large), "{large}");
}

#[test]
fn the_limiter_changes_nothing_below_its_ceiling_and_lets_no_true_peak_above_it() {
    let mut limiter = Limiter::new(RATE);
    let mut noise = Noise::new(7);
    let (mut input, mut output) = (Vec::new(), Vec::new());
    for block in 0..1000 {
        let level = if (100..150).contains(&block) { 4.0 } else { 0.4 };
        let mut x = Stereo::SILENCE;
        for frame in 0..BLOCK {
            x.left[frame] = level * noise.sample();
            x.right[frame] = level * sine((block * BLOCK + frame) as f32 * 0.2503);
        }
        input.push(x);
        limiter.process(&mut x);
        output.push(x);
    }
    for block in 2..90 {
        assert_eq!(input[block - 1].left, output[block].left);
    }
    let line: Vec<f32> = output.iter().flat_map(|s| s.right).collect();
    let noisy: Vec<f32> = output.iter().flat_map(|s| s.left).collect();
    for channel in [line, noisy] {
        let fine = resampled(&channel, 1, 48_000, 384_000);
        let peak = fine.iter().fold(0.0f32, |a, b| a.max(b.abs()));
        assert!(Decibels::of_gain(peak).0 < CEILING.0 + 0.3, "{peak}");
    }
    for block in 980..1000 {
        assert_eq!(input[block - 1].left, output[block].left, "recovered");
    }
}

#[test]
fn a_block_with_one_bad_sample_is_not_finite() {
    for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        let mut block = Stereo::SILENCE;
        assert!(block.is_finite());
        block.right[17] = bad;
        assert!(!block.is_finite());
    }
}

#[test]
fn a_string_sounds_at_its_pitch_and_dies_away() {
    let mut string = pluck::Pluck::new();
    string.start(220.0, RATE, 0.5, 4);
    let samples: Vec<f32> = (0..96_000).map(|_| string.sample()).collect();
    let best = (400..480).max_by_key(|f| (amplitude(&samples[4800..28_800], f64::from(*f), 48_000.0) * 1e6) as i64);
    assert!((438..=442).contains(&best.unwrap()), "{best:?}");
    assert!(rms(&samples[90_000..]) < 0.3 * rms(&samples[..4800]));
}

#[test]
fn a_leveller_holds_a_burst_back_but_not_quiet_sound() {
    let mut leveller = leveller::Leveller::new(RATE);
    let quiet: Vec<f32> = tone(300.0, 24_000).iter().map(|x| x * 0.1).collect();
    let mut same = quiet.clone();
    leveller.process(&mut same);
    assert_eq!(quiet, same);
    let mut burst = tone(300.0, 4_800);
    leveller.process(&mut burst);
    assert!(rms(&burst[1200..2400]) < 0.4, "{}", rms(&burst[1200..2400]));
}
