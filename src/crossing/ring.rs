//! A bounded queue between two threads: every item arrives once, in order.
//!
//! ```text
//! send a, send b ->  [a b . .]  -> receive a, receive b        full: the item comes back, `refused` counts it
//! ```
//!
//! One sender, one receiver. Neither ever waits or allocates.

/// The writing end.
pub struct Sender<T> {
    ring: rtrb::Producer<T>,
    refused: u64,
}

/// The reading end.
pub struct Receiver<T> {
    ring: rtrb::Consumer<T>,
}

/// A queue for at most `capacity` items under way. Allocates once, here.
pub fn ring<T>(capacity: usize) -> (Sender<T>, Receiver<T>) {
    let (producer, consumer) = rtrb::RingBuffer::new(capacity);
    (Sender { ring: producer, refused: 0 }, Receiver { ring: consumer })
}

impl<T> Sender<T> {
    /// Puts an item in. A full queue hands it back and counts it.
    pub fn send(&mut self, item: T) -> Result<(), T> {
        self.ring.push(item).map_err(|rtrb::PushError::Full(item)| {
            self.refused += 1;
            item
        })
    }

    /// How many items could be sent now without being refused.
    pub fn room(&self) -> usize {
        self.ring.slots()
    }

    /// How many items were refused so far.
    pub fn refused(&self) -> u64 {
        self.refused
    }
}

impl<T> Receiver<T> {
    /// The next item, left where it is.
    pub fn peek(&mut self) -> Option<&T> {
        self.ring.peek().ok()
    }

    /// The oldest item, if there is one.
    pub fn receive(&mut self) -> Option<T> {
        self.ring.pop().ok()
    }
}
