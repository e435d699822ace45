//! What is to be sent and what is on: the list both homes keep, so that every note-on gets exactly one note-off.
//!
//! ```text
//! note 60 [0, 100)  note 60 [50, 200)    ->  0 on   50 off   50 on   200 off     (a pitch restarted ends first)
//! hush at 120                            ->  120 off
//! ```
//!
//! It allocates once, when made: a JACK callback keeps one. Messages of one frame go out note-offs first, then in the
//! order in which they came.

use crate::units::Frame;

/// A message of up to three bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message {
    bytes: [u8; 3],
    len: u8,
}

impl Message {
    /// Note on, velocity 1 to 127.
    pub fn note_on(channel: u8, key: u8, velocity: u8) -> Self {
        Self { bytes: [0x90 | channel & 15, key & 127, velocity.clamp(1, 127)], len: 3 }
    }

    /// Note off.
    pub fn note_off(channel: u8, key: u8) -> Self {
        Self { bytes: [0x80 | channel & 15, key & 127, 0], len: 3 }
    }

    /// A controller's value.
    pub fn control(channel: u8, controller: u8, value: u8) -> Self {
        Self { bytes: [0xb0 | channel & 15, controller & 127, value & 127], len: 3 }
    }

    /// Another sound of the instrument.
    pub fn program(channel: u8, program: u8) -> Self {
        Self { bytes: [0xc0 | channel & 15, program & 127, 0], len: 2 }
    }

    /// Pitch bend, 0 to 16383, 8192 is none.
    pub fn bend(channel: u8, bend: u16) -> Self {
        Self { bytes: [0xe0 | channel & 15, (bend & 127) as u8, (bend >> 7 & 127) as u8], len: 3 }
    }

    /// All notes off.
    pub fn all_notes_off(channel: u8) -> Self {
        Self::control(channel, 123, 0)
    }

    /// The bytes to send.
    pub fn bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.len)).unwrap_or_default()
    }
}

/// Something to send ahead of its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MidiEvent {
    /// A note with its end.
    Note {
        /// Where it begins.
        at: Frame,
        /// Its length, at least 1.
        frames: i64,
        /// 0 to 15.
        channel: u8,
        /// 0 to 127.
        key: u8,
        /// 1 to 127.
        velocity: u8,
    },
    /// Anything else.
    Plain {
        /// When.
        at: Frame,
        /// What.
        message: Message,
    },
}

#[derive(Clone, Copy, Debug)]
enum What {
    Off { channel: u8, key: u8 },
    On { channel: u8, key: u8, velocity: u8 },
    Plain(Message),
}

#[derive(Clone, Copy, Debug)]
struct Item {
    at: i64,
    number: u32,
    what: What,
}

impl Item {
    /// Order of sending: by frame, note-offs first, then as they came.
    fn rank(&self) -> (i64, bool, u32) {
        (self.at, !matches!(self.what, What::Off { .. }), self.number)
    }
}

/// The list. Latest first, so that taking the earliest is cheap.
#[derive(Debug)]
pub struct Agenda {
    items: Vec<Item>,
    /// The number of the note that is on, by channel and key; 0: none.
    on: Vec<u32>,
    number: u32,
}

impl Agenda {
    /// Room for `capacity` messages under way.
    pub fn new(capacity: usize) -> Self {
        Self { items: Vec::with_capacity(capacity), on: vec![0; 16 * 128], number: 0 }
    }

    /// Puts an event in. False where there is no room: then nothing of it is kept.
    pub fn push(&mut self, event: MidiEvent) -> bool {
        let needed = if matches!(event, MidiEvent::Note { .. }) { 2 } else { 1 };
        if self.items.len() + needed > self.items.capacity() {
            return false;
        }
        self.number = self.number.wrapping_add(1).max(1);
        match event {
            MidiEvent::Note { at, frames, channel, key, velocity } => {
                let (channel, key) = (channel & 15, key & 127);
                self.insert(at.0, What::On { channel, key, velocity });
                self.insert(at.0.saturating_add(frames.max(1)), What::Off { channel, key });
            }
            MidiEvent::Plain { at, message } => self.insert(at.0, What::Plain(message)),
        }
        true
    }

    fn insert(&mut self, at: i64, what: What) {
        let item = Item { at, number: self.number, what };
        let place = self.items.partition_point(|other| other.rank() > item.rank());
        self.items.insert(place, item);
    }

    /// The next message due before `until`, with its frame. Call until `None`.
    pub fn due(&mut self, until: Frame) -> Option<(Frame, Message)> {
        while let Some(&item) = self.items.last() {
            if item.at >= until.0 {
                return None;
            }
            match item.what {
                What::On { channel, key, velocity } => {
                    let place = usize::from(channel) * 128 + usize::from(key);
                    if self.on[place] != 0 {
                        // The pitch restarts: end the first note now; its own note-off will find another number.
                        self.on[place] = 0;
                        return Some((Frame(item.at), Message::note_off(channel, key)));
                    }
                    self.on[place] = item.number;
                    self.items.pop();
                    return Some((Frame(item.at), Message::note_on(channel, key, velocity)));
                }
                What::Off { channel, key } => {
                    self.items.pop();
                    let place = usize::from(channel) * 128 + usize::from(key);
                    if self.on[place] == item.number {
                        self.on[place] = 0;
                        return Some((Frame(item.at), Message::note_off(channel, key)));
                    }
                }
                What::Plain(message) => {
                    self.items.pop();
                    return Some((Frame(item.at), message));
                }
            }
        }
        None
    }

    /// Drops what has not begun before `at`, and ends at `at` the notes that are on then.
    pub fn hush(&mut self, at: Frame) {
        let on = &self.on;
        let begun_before = |items: &[Item], number: u32, place: usize| {
            on[place] == number
                || items.iter().any(|i| i.number == number && i.at < at.0 && matches!(i.what, What::On { .. }))
        };
        // Note-offs of notes that begin before `at` stay and are brought forward.
        for index in (0..self.items.len()).rev() {
            let item = self.items[index];
            let keep = match item.what {
                What::Off { channel, key } => {
                    begun_before(&self.items, item.number, usize::from(channel) * 128 + usize::from(key))
                }
                What::On { .. } | What::Plain(_) => item.at < at.0,
            };
            if !keep {
                self.items.remove(index);
            } else if matches!(item.what, What::Off { .. }) && item.at > at.0 {
                self.items[index].at = at.0;
            }
        }
        self.items.sort_unstable_by_key(|item| std::cmp::Reverse(item.rank()));
    }

    /// Whether nothing is to be sent and no note is on.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty() && self.on.iter().all(|&number| number == 0)
    }

    /// The frame of the next message.
    pub fn next(&self) -> Option<Frame> {
        self.items.last().map(|item| Frame(item.at))
    }
}
