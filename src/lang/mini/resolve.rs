//! From the tree of a string to its pattern.
//!
//! ```text
//! [Step bd 1, Step sn 3]    ->  timecat [(1, pure bd), (3, pure sn)]
//! Alternate, Polymeter      ->  sequences sped up or slowed down; Choice, Degrade -> draws by place
//! ```
//!
//! Written numbers are used once, here; patterned ones are bound, and looked up in queries.

use super::tree::{Euclid, Sequence, Step, Term};
use super::{Atom, Place};
use crate::pattern::{
    Context, Event, Pattern, Value, choose_by, fast_from_list, rand_of_place, slowcat, stack, timecat_with_rests,
};
use crate::time::{Cycle, Span};

/// Steps that a range or a sequence may have.
const MOST_STEPS: usize = 100_000;

/// The pattern of a whole string.
pub(super) fn pattern<A: Atom>(term: &Term, place: Place) -> Pattern<A> {
    Resolver { place }.term(term)
}

#[derive(Clone, Copy)]
struct Resolver {
    place: Place,
}

impl Resolver {
    fn term<A: Atom>(self, term: &Term) -> Pattern<A> {
        match term {
            Term::Rest => Pattern::silence(),
            Term::Atom { values, begin, end } => self.atom(values, *begin, *end),
            Term::Stack(parts) => stack(&parts.iter().map(|part| self.sequence(part)).collect::<Vec<_>>()),
            Term::Choice(draw, parts) => {
                let parts: Vec<Pattern<A>> = parts.iter().map(|part| self.sequence(part)).collect();
                choose_by(&rand_of_place(*draw), &parts).segment(Cycle::ONE).join()
            }
            Term::Alternate(parts) => stack(&parts.iter().map(|part| self.alternate(part)).collect::<Vec<_>>()),
            Term::Polymeter(parts, steps) => self.polymeter(parts, steps.as_deref()),
            Term::Live(name) => live(name),
            Term::Range(from, to) => self.range(from, to),
            Term::Fast(inner, factor) => {
                let inner = self.term::<A>(inner);
                self.factor(factor, move |factor| faster(&inner, factor))
            }
            Term::Slow(inner, factor) => {
                let inner = self.term::<A>(inner);
                self.factor(factor, move |factor| inner.slow(factor))
            }
            Term::Degrade(inner, draw, share) => self.term::<A>(inner).degrade_by_using(&rand_of_place(*draw), *share),
            Term::Euclid(inner, euclid) => self.euclid(inner, euclid),
        }
    }

    fn atom<A: Atom>(self, values: &[Value], begin: usize, end: usize) -> Pattern<A> {
        let context = Context::of_text(self.place.counted_from_end(begin, end));
        let notes: Vec<Pattern<A>> =
            values.iter().map(|value| Pattern::pure_at(A::of(value.clone()), context.clone())).collect();
        stack(&notes)
    }

    /// The steps in one cycle; how many there are is in its `steps`.
    fn sequence<A: Atom>(self, steps: &Sequence) -> Pattern<A> {
        let mut parts = Vec::with_capacity(steps.len());
        for step in steps {
            let part = self.part(step);
            let room = MOST_STEPS.saturating_sub(parts.len());
            parts.extend(std::iter::repeat_n((step.weight, part), (step.repeats as usize).min(room)));
        }
        timecat_with_rests(parts)
    }

    /// The pattern of a step, `None` for a rest.
    fn part<A: Atom>(self, step: &Step) -> Option<Pattern<A>> {
        (!matches!(step.term, Term::Rest)).then(|| self.term(&step.term))
    }

    /// One step a cycle.
    fn alternate<A: Atom>(self, steps: &Sequence) -> Pattern<A> {
        if steps.iter().any(|step| step.weight != Cycle::ONE) {
            let sequence = self.sequence(steps);
            let count = sequence.steps.unwrap_or(Cycle::ONE);
            return sequence.slow(count).with_steps(Some(Cycle::ONE));
        }
        let mut turns = Vec::with_capacity(steps.len());
        for step in steps {
            let turn = self.part(step).unwrap_or_else(Pattern::silence);
            let room = MOST_STEPS.saturating_sub(turns.len());
            turns.extend(std::iter::repeat_n(turn, (step.repeats as usize).min(room)));
        }
        slowcat(&turns).with_steps(Some(Cycle::ONE))
    }

    fn polymeter<A: Atom>(self, parts: &[Sequence], steps: Option<&Term>) -> Pattern<A> {
        let parts: Vec<Pattern<A>> = parts.iter().map(|part| self.sequence(part)).collect();
        let first = parts.first().and_then(|part| part.steps).unwrap_or(Cycle::ONE);
        let at = move |steps: Cycle| {
            let fitted: Vec<Pattern<A>> = parts
                .iter()
                .map(|part| part.fast(steps / part.steps.unwrap_or(Cycle::ONE)).with_steps(Some(steps)))
                .collect();
            stack(&fitted)
        };
        match steps {
            Some(steps) => self.factor(steps, at),
            None => at(first),
        }
    }

    fn range<A: Atom>(self, from: &Term, to: &Term) -> Pattern<A> {
        let (from, to): (Pattern<Value>, Pattern<Value>) = (self.term(from), self.term(to));
        from.app_both(&to, |from, to| (from.clone(), to.clone())).bind(|(from, to)| counted(&from, &to))
    }

    /// `make` with a written number or, bound, with each number of a pattern.
    fn factor<A: Atom>(self, factor: &Term, make: impl Fn(Cycle) -> Pattern<A> + Send + Sync + 'static) -> Pattern<A> {
        let factor = self.term::<Value>(factor).fmap(fraction_of);
        match factor.constant() {
            Some(factor) => make(*factor),
            None => factor.inner_bind(make),
        }
    }

    fn euclid<A: Atom>(self, inner: &Term, euclid: &Euclid) -> Pattern<A> {
        let pattern = self.term::<A>(inner);
        // Truth values fill the gaps with their opposite, everything else with silence.
        let gaps = is_truth(inner).then(|| self.term::<Value>(inner).fmap(|value| A::of(opposite(&value))));
        let numbers = |sequence| self.sequence::<Value>(sequence).fmap(|value| whole_of(&value));
        let rotation = euclid.rotation.as_ref().map_or_else(|| Pattern::pure(0), numbers);
        numbers(&euclid.pulses)
            .app_both(&numbers(&euclid.steps), |pulses, steps| (*pulses, *steps))
            .app_both(&rotation, |(pulses, steps), rotation| (*pulses, *steps, *rotation))
            .inner_bind(move |(pulses, steps, rotation)| match &gaps {
                Some(gaps) => pattern.euclid_off_full(pulses, steps, rotation, gaps),
                None => pattern.euclid_off(pulses, steps, rotation),
            })
    }
}

/// A constant many times a cycle is a list of steps: cheaper to ask than a cycle at many speeds.
fn faster<A: Atom>(inner: &Pattern<A>, factor: Cycle) -> Pattern<A> {
    if inner.constant().is_some() && factor.is_whole() && (1..=64).contains(&factor.numerator()) {
        let steps = vec![(Cycle::ONE, Some(inner.clone())); factor.numerator() as usize];
        return timecat_with_rests(steps);
    }
    inner.fast(factor)
}

fn fraction_of(value: Value) -> Cycle {
    match value {
        Value::Fraction(fraction) => fraction,
        other => Cycle::from_f64(other.number().unwrap_or(0.0)),
    }
}

fn whole_of(value: &Value) -> i64 {
    value.number().unwrap_or(0.0) as i64
}

fn opposite(value: &Value) -> Value {
    match value {
        Value::Bool(truth) => Value::Bool(!truth),
        other => other.clone(),
    }
}

fn is_truth(term: &Term) -> bool {
    let any = |parts: &[Sequence]| parts.iter().flatten().any(|step| is_truth(&step.term));
    match term {
        Term::Atom { values, .. } => matches!(values.first(), Some(Value::Bool(_))),
        Term::Stack(parts) | Term::Choice(_, parts) | Term::Alternate(parts) | Term::Polymeter(parts, _) => any(parts),
        Term::Fast(inner, _) | Term::Slow(inner, _) | Term::Degrade(inner, ..) | Term::Euclid(inner, _) => {
            is_truth(inner)
        }
        Term::Rest | Term::Live(_) | Term::Range(..) => false,
    }
}

/// The values from one number to another by ones, downwards where the second is smaller.
fn counted<A: Atom>(from: &Value, to: &Value) -> Pattern<A> {
    let (Some(first), Some(last)) = (from.number(), to.number()) else { return Pattern::silence() };
    let (low, high) = (first.min(last), first.max(last));
    // Haskell counts floats up to half a step beyond the end.
    let slack = if matches!(from, Value::Int(_)) { 0.0 } else { 0.5 };
    let count = ((high + slack - low).floor() + 1.0).min(MOST_STEPS as f64) as usize;
    let value = |nth: usize| {
        let offset = nth as f64;
        A::of(match from {
            Value::Int(_) => Value::Int((low + offset) as i64),
            Value::Note(_) => Value::Note(low + offset),
            Value::Fraction(_) => Value::Fraction(Cycle::from_f64(low) + Cycle::whole(nth as i64)),
            _ => Value::Float(low + offset),
        })
    };
    let mut values: Vec<A> = (0..count).map(value).collect();
    if last < first {
        values.reverse();
    }
    fast_from_list(&values)
}

/// A live value: what the performer or a controller set, once a cycle; silent before.
fn live<A: Atom>(name: &str) -> Pattern<A> {
    let name = name.to_owned();
    Pattern::by_cycle(move |state, out| {
        if let Some(value) = state.env.controls.at(&name, state.span.begin) {
            out.push(Event::new(Some(Span::cycle_of(state.span.begin)), state.span, A::of(value)));
        }
    })
}
