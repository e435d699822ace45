//! The draft of a note: its partials as a bank of sines, which the WaveNet hears and makes a sound of.
//!
//! ```text
//! partial k lies at k sqrt(1 + stiffness (k^2 - 1)) times the fundamental
//! anchors, ln amplitude:  1 2 3 .. 16 | 19 23 27 32 .. 256        in between: straight lines over the logarithm of the number
//! phase of partial k:     k theta + what the stiffness has added since the note began + law(k)     one law for all
//! movement of a band:     the share of its partials' power that wanders, in strength and in phase   (`wander`)
//! ```
//!
//! The draft is what holds together; what moves is kept apart, since nobody can foresee it.
//!
//! The law spreads the partials of a period over two milliseconds (or the whole of a short one), so that no click stands at its
//! start (after Schroeder 1970, "Synthesis of low-peak-factor signals"). Recordings are turned to the same law before they are
//! learned from. Stiff strings spread their partials (Fletcher 1964, "Normal vibration frequencies of a stiff piano string").
//! Real-time: no allocation after `new`; a step costs half as many rotations as the grid has steps.

use std::f32::consts::{FRAC_PI_2, TAU};

use self::wander::{Stride, Wander, frame_seconds, wandering};
use super::acoustics::{EDGES, FAINT, Spectrum};
use super::dice::Dice;
use super::features::{ANCHORS, BANDS, FRAME};
use super::grid::Grid;
use crate::neural::kernel::exp;

pub mod wander;

/// The most partials that are sung.
pub const MOST: usize = 256;

/// Up to this one every partial has an anchor of its own.
const SINGLE: usize = 16;

/// Seconds over which a period's partials are spread.
const SPREAD: f32 = 0.002;

/// The number of partial at which an anchor lies, broken above `SINGLE`.
pub fn anchor(i: usize) -> f32 {
    if i < SINGLE { (i + 1) as f32 } else { SINGLE as f32 * ((i + 1 - SINGLE) as f32 / 4.0).exp2() }
}

/// The phase of partial `k` of a fundamental of `f0` Hz on a grid, in radians at the start of a period.
pub fn law(k: usize, f0: f32, grid: Grid) -> f32 {
    let spread = (SPREAD * f0).min(1.0);
    let k = k as f32;
    // Whole turns are taken away first: k squared is large.
    let turns = spread * k * k / grid.steps() as f32;
    -FRAC_PI_2 - TAU * (turns - turns.floor())
}

/// How far partial `k` of a string lies above `k` times the fundamental, in fundamentals.
pub fn stretch(k: usize, stiffness: f32) -> f64 {
    let k = k as f64;
    k * ((1.0 + f64::from(stiffness) * (k * k - 1.0)).sqrt() - 1.0)
}

/// How many partials a grid carries.
pub fn count(grid: Grid, stiffness: f32) -> usize {
    let half = f64::from(grid.steps()) / 2.0;
    let fits = |k: usize| k as f64 + stretch(k, stiffness) < half;
    // They lie further and further apart, so the last that fits is found by halving.
    let (mut low, mut high) = (0, MOST + 1);
    while high - low > 1 {
        let middle = usize::midpoint(low, high);
        if fits(middle) { low = middle } else { high = middle }
    }
    low
}

/// Amplitudes of partials 1, 2, .. from their anchors.
pub fn spread(anchors: &[f32; ANCHORS], out: &mut [f32]) {
    for (i, a) in out.iter_mut().enumerate() {
        let ln = if i < SINGLE {
            anchors[i]
        } else {
            let at = (SINGLE - 1) as f32 + 4.0 * ((i + 1) as f32 / SINGLE as f32).log2();
            let low = (at as usize).min(ANCHORS - 2);
            anchors[low] + (anchors[low + 1] - anchors[low]) * (at - low as f32)
        };
        *a = if ln <= FAINT + 0.2 { 0.0 } else { exp(ln) };
    }
}

/// The running bank.
#[derive(Clone, Debug)]
pub struct Bank {
    count: usize,
    re: [f32; MOST],
    im: [f32; MOST],
    turn_re: [f32; MOST],
    turn_im: [f32; MOST],
    amplitude: [f32; MOST],
    change: [f32; MOST],
    /// Of what wanders: where each partial is, its amplitudes in both directions now and how they change.
    wander: Wander,
    moving: [[f32; MOST]; 2],
    moved: [[f32; MOST]; 2],
    /// How many partials lie below the upper edge of each band.
    reach: [usize; BANDS],
    /// Turns that the stiffness has added to a partial, and adds in a step.
    drift: [f32; MOST],
    drifting: [f32; MOST],
    /// Steps since the partials were last put in their places.
    ran: u32,
    grid: Grid,
    f0: f32,
    step: u32,
}

impl Bank {
    /// A silent bank.
    pub fn new() -> Bank {
        let z = [0.0; MOST];
        let grid = Grid::of(60.0);
        Bank {
            count: 0,
            re: z,
            im: z,
            turn_re: z,
            turn_im: z,
            amplitude: z,
            change: z,
            wander: Wander::new(0),
            moving: [z; 2],
            moved: [z; 2],
            reach: [0; BANDS],
            drift: z,
            drifting: z,
            ran: 0,
            grid,
            f0: 440.0,
            step: 0,
        }
    }

    /// Begins a note of `f0` Hz `step` steps into its period and `since` steps after its start, silent until it is aimed. `seed` is that
    /// of its wandering.
    pub fn start(&mut self, (f0, stiffness): (f32, f32), grid: Grid, (step, since): (u32, u64), seed: u64) {
        (self.grid, self.f0, self.step, self.ran) = (grid, f0, step % grid.steps(), 0);
        self.count = count(grid, stiffness);
        for k in 0..self.count {
            let drifting = stretch(k + 1, stiffness) / f64::from(grid.steps());
            let turn = (k + 1) as f32 / grid.steps() as f32 + drifting as f32;
            (self.turn_im[k], self.turn_re[k]) = (TAU * turn).sin_cos();
            (self.drift[k], self.drifting[k]) = ((drifting * since as f64).fract() as f32, drifting as f32);
        }
        self.amplitude.fill(0.0);
        self.change.fill(0.0);
        self.wander = Wander::new(seed);
        let lies = |k: usize| f0 * (k as f64 + stretch(k, stiffness)) as f32;
        self.reach = std::array::from_fn(|b| (1..=self.count).take_while(|&k| lies(k) < EDGES[b + 1]).count());
        self.reach[BANDS - 1] = self.count;
        self.moving.iter_mut().chain(&mut self.moved).for_each(|x| x.fill(0.0));
    }

    /// Sets the amplitudes at once, what wanders (`moves` times as much as told) anywhere.
    pub fn set(&mut self, told: &Spectrum, moves: f32) {
        let mut from = 0;
        for (to, stride) in self.reach.into_iter().zip(self.strides(told)) {
            (from..to).for_each(|k| self.wander.strew(k, stride));
            from = to.max(from);
        }
        self.aim(told, moves);
        for (x, change) in self.tracks() {
            x.iter_mut().zip(change).for_each(|(x, change)| *x += std::mem::take(change) * FRAME as f32);
        }
    }

    /// Every kind of amplitude, and how it changes.
    fn tracks(&mut self) -> [(&mut [f32; MOST], &mut [f32; MOST]); 3] {
        let Bank { amplitude, change, moving: [re, im], moved: [by_re, by_im], .. } = self;
        [(amplitude, change), (re, by_re), (im, by_im)]
    }

    /// How far what wanders moves in a frame, in each band.
    fn strides(&self, told: &Spectrum) -> [Stride; BANDS] {
        let seconds = frame_seconds(self.f0, self.grid.steps());
        told.pace.map(|pace| Stride::new(pace, seconds))
    }

    /// Sets the amplitudes that are reached after `FRAME` steps from here; partials move `moves` times as much as told.
    pub fn aim(&mut self, told: &Spectrum, moves: f32) {
        let n = self.count;
        spread(&told.partials, &mut self.change[..n]);
        // What wanders is measured on recordings of even level, so all of it together keeps the level.
        let (mut from, mut whole, mut got) = (0, 1e-12, 1e-12);
        let strides = self.strides(told);
        for (b, to) in self.reach.into_iter().enumerate() {
            let share = wandering(moves * told.movement[b]);
            let (still, wandering) = ((1.0 - share).sqrt(), share.sqrt());
            for k in from..to.max(from) {
                let amplitude = self.change[k];
                self.change[k] = still * amplitude;
                let mut sum = [self.change[k], 0.0];
                for (i, place) in self.wander.step(k, strides[b]).into_iter().enumerate() {
                    self.moved[i][k] = wandering * amplitude * place;
                    sum[i] += self.moved[i][k];
                }
                whole += amplitude * amplitude;
                got += sum[0] * sum[0] + sum[1] * sum[1];
            }
            from = to.max(from);
        }
        let level = (whole / got).sqrt();
        for (x, change) in self.tracks() {
            change[..n].iter_mut().zip(x).for_each(|(c, x)| *c = (level * *c - *x) / FRAME as f32);
        }
        self.place();
    }

    /// Rotations lose a little of their length and place; once a frame they are set right.
    fn place(&mut self) {
        let steps = self.grid.steps();
        let ran = std::mem::take(&mut self.ran) as f32;
        for k in 0..self.count {
            self.drift[k] = (self.drift[k] + ran * self.drifting[k]).fract();
            let turns = ((k + 1) as u32 * self.step % steps) as f32 / steps as f32 + self.drift[k];
            (self.im[k], self.re[k]) = (TAU * turns + law(k + 1, self.f0, self.grid)).sin_cos();
        }
    }

    /// The next step: of what holds together, and of what moves.
    #[inline(always)]
    pub fn step(&mut self) -> (f32, f32) {
        const LANES: usize = 8;
        let n = self.count.div_ceil(LANES) * LANES;
        let (mut sums, mut moves) = ([0.0; LANES], [0.0; LANES]);
        let ([mre, mim], [cre, cim]) = (&mut self.moving, &self.moved);
        for at in (0..n).step_by(LANES) {
            let part = at..at + LANES;
            let (re, im) = (&mut self.re[part.clone()], &mut self.im[part.clone()]);
            let (tr, ti) = (&self.turn_re[part.clone()], &self.turn_im[part.clone()]);
            let (amplitude, change) = (&mut self.amplitude[part.clone()], &self.change[part.clone()]);
            let (mre, mim) = (&mut mre[part.clone()], &mut mim[part.clone()]);
            let (cre, cim) = (&cre[part.clone()], &cim[part]);
            for i in 0..LANES {
                sums[i] += amplitude[i] * re[i];
                moves[i] += mre[i] * re[i] - mim[i] * im[i];
                amplitude[i] += change[i];
                (mre[i], mim[i]) = (mre[i] + cre[i], mim[i] + cim[i]);
                (re[i], im[i]) = (re[i] * tr[i] - im[i] * ti[i], re[i] * ti[i] + im[i] * tr[i]);
            }
        }
        (self.step, self.ran) = ((self.step + 1) % self.grid.steps(), self.ran + 1);
        (sums.iter().sum(), moves.iter().sum())
    }
}

impl Default for Bank {
    fn default() -> Bank {
        Bank::new()
    }
}

#[cfg(test)]
mod tests;
