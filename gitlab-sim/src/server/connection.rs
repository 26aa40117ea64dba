//! One connection: TLS if wanted, HTTP/1.1 or HTTP/2, faults laid over the instance's answers.

use std::fmt;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use hyper::body::{Body, Incoming};
use hyper::header::{HeaderName, HeaderValue};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::Notify;

use super::Shared;
use super::body::Script;
use crate::answer::Answer;
use crate::faults::{Effect, Fault};

/// Serves a connection until it ends. Whatever goes wrong on it is the client's to notice.
pub(super) async fn serve(shared: Arc<Shared>, stream: TcpStream) {
    let (number, _counted) = shared.journal.connection();
    // Drips have to leave one by one.
    if stream.set_nodelay(true).is_err() {
        return;
    }
    let breaking = Arc::new(Breaking::default());
    let stream = Resettable {
        stream,
        breaking: breaking.clone(),
    };
    match shared.acceptor.clone() {
        Some(acceptor) => {
            if let Ok(stream) = acceptor.accept(stream).await {
                speak_http(shared, number, breaking, stream).await;
            }
        }
        None => speak_http(shared, number, breaking, stream).await,
    }
}

/// How a fault ends a connection, whatever else is under way on it.
#[derive(Debug, Default)]
struct Breaking {
    broken: Notify,
    /// With a reset instead of a regular close.
    reset: AtomicBool,
}

/// HTTP/2 if the client begins so, which over TLS it has agreed on; HTTP/1.1 if not.
async fn speak_http(
    shared: Arc<Shared>,
    number: usize,
    breaking: Arc<Breaking>,
    stream: impl AsyncRead + AsyncWrite + Unpin + 'static,
) {
    let service = service_fn(|request| respond(shared.clone(), number, breaking.clone(), request));
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(MOST_STREAMS);
    // An error is a fault's doing, or the client's: both are meant to happen.
    tokio::select! {
        _ = builder.serve_connection(TokioIo::new(stream), service) => {}
        () = breaking.broken.notified() => {}
    }
}

async fn respond(
    shared: Arc<Shared>,
    connection: usize,
    breaking: Arc<Breaking>,
    request: Request<Incoming>,
) -> Result<Response<Script>, Abandoned> {
    let (parts, body) = request.into_parts();
    let _counted = shared.journal.request(connection, &parts);
    let path = parts.uri.path();
    let below_root = path.strip_prefix(shared.root.as_str()).unwrap_or(path);
    let Fault { effect, wait, .. } = shared
        .take_fault(below_root)
        .unwrap_or_else(|| Fault::delay(Default::default()));
    let wait = wait + shared.delay();
    if !wait.is_zero() {
        tokio::time::sleep(wait).await;
    }
    let body = read(body).await?;
    let answer = || shared.instance().answer(&parts, &body);
    match effect {
        Effect::Nothing => whole(answer()),
        Effect::Replace(answer) => whole(answer),
        Effect::AddHeaders(more) => {
            let mut answer = answer();
            answer.headers.extend(more);
            whole(answer)
        }
        Effect::MoveTo { status, origin } => {
            let target = parts
                .uri
                .path_and_query()
                .map(ToString::to_string)
                .unwrap_or_default();
            whole(Answer::empty(status).header(
                "location",
                format!("{}{target}", origin.trim_end_matches('/')),
            ))
        }
        Effect::Drip { bytes, pause } => {
            let answer = answer();
            let body = Script::dripping(&answer.body, bytes, pause);
            response(answer, body)
        }
        Effect::CutOff => {
            let answer = answer();
            let body = Script::cut_off(&answer.body);
            response(answer, body)
        }
        Effect::Oversize(bytes) => response(
            Answer::new(200, "application/json", ""),
            Script::oversize(bytes),
        ),
        Effect::Reset | Effect::LoseAnswer => {
            if matches!(effect, Effect::LoseAnswer) {
                drop(answer());
            }
            breaking.reset.store(true, Ordering::Relaxed);
            breaking.broken.notify_one();
            std::future::pending().await
        }
        Effect::Close => {
            breaking.broken.notify_one();
            std::future::pending().await
        }
        Effect::Silence => std::future::pending().await,
    }
}

/// The body of a request, or as much of it as any of them needs.
async fn read(mut body: Incoming) -> Result<Vec<u8>, Abandoned> {
    let mut read = Vec::new();
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let frame = frame.map_err(|_| Abandoned)?;
        if let Some(data) = frame.data_ref() {
            read.extend_from_slice(data);
        }
        if read.len() > LONGEST_BODY {
            return Err(Abandoned);
        }
    }
    Ok(read)
}

fn whole(answer: Answer) -> Result<Response<Script>, Abandoned> {
    let body = Script::whole(answer.body.clone());
    response(answer, body)
}

fn response(answer: Answer, body: Script) -> Result<Response<Script>, Abandoned> {
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(answer.status).map_err(|_| Abandoned)?;
    for (name, value) in &answer.headers {
        let name = HeaderName::try_from(name).map_err(|_| Abandoned)?;
        let value = HeaderValue::from_bytes(value.as_bytes()).map_err(|_| Abandoned)?;
        response.headers_mut().append(name, value);
    }
    Ok(response)
}

/// No answer: the connection ends here.
#[derive(Debug)]
struct Abandoned;

impl fmt::Display for Abandoned {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the simulated GitLab gives no answer")
    }
}

impl std::error::Error for Abandoned {}

/// A stream that can end in a reset instead of a regular close.
struct Resettable {
    stream: TcpStream,
    breaking: Arc<Breaking>,
}

impl Drop for Resettable {
    fn drop(&mut self) {
        if self.breaking.reset.load(Ordering::Relaxed) {
            // Without linger the close is a regular one: the client still gets no answer.
            drop(self.stream.set_zero_linger());
        }
    }
}

impl AsyncRead for Resettable {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Resettable {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, buffer)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.breaking.reset.load(Ordering::Relaxed) {
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// What nginx in front of GitLab allows on one connection.
const MOST_STREAMS: u32 = 128;
const LONGEST_BODY: usize = 1 << 20;
