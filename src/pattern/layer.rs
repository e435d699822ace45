//! A pattern over itself: changed copies at the same time or a little later.
//!
//! ```text
//! superimpose f      p + f p             off 1/4 f      p + f p a quarter cycle later
//! echo_with 3 t f    p + f p (t later) + f (f p) (2t later)
//! ```

use super::sequence::{MOST_STEPS, too_many};
use super::{Item, Pattern, stack};
use crate::time::Cycle;

impl<T: Item> Pattern<T> {
    /// The pattern and `f` of it.
    #[must_use]
    pub fn superimpose(&self, f: impl FnOnce(Self) -> Self) -> Self {
        self.overlay(&f(self.clone()))
    }

    /// The pattern and `f` of it, `by` cycles later.
    #[must_use]
    pub fn off(&self, by: Cycle, f: impl FnOnce(Self) -> Self) -> Self {
        self.overlay(&f(self.late(by)))
    }

    /// `count` copies, each later than the one before by `by` and once more changed by `f` (`stutWith`, `echoWith`).
    /// One copy or less is the pattern itself.
    #[must_use]
    pub fn echo_with(&self, count: i64, by: Cycle, f: impl Fn(Self) -> Self) -> Self {
        if count > MOST_STEPS {
            return too_many(count);
        }
        let mut copies = vec![self.clone()];
        let mut copy = self.clone();
        for _ in 1..count {
            copy = f(copy.late(by));
            copies.push(copy.clone());
        }
        stack(&copies)
    }

    /// The pattern and ghosts of it: `f` of it 1.5 and 2.5 times `share` later, and twice 4 times later.
    #[must_use]
    pub fn ghost_with(&self, share: Cycle, f: impl Fn(Self) -> Self) -> Self {
        let later = |times: Cycle, pattern: &Self| f(pattern.clone()).late(share * times);
        let near = self.overlay(&later(Cycle::new(3, 2), self));
        near.overlay(&later(Cycle::new(5, 2), &near))
    }
}
