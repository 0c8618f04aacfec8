//! An HTTP server on loopback, at a port that the system chooses. It ends with its owner.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// Answers what was posted, or asked for with nothing posted: a type, and octets.
pub(crate) type Answer = Box<dyn Fn(&[u8]) -> (&'static str, Vec<u8>) + Send + Sync>;

type Routes = Arc<Mutex<BTreeMap<String, Arc<Answer>>>>;

pub(crate) struct Service {
    address: String,
    routes: Routes,
    asked: Arc<Mutex<Vec<String>>>,
    ended: Arc<AtomicBool>,
}

impl Service {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (routes, ended) = (Routes::default(), Arc::new(AtomicBool::new(false)));
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let (known, over, all) = (Arc::clone(&routes), Arc::clone(&ended), Arc::clone(&asked));
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if over.load(Ordering::Relaxed) {
                    return;
                }
                let (routes, asked) = (Arc::clone(&known), Arc::clone(&all));
                thread::spawn(move || serve(stream, &routes, &asked));
            }
        });
        Self { address, routes, asked, ended }
    }

    pub(crate) fn host(&self) -> &str {
        &self.address
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// What is answered at a path from now on.
    pub(crate) fn answer(&self, path: &str, answer: impl Fn(&[u8]) -> (&'static str, Vec<u8>) + Send + Sync + 'static) {
        self.routes.lock().unwrap().insert(path.to_owned(), Arc::new(Box::new(answer)));
    }
}

impl Service {
    /// Nothing is at these paths from now on.
    pub(crate) fn forget(&self, paths: &[&str]) {
        self.routes.lock().unwrap().retain(|path, _| !paths.contains(&path.as_str()));
    }

    /// How often anything was asked for.
    pub(crate) fn asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
        // The listener wakes up, sees it, and ends.
        let _woken = TcpStream::connect(&self.address);
    }
}

fn serve(mut stream: TcpStream, routes: &Routes, asked: &Mutex<Vec<String>>) {
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let Some((path, body)) = read(&stream) else { return };
    asked.lock().unwrap().push(path.clone());
    let answer = routes.lock().unwrap().get(&path).cloned();
    let (status, kind, octets) = match answer {
        Some(answer) => {
            let (kind, octets) = answer(&body);
            ("200 OK", kind, octets)
        }
        None => ("404 Not Found", "text/plain", Vec::new()),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        octets.len()
    );
    let _gone = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&octets));
}

fn read(stream: &TcpStream) -> Option<(String, Vec<u8>)> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let path = line.split(' ').nth(1)?.to_owned();
    let mut length = 0;
    loop {
        let mut header = String::new();
        if reader.read_line(&mut header).ok()? <= 2 {
            break;
        }
        if let Some(value) = header.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some((path, body))
}
