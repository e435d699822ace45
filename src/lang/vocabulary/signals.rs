//! Signals: values at every instant, and words that make them or measure them out.
//!
//! ```text
//! s "bd*4" # pan sine      cutoff (range 200 1000 $ slow 4 saw)      segment 4 $ range 1 5 saw
//! ```

use super::arithmetic::operate;
use super::make::{Instance, Make, plain, typed};
use super::{Family, Word, family, word};
use crate::lang::datum::{Datum, Give, Pat};
use crate::pattern::{
    ControlMap, Operation, Pattern, Value, env_eq, env_eq_r, env_l, env_lr, isaw, saw, sine, square, tri,
};
use crate::time::Cycle;

type P = Pattern<Datum>;

/// A number as the kind that a type of this name is.
pub(super) fn number_of(head: &str) -> fn(f64) -> Datum {
    match head {
        "Note" => Datum::Note,
        "Rational" => |x| Datum::Fraction(Cycle::from_f64(x)),
        "Int" | "Integer" => |x| Datum::Int(x.floor() as i64),
        // As with numerals: a number that stands for controls is a speed.
        "ValueMap" => |x| Datum::Controls(ControlMap::of("speed", Value::Float(x))),
        _ => Datum::Float,
    }
}

/// The same for numbers that are whole, which stand for an `n` among controls.
pub(super) fn whole_number_of(head: &str) -> fn(f64) -> Datum {
    match head {
        "ValueMap" => |x| Datum::Controls(ControlMap::of("n", Value::Int(x as i64))),
        _ => number_of(head),
    }
}

/// A signal of numbers at the type that is wanted for `a`.
pub(super) fn fractional(signal: &Pattern<f64>, instance: &Instance<'_>) -> Datum {
    signal.fmap(number_of(instance.head("a"))).give()
}

fn wave(make: fn() -> Pattern<f64>) -> Make {
    typed(move |instance| fractional(&make(), instance))
}

/// From 0 .. 1 to -1 .. 1.
fn both_sides(signal: &Pattern<f64>) -> Pattern<f64> {
    signal.fmap(|x| x * 2.0 - 1.0)
}

/// `low + p * (high - low)`; the structure of both bounds counts too, as in Tidal.
pub(super) fn range(low: &Pat, high: &Pat, p: &Pat) -> Pat {
    let scaled = p.app_both(&high.app_both(low, |a, b| operate(Operation::Subtract, a, b)), |a, b| {
        operate(Operation::Multiply, a, b)
    });
    scaled.app_both(low, |a, b| operate(Operation::Add, a, b))
}

#[rustfmt::skip] // a table: one row a word
pub(super) fn words() -> Vec<Word> {
    const WAVE: &str = "Fractional a => Pattern a";
    family(Family::Signals, vec![
        word("sine", WAVE, "A sine wave from 0 to 1, a period each cycle", "s \"bd*4\" # pan sine", wave(sine)).once(&["sine1"]),
        word("cosine", WAVE, "A cosine wave from 0 to 1", "s \"bd*4\" # pan cosine", wave(|| sine().late(Cycle::new(1, 4)))).once(&["cosine1"]),
        word("saw", WAVE, "A ramp from 0 to 1", "s \"bd*4\" # pan saw", wave(saw)).once(&["saw1"]),
        word("isaw", WAVE, "A ramp from 1 to 0", "s \"bd*4\" # pan isaw", wave(isaw)).once(&["isaw1"]),
        word("tri", WAVE, "Up and down", "s \"bd*4\" # pan tri", wave(tri)).once(&["tri1"]),
        word("square", WAVE, "0, then 1", "s \"bd*4\" # pan square", wave(square)).once(&["square1"]),
        word("sine2", WAVE, "A sine wave from -1 to 1", "s \"bd*4\" # accelerate sine2", wave(|| both_sides(&sine()))),
        word("cosine2", WAVE, "A cosine wave from -1 to 1", "s \"bd*4\" # accelerate cosine2", wave(|| both_sides(&sine().late(Cycle::new(1, 4))))),
        word("saw2", WAVE, "A ramp from -1 to 1", "s \"bd*4\" # accelerate saw2", wave(|| both_sides(&saw()))),
        word("isaw2", WAVE, "A ramp from 1 to -1", "s \"bd*4\" # accelerate isaw2", wave(|| both_sides(&isaw()))),
        word("tri2", WAVE, "Up and down between -1 and 1", "s \"bd*4\" # accelerate tri2", wave(|| both_sides(&tri()))),
        word("square2", WAVE, "-1, then 1", "s \"bd*4\" # accelerate square2", wave(|| both_sides(&square()))),
        word("envL", WAVE, "A ramp from 0 to 1 in the first cycle, then 1", "s \"bd*4\" # pan envL", wave(env_l)),
        word("envLR", "Pattern Double", "A ramp from 1 to 0 in the first cycle, then 0", "s \"bd*4\" # pan envLR", super::make::value(env_lr)),
        word("envEq", "Pattern Double", "envLR at equal power, to fade out", "s \"bd*4\" # gain envEq", super::make::value(env_eq)),
        word("envEqR", "Pattern Double", "envL at equal power, to fade in", "s \"bd*4\" # gain envEqR", super::make::value(env_eq_r)),
        word("sig", "(Time -> a) -> Pattern a", "A function of time", "s \"bd*4\" # squiz (sig (\\t -> fromRational t * 2))", plain(|f: Datum| P::wave(move |time| f.apply(Datum::Fraction(time))))),
        word("rangex", "(Floating a, Num a) => a -> a -> Pattern a -> Pattern a", "From 0 .. 1 to between these two, by equal ratios", "s \"bd*4\" # cutoff (rangex 20 2000 sine)", plain(|low: Datum, high: Datum, p: P| {
            let (from, to) = (low.number().ln(), high.number().ln());
            p.fmap(move |x| {
                let value = (x.number() * (to - from) + from).exp();
                match x {
                    Datum::Note(_) => Datum::Note(value),
                    _ => Datum::Float(value),
                }
            })
        })),
        word("irange", "Num a => Pattern a -> Pattern a -> Pattern a -> Pattern a", "From 0 .. 1 to between these two, upside down", "s \"bd*4\" # cutoff (irange 200 1000 sine)", plain(|low: Pat, high: Pat, p: P| range(&high, &low, &p))),
        word("smooth", "Fractional a => Pattern a -> Pattern a", "Straight lines from each value to the next", "s \"bd*8\" # pan (smooth \"0 1 0.5\")", typed(|instance| {
            let number = number_of(instance.head("a"));
            Datum::function(move |p| {
                let p: Pattern<f64> = crate::lang::datum::Take::take(p);
                p.smooth().fmap(number).give()
            })
        })),
        word("quantise", "RealFrac b => b -> Pattern b -> Pattern b", "To the nearest of so many values in one", "s \"bd*4\" # n (fmap Note $ quantise 1 $ range 0 3 saw)", typed(|instance| {
            let number = number_of(instance.head("b"));
            Datum::function(move |steps| {
                let steps = steps.number();
                Datum::function(move |p| {
                    let p: Pattern<f64> = crate::lang::datum::Take::take(p);
                    p.quantise(steps).fmap(number).give()
                })
            })
        })).also(&["qt"]),
    ])
}
