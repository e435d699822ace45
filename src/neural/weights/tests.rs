//! Weights survive 16 bits; broken files are refused.

use super::*;

#[test]
fn every_half_survives_the_way_to_f32_and_back() {
    for bits in 0..=u16::MAX {
        let x = from_half(bits);
        if x.is_nan() {
            assert!(from_half(to_half(x)).is_nan());
        } else {
            assert_eq!(to_half(x), bits, "{x}");
        }
    }
}

#[test]
fn rounding_takes_the_nearest_and_ties_go_to_even() {
    assert_eq!(from_half(to_half(1.0 + 1.0 / 2048.0)), 1.0); // a tie, 1.0 is even
    assert_eq!(from_half(to_half(1.0 + 3.0 / 2048.0)), 1.0 + 2.0 / 1024.0);
    assert_eq!(to_half(65519.0), 0x7bff);
    assert_eq!(to_half(65520.0), 0x7c00);
    assert_eq!(from_half(to_half(2f32.powi(-25) * 1.01)), 2f32.powi(-24));
    for i in 0..10_000u32 {
        let x = f32::from_bits(0x3300_0000 + i * 0x7a11); // 2^-25 up to the largest half
        assert!(x < 65520.0);
        let y = from_half(to_half(x));
        assert!((y - x).abs() <= (x.abs() / 2048.0).max(2f32.powi(-25)), "{x} {y}");
    }
}

#[test]
fn weights_read_back_as_their_rounding() {
    let mut w = Weights::new();
    w.insert("a", &[2, 3], vec![0.1, -2.5, 3e-6, 100.3, 0.0, -1.0]).unwrap();
    w.insert("b", &[1], vec![7.7]).unwrap();
    let back = Weights::from_bytes(&w.to_bytes().unwrap()).unwrap();
    assert_eq!(back, w.rounded());
    assert_eq!(back.fingerprint(), w.rounded().fingerprint());
    assert_ne!(back.fingerprint(), w.fingerprint());
    assert_eq!(back.count(), 7);
}

#[test]
fn what_is_missing_or_misshapen_is_named() {
    let mut w = Weights::new();
    w.insert("a", &[2], vec![1.0, 2.0]).unwrap();
    assert!(w.get("b", &[2]).unwrap_err().to_string().contains("`b`"));
    assert!(w.get("a", &[1, 2]).is_err());
    assert!(w.insert("c", &[3], vec![0.0]).is_err());
    w.insert("d", &[1], vec![1e9]).unwrap();
    assert!(w.to_bytes().unwrap_err().to_string().contains("`d`"));
}

#[test]
fn bytes_that_are_no_file_are_an_error() {
    assert!(Weights::from_bytes(b"RIFF....").is_err());
    assert!(Weights::from_bytes(&[]).is_err());
}
