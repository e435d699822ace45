//! Definitions: which need which, what each may be used as.
//!
//! ```text
//! let f x = fast 2 x       f :: Pattern a -> Pattern a        `a` is chosen at each use
//!     even n = ... odd     even and odd need each other: one group
//! ```
//!
//! Groups are found by Tarjan's algorithm and inferred in the order of need, so that what is used was generalised before.

use super::{Bound, Constraint, Inference, Inferred};
use crate::diagnostic::Diagnostic;
use crate::lang::core::{Core, Definition, Group, Origin};
use crate::lang::syntax::{Binder, Body, Clause, Declaration, Expression, Form, Name, Shape, Statement, TypeText};
use crate::lang::types::{Class, Scheme, Type};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// Definitions in groups that need each other, those that are needed first; patterns are taken apart into names.
pub(in crate::lang) fn order(declarations: &[Declaration]) -> Vec<Vec<Declaration>> {
    let mut functions = Vec::new();
    let mut signatures = Vec::new();
    for declaration in declarations {
        match declaration {
            Declaration::Function { .. } => functions.push(declaration.clone()),
            Declaration::Signature { .. } => signatures.push(declaration.clone()),
            Declaration::Pattern { binder, body } => take_apart(binder, body, &mut functions),
        }
    }
    let places: HashMap<Name, usize> =
        functions.iter().enumerate().filter_map(|(at, function)| Some((Arc::clone(name_of(function)?), at))).collect();
    let needs: Vec<Vec<usize>> = functions
        .iter()
        .map(|function| {
            let mut used = Vec::new();
            if let Declaration::Function { clauses, .. } = function {
                clauses
                    .iter()
                    .for_each(|clause| names_in_body(&clause.body, &mut |name| used.extend(places.get(name))));
            }
            used
        })
        .collect();
    let mut groups = Vec::new();
    for component in components(&needs) {
        let mut group: Vec<Declaration> = component.iter().map(|&at| functions[at].clone()).collect();
        for signature in &signatures {
            if let Declaration::Signature { names, .. } = signature
                && component.iter().any(|&at| name_of(&functions[at]).is_some_and(|name| names.contains(name)))
            {
                group.push(signature.clone());
            }
        }
        groups.push(group);
    }
    groups
}

fn name_of(declaration: &Declaration) -> Option<&Name> {
    match declaration {
        Declaration::Function { name, .. } => Some(name),
        _ => None,
    }
}

/// `(a, b) = e` becomes a hidden definition of `e` and one of each name.
fn take_apart(binder: &Binder, body: &Body, functions: &mut Vec<Declaration>) {
    let span = binder.span;
    let hidden: Name = Arc::from(format!("({}..{})", span.begin, span.end));
    let define = |name: Name, body: Body| Declaration::Function {
        name,
        span,
        clauses: vec![Clause { binders: Vec::new(), body }],
    };
    // A definition is as lazy as can be already.
    if let Shape::Lazy(inner) = &binder.kind {
        return take_apart(inner, body, functions);
    }
    // Parts that are written out are defined each for itself: they may need each other.
    if let (Shape::Tuple(binders), [(guards, value)]) = (&binder.kind, body.guarded.as_slice())
        && let Form::Tuple(values) = &value.kind
        && guards.is_empty()
        && body.wheres.is_empty()
        && binders.len() == values.len()
    {
        for (part, value) in binders.iter().zip(values) {
            let body = Body { guarded: vec![(Vec::new(), value.clone())], wheres: Vec::new() };
            match &part.kind {
                Shape::Name(name) => functions.push(Declaration::Function {
                    name: Arc::clone(name),
                    span: part.span,
                    clauses: vec![Clause { binders: Vec::new(), body }],
                }),
                _ => take_apart(part, &body, functions),
            }
        }
        return;
    }
    functions.push(define(Arc::clone(&hidden), body.clone()));
    let mut names = Vec::new();
    names_of(binder, &mut names);
    for name in names {
        let subject = Expression::new(span, Form::Name(Arc::clone(&hidden)));
        let value =
            Body { guarded: vec![(Vec::new(), Expression::new(span, Form::Name(Arc::clone(&name))))], wheres: vec![] };
        let clause = Clause { binders: vec![binder.clone()], body: value };
        let part = Expression::new(span, Form::Case(Box::new(subject), vec![clause]));
        functions.push(define(name, Body { guarded: vec![(Vec::new(), part)], wheres: Vec::new() }));
    }
}

fn names_of(binder: &Binder, names: &mut Vec<Name>) {
    match &binder.kind {
        Shape::Any | Shape::Literal(_) => {}
        Shape::Name(name) => names.push(Arc::clone(name)),
        Shape::As(name, inner) => {
            names.push(Arc::clone(name));
            names_of(inner, names);
        }
        Shape::Lazy(inner) => names_of(inner, names),
        Shape::Tuple(parts) | Shape::List(parts) | Shape::Constructor(_, parts) => {
            parts.iter().for_each(|part| names_of(part, names));
        }
    }
}

fn names_in_body(body: &Body, see: &mut dyn FnMut(&Name)) {
    for (guards, value) in &body.guarded {
        names_in_statements(guards, see);
        names_in(value, see);
    }
    names_in_declarations(&body.wheres, see);
}

fn names_in_declarations(declarations: &[Declaration], see: &mut dyn FnMut(&Name)) {
    for declaration in declarations {
        match declaration {
            Declaration::Function { clauses, .. } => clauses.iter().for_each(|clause| names_in_body(&clause.body, see)),
            Declaration::Pattern { body, .. } => names_in_body(body, see),
            Declaration::Signature { .. } => {}
        }
    }
}

fn names_in_statements(statements: &[Statement], see: &mut dyn FnMut(&Name)) {
    for statement in statements {
        match statement {
            Statement::Draw(_, e) | Statement::Expression(e) => names_in(e, see),
            Statement::Let(declarations) => names_in_declarations(declarations, see),
        }
    }
}

/// Every name that an expression mentions. Names that it binds itself are among them, which only makes a group larger.
fn names_in(e: &Expression, see: &mut dyn FnMut(&Name)) {
    match &e.kind {
        Form::Name(name) => see(name),
        Form::Int(_) | Form::Fraction(_) | Form::Text(_) | Form::Char(_) => {}
        Form::Apply(a, b) | Form::LeftSection(a, b) | Form::RightSection(a, b) => {
            names_in(a, see);
            names_in(b, see);
        }
        Form::Lambda(_, a) | Form::Negate(a) | Form::Minus(a) | Form::Annotate(a, _) => names_in(a, see),
        Form::Let(declarations, body) => {
            names_in_declarations(declarations, see);
            names_in(body, see);
        }
        Form::If(a, b, c) => [a, b, c].into_iter().for_each(|e| names_in(e, see)),
        Form::Case(subject, clauses) => {
            names_in(subject, see);
            clauses.iter().for_each(|clause| names_in_body(&clause.body, see));
        }
        Form::List(items) | Form::Tuple(items) => items.iter().for_each(|item| names_in(item, see)),
        Form::Range(a, b, c) => {
            names_in(a, see);
            b.iter().chain(c).for_each(|e| names_in(e, see));
        }
        Form::Comprehension(body, statements) => {
            names_in(body, see);
            names_in_statements(statements, see);
        }
        Form::Do(statements) => names_in_statements(statements, see),
    }
}

/// Strongly connected components, those without needs first (Tarjan 1972).
fn components(needs: &[Vec<usize>]) -> Vec<Vec<usize>> {
    struct Walk<'a> {
        needs: &'a [Vec<usize>],
        index: Vec<Option<usize>>,
        low: Vec<usize>,
        stack: Vec<usize>,
        count: usize,
        found: Vec<Vec<usize>>,
    }
    impl Walk<'_> {
        fn visit(&mut self, at: usize) {
            self.index[at] = Some(self.count);
            self.low[at] = self.count;
            self.count += 1;
            self.stack.push(at);
            for &next in &self.needs[at] {
                match self.index[next] {
                    None => {
                        self.visit(next);
                        self.low[at] = self.low[at].min(self.low[next]);
                    }
                    Some(index) if self.stack.contains(&next) => self.low[at] = self.low[at].min(index),
                    Some(_) => {}
                }
            }
            if self.index[at] == Some(self.low[at]) {
                let from = self.stack.iter().rposition(|&other| other == at).unwrap_or(0);
                let mut component = self.stack.split_off(from);
                component.sort_unstable();
                self.found.push(component);
            }
        }
    }
    let count = needs.len();
    let mut walk =
        Walk { needs, index: vec![None; count], low: vec![0; count], stack: Vec::new(), count: 0, found: Vec::new() };
    for at in 0..count {
        if walk.index[at].is_none() {
            walk.visit(at);
        }
    }
    walk.found
}

/// A definition's name, number and type.
type Named = (Name, u32, Scheme);

/// What a use of a definition may choose, and the classes its choices have to belong to.
type Choices = (Vec<u32>, Vec<(Class, Type)>);

impl Inference<'_> {
    /// Infers local definitions and leaves them in scope.
    pub(super) fn declarations(&mut self, declarations: &[Declaration]) -> Inferred<Vec<Arc<Group>>> {
        let mut groups = Vec::new();
        for group in order(declarations) {
            let (group, named) = self.group(&group)?;
            self.scope.extend(named.into_iter().map(|(name, id, scheme)| (name, Bound::Shared(id, scheme))));
            groups.push(Arc::new(group));
        }
        Ok(groups)
    }

    /// Infers one group of definitions that stay.
    pub(in crate::lang) fn definitions(
        &mut self,
        group: &[Declaration],
        origin: &Arc<Origin>,
    ) -> Inferred<Vec<(Name, Definition)>> {
        let (mut group, named) = self.group(group)?;
        self.finish()?;
        for (_, member) in &mut group.members {
            self.settle(member);
        }
        let group = Arc::new(group);
        let define = |(name, id, scheme): Named| {
            let group = Arc::clone(&group);
            (name, Definition { scheme, group, id, values: Mutex::default(), origin: Arc::clone(origin) })
        };
        Ok(named.into_iter().map(define).collect())
    }

    fn group(&mut self, declarations: &[Declaration]) -> Inferred<(Group, Vec<Named>)> {
        self.level += 1;
        let before = self.scope.len();
        let mut members = Vec::new();
        let mut recursive = false;
        for declaration in declarations {
            let Declaration::Function { name, clauses, .. } = declaration else { continue };
            clauses.iter().for_each(|clause| {
                names_in_body(&clause.body, &mut |used| {
                    recursive |= declarations.iter().any(|other| name_of(other) == Some(used));
                });
            });
            let (id, of) = (self.new_id(), self.fresh());
            self.scope.push((Arc::clone(name), Bound::Member(id, of.clone())));
            members.push((Arc::clone(name), id, of));
        }
        let mut cores = Vec::new();
        for declaration in declarations {
            let Declaration::Function { name, span, clauses } = declaration else { continue };
            let Some((_, id, of)) = members.iter().find(|(known, ..)| known == name).cloned() else { continue };
            if cores.iter().any(|(known, _)| *known == id) {
                return Err(Box::new(Diagnostic::error(*span, format!("`{name}` is defined twice here"))));
            }
            if let Some(text) = signature_of(declarations, name) {
                let wanted = self.written(text)?;
                let here = Expression::new(*span, Form::Name(Arc::clone(name)));
                self.equal(&wanted, &of, &here)?;
            }
            let here = Expression::new(*span, Form::Name(Arc::clone(name)));
            let core = self.function(name, &here, clauses, &of)?;
            cores.push((id, core));
        }
        self.scope.truncate(before);
        self.level -= 1;
        let (variables, context) = self.generalise(&members)?;
        let scheme = |of: &Type| Scheme { variables: variables.clone(), context: context.clone(), body: of.clone() };
        let mut named = Vec::new();
        for (name, id, of) in members {
            let of = self.unifier.resolve(&of);
            named.push((name, id, scheme(&of)));
        }
        let members: Vec<(u32, Core)> = cores;
        Ok((Group { members, variables, recursive }, named))
    }

    /// The variables that the members may choose at each use, and the classes these have to belong to.
    fn generalise(&mut self, members: &[(Name, u32, Type)]) -> Inferred<Choices> {
        self.solve()?;
        self.decide(self.level)?;
        self.solve()?;
        let mut variables = Vec::new();
        for (_, _, of) in members {
            let of = self.unifier.resolve(of);
            of.variables(&mut |id| {
                if self.unifier.level(id) > self.level && !variables.contains(&id) {
                    variables.push(id);
                }
            });
        }
        // What is asked of variables that no use can choose gets its default now.
        let level = self.level;
        self.default(|unifier, id| unifier.level(id) > level && !variables.contains(&id))?;
        let mut context = Vec::new();
        let constraints = std::mem::take(&mut self.constraints);
        for constraint in constraints {
            let Constraint { class, of, .. } = &constraint;
            let of = self.unifier.resolve(of);
            let mut own = false;
            of.variables(&mut |id| own |= variables.contains(&id));
            if !own {
                self.constraints.push(constraint);
            } else if !context.contains(&(*class, of.clone())) {
                context.push((*class, of));
            }
        }
        Ok((variables, context))
    }
}

fn signature_of<'a>(declarations: &'a [Declaration], name: &Name) -> Option<&'a TypeText> {
    declarations.iter().find_map(|declaration| match declaration {
        Declaration::Signature { names, of } if names.contains(name) => Some(of),
        _ => None,
    })
}
