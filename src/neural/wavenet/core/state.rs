//! A step through every layer, in floats or in whole numbers.
//!
//! ```text
//! ring of layer l: the last d inputs, slot t & (d - 1); what is read there is overwritten in the same step
//! line: [past | guide]
//!
//! layer l      x -> gates of l --.
//! layer l + 1  line -> gates       `-> squash -> next x --.                      none of these two waits for the other,
//! layer l                                   `-> skip       `-> x of layer l + 1   nor for what stands above it
//! ```
//!
//! A layer waits for the one before: for sums to run dry, for two exponentials and a division, for stores to be read back. So every
//! such wait has a product beside it that needs nothing of it: the next layer's part of the past, and the skip sum.
//!
//! What a product reads is kept as cells (`Cell`), what it adds up as floats: x goes into its line once a layer and comes back out of
//! the ring as it went in.

use super::super::codec::between;
use super::super::features::PHASES;
use super::super::model::Model;
use super::super::shape::Shape;
use super::sizes::Sizes;
use crate::neural::kernel::packed::{Cell, Share};
use crate::neural::kernel::{Job, LANES, Path};

/// What one voice's network remembers, and its room to count in.
#[derive(Clone, Debug, Default)]
pub(super) struct State<C> {
    time: usize,
    rings: Vec<C>,
    starts: Vec<usize>,
    /// [past | guide].
    line: Vec<C>,
    x: Vec<C>,
    /// [x | skip].
    sums: Vec<f32>,
    /// Of this layer and of the next, in turn.
    gates: [Vec<f32>; 2],
    gate: Vec<C>,
    /// [skip | guide].
    head: Vec<C>,
    hidden: Vec<f32>,
    last: Vec<C>,
}

/// One voice in a step of a few.
pub(super) struct Lane<'a, C> {
    pub(super) state: &'a mut State<C>,
    pub(super) biases: &'a [f32],
    pub(super) outputs: &'a mut [f32],
    /// What it hears: the step before, companded.
    pub(super) heard: f32,
    pub(super) guide: &'a [f32; PHASES],
}

impl<C: Cell> State<C> {
    /// Allocates; nothing after does.
    #[allow(clippy::disallowed_macros, clippy::disallowed_methods, reason = "runs before the stream starts")]
    pub(super) fn new(shape: Shape) -> State<C> {
        let Shape { residual: r, skip, head, .. } = shape;
        let mut starts = vec![0];
        for l in 0..shape.layers() {
            starts.push(starts[l] + shape.dilation(l) * r);
        }
        State {
            time: 0,
            rings: vec![C::default(); starts[shape.layers()]],
            starts,
            line: vec![C::default(); r + PHASES],
            x: vec![C::default(); r],
            sums: vec![0.0; r + skip],
            gates: [vec![0.0; 2 * r], vec![0.0; 2 * r]],
            gate: vec![C::default(); r],
            head: vec![C::default(); skip + PHASES],
            hidden: vec![0.0; head],
            last: vec![C::default(); head],
        }
    }

    pub(super) fn reset(&mut self) {
        self.time = 0;
        self.rings.fill(C::default());
    }

    /// Before the layers: what is heard, embedded between the codes beside it; the bias of the skip sum; the guide.
    #[inline(always)]
    fn open(&mut self, model: &Model, heard: f32, guide: &[f32; PHASES]) {
        let Shape { residual: r, skip, .. } = model.shape;
        let told = self.line[r..].as_chunks_mut::<LANES>().0;
        for ((told, x), scale) in told.iter_mut().zip(vectors(guide)).zip(vectors(&model.scales.guide)) {
            *told = eight(|i| (x[i], scale[i]));
        }
        self.head[skip..].copy_from_slice(&self.line[r..]);
        let (x, sums) = self.sums.split_at_mut(r);
        let (code, share) = between(heard);
        let (low, high) = model.embedding[code * r..][..2 * r].split_at(r);
        for ((x, low), high) in x.as_chunks_mut::<LANES>().0.iter_mut().zip(vectors(low)).zip(vectors(high)) {
            *x = std::array::from_fn(|i| low[i] + (high[i] - low[i]) * share);
        }
        sums.copy_from_slice(&model.skip_bias);
    }

    /// A layer's past comes out of its ring. The next one's lies far away and is asked for.
    #[inline(always)]
    fn recall(&mut self, path: Path, model: &Model, layer: usize, r: usize) {
        if layer + 1 < model.shape.layers() {
            let next = self.slot(model, layer + 1, r);
            path.ask(&self.rings[next..next + r]);
        }
        let slot = self.slot(model, layer, r);
        self.line[..r].copy_from_slice(&self.rings[slot..slot + r]);
    }

    /// A layer's input, once its past has been recalled: into the ring, in its place.
    #[inline(always)]
    fn hear(&mut self, model: &Model, layer: usize, r: usize) {
        let slot = self.slot(model, layer, r);
        let (bias, scale) = (&model.parts.layers[layer].bias, model.scales.x[layer]);
        let (x, sums, bias) = (&mut self.x[..r], &self.sums[..r], &bias[..r]);
        let ring = self.rings[slot..slot + r].as_chunks_mut::<LANES>().0;
        for (((x, ring), sum), bias) in x.as_chunks_mut().0.iter_mut().zip(ring).zip(vectors(sums)).zip(vectors(bias)) {
            *x = eight(|i| (sum[i] + bias[i], scale));
            *ring = *x;
        }
    }

    #[inline(always)]
    fn slot(&self, model: &Model, layer: usize, r: usize) -> usize {
        self.starts[layer] + (self.time & (model.shape.dilation(layer) - 1)) * r
    }
}

#[cfg(test)]
impl State<f32> {
    /// The largest numbers since the rings were last filled, beside their ranges: of every layer's x, of the skip sum, of the last.
    pub(super) fn fullness(&self, model: &Model) -> Vec<f32> {
        use crate::neural::kernel::packed::MOST;
        let most = |x: &[f32], scale: f32| x.iter().fold(0.0f32, |most, x| most.max(x.abs())) * scale / MOST;
        let rings = self.starts.windows(2).zip(&model.scales.x);
        let rings = rings.map(|(w, scale)| most(&self.rings[w[0]..w[1]], *scale));
        let ends = [(&self.head[..model.shape.skip], model.scales.skip), (&self.last, model.scales.hidden)];
        rings.chain(ends.map(|(x, scale)| most(x, scale))).collect()
    }
}

/// Whole vectors: every size of the model is a multiple of these.
#[inline(always)]
fn vectors(x: &[f32]) -> &[[f32; LANES]] {
    x.as_chunks().0
}

/// Eight cells of numbers and their scales.
#[inline(always)]
fn eight<C: Cell>(x: impl Fn(usize) -> (f32, f32)) -> [C; LANES] {
    let mut cells = [C::default(); LANES];
    for (i, cell) in cells.iter_mut().enumerate() {
        let (x, scale) = x(i);
        *cell = C::of(x, scale);
    }
    cells
}

/// Rectified and as cells.
#[inline(always)]
fn rectified<C: Cell>(x: &[f32], scale: f32, out: &mut [C]) {
    for (out, x) in out.as_chunks_mut().0.iter_mut().zip(vectors(x)) {
        *out = eight(|i| (x[i].max(0.0), scale));
    }
}

/// A step of a few voices.
pub(super) struct March<'a, C: Cell, Z: Sizes, const M: usize> {
    /// Tells the sizes by its type.
    pub(super) _sizes: Z,
    pub(super) model: &'a Model,
    pub(super) packed: &'a C::Packed,
    pub(super) lanes: [Lane<'a, C>; M],
}

impl<C: Cell, Z: Sizes, const M: usize> Job for March<'_, C, Z, M> {
    type Out = ();

    /// Side by side through every layer.
    #[inline(always)]
    fn run(self, path: Path) {
        let March { model, packed, mut lanes, .. } = self;
        let r = if Z::RESIDUAL > 0 { Z::RESIDUAL } else { model.shape.residual };
        // Plain loops: what stands in a closure here is not compiled for the path.
        for Lane { state, heard, guide, .. } in &mut lanes {
            state.open(model, *heard, guide);
        }
        ahead::<C, Z, M>((path, model, packed), &mut lanes, 0, r);
        for lane in &mut lanes {
            lane.state.hear(model, 0, r);
        }
        for (l, layer) in model.parts.layers.iter().enumerate() {
            let shares = lanes.each_mut().map(|lane| {
                let State { x, gates, .. } = &mut *lane.state;
                Share { x: &*x, start: None, y: &mut gates[l % 2] }
            });
            path.inside::<C, Z::Now, M>((packed, layer.now), shares);
            for lane in &mut lanes {
                let State { gates, gate, .. } = &mut *lane.state;
                path.squash::<C>(&gates[l % 2][..2 * r], &mut gate[..r]);
            }
            if let Some(next) = layer.next {
                ahead::<C, Z, M>((path, model, packed), &mut lanes, l + 1, r);
                let shares = lanes.each_mut().map(|lane| {
                    let State { sums, gate, .. } = &mut *lane.state;
                    Share { x: &*gate, start: None, y: &mut sums[..r] }
                });
                path.inside::<C, Z::Next, M>((packed, next), shares);
                for lane in &mut lanes {
                    lane.state.hear(model, l + 1, r);
                }
            }
            let shares = lanes.each_mut().map(|lane| {
                let State { sums, gate, .. } = &mut *lane.state;
                Share { x: &*gate, start: None, y: &mut sums[r..] }
            });
            path.inside::<C, Z::Skip, M>((packed, layer.skip), shares);
        }
        for lane in &mut lanes {
            let State { time, sums, head, .. } = &mut *lane.state;
            *time = time.wrapping_add(1);
            rectified(&sums[r..], model.scales.skip, head);
        }
        path.inside::<C, Z::Head, M>(
            (packed, model.parts.head),
            lanes.each_mut().map(|lane| {
                let State { head, hidden, .. } = &mut *lane.state;
                Share { x: &*head, start: Some(&lane.biases[model.parts.layers.len() * 2 * r..]), y: hidden }
            }),
        );
        for lane in &mut lanes {
            let State { hidden, last, .. } = &mut *lane.state;
            rectified(hidden, model.scales.hidden, last);
        }
        path.inside::<C, Z::Out, M>(
            (packed, model.parts.out),
            lanes.each_mut().map(|lane| Share { x: &lane.state.last, start: Some(&model.out_bias), y: lane.outputs }),
        );
    }
}

/// What a layer's gates take from its past and from what guides.
#[inline(always)]
fn ahead<C: Cell, Z: Sizes, const M: usize>(
    (path, model, packed): (Path, &Model, &C::Packed),
    lanes: &mut [Lane<'_, C>; M],
    layer: usize,
    r: usize,
) {
    for lane in &mut *lanes {
        lane.state.recall(path, model, layer, r);
    }
    let shares = lanes.each_mut().map(|lane| {
        let State { line, gates, .. } = &mut *lane.state;
        Share { x: &*line, start: Some(&lane.biases[layer * 2 * r..][..2 * r]), y: &mut gates[layer % 2] }
    });
    path.inside::<C, Z::Ahead, M>((packed, model.parts.layers[layer].ahead), shares);
}
