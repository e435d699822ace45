//! Slips are recognised, and text that is in order never is one.

use super::*;
use crate::diagnostic::SourceSpan;
use crate::lang::budget::Complaint;
use crate::lang::token::tokens;

fn found(text: &str) -> Option<String> {
    let is_word = |name: &str| vocabulary::find(name).is_some();
    recognise(&tokens(text, 0, 0).unwrap(), &is_word).map(|slip| slip.message)
}

#[test]
fn text_in_order_has_no_slip() {
    for text in [
        "d1 $ every 2 (0.25 <~) $ s \"bd*2\" # n (1/8) |- n 1",
        "let a = 1\n    b = 2",
        "do\n  d1 $ s \"bd\"\n  d2 $ s \"sn\"",
        "d1 $ stack [s \"a\", n \"0,5\", pan (if 1 < 2 then 0 else 1)]",
        "n ((,) 0 5)",
        "d1 $ rev . # speed 2 $ s \"bd\"",
        "n (3 `div` 2)",
        "x = [y | y <- [0,5]]",
    ] {
        assert_eq!(found(text), None, "{text}");
    }
}

#[test]
fn a_complaint_points_at_the_word_it_names() {
    let block = SourceSpan::new(10, 60);
    let text = "d1 $ n (scale \"majr\" \"0\")";
    let told = |text: &str, place| Complaint { text: text.to_owned(), place };
    assert_eq!(place(&told("there is no scale `majr`", None), text, block), SourceSpan::new(25, 29));
    assert_eq!(place(&told("this list has no end", None), "d1 $ f [1 ..]", block), SourceSpan::new(17, 23));
    assert_eq!(place(&told("nothing", None), text, block), block);
    assert_eq!(place(&told("nothing", Some(SourceSpan::new(17, 30))), text, block), SourceSpan::new(17, 30));
}

#[test]
fn the_largest_number_makes_too_many_events() {
    let block = SourceSpan::new(0, 60);
    let told = |text: &str| costly(text, block).map(|(_, written)| written);
    assert_eq!(told("d1 $ every 100 (fast 1e9) $ s \"bd*2\""), Some("fast 1e9".to_owned()));
    assert_eq!(told("d1 $ s \"bd [sn*1000000 hh]\""), Some("sn*1000000".to_owned()));
    assert_eq!(told("d1 $ fast 2 $ s \"bd\""), None);
}
