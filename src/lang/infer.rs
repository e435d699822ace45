//! Inference: a written tree becomes a typed one, by Hindley and Milner's algorithm W with classes.
//!
//! ```text
//! \x -> x # speed 2      :: ControlPattern -> ControlPattern
//! let f = fast 2         :: Pattern a -> Pattern a            generalised: each use chooses its own `a`
//! ```
//!
//! Expected types are handed down where they are known, so that mistakes are told at the argument that is wrong.
//! Parts: `apply` (applications and their messages), `bind` (what values are matched with), `declare` (definitions,
//! generalisation), `solve` (classes and defaults), `sugar` (do, comprehensions, ranges, sections).

mod advice;
mod apply;
mod bind;
mod declare;
mod explain;
mod solve;
mod sugar;

pub(super) use declare::order;

use super::core::{Core, Definition, Id};
use super::syntax::{Expression, Form, Name, TypeText};
use super::types::{Class, Scheme, Type, Unifier, scheme};
use super::vocabulary;
use crate::diagnostic::{Diagnostic, SourceSpan, nearest};
use std::collections::HashMap;
use std::sync::Arc;

/// The performer's own definitions, by name.
pub(super) type Definitions = HashMap<Name, Arc<Definition>>;

/// What went wrong; boxed, since results are passed through many hands.
type Failure = Box<Diagnostic>;
type Inferred<T> = Result<T, Failure>;

/// Why a class is asked for.
#[derive(Clone, Debug)]
enum Because {
    /// A whole numeral, a numeral with a point, a string.
    Literal(&'static str),
    /// A word or a definition.
    Word(Name),
}

/// A type that has to belong to a class.
#[derive(Clone, Debug)]
struct Constraint {
    class: Class,
    of: Type,
    span: SourceSpan,
    because: Because,
}

/// `(- x)` whose meaning is not known yet.
#[derive(Clone)]
struct Undecided {
    operand: Type,
    result: Type,
    span: SourceSpan,
}

enum Bound {
    Local(Id, Type),
    /// A member of the group that is being inferred.
    Member(Id, Type),
    Shared(Id, Scheme),
}

/// The state of one inference.
pub(super) struct Inference<'a> {
    definitions: &'a Definitions,
    unifier: Unifier,
    scope: Vec<(Name, Bound)>,
    constraints: Vec<Constraint>,
    undecided: Vec<Undecided>,
    level: u32,
    ids: Id,
    depth: u32,
    places: Vec<explain::Place>,
    /// The item of a list that is being checked.
    item: Option<SourceSpan>,
    hints: Vec<Diagnostic>,
}

/// Nesting that no hand writes; the stack bears more.
const DEEPEST: u32 = 1_500;

impl<'a> Inference<'a> {
    pub(super) fn new(definitions: &'a Definitions) -> Self {
        Self {
            definitions,
            unifier: Unifier::default(),
            scope: Vec::new(),
            constraints: Vec::new(),
            undecided: Vec::new(),
            level: 0,
            ids: 0,
            depth: 0,
            places: Vec::new(),
            item: None,
            hints: Vec::new(),
        }
    }

    /// The typed tree of an expression, with its type; `expected` where that is known.
    pub(super) fn expression(&mut self, e: &Expression, expected: Option<&Type>) -> Inferred<(Core, Type)> {
        let (mut core, of) = match expected {
            Some(of) => (self.check(e, of)?, of.clone()),
            None => self.infer(e)?,
        };
        self.finish()?;
        self.settle(&mut core);
        let of = self.unifier.resolve(&of);
        Ok((core, of))
    }

    /// A type that is not known yet.
    pub(super) fn element(&mut self) -> Type {
        self.fresh()
    }

    /// Hints that came up on the way.
    pub(super) fn take_hints(&mut self) -> Vec<Diagnostic> {
        std::mem::take(&mut self.hints)
    }

    fn settle(&mut self, core: &mut Core) {
        let unifier = &mut self.unifier;
        core.retype(&mut |of| *of = unifier.resolve(of));
    }

    fn fresh(&mut self) -> Type {
        self.unifier.fresh(self.level)
    }

    fn new_id(&mut self) -> Id {
        self.ids += 1;
        self.ids
    }

    fn require(&mut self, class: Class, of: Type, span: SourceSpan, because: Because) {
        self.constraints.push(Constraint { class, of, span, because });
    }

    /// A word of the vocabulary that the sugar stands for.
    fn word(&mut self, name: &str, span: SourceSpan) -> Inferred<(Core, Type)> {
        let Some(word) = vocabulary::find(name) else { return Err(self.unknown(name, span)) };
        let (types, of) = self.instantiate(word.scheme(), span, &Because::Word(Arc::from(name)));
        Ok((Core::Word { word, types }, of))
    }

    /// A scheme at fresh types.
    fn instantiate(&mut self, scheme: &Scheme, span: SourceSpan, because: &Because) -> (Vec<Type>, Type) {
        let types: Vec<Type> = scheme.variables.iter().map(|_| self.fresh()).collect();
        let choose = |id: u32| {
            let at = scheme.variables.iter().position(|known| *known == id)?;
            types.get(at).cloned()
        };
        for (class, of) in &scheme.context {
            self.require(*class, of.substitute(&choose), span, because.clone());
        }
        let body = scheme.body.substitute(&choose);
        (types, body)
    }

    fn lookup(&mut self, name: &Name, span: SourceSpan) -> Inferred<(Core, Type)> {
        let because = Because::Word(Arc::clone(name));
        if let Some(at) = self.scope.iter().rposition(|(known, _)| known == name) {
            return Ok(match &self.scope[at].1 {
                Bound::Local(id, of) => (Core::Local(*id), of.clone()),
                Bound::Member(id, of) => (Core::Shared(*id, None), of.clone()),
                Bound::Shared(id, scheme) => {
                    let (id, scheme) = (*id, scheme.clone());
                    let (types, of) = self.instantiate(&scheme, span, &because);
                    (Core::Shared(id, Some(types)), of)
                }
            });
        }
        if let Some(definition) = self.definitions.get(name) {
            let definition = Arc::clone(definition);
            let (types, of) = self.instantiate(&definition.scheme, span, &because);
            return Ok((Core::Global(definition, types), of));
        }
        if let Some(word) = vocabulary::find(name)
            && let Some(hint) = word.hint_for(name)
        {
            self.hints.push(Diagnostic::hint(span, format!("`{name}` is an old name")).with_help(hint));
        }
        self.word(name, span)
    }

    fn unknown(&self, name: &str, span: SourceSpan) -> Failure {
        let diagnostic = Diagnostic::error(span, format!("`{name}` is not a word here"));
        let mut known: Vec<&str> = self.scope.iter().map(|(name, _)| &**name).collect();
        known.extend(self.definitions.keys().map(|name| &**name));
        for name in vocabulary::names() {
            known.push(name);
        }
        Box::new(match advice::unknown(name, nearest(name, known)) {
            Some(help) => diagnostic.with_help(help),
            None => diagnostic,
        })
    }

    fn infer(&mut self, e: &Expression) -> Inferred<(Core, Type)> {
        let of = self.fresh();
        let core = self.check(e, &of)?;
        Ok((core, of))
    }

    /// The typed tree of `e`, which has to be of type `of`.
    fn check(&mut self, e: &Expression, of: &Type) -> Inferred<Core> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Box::new(Diagnostic::error(e.span, "this nests too deep to be worked out")));
        }
        let result = self.check_form(e, of);
        self.depth -= 1;
        result
    }

    fn check_form(&mut self, e: &Expression, of: &Type) -> Inferred<Core> {
        let span = e.span;
        match &e.kind {
            Form::Int(number) => {
                self.require(Class::Num, of.clone(), span, Because::Literal("number"));
                Ok(Core::Int(*number, of.clone()))
            }
            Form::Fraction(number) => {
                self.require(Class::Fractional, of.clone(), span, Because::Literal("number with a point"));
                Ok(Core::Fraction(*number, of.clone()))
            }
            Form::Text(text) => {
                self.require(Class::IsString, of.clone(), span, Because::Literal("string"));
                // The content stands between the quotes.
                let at = SourceSpan { begin: span.begin + 1, end: span.end.saturating_sub(1), ..span };
                Ok(Core::Text { text: Arc::clone(text), at, of: of.clone() })
            }
            Form::Char(letter) => {
                self.equal(&Type::named("Char"), of, e)?;
                Ok(Core::Char(*letter))
            }
            Form::Name(name) => {
                let (core, found) = match self.other_meaning(e, &[], of) {
                    Some(found) => found,
                    None => self.lookup(name, span)?,
                };
                self.equal(&found, of, e)?;
                Ok(core)
            }
            Form::Apply(..) => self.application(e, of),
            Form::Lambda(binders, body) => self.lambda(e, binders, body, of),
            Form::Let(declarations, body) => {
                let before = self.scope.len();
                let groups = self.declarations(declarations)?;
                let body = self.check(body, of)?;
                self.scope.truncate(before);
                Ok(groups.into_iter().rev().fold(body, |body, group| Core::Let(group, Box::new(body))))
            }
            Form::If(condition, yes, no) => {
                let condition = self.check(condition, &Type::named("Bool"))?;
                let (yes, no) = (self.check(yes, of)?, self.check(no, of)?);
                Ok(Core::If(Box::new(condition), Box::new(yes), Box::new(no)))
            }
            Form::Case(subject, clauses) => {
                let (subject, from) = self.infer(subject)?;
                let alternatives = self.clauses(clauses, &[from], of)?;
                Ok(Core::Match(Box::new(subject), alternatives))
            }
            Form::List(items) => {
                let element = self.fresh();
                self.equal(&Type::list(element.clone()), of, e)?;
                let outer = self.item;
                let items: Inferred<Vec<Core>> = items
                    .iter()
                    .map(|item| {
                        self.item = Some(item.span);
                        self.check(item, &element)
                    })
                    .collect();
                self.item = outer;
                Ok(Core::List(items?))
            }
            Form::Tuple(parts) => {
                let types: Vec<Type> = parts.iter().map(|_| self.fresh()).collect();
                self.equal(&Type::tuple(types.iter().cloned()), of, e)?;
                let parts: Inferred<Vec<Core>> =
                    parts.iter().zip(&types).map(|(part, of)| self.check(part, of)).collect();
                Ok(Core::Tuple(parts?))
            }
            Form::Annotate(inner, text) => {
                let wanted = self.written(text)?;
                self.equal(&wanted, of, e)?;
                self.check(inner, &wanted)
            }
            Form::Negate(inner) => {
                let (negate, _) = self.word("negate", span)?;
                self.require(Class::Num, of.clone(), span, Because::Word(Arc::from("-")));
                let inner = self.check(inner, of)?;
                Ok(Core::Apply(Box::new(negate), Box::new(inner)))
            }
            Form::Minus(inner) => {
                let (operand, from) = self.infer(inner)?;
                self.require(Class::Num, from.clone(), span, Because::Word(Arc::from("-")));
                self.undecided.push(Undecided { operand: from, result: of.clone(), span });
                Ok(Core::Minus { operand: Box::new(operand), result: of.clone() })
            }
            Form::Range(..)
            | Form::Comprehension(..)
            | Form::LeftSection(..)
            | Form::RightSection(..)
            | Form::Do(_) => self.sugar(e, of),
        }
    }

    /// A written type; its variables may become anything.
    fn written(&mut self, text: &TypeText) -> Inferred<Type> {
        let level = self.level;
        let unifier = &mut self.unifier;
        let fresh = || match unifier.fresh(level) {
            Type::Variable(id) => id,
            _ => 0,
        };
        scheme(text, fresh).map(|(scheme, _)| scheme.body).map_err(|unknown| {
            Box::new(
                Diagnostic::error(unknown.span, format!("there is no type `{}`", unknown.name))
                    .with_help("types are Pattern, String, Int, Double, Note, Time, Bool, ControlPattern"),
            )
        })
    }
}
