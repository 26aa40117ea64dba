//! Text for people: headings, facts, tables, problems.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use textwrap::Options;
use unicode_width::UnicodeWidthStr;
use violet_plugin::{Effect, Problem, Severity, Verdict, without_controls};

use crate::texts::Texts;

/// Text in the making.
pub(crate) struct Page {
    texts: Texts,
    width: usize,
    text: String,
}

/// A cell of a table, or the value of a fact.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cell {
    text: String,
    style: Style,
}

impl Cell {
    /// Text that stands out.
    pub(crate) fn bold(text: impl AsRef<str>) -> Self {
        Self {
            style: BOLD,
            ..Self::from(text.as_ref())
        }
    }

    /// Text that stands back.
    pub(crate) fn dim(text: impl AsRef<str>) -> Self {
        Self {
            style: DIM,
            ..Self::from(text.as_ref())
        }
    }

    /// A verdict, by mark and word.
    pub(crate) fn verdict(texts: &Texts, verdict: Verdict) -> Self {
        let (mark, style, id) = match verdict {
            Verdict::Accepted => ("✓", GOOD, "verdict-short-accepted"),
            Verdict::Refused => ("✗", BAD, "verdict-short-refused"),
            Verdict::Unknown => ("?", DOUBTFUL, "verdict-short-unknown"),
        };
        Self {
            text: format!("{mark} {}", texts.text(id)),
            style,
        }
    }

    fn width(&self) -> usize {
        self.text.width()
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self {
            text: without_controls(text, LONGEST),
            style: Style::new(),
        }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl Page {
    /// An empty page, so many columns wide.
    pub(crate) fn new(texts: Texts, width: usize) -> Self {
        Self {
            texts,
            width,
            text: String::new(),
        }
    }

    /// The texts in the user's language.
    pub(crate) fn texts(&self) -> &Texts {
        &self.texts
    }

    /// What was written, with the codes of its colours.
    pub(crate) fn into_text(self) -> String {
        self.text
    }

    /// An empty line, unless there is one, or nothing, before it.
    pub(crate) fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A heading.
    pub(crate) fn heading(&mut self, text: &str) {
        self.gap();
        self.wrapped("", "", BOLD, text);
    }

    /// A paragraph.
    pub(crate) fn line(&mut self, text: &str) {
        self.wrapped("", "", Style::new(), text);
    }

    /// A paragraph that stands in from the margin.
    pub(crate) fn indented(&mut self, text: &str) {
        self.wrapped("  ", "  ", Style::new(), text);
    }

    /// A step of several.
    pub(crate) fn item(&mut self, number: usize, text: &str) {
        let first = format!("  {number}. ");
        self.wrapped(&first, &" ".repeat(first.width()), Style::new(), text);
    }

    /// A paragraph that stands back.
    pub(crate) fn note(&mut self, text: &str) {
        self.wrapped("", "", DIM, text);
    }

    /// A line that is not broken, to be copied.
    pub(crate) fn verbatim(&mut self, text: &str) {
        let indentation = text.len() - text.trim_start_matches(' ').len();
        let _ = writeln!(
            self.text,
            "    {}{}",
            &text[..indentation],
            without_controls(text, LONGEST)
        );
    }

    /// Something that worked.
    pub(crate) fn done(&mut self, text: &str) {
        self.wrapped("✓ ", "  ", GOOD, text);
    }

    /// Something beside the result that the user should know of.
    pub(crate) fn warning(&mut self, text: &str) {
        self.wrapped("! ", "  ", DOUBTFUL, text);
    }

    /// What a check came to.
    pub(crate) fn verdict(&mut self, verdict: Verdict) {
        let (mark, style, id) = match verdict {
            Verdict::Accepted => ("✓ ", GOOD, "verdict-accepted"),
            Verdict::Refused => ("✗ ", BAD, "verdict-refused"),
            Verdict::Unknown => ("? ", DOUBTFUL, "verdict-unknown"),
        };
        let text = self.texts.text(id);
        self.wrapped(mark, "  ", style, &text);
    }

    /// A problem: the message, what to do, a page that helps.
    pub(crate) fn problem(&mut self, problem: &Problem) {
        let (mark, style) = match (problem.severity, problem.effect) {
            (Severity::Error, Effect::LeavesOpen) => ("✗ ", DOUBTFUL),
            (Severity::Error, _) => ("✗ ", BAD),
            (Severity::Warning, _) => ("! ", DOUBTFUL),
            (_, _) => ("i ", ADVICE),
        };
        let place = match problem.field.as_deref().filter(|field| !field.is_empty()) {
            Some(field) => format!("{} {}", problem.code, without_controls(field, LONGEST)),
            None => problem.code.clone(),
        };
        self.wrapped(mark, "  ", style, &problem.message);
        if let Some(hint) = &problem.hint {
            self.wrapped("  ", "  ", Style::new(), hint);
        }
        if let Some(seconds) = problem.retry_after_s {
            let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
            let text = self
                .texts
                .with("retry-after", &[("seconds", seconds.into())]);
            self.wrapped("  ", "  ", Style::new(), &text);
        }
        if let Some(url) = &problem.help_url {
            self.unbroken(&without_controls(url, LONGEST), LINK);
        }
        self.unbroken(&format!("[{place}]"), DIM);
    }

    /// Problems, one after the other.
    pub(crate) fn problems(&mut self, problems: &[Problem]) {
        for problem in problems {
            self.gap();
            self.problem(problem);
        }
    }

    /// Labels and values in two columns. What has no value is left out.
    pub(crate) fn facts(&mut self, facts: &[(&str, Option<Cell>)]) {
        let facts: Vec<(String, &Cell)> = facts
            .iter()
            .filter_map(|(id, value)| Some((self.texts.text(id), value.as_ref()?)))
            .collect();
        let widest = facts
            .iter()
            .map(|(label, _)| label.width())
            .max()
            .unwrap_or_default();
        for (label, value) in facts {
            let first = format!("  {}", pad(&label, widest + 2));
            self.wrapped(&first, &" ".repeat(widest + 4), value.style, &value.text);
        }
    }

    /// A table with its headings.
    pub(crate) fn table(&mut self, headings: &[&str], rows: &[Vec<Cell>]) {
        let headings: Vec<Cell> = headings
            .iter()
            .map(|id| Cell::dim(self.texts.text(id)))
            .collect();
        let columns = headings.len();
        let mut widths: Vec<usize> = headings.iter().map(Cell::width).collect();
        for row in rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.width());
            }
        }
        for row in std::iter::once(&headings).chain(rows) {
            for (column, cell) in row.iter().enumerate() {
                // Only where something follows: no line ends in blanks.
                let follows = row
                    .iter()
                    .skip(column + 1)
                    .any(|cell| !cell.text.is_empty());
                let text = if follows && column + 1 < columns {
                    pad(&cell.text, widths[column] + 2)
                } else {
                    cell.text.clone()
                };
                let _ = write!(
                    self.text,
                    "{}{text}{}",
                    cell.style.render(),
                    cell.style.render_reset()
                );
            }
            self.text.push('\n');
        }
    }

    fn wrapped(&mut self, first: &str, rest: &str, style: Style, text: &str) {
        let text = without_controls(text, LONGEST);
        let options = Options::new(self.width.saturating_sub(rest.width())).break_words(false);
        for (index, line) in textwrap::wrap(&text, options).into_iter().enumerate() {
            let margin = if index == 0 { first } else { rest };
            // A mark has the colour of what it marks; a label has not.
            let (outside, inside) = if margin.width() <= 2 {
                ("", margin)
            } else {
                (margin, "")
            };
            let _ = writeln!(
                self.text,
                "{outside}{}{inside}{line}{}",
                style.render(),
                style.render_reset()
            );
        }
    }

    /// A line that is to be taken whole, such as an address.
    fn unbroken(&mut self, text: &str, style: Style) {
        let _ = writeln!(
            self.text,
            "  {}{text}{}",
            style.render(),
            style.render_reset()
        );
    }
}

fn pad(text: &str, width: usize) -> String {
    let blanks = width.saturating_sub(text.width());
    format!("{text}{}", " ".repeat(blanks))
}

/// The longest text that is shown.
const LONGEST: usize = 2000;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const GOOD: Style = AnsiColor::Green.on_default().bold();
const BAD: Style = AnsiColor::Red.on_default().bold();
const DOUBTFUL: Style = AnsiColor::Yellow.on_default().bold();
const ADVICE: Style = AnsiColor::Cyan.on_default();
const LINK: Style = AnsiColor::Blue.on_default().underline();

#[cfg(test)]
mod tests {
    use super::*;
    use violet_plugin::code;

    fn drawn(width: usize, draw: impl FnOnce(&mut Page)) -> String {
        let mut page = Page::new(Texts::new("en"), width);
        draw(&mut page);
        anstream::adapter::strip_str(&page.into_text()).to_string()
    }

    #[test]
    fn columns_line_up_in_every_script_and_no_line_ends_in_blanks() {
        let rows = [
            vec!["c1".into(), "数据".into(), "x".into()],
            vec!["c10".into(), Cell::default(), Cell::default()],
        ];
        let text = drawn(80, |page| {
            page.table(&["column-id", "column-name", "column-plugin"], &rows)
        });
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[1], "c1   数据  x");
        assert_eq!(lines[2], "c10");
        assert!(lines.iter().all(|line| line.trim_end() == *line));
    }

    #[test]
    fn a_problem_is_understood_without_colour() {
        let texts = Texts::new("en");
        let problem: Problem = texts
            .problem(code::TOKEN_EXPIRED)
            .field("/token")
            .help_url("https://docs.example.com/a")
            .into();
        let text = drawn(60, |page| page.problem(&problem));
        assert!(
            text.starts_with("✗ The token has expired.\n  Create a new token"),
            "{text}"
        );
        assert!(
            text.ends_with("\n  https://docs.example.com/a\n  [token.expired /token]\n"),
            "{text}"
        );
        assert!(text.lines().all(|line| line.width() <= 60), "{text}");
    }

    #[test]
    fn foreign_texts_cannot_write_to_the_terminal() {
        let text = drawn(80, |page| {
            page.line("a\u{1b}[2Jb");
            page.facts(&[("column-name", Some("evil\r\n\u{202e}name".into()))]);
            page.table(&["column-id"], &[vec!["\u{7}x\ny".into()]]);
        });
        assert!(
            !text.contains(['\u{1b}', '\u{7}', '\r', '\u{202e}']),
            "{text:?}"
        );
        assert_eq!(text.lines().count(), 4, "{text:?}");
    }
}
