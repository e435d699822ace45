//! An allocator that counts what happens where nothing may.
//!
//! ```text
//! #[global_allocator] static ALLOCATOR: Counting = Counting;      violations() == 0, or a bug
//! ```
//!
//! It asks the system for memory like the ordinary one and never refuses. Without it installed the count stays 0.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};

thread_local! {
    // No destructor and a constant start: reading it never allocates.
    static FORBIDDEN: Cell<bool> = const { Cell::new(false) };
}

static VIOLATIONS: AtomicU64 = AtomicU64::new(0);

/// How many allocations, changes of size and frees happened on audio threads since the program began.
pub fn violations() -> u64 {
    VIOLATIONS.load(Ordering::Relaxed)
}

/// Runs `work` with the allocator forbidden on this thread.
pub(super) fn forbidden<T>(work: impl FnOnce() -> T) -> T {
    let before = FORBIDDEN.replace(true);
    let result = work();
    FORBIDDEN.set(before);
    result
}

/// The system's allocator, with a count.
pub struct Counting;

fn note() {
    // While a thread ends the flag may be gone; then nothing is forbidden either.
    if FORBIDDEN.try_with(Cell::get).unwrap_or(false) {
        VIOLATIONS.fetch_add(1, Ordering::Relaxed);
    }
}

// SAFETY: every call goes to `System` with the caller's own arguments; counting touches one thread-local flag and one atomic.
#[allow(unsafe_code, reason = "an allocator is unsafe by nature; this one only forwards")]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        note();
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        note();
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        note();
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        note();
        unsafe { System.realloc(pointer, layout, size) }
    }
}
