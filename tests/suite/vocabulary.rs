//! Every word's example runs; its first two cycles are kept as text that a musician can read.

use melisma::lang::vocabulary::table;
use melisma::lang::{Datum, Interpreter, Kind, NoNetworks, on_large_stack};
use melisma::pattern::{Env, Event, Meter, Patience, Pattern, State, Tidal};
use melisma::time::Span;
use std::fmt::Write as _;
use std::sync::Arc;

/// More than these of one cycle tell a reader nothing new.
const SHOWN: usize = 8;

fn cycle(pattern: &Pattern<Datum>, number: i64) -> Vec<Event<Datum>> {
    let meter = Meter::default();
    let env = Env { tidal: Tidal::V1_10, patience: Patience::Wait, controls: &(), steer: None, meter: &meter };
    let mut events = pattern.query(&State { span: Span::cycle(number), env: &env });
    assert_eq!(meter.fault(), None);
    events.sort_by_key(|event| (event.part.begin, event.part.end, format!("{:?}", event.value)));
    events
}

#[test]
fn every_example_plays_four_cycles() {
    let mut text = String::new();
    let mut interpreter = Interpreter::new(Arc::new(NoNetworks), Tidal::V1_10);
    for word in table() {
        let _ = writeln!(text, "{} :: {}\n  {}\n  > {}", word.name, word.signature, word.help, word.example);
        if word.example.contains("melody") {
            continue; // its notes belong to the model's own tests
        }
        match interpreter.pattern(word.example, Kind::Auto) {
            Ok(pattern) => {
                let cycles = on_large_stack(|| (0..4).map(|number| cycle(&pattern, number)).collect::<Vec<_>>());
                for events in cycles.unwrap().iter().take(2) {
                    let row: Vec<String> = events.iter().take(SHOWN).map(|event| format!("{event:?}")).collect();
                    let more = if events.len() > SHOWN { " ..." } else { "" };
                    let _ = writeln!(text, "    {}{more}", row.join(" "));
                }
            }
            Err(_) => {
                let done = interpreter.evaluate(word.example, 1);
                let told: Vec<_> = done.diagnostics().filter(|told| told.is_error()).collect();
                assert!(told.is_empty(), "{}: {} {told:?}", word.name, word.example);
                let _ = writeln!(text, "    {:?}", done.actions().collect::<Vec<_>>());
            }
        }
    }
    insta::assert_snapshot!("words", text);
}
