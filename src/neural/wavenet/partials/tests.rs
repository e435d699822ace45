//! The bank beside sines written out.

use super::wander::RESTLESS;
use super::*;

/// A spectrum of these partials, of which so much moves.
fn of(partials: [f32; ANCHORS], movement: f32) -> Spectrum {
    Spectrum { loudness: 1.0, partials, noise: [FAINT; BANDS], movement: [movement; BANDS], pace: [14.0; BANDS] }
}

fn only(k: usize) -> Spectrum {
    of(std::array::from_fn(|i| if i + 1 == k { 0.0 } else { FAINT }), 0.0)
}

#[test]
fn a_partial_turns_with_the_grid_from_the_phase_of_the_law() {
    let (f0, grid) = (220.0, Grid::of(57.0));
    let mut bank = Bank::new();
    bank.start((f0, 0.0), grid, (5, 0), 0);
    bank.set(&only(3), 1.0);
    for t in 0..5000u32 {
        if t % FRAME as u32 == 0 {
            bank.aim(&only(3), 1.0);
        }
        let turns = f64::from((5 + t) * 3 % grid.steps()) / f64::from(grid.steps());
        let expected = (std::f64::consts::TAU * turns + f64::from(law(3, f0, grid))).cos() as f32;
        assert!((bank.step().0 - expected).abs() < 2e-4, "step {t}");
    }
}

#[test]
fn amplitudes_glide_to_where_they_are_aimed() {
    let mut bank = Bank::new();
    bank.start((220.0, 0.0), Grid::of(57.0), (0, 0), 0);
    bank.set(&only(1), 1.0);
    bank.aim(&of([FAINT; ANCHORS], 0.0), 1.0);
    let loud = (0..FRAME).map(|_| bank.step().0.abs()).fold(0.0, f32::max);
    assert!(loud > 0.5);
    bank.set(&of([FAINT; ANCHORS], 0.0), 1.0);
    assert!((0..FRAME).all(|_| bank.step().0 == 0.0));
}

#[test]
fn partials_between_two_anchors_lie_on_a_line() {
    let anchors: [f32; ANCHORS] = std::array::from_fn(|i| -anchor(i).log2());
    let mut out = [0.0; MOST];
    spread(&anchors, &mut out);
    for (i, a) in out.iter().enumerate() {
        let expected = -((i + 1) as f32).log2();
        assert!((a.ln() - expected).abs() < 0.01, "partial {}: {} {expected}", i + 1, a.ln());
    }
}

#[test]
fn the_law_leaves_no_click_at_the_start_of_a_period() {
    let (f0, grid) = (110.0, Grid::of(45.0));
    let (mut bank, flat) = (Bank::new(), of([-3.0; ANCHORS], 0.0));
    bank.start((f0, 0.0), grid, (0, 0), 0);
    bank.set(&flat, 1.0);
    let period: Vec<f32> = (0..grid.steps()).map(|_| bank.step().0).collect();
    let rms = (period.iter().map(|x| x * x).sum::<f32>() / period.len() as f32).sqrt();
    let most = period.iter().fold(0.0f32, |most, x| most.max(x.abs()));
    let clicking = 2.0f32.sqrt() * (count(grid, 0.0) as f32).sqrt();
    assert!(most / rms < 0.5 * clicking, "{} beside {clicking}", most / rms);
}

#[test]
fn the_partials_of_a_stiff_string_lie_apart_and_stay_there_however_late_one_begins() {
    let (f0, grid, stiffness) = (220.0, Grid::of(57.0), 8e-4);
    for since in [0u64, 20_000] {
        let mut bank = Bank::new();
        bank.start((f0, stiffness), grid, (7, since), 0);
        bank.set(&only(6), 1.0);
        for t in 0..6000u64 {
            if t % FRAME as u64 == 0 {
                bank.aim(&only(6), 1.0);
            }
            let steps = f64::from(grid.steps());
            let turns = 6.0 * (7 + t) as f64 / steps + stretch(6, stiffness) * (since + t) as f64 / steps;
            let expected = (std::f64::consts::TAU * turns + f64::from(law(6, f0, grid))).cos() as f32;
            assert!((bank.step().0 - expected).abs() < 5e-3, "step {t} after {since}");
        }
    }
    assert!((6.0 + stretch(6, stiffness) - 6.0 * (1.0f64 + 8e-4 * 35.0).sqrt()).abs() < 1e-5);
    assert!(count(grid, stiffness) < count(grid, 0.0) && count(grid, 0.0) == 47);
}

#[test]
fn what_moves_has_the_power_that_the_still_part_lacks() {
    let grid = Grid::of(57.0);
    for (deviation, share) in [(0.1, 0.02), (0.4, 0.347), (RESTLESS, 1.0)] {
        assert!((wandering(deviation) - share).abs() < 0.01, "{deviation}");
        let mut bank = Bank::new();
        bank.start((220.0, 0.0), grid, (0, 0), 5);
        let told = of([-1.0; ANCHORS], 2.0 * deviation);
        bank.set(&told, 0.5);
        let mut powers = [0.0f32; 2];
        for t in 0..256_000 {
            if t % FRAME == 0 {
                bank.aim(&told, 0.5);
            }
            let (still, moving) = bank.step();
            powers = [powers[0] + still * still, powers[1] + moving * moving];
        }
        let whole = count(grid, 0.0) as f32 * 0.5 * (-2.0f32).exp() * 256_000.0;
        let [still, moving] = powers.map(|power| power / whole);
        assert!((still - (1.0 - share)).abs() < 0.02 && (moving - share).abs() < 0.12 * share, "{still} {moving}");
    }
}
