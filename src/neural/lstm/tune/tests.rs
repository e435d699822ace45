//! A line of the melody data reads; keys know their scales.

use super::*;

#[test]
fn a_line_of_the_data_reads() {
    let line = r#"{"id":"x","title":"T","rhythm":"jig","meter":[[0,6,8]],"key":[[0,2,2,"maj"]],"bars":[0,12],"end":84,"notes":[[0,12,62]],"split":"train"}"#;
    let tune: Tune = crate::document::from_json(line).unwrap();
    assert_eq!(tune.notes, [Note { onset: 0, duration: 12, pitch: 62 }]);
    let setting = tune.setting();
    assert_eq!(setting.key_at(0), Key { tonic: 2, mode: 0 });
    assert_eq!((setting.style, setting.meter_at(5)), (1, (6, 8)));
}

#[test]
fn a_key_knows_its_scale() {
    let scale = |key: Key| (60..72).filter(|m| key.holds(*m)).collect::<Vec<_>>();
    assert_eq!(scale(Key::new(0, 0, "maj")), [60, 62, 64, 65, 67, 69, 71]);
    assert_eq!(scale(Key::new(2, 2, "maj")), [61, 62, 64, 66, 67, 69, 71]);
    assert_eq!(scale(Key::new(0, 9, "min")), [60, 62, 64, 65, 67, 69, 71]);
    assert_eq!(scale(Key::new(0, 2, "dor")), [60, 62, 64, 65, 67, 69, 71]);
}
