//! Places measured over many frames.

use super::*;

#[test]
fn a_place_has_power_1_and_is_as_unlike_itself_after_a_while_as_its_pace_says() {
    let seconds = 64.0 / 24_000.0;
    for pace in [4.0, 6.0, 14.0, 25.0] {
        let (mut wander, stride) = (Wander::new(4), Stride::new(pace, seconds));
        wander.strew(0, stride);
        let places: Vec<[f32; 2]> = (0..400_000).map(|_| wander.step(0, stride)).collect();
        let squares = |a: [f32; 2]| a[0] * a[0] + a[1] * a[1];
        let power = places.iter().map(|p| squares(*p)).sum::<f32>() / places.len() as f32;
        assert!((power - 1.0).abs() < 0.08, "{pace}: {power}");
        let changes = places.windows(7).map(|w| squares([w[6][0] - w[0][0], w[6][1] - w[0][1]]));
        let unlike = changes.sum::<f32>() / 2.0 / places.len() as f32 / power;
        let turned = TAU * pace * 6.0 * seconds;
        let expected = 1.0 - (1.0 + turned) * (-turned).exp();
        assert!((unlike / expected - 1.0).abs() < 0.15, "{pace}: {unlike} {expected}");
    }
}
