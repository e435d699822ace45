//! Numbers: arithmetic, rounding, and from one kind of number to another.
//!
//! ```text
//! n "0 1" + "10"      speed (2 ** 3)      (1/8) ~> p      n (fromIntegral <$> run 4)
//! ```

use super::arithmetic::{self, floor_division, negate, on_numbers};
use super::make::{Make, plain, typed};
use super::{Family, Word, family, word};
use crate::lang::datum::{Datum, Give, Pat};
use crate::lang::types::Type;
use crate::pattern::Operation;
use crate::time::Cycle;

fn operate(operation: Operation) -> Make {
    typed(move |instance| {
        let operate = arithmetic::of_dialect(instance.surroundings.tidal);
        Datum::function(move |a| Datum::function(move |b| operate(operation, &a, &b)))
    })
}

/// A function of two whole numbers on data, of patterns event by event.
pub(super) fn on_wholes(f: fn(i64, i64) -> i64, a: &Datum, b: &Datum) -> Datum {
    match (a, b) {
        (Datum::Pattern(a), Datum::Pattern(b)) => a.app_both(b, move |a, b| on_wholes(f, a, b)).give(),
        _ => Datum::Int(f(a.whole(), b.whole())),
    }
}

fn whole(f: fn(i64, i64) -> i64) -> Make {
    plain(move |a: Datum, b: Datum| on_wholes(f, &a, &b))
}

fn on(f: fn(f64) -> f64) -> Make {
    plain(move |a: Datum| on_numbers(&a, f))
}

/// A number as one of the wanted type.
fn convert(x: &Datum, to: &Type) -> Datum {
    match to.head() {
        (Some("Double"), _) => Datum::Float(x.number()),
        (Some("Note"), _) => Datum::Note(x.number()),
        (Some("Rational"), _) => Datum::Fraction(x.fraction()),
        (Some("Int" | "Integer"), _) => Datum::Int(x.whole()),
        (Some("Pattern"), arguments) => match arguments.first() {
            Some(element) => Pat::pure(convert(x, element)).give(),
            None => x.clone(),
        },
        (Some("ValueMap"), _) => {
            let value = x.value().unwrap_or(crate::pattern::Value::Float(0.0));
            Datum::Controls(crate::pattern::ControlMap::of("n", value))
        }
        _ => x.clone(),
    }
}

/// A function that ends in a conversion to the type of the variable `b`.
fn converting(f: fn(&Datum) -> Datum) -> Make {
    typed(move |instance| {
        let to = instance.chosen("b").cloned().unwrap_or_else(|| Type::named("Integer"));
        Datum::function(move |x| convert(&f(&x), &to))
    })
}

/// Haskell rounds halves to the even neighbour.
fn round_half_even(x: f64) -> f64 {
    x.round_ties_even()
}

fn rounding(round: fn(f64) -> f64) -> Make {
    typed(move |instance| {
        let note = instance.head("b") == "Note";
        Datum::function(move |x| {
            let whole = match &x {
                Datum::Fraction(c) if round(0.5) == 0.0 && round(-0.5) == -1.0 => c.floor(),
                Datum::Fraction(c) if round(0.5) == 1.0 => c.ceil(),
                other => round(other.number()) as i64,
            };
            if note { Datum::Note(whole as f64) } else { Datum::Int(whole) }
        })
    })
}

#[rustfmt::skip] // a table: one row a word
pub(super) fn words() -> Vec<Word> {
    family(Family::Maths, vec![
        word("+", "Num a => a -> a -> a", "Adds; of patterns structure from both sides", "n \"0 2 4\" + n \"<0 12>\" # s \"superpiano\"", operate(Operation::Add)),
        word("-", "Num a => a -> a -> a", "Subtracts", "n (\"10 20\" - \"1 2 3\")", operate(Operation::Subtract)),
        word("*", "Num a => a -> a -> a", "Multiplies", "n (\"1 2\" * \"3 4\")", operate(Operation::Multiply)),
        word("/", "Fractional a => a -> a -> a", "Divides", "speed (\"1 2\" / \"4 8\")", operate(Operation::Divide)),
        word("**", "Floating a => a -> a -> a", "To the power of", "speed (2 ** 3)", operate(Operation::Power)),
        word("^", "(Num a, Integral b) => a -> b -> a", "To a whole power", "n (2 ^ 3)", plain(|a: Datum, b: i64| power(&a, b))),
        word("^^", "(Fractional a, Integral b) => a -> b -> a", "To a whole power", "speed (2 ^^ 3)", plain(|a: Datum, b: i64| power(&a, b))),
        word("%", "Integral a => a -> a -> Rational", "A fraction", "pure (1%8) ~> s \"bd\"", plain(|a: i64, b: i64| Cycle::new(a, b))),
        word("negate", "Num a => a -> a", "The number with the other sign", "speed (negate \"1 2\")", plain(|a: Datum| negate(&a))),
        word("subtract", "Num a => a -> a -> a", "Takes the first away from the second", "n (subtract 2 <$> \"3 4\")", plain(|a: Datum, b: Datum| arithmetic::operate(Operation::Subtract, &b, &a))),
        word("abs", "Num a => a -> a", "Without its sign", "pan (abs <$> \"-1 0.5\")", on(f64::abs)),
        word("signum", "Num a => a -> a", "Its sign: -1, 0 or 1", "n (signum \"-3 0 2\")", on(|x| if x == 0.0 { 0.0 } else { x.signum() })),
        word("sqrt", "Floating a => a -> a", "The square root", "gain (sqrt 0.25)", on(f64::sqrt)),
        word("exp", "Floating a => a -> a", "e to the power of", "gain (exp (-1))", on(f64::exp)),
        word("log", "Floating a => a -> a", "The natural logarithm", "gain (log 2)", on(f64::ln)),
        word("sin", "Floating a => a -> a", "The sine of an angle", "pan (sin 1)", on(f64::sin)),
        word("cos", "Floating a => a -> a", "The cosine of an angle", "pan (cos 1)", on(f64::cos)),
        word("tan", "Floating a => a -> a", "The tangent of an angle", "pan (tan 1)", on(f64::tan)),
        word("atan", "Floating a => a -> a", "The angle of a tangent", "pan (atan 1)", on(f64::atan)),
        word("pi", "Floating a => a", "Half the way round the unit circle", "speed pi", typed(|instance| {
            instance.chosen("a").map_or(Datum::Float(std::f64::consts::PI), |to| {
                convert(&Datum::Float(std::f64::consts::PI), to)
            })
        })),
        word("floor", "(RealFrac a, Integral b) => a -> b", "The whole number below", "n (fmap (fromIntegral . floor) $ segment 4 $ range 0 8 saw)", rounding(f64::floor)),
        word("ceiling", "(RealFrac a, Integral b) => a -> b", "The whole number above", "n (fmap (fromIntegral . ceiling) $ segment 4 $ range 0 8 saw)", rounding(f64::ceil)),
        word("round", "(RealFrac a, Integral b) => a -> b", "The nearest whole number", "n (fmap (fromIntegral . round) \"0.4 1.6\")", rounding(round_half_even)),
        word("truncate", "(RealFrac a, Integral b) => a -> b", "The whole number towards zero", "n (fmap (fromIntegral . truncate) \"0.4 1.6\")", rounding(f64::trunc)),
        word("mod", "Integral a => a -> a -> a", "The remainder, never negative for a positive divisor", "n (fmap (fromIntegral . (`mod` 3)) (run 4))", operate(Operation::Modulo)),
        word("div", "Integral a => a -> a -> a", "Whole division", "n (fmap (fromIntegral . (`div` 2)) (run 4))", whole(floor_division)),
        word("rem", "Integral a => a -> a -> a", "The remainder, with the sign of the left", "n (fmap (fromIntegral . (`rem` 3)) (run 4))", whole(|a, b| a.checked_rem(b).unwrap_or(0))),
        word("quot", "Integral a => a -> a -> a", "Whole division towards zero", "n (fmap (fromIntegral . (`quot` 2)) (run 4))", whole(|a, b| a.checked_div(b).unwrap_or(0))),
        word("gcd", "Integral a => a -> a -> a", "The greatest common divisor", "n (fromIntegral (gcd 12 18))", plain(|a: i64, b: i64| gcd(a, b))),
        word("lcm", "Integral a => a -> a -> a", "The least common multiple", "n (fromIntegral (lcm 4 6))", plain(|a: i64, b: i64| a.checked_div(gcd(a, b)).unwrap_or(0).wrapping_mul(b).wrapping_abs())),
        word("even", "Integral a => a -> Bool", "Whether it is even", "struct (even <$> run 4) $ s \"bd\"", plain(|a: i64| a % 2 == 0)),
        word("odd", "Integral a => a -> Bool", "Whether it is odd", "struct (odd <$> run 4) $ s \"bd\"", plain(|a: i64| a % 2 != 0)),
        word("mod'", "Real a => a -> a -> a", "The remainder", "speed ((`mod'` 2) <$> \"1.5 2.5\")", operate(Operation::Modulo)),
        word("fromIntegral", "(Integral a, Num b) => a -> b", "A whole number as any number", "n (fromIntegral <$> run 4)", converting(Clone::clone)).also(&["fromInteger"]),
        word("realToFrac", "(Real a, Fractional b) => a -> b", "A number as any with a point", "speed (realToFrac <$> (\"1 2\" :: Pattern Double))", converting(Clone::clone)),
        word("fromRational", "Fractional b => Rational -> b", "A fraction as any number with a point", "squiz (sig (\\t -> fromRational t * 2))", converting(Clone::clone)),
        word("timeToRand", "(Real a, Fractional b) => a -> b", "The chance of a moment, from 0 to 1", "s \"a\" # pan (timeToRand 0.3)", converting(|x| Datum::Float(crate::pattern::draw_at(x.number())))),
        word("toRational", "Real a => a -> Rational", "A number as a fraction", "pure (toRational 0.25) ~> s \"bd\"", plain(|x: Datum| x.fraction())).also(&["toTime"]),
        word("toInteger", "Integral a => a -> Integer", "A whole number", "n (fromIntegral (toInteger 3))", plain(|x: Datum| x)),
        word("toEnum", "Enum b => Int -> b", "The value of that number", "s \"bd\" # n (toEnum $ fromEnum 3)", typed(|instance| {
            let to = instance.chosen("b").cloned().unwrap_or_else(|| Type::named("Integer"));
            Datum::function(move |x| match to.head().0 {
                Some("Char") => Datum::Char(u32::try_from(x.whole()).ok().and_then(char::from_u32).unwrap_or(' ')),
                Some("Bool") => Datum::Bool(x.whole() != 0),
                _ => convert(&x, &to),
            })
        })),
        word("fromEnum", "Enum a => a -> Int", "The number of a value", "n (fromIntegral (fromEnum 'a'))", plain(|x: Datum| x.whole())),
        word("succ", "Enum a => a -> a", "The next one", "n (succ <$> \"1 2\")", plain(|x: Datum| step(&x, 1))),
        word("pred", "Enum a => a -> a", "The one before", "n (pred <$> \"1 2\")", plain(|x: Datum| step(&x, -1))),
        word("numerator", "Rational -> Integer", "The upper number of a fraction", "n (fromIntegral (numerator 0.75))", plain(|x: Cycle| x.numerator())),
        word("denominator", "Rational -> Integer", "The lower number of a fraction", "n (fromIntegral (denominator 0.75))", plain(|x: Cycle| x.denominator())),
    ])
}

fn power(base: &Datum, exponent: i64) -> Datum {
    if let Datum::Pattern(p) = base {
        return p.fmap(move |x| power(&x, exponent)).give();
    }
    let whole = |e: i64| match base {
        Datum::Int(n) => Datum::Int(n.wrapping_pow(u32::try_from(e).unwrap_or(u32::MAX))),
        Datum::Fraction(c) => Datum::Fraction((0..e.min(64)).fold(Cycle::ONE, |product, _| product * *c)),
        _ => on_numbers_by(base, e),
    };
    match exponent {
        e if e >= 0 => whole(e),
        e => match whole(-e) {
            Datum::Fraction(c) => Datum::Fraction(Cycle::ONE / c),
            _ => on_numbers_by(base, e),
        },
    }
}

fn on_numbers_by(base: &Datum, exponent: i64) -> Datum {
    let exponent = exponent.clamp(-1024, 1024) as i32;
    match base {
        Datum::Float(x) => Datum::Float(x.powi(exponent)),
        Datum::Note(x) => Datum::Note(x.powi(exponent)),
        other => other.clone(),
    }
}

fn step(x: &Datum, by: i64) -> Datum {
    match x {
        Datum::Char(letter) => {
            let code = i64::from(u32::from(*letter)) + by;
            Datum::Char(u32::try_from(code).ok().and_then(char::from_u32).unwrap_or(*letter))
        }
        Datum::Bool(_) => Datum::Bool(by > 0),
        Datum::Int(n) => Datum::Int(n.wrapping_add(by)),
        Datum::Fraction(c) => Datum::Fraction(*c + Cycle::whole(by)),
        Datum::Note(x) => Datum::Note(x + by as f64),
        Datum::Pattern(p) => p.fmap(move |x| step(&x, by)).give(),
        other => Datum::Float(other.number() + by as f64),
    }
}

fn gcd(a: i64, b: i64) -> i64 {
    let (mut a, mut b) = (a.wrapping_abs(), b.wrapping_abs());
    while b != 0 {
        (a, b) = (b, a.wrapping_rem(b));
    }
    a
}
