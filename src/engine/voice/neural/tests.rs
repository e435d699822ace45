//! A choir with a singer of a few lines: frames, legato, budget, steering, replacement.

use super::*;
use crate::engine::{
    Command, Desk, Order, Ramps, Renderer, Report, Retired, Sends, Settings, Source, Tone, VoiceSpec, guard,
};
use crate::units::Frame;

/// Sings a wave whose level is its steering's `bright`, and ends half a second after its release.
struct Fake {
    phase: f32,
    step: f32,
    level: f32,
    left: usize,
    released: bool,
}

impl Singer for Fake {
    fn rate(&self) -> u32 {
        24_000
    }

    fn start(&mut self, note: &SungNote, _seed: u64) {
        let step = 440.0 * ((note.pitch - 69.0) / 12.0).exp2() / 24_000.0;
        *self = Self { phase: 0.25, step, level: 0.0, left: 12_000, released: false };
        self.steer(note.steering);
    }

    fn steer(&mut self, steering: Steering) {
        self.level = steering.bright;
    }

    fn release(&mut self) {
        self.released = true;
    }

    fn process(&mut self, out: &mut [f32]) {
        for x in out {
            *x = if self.left > 0 { self.level * (self.phase * std::f32::consts::TAU).sin() } else { 0.0 };
            self.phase = (self.phase + self.step).fract();
            self.left = self.left.saturating_sub(usize::from(self.released));
        }
    }

    fn is_finished(&self) -> bool {
        self.left == 0
    }
}

fn choir(held: usize) -> Command {
    let fake =
        |_| -> Box<dyn Singer> { Box::new(Fake { phase: 0.0, step: 0.0, level: 0.0, left: 0, released: false }) };
    let choir = Choir::new((0..held + Choir::FADING).map(fake).collect(), held, 48_000);
    Command { at: Frame(0), order: Order::Choir(Box::new(choir)) }
}

fn note(at: i64, slot: u16, pitch: f32, frames: i64) -> Command {
    let steering = Steering { bright: 0.1, ..Steering::default() };
    let spec = VoiceSpec {
        slot,
        orbit: 0,
        sustain: Some(frames),
        ramps: Ramps { attack: 0, release: 9_600 },
        gain: 1.0,
        pan: 0.0,
        cut: None,
        tone: Tone::default(),
        sends: Sends::default(),
        source: Source::Sung(SungNote { instrument: 0, pitch, velocity: 100.0, steering }),
        seed: 1,
    };
    Command { at: Frame(at), order: Order::Start(Box::new(spec)) }
}

fn heard(commands: Vec<Command>, frames: usize) -> (Vec<f32>, Desk, Vec<Report>) {
    let (mut renderer, mut desk) = Renderer::prepare(&Settings::default());
    for command in commands {
        assert!(desk.commands.send(command).is_ok());
    }
    let mut out = vec![0.0; 2 * frames];
    guard::run(&mut renderer, &mut out);
    let reports = std::iter::from_fn(|| desk.monitor.reports.receive()).collect();
    (out.into_iter().step_by(2).collect(), desk, reports)
}

fn crossings(samples: &[f32]) -> usize {
    samples.windows(2).filter(|w| w[0] < 0.0 && w[1] >= 0.0).count()
}

#[test]
fn a_singer_is_heard_on_its_frame_at_its_pitch() {
    let (out, _, reports) = heard(vec![choir(2), note(1_000, 1, 69.0, 48_000)], 25_000);
    assert!(out[..1_000].iter().all(|x| *x == 0.0));
    assert!((out[1_000] - 0.1).abs() < 0.02, "{}", out[1_000]);
    assert!((218..=221).contains(&crossings(&out[1_000..25_000])));
    assert_eq!(reports, []);
}

#[test]
fn a_slots_new_note_replaces_its_old_one_within_thirty_milliseconds() {
    let (out, mut desk, reports) =
        heard(vec![choir(1), note(0, 1, 69.0, 1 << 30), note(20_000, 1, 81.0, 1 << 30)], 44_000);
    assert!((218..=222).contains(&crossings(&out[20_000..44_000]).div_ceil(2)), "{}", crossings(&out[20_000..44_000]));
    let step = out.windows(2).map(|w| (w[1] - w[0]).abs()).fold(0.0, f32::max);
    assert!(step < 0.12 && reports.is_empty());
    assert_eq!(desk.commands.collect(), 1, "the old note came home");
}

#[test]
fn a_chord_over_the_budget_is_completed_by_a_plain_synth_which_is_said() {
    let chord = [choir(2), note(0, 1, 60.0, 9_000), note(0, 1, 64.0, 9_000), note(0, 1, 67.0, 9_000)];
    let (_, _, reports) = heard(chord.into(), 4_800);
    assert_eq!(reports, [Report::Substituted { slot: 1 }]);
}

#[test]
fn what_has_been_let_go_makes_way_for_another_slot() {
    let (_, _, reports) = heard(vec![choir(1), note(0, 1, 60.0, 4_000), note(6_000, 2, 64.0, 4_000)], 12_000);
    assert_eq!(reports, []);
}

#[test]
fn steering_is_heard_within_a_block() {
    let steering = Steering { bright: 0.01, ..Steering::default() };
    let steer = Command { at: Frame(10_000), order: Order::Steer { seed: 1, steering } };
    let (out, _, _) = heard(vec![choir(1), note(0, 1, 69.0, 1 << 30), steer], 20_000);
    let loudest = |range: std::ops::Range<usize>| out[range].iter().fold(0.0f32, |a, b| a.max(b.abs()));
    assert!(loudest(9_000..9_900) > 0.09 && loudest(10_000 + 64 + 72..11_000) < 0.02);
}

#[test]
fn a_new_choir_sends_the_old_one_home() {
    let again = Command { at: Frame(5_000), ..choir(1) };
    let (out, mut desk, _) = heard(vec![choir(1), note(0, 1, 69.0, 1 << 30), again], 9_600);
    assert!(out[5_200..].iter().all(|x| x.abs() < 0.01));
    let home: Vec<Retired> = std::iter::from_fn(|| desk.commands.home.receive()).collect();
    assert!(home.iter().any(|retired| matches!(retired, Retired::Choir(_))) && home.len() == 2);
}

#[test]
fn without_a_choir_a_plain_synth_plays() {
    let (out, _, reports) = heard(vec![note(0, 1, 69.0, 4_000)], 2_000);
    assert!(out.iter().any(|x| x.abs() > 0.3));
    assert_eq!(reports, [Report::Substituted { slot: 1 }]);
}
