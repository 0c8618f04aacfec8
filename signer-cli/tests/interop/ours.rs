//! Signatures made here, judged by the others.

use signer_core::algorithm::{Digest, SignatureAlgorithm};
use signer_core::limits::Limits;
use signer_core::pdf::Document;
use signer_core::sign::{Draft, SubFilter, detached};
use signer_core::signer::{Signer as _, SoftwareKey};
use signer_core::time::Time;
use test_vectors::keys::Key;
use test_vectors::pdf::{Form, Layout, Pdf};
use test_vectors::pki::{AT, Hierarchy};

use crate::peers::{Desk, Peer};

/// Every key kind with its first algorithm, and RSA with PSS beside it.
fn signers() -> Vec<(Key, Option<SignatureAlgorithm>)> {
    let pss =
        [Key::Rsa2048, Key::Rsa3072, Key::Rsa4096].map(|key| (key, Some(SignatureAlgorithm::pss(Digest::Sha256))));
    Key::KINDS.map(|key| (key, None)).into_iter().chain(pss).collect()
}

/// As [`signers`], without what pdfsig (NSS) and `openssl cms` of OpenSSL 3.0 have no code for: EdDSA in CMS (RFC 8419).
fn signers_without_eddsa() -> Vec<(Key, Option<SignatureAlgorithm>)> {
    signers().into_iter().filter(|(key, _)| *key != Key::Ed25519).collect()
}

fn describe(key: Key, algorithm: Option<SignatureAlgorithm>) -> String {
    format!("{}{}", key.name(), algorithm.map(|algorithm| format!(" {algorithm}")).unwrap_or_default())
}

struct Made {
    pdf: Vec<u8>,
    message: Vec<u8>,
    content: Vec<u8>,
    root: String,
}

fn now() -> Time {
    AT.parse().unwrap()
}

fn software_key(key: Key) -> SoftwareKey {
    SoftwareKey::from_pkcs8_der(&key.pkcs8()).unwrap()
}

fn sign(pdf: &Pdf, key: Key, algorithm: Option<SignatureAlgorithm>, sub_filter: SubFilter) -> Made {
    let hierarchy = Hierarchy::with_keys(key, Key::Rsa2048Second);
    let original = pdf.build();
    let document = Document::open(&original, &Limits::default()).unwrap();
    let mut signer = software_key(key);
    let algorithm = algorithm.unwrap_or(signer.algorithms()[0]);
    let draft = Draft::new(&document, &hierarchy.personal.chain).with_sub_filter(sub_filter);
    let signed = draft.sign(algorithm, now(), &mut signer).unwrap();
    let message = signed.message().to_vec();
    let pdf = signed.into_octets(&original).unwrap();
    let content = signed_octets(&pdf);
    Made { pdf, message, content, root: hierarchy.root.certificate_pem() }
}

/// What the last signature is over, found without the toolkit: the numbers after the last `/ByteRange`.
fn signed_octets(pdf: &[u8]) -> Vec<u8> {
    let key = b"/ByteRange";
    let at = pdf.windows(key.len()).rposition(|window| window == key).unwrap().saturating_add(key.len());
    let text: String = pdf[at..]
        .iter()
        .skip_while(|&&octet| octet != b'[')
        .skip(1)
        .take_while(|&&octet| octet != b']')
        .map(|&octet| char::from(octet))
        .collect();
    let numbers: Vec<usize> = text.split_whitespace().map(|number| number.parse().unwrap()).collect();
    [&pdf[numbers[0]..][..numbers[1]], &pdf[numbers[2]..][..numbers[3]]].concat()
}

fn pdfsig_agrees(pdfsig: &Peer, pdf: &[u8], about: &str) {
    let desk = Desk::new();
    let file = desk.put("signed.pdf", pdf);
    let (_, said) = pdfsig.ask(["-nocert".as_ref(), file.as_os_str()]);
    assert!(said.contains("Signature Validation: Signature is Valid."), "{about}: {said}");
    assert!(said.contains("Total document signed"), "{about}: {said}");
}

fn pyhanko_agrees(pyhanko: &Peer, made: &Made, about: &str) {
    let desk = Desk::new();
    let (file, root) = (desk.put("signed.pdf", &made.pdf), desk.put("root.pem", &made.root));
    let options = ["sign", "validate", "--pretty-print", "--no-revocation-check", "--validation-time", AT, "--trust"];
    let (content, said) = pyhanko.ask(options.iter().map(AsRef::as_ref).chain([root.as_os_str(), file.as_os_str()]));
    assert!(content && said.contains("The signature is judged VALID."), "{about}: {said}");
    assert!(said.contains("The signature covers the entire file."), "{about}: {said}");
}

fn openssl_agrees(openssl: &Peer, message: &[u8], content: &[u8], root: &str, about: &str) {
    let desk = Desk::new();
    let (message, content, root) =
        (desk.put("message.der", message), desk.put("content", content), desk.put("root.pem", root));
    let at = test_vectors::pki::AT_UNIX.to_string();
    let (content, said) = openssl.ask([
        "cms".as_ref(),
        "-verify".as_ref(),
        "-binary".as_ref(),
        "-inform".as_ref(),
        "DER".as_ref(),
        "-purpose".as_ref(),
        "any".as_ref(),
        "-attime".as_ref(),
        at.as_ref(),
        "-in".as_ref(),
        message.as_os_str(),
        "-content".as_ref(),
        content.as_os_str(),
        "-CAfile".as_ref(),
        root.as_os_str(),
        "-out".as_ref(),
        desk.path("out").as_os_str(),
    ]);
    assert!(content, "{about}: {said}");
}

#[test]
fn pdfsig_verifies_each_key_type_it_knows() {
    let Some(pdfsig) = Peer::find("pdfsig") else { return };
    for (key, algorithm) in signers_without_eddsa() {
        let made = sign(&Pdf::new(), key, algorithm, SubFilter::EtsiCadesDetached);
        pdfsig_agrees(&pdfsig, &made.pdf, &describe(key, algorithm));
    }
}

#[test]
fn pyhanko_verifies_each_key_type() {
    let Some(pyhanko) = Peer::find("pyhanko") else { return };
    for (key, algorithm) in signers() {
        let made = sign(&Pdf::new(), key, algorithm, SubFilter::EtsiCadesDetached);
        pyhanko_agrees(&pyhanko, &made, &describe(key, algorithm));
    }
}

#[test]
fn openssl_verifies_each_key_type_it_knows() {
    let Some(openssl) = Peer::find("openssl") else { return };
    for (key, algorithm) in signers_without_eddsa() {
        let made = sign(&Pdf::new(), key, algorithm, SubFilter::EtsiCadesDetached);
        openssl_agrees(&openssl, &made.message, &made.content, &made.root, &describe(key, algorithm));
    }
}

#[test]
fn openssl_verifies_detached_signatures() {
    let Some(openssl) = Peer::find("openssl") else { return };
    let content = "Nội dung được ký".as_bytes();
    for (key, algorithm) in signers_without_eddsa() {
        let hierarchy = Hierarchy::with_keys(key, Key::Rsa2048Second);
        let mut signer = software_key(key);
        let algorithm = algorithm.unwrap_or(signer.algorithms()[0]);
        let mut hasher = detached::hasher(algorithm);
        hasher.update(content);
        let message = detached::sign(hasher, &hierarchy.personal.chain, algorithm, now(), &mut signer).unwrap();
        openssl_agrees(&openssl, &message, content, &hierarchy.root.certificate_pem(), &describe(key, Some(algorithm)));
    }
}

#[test]
fn plain_pkcs7_signatures_verify_everywhere() {
    let made = sign(&Pdf::new(), Key::Rsa2048, None, SubFilter::AdbePkcs7Detached);
    if let Some(pdfsig) = Peer::find("pdfsig") {
        pdfsig_agrees(&pdfsig, &made.pdf, "adbe.pkcs7.detached");
    }
    if let Some(pyhanko) = Peer::find("pyhanko") {
        pyhanko_agrees(&pyhanko, &made, "adbe.pkcs7.detached");
    }
    if let Some(openssl) = Peer::find("openssl") {
        openssl_agrees(&openssl, &made.message, &made.content, &made.root, "adbe.pkcs7.detached");
    }
}

#[test]
fn signatures_in_every_layout_verify_everywhere() {
    let peers = (Peer::find("pdfsig"), Peer::find("pyhanko"), Peer::find("qpdf"));
    for layout in Layout::ALL {
        for form in [Form::None, Form::Nested] {
            let about = format!("{layout:?} {form:?}");
            let made =
                sign(&Pdf::new().with_layout(layout).with_form(form), Key::P256, None, SubFilter::EtsiCadesDetached);
            if let Some(pdfsig) = &peers.0 {
                pdfsig_agrees(pdfsig, &made.pdf, &about);
            }
            // pyHanko refuses to judge hybrid files in its strict mode, whoever signed them. It takes a second to start.
            if let (Some(pyhanko), true) = (&peers.1, form == Form::Nested && layout != Layout::Hybrid) {
                pyhanko_agrees(pyhanko, &made, &about);
            }
            // Not asked of linearised files: the update ends the linearisation, and qpdf says so.
            if let (Some(qpdf), false) = (&peers.2, layout == Layout::Linearised) {
                let desk = Desk::new();
                let (content, said) = qpdf.ask(["--check".as_ref(), desk.put("signed.pdf", &made.pdf).as_os_str()]);
                assert!(content, "{about}: {said}");
            }
        }
    }
}
