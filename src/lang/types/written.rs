//! From types as they are written to types: the usual abbreviations are taken apart.
//!
//! ```text
//! ControlPattern = Pattern ValueMap     String = [Char]     Time = Rational
//! ```

use super::{Class, Scheme, Type};
use crate::diagnostic::SourceSpan;
use crate::lang::syntax::{Name, TypeForm, TypeText};
use std::sync::Arc;

/// A type or class that does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UnknownType {
    /// Where.
    pub span: SourceSpan,
    /// Its name.
    pub name: Name,
}

/// Every type that has a name.
const KNOWN: [&str; 21] = [
    "Int", "Integer", "Double", "Timbre", "Rational", "Note", "Bool", "Char", "ValueMap", "Pattern", "Maybe", "IO",
    "ID", "Arc", "Event", "Stream", "Ordering", "Either", "Down", "[]", "->",
];

/// The scheme of a written type: its variables are free to choose. `fresh` numbers them. With their names, in order.
///
/// # Errors
/// A name that is no type.
pub(crate) fn scheme(text: &TypeText, mut fresh: impl FnMut() -> u32) -> Result<(Scheme, Vec<Name>), UnknownType> {
    let mut names: Vec<(Name, u32)> = Vec::new();
    let mut convert = |form: &TypeForm| {
        convert(form, &mut |name| {
            if let Some((_, id)) = names.iter().find(|(known, _)| known == name) {
                return *id;
            }
            let id = fresh();
            names.push((Arc::clone(name), id));
            id
        })
        .map_err(|name| UnknownType { span: text.span, name })
    };
    let body = convert(&text.form)?;
    let mut context = Vec::new();
    for (class, of) in &text.context {
        let class = Class::named(class).ok_or(UnknownType { span: text.span, name: Arc::clone(class) })?;
        context.push((class, convert(of)?));
    }
    let (names, variables) = names.into_iter().unzip();
    Ok((Scheme { variables, context, body }, names))
}

fn convert(form: &TypeForm, variable: &mut impl FnMut(&Name) -> u32) -> Result<Type, Name> {
    Ok(match form {
        TypeForm::Variable(name) => Type::Variable(variable(name)),
        TypeForm::Constructor(name) => match name.as_ref() {
            "String" | "SampleName" => Type::string(),
            "Time" => Type::named("Rational"),
            "Float" => Type::named("Double"),
            "Word8" | "Word" => Type::named("Int"),
            "ControlPattern" | "ParamPattern" | "OscPattern" => Type::controls(),
            "ControlMap" | "ParamMap" | "OscMap" => Type::named("ValueMap"),
            other if KNOWN.contains(&other) || other == "()" || other.starts_with("(,") => {
                Type::Constructor(Arc::clone(name))
            }
            _ => return Err(Arc::clone(name)),
        },
        TypeForm::Apply(head, argument) => {
            if matches!(head.as_ref(), TypeForm::Constructor(name) if name.as_ref() == "Ratio") {
                return Ok(Type::named("Rational"));
            }
            convert(head, variable)?.of(convert(argument, variable)?)
        }
    })
}
