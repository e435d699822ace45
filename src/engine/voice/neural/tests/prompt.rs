//! How soon what is turned is heard: frames from a command's stamp to the first that differs from the unsteered take of the seed.

use super::*;
use crate::neural::shipped::{STAGE_CARD, STAGE_WEIGHTS};

/// The sound from a note's start to some frames after a command, whatever it is.
fn take(model: &Arc<Model>, pitch: f32, at: i64, steering: Option<Steering>) -> Vec<f32> {
    let choir = Order::Choir(Box::new(Choir::of(model, 1, 48_000)));
    let mut note = note(0, 1, pitch, 1 << 30);
    if let Order::Start(spec) = &mut note.order
        && let Source::Sung(sung) = &mut spec.source
    {
        sung.steering = Steering::default();
    }
    let steer = steering.map(|steering| Command { at: Frame(at), order: Order::Steer { seed: 1, steering } });
    let commands = [Command { at: Frame(0), order: choir }, note].into_iter().chain(steer);
    heard(commands.collect(), at as usize + 400).0
}

#[test]
fn what_is_turned_is_heard_within_a_block_and_a_millisecond_and_a_half() {
    // The bars ask a thousand times; a few are enough here.
    let trials = std::env::var("MELISMA_TRIALS").ok().and_then(|n| n.parse().ok()).unwrap_or(16usize);
    let model = Arc::new(Model::load_bytes(STAGE_CARD, STAGE_WEIGHTS).unwrap());
    let plain = Steering::default();
    let mut late: Vec<usize> = (0..trials)
        .map(|trial| {
            let (pitch, at) = (38.0 + (trial * 7 % 50) as f32, 2_000 + (trial * 977 % 3_000) as i64);
            let turned = match trial % 4 {
                0 => Steering { temp: 0.3, ..plain },
                1 => Steering { bright: 0.8, ..plain },
                2 => Steering { timbre: 0.5, ..plain },
                _ => Steering { noisy: 0.7, ..plain },
            };
            let (a, b) = (take(&model, pitch, at, None), take(&model, pitch, at, Some(turned)));
            let first = a.iter().zip(&b).position(|(a, b)| a != b).unwrap_or(a.len());
            // Steering belongs to the block in which its stamp lies.
            assert!(first + 64 > at as usize, "heard before its time");
            first.saturating_sub(at as usize)
        })
        .collect();
    late.sort_unstable();
    let p99 = late[(trials * 99).div_ceil(100) - 1];
    println!("frames from a command to its sound: median {}, p99 {p99} of {trials}", late[trials / 2]);
    assert!(p99 <= 64 + 72, "{late:?}");
}
