//! Bodies of answers: whole, in drips, endless, or cut off.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::body::{Body, Bytes, Frame, SizeHint};
use tokio::time::{Sleep, sleep};

/// The body of an answer.
pub(super) struct Script {
    pieces: VecDeque<Bytes>,
    /// After the pieces, so many blanks.
    blanks: u64,
    /// After that, this.
    end: End,
    pause: Duration,
    asleep: Option<Pin<Box<Sleep>>>,
    length: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum End {
    Whole,
    Last(Bytes),
    /// What was sent must have left before the connection breaks, so it breaks one turn later.
    BreakNextTurn,
    Break,
}

impl Script {
    pub(super) fn whole(body: Bytes) -> Self {
        let length = Some(body.len() as u64);
        let pieces = if body.is_empty() {
            VecDeque::new()
        } else {
            VecDeque::from([body])
        };
        Self {
            pieces,
            blanks: 0,
            end: End::Whole,
            pause: Duration::ZERO,
            asleep: None,
            length,
        }
    }

    /// So many bytes at a time, with a pause before each.
    pub(super) fn dripping(body: &Bytes, bytes: usize, pause: Duration) -> Self {
        let pieces = body
            .chunks(bytes)
            .map(|piece| body.slice_ref(piece))
            .collect();
        Self {
            pieces,
            pause,
            ..Self::whole(body.clone())
        }
    }

    /// The first half only; the length told is the whole one's.
    pub(super) fn cut_off(body: &Bytes) -> Self {
        let half = body.slice(..body.len() / 2);
        // An empty body is promised one byte, so that something is missing.
        Self {
            end: End::BreakNextTurn,
            length: Some(body.len().max(1) as u64),
            ..Self::whole(half)
        }
    }

    /// A JSON array of so many bytes; the length is not told.
    pub(super) fn oversize(bytes: u64) -> Self {
        let blanks = bytes.saturating_sub(2);
        let end = End::Last(Bytes::from_static(b"]"));
        Self {
            blanks,
            end,
            length: None,
            ..Self::whole(Bytes::from_static(b"["))
        }
    }

    fn next_piece(&mut self) -> Option<Bytes> {
        if let Some(piece) = self.pieces.pop_front() {
            return Some(piece);
        }
        if self.blanks > 0 {
            let taken = self.blanks.min(BLANKS.len() as u64);
            self.blanks -= taken;
            return Some(Bytes::from_static(&BLANKS[..taken as usize]));
        }
        match std::mem::replace(&mut self.end, End::Whole) {
            End::Last(piece) => Some(piece),
            end => {
                self.end = end;
                None
            }
        }
    }
}

impl Body for Script {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if !self.pause.is_zero() && !self.pieces.is_empty() {
            let pause = self.pause;
            let asleep = self.asleep.get_or_insert_with(|| Box::pin(sleep(pause)));
            std::task::ready!(asleep.as_mut().poll(context));
            self.asleep = None;
        }
        if let Some(piece) = self.next_piece() {
            return Poll::Ready(Some(Ok(Frame::data(piece))));
        }
        match self.end {
            End::BreakNextTurn => {
                self.end = End::Break;
                context.waker().wake_by_ref();
                Poll::Pending
            }
            End::Break => Poll::Ready(Some(Err(io::Error::other(
                "the simulated answer is cut off here",
            )))),
            End::Whole | End::Last(_) => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.pieces.is_empty() && self.blanks == 0 && self.end == End::Whole
    }

    fn size_hint(&self) -> SizeHint {
        self.length
            .map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

static BLANKS: [u8; 16 * 1024] = [b' '; 16 * 1024];
