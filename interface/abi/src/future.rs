//! Answers that take time.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use abi_stable::std_types::{RResult, RString};
use async_ffi::FfiFuture;

use crate::{
    object::{Answer, Work},
    panic::{Panicked, contain},
};

/// An answer that takes time. Dropping it stops the work. Polled and dropped on the thread that the call was made on.
pub type PendingAnswer = FfiFuture<Answer>;

/// Work whose panics become answers, while it is polled and while it is dropped.
pub(crate) struct Contained {
    work: Option<Work>,
    explain: fn(&Panicked) -> String,
}

impl Contained {
    pub(crate) fn new(work: Work, explain: fn(&Panicked) -> String) -> Self {
        Self {
            work: Some(work),
            explain,
        }
    }

    /// Drops the work. What a panicking destructor has to say is in the log already.
    fn end(&mut self) {
        let _ = contain(|| drop(self.work.take()));
    }
}

impl Future for Contained {
    type Output = Answer;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Answer> {
        let explain = self.explain;
        let Some(work) = self.work.as_mut() else {
            let polled_again = Panicked::new("the future was polled after it had answered");
            return Poll::Ready(RResult::RErr(explain(&polled_again).into()));
        };
        match contain(|| work.as_mut().poll(context)) {
            Ok(Poll::Pending) => Poll::Pending,
            Ok(Poll::Ready(answer)) => {
                self.end();
                Poll::Ready(answer.map(RString::from).map_err(RString::from).into())
            }
            Err(panicked) => {
                self.end();
                Poll::Ready(RResult::RErr(explain(&panicked).into()))
            }
        }
    }
}

impl Drop for Contained {
    fn drop(&mut self) {
        self.end();
    }
}
