//! Mixes and steering of spectra, on the shipped weights.

use super::*;
use crate::neural::shipped::STAGE_WEIGHTS;
use crate::neural::wavenet::grid::Grid;

fn acoustics() -> Acoustics {
    Acoustics::load(&Weights::from_bytes(STAGE_WEIGHTS).unwrap()).unwrap()
}

const MOMENT: Moment = Moment { pitch: 57.0, velocity: 100.0, age: 0.5, released: -1.0 };

fn mixed(from: usize, to: usize, share: f32) -> Spectrum {
    let mut places = [0.0; PLACES];
    places[from] += 1.0 - share;
    places[to] += share;
    acoustics().at(&places, &MOMENT)
}

/// The centroid of the partials' powers, in partials.
fn centroid(spectrum: &Spectrum) -> f32 {
    let mut amplitudes = [0.0; partials::MOST];
    let sung = partials::count(Grid::of(MOMENT.pitch), 0.0);
    partials::spread(&spectrum.partials, &mut amplitudes[..sung]);
    let powers = amplitudes.iter().enumerate().map(|(i, a)| ((i + 1) as f32, a * a));
    powers.clone().map(|(k, p)| k * p).sum::<f32>() / powers.map(|(_, p)| p).sum::<f32>()
}

#[test]
fn what_lies_between_two_instruments_lies_between_their_spectra() {
    for to in 1..6 {
        let ends = (mixed(0, to, 0.0), mixed(0, to, 1.0));
        let middle = mixed(0, to, 0.5);
        for i in 0..ANCHORS {
            let (a, b) = (ends.0.partials[i], ends.1.partials[i]);
            assert!((a.min(b) - 1e-3..=a.max(b) + 1e-3).contains(&middle.partials[i]));
        }
        let way: Vec<f32> = (0..=8).map(|i| centroid(&mixed(0, to, i as f32 / 8.0))).collect();
        let steps: Vec<f32> = way.windows(2).map(|w| w[1] - w[0]).collect();
        assert!(steps.iter().all(|s| *s > -0.02) || steps.iter().all(|s| *s < 0.02), "{to}: {way:?}");
    }
}

#[test]
fn bright_tilts_and_noisy_lifts_the_noise_at_the_same_loudness() {
    let plain = mixed(0, 0, 0.0);
    let (bright, dark, noisy) =
        (plain.steered(0.8, 0.0, 220.0), plain.steered(-0.8, 0.0, 220.0), plain.steered(0.0, 1.0, 220.0));
    assert!(centroid(&bright) > 1.2 * centroid(&plain) && centroid(&dark) < 0.9 * centroid(&plain));
    assert_eq!(bright.loudness, plain.loudness);
    assert!(noisy.partials == plain.partials && noisy.noise.iter().zip(&plain.noise).all(|(a, b)| a > b));
    assert_eq!(plain.steered(0.0, 0.0, 220.0), plain);
}
