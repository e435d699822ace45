//! Teaching a copy of a network what was just played.

use std::collections::BTreeMap;

use super::MelodyJobError;
use super::train::round;
use crate::neural::card::{Card, Data, Training};
use crate::neural::lstm::parts::Parts;
use crate::neural::lstm::tune::Tune;
use crate::neural::weights::Weights;
use crate::train::melody::learn::{self, LearnPlan, LearnReport, Look};

/// A copy that learned, as it would be stored, and how it went. Keep it only where the report says `accepted`.
#[derive(Debug, Clone)]
pub struct Learned {
    /// Its card.
    pub card: Card,
    /// Its weights, in 16 bits.
    pub weights: Weights,
    /// What was gained and lost.
    pub report: LearnReport,
}

/// Teaches a copy of a model the takes of a session, replaying `base` ([`super::base`]); the copy is named `name`.
///
/// `told` gets each look; `false` stops.
///
/// # Errors
/// A model of another family, too few notes, or what dfdx reports.
pub fn learn(
    name: &str,
    from: (&Card, &Weights),
    base: &[Tune],
    session: &[Tune],
    plan: LearnPlan,
    told: impl FnMut(&Look) -> bool,
) -> Result<Learned, MelodyJobError> {
    let parts = Parts::read(from.0, from.1)?;
    let (parts, report) = learn::learn(&parts, base, session, plan, told)?;
    let data = Data {
        source: format!("{} notes of a session, on top of {}", report.notes, from.0.name),
        licence: format!("the player's own notes; {}: {}", from.0.name, from.0.data.licence),
        split: "the last quarter of every take kept back".to_owned(),
    };
    let training = Training {
        seed: plan.seed,
        minutes: round(report.seconds / 60.0),
        steps: report.steps as u64,
        device: "cpu".to_owned(),
    };
    let figures = BTreeMap::from([
        ("unseen_before".to_owned(), round(report.unseen_before)),
        ("unseen_after".to_owned(), round(report.unseen_after)),
        ("base_before".to_owned(), round(report.base_before)),
        ("base_after".to_owned(), round(report.base_after)),
    ]);
    let weights = parts.to_weights()?.rounded();
    Ok(Learned { card: parts.card(name, data, training, figures), weights, report })
}
