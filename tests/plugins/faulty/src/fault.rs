//! Which fault this copy of the library has, and where it is committed.

use std::{
    future::poll_fn,
    hint::black_box,
    io::Read,
    net::TcpStream,
    panic::panic_any,
    sync::LazyLock,
    task::Poll,
    thread,
    time::{Duration, Instant},
};

use violet_plugin::prelude::Context;

/// What is done wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Nothing.
    None,

    // What an author can do.
    /// Panics with a text; in asynchronous methods in the first poll.
    Panic,
    /// Panics in the second poll.
    PanicLater,
    /// Panics with something that is no text.
    PanicWithNumber,
    /// Panics with something that panics when it is dropped.
    PanicWithSpite,
    /// Panics when the call is dropped, for which it waits.
    PanicWhenDropped,
    /// Never answers.
    Never,
    /// Answers long after its deadline.
    Late,
    /// Blocks its thread until the [signal](await_signal).
    Block,
    /// Starts a thread that runs until the signal, and answers.
    Thread,
    /// Starts a thread that panics, waits for its end, and answers.
    PanicInThread,
    /// Writes a million lines to the log, and answers.
    Flood,

    // What nobody can do with the kit.
    /// Answers with something that is no JSON.
    InvalidJson,
    /// Answers with JSON that is nested without end.
    DeepJson,
    /// Answers with JSON of 50 MB.
    HugeJson,
    /// Answers with a problem of a severity, and an effect, that nobody knows.
    UnknownSeverity,
    /// Answers with a problem of a credential.
    ForeignProblem,
    /// Answers with a problem whose code is none.
    CodeThatIsNone,
    /// Answers with a problem that is none.
    NoProblem,
    /// Panics, and once more while that is explained.
    Unexplainable,
    /// Keeps the host's services in a thread, which uses them until one second has passed.
    KeepServices,
}

/// The method in which it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    New,
    Describe,
    Prepare,
    Migrate,
    Check,
    Schema,
    Choices,
    Validate,
    Shutdown,
    Drop,
}

/// The fault in this place.
pub(crate) fn fault_in(place: Place) -> Fault {
    match *STAMPED {
        Stamped {
            fault, place: at, ..
        } if at == place => fault,
        _ => Fault::None,
    }
}

/// Commits the fault of a synchronous method.
pub(crate) fn commit(place: Place, context: Option<&Context>, address: &str) {
    match fault_in(place) {
        Fault::Panic | Fault::Unexplainable => panic!("as the test wants it"),
        Fault::PanicWithNumber => panic_any(42),
        Fault::PanicWithSpite => panic_any(Spite),
        Fault::Block if place == Place::New => await_signal(&STAMPED.address),
        Fault::Block => await_signal(address),
        Fault::Thread => {
            let address = address.to_owned();
            thread::spawn(move || await_signal(&address));
        }
        Fault::PanicInThread => {
            let ended = thread::spawn(|| panic!("in a thread of its own")).join();
            assert!(ended.is_err(), "it panicked");
        }
        Fault::Flood => {
            let log = context.expect("there is a log in a call").log();
            for number in 0..1_000_000 {
                log.info(number);
            }
        }
        _ => {}
    }
}

/// Commits the fault of an asynchronous method.
pub(crate) async fn commit_later(place: Place, context: &Context, address: &str) {
    commit(place, Some(context), address);
    match fault_in(place) {
        Fault::PanicLater => {
            yield_once().await;
            panic!("as the test wants it");
        }
        Fault::PanicWhenDropped => {
            let _spite = Spite;
            std::future::pending::<()>().await;
        }
        Fault::Never => std::future::pending().await,
        Fault::Late => {
            let until = Instant::now() + context.remaining() + Duration::from_secs(10);
            while Instant::now() < until {
                thread::sleep(Duration::from_millis(5));
                yield_once().await;
            }
        }
        _ => {}
    }
}

/// Waits until whoever listens at this address closes the connection; for ever if nobody listens.
fn await_signal(address: &str) {
    match TcpStream::connect(address) {
        Ok(mut signal) => drop(signal.read(&mut [0])),
        Err(_) => loop {
            thread::park();
        },
    }
}

async fn yield_once() {
    let mut yielded = false;
    poll_fn(|context| {
        if std::mem::replace(&mut yielded, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// Panics when it is dropped.
struct Spite;

impl Drop for Spite {
    fn drop(&mut self) {
        // While another panic is under way that would end the process, and nothing could be shown any more.
        if !thread::panicking() {
            panic!("out of spite");
        }
    }
}

/// A fault and a place, by their names in lower case, behind the mark: `panic@check`. Tests overwrite it in a copy of the library. For
/// the creation of the plugin, which is told nothing, the address of the signal follows.
static STAMP: [u8; 64] = *b"violet-faulty: none@check                                       ";

struct Stamped {
    fault: Fault,
    place: Place,
    address: String,
}

static STAMPED: LazyLock<Stamped> = LazyLock::new(|| {
    // The compiler must not know what stands there.
    let stamp = black_box(&STAMP);
    let text = std::str::from_utf8(stamp).expect("the stamp is text");
    let (_, text) = text.split_once(": ").expect("the mark stands before it");
    let (stamp, address) = text.split_once(' ').expect("blanks follow");
    let (fault, place) = stamp.split_once('@').expect("a fault and a place");
    let fault = FAULTS.iter().find(|known| name(known) == fault);
    let place = PLACES.iter().find(|known| name(known) == place);
    Stamped {
        fault: *fault.expect("a known fault"),
        place: *place.expect("a known place"),
        address: address.trim().to_owned(),
    }
});

fn name(value: &impl std::fmt::Debug) -> String {
    format!("{value:?}").to_ascii_lowercase()
}

const FAULTS: [Fault; 21] = [
    Fault::None,
    Fault::Panic,
    Fault::PanicLater,
    Fault::PanicWithNumber,
    Fault::PanicWithSpite,
    Fault::PanicWhenDropped,
    Fault::Never,
    Fault::Late,
    Fault::Block,
    Fault::Thread,
    Fault::PanicInThread,
    Fault::Flood,
    Fault::InvalidJson,
    Fault::DeepJson,
    Fault::HugeJson,
    Fault::UnknownSeverity,
    Fault::ForeignProblem,
    Fault::CodeThatIsNone,
    Fault::NoProblem,
    Fault::Unexplainable,
    Fault::KeepServices,
];

const PLACES: [Place; 10] = [
    Place::New,
    Place::Describe,
    Place::Prepare,
    Place::Migrate,
    Place::Check,
    Place::Schema,
    Place::Choices,
    Place::Validate,
    Place::Shutdown,
    Place::Drop,
];
