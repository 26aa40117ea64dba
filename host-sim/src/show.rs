//! What people see: results on standard output, everything else on standard error.
//!
//! Marks and words say everything; colour only helps. Texts from elsewhere are cleaned of control characters before they are shown.

mod findings;
mod page;
mod plugins;
mod saved;

use std::{
    io::{self, IsTerminal, Write},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use serde_json::json;
use violet_plugin::Problem;

pub(crate) use self::page::{Cell, Page};
use crate::texts::Texts;

/// Where results go, and in which form.
pub(crate) struct Screen {
    texts: Texts,
    json: bool,
}

/// Something that takes a while. The sign of life goes when this is dropped.
pub(crate) struct Progress(Option<ProgressBar>);

impl Screen {
    /// A screen for people, or with `json` for programs.
    pub(crate) fn new(texts: Texts, json: bool) -> Self {
        Self { texts, json }
    }

    /// The texts in the user's language.
    pub(crate) fn texts(&self) -> &Texts {
        &self.texts
    }

    /// Gives the result: `value` to programs, what `draw` makes to people.
    pub(crate) fn result(
        &self,
        value: &impl Serialize,
        draw: impl FnOnce(&mut Page),
    ) -> io::Result<()> {
        if self.json {
            self.json(value)
        } else {
            let mut page = self.page();
            draw(&mut page);
            write(anstream::stdout(), page.into_text().as_bytes())
        }
    }

    /// Gives a part of a longer result to people; programs get the whole at the end.
    pub(crate) fn part(&self, draw: impl FnOnce(&mut Page)) -> io::Result<()> {
        if self.json {
            return Ok(());
        }
        let mut page = self.page();
        draw(&mut page);
        write(anstream::stdout(), page.into_text().as_bytes())
    }

    /// Gives a problem in place of a result.
    pub(crate) fn problem(&self, problem: &Problem) -> io::Result<()> {
        if self.json {
            self.json(&json!({"error": problem}))
        } else {
            let mut page = self.page();
            page.problem(problem);
            write(anstream::stderr(), page.into_text().as_bytes())
        }
    }

    /// Says something beside the result.
    pub(crate) fn aside(&self, draw: impl FnOnce(&mut Page)) -> io::Result<()> {
        let mut page = self.page();
        draw(&mut page);
        write(anstream::stderr(), page.into_text().as_bytes())
    }

    /// Gives a result that is neither for people nor JSON, as it is.
    pub(crate) fn raw(&self, bytes: &[u8]) -> io::Result<()> {
        write(io::stdout(), bytes)
    }

    /// Shows that something is going on, if somebody is looking.
    pub(crate) fn progress(&self, text_id: &str) -> Progress {
        if !io::stderr().is_terminal() {
            return Progress(None);
        }
        let style = ProgressStyle::with_template("{spinner} {msg}")
            .unwrap_or_else(|_| ProgressStyle::default_spinner());
        let bar = ProgressBar::new_spinner()
            .with_style(style)
            .with_message(self.texts.text(text_id));
        bar.enable_steady_tick(Duration::from_millis(100));
        Progress(Some(bar))
    }

    /// An empty page as wide as the terminal.
    pub(crate) fn page(&self) -> Page {
        let width =
            terminal_size::terminal_size().map_or(WIDEST, |(width, _)| usize::from(width.0));
        Page::new(self.texts.clone(), width.clamp(NARROWEST, WIDEST))
    }

    fn json(&self, value: &impl Serialize) -> io::Result<()> {
        let mut text = serde_json::to_string_pretty(value)?;
        text.push('\n');
        write(io::stdout(), text.as_bytes())
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

/// Writes it all; a reader that has gone away is content with what it got.
fn write(mut to: impl Write, text: &[u8]) -> io::Result<()> {
    match to.write_all(text).and_then(|()| to.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}

/// Lines of more characters are hard to read; without a terminal they end here, too.
const WIDEST: usize = 100;
const NARROWEST: usize = 40;
