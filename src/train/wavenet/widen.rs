//! A larger network that begins with all that a smaller one can: it makes the same sound, and has room to learn more.
//!
//! ```text
//!               old columns    new columns
//! old rows      as they were   drawn               what is new hears everything
//! new rows      0              drawn               and is not listened to until it has learned
//! ```
//!
//! After Chen, Goodfellow and Shlens 2016, "Net2Net" (arXiv 1511.05641), with zeros in place of halved copies: the steps are the same to the
//! last rounding, and no two units begin alike. Depth and dilations stay.

use crate::neural::wavenet::shape::Shape;
use crate::neural::weights::{Weights, WeightsError};
use crate::train::random::Random;

/// Whether a network of one size can be widened to another.
pub fn can_widen(from: Shape, to: Shape) -> bool {
    let same = from.stacks == to.stacks && from.depth == to.depth;
    same && from.residual <= to.residual && from.skip <= to.skip && from.head <= to.head
}

/// The weights of a network of size `from` as those of size `to`; what is no part of the network (the acoustics) stays. Errors: a tensor is
/// missing or misshapen.
pub fn widen(weights: &Weights, from: Shape, to: Shape, seed: u64) -> Result<Weights, WeightsError> {
    let (mut out, mut random) = (Weights::new(), Random::new(seed));
    for (name, rows, columns) in from.network() {
        let old = weights.get(&name, &[rows, columns])?;
        let (rows, columns) = groups(&name, from, to);
        let drawn = if name.ends_with("bias") { 0.0 } else { deviation(old) };
        let wide: usize = columns.iter().map(|group| group.1).sum();
        let grown = grow(old, &rows, &columns, || drawn * random.normal());
        out.insert(&name, &[grown.len() / wide, wide], grown)?;
    }
    for (name, rows, columns) in Shape::acoustics() {
        out.insert(&name, &[rows, columns], weights.get(&name, &[rows, columns])?.to_vec())?;
    }
    Ok(out)
}

/// Units that belong together: how many there were, how many there are to be.
type Group = (usize, usize);

/// The groups of a tensor's rows and of its columns.
fn groups(name: &str, from: Shape, to: Shape) -> (Vec<Group>, Vec<Group>) {
    let find = |shape: Shape| shape.network().into_iter().find(|(n, ..)| n == name).map_or((1, 1), |(_, r, c)| (r, c));
    let ((rows, columns), (more_rows, more_columns)) = (find(from), find(to));
    let residual = (from.residual, to.residual);
    let mut groups = (vec![(rows, more_rows)], vec![(columns, more_columns)]);
    if name == "skip.weight" {
        groups.0 = vec![residual; from.layers()];
    } else if name.starts_with("condition.out") {
        groups.1 = vec![residual; 2 * from.layers()];
        groups.1.push((from.head, to.head));
    } else if ["past", "current", "phase"].iter().any(|part| name.starts_with("layer.") && name.ends_with(part)) {
        groups.1 = vec![residual; 2];
    }
    groups
}

/// A tensor with more rows and columns.
fn grow(old: &[f32], rows: &[Group], columns: &[Group], mut drawn: impl FnMut() -> f32) -> Vec<f32> {
    // For every new place the old one it stands for, if any.
    let places = |groups: &[Group]| -> Vec<Option<usize>> {
        let mut first = 0;
        let mut places = Vec::new();
        for &(before, after) in groups {
            places.extend((0..after).map(|i| (i < before).then_some(first + i)));
            first += before;
        }
        places
    };
    let width: usize = columns.iter().map(|group| group.0).sum();
    let (rows, columns) = (places(rows), places(columns));
    let mut out = Vec::with_capacity(rows.len() * columns.len());
    for row in &rows {
        out.extend(columns.iter().map(|column| match (row, column) {
            (Some(row), Some(column)) => old[row * width + column],
            (None, Some(_)) => 0.0,
            (_, None) => drawn(),
        }));
    }
    out
}

/// The root of the mean square.
fn deviation(x: &[f32]) -> f32 {
    (x.iter().map(|x| x * x).sum::<f32>() / x.len().max(1) as f32).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::neural::card::Card;
    use crate::neural::kernel::Path;
    use crate::neural::kernel::packed::Precision;
    use crate::neural::shipped::{NANO_CARD, NANO_WEIGHTS};
    use crate::neural::wavenet::{Model, NoteSpec, Voice};
    use std::sync::Arc;

    fn sung(card: &Card, weights: &Weights) -> Vec<f32> {
        let model = Model::load_as(Path::best(), Precision::F32, card, weights).unwrap();
        let mut voice = Voice::new(Arc::new(model));
        voice.start(&NoteSpec { instrument: 1, pitch: 69.0, velocity: 100.0, seed: 1 });
        let mut out = vec![0.0; 2400];
        voice.process(&mut out);
        out
    }

    #[test]
    fn a_widened_network_sings_as_before_and_what_is_new_in_it_is_awake() {
        let (mut card, weights) = (Card::parse(NANO_CARD).unwrap(), Weights::from_bytes(NANO_WEIGHTS).unwrap());
        let before = sung(&card, &weights);
        let wide = widen(&weights, Shape::NANO, Shape::STAGE, 1).unwrap();
        card.shape.extend(Shape::STAGE.entries().map(|(name, size)| (name.to_owned(), size as u32)));
        let after = sung(&card, &wide);
        let most = before.iter().zip(&after).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
        assert!(most < 1e-4, "{most}");
        let current = wide.get("layer.3.current", &[32, 64]).unwrap();
        assert!(current[17] != 0.0 && current[31 * 64 + 20] != 0.0, "new columns are drawn");
        assert!(current[20 * 64 + 3] == 0.0, "new rows feed nothing old");
    }

    #[test]
    fn only_to_what_is_as_deep_and_no_narrower() {
        assert!(can_widen(Shape::NANO, Shape::FINE) && can_widen(Shape::STAGE, Shape::STAGE));
        assert!(!can_widen(Shape::STAGE, Shape::NANO));
        assert!(!can_widen(Shape { depth: 8, ..Shape::NANO }, Shape::STAGE));
    }
}
