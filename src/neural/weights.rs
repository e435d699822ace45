//! Named tensors as stored: safetensors, 16 bits a number.
//!
//! ```text
//! "layer.0.past"  f16  [32, 64]   row-major
//! ```
//!
//! Numbers are f32 in memory. `to_bytes` rounds each to the nearest IEEE half (ties to even); `rounded` gives the same
//! rounding without the bytes, so that a trainer can score what it is about to store. Reading takes F16, BF16 and F32.
//! No compression, no file access.

use std::collections::BTreeMap;

use safetensors::tensor::{Dtype, SafeTensors, TensorView};

/// One tensor: its shape and its numbers, row-major.
#[derive(Clone, Debug, PartialEq)]
pub struct Tensor {
    /// Sizes, outermost first.
    pub shape: Vec<usize>,
    /// `shape` many numbers.
    pub data: Vec<f32>,
}

/// Tensors by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weights {
    tensors: BTreeMap<String, Tensor>,
}

/// Why weights could not be read, written or used.
#[derive(Debug, thiserror::Error)]
pub enum WeightsError {
    /// The bytes are no safetensors file.
    #[error("the weights do not read: {0}")]
    Format(#[from] safetensors::SafeTensorError),
    /// A tensor is stored in a way this program does not read.
    #[error("tensor `{name}` is stored as {dtype}, not as F16, BF16 or F32")]
    Dtype {
        /// The tensor.
        name: String,
        /// How it is stored.
        dtype: String,
    },
    /// A tensor is missing.
    #[error("the weights hold no tensor `{name}`")]
    Missing {
        /// The tensor.
        name: String,
    },
    /// A tensor has another shape than the card's sizes ask for.
    #[error("tensor `{name}` is {found:?}, the card asks for {wanted:?}")]
    Shape {
        /// The tensor.
        name: String,
        /// Its shape in the file.
        found: Vec<usize>,
        /// The shape that was asked for.
        wanted: Vec<usize>,
    },
    /// Not every number is finite.
    #[error("tensor `{name}` holds a number that is not finite")]
    NotFinite {
        /// The tensor.
        name: String,
    },
}

impl Weights {
    /// No tensors.
    pub fn new() -> Weights {
        Weights::default()
    }

    /// Puts a tensor in, replacing one of the same name. Errors where `data` is not as long as `shape` says.
    pub fn insert(&mut self, name: &str, shape: &[usize], data: Vec<f32>) -> Result<(), WeightsError> {
        if shape.iter().product::<usize>() != data.len() {
            return Err(WeightsError::Shape { name: name.into(), found: vec![data.len()], wanted: shape.to_vec() });
        }
        self.tensors.insert(name.into(), Tensor { shape: shape.to_vec(), data });
        Ok(())
    }

    /// The numbers of a tensor, row-major. Errors where it is missing or has another shape.
    pub fn get(&self, name: &str, shape: &[usize]) -> Result<&[f32], WeightsError> {
        let tensor = self.tensors.get(name).ok_or_else(|| WeightsError::Missing { name: name.into() })?;
        if tensor.shape != shape {
            return Err(WeightsError::Shape { name: name.into(), found: tensor.shape.clone(), wanted: shape.to_vec() });
        }
        Ok(&tensor.data)
    }

    /// Every tensor, in the order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Tensor)> {
        self.tensors.iter().map(|(name, tensor)| (name.as_str(), tensor))
    }

    /// How many numbers there are in all.
    pub fn count(&self) -> usize {
        self.tensors.values().map(|t| t.data.len()).sum()
    }

    /// The same weights after rounding to 16 bits and back: what a reader of `to_bytes` gets.
    pub fn rounded(&self) -> Weights {
        let round = |t: &Tensor| Tensor {
            shape: t.shape.clone(),
            data: t.data.iter().map(|&x| from_half(to_half(x))).collect(),
        };
        Weights { tensors: self.tensors.iter().map(|(n, t)| (n.clone(), round(t))).collect() }
    }

    /// A safetensors file with every number in 16 bits. Errors where a number is not finite after rounding.
    pub fn to_bytes(&self) -> Result<Vec<u8>, WeightsError> {
        let mut halves: Vec<(&str, &[usize], Vec<u8>)> = Vec::new();
        for (name, tensor) in &self.tensors {
            if tensor.data.iter().any(|&x| !from_half(to_half(x)).is_finite()) {
                return Err(WeightsError::NotFinite { name: name.clone() });
            }
            let bytes = tensor.data.iter().flat_map(|&x| to_half(x).to_le_bytes()).collect();
            halves.push((name, &tensor.shape, bytes));
        }
        let mut views = Vec::new();
        for (name, shape, bytes) in &halves {
            views.push((*name, TensorView::new(Dtype::F16, shape.to_vec(), bytes)?));
        }
        Ok(safetensors::serialize(views, None)?)
    }

    /// A safetensors file with every number in 32 bits: for checkpoints, whose moments 16 bits would spoil.
    pub fn to_full_bytes(&self) -> Result<Vec<u8>, WeightsError> {
        let full: Vec<(&str, &[usize], Vec<u8>)> = self
            .tensors
            .iter()
            .map(|(name, t)| (&**name, &*t.shape, t.data.iter().flat_map(|x| x.to_le_bytes()).collect()))
            .collect();
        let mut views = Vec::new();
        for (name, shape, bytes) in &full {
            views.push((*name, TensorView::new(Dtype::F32, shape.to_vec(), bytes)?));
        }
        Ok(safetensors::serialize(views, None)?)
    }

    /// Reads a safetensors file. Errors: not such a file, another number format, a number that is not finite.
    pub fn from_bytes(bytes: &[u8]) -> Result<Weights, WeightsError> {
        let file = SafeTensors::deserialize(bytes)?;
        let mut weights = Weights::new();
        for (name, view) in file.tensors() {
            let data = numbers(&name, &view)?;
            if data.iter().any(|x| !x.is_finite()) {
                return Err(WeightsError::NotFinite { name });
            }
            weights.insert(&name, view.shape(), data)?;
        }
        Ok(weights)
    }

    /// A 64-bit fingerprint of names, shapes and numbers (FNV-1a): the model's identity in cache keys and logs.
    pub fn fingerprint(&self) -> u64 {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        let mut eat = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        for (name, tensor) in &self.tensors {
            name.bytes().for_each(&mut eat);
            tensor.shape.iter().flat_map(|n| (*n as u64).to_le_bytes()).for_each(&mut eat);
            tensor.data.iter().flat_map(|x| x.to_bits().to_le_bytes()).for_each(&mut eat);
        }
        hash
    }
}

fn numbers(name: &str, view: &TensorView<'_>) -> Result<Vec<f32>, WeightsError> {
    let pairs = || view.data().chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]]));
    Ok(match view.dtype() {
        Dtype::F16 => pairs().map(from_half).collect(),
        Dtype::BF16 => pairs().map(|bits| f32::from_bits(u32::from(bits) << 16)).collect(),
        Dtype::F32 => view.data().chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect(),
        other => {
            return Err(WeightsError::Dtype { name: name.into(), dtype: format!("{other:?}") });
        }
    })
}

/// The nearest IEEE half to `x`, ties to even; too large becomes infinite.
pub fn to_half(x: f32) -> u16 {
    let bits = x.to_bits();
    let sign = ((bits >> 16) & 0x8000) as u16;
    let size = bits & 0x7fff_ffff;
    if size > 0x7f80_0000 {
        return sign | 0x7e00; // not a number
    }
    if size >= 0x4780_0000 {
        return sign | 0x7c00; // 65536 and more
    }
    // Below the normal range the unit is 2^-24 whatever the size; above, 13 bits of the fraction go.
    let (kept, rest, half) = if size < 0x3880_0000 {
        if size < 0x3300_0000 {
            return sign;
        }
        let shift = 126 - (size >> 23);
        let fraction = (size & 0x007f_ffff) | 0x0080_0000;
        (fraction >> shift, fraction & ((1 << shift) - 1), 1 << (shift - 1))
    } else {
        ((size - 0x3800_0000) >> 13, size & 0x1fff, 0x1000)
    };
    let up = u32::from(rest > half || (rest == half && kept & 1 == 1));
    sign | (kept + up) as u16
}

/// The value of an IEEE half.
pub fn from_half(bits: u16) -> f32 {
    let sign = u32::from(bits & 0x8000) << 16;
    let exponent = u32::from(bits >> 10) & 31;
    let fraction = u32::from(bits) & 0x3ff;
    let size = match (exponent, fraction) {
        (0, f) => (f as f32 * 2f32.powi(-24)).to_bits(),
        (31, f) => 0x7f80_0000 | (f << 13),
        (e, f) => ((e + 112) << 23) | (f << 13),
    };
    f32::from_bits(sign | size)
}

#[cfg(test)]
mod tests;
