//! A folder of labelled notes is read, and what is wrong in it is named by file and line.

use super::*;

fn folder(table: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("labels.csv"), table).unwrap();
    folder
}

const HEAD: &str = "instrument,program,pitch,velocity,start_sample,on_samples,slot_samples,split\n";

#[test]
fn a_wrong_line_is_named_with_its_number_and_reason() {
    for (line, word) in [
        ("cello,42,36\n", "3 fields"),
        ("cello,42,200,40,0,36000,60000,test\n", "pitch"),
        ("cello,42,36,40,0,99999,60000,test\n", "on_samples"),
        ("cello,42,36,40,0,36000,60000,exam\n", "exam"),
    ] {
        let folder = folder(&format!("{HEAD}{line}"));
        let message = read(folder.path(), None).unwrap_err().to_string();
        assert!(message.contains("line 2") && message.contains(word), "{message}");
    }
}

#[test]
fn an_instrument_without_notes_is_named() {
    let folder = folder(&format!("{HEAD}cello,42,36,40,0,36000,60000,test\n"));
    let message = read(folder.path(), Some(&["oboe".to_string()])).unwrap_err().to_string();
    assert!(message.contains("`oboe`"), "{message}");
    assert!(read(folder.path(), None).is_err(), "the recording is missing");
}
