//! From one pattern to the next: fades, clutches, jumps, washes. Each is a plain function of a moment and of patterns, the
//! newest first.
//!
//! ```text
//! xfade_in 4    old |\     the old one fades out over 4 cycles,      jump_in 2    old old|new
//!               new |/     the new one fades in                      clutch_in 2  old old-new new
//! ```
//!
//! Where there is nothing old, the new one plays at once.

use super::{ControlMap, Operation, Pattern, Value, stack};
use crate::time::Cycle;
use std::f64::consts::FRAC_PI_2;

type C = Pattern<ControlMap>;

/// How far a stretch of one cycle has passed, from 0 to 1.
fn passed(time: Cycle) -> f64 {
    time.to_f64().clamp(0.0, 1.0)
}

/// From 1 down to 0 over the first cycle, and 0 ever after.
pub fn env_lr() -> Pattern<f64> {
    Pattern::wave(|time| 1.0 - passed(time))
}

/// The same at equal power: 1 down to 0.
pub fn env_eq() -> Pattern<f64> {
    Pattern::wave(|time| (FRAC_PI_2 * (1.0 - passed(time))).sin().max(0.0).sqrt())
}

/// From 0 up to 1 at equal power.
pub fn env_eq_r() -> Pattern<f64> {
    Pattern::wave(|time| (FRAC_PI_2 * (1.0 - passed(time))).cos().max(0.0).sqrt())
}

/// A signal of the first cycle drawn out over `cycles` and begun at `from`.
fn begun<T: super::Item>(signal: &Pattern<T>, from: Cycle, cycles: Cycle) -> Pattern<T> {
    if cycles > Cycle::ZERO {
        return signal.slow(cycles).late(from);
    }
    // In no time at all everything has passed from the first moment on.
    let signal = signal.clone();
    Pattern::pouring(move |state, out| {
        let at = if state.span.begin >= from { Cycle::whole(2) } else { Cycle::whole(-1) };
        let before = out.len();
        signal.pour(&state.at(crate::time::Span::new(at, at)), out);
        for event in &mut out[before..] {
            event.part = state.span;
        }
    })
}

/// A pattern made anew each cycle with what the signal is there: were it read where a query happens to begin, the answer
/// would depend on how time is cut.
fn each_cycle<T: super::Item>(
    signal: Pattern<f64>,
    make: impl Fn(f64) -> Pattern<T> + Send + Sync + 'static,
) -> Pattern<T> {
    Pattern::by_cycle(move |state, out| {
        let cycle = crate::time::Span::cycle_of(state.span.begin);
        if let Some(now) = signal.query(&state.at(cycle)).first() {
            make(now.value).pour(state, out);
        }
    })
}

fn gained(pattern: &C, gain: &Pattern<f64>) -> C {
    pattern.app_left(gain, |own, gain| Operation::Multiply.controls(own, &ControlMap::of("gain", Value::Float(*gain))))
}

/// The pattern from a moment on, its events dropped by chance, ever more over so many cycles.
pub fn fade_out_from<T: super::Item>(pattern: &Pattern<T>, from: Cycle, cycles: Cycle) -> Pattern<T> {
    let pattern = pattern.clone();
    each_cycle(begun(&super::env_l(), from, cycles), move |share| pattern.degrade_by(share))
}

/// The pattern from a moment on, ever more of its events over so many cycles.
pub fn fade_in_from<T: super::Item>(pattern: &Pattern<T>, from: Cycle, cycles: Cycle) -> Pattern<T> {
    let pattern = pattern.clone();
    each_cycle(begun(&env_lr(), from, cycles), move |share| pattern.degrade_by(share))
}

fn between(pattern: &C, from: Option<Cycle>, to: Option<Cycle>) -> C {
    pattern.filter_events(move |event| {
        let onset = event.onset();
        from.is_none_or(|from| onset >= from) && to.is_none_or(|to| onset < to)
    })
}

/// The newest pattern and the one before it, or what plays where there is only one.
fn two(patterns: &[C]) -> Result<(&C, &C), C> {
    match patterns {
        [] => Err(C::silence()),
        [new] => Err(new.clone()),
        [new, old, ..] => Ok((new, old)),
    }
}

/// Fades over into the newest at equal power.
pub fn xfade_in(cycles: Cycle, now: Cycle, patterns: &[C]) -> C {
    match two(patterns) {
        Err(only) => only,
        Ok((new, old)) => {
            gained(new, &begun(&env_eq_r(), now, cycles)).overlay(&gained(old, &begun(&env_eq(), now, cycles)))
        }
    }
}

/// The old one's events fall away by chance while the new one's come.
pub fn clutch_in(cycles: Cycle, now: Cycle, patterns: &[C]) -> C {
    match two(patterns) {
        Err(only) => only,
        Ok((new, old)) => fade_out_from(old, now, cycles).overlay(&fade_in_from(new, now, cycles)),
    }
}

/// What a wash does to both sides, and how long each part takes.
pub struct Wash<'a> {
    /// Changes the old pattern on its way out.
    pub out: &'a dyn Fn(C) -> C,
    /// Changes the new pattern on its way in.
    pub into: &'a dyn Fn(C) -> C,
    /// Cycles before anything happens.
    pub delay: Cycle,
    /// Cycles of the old pattern changed.
    pub leaving: Cycle,
    /// Cycles of the new pattern changed.
    pub coming: Cycle,
}

/// The old pattern, the old one changed, the new one changed, the new pattern.
pub fn wash(wash: &Wash<'_>, now: Cycle, patterns: &[C]) -> C {
    let (new, old) = match two(patterns) {
        Err(only) => return only,
        Ok(both) => both,
    };
    let first = now + wash.delay;
    let second = first + wash.leaving;
    let third = second + wash.coming;
    stack(&[
        between(old, None, Some(first)),
        between(&(wash.out)(old.clone()), Some(first), Some(second)),
        between(&(wash.into)(new.clone()), Some(second), Some(third)),
        between(new, Some(third), None),
    ])
}

/// The old pattern changed for so many cycles, then the new one.
pub fn wash_in(change: &dyn Fn(C) -> C, cycles: Cycle, now: Cycle, patterns: &[C]) -> C {
    let same = |pattern: C| pattern;
    let times = Wash { out: change, into: &same, delay: Cycle::ZERO, leaving: cycles, coming: Cycle::ZERO };
    wash(&times, now, patterns)
}

/// Echoes of the old one grow louder for so many cycles, then comes the new one.
pub fn anticipate_in(cycles: Cycle, now: Cycle, patterns: &[C]) -> C {
    let grown = move |pattern: C| {
        each_cycle(begun(&env_lr(), now, cycles), move |by| pattern.stut(8, 0.2, Cycle::from_f64(by)))
    };
    wash_in(&grown, cycles, now, patterns)
}

/// The new one after so many cycles.
pub fn jump_in(cycles: Cycle, now: Cycle, patterns: &[C]) -> C {
    match two(patterns) {
        Err(only) => only,
        Ok((new, old)) => between(old, None, Some(now + cycles)).overlay(&between(new, Some(now + cycles), None)),
    }
}

/// The new one at the first cycle that begins after so many cycles.
pub fn jump_in_sam(cycles: Cycle, now: Cycle, patterns: &[C]) -> C {
    jump_in(now.next_sam() - now + cycles, now, patterns)
}

/// The new one at the next cycle whose number is `offset` more than a multiple of `period`.
pub fn jump_mod(period: i64, offset: i64, now: Cycle, patterns: &[C]) -> C {
    let period = period.max(1);
    let waited = (period - 1).saturating_sub(now.floor().rem_euclid(period)).saturating_add(offset);
    jump_in_sam(Cycle::whole(waited), now, patterns)
}

/// Silence for so many cycles, then the new one.
pub fn wait(cycles: Cycle, now: Cycle, patterns: &[C]) -> C {
    let from = (now + cycles - Cycle::ONE).next_sam();
    patterns.first().map_or_else(C::silence, |new| between(new, Some(from), None))
}

/// Silence for so many cycles, then what another transition makes of that moment.
pub fn wait_for(cycles: Cycle, now: Cycle, way: &dyn Fn(Cycle) -> C) -> C {
    let from = (now + cycles - Cycle::ONE).next_sam();
    between(&way(now + cycles), Some(from), None)
}

/// The new one for so many cycles; then its events fall away over `release` cycles.
pub fn mortal(life: Cycle, release: Cycle, now: Cycle, patterns: &[C]) -> C {
    let end = now + life;
    patterns.first().map_or_else(C::silence, |new| {
        between(new, None, Some(end)).overlay(&between(&fade_out_from(new, end, release), Some(end), None))
    })
}

/// The last so many patterns at once, spread from left to right.
pub fn histpan(count: i64, patterns: &[C]) -> C {
    let of = count.max(1);
    let taken = usize::try_from(of).unwrap_or(usize::MAX);
    let spread = |(nth, pattern): (usize, &C)| pattern.set_number("pan", nth as f64 / of as f64);
    stack(&patterns.iter().take(taken).enumerate().map(spread).collect::<Vec<_>>())
}

/// The new one's events, their numbers on the way from the old one's.
pub fn interpolate_in(cycles: Cycle, now: Cycle, patterns: &[C]) -> C {
    let (new, old) = match two(patterns) {
        Err(only) => return only,
        Ok(both) => both,
    };
    let way = begun(&super::env_l(), now, cycles);
    new.app_left(&way, |new, way| (new.clone(), *way))
        .app_left(old, |(new, way), old| new.union_with(old, |new, old| blended(new, old, *way)))
}

fn blended(new: &Value, old: &Value, way: f64) -> Value {
    let mix = |new: f64, old: f64| new * way + old * (1.0 - way);
    match (new, old) {
        (Value::Int(a), Value::Int(b)) => Value::Int(mix(*a as f64, *b as f64).floor() as i64),
        (Value::Note(a), _) => old.number().map_or(Value::Note(*a), |b| Value::Note(mix(*a, b))),
        (Value::Float(a), _) => old.number().map_or(Value::Float(*a), |b| Value::Float(mix(*a, b))),
        _ => new.clone(),
    }
}
