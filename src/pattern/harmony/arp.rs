//! Chords played one note after the other.
//!
//! ```text
//! arp "up" "c'maj"   |c|e|g|      "updown" |c|e|g|e|      "pinkyup" |c|g|e|g|      "converge" |c|g|e|
//! ```

use crate::pattern::{Event, Item, Pattern};
use crate::time::{Cycle, Span};

/// Every way to play a chord, by name.
pub const ARPS: [&str; 13] = [
    "up",
    "down",
    "updown",
    "downup",
    "up&down",
    "down&up",
    "converge",
    "diverge",
    "disconverge",
    "pinkyup",
    "pinkyupdown",
    "thumbup",
    "thumbupdown",
];

/// The order of the named way over so many notes: indices into the chord, from its lowest written note.
pub fn arp_order(name: &str, count: usize) -> Option<Vec<usize>> {
    let up: Vec<usize> = (0..count).collect();
    let down: Vec<usize> = up.iter().rev().copied().collect();
    let inner = |order: &[usize]| order.split_last().map(|(_, head)| head.to_vec()).unwrap_or_default();
    let and_back = |there: &[usize]| {
        let back: Vec<usize> = there.iter().rev().copied().collect();
        [inner(there), inner(&back)].concat()
    };
    let converge: Vec<usize> = (0..count).map(|nth| if nth % 2 == 0 { nth / 2 } else { count - 1 - nth / 2 }).collect();
    let diverge: Vec<usize> = converge.iter().rev().copied().collect();
    let pinky: Vec<usize> = (0..count.saturating_sub(1)).flat_map(|nth| [nth, count - 1]).collect();
    let thumb: Vec<usize> = (1..count).flat_map(|nth| [0, nth]).collect();
    Some(match name {
        "up" => up,
        "down" => down,
        "updown" => and_back(&up),
        "downup" => and_back(&down),
        "up&down" => [up, down].concat(),
        "down&up" => [down, up].concat(),
        "converge" => converge,
        "diverge" => diverge,
        "disconverge" => [&converge[..], diverge.get(1..).unwrap_or(&[])].concat(),
        "pinkyup" => pinky,
        "pinkyupdown" => and_back(&pinky),
        "thumbup" => thumb,
        "thumbupdown" => and_back(&thumb),
        _ => return None,
    })
}

impl<T: Item> Pattern<T> {
    /// Each chord's notes one after the other in the named order ([`ARPS`]); silence for an unknown name.
    #[must_use]
    pub fn arp(&self, name: &str) -> Self {
        if arp_order(name, 0).is_none() {
            return Self::silence();
        }
        let name = name.to_owned();
        self.arp_with(move |chord| {
            let order = arp_order(&name, chord.len()).unwrap_or_default();
            order.into_iter().filter_map(|nth| chord.get(nth).cloned()).collect()
        })
    }

    /// Each chord's notes one after the other, after a function on its events. Pieces of one whole are notes of their own,
    /// each heard where it was.
    #[must_use]
    pub fn arp_with(&self, f: impl Fn(Vec<Event<T>>) -> Vec<Event<T>> + Send + Sync + 'static) -> Self {
        self.with_chords(move |chord| {
            let Some(whole) = chord.first().and_then(|event| event.whole) else { return };
            let notes = f(std::mem::take(chord));
            let length = whole.duration() / Cycle::whole(notes.len() as i64);
            for (place, event) in notes.into_iter().enumerate() {
                let begin = whole.begin + length * Cycle::whole(place as i64);
                let note = Span::new(begin, begin + length);
                if let Some(part) = note.subspan(event.part) {
                    chord.push(Event { whole: Some(note), part, ..event });
                }
            }
        })
    }

    /// Each chord's notes from the first to the last.
    #[must_use]
    pub fn arpeggiate(&self) -> Self {
        self.arp("up")
    }
}
