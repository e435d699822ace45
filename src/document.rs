//! Reading and writing our file formats: TOML for what people edit, JSON lines for logs and reports.
//!
//! ```text
//! Card { name: "stage", .. }  <- from_toml / to_toml ->  name = "stage"
//! ```
//!
//! Types say how they look (serde derive) where they live; this floor only turns text into them and back. It opens no file.

pub mod lines;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Why a text is not the document that was asked for. The message names the line where the text is at fault.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// Not TOML, or not of this shape.
    #[error("{0}")]
    ReadToml(#[from] toml::de::Error),
    /// A value that TOML cannot hold.
    #[error("{0}")]
    WriteToml(#[from] toml::ser::Error),
    /// Not JSON, not of this shape, or a value that JSON cannot hold.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
}

/// Reads a value from TOML text.
///
/// ```
/// let sizes: std::collections::BTreeMap<String, u32> = melisma::document::from_toml("residual = 32")?;
/// assert_eq!(sizes["residual"], 32);
/// # Ok::<(), melisma::document::DocumentError>(())
/// ```
pub fn from_toml<T: DeserializeOwned>(text: &str) -> Result<T, DocumentError> {
    Ok(toml::from_str(text)?)
}

/// Writes a value as TOML text.
pub fn to_toml<T: Serialize>(value: &T) -> Result<String, DocumentError> {
    Ok(toml::to_string(value)?)
}

/// Reads a value from one JSON document or one line of JSON.
pub fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, DocumentError> {
    Ok(serde_json::from_str(text)?)
}

/// Writes a value as JSON on one line.
///
/// ```
/// assert_eq!(melisma::document::to_json(&[1, 2])?, "[1,2]");
/// # Ok::<(), melisma::document::DocumentError>(())
/// ```
pub fn to_json<T: Serialize>(value: &T) -> Result<String, DocumentError> {
    Ok(serde_json::to_string(value)?)
}
