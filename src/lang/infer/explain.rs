//! Two types that do not fit, in words.
//!
//! ```text
//! fast (s "bd") $ s "hh"     `fast` wants a pattern of times as its first argument, but this is a pattern of controls
//!                            fast :: Pattern Time -> Pattern a -> Pattern a
//! ```

use super::{Because, Constraint, Inference, Inferred};
use crate::diagnostic::{Diagnostic, SourceSpan};
use crate::lang::syntax::{Expression, Form, Name};
use crate::lang::types::{Clash, Class, Type};
use crate::lang::vocabulary;

/// The argument that is being checked.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) head: Expression,
    pub(super) nth: usize,
    pub(super) of: usize,
    pub(super) span: SourceSpan,
}

const ORDINALS: [&str; 6] = ["first", "second", "third", "fourth", "fifth", "sixth"];

pub(super) fn is_operator(name: &str) -> bool {
    name.starts_with(|c: char| "!#$%&*+./<=>?@\\^|-~:".contains(c))
}

impl Inference<'_> {
    /// `found`, the type of `e`, has to be `wanted`.
    pub(super) fn equal(&mut self, found: &Type, wanted: &Type, e: &Expression) -> Inferred<()> {
        match self.unifier.unify(found, wanted) {
            Ok(()) => Ok(()),
            Err(clash) => {
                let (found, wanted) = (self.unifier.resolve(found), self.unifier.resolve(wanted));
                Err(Box::new(self.mismatch(&found, &wanted, e, &clash)))
            }
        }
    }

    fn mismatch(&mut self, found: &Type, wanted: &Type, e: &Expression, clash: &Clash) -> Diagnostic {
        match clash {
            Clash::Endless => {
                return Diagnostic::error(e.span, "this would need a type that contains itself")
                    .with_help("is something applied to itself, or an argument missing?");
            }
            Clash::TooLarge => return Diagnostic::error(e.span, "this is too large to be worked out"),
            Clash::Different => {}
        }
        let this = match &e.kind {
            Form::Name(name) => format!("`{name}`"),
            Form::Text(_) => "this string".to_owned(),
            _ => "this".to_owned(),
        };
        let (found_words, wanted_words) = tell_apart(found, wanted);
        let place = self.places.last().filter(|place| place.span == e.span).cloned();
        let Some(place) = place else {
            let diagnostic =
                Diagnostic::error(e.span, format!("{this} is {found_words}, but {wanted_words} is wanted here"));
            return match self.missing(found, wanted, e) {
                Some(help) => diagnostic.with_help(help),
                None => diagnostic,
            };
        };
        let name = match &place.head.kind {
            Form::Name(name) => Some(name.clone()),
            _ => None,
        };
        let wants = match &name {
            Some(name) if is_operator(name) && place.nth < 2 => {
                let side = if place.nth == 0 { "left" } else { "right" };
                format!("`{name}` wants {wanted_words} on its {side}")
            }
            Some(name) => {
                let nth = ORDINALS.get(place.nth).copied().unwrap_or("next");
                format!("`{name}` wants {wanted_words} as its {nth} argument")
            }
            None => format!("{wanted_words} is wanted here"),
        };
        let diagnostic = Diagnostic::error(e.span, format!("{wants}, but {this} is {found_words}"));
        let signature = name.as_ref().and_then(|name| self.signature(name));
        match (self.missing(found, wanted, e), signature) {
            (Some(help), _) => diagnostic.with_help(help),
            (None, Some(signature)) => diagnostic.with_help(signature),
            (None, None) => diagnostic,
        }
    }

    fn signature(&self, name: &Name) -> Option<String> {
        if self.scope.iter().any(|(known, _)| known == name) {
            return None;
        }
        if let Some(definition) = self.definitions.get(name) {
            return Some(format!("{name} :: {}", definition.scheme.write()));
        }
        vocabulary::find(name).map(|word| match is_operator(name) {
            true => format!("({name}) :: {}", word.signature),
            false => format!("{name} :: {}", word.signature),
        })
    }

    /// How to ask the values of a pattern what the pattern itself cannot be asked.
    fn inside(&mut self, name: &Name, class: Class) -> Option<String> {
        use Class::{Enum, Eq, Integral, Ord, Real, RealFrac};
        if !matches!(class, Enum | Eq | Integral | Ord | Real | RealFrac) {
            return None;
        }
        let takes = vocabulary::find(name)?.scheme().body.arity();
        Some(match (is_operator(name), takes) {
            (true, 2) => format!("a pattern has no single value; ask each of its values: ({name} 2) <$> \"1 2 3\""),
            (false, 1) => format!("a pattern has no single value; ask each of its values: {name} <$> \"1 2 3\""),
            (false, 2) => format!("a pattern has no single value; ask each of its values: {name} 2 <$> \"1 2 3\""),
            _ => return None,
        })
    }

    /// A sign or an argument that seems to be missing.
    fn missing(&mut self, found: &Type, wanted: &Type, e: &Expression) -> Option<String> {
        if let Some(help) = self.shape(found, wanted, e) {
            return Some(help);
        }
        if wanted.as_function().is_none() && found.as_function().is_some() {
            let mut left = 0;
            let mut result = found;
            while let Some((_, to)) = result.as_function() {
                (left, result) = (left + 1, to);
            }
            let last_argument = self.places.last().is_some_and(|place| place.nth + 1 < place.of);
            return match &e.kind {
                Form::Name(name) if last_argument => Some(format!("a `$` may be missing before `{name}`")),
                Form::Name(name) => Some(format!("`{name}` still wants {}", arguments(left))),
                _ if left == 1 && wanted.element().is_some() => {
                    Some("it still wants what it changes: ... $ s \"bd\"".to_owned())
                }
                _ => Some(format!("it still wants {}", arguments(left))),
            };
        }
        if wanted.head().0 == Some("IO") && found.element().is_some() {
            return Some("to play a pattern, put it in a slot: d1 $ ...".to_owned());
        }
        let controls = |of: &Type| of.element().is_some_and(|element| element.head().0 == Some("ValueMap"));
        if controls(wanted) && found.element().is_some() && !controls(found) {
            return Some("a control gives it a meaning: s \"bd\", n \"0 2\", note \"c e\"".to_owned());
        }
        None
    }

    /// A type that does not belong to a class.
    pub(super) fn refuse(&mut self, constraint: &Constraint) -> Diagnostic {
        let of = self.unifier.resolve(&constraint.of);
        let words = of.describe();
        let span = constraint.span;
        match &constraint.because {
            Because::Literal(literal) => {
                let diagnostic = Diagnostic::error(span, format!("{words} is wanted here, but this is a {literal}"));
                if of.as_function().is_some() {
                    let help = match *literal {
                        "string" => "a function stands without quotes: rev, (fast 2), (# speed 2)",
                        _ => "such as: rev, (fast 2), (# speed 2)",
                    };
                    return diagnostic.with_help(help);
                }
                if of.head().0 == Some("Bool") {
                    return diagnostic.with_help("as in: 1 < 2, x == 3, True");
                }
                if of.head().0 == Some("IO") {
                    return diagnostic.with_help("to play a pattern, put it in a slot: d1 $ ...");
                }
                if literal.starts_with("number") && of == Type::string() {
                    return diagnostic.with_help("words stand between quotes: s \"bd\"");
                }
                if *literal == "string" && of.element().is_none() {
                    return diagnostic.with_help("without quotes it is a number or a name");
                }
                diagnostic
            }
            Because::Word(name) => {
                let diagnostic = Diagnostic::error(
                    span,
                    format!("`{name}` works on {}, but here it meets {words}", constraint.class.describe()),
                );
                if constraint.class == Class::Slot
                    && let Some(word) = vocabulary::find(name)
                {
                    return diagnostic.with_help(format!("as in: {}", word.example));
                }
                if of.element().is_some()
                    && let Some(help) = self.inside(name, constraint.class)
                {
                    return diagnostic.with_help(help);
                }
                match self.signature(name) {
                    Some(signature) => diagnostic.with_help(signature),
                    None => diagnostic,
                }
            }
        }
    }
}

fn arguments(left: usize) -> String {
    match left {
        1 => "an argument".to_owned(),
        many => format!("{many} arguments"),
    }
}

/// Both in words; where the words are the same, as written types.
fn tell_apart(found: &Type, wanted: &Type) -> (String, String) {
    let (a, b) = (found.describe(), wanted.describe());
    if a != b {
        return (a, b);
    }
    let mut names = Vec::new();
    (format!("`{}`", found.write(&mut names)), format!("`{}`", wanted.write(&mut names)))
}
