//! Through a real JACK server, if one runs: what another client hears equals what was rendered, bit by bit.
//!
//! ```text
//! engine -> Output (host jack, raw) -> melisma_out -> a recorder of our own   ==   offline::render
//! ```
//!
//! Without a server it says so and passes.

use crate::offline::{rendered, set, sound};
use melisma::io::audio::{Health, Output, Wish};
use melisma::io::samples::Library;
use melisma::pattern::{ControlMap, Pattern, fastcat, slowcat, stack};
use melisma::units::Frame;
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex, PoisonError};

/// JACK clients of two tests at once would hear each other.
static ALONE: Mutex<()> = Mutex::new(());

const FRAMES: i64 = 160_000;

/// A second of silence while everything is connected, then drums and a supersaw with echoes.
fn piece() -> Pattern<ControlMap> {
    let drums =
        fastcat(&[sound("bd", &[]), sound("hh", &[("pan", 0.2)]), sound("sn", &[]), sound("oh", &[("cut", 1.0)])]);
    let tune = fastcat(&[0.0, 3.0, 7.0].map(|note| {
        sound("supersaw", &[("note", note), ("cutoff", 1_200.0), ("room", 0.4), ("delay", 0.4), ("gain", 0.8)])
    }));
    slowcat(&[Pattern::silence(), stack(&[drums, tune])])
}

struct Recorder {
    left: jack::Port<jack::AudioIn>,
    right: jack::Port<jack::AudioIn>,
    heard: Sender<Vec<[f32; 2]>>,
}

impl jack::ProcessHandler for Recorder {
    fn process(&mut self, _: &jack::Client, scope: &jack::ProcessScope) -> jack::Control {
        let pairs = self.left.as_slice(scope).iter().zip(self.right.as_slice(scope));
        let _ = self.heard.send(pairs.map(|(left, right)| [*left, *right]).collect());
        jack::Control::Continue
    }
}

#[test]
fn what_jack_hears_is_what_was_rendered() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    jack::set_logger(jack::LoggerType::None);
    let Ok((client, _)) = jack::Client::new("melisma_test_recorder", jack::ClientOptions::NO_START_SERVER) else {
        eprintln!("SKIPPED: no JACK server runs; audio-lab has one");
        return;
    };
    if client.sample_rate() != 48_000 {
        eprintln!("SKIPPED: the JACK server runs at {} frames a second, not 48000", client.sample_rate());
        return;
    }
    let expected = rendered(piece(), FRAMES);
    // As joining clients may cost a period, one retry is allowed.
    let equal = (0..2).any(|_| equals(&heard(), &expected));
    assert!(equal, "the recording differs from the render");
    drop(client);
}

/// Plays the piece through JACK and records it.
fn heard() -> Vec<[f32; 2]> {
    let (sender, receiver) = mpsc::channel();
    let (client, _) = jack::Client::new("melisma_test_ears", jack::ClientOptions::NO_START_SERVER).unwrap();
    let port = |name| client.register_port(name, jack::AudioIn::default()).unwrap();
    let recorder = Recorder { left: port("left"), right: port("right"), heard: sender };
    let client = client.activate_async((), recorder).unwrap();
    let (renderer, mut scheduler, mut sinks) = set(piece(), &Arc::new(Library::new(48_000)));
    scheduler.advance(Frame(FRAMES), &mut sinks);
    let wish = Wish { host: Some("jack".into()), raw: true, ..Wish::default() };
    let health = Arc::new(Health::default());
    let output = Output::open(renderer, wish, Arc::clone(&health)).unwrap();
    let outs = client.as_client().ports(Some("^melisma_out.*:"), None, jack::PortFlags::IS_OUTPUT);
    assert_eq!(outs.len(), 2, "our ports carry our name");
    let name = client.as_client().name().to_owned();
    for (out, port) in outs.iter().zip(["left", "right"]) {
        client.as_client().connect_ports_by_name(out, &format!("{name}:{port}")).unwrap();
    }
    let mut frames = Vec::new();
    while (frames.len() as i64) < FRAMES + 48_000 {
        frames.extend(receiver.recv().unwrap());
    }
    drop(output);
    eprintln!("{} xruns, {} callbacks, peak load {:.2}", health.xruns(), health.callbacks(), health.peak());
    frames
}

/// Whether, from the first sound on, every frame of the render was heard.
fn equals(heard: &[[f32; 2]], rendered: &[f32]) -> bool {
    let rendered: Vec<[f32; 2]> = rendered.chunks_exact(2).map(|pair| [pair[0], pair[1]]).collect();
    let onset = |frames: &[[f32; 2]]| frames.iter().position(|frame| *frame != [0.0; 2]);
    let (Some(first), Some(meant)) = (onset(heard), onset(&rendered)) else { return false };
    let (heard, rendered) = (&heard[first..], &rendered[meant..]);
    let length = rendered.len().min(heard.len());
    let same = heard.iter().zip(rendered).take_while(|(a, b)| a == b).count();
    eprintln!("{same} of {length} frames equal");
    same == length && length > 60_000
}
