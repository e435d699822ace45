//! Drawing a diagnostic under its line, with carets, by annotate-snippets. Plain text without colour, for pipes and
//! snapshots; with colour where the caller says that the terminal has it.

use super::{Diagnostic, Severity, floor_boundary};
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

impl Diagnostic {
    /// The message with the lines it is about; `origin` is the file's name or `-`.
    pub fn render(&self, text: &str, origin: &str, colour: bool) -> String {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Hint => Level::HELP,
        };
        let begin = floor_boundary(text, self.span.begin as usize);
        let end = floor_boundary(text, (self.span.end as usize).max(begin));
        let mark = AnnotationKind::Primary.span(begin..end);
        let mark = match &self.help {
            Some(help) => mark.label(help.as_str()),
            None => mark,
        };
        let group =
            level.primary_title(self.message.as_str()).element(Snippet::source(text).path(origin).annotation(mark));
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        renderer.render(&[group])
    }
}
