//! A web server on loopback that may behave badly. It stops when it is dropped.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How long a connection waits before it looks whether the server stops.
const TICK: Duration = Duration::from_millis(50);

#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    /// The header lines, as they came.
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

pub(crate) enum Answer {
    /// These octets, HTTP and all, then the end of the connection.
    Octets(Vec<u8>),
    /// Nothing, and the connection stays open.
    Hang,
    /// The beginning, then one octet at a time for ever.
    Drip(Vec<u8>),
    /// The beginning, then so many octets as fast as they are taken.
    Flood(Vec<u8>, usize),
}

/// A proper answer.
pub(crate) fn ok(kind: &str, body: &[u8]) -> Answer {
    let length = body.len();
    let head =
        format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
    Answer::Octets([head.as_bytes(), body].concat())
}

/// An answer that sends elsewhere.
pub(crate) fn redirect(status: u16, location: &str) -> Answer {
    let head =
        format!("HTTP/1.1 {status} Moved\r\nLocation: {location}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    Answer::Octets(head.into_bytes())
}

pub(crate) fn status(status: u16) -> Answer {
    Answer::Octets(format!("HTTP/1.1 {status} So\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").into_bytes())
}

pub(crate) struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<Request>>>,
    stop: Arc<AtomicBool>,
    accepting: Option<JoinHandle<()>>,
}

impl Server {
    pub(crate) fn new(answer: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let stop = Arc::new(AtomicBool::new(false));
        let answer = Arc::new(answer);
        let accepting = thread::spawn({
            let (requests, stop) = (Arc::clone(&requests), Arc::clone(&stop));
            move || {
                for connection in listener.incoming() {
                    if stop.load(Ordering::SeqCst) {
                        return;
                    }
                    let Ok(connection) = connection else { continue };
                    let (requests, stop, answer) = (Arc::clone(&requests), Arc::clone(&stop), Arc::clone(&answer));
                    thread::spawn(move || {
                        // A client that goes away is what many of the tests are about.
                        let _ = serve(connection, &requests, &stop, answer.as_ref());
                    });
                }
            }
        });
        Self { address, requests, stop, accepting: Some(accepting) }
    }

    /// The same answer to everything.
    pub(crate) fn saying(kind: &'static str, body: Vec<u8>) -> Self {
        Self::new(move |_| ok(kind, &body))
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// As `--allow-host` takes it.
    pub(crate) fn host(&self) -> String {
        self.address.to_string()
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // Wakes the one who waits for connections.
        let _ = TcpStream::connect(self.address);
        if let Some(accepting) = self.accepting.take() {
            let _ = accepting.join();
        }
    }
}

fn serve(
    mut connection: TcpStream,
    requests: &Mutex<Vec<Request>>,
    stop: &AtomicBool,
    answer: &(dyn Fn(&Request) -> Answer + Send + Sync),
) -> std::io::Result<()> {
    connection.set_read_timeout(Some(TICK))?;
    let Some(request) = read(&mut connection, stop)? else { return Ok(()) };
    requests.lock().unwrap().push(request.clone());
    match answer(&request) {
        Answer::Octets(octets) => connection.write_all(&octets),
        Answer::Hang => until_closed(&mut connection, stop),
        Answer::Drip(start) => {
            connection.write_all(&start)?;
            while !stop.load(Ordering::SeqCst) {
                connection.write_all(b"0")?;
                connection.flush()?;
                thread::sleep(TICK);
            }
            Ok(())
        }
        Answer::Flood(start, mut left) => {
            connection.write_all(&start)?;
            let block = vec![b'0'; 64 << 10];
            while left > 0 && !stop.load(Ordering::SeqCst) {
                let now = left.min(block.len());
                connection.write_all(&block[..now])?;
                left = left.saturating_sub(now);
            }
            Ok(())
        }
    }
}

fn until_closed(connection: &mut TcpStream, stop: &AtomicBool) -> std::io::Result<()> {
    let mut octet = [0];
    while !stop.load(Ordering::SeqCst) {
        match connection.read(&mut octet) {
            Ok(0) => return Ok(()),
            Ok(_) => {}
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn read(connection: &mut TcpStream, stop: &AtomicBool) -> std::io::Result<Option<Request>> {
    let mut octets = Vec::new();
    let mut block = [0; 4_096];
    loop {
        if let Some(request) = parse(&octets) {
            return Ok(Some(request));
        }
        match connection.read(&mut block) {
            Ok(0) => return Ok(None),
            Ok(read) => octets.extend_from_slice(&block[..read]),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                if stop.load(Ordering::SeqCst) {
                    return Ok(None);
                }
            }
            Err(error) => return Err(error),
        }
    }
}

/// The request, if all of it is there.
fn parse(octets: &[u8]) -> Option<Request> {
    let end = octets.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&octets[..end]).into_owned();
    let body = octets.get(end.saturating_add(4)..)?;
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().unwrap())
    });
    let body = body.get(..length.unwrap_or(0))?.to_vec();
    let mut words = head.split(' ');
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    Some(Request { method, path, head, body })
}
