//! Notes made here are cut, heard and judged as a patient teacher would.

use super::*;
use crate::dsp::noise::Noise;
use std::f64::consts::TAU;

const RATE: u32 = 24_000;

/// A rich tone of some semitones over time, `seconds` long, with soft ends.
fn sung(pitch: impl Fn(f64) -> f64, seconds: f64, gain: f32) -> Vec<f32> {
    let length = (seconds * f64::from(RATE)) as usize;
    let mut turns = 0.0;
    (0..length)
        .map(|i| {
            let t = i as f64 / f64::from(RATE);
            turns += hertz(pitch(t)) / f64::from(RATE);
            let ends = (t / 0.02).min((seconds - t) / 0.05).clamp(0.0, 1.0);
            let wave: f64 = (1..=8).map(|n| (TAU * f64::from(n) * turns).sin() / f64::from(n)).sum();
            gain * (0.3 * ends * wave) as f32
        })
        .collect()
}

fn silence(seconds: f64) -> Vec<f32> {
    let mut noise = Noise::new(3);
    (0..(seconds * f64::from(RATE)) as usize).map(|_| 1e-4 * noise.sample()).collect()
}

fn mixed(a: &[f32], b: &[f32]) -> Vec<f32> {
    a.iter().zip(b).map(|(a, b)| a + b).collect()
}

#[test]
fn a_scale_with_gaps_is_cut_into_its_notes_and_each_is_heard() {
    let mut sound = silence(0.5);
    for pitch in [60.0, 62.0, 64.0, 65.0, 67.0] {
        sound.extend(sung(|_| pitch, 0.8, 1.0));
        sound.extend(silence(0.3));
    }
    let parts = Levels::new(&sound, RATE).cut();
    let heard: Vec<f64> = parts.iter().map(|part| hear(&sound[part.clone()], RATE, None).unwrap().pitch).collect();
    assert_eq!(heard.iter().map(|pitch| pitch.round()).collect::<Vec<_>>(), [60.0, 62.0, 64.0, 65.0, 67.0]);
}

#[test]
fn a_click_between_notes_is_no_note() {
    let mut sound = sung(|_| 60.0, 1.0, 1.0);
    sound.extend(silence(0.4));
    sound.extend([0.01, -0.01].repeat(200));
    sound.extend(silence(0.4));
    assert_eq!(Levels::new(&sound, RATE).cut().len(), 1);
}

#[test]
fn the_onset_and_the_moment_of_letting_go_are_found() {
    let held = sung(|_| 57.0, 1.0, 1.0);
    let mut sound = silence(0.3);
    sound.extend(&held[..held.len() - 1_200]);
    let tail = held[held.len() - 2_400..].iter().cycle().take(12_000).enumerate();
    sound.extend(tail.map(|(i, x)| x * (-(i as f32) / 1_800.0).exp()));
    sound.extend(silence(0.3));
    let part = Levels::new(&sound, RATE).cut()[0].clone();
    let note = hear(&sound[part.clone()], RATE, None).unwrap();
    let (onset, held) = (part.start + note.onset, part.start + note.held);
    assert!(onset.abs_diff(7_200) < 480, "{onset}");
    assert!(!note.rings && held.abs_diff(7_200 + 22_800) < 1_900, "{held}");
}

#[test]
fn a_plucked_note_that_is_never_stopped_rings_on() {
    let sound: Vec<f32> =
        sung(|_| 52.0, 2.0, 1.0).iter().enumerate().map(|(i, x)| x * (-(i as f32) / 16_000.0).exp()).collect();
    let note = hear(&sound[..40_000], RATE, None).unwrap();
    assert!(note.rings && note.held == 40_000);
}

#[test]
fn two_notes_at_once_are_refused_by_name() {
    for interval in [3.0, 4.0, 5.0, 7.0, 8.0, 9.0, 15.0, 16.0] {
        let fault = hear(&mixed(&sung(|_| 57.0, 1.0, 0.6), &sung(|_| 57.0 + interval, 1.0, 0.5)), RATE, None);
        let Err(Fault::Two(low, high)) = fault else { panic!("{interval}: {fault:?}") };
        assert!((low - 57.0).abs() < 0.5 && (high - 57.0 - interval).abs() < 0.5, "{interval}: {low} {high}");
    }
}

#[test]
fn a_vibrato_is_one_pitch_and_a_slide_is_none() {
    let note = hear(&sung(|t| 69.0 + 0.35 * (TAU * 5.5 * t).sin(), 1.5, 1.0), RATE, None).unwrap();
    assert!((note.pitch - 69.0).abs() < 0.1 && note.swing > 0.4, "{note:?}");
    assert!(matches!(hear(&sung(|t| 60.0 + 4.0 * t, 1.5, 1.0), RATE, None), Err(Fault::Wanders(_))));
}

#[test]
fn two_notes_without_a_gap_are_told_from_one() {
    let fault = hear(&sung(|t| if t < 0.6 { 57.0 } else { 59.0 }, 1.2, 1.0), RATE, None);
    let Err(Fault::Moves(a, b)) = fault else { panic!("{fault:?}") };
    assert_eq!((a.round(), b.round()), (57.0, 59.0));
}

#[test]
fn noise_whispers_and_chips_are_refused() {
    let mut noise = Noise::new(4);
    let hiss: Vec<f32> = (0..24_000).map(|_| 0.3 * noise.sample()).collect();
    assert_eq!(hear(&hiss, RATE, None), Err(Fault::Noise));
    assert!(matches!(hear(&sung(|_| 60.0, 1.0, 0.001), RATE, None), Err(Fault::Quiet(_))));
    assert!(matches!(hear(&sung(|_| 60.0, 0.12, 1.0), RATE, None), Err(Fault::Short(_))));
    assert!(Levels::new(&[], RATE).cut().is_empty() && hear(&[], RATE, None).is_err());
}

#[test]
fn an_octave_that_was_told_is_weighed_and_another_pitch_is_not() {
    let sound = sung(|_| 57.0, 1.0, 1.0);
    let octave = |told: f64| hear(&sound, RATE, Some(told)).unwrap().octave.map(f64::round);
    assert_eq!([octave(45.0), octave(69.0), octave(57.0), octave(50.0)], [Some(45.0), None, None, None]);
}
