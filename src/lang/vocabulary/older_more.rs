//! More words of older Tidals: simple changes of loudness and speed, values out of controls, scales as lists.
//!
//! ```text
//! often' (# speed 2) $ s "bd*8"      s (extractS "s" p)      toScale major "0 2 4"      pStateF "n" "x" (maybe 0 (+ 1))
//! ```

use super::make::{Change, plain, typed, value};
use super::{Family, Word, family, word};
use crate::lang::datum::{Datum, Fun, Give, List};
use crate::lang::types::Type;
use crate::pattern::{ControlMap, Operation, Pattern, Value, bjorklund, fast_from_list, rand, stack};
use crate::time::Cycle;
use std::sync::Arc;

type P = Pattern<Datum>;

/// A pattern of controls.
type C = Pattern<ControlMap>;

const BOTH: &str = "ControlPattern -> ControlPattern";

fn louder(p: &C, factor: f64) -> C {
    let gain = Pattern::pure(ControlMap::of("gain", Value::Float(factor)));
    p.app_both(&gain, |own, map| Operation::Multiply.controls(own, map))
}

/// To the nearest of so many values in one, by a way of rounding.
fn stepped(name: &'static str, help: &'static str, example: &'static str, round: fn(f64) -> f64) -> Word {
    word(
        name,
        "(Functor f, RealFrac b) => b -> f b -> f b",
        help,
        example,
        typed(move |instance| {
            let number = super::signals::number_of(instance.head("b"));
            Datum::function(move |steps| {
                let steps = steps.number();
                let nearest = Datum::function(move |x| number(round(x.number() * steps) / steps));
                Datum::function(move |values| super::functions::map(nearest.clone(), values))
            })
        }),
    )
}

#[rustfmt::skip] // a table: one row a word
fn changes() -> Vec<Word> {
    vec![
        word("louder", BOTH, "The gain times 1.2", "louder $ s \"bd\" # gain 0.8", plain(|p: C| louder(&p, 1.2))),
        word("quieter", BOTH, "The gain times 0.8", "quieter $ s \"bd\" # gain 0.8", plain(|p: C| louder(&p, 0.8))),
        word("silent", BOTH, "Nothing of it", "stack [s \"bd\", silent $ s \"hh*8\"]", plain(|_: C| C::silence())),
        word("scratch", BOTH, "In 32 pieces, backwards", "scratch $ s \"bev\"", plain(|p: C| p.chop(32).rev())),
        word("crunch", BOTH, "Crushed to three bits", "crunch $ s \"bd sn\"", plain(|p: C| p.join_map(Operation::Right, ControlMap::of("crush", Value::Float(3.0))))),
        some("almostAlways'", 0.9, "The function first, then nine of ten events", "almostAlways' (0.125 ~>) $ s \"bd*8\""),
        some("often'", 0.75, "The function first, then three of four events", "often' (0.125 ~>) $ s \"bd*8\""),
        some("sometimes'", 0.5, "The function first, then every other event by chance", "sometimes' (0.125 ~>) $ s \"bd*8\""),
        some("rarely'", 0.25, "The function first, then one of four events", "rarely' (0.125 ~>) $ s \"bd*8\""),
        some("almostNever'", 0.1, "The function first, then one of ten events", "almostNever' (0.125 ~>) $ s \"bd*8\""),
        word("degradeOverBy", "Int -> Pattern Double -> Pattern a -> Pattern a", "Events left out by chance, the same ones for so many cycles", "degradeOverBy 2 0.5 $ s \"bd*8\"", plain(|cycles: i64, shares: Pattern<f64>, p: P| {
            let draws = rand().repeat_cycles(cycles);
            shares.slow(Cycle::whole(cycles)).bind(move |share| p.degrade_by_using(&draws, share))
        })),
        word("stackwith", "ControlPattern -> [ControlPattern] -> ControlPattern", "All at once, each with the controls, moved on by its share of a cycle", "stackwith (pan \"0 1\") [s \"bd*2\", s \"sn*2\"]", plain(|controls: C, all: Vec<C>| {
            let count = all.len() as i64;
            let nth = |(nth, p): (usize, &C)| p.app_left(&controls.early(Cycle::new(nth as i64, count)), |own, map| Operation::Right.controls(own, map));
            stack(&all.iter().enumerate().map(nth).collect::<Vec<_>>())
        })),
        word("_slice", "Int -> Int -> ControlPattern -> ControlPattern", "One piece of so many of each sample", "_slice 4 2 $ s \"bev\"", plain(|parts: i64, nth: i64, p: C| p.slice_at(nth, parts))),
        word("_distrib", "[Int] -> Pattern a -> Pattern a", "distrib with plain numbers", "_distrib [3,8] $ s \"bd\"", typed(|instance| {
            let Some(distrib) = super::find("distrib") else { return Datum::Bottom };
            let distrib = distrib.build(instance);
            Datum::function(move |numbers| {
                let patterns: Vec<P> = numbers.list().iter().map(P::pure).collect();
                distrib.apply(patterns.give())
            })
        })),
        word("tParam3", "(a -> b -> c -> Pattern d -> Pattern e) -> Pattern a -> Pattern b -> Pattern c -> Pattern d -> Pattern e", "Makes a word's three plain arguments patterns", "tParam3 _euclidOff \"3 5\" \"8\" \"1\" $ s \"bd\"", plain(|f: Datum, first: P, second: P, third: P, x: Datum| first.inner_bind(move |a| {
            let (f, third, x) = (f.apply(a), third.clone(), x.clone());
            second.inner_bind(move |b| {
                let (f, x) = (f.apply(b), x.clone());
                third.inner_bind(move |c| f.apply(c).apply(x.clone()).pattern())
            })
        }))),
        word("tParamSqueeze", "(a -> Pattern b -> Pattern c) -> Pattern a -> Pattern b -> Pattern c", "Makes a word's plain argument a pattern; each value's cycles squeezed into its step", "tParamSqueeze _fast \"2 3\" $ s \"a b\"", plain(|f: Datum, values: P, x: Datum| values.squeeze_bind(move |value| f.apply(value).apply(x.clone()).pattern()))),
        word("enumFromTo'", "(Ord a, Enum a, Num a) => a -> a -> Pattern a", "The numbers from one to another, either way, in one cycle", "n (enumFromTo' 3 0) # s \"drum\"", plain(|from: Datum, to: Datum| {
            let (first, last) = (from.whole(), to.whole());
            let step = if first <= last { 1.0 } else { -1.0 };
            let count = first.abs_diff(last).min(10_000) + 1;
            let at = |nth: u64| super::arithmetic::operate(Operation::Add, &from, &number_like(&from, step * nth as f64));
            fast_from_list(&(0..count).map(at).collect::<Vec<_>>())
        })),
        stepped("qfloor", "Down to a multiple of one by so many", "s \"bd*8\" # pan (qfloor 4 sine)", f64::floor),
        stepped("qceiling", "Up to a multiple of one by so many", "s \"bd*8\" # pan (qceiling 4 sine)", f64::ceil),
        stepped("qround", "To the nearest multiple of one by so many", "s \"bd*8\" # pan (qround 4 sine)", f64::round_ties_even),
    ]
}

/// A number of the same kind.
fn number_like(like: &Datum, x: f64) -> Datum {
    match like {
        Datum::Int(_) => Datum::Int(x as i64),
        Datum::Note(_) => Datum::Note(x),
        Datum::Fraction(_) => Datum::Fraction(Cycle::from_f64(x)),
        _ => Datum::Float(x),
    }
}

fn some(name: &'static str, chance: f64, help: &'static str, example: &'static str) -> Word {
    let made = plain(move |f: Change, p: P| p.sometimes_by_after(&Pattern::pure(chance), |p| f(p)));
    word(name, "(Pattern a -> Pattern a) -> Pattern a -> Pattern a", help, example, made)
}

/// A word that takes one control out of controls, where its value is of the kind.
fn extract(
    name: &'static str,
    signature: &'static str,
    example: &'static str,
    kind: fn(&Value) -> Option<Datum>,
) -> Word {
    let help = "The values of a control, out of controls";
    word(
        name,
        signature,
        help,
        example,
        plain(move |control: Arc<str>, p: C| p.filter_map(move |map| map.get(&control).and_then(kind))),
    )
}

/// An own control of numbers without a meaning to it, as text: what a synth elsewhere would be sent.
fn bytes(name: &Arc<str>, values: &Pattern<Vec<i64>>) -> C {
    let name = Arc::clone(name);
    values.fmap(move |bytes| {
        ControlMap::of(Arc::clone(&name), Value::Text(Arc::from(format!("{bytes:?}").replace(' ', ""))))
    })
}

#[rustfmt::skip] // a table: one row a word
fn controls() -> Vec<Word> {
    use super::derived::{taken, turned};
    vec![
        extract("extractF", "String -> ControlPattern -> Pattern Double", "s \"bd*4\" # speed (extractF \"pan\" (pan \"1 2\"))", |value| value.number().map(Datum::Float)),
        extract("extractI", "String -> ControlPattern -> Pattern Int", "s \"bd*4\" # cut (extractI \"coarse\" (coarse \"1 2\"))", |value| value.number().map(|x| Datum::Int(x.floor() as i64))),
        extract("extractR", "String -> ControlPattern -> Pattern Rational", "extractR \"share\" (pR \"share\" \"1%4\") ~> s \"bd\"", |value| match value {
            Value::Fraction(fraction) => Some(Datum::Fraction(*fraction)),
            other => other.number().map(|x| Datum::Fraction(Cycle::from_f64(x))),
        }),
        extract("extractS", "String -> ControlPattern -> Pattern String", "s (extractS \"s\" (s \"bd sn\"))", |value| value.text().map(|text| Datum::Text(Arc::from(text)))),
        extract("extractB", "String -> ControlPattern -> Pattern Bool", "struct (extractB \"on\" (pB \"on\" \"t f\")) $ s \"bd\"", |value| match value {
            Value::Bool(truth) => Some(Datum::Bool(*truth)),
            _ => None,
        }),
        word("pStateF", "String -> String -> (Maybe Double -> Double) -> ControlPattern", "A control whose number comes from the last one, for each event that is played; the number has a name", "s \"bd*4\" # pStateF \"n\" \"mine\" (maybe 0 (+ 1))", plain(|control: Arc<str>, name: Arc<str>, f: Fun<Option<f64>, f64>| turned(&control, name, move |before| f(before)))),
        word("pStateListF", "String -> String -> [Double] -> ControlPattern", "The next of a list of numbers, for each event that is played; the list has a name", "s \"bd*4\" # pStateListF \"n\" \"mine\" [0, 3, 7]", plain(|control: Arc<str>, name: Arc<str>, list: List| taken(&control, name, &list))),
        word("pStateListS", "String -> String -> [String] -> ControlPattern", "The next of a list of words, for each event that is played; the list has a name", "s \"bd*4\" # pStateListS \"vowel\" \"mine\" [\"a\", \"e\"]", plain(|control: Arc<str>, name: Arc<str>, list: List| taken(&control, name, &list))),
        word("pX", "String -> Pattern [Word8] -> ControlPattern", "Any control, of lists of bytes", "s \"bd\" # pX \"wave\" (pure [1, 2])", plain(|name: Arc<str>, values: Pattern<Vec<i64>>| bytes(&name, &values))),
        word("array", "Pattern [Word8] -> ControlPattern", "A list of bytes for a synth", "s \"bd\" # array (pure [1, 2])", plain(|values: Pattern<Vec<i64>>| bytes(&Arc::from("array"), &values))),
        word("grain'", "Pattern String -> ControlPattern", "Where samples begin and end: begin:end", "s \"bd*2\" # grain' \"0.1:0.2 0.3:0.4\"", plain(|words: Pattern<Arc<str>>| words.fmap(|word| {
            let numbers = ["begin", "end"].into_iter().zip(word.split(':'));
            numbers.filter_map(|(name, part)| Some((Arc::from(name), Value::Float(part.parse().ok()?)))).collect::<ControlMap>()
        }))),
        word("drumN", "Num a => String -> a", "The number of a General MIDI drum by its short name", "s \"midi\" # midinote (drumN \"sn\")", typed(|instance| {
            let (number, once) = match instance.chosen("a").and_then(Type::element) {
                Some(element) => (super::signals::number_of(element.head().0.unwrap_or("")), true),
                None => (super::signals::number_of(instance.head("a")), false),
            };
            Datum::function(move |name| {
                let number = number(super::synths::drum(&name.text()));
                if once { P::pure(number).give() } else { number }
            })
        })),
        word("cP", "Parseable a => String -> Pattern a", "A live pattern by name: the word that was set is read as mini-notation", "n (cP \"tune\") # s \"superpiano\"", typed(|instance| {
            let of = Type::pattern(instance.chosen("a").cloned().unwrap_or_else(Type::string));
            Datum::function(move |name| {
                let of = of.clone();
                let read = move |text: Datum| crate::lang::compile::mini_text(&text.text(), &of).map_or_else(|_| P::silence(), Datum::pattern);
                super::stream::live_text(&name.text()).inner_bind(read).give()
            })
        })),
    ]
}

/// What one cycle holds, as steps of mini-notation.
fn deconstruct(steps: i64, p: &Pattern<Arc<str>>) -> Arc<str> {
    let step = |nth: i64| {
        let events = p.query_span(crate::time::Span::new(Cycle::new(nth, steps), Cycle::new(nth + 1, steps)));
        let values: Vec<&str> = events.iter().map(|event| event.value.as_ref()).collect();
        match values.as_slice() {
            [] => "~".to_owned(),
            [one] => (*one).to_owned(),
            many => format!("[{}]", many.join(", ")),
        }
    };
    Arc::from((0..steps.clamp(0, 1_000)).map(step).collect::<Vec<_>>().join(" "))
}

#[rustfmt::skip] // a table: one row a word
fn values() -> Vec<Word> {
    vec![
        word("deconstruct", "Int -> Pattern String -> String", "A pattern's first cycle, written as so many steps", "s (parseBP_E (deconstruct 4 \"bd sn\"))", plain(|steps: i64, p: Pattern<Arc<str>>| deconstruct(steps, &p))),
        word("bjorklund", "(Int, Int) -> [Bool]", "A Euclidean rhythm as a list", "struct (fastFromList (bjorklund (3, 8))) $ s \"bd\"", plain(|(pulses, steps): (i64, i64)| bjorklund(pulses, steps))),
        word("perlin2With", "Pattern Double -> Pattern Double -> Pattern Double", "perlin over a plane, at these places", "s \"bd*4\" # pan (perlin2With (sig fromRational) 3)", plain(|x: Pattern<f64>, y: Pattern<f64>| crate::pattern::perlin2_with(&x, &y))),
        word("tidal_version", "String", "Which Tidal's text this reads", "s \"bd\" # vowel (pure tidal_version)", typed(|instance| Arc::<str>::from(match instance.surroundings.tidal {
            crate::pattern::Tidal::V1_10 => "1.10.0",
            crate::pattern::Tidal::V1_7 => "1.7.10",
        }).give())),
        word("nothing", "Pattern a", "Silence of no steps", "stepcat [s \"bd sn\", nothing]", value(|| P::silence().with_steps(Some(Cycle::ZERO)))),
        word("empty", "Pattern a", "Nothing", "stack [s \"bd\", empty]", value(P::silence)),
    ]
}

pub(super) fn words() -> Vec<Word> {
    let mut words = family(Family::Layers, changes());
    words.extend(family(Family::Controls, controls()));
    words.extend(family(Family::Sequences, values()));
    words
}

/// A scale of the table as a list of its notes: `major`.
pub(super) fn scales() -> Vec<Word> {
    let scale = |(name, notes): (&'static str, &'static [f64])| {
        let made = typed(move |instance| {
            let number = super::signals::number_of(instance.head("a"));
            notes.iter().map(|note| number(*note)).collect::<Vec<Datum>>().give()
        });
        let example: &'static str = format!("n (toScale {name} \"0 2 4\") # s \"superpiano\"").leak();
        word(name, "Num a => [a]", "The notes of that scale", example, made)
    };
    let words = crate::pattern::scale_table().map(scale).map(|word| Word { family: Family::Notes, ..word });
    words.collect()
}
