//! Words with an underscore: the plain form of a word whose first arguments may be patterns, as Tidal's library has it.
//!
//! ```text
//! _whenmod 4 2 (# speed 2) $ s "bd"   =   whenmod (pure 4) (pure 2) (# speed 2) $ s "bd"
//! ```

use super::make::plainly;
use super::{Family, Word, family, word};

/// Name, signature, the word it is a form of, how many plain arguments, an example.
type Row = (&'static str, &'static str, &'static str, usize, &'static str);

#[rustfmt::skip] // a table: one row a word
const ROWS: &[Row] = &[
    ("_arp", "String -> Pattern a -> Pattern a", "arp", 1, "_arp \"up\" $ n \"c'maj e'min\""),
    ("_binary", "Int -> Int -> Pattern Bool", "binaryN", 2, "struct (_binary 4 10) $ s \"bd\""),
    ("_binaryN", "Int -> Pattern Int -> Pattern Bool", "binaryN", 1, "struct (_binaryN 4 10) $ s \"bd\""),
    ("_bite", "Int -> Pattern Int -> Pattern a -> Pattern a", "bite", 1, "_bite 4 \"0 2*2\" $ n \"0 .. 7\""),
    ("_brandBy", "Double -> Pattern Bool", "brandBy", 1, "struct (segment 8 $ _brandBy 0.6) $ s \"bd\""),
    ("_chew", "Int -> Pattern Int -> ControlPattern -> ControlPattern", "chew", 1, "_chew 4 \"0 1 [2 3]\" $ n \"0 .. 7\""),
    ("_chunk'", "Int -> (Pattern a -> Pattern a) -> Pattern a -> Pattern a", "chunk'", 1, "_chunk' 4 (hurry 2) $ s \"bd sn hh cp\""),
    ("_degradeByUsing", "Pattern Double -> Double -> Pattern a -> Pattern a", "degradeByUsing", 0, "_degradeByUsing rand 0.5 $ s \"bd*8\""),
    ("_euclidBool", "Int -> Int -> Pattern Bool", "ecbool", 2, "struct (_euclidBool 3 8) $ s \"bd\""),
    ("_euclidInv", "Int -> Int -> Pattern a -> Pattern a", "euclidInv", 2, "_euclidInv 3 8 $ s \"bd\""),
    ("_euclidOff", "Int -> Int -> Int -> Pattern a -> Pattern a", "euclidOff", 3, "_euclidOff 3 8 2 $ s \"bd\""),
    ("_euclidOffBool", "Int -> Int -> Int -> Pattern Bool -> Pattern Bool", "euclidOffBool", 3, "struct (_euclidOffBool 3 8 1 \"t\") $ s \"bd\""),
    ("_every'", "Int -> Int -> (Pattern a -> Pattern a) -> Pattern a -> Pattern a", "every'", 2, "_every' 2 1 rev $ s \"bd sn\""),
    ("_fastGap", "Time -> Pattern a -> Pattern a", "fastGap", 1, "_fastGap 2 $ s \"bd sn\""),
    ("_gap", "Int -> ControlPattern -> ControlPattern", "gap", 1, "_gap 4 $ s \"bd sn\""),
    ("_inside", "Time -> (Pattern b -> Pattern a) -> Pattern b -> Pattern a", "inside", 1, "_inside 2 rev $ s \"a b c d\""),
    ("_iter'", "Int -> Pattern a -> Pattern a", "iter'", 1, "_iter' 4 $ s \"a b c d\""),
    ("_markovPat", "Int -> Int -> [[Double]] -> Pattern Int", "markovPat", 2, "n (fromIntegral <$> _markovPat 8 1 [[3, 5], [2, 0]])"),
    ("_off", "Time -> (Pattern a -> Pattern a) -> Pattern a -> Pattern a", "off", 1, "_off 0.125 (# crush 4) $ s \"bd sn\""),
    ("_outside", "Time -> (Pattern b -> Pattern a) -> Pattern b -> Pattern a", "outside", 1, "_outside 2 rev $ s \"<a b>\""),
    ("_pickF", "Int -> [Pattern a -> Pattern a] -> Pattern a -> Pattern a", "pickF", 1, "_pickF 1 [rev, fast 2] $ s \"a b c\""),
    ("_plyWith", "Int -> (Pattern a -> Pattern a) -> Pattern a -> Pattern a", "plyWith", 1, "_plyWith 3 (|* gain 0.8) $ s \"bd sn\" # gain 1"),
    ("_pressBy", "Time -> Pattern a -> Pattern a", "pressBy", 1, "_pressBy 0.25 $ s \"bd sn\""),
    ("_repeatCycles", "Int -> Pattern a -> Pattern a", "repeatCycles", 1, "_repeatCycles 2 $ s \"<a b>\""),
    ("_rot", "Ord a => Int -> Pattern a -> Pattern a", "rot", 1, "n (_rot 1 \"0 1 2\") # s \"drum\""),
    ("_select", "Double -> [Pattern a] -> Pattern a", "select", 1, "_select 0.7 [s \"a*2\", s \"b*4\", s \"c\"]"),
    ("_selectF", "Double -> [Pattern a -> Pattern a] -> Pattern a -> Pattern a", "selectF", 1, "_selectF 0.7 [rev, fast 2] $ s \"a b c\""),
    ("_someCyclesBy", "Double -> (Pattern a -> Pattern a) -> Pattern a -> Pattern a", "someCyclesBy", 1, "_someCyclesBy 0.3 (# speed 2) $ s \"bd sn\""),
    ("_spin", "Int -> ControlPattern -> ControlPattern", "spin", 1, "_spin 3 $ s \"bd sn\""),
    ("_splice", "Int -> Pattern Int -> ControlPattern -> ControlPattern", "splice", 1, "_splice 4 \"0 2 1 3\" $ s \"bev\""),
    ("_striateBy", "Int -> Double -> ControlPattern -> ControlPattern", "striateBy", 2, "_striateBy 3 0.25 $ s \"bd sn\""),
    ("_stripe", "Int -> Pattern a -> Pattern a", "stripe", 1, "_stripe 2 $ s \"bd sn\""),
    ("_stutWith", "Int -> Time -> (Pattern a -> Pattern a) -> Pattern a -> Pattern a", "stutWith", 2, "_stutWith 3 0.125 (# speed 2) $ s \"bd sn\""),
    ("_trunc", "Time -> Pattern a -> Pattern a", "trunc", 1, "_trunc 0.75 $ s \"a b c d\""),
    ("_unDegradeBy", "Double -> Pattern a -> Pattern a", "unDegradeBy", 1, "_unDegradeBy 0.3 $ s \"bd*8\""),
    ("_wedge", "Time -> Pattern a -> Pattern a -> Pattern a", "wedge", 1, "_wedge 0.25 (s \"bd*2\") (s \"hh*3\")"),
    ("_whenmod", "Time -> Time -> (Pattern a -> Pattern a) -> Pattern a -> Pattern a", "whenmod", 2, "_whenmod 4 2 (# speed 2) $ s \"bd sn\""),
    ("runWith", "Int -> (Pattern a -> Pattern a) -> Pattern a -> Pattern a", "chunk", 1, "runWith 4 (# speed 2) $ s \"bd sn hh cp\""),
];

pub(super) fn words() -> Vec<Word> {
    let row = |&(name, signature, of, arguments, example): &Row| {
        let help: &'static str = format!("{of} with plain numbers").leak();
        word(name, signature, help, example, plainly(of, arguments))
    };
    family(Family::Time, ROWS.iter().map(row).collect())
}
