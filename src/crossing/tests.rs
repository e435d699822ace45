//! Order, refusal and replacement across the crossings.

use super::*;

#[test]
fn a_ring_keeps_order_and_counts_what_it_refuses() {
    let (mut sender, mut receiver) = ring(2);
    assert_eq!(sender.send(1), Ok(()));
    assert_eq!(sender.send(2), Ok(()));
    assert_eq!((sender.room(), sender.send(3)), (0, Err(3)));
    assert_eq!(sender.refused(), 1);
    assert_eq!((receiver.receive(), receiver.receive(), receiver.receive()), (Some(1), Some(2), None));
}

#[test]
fn only_the_newest_value_is_read() {
    let (mut writer, mut reader) = latest(&0);
    assert_eq!(*reader.read(), 0);
    writer.write(1);
    writer.write(2);
    assert_eq!((*reader.read(), *reader.read()), (2, 2));
}

#[test]
fn a_reader_keeps_the_table_it_got() {
    let table = Shared::new("old");
    let held = table.clone().get();
    table.put("new");
    assert_eq!((*held, *table.get()), ("old", "new"));
}
