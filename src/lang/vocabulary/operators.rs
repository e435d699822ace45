//! Operators between patterns, by what they do to values and by whose structure stays.
//!
//! ```text
//! |+|  structure from both      |+  from the left      +|  from the right      ||+  right squeezed into the left
//! ```

use super::arithmetic::operate;
use super::make::{Make, plain};
use super::{Family, Word, family, word};
use crate::lang::datum::{Datum, Pat};
use crate::pattern::Operation;
use std::sync::Arc;

type Two = fn(&Datum, &Datum) -> Datum;

fn both(f: Two) -> Make {
    plain(move |a: Pat, b: Pat| a.app_both(&b, f))
}

fn left(f: Two) -> Make {
    plain(move |a: Pat, b: Pat| a.app_left_gliding(&b, f, glided))
}

/// What a network is steered by while a note sounds, sorted.
const GLIDING: [&str; 8] = ["bend", "bright", "noisy", "still", "temp", "timbre", "topp", "vibrato"];

/// What a sounding event had at its onset, with what steers it as that is now.
fn glided(then: Datum, now: &Datum) -> Datum {
    let (Datum::Controls(mut all), Datum::Controls(now)) = (then.clone(), now) else { return then };
    for name in GLIDING {
        if let Some(value) = now.get(name) {
            all.insert(name, value.clone());
        }
    }
    Datum::Controls(all)
}

fn right(f: Two) -> Make {
    plain(move |a: Pat, b: Pat| a.app_right(&b, f))
}

fn squeezed(f: Two) -> Make {
    plain(move |a: Pat, b: Pat| a.app_squeeze(&b, f))
}

/// Controls are joined; of anything else one side stays.
fn operate_union(operation: Operation, a: &Datum, b: &Datum) -> Datum {
    match (a, b) {
        (Datum::Controls(a), Datum::Controls(b)) => Datum::Controls(operation.controls(a, b)),
        _ if operation == Operation::Left => a.clone(),
        _ => b.clone(),
    }
}

/// Two words as one.
fn joined(a: &Datum, b: &Datum) -> Datum {
    Datum::Text(Arc::from(format!("{}{}", a.clone().text(), b.clone().text())))
}

/// Names and sense of the four operators of one operation.
struct Four {
    names: [&'static str; 4],
    signature: &'static str,
    help: [&'static str; 4],
    examples: [&'static str; 4],
    f: Two,
}

impl Four {
    fn words(self) -> [Word; 4] {
        let [a, b, c, d] = self.names;
        let [help_a, help_b, help_c, help_d] = self.help;
        let [like_a, like_b, like_c, like_d] = self.examples;
        [
            word(a, self.signature, help_a, like_a, both(self.f)),
            word(b, self.signature, help_b, like_b, left(self.f)),
            word(c, self.signature, help_c, like_c, right(self.f)),
            word(d, self.signature, help_d, like_d, squeezed(self.f)),
        ]
    }
}

const NUM: &str = "Num a => Pattern a -> Pattern a -> Pattern a";
const FRACTIONAL: &str = "Fractional a => Pattern a -> Pattern a -> Pattern a";
const FLOATING: &str = "Floating a => Pattern a -> Pattern a -> Pattern a";
const UNION: &str = "Unionable a => Pattern a -> Pattern a -> Pattern a";

pub(super) fn words() -> Vec<Word> {
    let fours = [
        Four {
            names: ["|+|", "|+", "+|", "||+"],
            signature: NUM,
            help: [
                "Adds; structure from both sides",
                "Adds; structure from the left",
                "Adds; structure from the right",
                "Adds; the right squeezed into each step of the left",
            ],
            examples: [
                "n \"0 2\" |+| n \"10 20 30\"",
                "n \"0 2\" |+ n \"10 20 30\"",
                "n \"0 2\" +| n \"10 20 30\"",
                "n \"0 2\" ||+ n \"10 20\"",
            ],
            f: |a, b| operate(Operation::Add, a, b),
        },
        Four {
            names: ["|-|", "|-", "-|", "||-"],
            signature: NUM,
            help: [
                "Subtracts; structure from both sides",
                "Subtracts; structure from the left",
                "Subtracts; structure from the right",
                "Subtracts; the right squeezed into each step of the left",
            ],
            examples: [
                "n \"10 20\" |-| n \"1 2 3\"",
                "n \"10 20\" |- n \"1 2 3\"",
                "n \"10 20\" -| n \"1 2 3\"",
                "n \"10 20\" ||- n \"1 2\"",
            ],
            f: |a, b| operate(Operation::Subtract, a, b),
        },
        Four {
            names: ["|*|", "|*", "*|", "||*"],
            signature: NUM,
            help: [
                "Multiplies; structure from both sides",
                "Multiplies; structure from the left",
                "Multiplies; structure from the right",
                "Multiplies; the right squeezed into each step of the left",
            ],
            examples: [
                "speed \"1 2\" |*| speed \"2 3 4\"",
                "speed \"1 2\" |* speed \"2 3 4\"",
                "speed \"1 2\" *| speed \"2 3 4\"",
                "speed \"1 2\" ||* speed \"2 3\"",
            ],
            f: |a, b| operate(Operation::Multiply, a, b),
        },
        Four {
            names: ["|/|", "|/", "/|", "||/"],
            signature: FRACTIONAL,
            help: [
                "Divides; structure from both sides",
                "Divides; structure from the left",
                "Divides; structure from the right",
                "Divides; the right squeezed into each step of the left",
            ],
            examples: [
                "speed \"8 6\" |/| speed \"2 4\"",
                "speed \"8 6\" |/ speed \"2 3 4\"",
                "speed \"8 6\" /| speed \"2 3 4\"",
                "speed \"8 6\" ||/ speed \"2 4\"",
            ],
            f: |a, b| operate(Operation::Divide, a, b),
        },
        Four {
            names: ["|%|", "|%", "%|", "||%"],
            signature: NUM,
            help: [
                "Remainder; structure from both sides",
                "Remainder; structure from the left",
                "Remainder; structure from the right",
                "Remainder; the right squeezed into each step of the left",
            ],
            examples: [
                "n \"7 8 9\" |%| n \"4 5\"",
                "n \"7 8 9\" |% n \"4 5\"",
                "n \"7 8 9\" %| n \"4 5\"",
                "n \"7 8 9\" ||% n \"4 5\"",
            ],
            f: |a, b| operate(Operation::Modulo, a, b),
        },
        Four {
            names: ["|**|", "|**", "**|", "||**"],
            signature: FLOATING,
            help: [
                "Power; structure from both sides",
                "Power; structure from the left",
                "Power; structure from the right",
                "Power; the right squeezed into each step of the left",
            ],
            examples: [
                "n (\"2 3\" |**| \"2\")",
                "n (\"2 3\" |** \"2\")",
                "n (\"2 3\" **| \"2 1 2\")",
                "n (\"2 3\" ||** \"2 1\")",
            ],
            f: |a, b| operate(Operation::Power, a, b),
        },
        Four {
            names: ["|<|", "|<", "<|", "||<"],
            signature: UNION,
            help: [
                "Joins, the left wins; structure from both sides",
                "Joins, the left wins; structure from the left",
                "Joins, the left wins; structure from the right",
                "Joins, the left wins; the right squeezed into each step of the left",
            ],
            examples: [
                "n \"1 2\" |<| n \"3 4 5\"",
                "n \"1 2\" |< s \"superpiano\"",
                "n \"1 2\" <| n \"3 4 5\"",
                "n \"1 2\" ||< n \"3 4\"",
            ],
            f: |a, b| operate_union(Operation::Left, a, b),
        },
        Four {
            names: ["|>|", "|>", ">|", "||>"],
            signature: UNION,
            help: [
                "Joins, the right wins; structure from both sides",
                "Joins, the right wins; structure from the left",
                "Joins, the right wins; structure from the right",
                "Joins, the right wins; the right squeezed into each step of the left",
            ],
            examples: [
                "n \"1 2\" |>| n \"3 4 5\"",
                "n \"1 2\" |> s \"superpiano\"",
                "n \"1 2\" >| n \"3 4 5\"",
                "n \"1 2\" ||> n \"3 4\"",
            ],
            f: |a, b| operate_union(Operation::Right, a, b),
        },
    ];
    let mut words: Vec<Word> = fours.into_iter().flat_map(Four::words).collect();
    for word in &mut words {
        // `#` is what performers write; `|>` is its systematic name.
        if word.name == "|>" {
            (word.name, word.aliases, word.old) = ("#", &["|>"], &["|=|"]);
            word.example = "s \"bd sn\" # speed \"1 2 3\"";
        }
    }
    words.push(word(
        "|++|",
        "Pattern String -> Pattern String -> Pattern String",
        "Joins words; structure from both sides",
        "s (\"super\" |++| \"piano fm\")",
        plain(|a: Pat, b: Pat| a.app_both(&b, joined)),
    ));
    words.push(word(
        "|++",
        "Pattern String -> Pattern String -> Pattern String",
        "Joins words; structure from the left",
        "s (\"drum\" |++ \"a b\")",
        plain(|a: Pat, b: Pat| a.app_left(&b, joined)),
    ));
    words.push(word(
        "++|",
        "Pattern String -> Pattern String -> Pattern String",
        "Joins words; structure from the right",
        "s (\"drum\" ++| \"a b\")",
        plain(|a: Pat, b: Pat| a.app_right(&b, joined)),
    ));
    family(Family::Operators, words)
}
