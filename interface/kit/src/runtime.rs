//! The runtime behind a plugin's futures: it drives sockets and timers; the futures themselves are polled by the host.

use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use tokio::runtime::{Builder, Handle};

/// A plugin's runtime. Its threads start with the first call that needs them.
pub(crate) struct Runtime {
    state: Mutex<State>,
    threads: Arc<AtomicU32>,
}

enum State {
    Idle,
    Running(tokio::runtime::Runtime),
    Ended,
}

/// Why a runtime has no handle to give.
#[derive(Debug)]
pub(crate) enum NoRuntime {
    /// The plugin was shut down.
    Ended,
    /// The operating system gave no threads.
    Refused(std::io::Error),
}

impl Runtime {
    pub(crate) fn new() -> Self {
        Self {
            state: Mutex::new(State::Idle),
            threads: Arc::default(),
        }
    }

    /// The runtime's handle; starts the runtime if it does not run yet.
    pub(crate) fn handle(&self) -> Result<Handle, NoRuntime> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match &*state {
            State::Running(runtime) => Ok(runtime.handle().clone()),
            State::Ended => Err(NoRuntime::Ended),
            State::Idle => {
                let runtime = self.start().map_err(NoRuntime::Refused)?;
                let handle = runtime.handle().clone();
                *state = State::Running(runtime);
                Ok(handle)
            }
        }
    }

    fn start(&self) -> std::io::Result<tokio::runtime::Runtime> {
        let (started, stopped) = (self.threads.clone(), self.threads.clone());
        Builder::new_multi_thread()
            .worker_threads(1)
            .max_blocking_threads(MOST_BLOCKING_THREADS)
            .thread_keep_alive(Duration::from_secs(2))
            .thread_name("violet-plugin")
            .enable_io()
            .enable_time()
            .on_thread_start(move || {
                started.fetch_add(1, Ordering::SeqCst);
            })
            .on_thread_stop(move || {
                stopped.fetch_sub(1, Ordering::SeqCst);
            })
            .build()
    }

    /// Ends the runtime, waiting so long for its threads, and says how many of them are left.
    pub(crate) fn shutdown(&self, patience: Duration) -> u32 {
        let before = std::mem::replace(
            &mut *self.state.lock().unwrap_or_else(PoisonError::into_inner),
            State::Ended,
        );
        if let State::Running(runtime) = before {
            runtime.shutdown_timeout(patience);
        }
        self.threads.load(Ordering::SeqCst)
    }
}

/// A future that finds the runtime around it whenever it is polled, and when it is dropped.
pub(crate) struct Entered<T> {
    handle: Handle,
    future: Option<Pin<Box<dyn Future<Output = T> + Send>>>,
}

impl<T> Entered<T> {
    pub(crate) fn new(handle: Handle, future: impl Future<Output = T> + Send + 'static) -> Self {
        Self {
            handle,
            future: Some(Box::pin(future)),
        }
    }
}

impl<T> Future for Entered<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let this = &mut *self;
        let _entered = this.handle.enter();
        let future = this.future.as_mut().expect("present until it is dropped");
        future.as_mut().poll(context)
    }
}

impl<T> Drop for Entered<T> {
    fn drop(&mut self) {
        let _entered = self.handle.enter();
        drop(self.future.take());
    }
}

/// Name resolution is what blocks; a connection needs one look-up at a time.
const MOST_BLOCKING_THREADS: usize = 4;
