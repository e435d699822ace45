//! A choir with a singer of a few lines: frames, legato, budget, steering, replacement.

mod late;
mod prompt;
mod together;

use super::*;
use crate::dsp::BLOCK;
use crate::engine::{
    Command, Desk, Glide, Order, Ramps, Renderer, Report, Retired, Sends, Settings, Source, Tone, VoiceSpec, guard,
};
use crate::neural::wavenet::grid::{FASTEST, Grid};
use crate::units::Frame;

/// Sings a sine on its note's grid, bent as it is steered, as loud as its steering's `bright`; ends half a second after its release.
struct Fake {
    grid: Grid,
    pitch: f32,
    steering: Steering,
    step: u32,
    left: usize,
    released: bool,
}

impl Fake {
    fn silent() -> Self {
        Self { grid: Grid::of(60.0), pitch: 60.0, steering: Steering::default(), step: 0, left: 0, released: false }
    }
}

impl Singer for Fake {
    fn fastest(&self) -> f32 {
        FASTEST
    }

    fn start(&mut self, note: &SungNote, _seed: u64) {
        let grid = Grid::of(note.pitch + note.steering.bend);
        *self = Self { grid, pitch: note.pitch, steering: note.steering, left: 12_000, ..Self::silent() };
    }

    fn steer(&mut self, steering: Steering) {
        self.steering = steering;
    }

    fn release(&mut self) {
        self.released = true;
    }

    fn process(&mut self, out: &mut [f32]) -> f32 {
        let grid = self.grid;
        for x in out {
            let turns = 0.25 + self.step as f32 / grid.steps() as f32;
            let level = if self.left > 0 { self.steering.bright } else { 0.0 };
            *x = level * (turns * std::f32::consts::TAU).sin();
            self.step = (self.step + 1) % grid.steps();
            self.left = self.left.saturating_sub(usize::from(self.released));
        }
        grid.rate(self.pitch + self.steering.bend)
    }

    fn is_finished(&self) -> bool {
        self.left == 0
    }
}

fn choir(held: usize) -> Command {
    let fake = |_| -> Box<dyn Singer> { Box::new(Fake::silent()) };
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
        source: Source::Sung(SungNote {
            instrument: 0,
            pitch,
            velocity: 100.0,
            steering,
            glide: Glide::default(),
            primer: None,
        }),
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
    let reports = std::iter::from_fn(|| desk.monitor.report()).collect();
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
fn steering_is_heard_within_a_few_milliseconds() {
    let steering = Steering { bright: 0.01, ..Steering::default() };
    let steer = Command { at: Frame(10_000), order: Order::Steer { seed: 1, steering } };
    let (out, _, _) = heard(vec![choir(1), note(0, 1, 69.0, 1 << 30), steer], 20_000);
    let loudest = |range: std::ops::Range<usize>| out[range].iter().fold(0.0f32, |a, b| a.max(b.abs()));
    assert!(loudest(9_000..9_900) > 0.09 && loudest(10_000 + 64 + 160..11_000) < 0.02);
}

/// Hz of a sine, from its first upward crossing to its last.
fn pitch_of(samples: &[f32], rate: f64) -> f64 {
    let crossing = |(n, w): (usize, &[f32])| {
        (w[0] < 0.0 && w[1] >= 0.0).then(|| n as f64 + f64::from(w[0]) / (f64::from(w[0]) - f64::from(w[1])))
    };
    let all: Vec<f64> = samples.windows(2).enumerate().filter_map(crossing).collect();
    (all.len() - 1) as f64 * rate / (all[all.len() - 1] - all[0])
}

#[test]
fn a_bend_is_in_tune_at_once_and_while_it_lasts() {
    for (pitch, bend) in [(69.0, 7.0), (57.3, 7.0), (81.0, -7.0), (40.0, 0.31), (64.5, -11.0)] {
        let steering = Steering { bright: 0.1, bend, ..Steering::default() };
        let steer = Command { at: Frame(4_800), order: Order::Steer { seed: 1, steering } };
        let (out, _, _) = heard(vec![choir(1), note(0, 1, pitch, 1 << 30), steer], 48_000);
        for (from, to, bent) in [(500, 4_700, 0.0), (5_300, 48_000, bend)] {
            let wanted = 440.0 * f64::from((pitch + bent - 69.0) / 12.0).exp2();
            let cents = 1200.0 * (pitch_of(&out[from..to], 48_000.0) / wanted).log2();
            assert!(cents.abs() < 3.0, "{pitch} bent by {bent}: {cents} cents");
        }
    }
}

#[test]
fn a_new_choir_sends_the_old_one_home() {
    let again = Command { at: Frame(5_000), ..choir(1) };
    let (out, mut desk, _) = heard(vec![choir(1), note(0, 1, 69.0, 1 << 30), again], 9_600);
    assert!(out[5_200..].iter().all(|x| x.abs() < 0.01));
    let home: Vec<Retired> = std::iter::from_fn(|| desk.commands.homes[1].receive()).collect();
    assert!(home.iter().any(|retired| matches!(retired, Retired::Choir(_))) && home.len() == 2);
}

#[test]
fn without_a_choir_a_plain_synth_plays() {
    let (out, _, reports) = heard(vec![note(0, 1, 69.0, 4_000)], 2_000);
    assert!(out.iter().any(|x| x.abs() > 0.3));
    assert_eq!(reports, [Report::Substituted { slot: 1 }]);
}

/// As [`heard`], with the choir sung ahead: before each 480 frames it may go `ahead` frames beyond them, and commands are sent
/// `sent` frames before their time.
fn heard_ahead(mut commands: Vec<Command>, frames: usize, ahead: i64) -> (Vec<f32>, Vec<Report>) {
    let (mut renderer, mut desk) = Renderer::prepare(&Settings::default());
    let mut singers = renderer.sing_ahead().unwrap();
    assert!(renderer.sing_ahead().is_none());
    commands.sort_by_key(|command| command.at);
    let mut out = Vec::new();
    for begin in (0..frames).step_by(480) {
        let needed = begin as i64 + 480 + Renderer::LOOK_AHEAD;
        let until = needed + ahead;
        let mut kept = Vec::new();
        for command in commands {
            // A hush is not known beforehand: it comes when it is due.
            let unforeseen = matches!(command.order, Order::Hush | Order::Panic);
            if command.at.0 < if unforeseen { needed } else { until } {
                assert!(desk.commands.send(command).is_ok());
            } else {
                kept.push(command);
            }
        }
        commands = kept;
        singers.advance(Frame(until));
        let mut piece = vec![0.0; 2 * 480];
        guard::run(&mut renderer, &mut piece);
        out.extend(piece.into_iter().step_by(2));
    }
    let reports = std::iter::from_fn(|| desk.monitor.report()).collect();
    (out, reports)
}

#[test]
fn sung_ahead_sounds_as_sung_on_the_spot_through_hushes_and_cuts() {
    let steering = Steering { bright: 0.05, vibrato: 0.5, ..Steering::default() };
    let piece = || {
        let group = crate::engine::CutGroup { group: 1, sound: 0 };
        let mut cut = note(35_000, 3, 72.0, 9_000);
        if let Order::Start(spec) = &mut cut.order {
            spec.cut = Some(group);
        }
        let click = VoiceSpec {
            slot: 4,
            orbit: 0,
            sustain: Some(100),
            ramps: Ramps::default(),
            gain: 0.2,
            pan: 0.5,
            cut: Some(group),
            tone: Tone::default(),
            sends: Sends { room: 0.3, ..Sends::default() },
            source: Source::Synth(crate::engine::SynthNote { kind: crate::engine::SynthKind::Saw, hertz: 200.0 }),
            seed: 2,
        };
        vec![
            choir(2),
            note(1_000, 1, 69.0, 9_000),
            note(5_077, 1, 72.0, 30_000),
            Command { at: Frame(9_000), order: Order::Steer { seed: 1, steering } },
            note(9_100, 2, 60.0, 40_000),
            Command { at: Frame(14_411), order: Order::Hush },
            note(20_000, 1, 64.0, 20_000),
            Command { at: Frame(26_000), order: Order::Panic },
            note(32_000, 1, 65.0, 20_000),
            cut,
            Command { at: Frame(37_333), order: Order::Start(Box::new(click)) },
        ]
    };
    let (spot, none) = heard_ahead(piece(), 48_000, 0);
    let (ahead, nothing) = heard_ahead(piece(), 48_000, 4_800);
    assert_eq!((&none, &nothing), (&vec![], &vec![]));
    assert!(spot.iter().any(|x| x.abs() > 0.05));
    let differ = |other: &[f32]| other.iter().zip(&spot).position(|(a, b)| a != b);
    assert_eq!(differ(&ahead), None);
    let (here, _, _) = heard(piece(), 48_000);
    assert_eq!(differ(&here), None, "offline, where every command is known from the start");
}

/// A note of a second whose pitch moves by itself.
fn gliding(pitch: f32, glide: Glide) -> Vec<f32> {
    let mut note = note(0, 1, pitch, 48_000);
    if let Order::Start(spec) = &mut note.order
        && let Source::Sung(sung) = &mut spec.source
    {
        sung.glide = Glide { length: 48_000, slide_length: 4_800, ..glide };
    }
    heard(vec![choir(1), note], 48_000).0
}

#[test]
fn accelerate_moves_the_pitch_evenly_over_the_note_and_slide_begins_below_it() {
    for pitch in [45.0f32, 60.5, 76.0] {
        let base = 440.0 * f64::from((pitch - 69.0) / 12.0).exp2();
        for accelerate in [1.0f32, 0.5, -0.25] {
            let out = gliding(pitch, Glide { accelerate, ..Glide::default() });
            for at in [6_000usize, 24_000, 36_000] {
                let wanted = base * (1.0 + f64::from(accelerate) * at as f64 / 48_000.0);
                let cents = 1200.0 * (pitch_of(&out[at - 1_500..at + 1_500], 48_000.0) / wanted).log2();
                assert!(cents.abs() < 25.0, "{pitch} accelerate {accelerate} at {at}: {cents} cents");
            }
        }
        for slide in [12.0f32, 2.0, -5.0] {
            let out = gliding(pitch, Glide { slide, ..Glide::default() });
            let cents = |from: usize, to: usize| 1200.0 * (pitch_of(&out[from..to], 48_000.0) / base).log2();
            let begins = -100.0 * f64::from(slide) * 0.75;
            assert!((cents(200, 2_200) - begins).abs() < 40.0 + 0.2 * begins.abs(), "{slide}: {}", cents(200, 2_200));
            assert!(cents(6_000, 48_000).abs() < 3.0, "{slide}: {}", cents(6_000, 48_000));
        }
    }
}

#[test]
fn a_gliding_note_is_steered_on_top_of_its_glide() {
    let mut note = note(0, 1, 60.0, 1 << 30);
    if let Order::Start(spec) = &mut note.order
        && let Source::Sung(sung) = &mut spec.source
    {
        sung.glide = Glide { slide: 3.0, slide_length: 4_800, length: 48_000, accelerate: 0.0 };
    }
    let steering = Steering { bright: 0.1, bend: 2.0, ..Steering::default() };
    let steer = Command { at: Frame(10_000), order: Order::Steer { seed: 1, steering } };
    let (out, _, _) = heard(vec![choir(1), note, steer], 48_000);
    let cents = |from: usize, to: usize| 1200.0 * (pitch_of(&out[from..to], 48_000.0) / 261.6256).log2();
    assert!(cents(6_000, 9_900).abs() < 3.0 && (cents(11_000, 48_000) - 200.0).abs() < 3.0);
}
