//! Every test that needs no special allocator, in one binary: it links once.

mod layers;
