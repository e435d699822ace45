//! A table of labels: what a folder of prepared notes says about itself.
//!
//! ```text
//! labels.csv   instrument,program,pitch,velocity,start_sample,on_samples,slot_samples,split
//!              cello,42,36,40,0,36000,60000,test
//! cello.flac   all notes of the cello, one after another, mono at 24 kHz
//! ```
//!
//! No resampling, no listening: the labels are believed, and another rate is refused.

use std::path::Path;

use super::{NoteSet, ReadNotesError};
use crate::io::sound_file;
use crate::neural::wavenet::features::{PLACES, RATE};
use crate::train::wavenet::clip::{Clip, Split};

/// Reads the notes of the named instruments, in that order; without names those of all, in the table's order.
/// Errors: the table or a recording is missing or wrong, a name is not in the table, more than 16 instruments.
pub(super) fn read(folder: &Path, names: Option<&[String]>) -> Result<NoteSet, ReadNotesError> {
    let path = folder.join("labels.csv");
    let text = std::fs::read_to_string(&path).map_err(|source| ReadNotesError::Open { path: path.clone(), source })?;
    let mut rows = Vec::new();
    for (i, line) in text.lines().enumerate().skip(1).filter(|(_, l)| !l.trim().is_empty()) {
        let fault = |reason: String| ReadNotesError::Line { path: path.clone(), line: i + 1, reason };
        rows.push((i + 1, row(line).map_err(fault)?));
    }
    let mut instruments: Vec<String> = Vec::new();
    match names {
        Some(names) => instruments.extend_from_slice(names),
        None => {
            for (_, row) in &rows {
                if !instruments.contains(&row.instrument) {
                    instruments.push(row.instrument.clone());
                }
            }
        }
    }
    if instruments.is_empty() || instruments.len() > PLACES {
        let reason = format!("{} instruments; a network has room for 1 to {PLACES}", instruments.len());
        return Err(ReadNotesError::Instruments(reason));
    }
    let mut clips = Vec::new();
    for (instrument, name) in instruments.iter().enumerate() {
        let file = folder.join(format!("{name}.flac"));
        if !rows.iter().any(|(_, row)| row.instrument == *name) {
            let reason = format!("{} holds no notes of `{name}`", path.display());
            return Err(ReadNotesError::Instruments(reason));
        }
        let sound = sound_file::read(&file)?;
        if sound.rate != RATE {
            return Err(ReadNotesError::Rate { path: file, rate: sound.rate });
        }
        let samples = sound.mono();
        for (line, row) in rows.iter().filter(|(_, row)| row.instrument == *name) {
            let part = samples.get(row.start..row.start + row.slot).ok_or_else(|| ReadNotesError::Line {
                path: path.clone(),
                line: *line,
                reason: format!("the note reaches beyond the end of {}", file.display()),
            })?;
            clips.push(Clip {
                instrument,
                pitch: row.pitch,
                velocity: row.velocity,
                held: row.held,
                samples: part.to_vec(),
                split: row.split,
            });
        }
    }
    Ok(NoteSet { instruments, clips, report: None })
}

struct Row {
    instrument: String,
    pitch: f32,
    velocity: f32,
    start: usize,
    held: usize,
    slot: usize,
    split: Split,
}

fn row(line: &str) -> Result<Row, String> {
    let fields: Vec<&str> = line.split(',').map(str::trim).collect();
    let &[instrument, _, pitch, velocity, start, held, slot, split] = fields.as_slice() else {
        return Err(format!("{} fields where 8 are expected", fields.len()));
    };
    let whole = |name: &str, text: &str, least: usize, most: usize| match text.parse::<usize>() {
        Ok(n) if (least..=most).contains(&n) => Ok(n),
        _ => Err(format!("{name} is `{text}`, not a whole number from {least} to {most}")),
    };
    let slot = whole("slot_samples", slot, 8192, 1 << 30)?;
    Ok(Row {
        instrument: instrument.to_string(),
        pitch: whole("pitch", pitch, 0, 127)? as f32,
        velocity: whole("velocity", velocity, 1, 127)? as f32,
        start: whole("start_sample", start, 0, 1 << 40)?,
        held: whole("on_samples", held, 4096, slot)?,
        slot,
        split: match split {
            "train" => Split::Train,
            "valid" => Split::Valid,
            "test" => Split::Test,
            other => return Err(format!("split is `{other}`, not train, valid or test")),
        },
    })
}
