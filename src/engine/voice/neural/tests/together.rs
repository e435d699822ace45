//! Voices that make their steps side by side: what is heard is what each would have sung alone.

use super::*;
use crate::engine::{Move, Rung};
use crate::neural::kernel::Path;
use crate::neural::wavenet::tiny::tiny;

/// A voice that keeps to itself: it makes every piece of its steps when its own change of rate asks for it.
struct Alone(Voice);

impl Singer for Alone {
    fn fastest(&self) -> f32 {
        self.0.fastest()
    }

    fn start(&mut self, note: &SungNote, seed: u64) {
        Singer::start(&mut self.0, note, seed);
    }

    fn steer(&mut self, steering: Steering) {
        self.0.steer(steering);
    }

    fn release(&mut self) {
        Singer::release(&mut self.0);
    }

    fn process(&mut self, out: &mut [f32]) -> f32 {
        Singer::process(&mut self.0, out)
    }

    fn pass(&mut self, seconds: f32) -> f32 {
        Singer::pass(&mut self.0, seconds)
    }

    fn is_finished(&self) -> bool {
        Singer::is_finished(&self.0)
    }
}

/// Notes that begin within a block and end within another, glide, are steered, released, replaced. The second dies away before its
/// ramp does: nothing begins meanwhile, or it would make way.
fn piece(choir: Choir) -> Vec<Command> {
    let sung = |at: i64, slot: u16, pitch: f32, frames: i64, glide: Glide| {
        let mut note = note(at, slot, pitch, frames);
        if let Order::Start(spec) = &mut note.order {
            spec.seed = u64::from(slot);
            spec.ramps.release = if slot == 2 { 96_000 } else { 9_600 };
            if let Source::Sung(note) = &mut spec.source {
                note.glide = glide;
            }
        }
        note
    };
    let steer = |at: i64, seed: u64, bend: f32| {
        let steering = Steering { bright: 0.1, bend, vibrato: 0.6, noisy: 0.2, ..Steering::default() };
        Command { at: Frame(at), order: Order::Steer { seed, steering } }
    };
    let still = Glide::default();
    let bent = Glide { accelerate: 0.7, length: 30_000, slide: 3.0, slide_length: 6_000 };
    vec![
        Command { at: Frame(0), order: Order::Choir(Box::new(choir)) },
        sung(100, 1, 59.9, 1 << 30, still),
        sung(117, 2, 64.2, 7_001, still),
        sung(1_003, 3, 40.0, 30_000, bent),
        sung(1_003, 4, 76.5, 1 << 30, still),
        steer(4_000, 1, 7.0),
        steer(4_500, 4, -5.3),
        sung(6_011, 4, 71.0, 9_000, bent),
        steer(9_000, 1, -2.0),
        sung(60_050, 5, 55.0, 12_000, still),
    ]
}

fn sung(singer: fn(Voice) -> Box<dyn Singer>, rate: u32, moves: &[Move]) -> Vec<f32> {
    const FRAMES: usize = 96_000;
    let sizes = [Path::best(), Path::Portable].map(tiny);
    let pair = |_| {
        let [full, small] = sizes.each_ref().map(|model| singer(Voice::new(Arc::clone(model))));
        (full, Some(small))
    };
    let choir = Choir::with_smaller((0..4 + Choir::FADING).map(pair).collect(), 4, rate);
    let (mut renderer, mut desk) = Renderer::prepare(&Settings { rate, ..Settings::default() });
    renderer.follow(moves);
    for command in piece(choir) {
        assert!(desk.commands.send(command).is_ok());
    }
    let mut out = vec![0.0; 2 * FRAMES];
    assert!(guard::run(&mut renderer, &mut out));
    assert!(desk.monitor.report().is_none(), "all of it was sung");
    out
}

#[test]
fn voices_sing_together_what_each_sings_alone_bit_for_bit() {
    for rate in [48_000, 44_100, 22_050] {
        let together = sung(|voice| Box::new(voice), rate, &[]);
        let alone = sung(|voice| Box::new(Alone(voice)), rate, &[]);
        assert!(together.iter().any(|x| x.abs() > 0.01));
        assert_eq!(together.iter().zip(&alone).position(|(a, b)| a.to_bits() != b.to_bits()), None, "{rate}");
    }
}

#[test]
fn on_the_rungs_of_the_ladder_they_sing_as_alone_too() {
    let moves = [(8_000, Rung::Held), (11_200, Rung::Smaller), (24_000, Rung::Held), (30_016, Rung::Full)];
    let moves = moves.map(|(at, rung)| Move::Rung { at, rung });
    for rate in [48_000, 44_100] {
        let together = sung(|voice| Box::new(voice), rate, &moves);
        let alone = sung(|voice| Box::new(Alone(voice)), rate, &moves);
        assert_ne!(together, sung(|voice| Box::new(voice), rate, &[]), "the moves are heard");
        assert_eq!(together.iter().zip(&alone).position(|(a, b)| a.to_bits() != b.to_bits()), None, "{rate}");
    }
}

#[test]
fn lines_wait_for_their_steps_only_where_a_wavenet_still_sings() {
    let model = tiny(Path::best());
    let mut line = line::Line::new(Box::new(Voice::new(model)), 48_000.0);
    line.cue(BLOCK);
    assert!(!line.read() && line.steps().is_none() && !line.goes_on(0), "a voice that never began has ended");
    let note = SungNote {
        instrument: 0,
        pitch: 60.0,
        velocity: 100.0,
        steering: Steering::default(),
        glide: Glide::default(),
        primer: None,
    };
    line.start(&note, 1);
    line.cue(BLOCK);
    let mut pieces = 0;
    while line.read() {
        let Some((voice, out)) = line.steps() else { panic!("it lacks steps") };
        voice.process(out);
        pieces += 1;
    }
    assert!(line.sound().len() == BLOCK && line.goes_on(0) && line.steps().is_none());
    assert!((4..=6).contains(&pieces), "two for what is heard, two for what lies ahead: {pieces}");
}

/// Fails as long as it sings its first note.
struct Faulty(Fake, usize);

impl Singer for Faulty {
    fn fastest(&self) -> f32 {
        self.0.fastest()
    }

    fn start(&mut self, note: &SungNote, seed: u64) {
        self.1 += 1;
        self.0.start(note, seed);
    }

    fn steer(&mut self, steering: Steering) {
        self.0.steer(steering);
    }

    fn release(&mut self) {
        self.0.release();
    }

    fn process(&mut self, out: &mut [f32]) -> f32 {
        assert!(self.1 > 1, "as a test");
        self.0.process(out)
    }

    fn is_finished(&self) -> bool {
        self.0.is_finished()
    }
}

#[test]
fn a_singer_that_fails_is_not_asked_again_for_what_it_owes() {
    let (mut renderer, mut desk) = Renderer::prepare(&Settings::default());
    let choir = Choir::new(vec![Box::new(Faulty(Fake::silent(), 0))], 1, 48_000);
    let choir = Command { at: Frame(0), order: Order::Choir(Box::new(choir)) };
    for command in [choir, note(100, 1, 69.0, 1 << 30), note(1_500, 1, 69.0, 1 << 30)] {
        assert!(desk.commands.send(command).is_ok());
    }
    let mut out = [0.0; 2 * 480];
    let went = std::array::from_fn(|_| guard::run(&mut renderer, &mut out));
    assert_eq!(went, [false, true, true, true, true]);
    assert!(out.iter().any(|x| x.abs() > 0.05), "its next note is sung");
}
