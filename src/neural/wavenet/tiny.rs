//! A small WaveNet with drawn weights, for tests of voices: two instruments, a loudness of its own, made in no time.
//!
//! ```text
//! one stack of four layers, eight channels wide; it sings noise
//! ```

use super::dice::Dice;
use super::model::Model;
use super::shape::Shape;
use crate::neural::card::Card;
use crate::neural::kernel::Path;
use crate::neural::kernel::packed::Precision;
use crate::neural::weights::Weights;
use std::sync::Arc;

/// Its card.
pub(crate) const CARD: &str = r#"
format = 1
name = "tiny"
family = "wavenet"
precision = "f16"
rate = 24000
[shape]
residual = 8
skip = 8
head = 8
stacks = 1
depth = 4
[names]
instruments = ["left", "right"]
[data]
source = "made up"
licence = "CC0"
split = "none"
[training]
seed = 0
minutes = 0.0
steps = 0
device = "cpu"
"#;

/// A small model with random weights, whose loudness is the same everywhere.
pub(crate) fn tiny(path: Path) -> Arc<Model> {
    tiny_as(path, Precision::of(path))
}

/// The same in one precision.
pub(crate) fn tiny_as(path: Path, precision: Precision) -> Arc<Model> {
    Arc::new(Model::load_as(path, precision, &Card::parse(CARD).unwrap(), &weights()).unwrap())
}

/// Its weights.
pub(crate) fn weights() -> Weights {
    let card = Card::parse(CARD).unwrap();
    let (mut weights, mut dice) = (Weights::new(), Dice::new(3));
    let shape = Shape::from_card(&card).unwrap();
    for (name, rows, columns) in shape.network() {
        weights.insert(&name, &[rows, columns], (0..rows * columns).map(|_| 0.3 * dice.normal()).collect()).unwrap();
    }
    for (name, rows, columns) in Shape::acoustics() {
        // The loudness and the spectrum are the same everywhere, but for what tells the instruments apart.
        let value = |i: usize| match name.as_str() {
            "acoustics.3.bias" => -2.0,
            "acoustics.timbre" => [0.3, -0.3][i * 16 / (rows * columns) % 2],
            n if n.ends_with("bias") => 0.1,
            _ => 0.03 * ((i % 7) as f32 - 3.0),
        };
        weights.insert(&name, &[rows, columns], (0..rows * columns).map(value).collect()).unwrap();
    }
    weights
}
