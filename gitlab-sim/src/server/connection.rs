//! One connection: TLS if wanted, HTTP/1.1, faults laid over the instance's answers.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use hyper::body::Incoming;
use hyper::header::{HeaderName, HeaderValue};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

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
    let reset = Arc::new(AtomicBool::new(false));
    let stream = Resettable {
        stream,
        reset: reset.clone(),
    };
    match shared.acceptor.clone() {
        Some(acceptor) => {
            if let Ok(stream) = acceptor.accept(stream).await {
                speak_http(shared, number, reset, stream).await;
            }
        }
        None => speak_http(shared, number, reset, stream).await,
    }
}

async fn speak_http(
    shared: Arc<Shared>,
    number: usize,
    reset: Arc<AtomicBool>,
    stream: impl AsyncRead + AsyncWrite + Unpin + 'static,
) {
    let service = service_fn(|request| respond(shared.clone(), number, reset.clone(), request));
    let connection =
        hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    // Ends in an error when a fault breaks it or the client goes away: both are meant to happen.
    drop(connection.await);
}

async fn respond(
    shared: Arc<Shared>,
    connection: usize,
    reset: Arc<AtomicBool>,
    request: Request<Incoming>,
) -> Result<Response<Script>, Abandoned> {
    let (parts, _body) = request.into_parts();
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
    let answer = || shared.instance().answer(&parts);
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
        Effect::Reset => {
            reset.store(true, Ordering::Relaxed);
            Err(Abandoned)
        }
        Effect::Close => Err(Abandoned),
        Effect::Silence => std::future::pending().await,
    }
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
    reset: Arc<AtomicBool>,
}

impl Drop for Resettable {
    fn drop(&mut self) {
        if self.reset.load(Ordering::Relaxed) {
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
        if self.reset.load(Ordering::Relaxed) {
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
