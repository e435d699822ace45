//! Making two types equal, by finding out what their variables stand for.
//!
//! ```text
//! Pattern a ~ Pattern Int      a := Int             a ~ Pattern a      refused: it would never end
//! ```
//!
//! Robinson's unification with Rémy's levels: a variable remembers how deep in nested definitions it was made, so that a
//! definition can tell which of its variables are its own to generalise.

use super::Type;

/// Why two types cannot be equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Clash {
    /// Their shapes differ.
    Different,
    /// One would contain itself.
    Endless,
    /// They are too large to be compared within the budget.
    TooLarge,
}

/// What the variables stand for so far.
#[derive(Debug, Default)]
pub(crate) struct Unifier {
    bound: Vec<Option<Type>>,
    levels: Vec<u32>,
    steps: u64,
}

/// Far more than any text that was written by hand needs; types can grow exponentially with the length of a text.
const MOST_STEPS: u64 = 4_000_000;

impl Unifier {
    /// A new variable made at a level.
    pub(crate) fn fresh(&mut self, level: u32) -> Type {
        self.bound.push(None);
        self.levels.push(level);
        Type::Variable((self.bound.len() - 1) as u32)
    }

    /// The level of an unbound variable.
    pub(crate) fn level(&self, variable: u32) -> u32 {
        self.levels.get(variable as usize).copied().unwrap_or(0)
    }

    /// Whether the budget is spent; from then on nothing unifies.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.steps > MOST_STEPS
    }

    /// The type with variables followed at its head only.
    pub(crate) fn shallow(&self, of: &Type) -> Type {
        let mut current = of;
        while let Type::Variable(id) = current {
            match self.bound.get(*id as usize) {
                Some(Some(next)) => current = next,
                _ => break,
            }
        }
        current.clone()
    }

    /// The type with every known variable replaced.
    pub(crate) fn resolve(&mut self, of: &Type) -> Type {
        self.steps += 1;
        if self.is_exhausted() {
            return Type::named("?");
        }
        match self.shallow(of) {
            Type::Apply(head, argument) => self.resolve(&head).of(self.resolve(&argument)),
            other => other,
        }
    }

    /// Makes `a` and `b` equal.
    ///
    /// # Errors
    /// Where they cannot be; what was found out before stays.
    pub(crate) fn unify(&mut self, a: &Type, b: &Type) -> Result<(), Clash> {
        self.steps += 1;
        if self.is_exhausted() {
            return Err(Clash::TooLarge);
        }
        match (self.shallow(a), self.shallow(b)) {
            (Type::Variable(x), Type::Variable(y)) if x == y => Ok(()),
            (Type::Variable(x), other) | (other, Type::Variable(x)) => {
                self.claim(x, &other)?;
                if let Some(place) = self.bound.get_mut(x as usize) {
                    *place = Some(other);
                }
                Ok(())
            }
            (Type::Constructor(x), Type::Constructor(y)) if x == y => Ok(()),
            // A timbre is a number or an instrument's name: whatever gives numbers, such as `cF`, gives timbres too.
            (Type::Constructor(x), Type::Constructor(y))
                if matches!((&*x, &*y), ("Timbre", "Double") | ("Double", "Timbre")) =>
            {
                Ok(())
            }
            (Type::Apply(f, x), Type::Apply(g, y)) => {
                self.unify(&f, &g)?;
                self.unify(&x, &y)
            }
            _ => Err(Clash::Different),
        }
    }

    /// Refuses a type that contains the variable, and draws the type's variables out to the variable's level.
    fn claim(&mut self, variable: u32, other: &Type) -> Result<(), Clash> {
        self.steps += 1;
        if self.is_exhausted() {
            return Err(Clash::TooLarge);
        }
        match self.shallow(other) {
            Type::Variable(id) if id == variable => Err(Clash::Endless),
            Type::Variable(id) => {
                let outer = self.level(variable);
                if let Some(level) = self.levels.get_mut(id as usize) {
                    *level = (*level).min(outer);
                }
                Ok(())
            }
            Type::Constructor(_) => Ok(()),
            Type::Apply(head, argument) => {
                self.claim(variable, &head)?;
                self.claim(variable, &argument)
            }
        }
    }
}
