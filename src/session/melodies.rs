//! The melody networks as a user meets them: scored, asked, trained, taught.
//!
//! ```text
//! melisma model score folk --data melodies.jsonl --json     -> ScoreReport
//! melisma model next folk --notes 60:12,r:12,62:12 --json   -> NextReport
//! melisma model train lstm --data melodies.jsonl --out mine -> card and weights
//! melisma learn SESSION --from folk --as mine               -> card, weights, LearnReport
//! ```
//!
//! Texts and tunes come in, plain reports go out; files are opened by the caller.

mod learn;
mod next;
mod score;
mod take;
mod train;

pub use learn::{Learned, learn};
pub use next::{NextError, NextNote, NextReport, next_of_notes, next_of_tune};
pub use score::{ScoreReport, score};
pub use take::{Played, take};
pub use train::{TrainPlan, Trained, train};

pub use crate::train::melody::learn::{LearnPlan, LearnReport, Look};
pub use crate::train::melody::trainer::Progress;

use crate::document::{self, DocumentError};
use crate::neural::card::CardError;
use crate::neural::lstm::corpus::{self, ReadCorpusError};
use crate::neural::lstm::parts::ReadPartsError;
use crate::neural::lstm::tune::Tune;
use crate::neural::shipped;
use crate::neural::weights::WeightsError;
use crate::train::melody::TrainError;

/// Why a file of tunes could not be read.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {cause}")]
pub struct ReadTunesError {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong there.
    #[source]
    pub cause: DocumentError,
}

/// Why a melody network could not be trained or taught.
#[derive(Debug, thiserror::Error)]
pub enum MelodyJobError {
    /// The model it starts from does not fit.
    #[error(transparent)]
    Parts(#[from] ReadPartsError),
    /// Its weights cannot be stored.
    #[error(transparent)]
    Weights(#[from] WeightsError),
    /// Its card cannot be used.
    #[error(transparent)]
    Card(#[from] CardError),
    /// Training failed.
    #[error(transparent)]
    Train(#[from] TrainError),
}

/// Reads tunes, one JSON object a line; empty lines are skipped.
///
/// # Errors
/// The first line that is no tune.
pub fn read(text: &str) -> Result<Vec<Tune>, ReadTunesError> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(i, line)| document::from_json(line).map_err(|cause| ReadTunesError { line: i + 1, cause })).collect()
}

/// The base corpus inside the binary: the tunes `folk` learned from (`train`) and was stopped by (`valid`).
///
/// # Errors
/// Bytes that are no corpus.
pub fn base() -> Result<Vec<Tune>, ReadCorpusError> {
    corpus::read(shipped::CORPUS)
}

#[cfg(test)]
mod tests;
