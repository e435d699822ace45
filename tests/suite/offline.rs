//! From a pattern to frames without a device: onsets on the exact frames that the pattern says, the same bits every time.
//!
//! ```text
//! fastcat [bd, ~, sn, hh] at 0.5 cps   ->   bd at 0, sn at 48000, hh at 72000, bd at 96000 ..
//! ```

use melisma::engine::{Renderer, Settings, guard};
use melisma::io::audio::{AudioSink, offline};
use melisma::io::samples::Library;
use melisma::io::sound_file;
use melisma::pattern::{ControlMap, Patience, Pattern, Tidal, Value, fastcat, stack};
use melisma::schedule::{Scheduler, Sink, SlotId, When};
use melisma::units::Frame;
use std::convert::Infallible;
use std::sync::Arc;

const RATE: u32 = 48_000;

pub(crate) fn sound(name: &str, controls: &[(&str, f64)]) -> Pattern<ControlMap> {
    let mut map = ControlMap::of("s", Value::Text(Arc::from(name)));
    for (name, value) in controls {
        map.insert(*name, Value::Float(*value));
    }
    Pattern::pure(map)
}

fn drums() -> Pattern<ControlMap> {
    fastcat(&[
        sound("bd", &[]),
        Pattern::silence(),
        sound("sn", &[("n", 2.0), ("pan", 0.3)]),
        sound("hh", &[("speed", 1.5), ("gain", 0.9)]),
    ])
}

fn busy() -> Pattern<ControlMap> {
    let melody = [0.0, 3.0, 7.0, 10.0, 12.0].map(|note| {
        sound("supersaw", &[("note", note), ("cutoff", 900.0), ("room", 0.4), ("delay", 0.3), ("delaytime", 0.11)])
    });
    stack(&[drums(), fastcat(&melody), sound("superpiano", &[("note", -12.0), ("room", 0.2)])])
}

/// An engine and a scheduler whose triggers it plays.
pub(crate) fn set(pattern: Pattern<ControlMap>, library: &Arc<Library>) -> (Renderer, Scheduler, Vec<Box<dyn Sink>>) {
    let (renderer, desk) = Renderer::prepare(&Settings { rate: RATE, voices: 32 });
    let sink = AudioSink::new(desk.commands, Arc::clone(library), RATE, Arc::default());
    let mut scheduler = Scheduler::new(RATE, 0.5, Tidal::default(), Patience::Wait);
    scheduler.replace(SlotId(1), Some(pattern), When::Now);
    (renderer, scheduler, vec![Box::new(sink)])
}

pub(crate) fn rendered(pattern: Pattern<ControlMap>, frames: i64) -> Vec<f32> {
    let (mut renderer, mut scheduler, mut sinks) = set(pattern, &Arc::new(Library::new(RATE)));
    let mut out = Vec::new();
    let ahead = |until: Frame| -> Result<(), Infallible> {
        assert_eq!(scheduler.advance(until, &mut sinks).refused, []);
        Ok(())
    };
    let Ok(()) = offline::render(&mut renderer, frames, ahead, |part| {
        out.extend_from_slice(part);
        Ok(())
    });
    out
}

#[test]
fn drums_begin_on_the_frames_of_the_pattern() {
    let library = Library::new(RATE);
    let out = rendered(drums(), 192_000);
    // Each hit is compared with the frames of its own recording, where no other sounds.
    for (name, n, at) in [("bd", 0, 0usize), ("sn", 2, 48_000), ("bd", 0, 96_000)] {
        let sample = library.get(name, n).unwrap();
        let first = (0..).find(|frame| sample.at(*frame, 0) != 0.0).unwrap() as usize;
        let before = at.max(1) - 1;
        let quiet = out[2 * before.saturating_sub(200)..2 * before].iter().fold(0.0f32, |a, b| a.max(b.abs()));
        let onset = (at..at + 4_800).find(|frame| out[2 * frame].abs() > quiet * 4.0 + 1e-4).unwrap();
        assert!(onset - (at + first) <= 2, "{name} at {at}: {onset}");
    }
    assert!(out.iter().all(|x| x.abs() < 0.9));
}

#[test]
fn rendering_twice_gives_the_same_bits() {
    let (first, second) = (rendered(busy(), 144_000), rendered(busy(), 144_000));
    assert!(first.iter().any(|x| x.abs() > 0.05));
    assert!(first.iter().zip(&second).all(|(a, b)| a.to_bits() == b.to_bits()));
}

#[test]
fn live_frames_equal_rendered_frames_whatever_the_device_asks_for() {
    let library = Arc::new(Library::new(RATE));
    let expected = rendered(busy(), 144_000);
    for (periods, look_ahead) in [(&[256][..], 4_800), (&[170, 341, 512, 1], 1_024), (&[2_048], 9_600)] {
        let (mut renderer, mut scheduler, mut sinks) = set(busy(), &library);
        let mut out = vec![0.0; 288_000];
        let (mut done, mut turn) = (0, 0);
        while done < 144_000 {
            let length = periods[turn % periods.len()].min(144_000 - done);
            // As live: the scheduler is a look-ahead before what is rendered next.
            scheduler.advance(renderer.position() + 2_048 + look_ahead + Renderer::LOOK_AHEAD, &mut sinks);
            assert!(guard::run(&mut renderer, &mut out[2 * done..2 * (done + length)]));
            (done, turn) = (done + length, turn + 1);
        }
        let differs = out.iter().zip(&expected).position(|(a, b)| a.to_bits() != b.to_bits());
        assert_eq!(differs, None, "{periods:?}");
    }
}

#[test]
fn a_rendered_file_holds_the_mix() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mix.wav");
    let out = rendered(drums(), 48_000);
    let mut file = offline::WavFile::create(&path, RATE, offline::Format::F32).unwrap();
    file.write(&out).unwrap();
    file.finish().unwrap();
    let read = sound_file::read(&path).unwrap();
    assert_eq!((read.rate, read.channels, &read.samples), (RATE, 2, &out));
    let absent = offline::WavFile::create(&folder.path().join("no/such/folder.wav"), RATE, offline::Format::Pcm16);
    assert!(absent.err().unwrap().to_string().contains("folder.wav"));
}
