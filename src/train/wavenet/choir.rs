//! Steps of many voices at once, on any of dfdx's devices: what a graphics card sings.
//!
//! ```text
//! row = voice      x [voices, r] -> ring of layer l, slot t & (d - 1); what lay there is the past, d steps ago
//! ```
//!
//! A ring holds tensors and copies none. The biases of a frame come from the voices' own cores and are sent when they change; their
//! drafts, noise and draws are their own as well. A step is some hundred launches however many voices there are, so it is
//! meant for many. It computes what `Core::step` does, with weights in 32 bits.

use dfdx::prelude::Device;

use super::plain::{Inputs, Plain, Sheet, shares};
use crate::neural::wavenet::codec::CODES;
use crate::neural::wavenet::core::Turn;
use crate::neural::wavenet::features::PHASES;
use crate::neural::wavenet::predictor::OUTPUTS;

/// The network's state for some voices that began together.
pub struct Choir<D: Device<f32>> {
    network: Plain<D>,
    voices: usize,
    time: usize,
    rings: Vec<Vec<Sheet<D>>>,
    /// The biases that were sent last, as the cores have them.
    told: Vec<f32>,
    /// The same, one for each layer and for the head: [voices, width].
    biases: Vec<Sheet<D>>,
    /// Each layer's part of the skip connection's matrix.
    skips: Vec<Sheet<D>>,
}

impl<D: Device<f32>> Choir<D> {
    /// Silent voices.
    pub fn new(network: Plain<D>, voices: usize) -> Choir<D> {
        let (shape, mut reel) = (network.shape, network.reel());
        let silence = reel.sheet(voices, shape.residual, vec![0.0; voices * shape.residual]);
        let rings = (0..shape.layers()).map(|l| vec![silence.clone(); shape.dilation(l)]).collect();
        let skips = (0..shape.layers()).map(|l| network.skip(&mut reel, l)).collect();
        Choir { network, voices, time: 0, rings, told: Vec::new(), biases: Vec::new(), skips }
    }

    /// A step of every voice, always of all of them and in the same order; its core accepts the numbers.
    pub fn step(&mut self, turns: &mut [Turn<'_>]) {
        let (shape, n, mut reel) = (self.network.shape, self.voices, self.network.reel());
        assert!(turns.len() == n, "a choir of {n} sings together, not {} of it", turns.len());
        self.frame(turns);
        let heard: Vec<f32> = turns.iter().map(|turn| turn.heard).collect();
        let guide = reel.sheet(n, PHASES, turns.iter().flat_map(|turn| *turn.guide).collect());
        let between = reel.sheet(n, CODES, shares(&heard, &vec![1.0; n]));
        let mut x = reel.times(&between, self.network.get("embedding"));
        let mut sum = reel.sheet(n, shape.skip, vec![0.0; n * shape.skip]);
        for l in 0..shape.layers() {
            let slot = self.time & (shape.dilation(l) - 1);
            let past = std::mem::replace(&mut self.rings[l][slot], x.clone());
            let inputs = Inputs { past: &past, now: &x, guide: &guide, bias: &self.biases[l] };
            let gate = self.network.gate(&mut reel, l, &inputs);
            let part = reel.times(&gate, &self.skips[l]);
            sum = reel.sum(&sum, &part);
            if l + 1 < shape.layers() {
                x = self.network.next(&mut reel, l, &x, &gate);
            }
        }
        let outputs = self.network.head(&mut reel, &sum, &guide, &self.biases[shape.layers()]).as_vec();
        for (turn, outputs) in turns.iter_mut().zip(outputs.chunks_exact(OUTPUTS)) {
            turn.core.accept(outputs);
        }
        self.time = self.time.wrapping_add(1);
    }

    /// Sends the biases where they are no longer those that were sent.
    fn frame(&mut self, turns: &[Turn<'_>]) {
        let all = self.network.shape.biases();
        let same = self.told.chunks_exact(all).zip(turns).all(|(told, turn)| told == turn.core.biases());
        if same && !self.told.is_empty() {
            return;
        }
        self.told = turns.iter().flat_map(|turn| turn.core.biases()).copied().collect();
        let (shape, reel, n) = (self.network.shape, self.network.reel(), self.voices);
        let wide = 2 * shape.residual;
        let widths = std::iter::repeat_n(wide, shape.layers()).chain([shape.head]);
        let cut = |(l, width): (usize, usize)| {
            let rows = self.told.chunks_exact(all).flat_map(|row| &row[l * wide..][..width]);
            reel.sheet(n, width, rows.copied().collect())
        };
        self.biases = widths.enumerate().map(cut).collect();
    }
}

#[cfg(test)]
mod tests;
