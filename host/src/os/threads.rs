//! Which threads a library has, and whether this process can bear another library.
//!
//! Nothing tells which code a thread runs. So a generation's thread carries a mark that every thread inherits that is started from
//! it, at any depth: on Linux a set of blocked real-time signals, which nobody sends and `/proc` shows. A thread bears it from before
//! its first instruction until it has run its last destructor, so there is no moment in which code of the library runs and nobody is
//! seen. The C library's own guard leaves two such moments: it keeps a library mapped while destructors of thread-locals wait, but
//! they begin to wait only once a thread runs, and `std` has another one after the last of them.
//!
//! A thread that empties its own signal mask hides from this. What the plugin counts itself, and the C library's guard, still count.

/// The mark of one generation's threads.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark(#[cfg_attr(not(target_os = "linux"), expect(dead_code))] u16);

#[cfg(target_os = "linux")]
mod linux {
    use std::{
        fs, io, mem, ptr,
        sync::atomic::{AtomicU16, Ordering},
    };

    use super::Mark;

    impl Mark {
        /// A mark that no other generation has, as long as there are fewer than 65,000 of them.
        pub(crate) fn new() -> Self {
            static NEXT: AtomicU16 = AtomicU16::new(0);
            loop {
                let mark = NEXT.fetch_add(1, Ordering::Relaxed);
                // The C library blocks all signals while a thread begins and ends: that means nothing.
                if mark != 0 && mark != u16::MAX {
                    return Self(mark);
                }
            }
        }

        /// Puts the mark on this thread, and on all that will be started from it.
        pub(crate) fn put_on_this_thread(self) {
            // SAFETY: a signal set is a plain bit field, made empty before it is used; the signals are valid, and blocking them
            // touches nothing but this thread's mask.
            unsafe {
                let mut signals: libc::sigset_t = mem::zeroed();
                libc::sigemptyset(&raw mut signals);
                for bit in 0..u16::BITS {
                    if self.0 >> bit & 1 == 1 {
                        libc::sigaddset(&raw mut signals, FIRST_SIGNAL + bit.cast_signed());
                    }
                }
                libc::pthread_sigmask(libc::SIG_BLOCK, &raw const signals, ptr::null_mut());
            }
        }

        /// How many threads bear the mark, or can't be told from such at the moment. `None` if the system does not tell.
        pub(crate) fn bearers(self) -> Option<usize> {
            let mut count = 0;
            // In the order of their beginning: a thread that was started by one that has ended since comes later.
            for thread in fs::read_dir("/proc/self/task").ok()? {
                match fs::read_to_string(thread.ok()?.path().join("status")) {
                    Ok(status) => count += usize::from(bears(&status, self.0)?),
                    Err(error) if is_gone(&error) => {}
                    Err(_) => return None,
                }
            }
            Some(count)
        }
    }

    /// Whether a thread with this status bears the mark. `None` if the status does not say.
    fn bears(status: &str, mark: u16) -> Option<bool> {
        let value = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            line.map(str::trim)
        };
        if value("State:")?.starts_with(['Z', 'X']) {
            return Some(false);
        }
        let blocked = u64::from_str_radix(value("SigBlk:")?, 16).ok()?;
        let found = blocked >> (FIRST_SIGNAL - 1) & u64::from(u16::MAX);
        Some(found == u64::from(mark) || found == u64::from(u16::MAX))
    }

    /// A thread may end while its status is read.
    fn is_gone(error: &io::Error) -> bool {
        error.kind() == io::ErrorKind::NotFound || error.raw_os_error() == Some(libc::ESRCH)
    }

    /// Whether there are keys of thread-locals for another library. Each one's `std` takes one, and a second one is taken by some
    /// libraries in C; unmapping does not give them back, and without one `std` ends the process.
    pub(crate) fn has_room_for_a_library() -> bool {
        let mut keys = Vec::new();
        let mut key = 0;
        // SAFETY: the key is written before it is read, and given back below; nobody else knows it.
        while keys.len() < KEYS_TO_SPARE
            && unsafe { libc::pthread_key_create(&raw mut key, None) } == 0
        {
            keys.push(key);
        }
        for &key in &keys {
            // SAFETY: made above, and given back once.
            unsafe { libc::pthread_key_delete(key) };
        }
        keys.len() == KEYS_TO_SPARE
    }

    /// The lowest signal of the mark: above those that the C libraries use themselves, below those that debuggers like.
    const FIRST_SIGNAL: i32 = 41;

    /// A library with a second one in it, and some for the host.
    const KEYS_TO_SPARE: usize = 16;

    #[cfg(test)]
    mod tests {
        use std::{sync::mpsc::channel, thread};

        use super::*;

        #[test]
        fn a_mark_is_inherited_and_goes_with_the_last_thread() {
            let mark = Mark::new();
            // Threads of other tests that begin or end can't be told from bearers.
            while mark.bearers() != Some(0) {
                thread::yield_now();
            }
            let (end, ended) = channel::<()>();
            let (tell, told) = channel();
            let first = thread::spawn(move || {
                mark.put_on_this_thread();
                thread::spawn(move || {
                    thread::spawn(move || {
                        tell.send(()).expect("the test listens");
                        let _ = ended.recv();
                    })
                })
            });
            let third = first
                .join()
                .and_then(thread::JoinHandle::join)
                .expect("no panic");
            told.recv().expect("the third thread runs");
            // The first two have been waited for; the system may still show them for a moment.
            while mark.bearers() != Some(1) {
                thread::yield_now();
            }
            drop(end);
            third.join().expect("no panic");
            while mark.bearers() != Some(0) {
                thread::yield_now();
            }
        }

        #[test]
        fn a_status_tells() {
            let status = |state: &str, mask: u64| {
                format!("Name:\tx\nState:\t{state}\nSigBlk:\t{mask:016x}\n")
            };
            let mask = |mark: u64| mark << 40;
            assert_eq!(bears(&status("S (sleeping)", mask(5)), 5), Some(true));
            assert_eq!(bears(&status("S (sleeping)", mask(7)), 5), Some(false));
            assert_eq!(bears(&status("S (sleeping)", u64::MAX), 5), Some(true));
            assert_eq!(bears(&status("Z (zombie)", mask(5)), 5), Some(false));
            assert_eq!(bears("Name:\tx\nState:\tR (running)\n", 5), None);
        }

        #[test]
        fn there_is_room_in_a_fresh_process() {
            assert!(has_room_for_a_library());
        }
    }
}

#[cfg(target_os = "linux")]
pub(crate) use linux::has_room_for_a_library;

#[cfg(not(target_os = "linux"))]
impl Mark {
    /// A mark that says nothing.
    pub(crate) fn new() -> Self {
        Self(0)
    }

    /// Nothing is known here that threads inherit and others can see.
    pub(crate) fn put_on_this_thread(self) {}

    /// Not known: a library stays mapped.
    pub(crate) fn bearers(self) -> Option<usize> {
        None
    }
}

/// Not known.
#[cfg(not(target_os = "linux"))]
pub(crate) fn has_room_for_a_library() -> bool {
    true
}
