//! What the binary carries and what a performer's home adds: models, instruments, the first set.
//!
//! ```text
//! melody "folk"      models/folk.toml + folk.safetensors in the home, else those inside the binary
//! melody "mine"      in the home only: `melisma learn` put it there
//! ```
//!
//! A file of the same name wins over what is built in; one that does not load is said, and the built-in one plays.

use super::Home;
use super::patch::{Patch, Patches};
use crate::generate::Bank;
use crate::io::watch::{ReadTextError, read_text};
use crate::lang::{Networks, UnknownModel};
use crate::neural::card::{Card, Family};
use crate::neural::lstm::model::Model as Melody;
use crate::neural::shipped;
use crate::neural::wavenet::Model as Wavenet;
use crate::neural::weights::Weights;
use crate::pattern::Pattern;
use crate::units::Frame;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The set that opens at the first start.
pub const FIRST_SET: &str = include_str!("../../examples/first.tidal");

/// The text of a set: a file's, or the built-in one for the name `first` where no file is called so. Errors: the file does not
/// read.
pub fn read_set(path: &Path) -> Result<String, ReadTextError> {
    if path.as_os_str() == "first" && !path.exists() {
        return Ok(FIRST_SET.to_owned());
    }
    read_text(path)
}

/// Instruments inside the binary: file name and text.
const PATCHES: [(&str, &str); 3] = [
    ("dub.toml", include_str!("../../patches/dub.toml")),
    ("glass.toml", include_str!("../../patches/glass.toml")),
    ("solo.toml", include_str!("../../patches/solo.toml")),
];

/// Models inside the binary: name, card, weights.
const MODELS: [(&str, &str, &[u8]); 4] = [
    ("fine", shipped::FINE_CARD, shipped::FINE_WEIGHTS),
    ("folk", shipped::FOLK_CARD, shipped::FOLK_WEIGHTS),
    ("nano", shipped::NANO_CARD, shipped::NANO_WEIGHTS),
    ("stage", shipped::STAGE_CARD, shipped::STAGE_WEIGHTS),
];

/// Why a model cannot be had or kept.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// No model of that name.
    #[error("there is no model `{name}`{}", hint(.name, .known))]
    Unknown {
        /// What was asked for.
        name: String,
        /// What there is.
        known: Vec<String>,
    },
    /// Its files do not open or cannot be written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Its files are damaged, or of another kind.
    #[error("the model `{name}` does not load: {reason}")]
    Damaged {
        /// Its name.
        name: String,
        /// What is wrong.
        reason: String,
    },
    /// A name that cannot be a file's.
    #[error("`{0}` cannot be a model's name: letters, digits, `_` and `-`, at least one")]
    Name(String),
}

fn hint(name: &str, known: &[String]) -> String {
    match crate::diagnostic::nearest(name, known.iter().map(String::as_str)) {
        Some(near) => format!("; did you mean `{near}`?"),
        None => format!("; there are {}", known.join(", ")),
    }
}

/// A model as it is kept: its card, its weights, and whether it is the performer's own file.
#[derive(Clone, Debug)]
pub struct Kept {
    /// What it is.
    pub card: Card,
    /// Its numbers.
    pub weights: Weights,
    /// Whether it lies in the home.
    pub own: bool,
}

/// The models of one performer.
#[derive(Clone, Debug)]
pub struct Library {
    home: Home,
}

impl Library {
    /// The library of a home.
    pub fn new(home: Home) -> Self {
        Self { home }
    }

    /// Every name, built in or own.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = MODELS.iter().map(|(name, ..)| (*name).to_owned()).collect();
        for entry in std::fs::read_dir(self.home.models()).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.extension().is_some_and(|e| e == "toml")
                && let Some(name) = path.file_stem().and_then(|stem| stem.to_str())
                && !names.iter().any(|known| known == name)
            {
                names.push(name.to_owned());
            }
        }
        names.sort();
        names
    }

    /// A model by name; one's own wins. Errors: unknown, or its files are damaged.
    pub fn get(&self, name: &str) -> Result<Kept, LibraryError> {
        let (card, weights) = (self.file(name, "toml"), self.file(name, "safetensors"));
        if valid(name) && card.is_file() {
            let text = std::fs::read_to_string(&card).map_err(|source| LibraryError::File { path: card, source })?;
            // A card that does not read says more than weights that are not there.
            let parsed = Card::parse(&text).map_err(|error| damaged(name, error.to_string()))?;
            let bytes = std::fs::read(&weights).map_err(|source| LibraryError::File { path: weights, source })?;
            return read_weights(name, parsed, &bytes, true);
        }
        match MODELS.iter().find(|(known, ..)| *known == name) {
            Some((_, card, weights)) => read(name, card, weights, false),
            None => Err(LibraryError::Unknown { name: name.into(), known: self.names() }),
        }
    }

    /// Keeps a model under a name in the home. Errors: the name, or the files cannot be written.
    pub fn keep(&self, name: &str, card: &Card, weights: &Weights) -> Result<PathBuf, LibraryError> {
        if !valid(name) {
            return Err(LibraryError::Name(name.into()));
        }
        let damaged = |reason: String| LibraryError::Damaged { name: name.into(), reason };
        let text = card.to_text().map_err(|error| damaged(error.to_string()))?;
        let bytes = weights.to_bytes().map_err(|error| damaged(error.to_string()))?;
        let folder = self.home.models();
        let fault = |path: PathBuf| move |source| LibraryError::File { path, source };
        std::fs::create_dir_all(&folder).map_err(fault(folder.clone()))?;
        // The card comes last: a model without its card is not there, whatever interrupts us.
        let (weights, card) = (self.file(name, "safetensors"), self.file(name, "toml"));
        let part = self.file(name, "part");
        std::fs::write(&part, bytes).map_err(fault(part.clone()))?;
        std::fs::rename(&part, &weights).map_err(fault(weights))?;
        std::fs::write(&part, text).map_err(fault(part.clone()))?;
        std::fs::rename(&part, &card).map_err(fault(card.clone()))?;
        Ok(card)
    }

    fn file(&self, name: &str, ending: &str) -> PathBuf {
        self.home.models().join(format!("{name}.{ending}"))
    }

    /// A melody network by name.
    pub fn melody(&self, name: &str) -> Result<Arc<Melody>, LibraryError> {
        let kept = self.get(name)?;
        let damaged = |reason: String| LibraryError::Damaged { name: name.into(), reason };
        if kept.card.family != Family::Lstm {
            return Err(damaged(format!("it is a {}, no melody network", kept.card.family.name())));
        }
        Melody::load(&kept.card, &kept.weights).map(Arc::new).map_err(|error| damaged(error.to_string()))
    }

    /// A network that sings, by name.
    pub fn wavenet(&self, name: &str) -> Result<Arc<Wavenet>, LibraryError> {
        let kept = self.get(name)?;
        let damaged = |reason: String| LibraryError::Damaged { name: name.into(), reason };
        if kept.card.family != Family::Wavenet {
            return Err(damaged(format!("it is a {}, no network that sings", kept.card.family.name())));
        }
        Wavenet::load(&kept.card, &kept.weights).map(Arc::new).map_err(|error| damaged(error.to_string()))
    }

    /// A network that sings, and what to say about it: a damaged file of one's own gives way to the built-in model of its name.
    pub fn singer(&self, name: &str) -> (Option<Arc<Wavenet>>, Option<String>) {
        let error = match self.wavenet(name) {
            Ok(model) => return (Some(model), None),
            Err(error) => error,
        };
        let spare = built_in(name).and_then(|kept| Wavenet::load(&kept.card, &kept.weights).ok()).map(Arc::new);
        let instead = if spare.is_some() { "; the built-in one plays" } else { "" };
        (spare, Some(format!("{error}{instead}")))
    }

    /// Whether a model is what its card says. Errors: it is not, or there is none.
    pub fn check(&self, name: &str) -> Result<Family, LibraryError> {
        let family = self.get(name)?.card.family;
        match family {
            Family::Lstm => self.melody(name).map(|_| family),
            Family::Wavenet => self.wavenet(name).map(|_| family),
        }
    }

    /// Every melody network that loads, and what to say about the others. A damaged file of one's own gives way to the
    /// built-in model of its name.
    pub fn bank(&self) -> (Arc<Bank>, Vec<String>) {
        let bank = Bank::new();
        let mut warnings = Vec::new();
        for name in self.names() {
            match self.melody(&name) {
                Ok(model) => bank.insert(&name, model),
                Err(error) if self.get(&name).is_ok_and(|kept| kept.card.family != Family::Lstm) => drop(error),
                Err(error) => {
                    let spare = built_in(&name).and_then(|kept| Melody::load(&kept.card, &kept.weights).ok());
                    let instead = if spare.is_some() { "; the built-in one plays" } else { "" };
                    warnings.push(format!("{error}{instead}"));
                    if let Some(model) = spare {
                        bank.insert(&name, Arc::new(model));
                    }
                }
            }
        }
        (Arc::new(bank), warnings)
    }
}

fn built_in(name: &str) -> Option<Kept> {
    let (_, card, weights) = MODELS.iter().find(|(known, ..)| *known == name)?;
    read(name, card, weights, false).ok()
}

fn valid(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
}

fn read(name: &str, card: &str, weights: &[u8], own: bool) -> Result<Kept, LibraryError> {
    let card = Card::parse(card).map_err(|error| damaged(name, error.to_string()))?;
    read_weights(name, card, weights, own)
}

fn read_weights(name: &str, card: Card, weights: &[u8], own: bool) -> Result<Kept, LibraryError> {
    let weights = Weights::from_bytes(weights).map_err(|error| damaged(name, error.to_string()))?;
    Ok(Kept { card, weights, own })
}

fn damaged(name: &str, reason: String) -> LibraryError {
    LibraryError::Damaged { name: name.into(), reason }
}

/// The instruments inside the binary, in force from the beginning.
pub fn patches() -> Patches {
    let patches = Patches::default();
    for (file, text) in PATCHES {
        // Those that ship are read by a test; one that did not would only be missing.
        if let Ok(patch) = Patch::parse(text) {
            patches.put(file, Some(patch), Frame(i64::MIN));
        }
    }
    patches
}

/// Networks for the language: a bank by its names.
pub fn networks(bank: Arc<Bank>) -> Arc<dyn Networks> {
    Arc::new(Named(Some(bank)))
}

/// A language without networks, for tests and plain drums.
pub fn no_networks() -> Arc<dyn Networks> {
    Arc::new(Named(None))
}

struct Named(Option<Arc<Bank>>);

impl Networks for Named {
    fn melody(&self, name: &str) -> Result<Pattern<f64>, UnknownModel> {
        let found = self.0.as_ref().and_then(|bank| bank.melody(name));
        found.ok_or_else(|| UnknownModel { name: name.to_owned(), known: self.names() })
    }

    fn names(&self) -> Vec<String> {
        self.0.as_ref().map(|bank| bank.names()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    //! Own files win, damaged ones give way, and what ships loads.
    use super::{Home, Library, LibraryError, PATCHES, Patch, patches};

    #[test]
    fn what_ships_loads() {
        let library = Library::new(Home::at(std::path::Path::new("nowhere")));
        let (bank, warnings) = library.bank();
        assert_eq!((bank.names(), warnings), (vec!["folk".to_owned()], Vec::new()));
        assert_eq!(patches().newest().len(), PATCHES.len());
        assert!(PATCHES.iter().all(|(_, text)| Patch::parse(text).is_ok()));
    }

    #[test]
    fn an_own_model_is_kept_and_wins_and_a_damaged_one_gives_way() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::new(Home::at(folder.path()));
        let folk = library.get("folk").unwrap();
        library.keep("mine", &folk.card, &folk.weights).unwrap();
        library.keep("folk", &folk.card, &folk.weights).unwrap();
        assert!(library.get("folk").unwrap().own && library.names() == ["fine", "folk", "mine", "nano", "stage"]);
        std::fs::write(folder.path().join("models/folk.safetensors"), b"not a model").unwrap();
        let (bank, warnings) = library.bank();
        assert_eq!(bank.names(), ["folk", "mine"]);
        assert!(warnings[0].contains("`folk` does not load") && warnings[0].contains("the built-in one plays"));
    }

    #[test]
    fn an_unknown_name_gets_the_nearest() {
        let library = Library::new(Home::at(std::path::Path::new("nowhere")));
        assert!(library.get("flok").unwrap_err().to_string().contains("did you mean `folk`?"));
        assert!(matches!(library.get("../folk"), Err(LibraryError::Unknown { .. })));
    }

    #[test]
    fn a_damaged_singer_gives_way_to_the_built_in_one_and_every_damage_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let library = Library::new(Home::at(folder.path()));
        let stage = library.get("stage").unwrap();
        library.keep("stage", &stage.card, &stage.weights).unwrap();
        let file = folder.path().join("models/stage.safetensors");
        let whole = std::fs::read(&file).unwrap();
        let said = |bytes: &[u8]| {
            std::fs::write(&file, bytes).unwrap();
            let (model, said) = library.singer("stage");
            assert!(model.is_some() && library.check("stage").is_err());
            said.unwrap()
        };
        let mut not_a_number = whole.clone();
        let last = not_a_number.len() - 2;
        not_a_number[last..].copy_from_slice(&[0x00, 0x7e]);
        for (bytes, word) in
            [(&whole[..2_000], "do not read"), (&b"RIFF"[..], "do not read"), (&not_a_number, "not finite")]
        {
            let words = said(bytes);
            assert!(words.contains("`stage` does not load") && words.contains(word), "{words}");
            assert!(words.contains("the built-in one plays"), "{words}");
        }
        std::fs::write(&file, &whole).unwrap();
        let card = stage.card.to_text().unwrap().replace("residual = 32", "residual = 16");
        std::fs::write(folder.path().join("models/stage.toml"), card).unwrap();
        assert!(library.check("stage").unwrap_err().to_string().contains("the card asks for"));
        std::fs::remove_file(&file).unwrap();
        assert!(library.singer("stage").1.unwrap().contains("stage.safetensors"));
    }
}
