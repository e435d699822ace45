//! What an expression is asked to be a pattern of.
//!
//! ```text
//! double      Pattern Double            auto      Pattern a, whatever it turns out to be
//! ```

use crate::lang::types::Type;

/// What an expression is to be a pattern of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Controls.
    #[default]
    Control,
    /// Words.
    String,
    /// Numbers.
    Double,
    /// Whole numbers.
    Int,
    /// Notes.
    Note,
    /// Truth values.
    Bool,
    /// Fractions.
    Rational,
    /// Single letters.
    Char,
    /// Whatever it is.
    Auto,
}

impl Kind {
    /// The kind of that name.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "control" => Self::Control,
            "string" => Self::String,
            "double" => Self::Double,
            "int" | "integer" => Self::Int,
            "note" => Self::Note,
            "bool" => Self::Bool,
            "rational" => Self::Rational,
            "char" => Self::Char,
            "auto" => Self::Auto,
            _ => return None,
        })
    }

    /// The type of its values; `None` where that is to be found out.
    pub(super) fn element(self) -> Option<Type> {
        Some(match self {
            Self::Control => Type::named("ValueMap"),
            Self::String => Type::string(),
            Self::Double => Type::named("Double"),
            Self::Int => Type::named("Int"),
            Self::Note => Type::named("Note"),
            Self::Bool => Type::named("Bool"),
            Self::Rational => Type::named("Rational"),
            Self::Char => Type::named("Char"),
            Self::Auto => return None,
        })
    }
}
