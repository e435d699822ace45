//! A voice on a tiny network: blocks, seeds, controls, release.

use super::*;
use crate::neural::card::Card;
use crate::neural::kernel::Path;
use crate::neural::wavenet::tiny::{CARD, tiny};
use crate::neural::weights::Weights;

const NOTE: NoteSpec = NoteSpec { instrument: 0, pitch: 60.0, velocity: 100.0, seed: 7 };

fn play(path: Path, note: NoteSpec, controls: Controls, cut: usize) -> Vec<f32> {
    let mut voice = Voice::new(tiny(path));
    voice.set(controls);
    voice.start(&note);
    let mut out = vec![0.0; 1200];
    out.chunks_mut(cut).for_each(|part| voice.process(part));
    out
}

#[test]
fn the_same_seed_sounds_the_same_however_the_blocks_are_cut() {
    for &path in Path::all() {
        let plain = Controls::default();
        assert_eq!(play(path, NOTE, plain, 64), play(path, NOTE, plain, 7));
        assert_ne!(play(path, NOTE, plain, 64), play(path, NoteSpec { seed: 8, ..NOTE }, plain, 64));
    }
}

#[test]
fn every_control_is_heard() {
    let plain = Controls::default();
    let before = play(Path::Portable, NOTE, plain, 64);
    for moved in [
        Controls { temp: 0.3, ..plain },
        Controls { top_p: 0.3, ..plain },
        Controls { timbre: 0.5, ..plain },
        Controls { bright: 0.5, ..plain },
        Controls { noisy: 0.5, ..plain },
        Controls { vibrato: 0.5, ..plain },
        Controls { still: 1.0, ..plain },
        Controls { bend: 1.0, ..plain },
    ] {
        assert_ne!(before, play(Path::Portable, NOTE, moved, 64), "{moved:?}");
    }
}

#[test]
fn a_note_let_go_ends_and_stays_silent() {
    let mut voice = Voice::new(tiny(Path::best()));
    let mut out = vec![1.0; 640];
    voice.process(&mut out);
    assert!(voice.is_finished() && out.iter().all(|&x| x == 0.0), "a voice that never started is silent");
    voice.start(&NOTE);
    voice.process(&mut out);
    assert!(!voice.is_finished() && out.iter().any(|&x| x != 0.0));
    voice.release();
    for _ in 0..60 {
        voice.process(&mut out);
    }
    assert!(voice.is_finished() && out.iter().all(|&x| x == 0.0));
}

#[test]
fn numbers_that_are_none_are_kept_out() {
    let bad = Controls { temp: f32::NAN, bend: f32::INFINITY, noisy: 9.0, ..Controls::default() };
    let note = NoteSpec { instrument: 99, pitch: f32::NAN, velocity: -5.0, seed: 0 };
    // Full scale after pre-emphasis for ever, at the greatest loudness there is, is 18.
    assert!(play(Path::best(), note, bad, 64).iter().all(|x| x.is_finite() && x.abs() < 18.5));
}

#[test]
fn a_card_that_asks_for_other_sizes_is_refused() {
    let card = CARD.replace("residual = 8", "residual = 16");
    let error = Model::load(&Card::parse(&card).unwrap(), &Weights::new()).unwrap_err();
    assert!(error.to_string().contains("no tensor"), "{error}");
}

#[test]
fn a_note_keeps_its_steps_a_period_and_a_bend_moves_their_rate() {
    let mut voice = Voice::new(tiny(Path::best()));
    voice.start(&NOTE);
    let mut out = [0.0; 64];
    voice.process(&mut out);
    // 261.63 Hz in 96 steps.
    assert!((voice.rate() - 25_116.0).abs() < 1.0, "{}", voice.rate());
    voice.set(Controls { bend: 7.0, ..Controls::default() });
    for _ in 0..60 {
        voice.process(&mut out);
    }
    assert!((voice.rate() - 96.0 * 391.995).abs() < 2.0, "{}", voice.rate());
    voice.start(&NOTE);
    voice.process(&mut out);
    assert!((voice.rate() - 64.0 * 391.995).abs() < 1.0, "begun bent, it takes that pitch's grid: {}", voice.rate());
}

#[test]
fn voices_side_by_side_sound_as_each_alone_even_where_one_ends() {
    for &path in Path::all() {
        let model = tiny(path);
        let note = |place: usize| NoteSpec { pitch: 60.0 + place as f32, seed: place as u64, ..NOTE };
        let cut = [64, 64, 50, 64, 100, 64, 64];
        let sing = |many: bool| {
            let mut voices: Vec<Voice> = cut.iter().map(|_| Voice::new(model.clone())).collect();
            voices.iter_mut().enumerate().for_each(|(place, voice)| voice.start(&note(place)));
            let mut sound = vec![Vec::new(); cut.len()];
            for block in 0..420 {
                if block == 3 {
                    voices[1].release();
                }
                let mut outs = cut.map(|length| vec![1.0; length]);
                if many {
                    let mut sung: Vec<_> = voices.iter_mut().zip(outs.iter_mut().map(Vec::as_mut_slice)).collect();
                    Voice::process_many(&mut sung);
                } else {
                    voices.iter_mut().zip(&mut outs).for_each(|(voice, out)| voice.process(out));
                }
                sound.iter_mut().zip(&outs).for_each(|(sound, out)| sound.extend_from_slice(out));
            }
            assert!(voices[1].is_finished() && !voices[0].is_finished());
            sound
        };
        assert!(sing(true) == sing(false), "{path:?}");
    }
}

#[test]
fn what_is_steered_is_heard_at_the_next_step_wherever_a_frame_stands() {
    let plain = Controls::default();
    for at in [1usize, 63, 64, 100] {
        let sing = |controls: Controls| {
            let mut voice = Voice::new(tiny(Path::Portable));
            voice.start(&NOTE);
            let (mut before, mut after) = (vec![0.0; at], vec![0.0; 64]);
            voice.process(&mut before);
            voice.set(controls);
            voice.process(&mut after);
            after
        };
        for moved in [Controls { temp: 0.2, ..plain }, Controls { bright: 0.9, ..plain }] {
            let (a, b) = (sing(plain), sing(moved));
            let first = a.iter().zip(&b).position(|(a, b)| a != b);
            assert!(first.is_some_and(|first| first < 6), "{moved:?} at {at}: {first:?}");
        }
    }
}

#[test]
fn the_numbers_of_the_shipped_network_stay_within_what_stands_for_them() {
    use crate::neural::kernel::packed::Precision;
    use crate::neural::shipped::{STAGE_CARD, STAGE_WEIGHTS};
    let (card, weights) = (Card::parse(STAGE_CARD).unwrap(), Weights::from_bytes(STAGE_WEIGHTS).unwrap());
    let model = Arc::new(Model::load_as(Path::best(), Precision::F32, &card, &weights).unwrap());
    let mut all: Vec<f32> = Vec::new();
    for instrument in 0..model.instruments().len() {
        for pitch in [38.0, 50.0, 62.0, 74.0, 86.0] {
            let mut voice = Voice::new(Arc::clone(&model));
            voice.start(&NoteSpec { instrument, pitch, velocity: 120.0, seed: 1 });
            for _ in 0..16 {
                voice.process(&mut [0.0; 256]);
                let full = voice.core.fullness(&model);
                all.resize(full.len(), 0.0);
                all.iter_mut().zip(full).for_each(|(all, full)| *all = all.max(full));
            }
        }
    }
    println!("{all:.2?}");
    assert!(all.iter().all(|full| *full < 0.9), "{all:?}");
}
