//! A choir on the processor beside the voices' own cores.

use std::sync::Arc;

use dfdx::tensor::Cpu;

use super::*;
use crate::neural::kernel::Path;
use crate::neural::kernel::packed::Precision;
use crate::neural::wavenet::core::Core;
use crate::neural::wavenet::tiny::{tiny, tiny_as, weights};
use crate::neural::wavenet::{Model, NoteSpec, Voice};

fn choir(model: &Model, voices: usize) -> Choir<Cpu> {
    let (shape, weights) = (model.shape(), weights());
    let mut network = Plain::new(shape, Cpu::default());
    let numbers =
        |(name, rows, columns): (String, usize, usize)| weights.get(&name, &[rows, columns]).unwrap().to_vec();
    network.set(&shape.network().into_iter().map(numbers).collect::<Vec<_>>());
    Choir::new(network, voices)
}

fn voices(model: &Arc<Model>) -> Vec<Voice> {
    let begun = |(i, mut voice): (usize, Voice)| {
        voice.start(&NoteSpec { instrument: i % 2, pitch: 50.0 + i as f32, velocity: 100.0, seed: i as u64 });
        voice
    };
    vec![Voice::new(model.clone()); 3].into_iter().enumerate().map(begun).collect()
}

#[test]
fn a_choir_says_at_every_step_what_each_voice_s_core_says() {
    let model = tiny_as(Path::Portable, Precision::F32);
    let (mut choir, mut voices, mut out) = (choir(&model, 3), voices(&model), [[0.0; 300]; 3]);
    let mut sung: Vec<(&mut Voice, &mut [f32])> =
        voices.iter_mut().zip(&mut out).map(|(v, o)| (v, &mut o[..])).collect();
    let mut apart = 0.0f32;
    Voice::process_afar(&mut sung, |turns| {
        choir.step(turns);
        let afar: Vec<Vec<f32>> = turns.iter().map(|turn| turn.core.outputs().to_vec()).collect();
        Core::step_many(&model, turns);
        for (turn, afar) in turns.iter().zip(&afar) {
            let off = turn.core.outputs().iter().zip(afar).map(|(a, b)| (a - b).abs());
            apart = off.fold(apart, f32::max);
        }
    });
    assert!(apart < 1e-4, "{apart}");
    assert!(out.iter().all(|out| out.iter().any(|x| *x != 0.0)));
}

#[test]
fn voices_whose_steps_are_made_elsewhere_sound_as_they_do_alone() {
    let model = tiny(Path::best());
    let (mut alone, mut afar) = (voices(&model), voices(&model));
    let (mut expected, mut out) = ([[0.0; 200]; 3], [[0.0; 200]; 3]);
    alone.iter_mut().zip(&mut expected).for_each(|(voice, out)| voice.process(out));
    let mut sung: Vec<(&mut Voice, &mut [f32])> = afar.iter_mut().zip(&mut out).map(|(v, o)| (v, &mut o[..])).collect();
    Voice::process_afar(&mut sung, |turns| Core::step_many(&model, turns));
    assert_eq!(expected, out);
}
