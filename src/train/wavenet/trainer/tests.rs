//! Runs whose gradients are made elsewhere, here on another thread of the processor, and runs that lose whoever makes them.

use dfdx::tensor::Cpu;

use super::*;
use crate::neural::wavenet::features::{RATE, hertz};
use crate::train::apart::Apart;
use crate::train::apart::tests::alone;
use crate::train::wavenet::network::tests::TINY;
use crate::train::wavenet::plain::{Lesson, Plain};

/// Keeps what it is shown, and stops after so many steps.
#[derive(Default)]
struct Notes {
    steps: Vec<u64>,
    checkpoints: Vec<Weights>,
    left: Option<u32>,
}

impl Watch for Notes {
    fn report(&mut self, progress: &Progress, _: &Weights) {
        self.steps.push(progress.step);
    }

    fn checkpoint(&mut self, state: &Weights) {
        self.checkpoints.push(state.clone());
    }

    fn stop(&mut self) -> bool {
        self.left = self.left.map(|left| left.saturating_sub(1));
        self.left == Some(0)
    }
}

/// A made-up note for learning and one for the held-out score.
fn clips() -> impl Iterator<Item = Clip> {
    [(57.0, Split::Train), (60.0, Split::Valid)].into_iter().map(|(pitch, split)| {
        let turn = std::f32::consts::TAU * hertz(pitch) / RATE as f32;
        let samples = (0..9600).map(|t| 0.3 * (turn * t as f32).sin() + 0.1 * (2.0 * turn * t as f32).sin()).collect();
        Clip { instrument: 0, pitch, velocity: 90.0, held: 7000, samples, split }
    })
}

fn settings() -> Settings {
    Settings { shape: TINY, minutes: 10.0, seed: 1, acoustics: 3, rate: 5e-3, report: 1e9 }
}

/// A learner on the processor, who is lost over the given job.
fn learner(lost_at: u32) -> Learner {
    let mut job = 0;
    let serve = move |plain: &mut Plain<Cpu>, lesson: Lesson| {
        job += 1;
        assert!(job != lost_at, "gone");
        plain.learn(lesson)
    };
    Apart::start(|| Plain::new(TINY, Cpu::default()), serve).unwrap()
}

#[test]
fn a_run_learns_the_same_wherever_its_gradients_are_made() {
    let run = |learner| {
        let mut notes = Notes { left: Some(4), ..Notes::default() };
        let kept = train(&settings(), clips(), Begin::Anew, learner, &mut notes).unwrap();
        assert_eq!(notes.steps, [4]);
        kept.get("out.bias", &[1, crate::neural::wavenet::predictor::OUTPUTS]).unwrap().to_vec()
    };
    let off = run(None).iter().zip(run(Some(learner(0)))).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    assert!(off < 1e-4, "{off}");
}

#[test]
fn a_run_that_loses_its_card_ends_with_a_checkpoint_from_which_another_goes_on() {
    let test = "a_run_that_loses_its_card_ends_with_a_checkpoint_from_which_another_goes_on";
    alone(&format!("train::wavenet::trainer::tests::{test}"), || {
        let mut notes = Notes::default();
        let lost = train(&settings(), clips(), Begin::Anew, Some(learner(4)), &mut notes).unwrap_err().to_string();
        assert!(lost.contains("lost at step 3 (gone)"), "{lost}");
        assert_eq!((notes.steps.as_slice(), notes.checkpoints.len()), (&[3u64][..], 1));
        let mut later = Notes { left: Some(2), ..Notes::default() };
        train(&settings(), clips(), Begin::Model(&notes.checkpoints[0]), None, &mut later).unwrap();
        assert_eq!(later.steps, [5]);
    });
}
