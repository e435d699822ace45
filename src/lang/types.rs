//! Types of expressions, as Hindley and Milner have them: variables, constructors, application.
//!
//! ```text
//! every :: Pattern Int -> (Pattern a -> Pattern a) -> Pattern a -> Pattern a        a Scheme: `a` is any type
//! ```
//!
//! `class` says which types belong to which class, `unify` makes two types equal, `written` reads types from text.
//! Type variables may stand for constructors (`fmap :: Functor f => ...`), so application is a node of its own.

mod class;
mod unify;
mod written;

pub(super) use class::{Class, instance};
pub(super) use unify::{Clash, Unifier};
pub(super) use written::scheme;

use std::fmt::Write as _;
use std::sync::Arc;

/// A type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// A variable, by number.
    Variable(u32),
    /// `Pattern`, `Int`, `->`, `[]`, `(,)`
    Constructor(Arc<str>),
    /// `Pattern Int` is `Apply(Pattern, Int)`
    Apply(Arc<Type>, Arc<Type>),
}

/// A type for any choice of its variables that satisfies the context.
#[derive(Clone, Debug, PartialEq)]
pub struct Scheme {
    /// The variables that may be chosen, in the order in which `Instance`s list them.
    pub variables: Vec<u32>,
    /// What the choice must satisfy.
    pub context: Vec<(Class, Type)>,
    /// The type.
    pub body: Type,
}

impl Type {
    /// A constructor without arguments.
    pub fn named(name: &str) -> Self {
        Self::Constructor(Arc::from(name))
    }

    /// `self argument`.
    #[must_use]
    pub fn of(self, argument: Self) -> Self {
        Self::Apply(Arc::new(self), Arc::new(argument))
    }

    /// `Pattern element`.
    pub fn pattern(element: Self) -> Self {
        Self::named("Pattern").of(element)
    }

    /// `[element]`.
    pub fn list(element: Self) -> Self {
        Self::named("[]").of(element)
    }

    /// `String`, which is a list of characters.
    pub fn string() -> Self {
        Self::list(Self::named("Char"))
    }

    /// A pattern of controls.
    pub fn controls() -> Self {
        Self::pattern(Self::named("ValueMap"))
    }

    /// `from -> to`.
    pub fn function(from: Self, to: Self) -> Self {
        Self::named("->").of(from).of(to)
    }

    /// A tuple; of none it is the unit.
    pub fn tuple(parts: impl ExactSizeIterator<Item = Self>) -> Self {
        let name = if parts.len() == 0 { "()".to_owned() } else { format!("({})", ",".repeat(parts.len() - 1)) };
        parts.fold(Self::named(&name), Self::of)
    }

    /// The two sides of a function type.
    pub fn as_function(&self) -> Option<(&Type, &Type)> {
        if let Self::Apply(head, to) = self
            && let Self::Apply(arrow, from) = head.as_ref()
            && matches!(arrow.as_ref(), Self::Constructor(name) if name.as_ref() == "->")
        {
            return Some((from, to));
        }
        None
    }

    /// How many arguments a function of this type takes.
    pub fn arity(&self) -> usize {
        std::iter::successors(self.as_function(), |(_, to)| to.as_function()).count()
    }

    /// The name of the constructor at its head, and its arguments.
    pub fn head(&self) -> (Option<&str>, Vec<&Type>) {
        let mut arguments = Vec::new();
        let mut head = self;
        while let Self::Apply(function, argument) = head {
            arguments.push(argument.as_ref());
            head = function;
        }
        arguments.reverse();
        match head {
            Self::Constructor(name) => (Some(name), arguments),
            _ => (None, arguments),
        }
    }

    /// What a pattern is a pattern of.
    pub fn element(&self) -> Option<&Type> {
        match self.head() {
            (Some("Pattern"), arguments) => arguments.first().copied(),
            _ => None,
        }
    }

    /// Calls `see` with every variable in it.
    pub fn variables(&self, see: &mut impl FnMut(u32)) {
        match self {
            Self::Variable(id) => see(*id),
            Self::Constructor(_) => {}
            Self::Apply(head, argument) => {
                head.variables(see);
                argument.variables(see);
            }
        }
    }

    /// The same type with variables replaced.
    #[must_use]
    pub fn substitute(&self, with: &impl Fn(u32) -> Option<Type>) -> Self {
        match self {
            Self::Variable(id) => with(*id).unwrap_or_else(|| self.clone()),
            Self::Constructor(_) => self.clone(),
            Self::Apply(head, argument) => head.substitute(with).of(argument.substitute(with)),
        }
    }

    /// In words, for a musician: `a pattern of numbers`.
    pub fn describe(&self) -> String {
        match self.head() {
            (Some("Pattern"), arguments) => match arguments.first() {
                Some(element) => match element.plural() {
                    Some(plural) => format!("a pattern of {plural}"),
                    None => "a pattern".to_owned(),
                },
                None => "a pattern".to_owned(),
            },
            (Some("->"), _) => match self.as_function() {
                Some((from, to)) if from.element().is_some() && to.element().is_some() => {
                    "a function from pattern to pattern".to_owned()
                }
                _ => "a function".to_owned(),
            },
            (Some("[]"), arguments) => match arguments.first() {
                Some(Self::Constructor(name)) if name.as_ref() == "Char" => "plain text".to_owned(),
                Some(element) => match element.plural() {
                    Some(plural) => format!("a list of {plural}"),
                    None => "a list".to_owned(),
                },
                None => "a list".to_owned(),
            },
            (Some("Int" | "Integer"), _) => "a whole number".to_owned(),
            (Some("Double"), _) => "a number".to_owned(),
            (Some("Timbre"), _) => "a number or an instrument".to_owned(),
            (Some("Rational"), _) => "a time".to_owned(),
            (Some("Note"), _) => "a note".to_owned(),
            (Some("Bool"), _) => "true or false".to_owned(),
            (Some("ValueMap"), _) => "a set of controls".to_owned(),
            (Some("IO"), _) => "something to do (such as d1 $ ...)".to_owned(),
            (Some("()"), _) => "nothing".to_owned(),
            (Some(name), _) if name.starts_with("(,") => "a tuple".to_owned(),
            (Some("Char"), _) => "a letter".to_owned(),
            (Some("ID"), _) => "a name or a number".to_owned(),
            (Some("Maybe"), _) => "a value that may be missing (Just ..., Nothing)".to_owned(),
            (Some("Arc"), _) => "a stretch of time".to_owned(),
            _ => "something of another kind".to_owned(),
        }
    }

    fn plural(&self) -> Option<String> {
        let word = match self.head() {
            (Some("Int" | "Integer"), _) => "whole numbers",
            (Some("Double"), _) => "numbers",
            (Some("Timbre"), _) => "numbers or instruments",
            (Some("Rational"), _) => "times",
            (Some("Note"), _) => "notes",
            (Some("Bool"), _) => "true or false",
            (Some("ValueMap"), _) => "controls",
            (Some("[]"), arguments) => match arguments.first().map(|inner| inner.head().0) {
                Some(Some("Char")) => "words",
                _ => "lists",
            },
            (Some("Pattern"), arguments) => {
                return Some(match arguments.first().and_then(|inner| inner.plural()) {
                    Some(inner) => format!("patterns of {inner}"),
                    None => "patterns".to_owned(),
                });
            }
            (Some("->"), _) => "functions",
            (Some(name), _) if name.starts_with("(,") => "tuples",
            _ => return None,
        };
        Some(word.to_owned())
    }

    /// As it is written in signatures. Variables are named in the order of `names`, which grows.
    pub fn write(&self, names: &mut Vec<u32>) -> String {
        let mut out = String::new();
        self.print(names, 0, &mut out);
        out
    }

    fn print(&self, names: &mut Vec<u32>, level: u8, out: &mut String) {
        let wrap = |needed: bool, out: &mut String, inner: &mut dyn FnMut(&mut String)| {
            if needed {
                out.push('(');
            }
            inner(out);
            if needed {
                out.push(')');
            }
        };
        if let Self::Variable(id) = self {
            let at = names.iter().position(|known| known == id).unwrap_or_else(|| {
                names.push(*id);
                names.len() - 1
            });
            out.push(char::from(b'a' + (at % 26) as u8));
            if at >= 26 {
                let _ = write!(out, "{}", at / 26);
            }
            return;
        }
        if let Some((from, to)) = self.as_function() {
            wrap(level > 0, out, &mut |out| {
                from.print(names, 1, out);
                out.push_str(" -> ");
                to.print(names, 0, out);
            });
            return;
        }
        let (head, arguments) = self.head();
        match (head, arguments.as_slice()) {
            (Some("[]"), [inner]) if inner.head().0 == Some("Char") => out.push_str("String"),
            (Some("[]"), [inner]) => {
                out.push('[');
                inner.print(names, 0, out);
                out.push(']');
            }
            (Some("Pattern"), [inner]) if inner.head().0 == Some("ValueMap") => out.push_str("ControlPattern"),
            (Some("Rational"), []) => out.push_str("Time"),
            (Some(name), parts) if name.starts_with("(,") && parts.len() + 1 == name.len() => {
                out.push('(');
                for (at, part) in parts.iter().enumerate() {
                    if at > 0 {
                        out.push_str(", ");
                    }
                    part.print(names, 0, out);
                }
                out.push(')');
            }
            (_, []) => out.push_str(head.unwrap_or("?")),
            (_, _) => {
                if let Self::Apply(function, argument) = self {
                    wrap(level > 1, out, &mut |out| {
                        function.print(names, 1, out);
                        out.push(' ');
                        argument.print(names, 2, out);
                    });
                }
            }
        }
    }
}

impl Scheme {
    /// A type as it stands.
    pub fn plain(body: Type) -> Self {
        Self { variables: Vec::new(), context: Vec::new(), body }
    }

    /// As it is written in signatures: `Num a => Pattern a -> Pattern a`.
    pub fn write(&self) -> String {
        let mut names = Vec::new();
        let body = self.body.write(&mut names);
        if self.context.is_empty() {
            return body;
        }
        let classes: Vec<String> = self
            .context
            .iter()
            .map(|(class, of)| {
                let mut text = String::new();
                of.print(&mut names, 2, &mut text);
                format!("{class:?} {text}")
            })
            .collect();
        match classes.as_slice() {
            [one] => format!("{one} => {body}"),
            many => format!("({}) => {body}", many.join(", ")),
        }
    }
}

#[cfg(test)]
mod tests;
