//! Frames out for commands in: exact starts, cuts, hush, stealing, meters, and the same bits for any callback.

use super::*;
use crate::units::Frame;
use std::sync::Arc;

const RATE: u32 = 48_000;

fn spec(source: Source) -> VoiceSpec {
    VoiceSpec {
        slot: 1,
        orbit: 0,
        sustain: None,
        ramps: Ramps::default(),
        gain: 1.0,
        pan: 0.5,
        cut: None,
        tone: Tone::default(),
        sends: Sends::default(),
        source,
        seed: 1,
    }
}

fn sample(frames: &[f32]) -> VoiceSpec {
    let buffer = Arc::new(SampleBuffer::new(1, frames));
    spec(Source::Sample(Playback { buffer, step: 1.0, begin: 0.0, end: 1.0, accelerate: 0.0 }))
}

fn synth(kind: SynthKind, hertz: f64, sustain: i64) -> VoiceSpec {
    let ramps = Ramps { attack: 48, release: 960 };
    VoiceSpec { sustain: Some(sustain), ramps, ..spec(Source::Synth(SynthNote { kind, hertz })) }
}

fn start(at: i64, spec: VoiceSpec) -> Command {
    Command { at: Frame(at), order: Order::Start(Box::new(spec)) }
}

/// Left channel of `frames` frames, asked for in pieces of the given lengths, in turn.
fn heard(commands: Vec<Command>, frames: usize, pieces: &[usize]) -> (Vec<f32>, Desk) {
    let (mut renderer, mut desk) = Renderer::prepare(&Settings { rate: RATE, voices: 8 });
    for command in commands {
        assert!(desk.commands.send(command).is_ok());
    }
    let mut out = vec![0.0; frames * 2];
    let (mut done, mut turn) = (0, 0);
    while done < frames {
        let length = pieces[turn % pieces.len()].min(frames - done);
        assert!(guard::run(&mut renderer, &mut out[2 * done..2 * (done + length)]));
        (done, turn) = (done + length, turn + 1);
        assert_eq!(desk.position.now(), Frame(done as i64));
    }
    (out.into_iter().step_by(2).collect(), desk)
}

fn reports(desk: &mut Desk) -> Vec<Report> {
    std::iter::from_fn(|| desk.monitor.report()).collect()
}

#[test]
fn a_sample_starts_on_its_very_frame() {
    for at in [0, 1, 63, 64, 100, 4_799] {
        let (out, mut desk) = heard(vec![start(at, sample(&[0.5, -0.25, 0.125]))], 6_000, &[256]);
        assert_eq!(out.iter().position(|x| *x != 0.0), Some(at as usize));
        assert!((out[at as usize] - 0.5 * std::f32::consts::FRAC_1_SQRT_2).abs() < 1e-6);
        assert_eq!(reports(&mut desk), []);
    }
}

#[test]
fn frames_do_not_depend_on_what_the_device_asks_for() {
    let busy = || {
        let noisy: Vec<f32> = (0..9_000).map(|n| ((n * n) as f32).sin() * 0.9).collect();
        let mut all = vec![start(70, sample(&noisy)), start(5_001, VoiceSpec { pan: 0.1, ..sample(&noisy) })];
        for (at, (_, kind)) in SynthKind::NAMES.iter().enumerate() {
            let mut note = synth(*kind, 110.0 + 30.0 * at as f64, 3_000);
            note.sends = Sends { room: 0.3, delay: 0.4, delay_time: 0.02, ..Sends::default() };
            note.tone.low = Some(crate::dsp::filter::Corner { hertz: 900.0, resonance: 0.4 });
            note.tone.shape = 0.3;
            all.push(start(317 * at as i64, note));
        }
        all.push(Command { at: Frame(20_000), order: Order::Hush });
        all
    };
    let (whole, _) = heard(busy(), 30_000, &[30_000]);
    assert!(whole.iter().any(|x| x.abs() > 0.1));
    for pieces in [&[64][..], &[1], &[170, 3, 511, 64], &[16_384]] {
        let (out, _) = heard(busy(), 30_000, pieces);
        assert!(out.iter().zip(&whole).all(|(a, b)| a.to_bits() == b.to_bits()), "{pieces:?}");
    }
}

#[test]
fn a_set_moved_by_whole_blocks_gives_the_same_frames_later() {
    let notes = |shift: i64| {
        let mut plucked = synth(SynthKind::Pluck, 220.0, 2_000);
        plucked.sends.room = 0.5;
        vec![start(100 + shift, plucked), start(2_500 + shift, synth(SynthKind::SuperSaw, 330.0, 500))]
    };
    let (here, _) = heard(notes(0), 9_600, &[256]);
    let (later, _) = heard(notes(64 * 40), 9_600 + 64 * 40, &[256]);
    assert_eq!(here[..], later[64 * 40..]);
}

#[test]
fn a_cut_silences_its_group_and_nothing_else() {
    let long: Vec<f32> = (0..20_000).map(|n| 0.5 * (n as f32 * 0.05).sin()).collect();
    let with = |cut, orbit| VoiceSpec { cut, orbit, ..sample(&long) };
    let group = |group, sound| Some(CutGroup { group, sound });
    let cases = [(group(1, 7), 0, true), (group(2, 7), 0, false), (group(1, 8), 0, true), (group(1, 7), 1, false)];
    for (first, orbit, silenced) in cases {
        let second = VoiceSpec { gain: 0.0, ..with(group(1, 7), 0) };
        let (out, _) = heard(vec![start(0, with(first, orbit)), start(5_000, second)], 7_000, &[256]);
        let loudest = out[6_000..].iter().fold(0.0, |a: f32, b| a.max(b.abs()));
        assert_eq!(loudest < 0.01, silenced, "{first:?} {orbit} {loudest}");
    }
    let (out, _) = heard(
        vec![start(0, with(group(-1, 7), 0)), start(5_000, VoiceSpec { gain: 0.0, ..with(group(-1, 8), 0) })],
        7_000,
        &[256],
    );
    assert!(out[6_000..].iter().any(|x| x.abs() > 0.2), "below zero only the same sound is cut");
}

#[test]
fn hush_drops_what_was_sent_before_and_lets_later_starts_play() {
    let long = vec![0.5; 2_000];
    let commands = vec![
        start(0, sample(&long)),
        start(9_000, sample(&long)),
        Command { at: Frame(1_000), order: Order::Hush },
        start(20_000, sample(&long)),
    ];
    let (out, mut desk) = heard(commands, 24_000, &[100]);
    assert!(out[500].abs() > 0.1);
    assert!(out[9_000..12_000].iter().all(|x| x.abs() < 0.02), "dropped");
    assert!(out[20_500].abs() > 0.1);
    assert_eq!(desk.commands.collect(), 3, "every note came home");
}

#[test]
fn panic_is_silence_within_a_block_even_with_echoes() {
    let mut note = synth(SynthKind::Saw, 220.0, 40_000);
    note.sends = Sends { room: 1.0, delay: 1.0, ..Sends::default() };
    let (out, _) = heard(vec![start(0, note), Command { at: Frame(20_000), order: Order::Panic }], 40_000, &[256]);
    assert!(out[19_000..19_900].iter().any(|x| x.abs() > 0.1));
    assert!(out[20_130..].iter().all(|x| *x == 0.0));
}

#[test]
fn a_full_house_makes_room_without_a_click() {
    let commands: Vec<Command> = (0..40).map(|n| start(n * 300, synth(SynthKind::Sine, 200.0, 1 << 40))).collect();
    let (out, mut desk) = heard(commands, 24_000, &[256]);
    let stolen = reports(&mut desk).iter().filter(|r| matches!(r, Report::Stolen { .. })).count();
    assert_eq!(stolen, 32);
    let step = out.windows(2).map(|w| (w[1] - w[0]).abs()).fold(0.0, f32::max);
    assert!(step < 0.3, "{step}");
}

#[test]
fn a_hundred_starts_on_one_frame_are_all_carried_out_or_wait() {
    let commands: Vec<Command> = (0..100).map(|_| start(100, sample(&[0.1; 400]))).collect();
    let (out, mut desk) = heard(commands, 4_800, &[256]);
    assert!(out.iter().all(|x| x.is_finite()));
    assert_eq!(desk.commands.collect(), 100);
}

#[test]
fn what_comes_late_starts_at_once_and_says_so() {
    let (mut renderer, mut desk) = Renderer::prepare(&Settings::default());
    let mut out = vec![0.0; 2 * 640];
    guard::run(&mut renderer, &mut out);
    assert!(desk.commands.send(start(100, sample(&[0.5; 100]))).is_ok());
    guard::run(&mut renderer, &mut out);
    assert!(out.iter().any(|x| *x != 0.0));
    assert!(matches!(reports(&mut desk)[..], [Report::Late { slot: 1, frames }] if (500..700).contains(&frames)));
}

#[test]
fn speed_begin_and_end_play_the_part_they_name() {
    let ramp: Vec<f32> = (0..1_000).map(|n| n as f32 / 2_000.0).collect();
    let part = |step, begin, end| {
        let buffer = Arc::new(SampleBuffer::new(1, &ramp));
        let note = spec(Source::Sample(Playback { buffer, step, begin, end, accelerate: 0.0 }));
        let (out, _) = heard(vec![start(0, VoiceSpec { pan: 0.0, ..note })], 1_500, &[64]);
        out
    };
    // A ramp that ends at its top ends in a step.
    let length = |out: &[f32]| 1 + out.windows(2).position(|w| (w[1] - w[0]).abs() > 0.1).unwrap_or(0);
    assert!((part(1.0, 0.5, 1.0)[0] - 0.25).abs() < 1e-3);
    assert!((part(-1.0, 0.0, 1.0)[0] - 0.4995).abs() < 1e-3);
    assert!(length(&part(2.0, 0.0, 1.0)) == 500);
    assert!((part(0.5, 0.25, 0.5)[3] - 0.12575).abs() < 1e-3);
}

#[test]
fn pan_keeps_the_power() {
    for pan in [0.0f32, 0.25, 0.5, 1.0] {
        let (mut renderer, mut desk) = Renderer::prepare(&Settings::default());
        assert!(desk.commands.send(start(0, VoiceSpec { pan, ..sample(&[0.5]) })).is_ok());
        let mut out = [0.0; 2];
        guard::run(&mut renderer, &mut out);
        let angle = pan * std::f32::consts::FRAC_PI_2;
        assert!((out[0] - 0.5 * angle.cos()).abs() < 1e-6 && (out[1] - 0.5 * angle.sin()).abs() < 1e-6);
    }
}

#[test]
fn a_voice_that_makes_nonsense_is_stopped_and_the_others_play_on() {
    let mut bad = sample(&[0.5; 1_000]);
    bad.sends.dry = f32::NAN;
    let (out, mut desk) = heard(vec![start(0, bad), start(2_000, sample(&[0.5; 100]))], 3_000, &[64]);
    assert!(out.iter().all(|x| x.is_finite()));
    assert!(out[2_050].abs() > 0.1);
    assert!(reports(&mut desk).contains(&Report::Reset));
}

#[test]
fn a_failure_behind_the_door_is_silence_and_a_report() {
    assert!(guard::sheltered(|| {}));
    assert!(!guard::sheltered(|| panic!("as a test")));
    let (mut renderer, mut desk) = Renderer::prepare(&Settings::default());
    renderer.recover(Frame(100));
    assert_eq!((desk.position.now(), reports(&mut desk)), (Frame(100), vec![Report::Failed]));
    assert!(desk.commands.send(start(1_000, sample(&[0.5]))).is_ok());
    let mut out = vec![0.0; 4_000];
    guard::run(&mut renderer, &mut out);
    assert_eq!(out.iter().position(|x| *x != 0.0), Some(2 * 900));
}

#[test]
fn meters_show_the_slot_that_sounds() {
    let (_, mut desk) =
        heard(vec![start(0, VoiceSpec { slot: 3, ..synth(SynthKind::Sine, 440.0, 4_000) })], 2_100, &[64]);
    let meters = *desk.monitor.meters.read();
    assert!(meters.slots[3].peak > 0.3 && meters.slots[3].rms > 0.4 && meters.slots[1].peak == 0.0);
    assert_eq!((meters.voices, meters.limiter), (1, 1.0));
    assert!(meters.master[0].peak > 0.3, "{:?}", meters.master);
}
