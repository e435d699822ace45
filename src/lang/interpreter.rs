//! The interpreter: blocks in, actions and messages out, definitions kept between.
//!
//! ```text
//! let f = fast 2          Define f
//! d1 $ f $ s "bd"         Play { slot: 1, .. }
//! d2 $ f $                a message; the two blocks before are not touched by it
//! ```
//!
//! A clone is a snapshot: evaluate on it, and keep whichever is wanted. Evaluation runs on a thread of its own with a
//! large stack and within a budget, so it always ends and never takes the caller with it.

mod kind;
mod written;

pub use kind::Kind;

use super::action::Action;
use super::block::blocks;
use super::budget;
use super::compile::evaluate;
use super::core::Origin;
use super::datum::Datum;
use super::infer::{Definitions, Inference, order};
use super::mend;
use super::parse::{self, Fixities};
use super::rehearse::on_large_stack;
use super::slip;
use super::syntax::{Declaration, Expression, Form, Item};
use super::token;
use super::types::Type;
use super::vocabulary::{self, Surroundings};
use crate::diagnostic::{Diagnostic, SourceSpan};
use crate::pattern::{Pattern, Tidal};
use std::sync::Arc;

/// A model that is not there.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
#[error("there is no model `{name}`")]
pub struct UnknownModel {
    /// The name that was asked for.
    pub name: String,
    /// The names that there are.
    pub known: Vec<String>,
}

/// The networks that a text can name.
pub trait Networks: Send + Sync {
    /// The melody of a model, in semitones from middle C.
    ///
    /// # Errors
    /// A name that is none of [`Self::names`].
    fn melody(&self, name: &str) -> Result<Pattern<f64>, UnknownModel>;

    /// The names of all models that make melodies.
    fn names(&self) -> Vec<String>;
}

/// No networks at all.
pub struct NoNetworks;

impl Networks for NoNetworks {
    fn melody(&self, name: &str) -> Result<Pattern<f64>, UnknownModel> {
        Err(UnknownModel { name: name.to_owned(), known: Vec::new() })
    }

    fn names(&self) -> Vec<String> {
        Vec::new()
    }
}

/// What became of a block.
#[derive(Clone, Debug)]
pub struct EvaluatedBlock {
    /// Where it stands.
    pub span: SourceSpan,
    /// What it asks to be done; nothing where there was an error.
    pub actions: Vec<Action>,
    /// What is to be said about it.
    pub diagnostics: Vec<Diagnostic>,
}

impl EvaluatedBlock {
    /// Whether nothing of it may be done.
    pub fn failed(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// What became of a text.
#[derive(Clone, Debug, Default)]
pub struct Evaluated {
    /// Its blocks, in order.
    pub blocks: Vec<EvaluatedBlock>,
}

impl Evaluated {
    /// Everything that is to be said.
    pub fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.blocks.iter().flat_map(|block| &block.diagnostics)
    }

    /// Everything that is to be done.
    pub fn actions(&self) -> impl Iterator<Item = &Action> {
        self.blocks.iter().flat_map(|block| &block.actions)
    }
}

/// Definitions so far, networks, and which Tidal is played.
#[derive(Clone)]
pub struct Interpreter {
    definitions: Definitions,
    fixities: Fixities,
    surroundings: Arc<Surroundings>,
}

/// A block on its way.
struct Part<'a> {
    text: &'a str,
    span: SourceSpan,
    /// Its first line in the text of the evaluation, from 1.
    line: usize,
}

/// Longer texts than any performer's are refused before they cost memory.
const LONGEST: usize = 4 << 20;

impl Interpreter {
    /// Without definitions.
    pub fn new(networks: Arc<dyn Networks>, tidal: Tidal) -> Self {
        Self {
            definitions: Definitions::default(),
            fixities: Fixities::default(),
            surroundings: Arc::new(Surroundings { networks, tidal }),
        }
    }

    /// The names that the performer defined, sorted.
    pub fn defined(&self) -> Vec<Arc<str>> {
        let mut names: Vec<Arc<str>> = self.definitions.keys().filter(|name| !is_hidden(name)).cloned().collect();
        names.sort_unstable();
        names
    }

    /// Evaluates a text, block by block; a block with an error changes nothing and hides no other. Places in messages and
    /// events carry the number of the evaluation.
    pub fn evaluate(&mut self, text: &str, evaluation: u32) -> Evaluated {
        let whole = SourceSpan::new(0, text.len()).of_evaluation(evaluation);
        if text.len() > LONGEST {
            return Evaluated { blocks: vec![failed(whole, Diagnostic::error(whole, "this text is too long"))] };
        }
        let result = on_large_stack(|| {
            let mut next = self.clone();
            let (mut line, mut at) = (1, 0);
            let mut done = Vec::new();
            for block in blocks(text) {
                let begin = block.span.begin as usize;
                line += text.get(at..begin).map_or(0, |above| above.matches('\n').count());
                at = begin;
                done.push(next.block(&Part { text: block.text, span: block.span.of_evaluation(evaluation), line }));
            }
            (next, Evaluated { blocks: done })
        });
        match result {
            Some((next, evaluated)) => {
                *self = next;
                evaluated
            }
            None => Evaluated { blocks: vec![failed(whole, Diagnostic::error(whole, BROKEN))] },
        }
    }

    /// The pattern that an expression is.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn pattern(&self, expression: &str, kind: Kind) -> Result<Pattern<Datum>, Vec<Diagnostic>> {
        let whole = SourceSpan::new(0, expression.len());
        if expression.len() > LONGEST {
            return Err(vec![Diagnostic::error(whole, "this text is too long")]);
        }
        let part = Part { text: expression, span: whole, line: 1 };
        on_large_stack(|| {
            let mut fixities = self.fixities.clone();
            let written = parse::block(expression, 0, 0, &mut fixities).map_err(|diagnostic| vec![diagnostic]);
            written.and_then(|items| self.value(items, &part, kind)).or_else(|told| {
                let mut attempt = |items: &[Item]| {
                    self.value(items.to_vec(), &part, kind).map_err(|told| told.into_iter().find(Diagnostic::is_error))
                };
                let first = told.iter().find(|told| told.is_error()).cloned();
                self.mended(&part, first, &mut attempt).map(|(pattern, _)| pattern).ok_or(told)
            })
        })
        .unwrap_or_else(|| Err(vec![Diagnostic::error(whole, BROKEN)]))
    }

    /// The pattern that the items of a text are.
    fn value(&self, items: Vec<Item>, part: &Part<'_>, kind: Kind) -> Result<Pattern<Datum>, Vec<Diagnostic>> {
        let tree = parse::expression(items, part.span).map_err(|diagnostic| vec![diagnostic])?;
        let mut inference = Inference::new(&self.definitions);
        let element = kind.element().unwrap_or_else(|| inference.element());
        let wanted = Type::pattern(element);
        let (core, _) = inference.expression(&tree, Some(&wanted)).map_err(|diagnostic| vec![*diagnostic])?;
        self.worth(&core, part).map(Datum::pattern)
    }

    /// How many arguments a name takes.
    fn wants(&self, name: &str) -> usize {
        let own = self.definitions.get(name).map(|definition| &definition.scheme);
        own.or_else(|| vocabulary::find(name).map(vocabulary::Word::scheme)).map_or(0, |scheme| scheme.body.arity())
    }

    /// What a text that cannot be played may mean, with hints that say so.
    fn mended<T>(
        &self,
        part: &Part<'_>,
        first: Option<Diagnostic>,
        attempt: &mut mend::Attempt<'_, T>,
    ) -> Option<(T, Vec<Diagnostic>)> {
        let draft = parse::Draft::of(part.text, part.span.begin, part.span.evaluation, &self.fixities)?;
        mend::mended(&draft, first, &|name| self.wants(name), attempt)
    }

    fn worth(&self, core: &super::core::Core, part: &Part<'_>) -> Result<Datum, Vec<Diagnostic>> {
        let here = |told: Diagnostic| slip::elsewhere(told, &self.definitions, part.text, part.span);
        let _ = budget::take_complaint();
        let value = budget::run(|| evaluate(core, &self.surroundings))
            .map_err(|told| told.into_iter().map(here).collect::<Vec<_>>())?;
        match budget::take_complaint() {
            Some(complaint) => {
                let span = slip::place(&complaint, part.text, part.span);
                Err(vec![here(Diagnostic::error(span, complaint.text))])
            }
            None => Ok(value),
        }
    }

    fn block(&mut self, part: &Part<'_>) -> EvaluatedBlock {
        let span = part.span;
        let before = self.fixities.clone();
        let mut done = match parse::block(part.text, span.begin, span.evaluation, &mut self.fixities) {
            Ok(items) => self.items(&items, part),
            Err(diagnostic) => failed(span, diagnostic),
        };
        if !done.failed() {
            return done;
        }
        self.fixities = before;
        let is_word = |name: &str| self.definitions.contains_key(name) || vocabulary::find(name).is_some();
        let slip = token::tokens(part.text, span.begin, span.evaluation)
            .ok()
            .and_then(|tokens| slip::recognise(&tokens, &is_word));
        let first = done.diagnostics.iter().find(|told| told.is_error()).cloned();
        let mut trial = self.clone();
        let mut attempt = |items: &[Item]| {
            let meant = trial.items(items, part);
            match meant.diagnostics.iter().find(|told| told.is_error()) {
                Some(told) => Err(Some(told.clone())),
                None => Ok(meant),
            }
        };
        if let Some((mut meant, hints)) = self.mended(part, first, &mut attempt) {
            self.definitions = trial.definitions;
            meant.diagnostics.splice(0..0, hints);
            return meant;
        }
        if let Some(slip) = slip {
            done.diagnostics.retain(|told| !told.is_error());
            done.diagnostics.push(slip);
        }
        done
    }

    /// Does the items of a block, all or none.
    fn items(&mut self, items: &[Item], part: &Part<'_>) -> EvaluatedBlock {
        let before = self.definitions.clone();
        let mut done = EvaluatedBlock { span: part.span, actions: Vec::new(), diagnostics: Vec::new() };
        for item in items {
            let result = match item {
                Item::Definitions(declarations) => self.define(declarations, part, &mut done),
                Item::Play(expression, now) => self.play(expression, *now, part, &mut done),
                Item::Ignored(at) => {
                    let hint = Diagnostic::hint(*at, "this line means nothing here, it is left out");
                    done.diagnostics.push(hint.with_help("everything is there from the start"));
                    Ok(())
                }
            };
            if let Err(diagnostics) = result {
                // A block is done whole or not at all.
                self.definitions = before;
                done.actions.clear();
                done.diagnostics.extend(diagnostics);
                return done;
            }
        }
        done
    }

    fn define(
        &mut self,
        declarations: &[Declaration],
        part: &Part<'_>,
        done: &mut EvaluatedBlock,
    ) -> Result<(), Vec<Diagnostic>> {
        if let Some(taken) = slip::taken(declarations, part.text, done.span.begin) {
            return Err(vec![taken]);
        }
        let first = part.text.lines().next().unwrap_or("").trim_end();
        let origin = Arc::new(Origin { block: part.span, line: part.line, text: Arc::from(first) });
        let mut names = Vec::new();
        for group in order(declarations) {
            let mut inference = Inference::new(&self.definitions);
            let found = inference
                .definitions(&group, &origin)
                .map_err(|diagnostic| vec![slip::own(*diagnostic, &self.definitions)])?;
            done.diagnostics.extend(inference.take_hints());
            for (name, definition) in found {
                let definition = Arc::new(definition);
                if definition.scheme.variables.is_empty() {
                    // Its strings are read now, so that their mistakes are told where they stand.
                    let core = super::core::Core::Global(Arc::clone(&definition), Vec::new());
                    self.worth(&core, part)?;
                }
                if !is_hidden(&name) {
                    names.push(Arc::clone(&name));
                }
                if !self.definitions.contains_key(&name) {
                    done.diagnostics.extend(slip::hides(declarations, &name));
                }
                self.definitions.insert(name, definition);
            }
        }
        done.actions.push(Action::Define(names));
        Ok(())
    }

    fn play(
        &mut self,
        tree: &Expression,
        at_once: bool,
        part: &Part<'_>,
        done: &mut EvaluatedBlock,
    ) -> Result<(), Vec<Diagnostic>> {
        let tree: &Expression = &slip::renewed(tree, &self.definitions, &mut done.diagnostics);
        let mut inference = Inference::new(&self.definitions);
        let (core, of) =
            inference.expression(tree, None).map_err(|diagnostic| vec![slip::own(*diagnostic, &self.definitions)])?;
        done.diagnostics.extend(inference.take_hints());
        done.diagnostics.extend(slip::doubtful(tree));
        if of.head().0 != Some("IO") {
            let diagnostic =
                Diagnostic::error(tree.span, format!("this is {}, nothing is done with it", of.describe()));
            let word = match &tree.kind {
                Form::Name(name) => vocabulary::find(name).filter(|_| !self.definitions.contains_key(name)),
                _ => None,
            };
            if let Some(word) = word.filter(|_| of.as_function().is_some()) {
                let told = Diagnostic::error(tree.span, format!("`{}` alone does nothing", word.name));
                return Err(vec![told.with_help(format!("as in: {}", word.example))]);
            }
            let help = match of.element().and_then(|element| element.head().0) {
                Some("ValueMap") => "put it in a slot to hear it: d1 $ ...",
                _ if of.as_function().is_some() => "an argument may be missing",
                Some(_) => "give it a meaning and a slot: d1 $ n \"0 2\" # s \"superpiano\"",
                None => "a block begins with d1 $ ..., let ..., hush, setcps ...",
            };
            return Err(vec![diagnostic.with_help(help)]);
        }
        let Datum::Action(actions, _) = self.worth(&core, part)? else { return Ok(()) };
        let span = done.span;
        for action in actions.iter().cloned() {
            match action {
                Action::Say(text) => done.diagnostics.push(Diagnostic::hint(tree.span, text.to_string())),
                Action::Play { slot, pattern, .. } => {
                    done.actions.push(Action::Play { slot, pattern, now: at_once, span });
                }
                Action::Transition { slot, pattern, blend, .. } => {
                    done.actions.push(Action::Transition { slot, pattern, blend, now: at_once, span });
                }
                other => done.actions.push(other),
            }
        }
        Ok(())
    }
}

const BROKEN: &str = "this could not be worked out; what played plays on";

fn failed(span: SourceSpan, diagnostic: Diagnostic) -> EvaluatedBlock {
    EvaluatedBlock { span, actions: Vec::new(), diagnostics: vec![diagnostic] }
}

/// Whether it stands for a pattern that was taken apart.
fn is_hidden(name: &str) -> bool {
    name.starts_with('(')
}

#[cfg(test)]
mod tests;
