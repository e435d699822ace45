//! A choir whose singers are slow: what is heard of it, and that the moves of the ladder make the same frames again.

use super::*;
use crate::engine::{Move, Rung};

/// A melody over a drone.
fn piece(smaller: bool) -> Vec<Command> {
    let fake = || -> Box<dyn Singer> { Box::new(Fake::silent()) };
    let pair = |_| (fake(), smaller.then(fake));
    let choir = Choir::with_smaller((0..5).map(pair).collect(), 3, 48_000);
    let choir = Command { at: Frame(0), order: Order::Choir(Box::new(choir)) };
    let tune = (0..16).map(|n| note(9_000 + 12_000 * n, 2, 60.0 + n as f32, 11_000));
    std::iter::once(choir).chain([note(100, 1, 45.0, 1 << 30)]).chain(tune).collect()
}

/// Plays it with the singers ahead: for each frame heard they make `pace` frames while networks sing, and many while none does.
fn slowly(mut commands: Vec<Command>, frames: usize, pace: impl Fn(i64) -> f64) -> (Vec<f32>, Vec<Move>) {
    let (mut renderer, mut desk) = Renderer::prepare(&Settings::default());
    let mut singers = renderer.sing_ahead().unwrap();
    let (mut out, mut moves, mut spare, mut rung) = (Vec::new(), Vec::new(), 0.0, Rung::Full);
    for begin in (0..frames as i64).step_by(480) {
        let until = Frame(begin + 4_800 + 480);
        let due = commands.iter().position(|command| command.at >= until).unwrap_or(commands.len());
        for command in commands.drain(..due) {
            assert!(desk.commands.send(command).is_ok());
        }
        spare = if begin == 0 { 1e9 } else { spare + 480.0 * pace(begin) };
        while spare > 0.0 && singers.step(until).is_some() {
            for report in std::iter::from_fn(|| desk.monitor.report()) {
                if let Report::Moved(step) = report {
                    moves.push(step);
                    if let Move::Rung { rung: next, .. } = step {
                        rung = next;
                    }
                }
            }
            spare -= if rung == Rung::Held { 2.0 } else { 64.0 };
        }
        spare = spare.min(0.0);
        let mut part = vec![0.0; 2 * 480];
        guard::run(&mut renderer, &mut part);
        out.extend(part.into_iter().step_by(2));
    }
    moves.extend(std::iter::from_fn(|| desk.monitor.report()).filter_map(|report| match report {
        Report::Moved(step) => Some(step),
        _ => None,
    }));
    (out, moves)
}

fn again(commands: Vec<Command>, frames: usize, moves: &[Move]) -> Vec<f32> {
    let (mut renderer, mut desk) = Renderer::prepare(&Settings::default());
    renderer.follow(moves);
    for command in commands {
        assert!(desk.commands.send(command).is_ok());
    }
    let mut out = vec![0.0; 2 * frames];
    guard::run(&mut renderer, &mut out);
    out.into_iter().step_by(2).collect()
}

fn rungs(moves: &[Move]) -> Vec<u8> {
    moves
        .iter()
        .filter_map(|step| if let Move::Rung { rung, .. } = step { Some(rung.number()) } else { None })
        .collect()
}

fn longest_gap(out: &[f32]) -> usize {
    out.split(|x| x.abs() > 1e-3).map(<[f32]>::len).max().unwrap_or(0)
}

#[test]
fn slow_singers_step_down_and_up_again_without_a_gap_and_the_moves_make_the_same_frames() {
    const FRAMES: usize = 192_000;
    for smaller in [false, true] {
        let slow = |at: i64| if (24_000..72_000).contains(&at) { 0.6 } else { 3.0 };
        let (out, moves) = slowly(piece(smaller), FRAMES, slow);
        let found = rungs(&moves);
        assert!(found.contains(&3) && found.contains(&2) == smaller && found.last() == Some(&0), "{moves:?}");
        assert_eq!(found.len(), moves.len(), "nothing was lost: {moves:?}");
        // The drone's period is 436 frames; its zeros are short.
        assert!(longest_gap(&out[1_000..]) < 40, "{}", longest_gap(&out[1_000..]));
        let step = out[1_000..].windows(2).map(|w| (w[1] - w[0]).abs()).fold(0.0, f32::max);
        // The plain synths among them are steep.
        assert!(step < 0.13, "no click: {step}");
        let twice = again(piece(smaller), FRAMES, &moves);
        assert_eq!(out.iter().zip(&twice).position(|(a, b)| a.to_bits() != b.to_bits()), None);
        let plain = again(piece(smaller), FRAMES, &[]);
        let Some(first) = moves.first().map(|step| step.at() as usize) else { panic!("{moves:?}") };
        let differ = out.iter().zip(&plain).position(|(a, b)| a.to_bits() != b.to_bits());
        assert!(differ.is_some_and(|at| at >= first), "{differ:?} before {first}");
    }
}

#[test]
fn what_was_not_ready_at_all_is_missing_in_the_replay_too() {
    const FRAMES: usize = 144_000;
    let stalled = |at: i64| if (30_000..42_000).contains(&at) { 0.0 } else { 3.0 };
    let (out, moves) = slowly(piece(false), FRAMES, stalled);
    assert!(moves.iter().any(|step| matches!(step, Move::Lost { .. })), "{moves:?}");
    let twice = again(piece(false), FRAMES, &moves);
    assert_eq!(out.iter().zip(&twice).position(|(a, b)| a.to_bits() != b.to_bits()), None);
    assert!(out[FRAMES - 4_800..].iter().any(|x| x.abs() > 0.05), "it sings on");
}

#[test]
fn a_note_held_on_a_loop_keeps_its_pitch_its_bend_and_its_end() {
    let moves = [Move::Rung { at: 9_600, rung: Rung::Held }];
    let steering = Steering { bright: 0.1, bend: 3.0, ..Steering::default() };
    let steer = Command { at: Frame(30_000), order: Order::Steer { seed: 1, steering } };
    let out = again(vec![choir(1), note(0, 1, 57.0, 60_000), steer], 96_000, &moves);
    let cents = |from: usize, to: usize, hertz: f64| 1200.0 * (pitch_of(&out[from..to], 48_000.0) / hertz).log2();
    assert!(cents(10_000, 29_900, 220.0).abs() < 2.0, "{}", cents(10_000, 29_900, 220.0));
    assert!((cents(30_100, 59_000, 220.0) - 300.0).abs() < 5.0, "{}", cents(30_100, 59_000, 220.0));
    assert!(out[60_000 + 9_700..].iter().all(|x| x.abs() < 1e-3), "it ends with its release");
}

#[test]
fn a_note_that_begins_on_a_loops_rung_or_just_before_it_is_a_plain_synths() {
    let moves = [Move::Rung { at: 9_600, rung: Rung::Held }, Move::Rung { at: 28_800, rung: Rung::Full }];
    let out = again(
        vec![choir(3), note(9_590, 1, 57.0, 9_000), note(12_000, 2, 69.0, 9_000), note(30_000, 1, 60.0, 9_000)],
        48_000,
        &moves,
    );
    assert!(longest_gap(&out[9_700..18_000]) < 60, "{}", longest_gap(&out[9_700..18_000]));
    let loudest = |range: std::ops::Range<usize>| out[range].iter().fold(0.0f32, |a, b| a.max(b.abs()));
    assert!(loudest(12_000..20_000) > 0.3, "a synth is louder than these singers");
    assert!((loudest(31_000..38_000) - 0.1).abs() < 0.03, "the next note is sung again");
}
