//! Answers that take time.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use abi_stable::std_types::{RResult, RString};
use async_ffi::{ABI_VERSION, ContextExt, FfiContext, FfiFuture, FfiPoll};

use crate::{
    object::{Answer, Work},
    panic::{Panicked, contain, explained},
};

/// An answer that takes time. Dropping it stops the work. Polled and dropped on the thread that the call was made on.
pub type PendingAnswer = FfiFuture<Answer>;

/// Waits for an answer, on the host's side. `None` if the future let a panic out, which only a plugin can do that was made without
/// [`Implementation`](crate::object::Implementation).
///
/// The future's own `poll` would make another panic of that, here in the host.
pub async fn outcome(mut pending: PendingAnswer) -> Option<Answer> {
    std::future::poll_fn(move |context| poll_raw(&mut pending, context)).await
}

fn poll_raw(pending: &mut PendingAnswer, context: &mut Context<'_>) -> Poll<Option<Answer>> {
    // SAFETY: `PendingAnswer` has this layout, see `Raw`, and is borrowed for as long as the view of it.
    let raw = unsafe { &*std::ptr::from_mut(pending).cast::<Raw>() };
    context.with_ffi_context(|context| {
        // SAFETY: the function is called as `FfiFuture` calls it, with the future's own pointer and a context that outlives the
        // call, and never at the same time twice: `pending` is borrowed mutably. After a panic the future is only dropped.
        match unsafe { (raw.poll)(raw.future, context) } {
            FfiPoll::Ready(answer) => Poll::Ready(Some(answer)),
            FfiPoll::Pending => Poll::Pending,
            FfiPoll::Panicked => Poll::Ready(None),
        }
    })
}

/// The layout of `FfiFuture<Answer>`: `#[repr(transparent)]` around a `#[repr(C)]` struct of these fields, in version 2 of
/// `async-ffi`'s ABI. It is part of the contract's layout already, and compared whenever a library is loaded.
#[repr(C)]
struct Raw {
    future: *mut (),
    poll: unsafe extern "C" fn(*mut (), *mut FfiContext<'_>) -> FfiPoll<Answer>,
    drop: unsafe extern "C" fn(*mut ()),
}

const _: () = assert!(ABI_VERSION == 2 && size_of::<Raw>() == size_of::<PendingAnswer>());

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
            return Poll::Ready(RResult::RErr(explained(explain, &polled_again).into()));
        };
        match contain(|| work.as_mut().poll(context)) {
            Ok(Poll::Pending) => Poll::Pending,
            Ok(Poll::Ready(answer)) => {
                self.end();
                Poll::Ready(answer.map(RString::from).map_err(RString::from).into())
            }
            Err(panicked) => {
                self.end();
                Poll::Ready(RResult::RErr(explained(explain, &panicked).into()))
            }
        }
    }
}

impl Drop for Contained {
    fn drop(&mut self) {
        self.end();
    }
}
