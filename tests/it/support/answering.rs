//! A server on loopback that answers whatever a closure says: any status, any header, any bytes.

use std::{
    io::{BufRead, BufReader, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

/// An answer, as it goes over the network.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// The server. It ends when it is dropped.
pub(crate) struct Answering {
    address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    /// What comes for a request to this path with its query.
    answer: Box<dyn Fn(&str) -> Reply + Send + Sync>,
    asked: Mutex<Vec<String>>,
    has_ended: AtomicBool,
}

impl Answering {
    pub(crate) fn start(answer: impl Fn(&str) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::new(Shared {
            answer: Box::new(answer),
            asked: Mutex::default(),
            has_ended: AtomicBool::new(false),
        });
        let server = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if server.has_ended.load(Ordering::Relaxed) {
                    return;
                }
                let (stream, server) = (stream.expect("a connection"), Arc::clone(&server));
                // Whoever leaves in the middle of an answer has their reasons.
                std::thread::spawn(move || server.serve(stream));
            }
        });
        Self { address, shared }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The paths that were asked for since the last time.
    pub(crate) fn take_asked(&self) -> Vec<String> {
        std::mem::take(&mut self.shared.asked.lock().expect("nobody panicked"))
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        self.shared.has_ended.store(true, Ordering::Relaxed);
        // The loop looks when somebody comes.
        let _ = TcpStream::connect(self.address);
    }
}

impl Shared {
    fn serve(&self, stream: TcpStream) -> std::io::Result<()> {
        stream.set_nodelay(true)?;
        let mut writer = stream.try_clone()?;
        let mut lines = BufReader::new(stream).lines();
        while let Some(request) = lines.next().transpose()? {
            // No request has a body here: the head ends with an empty line.
            for line in lines.by_ref() {
                if line?.is_empty() {
                    break;
                }
            }
            let path = request.split(' ').nth(1).unwrap_or_default();
            self.asked
                .lock()
                .expect("nobody panicked")
                .push(path.to_owned());
            writer.write_all(&as_bytes((self.answer)(path)))?;
        }
        Ok(())
    }
}

fn as_bytes(reply: Reply) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {} x\r\n", reply.status);
    for (name, value) in &reply.headers {
        head += &format!("{name}: {value}\r\n");
    }
    let has_body = !matches!(reply.status, 204 | 304);
    if has_body {
        head += &format!("content-length: {}\r\n", reply.body.len());
    }
    let mut bytes = (head + "\r\n").into_bytes();
    if has_body {
        bytes.extend(reply.body);
    }
    bytes
}
