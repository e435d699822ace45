//! A WaveNet ready to play: weights packed in the order in which a step reads them.
//!
//! ```text
//! layer l: [past | guide | current] (80) -> gates (64)      gate (32) -> [next x | skip] (96)
//! head:    [skip | guide] (80) -> 64 -> 40 numbers of the prediction
//! ```
//!
//! Immutable and shared between voices. Loading allocates; nothing after it does. One step reads every weight once, so the speed of
//! one voice is bound by how fast the second cache level delivers them (`bytes`), that of many by the multiply-adds (`multiplies`).

use super::acoustics::Acoustics;
use super::features::{FEATURES, PHASES, PLACES};
use super::predictor::OUTPUTS;
use super::shape::{CONDITION, Shape};
use crate::neural::card::{Card, CardError, Family};
use crate::neural::kernel::Path;
use crate::neural::kernel::packed::{Matrix, Packed, Packer, Precision, padded};
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

pub(super) struct Layer {
    /// [past | guide | current] to both gates.
    pub(super) gates: Matrix,
    /// The gate's output to [next x | skip]; only skip in the last layer.
    pub(super) out: Matrix,
    /// Bias of the next x; empty in the last layer.
    pub(super) bias: Vec<f32>,
}

/// A loaded WaveNet.
pub struct Model {
    pub(super) shape: Shape,
    pub(super) path: Path,
    /// The weights of every step, in the order in which it reads them.
    pub(super) packed: Packed,
    pub(super) layers: Vec<Layer>,
    pub(super) head: Matrix,
    pub(super) out: Matrix,
    pub(super) embedding: Vec<f32>,
    /// What a frame reads: the three layers of the conditioner.
    pub(super) conditioner: Packed,
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
        Model::load_for(Path::best(), card, weights)
    }

    /// Loads a model from the text of its card and the bytes of its weights.
    pub fn load_bytes(card: &str, weights: &[u8]) -> Result<Model, LoadModelError> {
        Model::load(&Card::parse(card)?, &Weights::from_bytes(weights)?)
    }

    /// Loads a model for one path of the kernels, in that path's own precision.
    pub fn load_for(path: Path, card: &Card, weights: &Weights) -> Result<Model, LoadModelError> {
        Model::load_as(path, Precision::of(path), card, weights)
    }

    /// Loads a model for one path of the kernels with its weights in 32, 16 or 8 bits.
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
        let list = shape.network();
        let get = |name: &str| -> Result<&[f32], WeightsError> {
            let missing = || WeightsError::Missing { name: name.into() };
            let (_, rows, columns) = list.iter().find(|(n, ..)| n == name).ok_or_else(missing)?;
            weights.get(name, &[*rows, *columns])
        };
        let skips = get("skip.weight")?;
        let mut packer = Packer::new(precision);
        let mut layers = Vec::new();
        for l in 0..shape.layers() {
            let gates = ["past", "phase", "current"].map(|part| get(&format!("layer.{l}.{part}")));
            let gates: Vec<f32> = gates.into_iter().collect::<Result<Vec<_>, _>>()?.concat();
            let skip_part = skips[l * r * skip..][..r * skip].chunks_exact(skip);
            let last = l + 1 == shape.layers();
            let out: Vec<f32> = if last {
                skip_part.flatten().copied().collect()
            } else {
                let residual = get(&format!("layer.{l}.residual"))?.chunks_exact(r);
                residual.zip(skip_part).flat_map(|(a, b)| a.iter().chain(b).copied()).collect()
            };
            let bias = if last { Vec::new() } else { get(&format!("layer.{l}.residual.bias"))?.to_vec() };
            let width = if last { skip } else { r + skip };
            let gates = packer.add(2 * r + PHASES, 2 * r, &gates);
            layers.push(Layer { gates, out: packer.add(r, width, &out), bias });
        }
        let head_in = [get("head.weight")?, get("head.phase")?].concat();
        let mut out_bias = get("out.bias")?.to_vec();
        let head_matrix = packer.add(skip + PHASES, head, &head_in);
        let out_matrix = packer.add(head, OUTPUTS, get("out.weight")?);
        out_bias.resize(padded(OUTPUTS), 0.0);
        // Read once in 64 steps: its size matters little, and what it says reaches every layer.
        let mut conditioner = Packer::new(Precision::F32);
        let mut condition = |rows: usize, columns: usize, [weight, bias]: [&str; 2]| -> Result<_, WeightsError> {
            let weight = get(&format!("condition.{weight}"))?;
            Ok((conditioner.add(rows, columns, weight), get(&format!("condition.{bias}"))?.to_vec()))
        };
        let condition = [
            condition(FEATURES, CONDITION[0], ["1.features", "1.bias"])?,
            condition(CONDITION[0], CONDITION[1], ["2.weight", "2.bias"])?,
            condition(CONDITION[1], shape.biases(), ["out.weight", "out.bias"])?,
        ];
        Ok(Model {
            shape,
            path,
            packed: packer.finish(),
            layers,
            head: head_matrix,
            out: out_matrix,
            embedding: get("embedding")?.to_vec(),
            conditioner: conditioner.finish(),
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

    /// How its weights are kept.
    pub fn precision(&self) -> Precision {
        self.packed.precision()
    }

    /// Bytes of weights that every step reads.
    pub fn bytes(&self) -> usize {
        self.packed.bytes()
    }

    /// Multiply-adds of a step, conditioning at frame rate left out.
    pub fn multiplies(&self) -> usize {
        self.packed.count()
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
