//! A value of which only the newest matters: meters, positions, levels.
//!
//! ```text
//! write 1, write 2, write 3 ->  read = 3, read = 3
//! ```
//!
//! Three copies of the value are made at the start; writing and reading only swap them. Not for commands: those must all arrive.

/// The writing end.
pub struct Writer<T: Send>(triple_buffer::Input<T>);

/// The reading end.
pub struct Reader<T: Send>(triple_buffer::Output<T>);

/// A value shared between one writer and one reader, `first` until something is written.
pub fn latest<T: Clone + Send>(first: &T) -> (Writer<T>, Reader<T>) {
    let (input, output) = triple_buffer::triple_buffer(first);
    (Writer(input), Reader(output))
}

impl<T: Send> Writer<T> {
    /// Replaces the value. The old one is overwritten in place: use plain data here, nothing that owns memory.
    pub fn write(&mut self, value: T) {
        self.0.write(value);
    }
}

impl<T: Send> Reader<T> {
    /// The newest value.
    pub fn read(&mut self) -> &T {
        self.0.read()
    }
}
