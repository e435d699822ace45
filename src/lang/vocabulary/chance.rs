//! Chance: one deterministic function of time, and what is chosen by it.
//!
//! ```text
//! n (irand 8)      s (randcat ["a", "b"])      choose [0, 2, 5, 7]      segment 4 perlin
//! ```

use super::make::{plain, value};
use super::{Family, Word, family, word};
use crate::lang::datum::Datum;
use crate::pattern::{
    Pattern, brand, brand_by, choose, choose_by, cycle_choose, fastcat, irand, perlin, perlin_with, rand, randrun,
    wchoose, wchoose_by,
};

use crate::time::Cycle;
use std::sync::Arc;

#[rustfmt::skip] // a table: one row a word
pub(super) fn words() -> Vec<Word> {
    family(Family::Chance, vec![
        word("rand", "Fractional a => Pattern a", "Random numbers from 0 to 1", "s \"bd*4\" # pan rand", super::make::typed(|instance| super::signals::fractional(&rand(), instance))),
        word("irand", "Num a => Pattern Int -> Pattern a", "Random whole numbers below this", "s \"bd*8\" # n (irand 8)", super::make::typed(|instance| {
            let head = instance.head("a").to_owned();
            let number = super::signals::number_of(&head);
            Datum::function(move |count| {
                let count: Pattern<i64> = crate::lang::datum::Take::take(count);
                crate::lang::datum::Give::give(count.inner_bind(move |count| irand(count).fmap(number)))
            })
        })),
        word("brand", "Pattern Bool", "Random truth", "struct (segment 8 brand) $ s \"hh\"", value(brand)),
        word("brandBy", "Pattern Double -> Pattern Bool", "Random truth, so likely true", "struct (segment 8 $ brandBy 0.3) $ s \"hh\"", plain(|share: Pattern<f64>| share.inner_bind(brand_by))),
        word("perlin", "Fractional a => Pattern a", "Smooth noise, a new value each cycle", "s \"bd*8\" # pan perlin", super::make::typed(|instance| super::signals::fractional(&perlin(), instance))),
        word("perlinWith", "Pattern Double -> Pattern Double", "Smooth noise, read at these places", "s \"bd*8\" # pan (perlinWith \"0.25 3.75\")", plain(|positions: Pattern<f64>| perlin_with(&positions))),
        word("choose", "[a] -> Pattern a", "One of a list by chance, continuously", "s \"drum*4\" # n (choose [0,2,5,7])", plain(|all: Vec<Datum>| choose(&all))),
        word("chooseBy", "Pattern Double -> [a] -> Pattern a", "One of a list by a number from 0 to 1", "s \"drum*4\" # n (chooseBy rand [1,2,3])", plain(|positions: Pattern<f64>, all: Vec<Datum>| choose_by(&positions, &all))),
        word("cycleChoose", "[a] -> Pattern a", "One of a list by chance, each cycle", "s \"bd*4\" # n (cycleChoose [0,4,7])", plain(|all: Vec<Datum>| cycle_choose(&all))),
        word("wchoose", "[(a, Double)] -> Pattern a", "One of a list by weighted chance", "s \"bd*8\" # n (wchoose [(0,0.25),(4,0.5),(7,1)])", plain(|all: Vec<(Datum, f64)>| wchoose(&all))),
        word("wchooseBy", "Pattern Double -> [(a, Double)] -> Pattern a", "One of a weighted list by a number from 0 to 1", "s \"bd*8\" # n (wchooseBy rand [(0,1),(7,1)])", plain(|positions: Pattern<f64>, all: Vec<(Datum, f64)>| wchoose_by(&positions, &all))),
        word("markovPat", "Pattern Int -> Pattern Int -> [[Double]] -> Pattern Int", "So many steps of a chain, from this state, by these chances", "n (fromIntegral <$> markovPat 8 1 [[3,5,2],[4,4,2],[0,1,0]]) # s \"drum\"", plain(|steps: Pattern<i64>, first: Pattern<i64>, chances: Vec<Vec<f64>>| {
            let chances = Arc::new(chances);
            steps.inner_bind(move |steps| {
                let chances = Arc::clone(&chances);
                first.inner_bind(move |first| markov(steps, first, Arc::clone(&chances)))
            })
        })),
        word("randrun", "Int -> Pattern Int", "The whole numbers below, in random order each cycle", "n (fromIntegral <$> randrun 8) # s \"drum\"", plain(randrun)),
    ])
}

/// Each cycle a new chain: the nth step is drawn at n shares of the cycle after its begin.
fn markov(steps: i64, first: i64, chances: Arc<Vec<Vec<f64>>>) -> Pattern<i64> {
    let steps = steps.clamp(0, 10_000);
    Pattern::pouring(move |state, out| {
        for span in state.span.cycles() {
            let cycle = span.begin.sam();
            let mut chain = Vec::new();
            let mut current = first;
            for nth in 1..=steps {
                chain.push(Pattern::pure(current));
                let draw = state.draw_at(cycle + Cycle::new(nth, steps));
                let row = usize::try_from(current).ok().and_then(|at| chances.get(at));
                let Some(row) = row else { break };
                let total: f64 = row.iter().sum();
                let mut reached = 0.0;
                let next = row.iter().position(|share| {
                    reached += share / total;
                    draw <= reached
                });
                current = next.and_then(|at| i64::try_from(at).ok()).unwrap_or(current);
            }
            fastcat(&chain).pour(&state.at(span), out);
        }
    })
}
