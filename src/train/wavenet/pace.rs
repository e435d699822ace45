//! How long a training step takes on this machine.
//!
//! ```text
//! 4 clips x 4096 steps of made-up sound -> forward, backward, Adam       one thread
//! ```

use std::time::Instant;

use super::crop::{Batch, Recipe};
use super::network::Network;
use super::trainer::TrainError;
use crate::neural::wavenet::shape::Shape;
use crate::train::adam::{Adam, Settings};
use crate::train::random::Random;

/// Seconds of each of `count` training steps of a network of this shape on `clips` clips of `length` predicted steps. Errors: dfdx
/// could not allocate.
pub fn pace(shape: Shape, clips: usize, length: usize, count: usize) -> Result<Vec<f64>, TrainError> {
    let mut random = Random::new(1);
    let mut batch = Recipe { clips, length, context: shape.context() }.batch();
    let Batch { heard, targets, guide, features, rest, draft, .. } = &mut batch;
    for x in heard.iter_mut().chain(guide).chain(features) {
        *x = 0.3 * random.normal().clamp(-3.0, 3.0);
    }
    for x in rest.iter_mut().chain(draft) {
        *x = 0.05 * random.normal();
    }
    targets.iter_mut().for_each(|code| *code = 100 + random.below(56) as u8);
    let mut network = Network::new(shape, 1);
    let mut adam = Adam::new(Settings { beta1: 0.9, beta2: 0.99, clip: 1.0, mean: 0.999 }, network.tensors());
    let mut step = || -> Result<f64, TrainError> {
        let begun = Instant::now();
        let (_, slopes) = network.slopes(&batch).map_err(TrainError::Device)?;
        adam.descend(1e-4, network.tensors(), &slopes);
        Ok(begun.elapsed().as_secs_f64())
    };
    (0..count).map(|_| step()).collect()
}
