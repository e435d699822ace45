//! Where the text of an evaluation stands in the editor now, although the performer types on.
//!
//! ```text
//! evaluation 7:  d1 $ s "bd*4"      stood at line 3; two lines were inserted above: it stands at line 5
//!                  # gain 0.9       this line was edited: it has no place, and nothing in it lights up
//! ```
//!
//! Lines are found again by their content, paragraph by paragraph, nearest to where they were; spans inside lines that
//! still stand are exact.

use crate::diagnostic::SourceSpan;
use std::collections::BTreeMap;
use std::ops::Range;

/// A stretch of one line of the editor, in bytes of that line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Line, from 0.
    pub line: usize,
    /// Bytes of the line.
    pub bytes: Range<usize>,
}

#[derive(Debug)]
struct Anchor {
    /// The evaluated text, line by line.
    lines: Vec<String>,
    /// Paragraphs: their first and last line (excluded) of `lines`, and where the first stood when last found.
    paragraphs: Vec<(usize, usize, usize)>,
    /// Where each line stands now.
    places: Vec<Option<usize>>,
}

/// The evaluations whose text may be in the editor.
#[derive(Debug, Default)]
pub struct Anchors {
    known: BTreeMap<u32, Anchor>,
}

/// Evaluations kept: more than slots can be sounding, with room for their history.
const KEPT: usize = 128;

impl Anchors {
    /// Evaluation number `evaluation` took `text`, whose first line stood at line `first` of `lines`.
    pub fn insert(&mut self, evaluation: u32, text: &str, first: usize, lines: &[String]) {
        let text: Vec<String> = text.lines().map(str::to_owned).collect();
        let mut paragraphs: Vec<(usize, usize, usize)> = Vec::new();
        for (number, line) in text.iter().enumerate() {
            match paragraphs.last_mut() {
                _ if line.trim().is_empty() => {}
                Some((_, end, _)) if *end == number => *end += 1,
                _ => paragraphs.push((number, number + 1, first + number)),
            }
        }
        let mut anchor = Anchor { places: vec![None; text.len()], lines: text, paragraphs };
        anchor.find(lines);
        self.known.insert(evaluation, anchor);
        while self.known.len() > KEPT {
            self.known.pop_first();
        }
    }

    /// Whether the text of that evaluation is known.
    pub fn knows(&self, evaluation: u32) -> bool {
        self.known.contains_key(&evaluation)
    }

    /// The text has changed to `lines`.
    pub fn follow(&mut self, lines: &[String]) {
        for anchor in self.known.values_mut() {
            anchor.find(lines);
        }
    }

    /// The lines of the editor on which that evaluation stands.
    pub fn lines(&self, evaluation: u32) -> Vec<usize> {
        self.known.get(&evaluation).map_or(Vec::new(), |anchor| anchor.places.iter().flatten().copied().collect())
    }

    /// Where a span stands now: one stretch a line, none for lines that are gone.
    pub fn places(&self, span: SourceSpan) -> Vec<Place> {
        let Some(anchor) = self.known.get(&span.evaluation) else { return Vec::new() };
        let (begin, end) = (span.begin as usize, (span.end as usize).max(span.begin as usize + 1));
        let mut found = Vec::new();
        let mut offset = 0;
        for (line, place) in anchor.lines.iter().zip(&anchor.places) {
            let next = offset + line.len() + 1;
            if let (Some(place), true) = (place, begin < next && end > offset) {
                let bytes = begin.saturating_sub(offset).min(line.len())..(end - offset).min(line.len());
                found.push(Place { line: *place, bytes });
            }
            offset = next;
        }
        found
    }
}

impl Anchor {
    /// Finds each paragraph where most of its lines stand in order; ties go to the nearest place.
    fn find(&mut self, lines: &[String]) {
        let text = &self.lines;
        for (begin, end, first) in &mut self.paragraphs {
            let standing = |at: usize| (*begin..*end).filter(|i| lines.get(at + i - *begin) == Some(&text[*i])).count();
            let nearness = |at: usize| usize::MAX - at.abs_diff(*first);
            let best = (0..lines.len()).map(|at| (standing(at), nearness(at), at)).max();
            match best {
                Some((count, _, at)) if count > 0 => {
                    for (number, line) in text[*begin..*end].iter().enumerate() {
                        self.places[*begin + number] = (lines.get(at + number) == Some(line)).then_some(at + number);
                    }
                    *first = at;
                }
                _ => self.places[*begin..*end].fill(None),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_span_moves_with_its_line() {
        let mut anchors = Anchors::default();
        anchors.insert(7, "d1 $ s \"bd*4\"\n  # gain 0.9", 0, &lines("d1 $ s \"bd*4\"\n  # gain 0.9"));
        let bd = SourceSpan::new(8, 12).of_evaluation(7);
        assert_eq!(anchors.places(bd), [Place { line: 0, bytes: 8..12 }]);
        anchors.follow(&lines("-- new\n\nd1 $ s \"bd*4\"\n  # gain 0.9"));
        assert_eq!(anchors.places(bd), [Place { line: 2, bytes: 8..12 }]);
    }

    #[test]
    fn an_edited_line_has_no_place_and_its_neighbours_keep_theirs() {
        let mut anchors = Anchors::default();
        let text = "d1 $ s \"bd*4\"\n  # gain 0.9";
        anchors.insert(7, text, 0, &lines(text));
        anchors.follow(&lines("d1 $ s \"bd*8\"\n  # gain 0.9"));
        assert_eq!(anchors.places(SourceSpan::new(8, 12).of_evaluation(7)), []);
        assert_eq!(anchors.places(SourceSpan::new(23, 26).of_evaluation(7)), [Place { line: 1, bytes: 9..12 }]);
    }

    #[test]
    fn of_two_equal_blocks_the_nearest_is_meant() {
        let mut anchors = Anchors::default();
        let text = lines("hush\n\n\n\nhush");
        anchors.insert(1, "hush", 4, &text);
        assert_eq!(anchors.places(SourceSpan::new(0, 4).of_evaluation(1)), [Place { line: 4, bytes: 0..4 }]);
    }

    #[test]
    fn paragraphs_of_a_whole_file_move_apart() {
        let mut anchors = Anchors::default();
        anchors.insert(1, "d1 $ a\n\nd2 $ b\n", 0, &lines("d1 $ a\n\nd2 $ b"));
        anchors.follow(&lines("d1 $ a\n\nd3 $ c\n\nd2 $ b"));
        assert_eq!(anchors.places(SourceSpan::new(8, 10).of_evaluation(1)), [Place { line: 4, bytes: 0..2 }]);
        assert_eq!(anchors.lines(1), [0, 4]);
    }
}
