//! A responder that this project did not write: `openssl ocsp` reads our requests, and we read its responses.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "tests run another program, say what they skip, and stop at the first surprise"
)]

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use signer_core::crypto::Native;
use signer_core::limits::Budget;
use signer_core::pki::Certificate;
use signer_core::pki::crl::Reason;
use signer_core::pki::ocsp::{self, NonceMatch, Response};
use signer_core::pki::revocation::{Delegate, Freshness, Question, RevocationStatus, determine};
use test_vectors::keys::Key;
use test_vectors::pki::{Authority, Leaf, pem};

/// Whether the program is there; where it must be and is not, the test fails.
fn has_openssl() -> bool {
    let there = Command::new("openssl").arg("version").output().is_ok_and(|output| output.status.success());
    assert!(there || std::env::var_os("SIGNER_REQUIRE_PEERS").is_none(), "openssl is required and not installed");
    if !there {
        test_vectors::say(format_args!("SKIPPED: openssl is not installed"));
    }
    there
}

struct Desk {
    folder: PathBuf,
    authority: Authority,
}

impl Desk {
    /// With the database of a CA, in the form that `openssl ca` keeps.
    fn new(name: &str, database: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&folder).unwrap();
        let desk = Self { folder, authority: Authority::root("Issuing CA", Key::Rsa2048Issuer) };
        desk.put("index.txt", database.as_bytes());
        desk.put("ca.pem", desk.authority.certificate_pem().as_bytes());
        desk.put("ca.key", Key::Rsa2048Issuer.pem().as_bytes());
        desk
    }

    fn put(&self, name: &str, octets: &[u8]) {
        fs::write(self.folder.join(name), octets).unwrap();
    }

    fn issue(&self, leaf: &Leaf) -> Certificate {
        Certificate::parse(&self.authority.issue(leaf)).unwrap()
    }

    fn answer(&self, request: &[u8], signer: &str) -> Response {
        self.put("request.der", request);
        let output = Command::new("openssl")
            .current_dir(&self.folder)
            .args(["ocsp", "-index", "index.txt", "-CA", "ca.pem", "-reqin", "request.der", "-ndays", "1"])
            .args(["-rsigner", &format!("{signer}.pem"), "-rkey", &format!("{signer}.key"), "-respout", "response.der"])
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Response::parse(&fs::read(self.folder.join("response.der")).unwrap()).unwrap()
    }

    fn status(&self, certificate: &Certificate, response: &Response) -> RevocationStatus {
        let issuer = Certificate::parse(self.authority.certificate()).unwrap();
        let question = Question {
            certificate,
            issuer: &issuer,
            crls: &[],
            responses: std::slice::from_ref(response),
            certificates: &[],
            at: response.produced_at(),
            now: response.produced_at(),
            freshness: Freshness::InForce,
            checker: &Native,
        };
        let mut budget = Budget::new("signature checks", 10);
        let determination = determine(&question, &mut |_, _, _| Ok(Delegate::Unchecked), &mut budget).unwrap();
        println!("{:?}", determination.rejected);
        determination.status
    }
}

const DATABASE: &str = "V\t360101000000Z\t\t1001\tunknown\t/CN=a\n\
    R\t360101000000Z\t260901000000Z,keyCompromise\t1002\tunknown\t/CN=b\n";

#[test]
fn openssl_answers_our_requests_and_we_believe_it() {
    if !has_openssl() {
        return;
    }
    let desk = Desk::new("ocsp-ca", DATABASE);
    let issuer = Certificate::parse(desk.authority.certificate()).unwrap();
    let good = desk.issue(&Leaf::personal(Key::P256));
    let response = desk.answer(&ocsp::request(&good, &issuer, Some(b"0123456789abcdef")), "ca");
    assert_eq!(desk.status(&good, &response), RevocationStatus::Good);
    assert_eq!(response.answers(b"0123456789abcdef"), NonceMatch::Same);
    let revoked = desk.issue(&Leaf::organisation(Key::P256));
    assert_eq!(desk.status(&revoked, &response), RevocationStatus::Unknown);
    let response = desk.answer(&ocsp::request(&revoked, &issuer, None), "ca");
    let status = desk.status(&revoked, &response);
    assert!(matches!(status, RevocationStatus::Revoked { reason: Some(Reason::KeyCompromise), .. }), "{status:?}");
    let unknown = desk.issue(&Leaf::personal(Key::P256).with_serial(&[0x77, 0x77]));
    let response = desk.answer(&ocsp::request(&unknown, &issuer, None), "ca");
    assert_eq!(desk.status(&unknown, &response), RevocationStatus::Unknown);
}

#[test]
fn a_delegated_responder_of_openssl_is_believed_if_the_ca_made_it_one() {
    if !has_openssl() {
        return;
    }
    let desk = Desk::new("ocsp-delegate", DATABASE);
    let issuer = Certificate::parse(desk.authority.certificate()).unwrap();
    let good = desk.issue(&Leaf::personal(Key::P256));
    let responder = Leaf::organisation(Key::Rsa2048).with_common_name("Responder");
    desk.put("responder.key", Key::Rsa2048.pem().as_bytes());
    let ask = |leaf: &Leaf| {
        desk.put("responder.pem", pem("CERTIFICATE", desk.issue(leaf).der()).as_bytes());
        desk.status(&good, &desk.answer(&ocsp::request(&good, &issuer, None), "responder"))
    };
    let purpose: &[u64] = &[1, 3, 6, 1, 5, 5, 7, 3, 9];
    assert_eq!(ask(&responder.clone().with_extended_key_usage(&[purpose])), RevocationStatus::Good);
    assert_eq!(ask(&responder), RevocationStatus::Unknown);
}
