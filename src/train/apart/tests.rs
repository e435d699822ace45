//! What is asked is answered, and what panics is told.

use super::*;

/// Runs what stops a thread for good in a process of its own: in this one the test harness would wait for that thread in the end.
/// `test` is the whole name of the test that calls this, and does nothing else.
pub(in crate::train) fn alone(test: &str, scenario: fn()) {
    const MARK: &str = "MELISMA_TEST_ALONE";
    if std::env::var_os(MARK).is_some() {
        std::process::exit(i32::from(panic::catch_unwind(scenario).is_err()));
    }
    let mut child = std::process::Command::new(std::env::current_exe().unwrap());
    let ended = child.args(["--exact", test, "--nocapture"]).env(MARK, "1").output().unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
}

/// Like what lies on a card that is gone: it cannot be dropped.
struct Cursed;

impl Drop for Cursed {
    fn drop(&mut self) {
        panic!("dropped");
    }
}

#[test]
fn jobs_are_answered_in_turn_by_one_worker() {
    let mut apart = Apart::start(
        || 0,
        |sum, x: i32| {
            *sum += x;
            *sum
        },
    )
    .unwrap();
    assert_eq!([1, 2, 3].map(|x| apart.ask(x).unwrap()), [1, 3, 6]);
}

#[test]
fn work_that_cannot_be_opened_is_an_error_that_says_why() {
    let lost = Apart::<(), ()>::start(|| panic!("no {}", "driver"), |(): &mut (), ()| ()).err().unwrap();
    assert_eq!(lost, Lost("no driver".into()));
}

#[test]
fn a_panic_at_work_is_told_and_nothing_that_cannot_be_dropped_is_dropped() {
    alone("train::apart::tests::a_panic_at_work_is_told_and_nothing_that_cannot_be_dropped_is_dropped", || {
        let serve = |_: &mut Vec<Cursed>, deadly: bool| {
            let _held = deadly.then(|| [Cursed, Cursed]);
            assert!(!deadly, "the card is gone");
        };
        let mut apart = Apart::start(|| vec![Cursed, Cursed], serve).unwrap();
        assert_eq!(apart.ask(false), Ok(()));
        assert_eq!(apart.ask(true), Err(Lost("the card is gone".into())));
        assert!(apart.ask(false).is_err(), "what is lost stays lost");
    });
}

#[test]
fn panics_of_other_threads_go_on_as_before() {
    let _apart = Apart::start(|| (), |(), ()| ()).unwrap();
    assert!(std::thread::spawn(|| panic!("as ever")).join().is_err());
}
