//! The audio thread allocates nothing and frees nothing: every kind of voice, every effect, every command, under an
//! allocator that counts. The last tests show that the detectors fire.
//!
//! ```text
//! assert_no_alloc(|| guard::run(&mut renderer, &mut out))      violations: 0
//! ```
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop where it fails")]

use assert_no_alloc::{AllocDisabler, assert_no_alloc, reset_violation_count, violation_count};
use melisma::dsp::filter::Corner;
use melisma::engine::{
    Choir, Command, CutGroup, Desk, Glide, Move, Order, Playback, Ramps, Renderer, Rung, SampleBuffer, Sends, Settings,
    Singer, Source, Steering, SungNote, SynthKind, SynthNote, Tone, VoiceSpec, guard,
};
use melisma::neural::shipped::{STAGE_CARD, STAGE_WEIGHTS};
use melisma::neural::wavenet::acoustics::Spectrum;
use melisma::neural::wavenet::features::{ANCHORS, BANDS};
use melisma::neural::wavenet::{Model, Primer};
use melisma::units::Frame;
use std::sync::Arc;

#[global_allocator]
static ALLOCATOR: AllocDisabler = AllocDisabler;

fn spec(source: Source) -> VoiceSpec {
    VoiceSpec {
        slot: 1,
        orbit: 0,
        sustain: Some(4_000),
        ramps: Ramps { attack: 100, release: 900 },
        gain: 0.3,
        pan: 0.4,
        cut: Some(CutGroup { group: 1, sound: 3 }),
        tone: Tone::default(),
        sends: Sends::default(),
        source,
        seed: 9,
    }
}

fn start(at: i64, spec: VoiceSpec) -> Command {
    Command { at: Frame(at), order: Order::Start(Box::new(spec)) }
}

/// Renders the commands in callbacks of changing length; returns how often the allocator was called meanwhile.
fn violations(commands: Vec<Command>, frames: usize) -> u32 {
    let (mut renderer, mut desk) = Renderer::prepare(&Settings { rate: 48_000, voices: 8 });
    for command in commands {
        desk.commands.send(command).unwrap();
    }
    let mut out = vec![0.0; 2 * 1_024];
    reset_violation_count();
    let (mut done, mut turn, mut peak) = (0, 0, 0.0f32);
    while done < frames {
        let length = [256, 1, 170, 1_024, 63, 512][turn % 6];
        let part = &mut out[..2 * length];
        assert_no_alloc(|| assert!(guard::run(&mut renderer, part)));
        assert!(part.iter().all(|x| x.is_finite()));
        peak = part.iter().fold(peak, |a, b| a.max(b.abs()));
        (done, turn) = (done + length, turn + 1);
    }
    assert!(peak > 0.01, "something must have sounded: {peak}");
    collect(&mut desk);
    violation_count()
}

fn collect(desk: &mut Desk) {
    assert!(desk.commands.collect() > 0, "what was used came home");
}

#[test]
fn every_synth_renders_without_the_allocator() {
    for (_, kind) in SynthKind::NAMES {
        let note = |at: i64| start(at, spec(Source::Synth(SynthNote { kind, hertz: 220.0 })));
        assert_eq!(violations(vec![note(10), note(3_000)], 12_000), 0, "{kind:?}");
    }
}

#[test]
fn samples_render_without_the_allocator_forwards_backwards_and_bent() {
    for channels in [1, 2] {
        let samples: Vec<f32> = (0..20_000).map(|n| (n as f32 * 0.05).sin()).collect();
        let buffer = Arc::new(SampleBuffer::new(channels, &samples));
        for (step, accelerate) in [(1.0, 0.0), (-1.0, 0.0), (1.7, 0.5), (0.3, -0.2)] {
            let playback = Playback { buffer: Arc::clone(&buffer), step, begin: 0.1, end: 0.9, accelerate };
            // The engine must not be the last to hold the recording: it is freed here.
            assert_eq!(violations(vec![start(5, spec(Source::Sample(playback)))], 30_000), 0, "{channels} {step}");
        }
    }
}

#[test]
fn every_effect_renders_without_the_allocator() {
    let corner = Corner { hertz: 800.0, resonance: 0.6 };
    let tone = Tone { low: Some(corner), high: Some(corner), band: Some(corner), shape: 0.4, crush: 6.0, coarse: 3.0 };
    let commands = (0..16).map(|orbit| {
        let sends = Sends { delay: 0.5, delay_time: 0.03 * f32::from(orbit), room: 0.5, size: 0.2, ..Sends::default() };
        let source = Source::Synth(SynthNote { kind: SynthKind::Saw, hertz: 110.0 });
        start(500 * i64::from(orbit), VoiceSpec { orbit, tone, sends, gain: 2.0, cut: None, ..spec(source) })
    });
    assert_eq!(violations(commands.collect(), 48_000), 0);
}

#[test]
fn a_crowd_that_is_stolen_from_hushed_and_stopped_needs_no_allocator() {
    let note = |n: i64| {
        let source = Source::Synth(SynthNote { kind: SynthKind::SuperSaw, hertz: 100.0 + n as f64 });
        start(37 * n, VoiceSpec { sustain: Some(1 << 40), cut: None, ..spec(source) })
    };
    let mut commands: Vec<Command> = (0..300).map(note).collect();
    commands.push(Command { at: Frame(6_000), order: Order::Hush });
    commands.extend((200..300).map(note));
    commands.push(Command { at: Frame(11_000), order: Order::Panic });
    assert_eq!(violations(commands, 24_000), 0);
}

/// A singer without a network: what the choir around it does is the same.
struct Hum(f32, bool);

impl Singer for Hum {
    fn fastest(&self) -> f32 {
        48_000.0
    }

    fn start(&mut self, note: &SungNote, _seed: u64) {
        *self = Self(note.pitch, false);
    }

    fn steer(&mut self, steering: Steering) {
        self.0 += steering.bend;
    }

    fn release(&mut self) {
        self.1 = true;
    }

    fn process(&mut self, out: &mut [f32]) -> f32 {
        for (n, x) in out.iter_mut().enumerate() {
            *x = if n % 8 < 4 { 0.2 } else { -0.2 };
        }
        // Another rate for every piece, as under vibrato.
        self.0 += 0.1;
        16_000.0 + 20_000.0 * self.0.fract()
    }

    fn is_finished(&self) -> bool {
        false
    }
}

#[test]
fn a_choir_sings_is_steered_and_is_replaced_without_the_allocator() {
    let choir = |at| {
        let singers = (0..4).map(|_| -> Box<dyn Singer> { Box::new(Hum(0.0, false)) }).collect();
        Command { at: Frame(at), order: Order::Choir(Box::new(Choir::new(singers, 2, 48_000))) }
    };
    let note = |at: i64, slot| {
        let steering = Steering::default();
        let source = Source::Sung(SungNote {
            instrument: 0,
            pitch: 60.0,
            velocity: 100.0,
            steering,
            glide: Glide::default(),
            primer: None,
        });
        start(at, VoiceSpec { slot, ..spec(source) })
    };
    let steer = Command { at: Frame(2_000), order: Order::Steer { seed: 9, steering: Steering::default() } };
    let commands =
        vec![choir(0), note(0, 1), note(500, 2), note(900, 3), steer, note(3_000, 1), choir(9_000), note(9_500, 2)];
    assert_eq!(violations(commands, 20_000), 0);
}

#[test]
fn the_shipped_wavenet_sings_without_the_allocator() {
    let model = Arc::new(Model::load_bytes(STAGE_CARD, STAGE_WEIGHTS).unwrap());
    let choir = Command { at: Frame(0), order: Order::Choir(Box::new(Choir::of(&model, 2, 48_000))) };
    // Notes begin with a captured sound, and outlast it.
    let (partials, noise) = ([-3.0; ANCHORS], [-6.0; BANDS]);
    let moment = Spectrum { loudness: 0.1, partials, noise, movement: [0.0; BANDS], pace: [2.0; BANDS] };
    let primer = Primer::new(vec![moment; 11], 0.005).map(|primer| -> &'static Primer { Box::leak(Box::new(primer)) });
    let note = |at: i64, slot, instrument, pitch| {
        let steering = Steering { noisy: 0.1, vibrato: 0.2, bright: 0.3, ..Steering::default() };
        let source =
            Source::Sung(SungNote { instrument, pitch, velocity: 100.0, steering, glide: Glide::default(), primer });
        start(at, VoiceSpec { slot, cut: None, ..spec(source) })
    };
    let steering = Steering { temp: 0.5, topp: 0.9, timbre: 0.5, still: 1.0, bend: 0.3, ..Steering::default() };
    let steer = Command { at: Frame(4_500), order: Order::Steer { seed: 9, steering } };
    let commands = vec![choir, note(30, 1, 0, 50.0), note(4_000, 1, 1, 62.0), note(5_000, 2, 2, 70.5), steer];
    assert_eq!(violations(commands, 14_400), 0);
}

#[test]
fn the_shipped_wavenet_goes_down_the_ladder_and_up_without_the_allocator() {
    let model = Arc::new(Model::load_bytes(STAGE_CARD, STAGE_WEIGHTS).unwrap());
    let (mut renderer, mut desk) = Renderer::prepare(&Settings::default());
    let moves = [(6_400, Rung::Held), (9_600, Rung::Smaller), (14_400, Rung::Held), (17_600, Rung::Full)];
    renderer.follow(&moves.map(|(at, rung)| Move::Rung { at, rung }));
    let choir = Choir::of_sizes(&model, Some(&model), 2, 48_000);
    desk.commands.send(Command { at: Frame(0), order: Order::Choir(Box::new(choir)) }).unwrap();
    for (at, slot, pitch) in [(30, 1, 50.0), (6_000, 2, 62.0), (7_000, 3, 70.5)] {
        let glide = Glide { accelerate: 0.5, length: 20_000, slide: 2.0, slide_length: 4_000 };
        let note =
            SungNote { instrument: 0, pitch, velocity: 100.0, steering: Steering::default(), glide, primer: None };
        let held = VoiceSpec { slot, cut: None, sustain: Some(20_000), ..spec(Source::Sung(note)) };
        desk.commands.send(start(at, held)).unwrap();
    }
    let mut out = vec![0.0; 2 * 480];
    reset_violation_count();
    for _ in 0..50 {
        assert_no_alloc(|| assert!(guard::run(&mut renderer, &mut out)));
        assert!(out.iter().all(|x| x.is_finite()));
    }
    assert_eq!(violation_count(), 0);
}

#[test]
fn the_shipped_melody_network_hears_and_draws_without_the_allocator() {
    use melisma::neural::card::Card;
    use melisma::neural::lstm::{draw, memory::Memory, model::Model, past::Past, tune};
    use melisma::neural::{shipped, weights::Weights};
    let card = Card::parse(shipped::FOLK_CARD).unwrap();
    let model = Model::load(&card, &Weights::from_bytes(shipped::FOLK_WEIGHTS).unwrap()).unwrap();
    let setting = tune::Setting::plain(1, (6, 8), tune::Key { tonic: 2, mode: 0 });
    let (mut past, mut memory) = (Past::new(setting, 64), Memory::new(&model));
    let (mut weights, mut order) = (Vec::with_capacity(256), Vec::with_capacity(256));
    reset_violation_count();
    assert_no_alloc(|| {
        for step in 0..64 {
            let moment = past.look(model.vocabulary(), Some(3));
            weights.clear();
            weights.extend_from_slice(memory.hear(&model, &moment));
            melisma::neural::exact::softmax(&mut weights, 0.9);
            draw::nucleus(&mut weights, 0.95, &mut order);
            let pitch = draw::choose(&weights, draw::bits([1, 2, 3, step])).unwrap().0;
            memory.durations(&model, pitch);
            past.push(tune::Note { onset: past.now(), duration: 12, pitch: 60 + pitch as i32 % 12 });
        }
    });
    assert_eq!(violation_count(), 0);
}

#[test]
fn the_detector_fires() {
    reset_violation_count();
    assert_no_alloc(|| {
        assert!(guard::sheltered(|| {
            std::hint::black_box(vec![1.0f32; 100]);
        }));
    });
    assert!(violation_count() >= 2, "one to allocate, one to free");
}

#[test]
#[allow(unsafe_code, reason = "an allocator is called directly to see it count")]
fn the_programs_own_allocator_counts_behind_the_door_only() {
    use std::alloc::{GlobalAlloc, Layout};
    let layout = Layout::new::<u64>();
    let touch = || {
        // SAFETY: allocated and freed with the same layout, not used in between.
        unsafe { guard::Counting.dealloc(guard::Counting.alloc(layout), layout) };
    };
    let before = guard::violations();
    touch();
    assert_eq!(guard::violations(), before);
    assert!(guard::sheltered(touch));
    assert_eq!(guard::violations(), before + 2);
}
