//! A WaveNet ready to play: weights packed in the order in which a step reads them.
//!
//! ```text
//! layer l: [past | guide] (48), x (32) -> gates (64)      gate (32) -> next x (32), skip (64)
//! head:    [skip | guide] (80) -> 64 -> 40 numbers of the prediction
//! ```
//!
//! Immutable and shared between voices. Loading allocates; nothing after it does. One step reads every weight once, so the speed of
//! one voice is bound by how fast the second cache level delivers them (`bytes`), that of many by the multiply-adds (`multiplies`).

use super::acoustics::Acoustics;
use super::features::{FEATURES, PLACES};
use super::predictor::OUTPUTS;
use super::shape::{CONDITION, Shape};
use crate::neural::card::{Card, CardError, Family};
use crate::neural::kernel::Path;
use crate::neural::kernel::packed::{Cell, Floats, Matrix, Pack, Precision, Wholes, padded};
use crate::neural::weights::{Weights, WeightsError};

/// Why a WaveNet could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadModelError {
    /// The card does not read or lacks something.
    #[error(transparent)]
    Card(#[from] CardError),
    /// The weights do not read or do not fit the card.
    #[error(transparent)]
    Weights(#[from] WeightsError),
    /// The card is of another family.
    #[error("`{0}` is no WaveNet")]
    Family(String),
    /// A size that the packed loops cannot carry.
    #[error("`{0}`: residual, skip and head must be multiples of 8, with 1 to 16 instruments")]
    Sizes(String),
}

/// The weights of every step, in the order in which it reads them.
#[derive(Debug)]
pub(super) enum Packed {
    Floats(Floats),
    Wholes(Wholes),
}

/// A loaded WaveNet.
pub struct Model {
    pub(super) shape: Shape,
    pub(super) path: Path,
    precision: Precision,
    pub(super) packed: Packed,
    pub(super) parts: Parts,
    /// What stands for the numbers between the layers.
    pub(super) scales: Scales,
    pub(super) embedding: Vec<f32>,
    /// What a frame reads: the three layers of the conditioner.
    pub(super) conditioner: Floats,
    pub(super) condition: [(Matrix, Vec<f32>); 3],
    pub(super) skip_bias: Vec<f32>,
    /// Padded as the last matrix is.
    pub(super) out_bias: Vec<f32>,
    acoustics: Acoustics,
    instruments: Vec<String>,
    rate: u32,
    name: String,
    fingerprint: u64,
}

impl Model {
    /// Loads a model for the fastest path of this processor. Errors: another family, sizes or tensors that do not fit.
    pub fn load(card: &Card, weights: &Weights) -> Result<Model, LoadModelError> {
        let path = Path::best();
        Model::load_as(path, Precision::of(path), card, weights)
    }

    /// Loads a model from the text of its card and the bytes of its weights.
    pub fn load_bytes(card: &str, weights: &[u8]) -> Result<Model, LoadModelError> {
        Model::load(&Card::parse(card)?, &Weights::from_bytes(weights)?)
    }

    /// Loads a model for one path of the kernels, to be computed in one precision.
    pub fn load_as(path: Path, precision: Precision, card: &Card, weights: &Weights) -> Result<Model, LoadModelError> {
        if card.family != Family::Wavenet {
            return Err(LoadModelError::Family(card.name.clone()));
        }
        let shape = Shape::from_card(card)?;
        let instruments = card.vocabulary("instruments")?.to_vec();
        let Shape { residual: r, skip, head, .. } = shape;
        let whole = [r, skip, head].iter().all(|n| n.is_multiple_of(8));
        if !whole || instruments.is_empty() || instruments.len() > PLACES {
            return Err(LoadModelError::Sizes(card.name.clone()));
        }
        let tensors = Tensors { list: shape.network(), weights };
        let get = |name: &str| tensors.get(name);
        let ranges = Ranges::of(shape, &tensors)?;
        let (packed, parts) = match precision {
            Precision::F32 => {
                let mut floats = Floats::default();
                let parts = Parts::pack(shape, &tensors, &ranges, &mut floats)?;
                (Packed::Floats(floats.settled()), parts)
            }
            Precision::I16 | Precision::I8 => {
                let mut wholes = if precision == Precision::I8 { Wholes::narrow() } else { Wholes::wide() };
                let parts = Parts::pack(shape, &tensors, &ranges, &mut wholes)?;
                (Packed::Wholes(wholes.settled()), parts)
            }
        };
        let mut out_bias = get("out.bias")?.to_vec();
        out_bias.resize(padded(OUTPUTS), 0.0);
        // Read once in 64 steps: its size matters little, and what it says reaches every layer.
        let mut conditioner = Floats::default();
        let mut condition = |rows: usize, [weight, bias]: [&str; 2]| -> Result<_, WeightsError> {
            let weight = get(&format!("condition.{weight}"))?;
            Ok((conditioner.add(&vec![1.0; rows], weight), get(&format!("condition.{bias}"))?.to_vec()))
        };
        let condition = [
            condition(FEATURES, ["1.features", "1.bias"])?,
            condition(CONDITION[0], ["2.weight", "2.bias"])?,
            condition(CONDITION[1], ["out.weight", "out.bias"])?,
        ];
        Ok(Model {
            shape,
            path,
            precision,
            packed,
            parts,
            scales: ranges.scales(),
            embedding: get("embedding")?.to_vec(),
            conditioner: conditioner.settled(),
            condition,
            skip_bias: get("skip.bias")?.to_vec(),
            out_bias,
            acoustics: Acoustics::load(weights)?,
            instruments,
            rate: card.rate.unwrap_or(super::features::RATE),
            name: card.name.clone(),
            fingerprint: weights.fingerprint(),
        })
    }

    /// The model's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Samples a second of the recordings it learned from, and of the files it is sung to. Its steps come as fast as a note's
    /// grid says.
    pub fn rate(&self) -> u32 {
        self.rate
    }

    /// The instruments it plays, in the order of their places.
    pub fn instruments(&self) -> &[String] {
        &self.instruments
    }

    /// The place of an instrument by name.
    pub fn instrument(&self, name: &str) -> Option<usize> {
        self.instruments.iter().position(|n| n == name)
    }

    /// The identity of its weights.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// Its sizes.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// Which path of the kernels it runs on.
    pub fn path(&self) -> Path {
        self.path
    }

    /// How its steps are computed.
    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// Bytes of weights that every step reads.
    pub fn bytes(&self) -> usize {
        match &self.packed {
            Packed::Floats(floats) => floats.bytes(),
            Packed::Wholes(wholes) => wholes.bytes(),
        }
    }

    /// Multiply-adds of a step, conditioning at frame rate left out.
    pub fn multiplies(&self) -> usize {
        match &self.packed {
            Packed::Floats(floats) => f32::count(floats),
            Packed::Wholes(wholes) => i16::count(wholes),
        }
    }

    /// What its instruments sound like.
    pub fn acoustics(&self) -> &Acoustics {
        &self.acoustics
    }
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "WaveNet {} ({:?}, {}, {})", self.name, self.shape, self.precision().name(), self.path.name())
    }
}

mod packing;
mod ranges;

use packing::{Parts, Tensors};
use ranges::{Ranges, Scales};
