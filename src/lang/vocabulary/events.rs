//! Words on events themselves: their wholes and parts, and functions laid on them.
//!
//! ```text
//! filterEvents (\e -> eventPartStart e < 0.5) $ s "bd*4"      map eventValue (queryArc "1 2" (Arc 0 1))
//! ```
//!
//! An event is a triple of its whole, if it has one, its part and its value. Where it came from in the text is kept only
//! by words that leave it as it is.

use super::make::plain;
use super::{Family, Word, family, word};
use crate::lang::datum::{Datum, Fun, Give, Pat, Take};
use crate::pattern::{Event, Pattern};
use crate::time::{Cycle, Span};

type P = Pattern<Datum>;
type E = Event<Datum>;

impl Give for Span {
    fn give(self) -> Datum {
        (self.begin, self.end).give()
    }
}

impl Take for Span {
    fn take(datum: Datum) -> Self {
        let (begin, end) = Take::take(datum);
        Self { begin, end }
    }
}

impl Give for E {
    fn give(self) -> Datum {
        Datum::Tuple(std::sync::Arc::from([self.whole.give(), self.part.give(), self.value]))
    }
}

impl Take for E {
    fn take(datum: Datum) -> Self {
        let (whole, part, value) = Take::take(datum);
        Event::new(whole, part, value)
    }
}

/// Events of a query after a function on all of them.
fn with_events(p: &P, f: Fun<Vec<E>, Vec<E>>) -> Pat {
    let p = p.clone();
    Pat::new(move |state| f(p.query(state)))
}

#[rustfmt::skip] // a table: one row a word
pub(super) fn words() -> Vec<Word> {
    const TIME: &str = "Event a -> Time";
    const TEST: &str = "Event a -> Bool";
    family(Family::Structure, vec![
        word("queryArc", "Pattern a -> Arc -> [Event a]", "The events in a stretch of time", "n (fromIntegral (length (queryArc (\"1 2 3\" :: Pattern Int) (Arc 0 2))))", plain(|p: P, span: Span| p.query_span(span))),
        word("eventValue", "Event a -> a", "What an event carries", "n (fastFromList (map eventValue (queryArc \"1 2 3\" (Arc 0 1))))", plain(|event: E| event.value)),
        word("eventPart", "Event a -> Arc", "The stretch of an event that was asked for", "zoomArc (eventPart (head (queryArc (s \"a b\") (Arc 0 1)))) $ s \"bd sn\"", plain(|event: E| event.part)),
        word("wholeOrPart", "Event a -> Arc", "The stretch an event belongs to, or was asked for where it belongs to none", "zoomArc (wholeOrPart (head (queryArc (s \"a b\") (Arc 0 1)))) $ s \"bd sn\"", plain(|event: E| event.whole_or_part())),
        word("eventPartStart", TIME, "Where the part of an event begins", "filterEvents (\\e -> eventPartStart e < 0.5) $ s \"a b c d\"", plain(|event: E| event.part.begin)),
        word("eventPartStop", TIME, "Where the part of an event ends", "filterEvents (\\e -> eventPartStop e < 1) $ s \"a b c d\"", plain(|event: E| event.part.end)),
        word("wholeStart", TIME, "Where an event begins", "filterEvents (\\e -> wholeStart e < 0.5) $ s \"a b c d\"", plain(|event: E| event.whole_or_part().begin)),
        word("wholeStop", TIME, "Where an event ends", "filterEvents (\\e -> wholeStop e < 1) $ s \"a b c d\"", plain(|event: E| event.whole_or_part().end)),
        word("eventHasOnset", TEST, "Whether an event begins in its part", "filterEvents eventHasOnset $ s \"a b/1.5\"", plain(|event: E| event.has_onset())),
        word("isDigital", TEST, "Whether it is an event, not a continuous value", "filterEvents isDigital $ s \"bd\" # pan sine", plain(|event: E| event.whole.is_some())),
        word("isAnalog", TEST, "Whether it is a continuous value, not an event", "s \"bd*4\" # pan (filterEvents isAnalog sine)", plain(|event: E| event.whole.is_none())),
        word("onsetIn", "Arc -> Event a -> Bool", "Whether an event begins in a stretch of time", "filterEvents (onsetIn (Arc 0 0.5)) $ s \"a b c d\"", plain(|span: Span, event: E| span.contains(event.onset()))),
        word("filterEvents", "(Event a -> Bool) -> Pattern a -> Pattern a", "Only events for which it holds", "filterEvents (\\e -> eventPartStart e < 0.5) $ s \"a b c d\"", plain(|test: Fun<E, bool>, p: P| p.filter_events(move |event| test(event.clone())))),
        word("withEvent", "(Event a -> Event b) -> Pattern a -> Pattern b", "A function on each event", "withEvent id $ s \"a b\"", plain(|f: Fun<E, E>, p: P| with_events(&p, std::sync::Arc::new(move |events: Vec<E>| events.into_iter().map(|event| f(event)).collect())))),
        word("withEvents", "([Event a] -> [Event b]) -> Pattern a -> Pattern b", "A function on the events of each question", "withEvents (take 1) $ s \"a b\"", plain(|f: Fun<Vec<E>, Vec<E>>, p: P| with_events(&p, f))),
        word("arpWith", "([Event a] -> [Event b]) -> Pattern a -> Pattern b", "A chord's notes, after a function on them, one after another", "n (arpWith reverse \"c'maj e'min\") # s \"superpiano\"", plain(|f: Fun<Vec<E>, Vec<E>>, p: P| p.arp_with(move |chord| f(chord)))),
        word("start", "Arc -> Time", "Where a stretch of time begins", "rotL (start (Arc 0.25 1)) $ s \"a b c d\"", plain(|span: Span| span.begin)),
        word("stop", "Arc -> Time", "Where a stretch of time ends", "rotL (stop (Arc 0 0.25)) $ s \"a b c d\"", plain(|span: Span| span.end)),
        word("withinArc", "Arc -> (Pattern a -> Pattern a) -> Pattern a -> Pattern a", "A function on a stretch of each cycle", "withinArc (Arc 0 0.5) (fast 2) $ s \"a b c d\"", plain(|span: Span, f: super::make::Change, p: P| p.within(span.begin, span.end, |p| f(p)))),
        word("compressArc", "Arc -> Pattern a -> Pattern a", "Each cycle pressed into a stretch of it", "compressArc (Arc 0.25 0.5) $ s \"a b\"", plain(|span: Span, p: P| p.compress(span.begin, span.end))),
        word("compressTo", "(Time, Time) -> Pattern a -> Pattern a", "Each cycle pressed into a stretch of it", "compressTo (0.25, 0.5) $ s \"a b\"", plain(|span: Span, p: P| p.compress(span.begin, span.end))),
        word("revArc", "(Time, Time) -> Pattern a -> Pattern a", "A stretch of each cycle backwards", "revArc (0.25, 0.75) $ s \"a b c d\"", plain(|span: Span, p: P| p.within(span.begin, span.end, |p| p.rev()))),
        word("arcCycles", "Arc -> [Arc]", "A stretch of time, cut at whole cycles", "n (fromIntegral (length (arcCycles (Arc 0.5 2.5))))", plain(|span: Span| cycles(span))),
        word("nextSam", "Time -> Time", "The begin of the next cycle", "rotL (nextSam 0.5) $ s \"<a b>\"", plain(|time: Cycle| time.next_sam())),
    ])
}

fn cycles(span: Span) -> Vec<Span> {
    let next = |begin: &Cycle| Some(begin.next_sam()).filter(|next| *next < span.end);
    let begins = std::iter::successors(Some(span.begin).filter(|begin| *begin < span.end), next);
    begins.take(1_000).map(|begin| Span::new(begin, begin.next_sam().min(span.end))).collect()
}
