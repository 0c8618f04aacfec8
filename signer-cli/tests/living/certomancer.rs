//! Levels with a hierarchy of Certomancer: its certificates, its lists, its responder, its time-stamps.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdin, Command, Stdio};

use test_vectors::keys::Key;
use test_vectors::pki::pem;

use crate::peers::{python, script};
use crate::world::{By, World, day};

/// The server; it ends when its standard input does.
struct Server {
    child: Child,
    input: Option<ChildStdin>,
    port: String,
}

impl Server {
    /// `None` where there is none.
    fn start(world: &World) -> Option<Self> {
        let python = python()?;
        let there = Command::new(&python).args(["-c", "import certomancer.integrations.animator"]).output();
        if !there.is_ok_and(|output| output.status.success()) {
            assert!(std::env::var_os("SIGNER_REQUIRE_PEERS").is_none(), "certomancer is required and not installed");
            test_vectors::say(format_args!("skipped: certomancer is not installed"));
            return None;
        }
        std::fs::create_dir(world.path("keys")).unwrap();
        let keys = [
            ("root", Key::Rsa2048Root),
            ("issuer", Key::Rsa2048Issuer),
            ("signer", Key::Rsa2048),
            ("ocsp", Key::P256),
            ("tsa", Key::Rsa2048Second),
        ];
        for (name, key) in keys {
            world.put(&format!("keys/{name}.pem"), pem("PRIVATE KEY", &key.pkcs8()));
        }
        let mut command = Command::new(python);
        command.arg(script("certomancer_pki.py")).arg(world.folder());
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut port = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut port).unwrap();
        assert!(port.trim().parse::<u16>().is_ok(), "no port: {port}");
        let input = child.stdin.take();
        Some(Self { child, input, port: port.trim().to_owned() })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.input.take());
        let _ended = self.child.wait();
    }
}

#[test]
fn levels_are_made_with_the_services_of_certomancer_and_judged_offline() {
    let world = World::new(By::Own);
    let Some(server) = Server::start(&world) else { return };
    let (tsa, host) =
        (format!("http://127.0.0.1:{}/living/tsa/tsa", server.port), format!("127.0.0.1:{}", server.port));
    for level in ["b-t", "b-lt", "b-lta"] {
        let output = format!("{level}.pdf");
        let own = ["sign", "document.pdf", "--as", "personal", "--key", "keys/signer.pem", "--cert", "chain.pem"];
        let more = ["--level", level, "-o", &output, "--tsa", &tsa, "--trust", "root.pem", "--online", "--no-cache"];
        let run = world.run(own.into_iter().chain(more).chain(["--allow-host", &host]));
        assert_eq!(run.status, 0, "{level}: {}", run.stderr);
        assert!(!run.stderr.contains("could not be checked"), "{level}: {}", run.stderr);
    }
    drop(server);
    // Its lists are in force for a day, its answers for ten minutes: nothing of them is, after a year.
    let (soon, later) = (day(world.now + crate::world::DAY), day(world.now + 365 * crate::world::DAY));
    for (level, at) in [("b-t", &soon), ("b-lt", &soon), ("b-lta", &soon), ("b-lta", &later)] {
        let document = format!("{level}.pdf");
        let run = world.run(["verify", &document, "--trust", "root.pem", "--at", at, "--require", level]);
        assert_eq!(run.status, 0, "{level} at {at}: {}{}", run.stdout, run.stderr);
    }
    let changed = {
        let mut octets = std::fs::read(world.path("b-lta.pdf")).unwrap();
        let at = octets.windows(8).position(|octets| octets == b"/MediaBo").unwrap();
        octets[at + 7] = b'x';
        octets
    };
    world.put("changed.pdf", changed);
    assert_eq!(world.run(["verify", "changed.pdf", "--trust", "root.pem"]).status, 1);
}
