//! What a strip of a product reads and writes, as pointers: for the loops of one processor, whose doors look at the sizes.
//!
//! ```text
//! Job::new(rows, voices, weights, scales)     the first strip;  after(columns)     the one beside it
//! ```
//!
//! Nothing is read here: a job tells where things lie.
#![allow(unsafe_code, reason = "pointers move on within what the doors have looked at, see the module text")]

use super::{LANES, Share};

/// What a strip reads and writes, for `M` voices with inputs `C` and weights `W`.
#[derive(Clone, Copy)]
pub(super) struct Job<C, W, const M: usize> {
    /// Each voice's input.
    pub(super) x: [*const C; M],
    /// How many numbers it has: an even number.
    pub(super) rows: usize,
    /// What the sums begin with.
    pub(super) start: [*const f32; M],
    /// Where they go; may be `start` itself.
    pub(super) y: [*mut f32; M],
    /// The strip's weights.
    pub(super) w: *const W,
    /// Of wholes, the scale of each column.
    pub(super) scales: *const f32,
}

impl<C, W, const M: usize> Job<C, W, M> {
    #[inline(always)]
    pub(super) fn new(rows: usize, voices: &mut [Share<'_, C>; M], w: *const W, scales: *const f32) -> Job<C, W, M> {
        let given = voices.each_ref().map(|voice| voice.start.map(<[f32]>::as_ptr));
        let y = voices.each_mut().map(|voice| voice.y.as_mut_ptr());
        let x = voices.each_ref().map(|voice| voice.x.as_ptr());
        Job { x, rows, start: std::array::from_fn(|m| given[m].unwrap_or(y[m])), y, w, scales }
    }

    /// The job of the strip after one of `columns` registers.
    ///
    /// # Safety
    /// Everything goes on at least to the end of this strip.
    #[inline(always)]
    pub(super) unsafe fn after(self, columns: usize) -> Job<C, W, M> {
        unsafe {
            Job {
                start: self.start.map(|start| start.add(LANES * columns)),
                y: self.y.map(|y| y.add(LANES * columns)),
                w: self.w.add(columns * LANES * self.rows),
                // Without scales this pointer is never read, and may lie nowhere.
                scales: self.scales.wrapping_add(LANES * columns),
                ..self
            }
        }
    }
}
