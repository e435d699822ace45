//! Words that act only on the events whose controls match.
//!
//! ```text
//! fix (# crush 4) (n 1) p      only where n is 1          contrast f g (n 1) p      f there, g elsewhere
//! ```

use crate::pattern::{ControlMap, Pattern, Value};
use crate::time::Span;

impl Pattern<ControlMap> {
    /// `f` of the events that have all the controls of `like` at their onset, `g` of the others.
    #[must_use]
    pub fn contrast(&self, like: &Self, f: impl FnOnce(Self) -> Self, g: impl FnOnce(Self) -> Self) -> Self {
        f(self.matching(like, true)).overlay(&g(self.matching(like, false)))
    }

    /// `f` of the matching events only.
    #[must_use]
    pub fn fix(&self, like: &Self, f: impl FnOnce(Self) -> Self) -> Self {
        self.contrast(like, f, |rest| rest)
    }

    /// `f` of all but the matching events.
    #[must_use]
    pub fn unfix(&self, like: &Self, f: impl FnOnce(Self) -> Self) -> Self {
        self.contrast(like, |same| same, f)
    }

    fn matching(&self, like: &Self, wanted: bool) -> Self {
        let (pattern, like) = (self.clone(), like.clone());
        Self::pouring(move |state, out| {
            for event in pattern.query(state) {
                let onset = event.onset();
                let models = like.query(&state.at(Span::new(onset, onset)));
                if models.iter().any(|model| has_all(&event.value, &model.value)) == wanted {
                    out.push(event);
                }
            }
        })
    }
}

/// Whether the map has every control of the model, with the same value. Numbers agree within a millionth.
fn has_all(map: &ControlMap, model: &ControlMap) -> bool {
    model.iter().all(|(name, wanted)| {
        map.get(name).is_some_and(|own| match (own, wanted) {
            (Value::Text(a), Value::Text(b)) => a == b,
            _ => own.number().zip(wanted.number()).is_some_and(|(a, b)| (a - b).abs() < 1e-6),
        })
    })
}
