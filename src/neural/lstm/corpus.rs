//! Tunes in few bytes: the base corpus that ships inside the binary, so that learning can replay it.
//!
//! ```text
//! "MELC" 1, number of tunes, then per tune: id, style, split, meters, keys, bar lines as runs, notes
//! a note: (zigzag(pitch - last pitch) * 2 + gap?) [zigzag gap] duration          two bytes for most
//! ```
//!
//! All numbers are LEB128 varints. It keeps facts about notes, no titles and no text.

use super::tune::{Note, Tune};

const MAGIC: &[u8] = b"MELC\x01";
const SPLITS: [&str; 3] = ["train", "valid", "test"];

/// Why bytes are no corpus.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ReadCorpusError {
    /// Another kind of file, or another version.
    #[error("these bytes are no melody corpus of version 1")]
    Kind,
    /// It ends too early or holds a number out of range.
    #[error("the melody corpus is cut off or damaged at byte {0}")]
    Damaged(usize),
}

fn zigzag(x: i64) -> u64 {
    ((x << 1) ^ (x >> 63)) as u64
}

fn put(out: &mut Vec<u8>, mut x: u64) {
    while x >= 0x80 {
        out.push(x as u8 | 0x80);
        x >>= 7;
    }
    out.push(x as u8);
}

fn put_signed(out: &mut Vec<u8>, x: i64) {
    put(out, zigzag(x));
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    put(out, text.len() as u64);
    out.extend(text.as_bytes());
}

/// Writes tunes.
#[must_use]
pub fn write(tunes: &[Tune]) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    put(&mut out, tunes.len() as u64);
    for tune in tunes {
        put_text(&mut out, &tune.id);
        put_text(&mut out, &tune.rhythm);
        put(&mut out, SPLITS.iter().position(|s| *s == tune.split).unwrap_or(0) as u64);
        put(&mut out, tune.meter.len() as u64);
        for (at, above, below) in &tune.meter {
            put_signed(&mut out, i64::from(*at));
            put(&mut out, u64::from(*above));
            put(&mut out, u64::from(*below));
        }
        put(&mut out, tune.key.len() as u64);
        for (at, fifths, tonic, mode) in &tune.key {
            put_signed(&mut out, i64::from(*at));
            put_signed(&mut out, i64::from(*fifths));
            put_signed(&mut out, i64::from(*tonic));
            put_text(&mut out, mode);
        }
        let runs = runs(&tune.bars);
        put(&mut out, runs.len() as u64);
        for (step, count) in runs {
            put_signed(&mut out, step);
            put(&mut out, count);
        }
        put_signed(&mut out, i64::from(tune.end));
        put(&mut out, tune.notes.len() as u64);
        let (mut pitch, mut end) = (60, 0);
        for note in &tune.notes {
            let gap = i64::from(note.onset - end);
            put(&mut out, zigzag(i64::from(note.pitch - pitch)) * 2 + u64::from(gap != 0));
            if gap != 0 {
                put_signed(&mut out, gap);
            }
            put_signed(&mut out, i64::from(note.duration));
            (pitch, end) = (note.pitch, note.end());
        }
    }
    out
}

/// Steps between neighbours and how often each comes in a row; the first step is from 0.
fn runs(bars: &[i32]) -> Vec<(i64, u64)> {
    let mut all: Vec<(i64, u64)> = Vec::new();
    let mut last = 0;
    for bar in bars {
        let step = i64::from(*bar) - last;
        last = i64::from(*bar);
        match all.last_mut() {
            Some((same, count)) if *same == step => *count += 1,
            _ => all.push((step, 1)),
        }
    }
    all
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn damaged<T>(&self) -> Result<T, ReadCorpusError> {
        Err(ReadCorpusError::Damaged(self.at))
    }

    fn number(&mut self) -> Result<u64, ReadCorpusError> {
        let mut x = 0;
        for shift in (0..64).step_by(7) {
            let Some(byte) = self.bytes.get(self.at) else { return self.damaged() };
            self.at += 1;
            x |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(x);
            }
        }
        self.damaged()
    }

    /// A count of things that take at least one byte each.
    fn count(&mut self) -> Result<usize, ReadCorpusError> {
        let n = self.number()?;
        if n > (self.bytes.len() - self.at) as u64 { self.damaged() } else { Ok(n as usize) }
    }

    fn signed(&mut self) -> Result<i32, ReadCorpusError> {
        let z = self.number()?;
        let x = (z >> 1) as i64 ^ -((z & 1) as i64);
        // Far inside 32 bits, so that no sum of two overflows.
        if x.abs() > 1 << 28 { self.damaged() } else { Ok(x as i32) }
    }

    fn text(&mut self) -> Result<String, ReadCorpusError> {
        let n = self.count()?;
        let Some(bytes) = self.bytes.get(self.at..self.at + n) else { return self.damaged() };
        let Ok(text) = std::str::from_utf8(bytes) else { return self.damaged() };
        self.at += n;
        Ok(text.to_owned())
    }

    fn small(&mut self) -> Result<u32, ReadCorpusError> {
        let n = self.number()?;
        if n > 1000 { self.damaged() } else { Ok(n as u32) }
    }

    fn sum(&self, a: i32, b: i32) -> Result<i32, ReadCorpusError> {
        a.checked_add(b).filter(|x| x.abs() < 1 << 29).map_or_else(|| self.damaged(), Ok)
    }

    fn tune(&mut self) -> Result<Tune, ReadCorpusError> {
        let (id, rhythm) = (self.text()?, self.text()?);
        let Some(split) = SPLITS.get(self.small()? as usize) else { return self.damaged() };
        let mut tune = Tune {
            id,
            rhythm,
            meter: Vec::new(),
            key: Vec::new(),
            bars: Vec::new(),
            end: 0,
            notes: Vec::new(),
            split: (*split).to_owned(),
        };
        for _ in 0..self.count()? {
            tune.meter.push((self.signed()?, self.small()?, self.small()?));
        }
        for _ in 0..self.count()? {
            tune.key.push((self.signed()?, self.signed()?, self.signed()?, self.text()?));
        }
        let mut bar = 0;
        for _ in 0..self.count()? {
            let (step, count) = (self.signed()?, self.number()?);
            if count > 100_000 {
                return self.damaged();
            }
            for _ in 0..count {
                bar = self.sum(bar, step)?;
                tune.bars.push(bar);
            }
        }
        tune.end = self.signed()?;
        let (mut pitch, mut end) = (60, 0);
        for _ in 0..self.count()? {
            let head = self.number()?;
            let step = ((head >> 2) as i64 ^ -((head >> 1 & 1) as i64)) as i32;
            pitch = self.sum(pitch, step)?;
            let onset = if head & 1 == 1 { self.signed().and_then(|gap| self.sum(end, gap))? } else { end };
            let duration = self.signed()?;
            end = self.sum(onset, duration)?;
            tune.notes.push(Note { onset, duration, pitch });
        }
        Ok(tune)
    }
}

/// Reads what [`write`] wrote.
///
/// # Errors
/// Bytes of another kind, cut off or damaged.
pub fn read(bytes: &[u8]) -> Result<Vec<Tune>, ReadCorpusError> {
    if !bytes.starts_with(MAGIC) {
        return Err(ReadCorpusError::Kind);
    }
    let mut reader = Reader { bytes, at: MAGIC.len() };
    let count = reader.count()?;
    (0..count).map(|_| reader.tune()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_written_reads_back(
            steps in prop::collection::vec((0..300i32, 1..500i32, 0..128i32), 0..40),
            bars in prop::collection::vec(1..200i32, 0..20),
        ) {
            let mut at = 0;
            let notes: Vec<Note> = steps.iter().map(|(gap, duration, pitch)| {
                let note = Note { onset: at + gap % 3 * 7, duration: *duration, pitch: *pitch };
                at = note.end();
                note
            }).collect();
            let bars = bars.iter().scan(0, |b, s| { *b += s; Some(*b) }).collect();
            let tune = Tune { id: "x".into(), rhythm: "jig".into(), meter: vec![(0, 6, 8), (72, 9, 8)],
                key: vec![(0, -3, 0, "min".into())], bars, end: at, notes, split: "valid".into() };
            let bytes = write(&[tune.clone(), tune.clone()]);
            prop_assert_eq!(read(&bytes), Ok(vec![tune.clone(), tune]));
            prop_assert!(read(&bytes[..bytes.len() - 1]).is_err());
        }

        #[test]
        fn damaged_bytes_give_an_error_and_never_a_panic(mut bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&bytes);
            bytes.splice(0..0, MAGIC.iter().copied());
            let _ = read(&bytes);
        }
    }
}
