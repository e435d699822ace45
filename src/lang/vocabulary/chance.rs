//! Chance: one deterministic function of time, and what is chosen by it.
//!
//! ```text
//! n (irand 8)      s (randcat ["a", "b"])      choose [0, 2, 5, 7]      segment 4 perlin
//! ```

use super::make::{each, plain, value};
use super::{Family, Word, family, word};
use crate::lang::datum::{Datum, Pat as P};
use crate::pattern::{
    Pattern, brand, brand_by, choose, choose_by, cycle_choose, fade_in_from, fade_out_from, irand, markov_pat, perlin,
    perlin_with, rand, randrun, wchoose, wchoose_by,
};
use crate::time::Cycle;

#[rustfmt::skip] // a table: one row a word
pub(super) fn words() -> Vec<Word> {
    family(Family::Chance, vec![
        word("rand", "Fractional a => Pattern a", "Random numbers from 0 to 1", "s \"bd*4\" # pan rand", super::make::typed(|instance| super::signals::fractional(&rand(), instance))),
        word("irand", "Num a => Pattern Int -> Pattern a", "Random whole numbers below this", "s \"bd*8\" # n (irand 8)", super::make::typed(|instance| {
            let head = instance.head("a").to_owned();
            let number = super::signals::whole_number_of(&head);
            Datum::function(move |count| {
                let count: Pattern<i64> = crate::lang::datum::Take::take(count);
                crate::lang::datum::Give::give(count.inner_bind(move |count| irand(count).fmap(number)))
            })
        })),
        word("brand", "Pattern Bool", "Random truth", "struct (segment 8 brand) $ s \"hh\"", value(brand)),
        word("brandBy", "Pattern Double -> Pattern Bool", "Random truth, so likely true", "struct (segment 8 $ brandBy 0.3) $ s \"hh\"", plain(|share: Pattern<f64>| share.inner_bind(brand_by))),
        word("perlin", "Fractional a => Pattern a", "Smooth noise, a new value each cycle", "s \"bd*8\" # pan perlin", super::make::typed(|instance| super::signals::fractional(&perlin(), instance))),
        word("perlinWith", "Pattern Double -> Pattern Double", "Smooth noise, read at these places", "s \"bd*8\" # pan (perlinWith \"0.25 3.75\")", plain(|positions: Pattern<f64>| perlin_with(&positions))),
        word("perlin2", "Pattern Double -> Pattern Double", "Smooth noise over time and these places", "s \"bd*8\" # pan (perlin2 \"0.5\")", plain(|places: Pattern<f64>| crate::pattern::perlin2(&places))),
        word("fadeOut", "Time -> Pattern a -> Pattern a", "Events fall away over so many cycles", "fadeOut 4 $ s \"bd*8\"", plain(|cycles: Cycle, p: P| fade_out_from(&p, Cycle::ZERO, cycles))),
        word("fadeOutFrom", "Time -> Time -> Pattern a -> Pattern a", "Events fall away from a cycle on, over so many", "fadeOutFrom 1 2 $ s \"bd*8\"", plain(|from: Cycle, cycles: Cycle, p: P| fade_out_from(&p, from, cycles))),
        word("fadeIn", "Time -> Pattern a -> Pattern a", "Events come over so many cycles", "fadeIn 4 $ s \"bd*8\"", plain(|cycles: Cycle, p: P| fade_in_from(&p, Cycle::ZERO, cycles))),
        word("fadeInFrom", "Time -> Time -> Pattern a -> Pattern a", "Events come from a cycle on, over so many", "fadeInFrom 1 2 $ s \"bd*8\"", plain(|from: Cycle, cycles: Cycle, p: P| fade_in_from(&p, from, cycles))),
        word("choose", "[a] -> Pattern a", "One of a list by chance, continuously", "s \"drum*4\" # n (choose [0,2,5,7])", plain(|all: Vec<Datum>| choose(&all))),
        word("chooseBy", "Pattern Double -> [a] -> Pattern a", "One of a list by a number from 0 to 1", "s \"drum*4\" # n (chooseBy rand [1,2,3])", plain(|positions: Pattern<f64>, all: Vec<Datum>| choose_by(&positions, &all))),
        word("cycleChoose", "[a] -> Pattern a", "One of a list by chance, each cycle", "s \"bd*4\" # n (cycleChoose [0,4,7])", plain(|all: Vec<Datum>| cycle_choose(&all))),
        word("wchoose", "[(a, Double)] -> Pattern a", "One of a list by weighted chance", "s \"bd*8\" # n (wchoose [(0,0.25),(4,0.5),(7,1)])", plain(|all: Vec<(Datum, f64)>| wchoose(&all))),
        word("wchooseBy", "Pattern Double -> [(a, Double)] -> Pattern a", "One of a weighted list by a number from 0 to 1", "s \"bd*8\" # n (wchooseBy rand [(0,1),(7,1)])", plain(|positions: Pattern<f64>, all: Vec<(Datum, f64)>| wchoose_by(&positions, &all))),
        word("randrun", "Int -> Pattern Int", "The whole numbers below, in random order each cycle", "n (fromIntegral <$> randrun 8) # s \"drum\"", plain(randrun)),
        word("markovPat", "Pattern Int -> Pattern Int -> [[Double]] -> Pattern Int", "States by chance: so many steps, the first, what follows what", "n (segment 8 $ fromIntegral <$> markovPat 8 1 [[3,5,2],[4,4,2],[0,1,0]]) # s \"drum\"", plain(|steps: Pattern<i64>, start: Pattern<i64>, weights: Vec<Vec<f64>>| steps.inner_bind(move |steps| {
            let weights = weights.clone();
            start.inner_bind(move |start| markov_pat(steps, usize::try_from(start).unwrap_or(usize::MAX), &weights))
        }))),
        word("stripe", "Pattern Int -> Pattern a -> Pattern a", "So many cycles in one, at speeds by chance", "stripe 2 $ s \"bd sn\"", each(|count: i64, p: &P| p.stripe(count))),
        word("slowstripe", "Pattern Int -> Pattern a -> Pattern a", "Cycles at speeds by chance, in so many cycles", "slowstripe 2 $ s \"bd sn\"", each(|count: i64, p: &P| p.stripe(count).slow(Cycle::whole(count)))),
    ])
}
