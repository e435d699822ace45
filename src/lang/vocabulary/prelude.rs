//! More of Haskell's Prelude: numbers, either-or, orders, functions on pairs.
//!
//! ```text
//! either s n (Left "bd*2")      let (q, r) = 17 `divMod` 5 in ...      sortBy (comparing snd) xs
//! ```

use super::arithmetic::{compare, floor_division, on_numbers};
use super::functions::map;
use super::make::{Make, plain, typed, value};
use super::maths::on_wholes;
use super::{Family, Word, family, word};
use crate::lang::budget;
use crate::lang::datum::{Datum, Fun, List};
use crate::lang::types::Type;
use std::cmp::Ordering;
use std::sync::Arc;

fn on(f: fn(f64) -> f64) -> Make {
    plain(move |a: Datum| on_numbers(&a, f))
}

/// What a constructor makes of one part.
fn built(constructor: &'static str) -> Make {
    plain(move |x: Datum| Datum::Built(constructor, Arc::from([x])))
}

/// What was put into one of two kinds of value, and whether it was the right one.
pub(super) fn side(x: &Datum) -> (bool, Datum) {
    match x {
        Datum::Built(name, parts) => (*name == "Right", parts.first().cloned().unwrap_or(Datum::Bottom)),
        other => {
            other.needed();
            (false, Datum::Bottom)
        }
    }
}

/// An order as data: less, equal, greater.
fn order(of: Ordering) -> Datum {
    let name = match of {
        Ordering::Less => "LT",
        Ordering::Equal => "EQ",
        Ordering::Greater => "GT",
    };
    Datum::Built(name, Arc::from([]))
}

/// The order that such data stand for.
pub(super) fn ordering(datum: &Datum) -> Ordering {
    match datum {
        Datum::Built("LT", _) => Ordering::Less,
        Datum::Built("GT", _) => Ordering::Greater,
        other => {
            other.needed();
            Ordering::Equal
        }
    }
}

/// The end of a type's values.
fn bound(number: i64, letter: char, truth: bool) -> Make {
    typed(move |instance| match instance.head("a") {
        "Char" => Datum::Char(letter),
        "Bool" => Datum::Bool(truth),
        _ => Datum::Int(number),
    })
}

/// What has no value, for a reason.
fn gone(why: &str) -> Datum {
    Datum::Gone(Arc::from(why))
}

fn remainder(a: i64, b: i64) -> i64 {
    a.wrapping_sub(b.wrapping_mul(floor_division(a, b))) * i64::from(b != 0)
}

fn until(test: &Datum, step: &Datum, start: Datum) -> Datum {
    let mut x = start;
    while !test.apply(x.clone()).truth() {
        if !budget::spend(1) {
            return Datum::Bottom;
        }
        x = step.apply(x);
    }
    x
}

/// A value read from text, as the type that is wanted.
fn read(text: &str, of: &Type) -> Option<Datum> {
    let text = text.trim();
    Some(match of.head() {
        (Some("Int" | "Integer"), _) => Datum::Int(text.parse().ok()?),
        (Some("Double"), _) => Datum::Float(text.parse().ok()?),
        (Some("Note"), _) => Datum::Note(text.parse().ok()?),
        (Some("Rational"), _) => {
            let (above, below) = text.split_once('%').unwrap_or((text, "1"));
            Datum::Fraction(crate::time::Cycle::new(above.trim().parse().ok()?, below.trim().parse().ok()?))
        }
        (Some("Bool"), _) => Datum::Bool(match text {
            "True" => true,
            "False" => false,
            _ => return None,
        }),
        (Some("[]"), _) => Datum::Text(Arc::from(text.strip_prefix('"')?.strip_suffix('"')?)),
        _ => return None,
    })
}

fn letter(f: fn(char) -> char) -> Make {
    plain(move |x: Datum| if let Datum::Char(c) = x { Datum::Char(f(c)) } else { x })
}

fn kind(f: fn(char) -> bool) -> Make {
    plain(move |x: Datum| matches!(x, Datum::Char(c) if f(c)))
}

#[rustfmt::skip] // a table: one row a word
fn numbers() -> Vec<Word> {
    const FUNCTION: &str = "Floating a => a -> a";
    const DIVIDE: &str = "Integral a => a -> a -> (a, a)";
    vec![
        word("recip", "Fractional a => a -> a", "One divided by it", "speed (recip 4)", plain(|x: Datum| super::arithmetic::reciprocal(&x))),
        word("logBase", "Floating a => a -> a -> a", "The logarithm to this base", "s \"bd\" # gain (pure (logBase 2 8))", plain(|base: Datum, x: Datum| {
            let (above, below) = (on_numbers(&x, f64::ln), on_numbers(&base, f64::ln));
            super::arithmetic::operate(crate::pattern::Operation::Divide, &above, &below)
        })),
        word("asin", FUNCTION, "The angle of a sine", "pan (asin 0.5)", on(f64::asin)),
        word("acos", FUNCTION, "The angle of a cosine", "pan (acos 0.5)", on(f64::acos)),
        word("sinh", FUNCTION, "The hyperbolic sine", "pan (sinh 0.5)", on(f64::sinh)),
        word("cosh", FUNCTION, "The hyperbolic cosine", "pan (cosh 0.5)", on(f64::cosh)),
        word("tanh", FUNCTION, "The hyperbolic tangent", "pan (tanh 0.5)", on(f64::tanh)),
        word("asinh", FUNCTION, "The inverse of sinh", "pan (asinh 0.5)", on(f64::asinh)),
        word("acosh", FUNCTION, "The inverse of cosh", "pan (acosh 1.5)", on(f64::acosh)),
        word("atanh", FUNCTION, "The inverse of tanh", "pan (atanh 0.5)", on(f64::atanh)),
        word("atan2", "Real a => a -> a -> a", "The angle of a point, by its height and its width", "s \"bd\" # pan (pure (atan2 1 2))", plain(|y: Datum, x: Datum| {
            let x = x.number();
            match y {
                Datum::Note(y) => Datum::Note(y.atan2(x)),
                other => Datum::Float(other.number().atan2(x)),
            }
        })),
        word("divMod", DIVIDE, "Whole division and its remainder", "n (fromIntegral (snd (17 `divMod` 5)))", plain(|a: Datum, b: Datum| (on_wholes(floor_division, &a, &b), on_wholes(remainder, &a, &b)))),
        word("quotRem", DIVIDE, "Whole division towards zero and its remainder", "n (fromIntegral (snd (17 `quotRem` 5)))", plain(|a: Datum, b: Datum| {
            (on_wholes(|a, b| a.checked_div(b).unwrap_or(0), &a, &b), on_wholes(|a, b| a.checked_rem(b).unwrap_or(0), &a, &b))
        })),
        word("properFraction", "(RealFrac a, Integral b) => a -> (b, a)", "The whole part and the rest", "s \"bd\" # pan (pure (snd (properFraction 1.25)))", plain(|x: Datum| {
            let whole = x.number().trunc() as i64;
            let rest = super::arithmetic::operate(crate::pattern::Operation::Subtract, &x, &match &x {
                Datum::Fraction(_) => Datum::Fraction(crate::time::Cycle::whole(whole)),
                Datum::Note(_) => Datum::Note(whole as f64),
                _ => Datum::Float(whole as f64),
            });
            (whole, rest)
        })),
        word("minBound", "Bounded a => a", "The smallest value of its type", "n (fromIntegral (max 3 (minBound :: Int)))", bound(i64::MIN, '\0', false)),
        word("maxBound", "Bounded a => a", "The greatest value of its type", "n (fromIntegral (min 3 (maxBound :: Int)))", bound(i64::MAX, char::MAX, true)),
        word("isNaN", "Double -> Bool", "Whether it is no number", "n (if isNaN (0 / 0) then 1 else 0)", plain(|x: f64| x.is_nan())),
        word("isInfinite", "Double -> Bool", "Whether it is beyond all numbers", "n (if isInfinite (1 / 0) then 1 else 0)", plain(|x: f64| x.is_infinite())),
        word("read", "Parseable a => String -> a", "A value written as text", "n (fmap (fromIntegral . (read :: String -> Int)) \"1 2 3\")", typed(|instance| {
            let of = instance.chosen("a").cloned().unwrap_or_else(|| Type::named("Integer"));
            Datum::function(move |text| {
                let text = text.text();
                read(&text, &of).unwrap_or_else(|| {
                    budget::complain(|| format!("`{text}` cannot be read here"));
                    Datum::Bottom
                })
            })
        })),
    ]
}

#[rustfmt::skip] // a table: one row a word
fn choices() -> Vec<Word> {
    vec![
        word("Left", "a -> Either a b", "One of two kinds of value", "either s n (Left \"bd*2\")", built("Left")),
        word("Right", "b -> Either a b", "The other of two kinds of value", "either s n (Right 3)", built("Right")),
        word("either", "(a -> c) -> (b -> c) -> Either a b -> c", "One function for the left kind, another for the right", "either s n (Left \"bd*2\")", plain(|f: Datum, g: Datum, x: Datum| {
            let (right, x) = side(&x);
            if right { g.apply(x) } else { f.apply(x) }
        })),
        word("LT", "Ordering", "Less", "n (if compare 1 2 == LT then 1 else 0)", value(|| order(Ordering::Less))),
        word("EQ", "Ordering", "Equal", "n (if compare 1 1 == EQ then 1 else 0)", value(|| order(Ordering::Equal))),
        word("GT", "Ordering", "Greater", "n (if compare 2 1 == GT then 1 else 0)", value(|| order(Ordering::Greater))),
        word("compare", "Ord a => a -> a -> Ordering", "How two values stand to each other", "n (if compare 1 2 == LT then 1 else 0)", plain(|a: Datum, b: Datum| order(compare(&a, &b)))),
        word("comparing", "Ord b => (a -> b) -> a -> a -> Ordering", "compare on what the function gives", "n (fromList (sortBy (comparing negate) [0, 2, 1]))", plain(|f: Datum, a: Datum, b: Datum| order(compare(&f.apply(a), &f.apply(b))))),
        word("on", "(b -> b -> c) -> (a -> b) -> a -> a -> c", "A function of two on what another function gives", "n (on (+) (* 2) 1 3)", plain(|f: Datum, g: Datum, a: Datum, b: Datum| f.apply(g.apply(a)).apply(g.apply(b)))),
        word("until", "(a -> Bool) -> (a -> a) -> a -> a", "The function again and again until it holds", "n (pure (until (> 20) (* 2) 1))", plain(|test: Datum, step: Datum, start: Datum| until(&test, &step, start))),
        word("seq", "a -> b -> b", "The second", "seq 1 $ s \"bd\"", plain(|_: Datum, b: Datum| b)),
        word("$!", "(a -> b) -> a -> b", "The function on all that stands right of it", "rev $! s \"bd sn\"", plain(|f: Datum, x: Datum| f.apply(x))),
        word("undefined", "a", "Nothing at all: what needs it cannot be worked out", "const (s \"bd\") undefined", value(|| gone("`undefined` is needed here, and it has no value"))),
        word("error", "String -> a", "Gives up with a message", "const (s \"bd\") (error \"not played\")", plain(|why: Arc<str>| gone(&why))),
        word("bool", "a -> a -> Bool -> a", "The first where false, the second where true", "n (bool 0 1 (1 < 2))", plain(|no: Datum, yes: Datum, which: bool| if which { yes } else { no })),
        word("isJust", "Maybe a -> Bool", "Whether there is a value", "n (if isJust (Just 1) then 1 else 0)", plain(|x: Option<Datum>| x.is_some())),
        word("isNothing", "Maybe a -> Bool", "Whether there is none", "n (if isNothing (Just 1) then 1 else 0)", plain(|x: Option<Datum>| x.is_none())),
        word("mapMaybe", "(a -> Maybe b) -> [a] -> [b]", "What the function gives, where it gives something", "n (fromList (mapMaybe (\\x -> if x > 1 then Just x else Nothing) [1, 2]))", plain(|f: Fun<Datum, Option<Datum>>, all: List| all.items().iter().filter_map(|item| f(item.clone())).collect::<Vec<_>>())),
        word("&&&", "(a -> b) -> (a -> c) -> a -> (b, c)", "The results of two functions, as a pair", "n (snd (((+ 1) &&& (* 2)) 3))", plain(|f: Datum, g: Datum, x: Datum| (f.apply(x.clone()), g.apply(x)))),
        word("***", "(a -> b) -> (c -> d) -> (a, c) -> (b, d)", "One function on each of a pair", "n (snd (((+ 1) *** (* 2)) (3, 4)))", plain(|f: Datum, g: Datum, pair: (Datum, Datum)| (f.apply(pair.0), g.apply(pair.1)))),
        word("mappend", "Semigroup a => a -> a -> a", "Both: patterns above each other, lists after each other", "mappend (s \"bd\") (s \"hh hh\")", plain(super::functions::append)),
        word("void", "Functor f => f a -> f ()", "Without its result", "do { void (d1 $ s \"bd\") }", plain(|x: Datum| map(Datum::function(|_| Datum::unit()), x))),
        word("unless", "Bool -> IO () -> IO ()", "Does it if the condition does not hold", "unless (2 < 1) $ d1 $ s \"bd\"", plain(|no: bool, action: Datum| if no { super::functions::sequence(&List::from(Vec::new())) } else { action })),
        word("toUpper", "Char -> Char", "A letter as a capital", "s (pure (map toUpper \"bd\"))", letter(|c| c.to_ascii_uppercase())),
        word("toLower", "Char -> Char", "A capital as a letter", "s (pure (map toLower \"BD\"))", letter(|c| c.to_ascii_lowercase())),
        word("isDigit", "Char -> Bool", "Whether it is a digit", "s (pure (filter isDigit \"808bd\"))", kind(|c| c.is_ascii_digit())),
        word("isAlpha", "Char -> Bool", "Whether it is a letter", "s (pure (filter isAlpha \"808bd\"))", kind(char::is_alphabetic)),
        word("isSpace", "Char -> Bool", "Whether it is a space", "s (pure (filter (not . isSpace) \"b d\"))", kind(char::is_whitespace)),
        word("isUpper", "Char -> Bool", "Whether it is a capital", "n (if isUpper 'A' then 1 else 0)", kind(char::is_uppercase)),
        word("isLower", "Char -> Bool", "Whether it is no capital", "n (if isLower 'a' then 1 else 0)", kind(char::is_lowercase)),
        word("ord", "Char -> Int", "The number of a letter", "n (fromIntegral (ord 'a'))", plain(|x: Datum| x.whole())),
        word("chr", "Int -> Char", "The letter of that number", "s (pure [chr 98, chr 100])", plain(|n: i64| Datum::Char(u32::try_from(n).ok().and_then(char::from_u32).unwrap_or(' ')))),
        word("digitToInt", "Char -> Int", "A digit as a number", "n (fromIntegral (digitToInt '7'))", plain(|x: Datum| if let Datum::Char(c) = x { i64::from(c.to_digit(16).unwrap_or(0)) } else { 0 })),
    ]
}

pub(super) fn words() -> Vec<Word> {
    let mut words = family(Family::Maths, numbers());
    words.extend(family(Family::Functions, choices()));
    words
}
