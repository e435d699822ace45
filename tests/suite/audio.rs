//! Outputs without a sound card: the null device keeps time, wrong wishes are said clearly.

use melisma::engine::{
    Command, Order, Playback, Ramps, Renderer, SampleBuffer, Sends, Settings, Source, Tone, VoiceSpec,
};
use melisma::io::audio::{Health, Output, Wish};
use melisma::schedule::Clock;
use melisma::units::Frame;
use std::sync::Arc;

fn wish(host: &str) -> Wish {
    Wish { host: Some(host.to_owned()), ..Wish::default() }
}

#[test]
fn the_null_device_lets_time_pass_and_voices_end() {
    let (renderer, mut desk) = Renderer::prepare(&Settings { rate: 48_000, voices: 4 });
    let buffer = Arc::new(SampleBuffer::new(1, &[0.5; 64]));
    let spec = VoiceSpec {
        slot: 1,
        orbit: 0,
        sustain: None,
        ramps: Ramps::default(),
        gain: 1.0,
        pan: 0.5,
        cut: None,
        tone: Tone::default(),
        sends: Sends::default(),
        source: Source::Sample(Playback { buffer, step: 1.0, begin: 0.0, end: 1.0, accelerate: 0.0 }),
        seed: 0,
    };
    assert!(desk.commands.send(Command { at: Frame(100), order: Order::Start(Box::new(spec)) }).is_ok());
    let health = Arc::new(Health::default());
    let output = Output::open(renderer, wish("null"), Arc::clone(&health)).unwrap();
    assert_eq!((output.name().as_str(), desk.position.rate()), ("no device", 48_000));
    let clock: &dyn Clock = &desk.position;
    while clock.now() < Frame(4_800) {
        std::thread::yield_now();
    }
    drop(output);
    let stopped = clock.now();
    assert_eq!((desk.commands.collect(), clock.now()), (1, stopped), "it has ended when drop returns");
    assert!(health.callbacks() > 10 && health.latency() == 256 && health.load() > 0.0);
}

#[test]
fn the_default_device_asks_for_frames_and_lets_go() {
    let (renderer, desk) = Renderer::prepare(&Settings { rate: 48_000, voices: 1 });
    let output = Output::open(renderer, Wish::default(), Arc::default()).unwrap();
    eprintln!("played through: {}", output.name());
    while desk.position.now() < Frame(4_800) {
        std::thread::yield_now();
    }
    drop(output);
}

#[test]
fn hosts_and_devices_that_are_not_there_are_named() {
    let open = |wish| {
        let (renderer, _desk) = Renderer::prepare(&Settings { rate: 48_000, voices: 1 });
        Output::open(renderer, wish, Arc::default()).err().map(|error| error.to_string())
    };
    let message = open(wish("gramophone")).unwrap();
    assert!(message.contains("`gramophone`") && message.contains("null"), "{message}");
    let message = open(Wish { device: Some("no such thing".into()), ..Wish::default() }).unwrap();
    assert!(message.contains("`no such thing`"), "{message}");
}
