//! Checked JSON lines: a file that only grows, where a torn or altered line is noticed.
//!
//! ```text
//! {"n":1,"hush":null,"sum":"8d1f..."}        sum: FNV-1a of the line's body and of the line before
//! {"n":2,"tem                                 torn by the end of the program: the lines before it stand
//! ```
//!
//! The chain of sums also notices a line that was taken out or moved. It is a guard against accidents, not against forgery.

use super::{DocumentError, from_json, to_json};
use serde::Serialize;
use serde::de::DeserializeOwned;

const SUM: &str = ",\"sum\":\"";
const SUFFIX: usize = SUM.len() + 16 + 2;

/// Why a line is not part of the chain.
#[derive(Debug, thiserror::Error)]
pub enum LineError {
    /// It has no checksum at its end: it was torn.
    #[error("the line is torn")]
    Torn,
    /// Its checksum does not fit it or the line before.
    #[error("the line's checksum does not fit")]
    Sum,
    /// The checksum fits, but this program does not know what it says.
    #[error(transparent)]
    Content(#[from] DocumentError),
}

/// The sum so far. A fresh chain begins a file; reading a file to its end gives the chain to go on with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chain(u64);

impl Chain {
    fn of(&self, body: &str) -> u64 {
        let mut hash = 0xcbf2_9ce4_8422_2325 ^ self.0;
        for byte in body.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        hash
    }

    /// The line for a value that serialises to a JSON object, with its end of line. Errors where JSON cannot hold it.
    pub fn seal(&mut self, value: &impl Serialize) -> Result<String, DocumentError> {
        let body = to_json(value)?;
        self.0 = self.of(&body);
        let open = body.strip_suffix('}').unwrap_or(&body);
        Ok(format!("{open}{SUM}{:016x}\"}}\n", self.0))
    }

    /// The value of a line (without its end of line). On an error the chain stays where it was.
    pub fn open<T: DeserializeOwned>(&mut self, line: &str) -> Result<T, LineError> {
        let (head, tail) = line
            .len()
            .checked_sub(SUFFIX)
            .and_then(|at| line.split_at_checked(at))
            .filter(|(_, tail)| tail.starts_with(SUM) && tail.ends_with("\"}"))
            .ok_or(LineError::Torn)?;
        let said = tail.get(SUM.len()..SUM.len() + 16).ok_or(LineError::Torn)?;
        let body = format!("{head}}}");
        let sum = self.of(&body);
        if u64::from_str_radix(said, 16) != Ok(sum) {
            return Err(LineError::Sum);
        }
        let value = from_json(&body)?;
        self.0 = sum;
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    //! Lines read back, and damage is noticed.
    use super::{Chain, LineError};
    use std::collections::BTreeMap;

    fn value(n: u32) -> BTreeMap<String, u32> {
        BTreeMap::from([("n".into(), n)])
    }

    #[test]
    fn lines_read_back_in_their_order_only() {
        let mut writer = Chain::default();
        let first = writer.seal(&value(1)).unwrap();
        let second = writer.seal(&value(2)).unwrap();
        let mut reader = Chain::default();
        assert!(matches!(reader.open::<BTreeMap<String, u32>>(second.trim_end()), Err(LineError::Sum)));
        assert_eq!(reader.open::<BTreeMap<String, u32>>(first.trim_end()).unwrap(), value(1));
        assert_eq!(reader.open::<BTreeMap<String, u32>>(second.trim_end()).unwrap(), value(2));
        assert_eq!(reader, writer);
    }

    #[test]
    fn a_torn_or_altered_line_is_noticed() {
        let line = Chain::default().seal(&value(1)).unwrap();
        let line = line.trim_end();
        for end in 0..line.len() {
            assert!(Chain::default().open::<BTreeMap<String, u32>>(&line[..end]).is_err());
        }
        let altered = line.replace("\"n\":1", "\"n\":7");
        assert!(matches!(Chain::default().open::<BTreeMap<String, u32>>(&altered), Err(LineError::Sum)));
    }
}
