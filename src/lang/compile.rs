//! Compilation: a typed tree becomes closures, once; nothing is interpreted when patterns are asked.
//!
//! ```text
//! Apply(f, x)   ->   |env| f(env).apply(x(env))        a definition used at two types is compiled twice
//! ```
//!
//! Since types are chosen here, numerals and strings become their values at once: `"1 2"` at `Pattern Double` is parsed
//! as mini-notation of numbers, its mistakes are told in place. Definitions that do not need themselves are worked out at
//! most once; those that do are worked out at each use, which keeps their values free of circles.

mod literal;
mod matching;

use super::budget;
use super::core::{Bind, Core, Definition, Group, Id};
use super::datum::{Datum, List};
use super::types::Type;
use super::vocabulary::{Instance, Surroundings};
use crate::diagnostic::Diagnostic;
pub(super) use literal::{mini_text, whole as numeral};
use std::sync::{Arc, OnceLock};

/// Compiled code.
type Code = Arc<dyn Fn(&Env) -> Datum + Send + Sync>;

/// The values in scope, innermost first.
#[derive(Clone, Default)]
pub(super) struct Env(Option<Arc<Node>>);

struct Node {
    slot: Slot,
    outer: Env,
}

enum Slot {
    Value(Datum),
    /// Worked out at most once, where the definition stands.
    Lazy(Vec<Thunk>),
    /// Worked out at each use, in the scope that begins with this node.
    Again(Arc<Vec<Code>>),
}

struct Thunk {
    code: Code,
    env: Env,
    value: OnceLock<Datum>,
}

impl Env {
    fn push(&self, slot: Slot) -> Self {
        Self(Some(Arc::new(Node { slot, outer: self.clone() })))
    }

    pub(super) fn with(&self, value: Datum) -> Self {
        self.push(Slot::Value(value))
    }

    /// The scope that begins `depth` nodes out.
    fn out(&self, depth: usize) -> &Self {
        let mut env = self;
        for _ in 0..depth {
            match &env.0 {
                Some(node) => env = &node.outer,
                None => break,
            }
        }
        env
    }

    fn value(&self, depth: usize, member: usize) -> Datum {
        let env = self.out(depth);
        match env.0.as_deref().map(|node| &node.slot) {
            Some(Slot::Value(value)) => value.clone(),
            Some(Slot::Lazy(thunks)) => match thunks.get(member) {
                Some(thunk) => thunk
                    .value
                    .get_or_init(|| budget::step(|| (thunk.code)(&thunk.env)).unwrap_or(Datum::Bottom))
                    .clone(),
                None => Datum::Bottom,
            },
            Some(Slot::Again(codes)) => match codes.get(member) {
                Some(code) => budget::step(|| code(env)).unwrap_or(Datum::Bottom),
                None => Datum::Bottom,
            },
            None => Datum::Bottom,
        }
    }
}

impl Drop for Node {
    /// Unlinks a long chain step by step: dropping it recursively could exhaust a small stack.
    fn drop(&mut self) {
        let mut next = self.outer.0.take();
        while let Some(node) = next {
            match Arc::try_unwrap(node) {
                Ok(mut node) => next = node.outer.0.take(),
                Err(_) => break,
            }
        }
    }
}

/// What the compiler knows of one node of the scope.
enum Entry {
    Local(Id),
    /// A group, and the instances of its members that were asked for.
    Shared {
        group: Arc<Group>,
        instances: Vec<(Id, Vec<Type>)>,
    },
}

/// Chosen types of variables.
type Choice = Vec<(u32, Type)>;

/// One compilation.
pub(super) struct Compiler<'a> {
    surroundings: &'a Surroundings,
    scope: Vec<Entry>,
    diagnostics: Vec<Diagnostic>,
    instances: usize,
}

/// More instances of local definitions than any text needs; nesting could ask for exponentially many.
const MOST_INSTANCES: usize = 20_000;

/// Works out a typed tree.
///
/// # Errors
/// Mistakes inside strings, and budgets that ran out.
pub(super) fn evaluate(core: &Core, surroundings: &Surroundings) -> Result<Datum, Vec<Diagnostic>> {
    let mut compiler = Compiler { surroundings, scope: Vec::new(), diagnostics: Vec::new(), instances: 0 };
    let code = compiler.code(core, &Choice::new());
    if !compiler.diagnostics.is_empty() {
        compiler.diagnostics.dedup();
        return Err(compiler.diagnostics);
    }
    Ok(code(&Env::default()))
}

impl Compiler<'_> {
    fn code(&mut self, core: &Core, choice: &Choice) -> Code {
        match core {
            Core::Local(id) => {
                let place =
                    self.scope.iter().rev().position(|entry| matches!(entry, Entry::Local(known) if known == id));
                let depth = place.unwrap_or(usize::MAX);
                Arc::new(move |env| env.value(depth, 0))
            }
            Core::Shared(id, types) => self.shared(*id, types.as_deref(), choice),
            Core::Word { word, types } => {
                let types: Vec<Type> = types.iter().map(|of| closed(of, choice)).collect();
                let value = word.build(&Instance { word: None, types: &types, surroundings: self.surroundings });
                constant(value)
            }
            Core::Global(definition, types) => {
                let types = types.iter().map(|of| closed(of, choice)).collect();
                constant(self.global(definition, types))
            }
            Core::Int(number, of) => constant(literal::whole(*number, &closed(of, choice))),
            Core::Fraction(number, of) => constant(literal::fraction(*number, &closed(of, choice))),
            Core::Text { text, at, of } => match literal::text(text, *at, &closed(of, choice)) {
                Ok(value) => constant(value),
                Err(diagnostic) => {
                    self.diagnostics.push(diagnostic);
                    constant(Datum::Bottom)
                }
            },
            Core::Char(letter) => constant(Datum::Char(*letter)),
            Core::Apply(function, argument) => self.apply(function, argument, choice),
            Core::At(span, inner) => {
                let (span, code) = (*span, self.code(inner, choice));
                Arc::new(move |env| budget::at(span, || code(env)))
            }
            Core::Lambda(binds, body) => self.lambda(binds, body, choice),
            Core::Let(group, body) => self.shared_group(group, body, choice),
            Core::If(condition, yes, no) => {
                let condition = self.code(condition, choice);
                let (yes, no) = (self.code(yes, choice), self.code(no, choice));
                Arc::new(move |env| if condition(env).truth() { yes(env) } else { no(env) })
            }
            Core::Match(subject, alternatives) => self.alternatives(subject, alternatives, choice),
            Core::Fail => constant(Datum::Mismatch),
            Core::List(items) => {
                let items: Vec<Code> = items.iter().map(|item| self.code(item, choice)).collect();
                Arc::new(move |env| Datum::List(List::from(items.iter().map(|item| item(env)).collect::<Vec<_>>())))
            }
            Core::Tuple(parts) => {
                let parts: Vec<Code> = parts.iter().map(|part| self.code(part, choice)).collect();
                Arc::new(move |env| Datum::Tuple(parts.iter().map(|part| part(env)).collect()))
            }
            Core::Minus { operand, result } => {
                let operand = self.code(operand, choice);
                let is_function = closed(result, choice).as_function().is_some();
                Arc::new(move |env| {
                    let x = operand(env);
                    match is_function {
                        true => Datum::function(move |y| super::vocabulary::arithmetic::subtract(&y, &x)),
                        false => super::vocabulary::arithmetic::negate(&x),
                    }
                })
            }
        }
    }

    /// Most arguments are worked out before the call; those of a few words only when they are needed.
    fn apply(&mut self, function: &Core, argument: &Core, choice: &Choice) -> Code {
        if let Core::Apply(head, left) = function
            && let Core::Word { word, .. } = head.as_ref()
            && matches!(word.name, "&&" | "||" | ":" | "++" | "<>")
        {
            let list = matches!(word.name, ":" | "++");
            let name = word.name;
            if list || name != "<>" {
                let (left, right) = (self.code(left, choice), self.code(argument, choice));
                return Arc::new(move |env| match name {
                    "&&" => Datum::Bool(left(env).truth() && right(env).truth()),
                    "||" => Datum::Bool(left(env).truth() || right(env).truth()),
                    _ => {
                        let first = left(env);
                        let first = if name == ":" { List::from(vec![first]) } else { first.list() };
                        let (right, env) = (Arc::clone(&right), env.clone());
                        // The tail may be the list itself: `let xs = 1 : xs`.
                        let tail = move || budget::step(|| right(&env)).unwrap_or(Datum::Bottom).list();
                        Datum::List(List::lazy(move || first.iter().chain(Deferred::new(tail.clone()))))
                    }
                });
            }
        }
        let (function, argument) = (self.code(function, choice), self.code(argument, choice));
        Arc::new(move |env| function(env).apply(argument(env)))
    }

    fn lambda(&mut self, binds: &[Bind], body: &Core, choice: &Choice) -> Code {
        let Some((first, rest)) = binds.split_first() else { return self.code(body, choice) };
        let before = self.scope.len();
        let matcher = self.matcher(first, choice);
        let inner = self.lambda(rest, body, choice);
        self.scope.truncate(before);
        Arc::new(move |env| {
            let (env, matcher, inner) = (env.clone(), matcher.clone(), Arc::clone(&inner));
            Datum::function(move |argument| match matcher.run(&argument, &env) {
                Some(env) => inner(&env),
                None => {
                    budget::complain(|| "this value does not fit what the function is defined for".to_owned());
                    Datum::Bottom
                }
            })
        })
    }

    fn shared(&mut self, id: Id, types: Option<&[Type]>, choice: &Choice) -> Code {
        let last = self.scope.len();
        for (at, entry) in self.scope.iter_mut().enumerate().rev() {
            let Entry::Shared { group, instances } = entry else { continue };
            if !group.members.iter().any(|(member, _)| *member == id) {
                continue;
            }
            let types: Vec<Type> = match types {
                Some(types) => types.iter().map(|of| closed(of, choice)).collect(),
                None => group.variables.iter().map(|id| closed(&Type::Variable(*id), choice)).collect(),
            };
            let wanted = (id, types);
            let member = instances.iter().position(|known| *known == wanted).unwrap_or_else(|| {
                instances.push(wanted);
                instances.len() - 1
            });
            let depth = last - 1 - at;
            return Arc::new(move |env| env.value(depth, member));
        }
        constant(Datum::Bottom)
    }

    fn shared_group(&mut self, group: &Arc<Group>, body: &Core, choice: &Choice) -> Code {
        self.scope.push(Entry::Shared { group: Arc::clone(group), instances: Vec::new() });
        let body = self.code(body, choice);
        if !group.recursive {
            let instances = match self.scope.pop() {
                Some(Entry::Shared { instances, .. }) => instances,
                _ => Vec::new(),
            };
            let codes: Vec<Code> = instances.iter().map(|(id, types)| self.member(group, *id, types, choice)).collect();
            return Arc::new(move |env| {
                let thunk = |code: &Code| Thunk { code: Arc::clone(code), env: env.clone(), value: OnceLock::new() };
                body(&env.push(Slot::Lazy(codes.iter().map(thunk).collect())))
            });
        }
        let mut codes = Vec::new();
        // Members may ask for further instances of each other.
        while let Some(Entry::Shared { instances, .. }) = self.scope.last()
            && let Some((id, types)) = instances.get(codes.len()).cloned()
        {
            codes.push(self.member(group, id, &types, choice));
        }
        self.scope.pop();
        let codes = Arc::new(codes);
        Arc::new(move |env| body(&env.push(Slot::Again(Arc::clone(&codes)))))
    }

    fn member(&mut self, group: &Group, id: Id, types: &[Type], choice: &Choice) -> Code {
        self.instances += 1;
        if self.instances > MOST_INSTANCES {
            budget::complain(|| "these definitions are used in too many ways to be worked out".to_owned());
            return constant(Datum::Bottom);
        }
        let mut inner = choice.clone();
        inner.extend(group.variables.iter().copied().zip(types.iter().cloned()));
        match group.members.iter().find(|(member, _)| *member == id) {
            Some((_, core)) => self.code(core, &inner),
            None => constant(Datum::Bottom),
        }
    }

    /// The value of a definition that stays, at chosen types; worked out once.
    fn global(&mut self, definition: &Arc<Definition>, types: Vec<Type>) -> Datum {
        if let Ok(values) = definition.values.lock()
            && let Some(value) = values.get(&types)
        {
            return value.clone();
        }
        let use_of_it = Core::Shared(definition.id, Some(types.clone()));
        let scope = std::mem::take(&mut self.scope);
        let errors = self.diagnostics.len();
        let code = self.shared_group(&definition.group, &use_of_it, &Choice::new());
        self.scope = scope;
        if self.diagnostics.len() > errors {
            return Datum::Bottom;
        }
        let value = budget::step(|| code(&Env::default())).unwrap_or(Datum::Bottom);
        if !matches!(value, Datum::Bottom)
            && let Ok(mut values) = definition.values.lock()
        {
            values.insert(types, value.clone());
        }
        value
    }
}

/// An iterator that is made when its first item is asked for.
struct Deferred<F> {
    make: Option<F>,
    items: Option<Box<dyn Iterator<Item = Datum>>>,
}

impl<F: FnOnce() -> List> Deferred<F> {
    fn new(make: F) -> Self {
        Self { make: Some(make), items: None }
    }
}

impl<F: FnOnce() -> List> Iterator for Deferred<F> {
    type Item = Datum;
    fn next(&mut self) -> Option<Datum> {
        if let Some(make) = self.make.take() {
            self.items = Some(make().iter());
        }
        // A tail of a tail of a tail: each costs depth.
        budget::step(|| self.items.as_mut()?.next())?
    }
}

fn constant(value: Datum) -> Code {
    Arc::new(move |_| value.clone())
}

/// A type with its variables chosen; one that nothing chose is of no consequence.
fn closed(of: &Type, choice: &Choice) -> Type {
    of.substitute(&|id| choice.iter().rev().find(|(known, _)| *known == id).map(|(_, of)| of.clone()))
}
