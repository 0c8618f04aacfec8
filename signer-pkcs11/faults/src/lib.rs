//! A PKCS#11 module for tests that misbehaves on command.
//!
//! One slot, one token, one RSA key with its certificate. The environment says what it is and what it does wrong:
//!
//! - `PKCS11_FAULTS_KEY`, `PKCS11_FAULTS_CERT`: paths of the key (PEM) and the certificate (DER);
//! - `PKCS11_FAULTS_LOG`: a file that gets one line for each log-in and each signature, so that tests can count;
//! - `PKCS11_FAULTS`: words with commas between them, each a [`Fault`].
//!
//! The PIN is `1234`.

mod entry;

use std::io::Write;
use std::sync::{Mutex, OnceLock};

use rsa::RsaPrivateKey;
use rsa::pkcs8::DecodePrivateKey;

/// What the module does wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// `slow`: a signature takes 200 ms.
    Slow,
    /// `removed=N`: from the Nth signature on, the device is gone.
    Removed(u32),
    /// `wrong-signature`: the value is damaged.
    WrongSignature,
    /// `pin-low`: CKF_USER_PIN_COUNT_LOW.
    PinLow,
    /// `pin-final`: CKF_USER_PIN_FINAL_TRY.
    PinFinal,
    /// `pin-locked`: CKF_USER_PIN_LOCKED.
    PinLocked,
    /// `pin-locks`: the log-in is refused because the PIN is locked, which no flag said.
    PinLocks,
    /// `pin-expired`: the log-in is refused because the PIN has to be changed first.
    PinExpired,
    /// `pin-wrong-each-time`: with `always-authenticate`, the PIN that was right for the log-in is wrong for signatures.
    PinWrongEachTime,
    /// `pin-pad`: CKF_PROTECTED_AUTHENTICATION_PATH; the PIN is typed at the reader, and is right.
    PinPad,
    /// `pin-pad-wrong`: the same, and the PIN that is typed is wrong.
    PinPadWrong,
    /// `pin-pad-cancelled`: the same, and somebody presses cancel.
    PinPadCancelled,
    /// `pin-is-long`: the PIN is one that cannot stand anywhere by chance: `7093815526418`.
    PinIsLong,
    /// `absent`: there is no token in the slot when the session is opened.
    Absent,
    /// `always-authenticate`: the key asks for the PIN at each signature.
    AlwaysAuthenticate,
    /// `cant-lock`: no threads.
    CantLock,
    /// `hang-finalize`: `C_Finalize` never returns.
    HangFinalize,
    /// `garbage-signature-length`: `C_Sign` claims to have written 2^60 octets.
    GarbageSignatureLength,
    /// `garbage-attribute-length`: attributes claim 2^60 octets.
    GarbageAttributeLength,
    /// `garbage-object-count`: 2^60 objects were found.
    GarbageObjectCount,
    /// `garbage-slot-count`: 2^60 slots.
    GarbageSlotCount,
    /// `id-lies`: CKA_ID of the key is not that of the certificate.
    IdLies,
    /// `raw-only`: CKM_RSA_X_509 is the only mechanism.
    RawOnly,
}

/// The module's state between calls.
#[derive(Default)]
struct State {
    initialized: bool,
    sessions: u64,
    logged_in: bool,
    signatures: u32,
    searches: Vec<(u64, Vec<u64>)>,
    signing: Vec<(u64, u64, bool)>,
}

static STATE: Mutex<Option<State>> = Mutex::new(None);

fn with_state<T>(work: impl FnOnce(&mut State) -> T) -> T {
    let mut state = STATE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    work(state.get_or_insert_default())
}

fn faults() -> &'static [Fault] {
    static FAULTS: OnceLock<Vec<Fault>> = OnceLock::new();
    FAULTS.get_or_init(|| std::env::var("PKCS11_FAULTS").unwrap_or_default().split(',').filter_map(fault).collect())
}

fn fault(word: &str) -> Option<Fault> {
    Some(match word.split_once('=').unwrap_or((word, "")) {
        ("slow", _) => Fault::Slow,
        ("removed", n) => Fault::Removed(n.parse().ok()?),
        ("wrong-signature", _) => Fault::WrongSignature,
        ("pin-low", _) => Fault::PinLow,
        ("pin-final", _) => Fault::PinFinal,
        ("pin-locked", _) => Fault::PinLocked,
        ("pin-locks", _) => Fault::PinLocks,
        ("pin-expired", _) => Fault::PinExpired,
        ("pin-wrong-each-time", _) => Fault::PinWrongEachTime,
        ("pin-pad", _) => Fault::PinPad,
        ("pin-pad-wrong", _) => Fault::PinPadWrong,
        ("pin-pad-cancelled", _) => Fault::PinPadCancelled,
        ("pin-is-long", _) => Fault::PinIsLong,
        ("absent", _) => Fault::Absent,
        ("always-authenticate", _) => Fault::AlwaysAuthenticate,
        ("cant-lock", _) => Fault::CantLock,
        ("hang-finalize", _) => Fault::HangFinalize,
        ("garbage-signature-length", _) => Fault::GarbageSignatureLength,
        ("garbage-attribute-length", _) => Fault::GarbageAttributeLength,
        ("garbage-object-count", _) => Fault::GarbageObjectCount,
        ("garbage-slot-count", _) => Fault::GarbageSlotCount,
        ("id-lies", _) => Fault::IdLies,
        ("raw-only", _) => Fault::RawOnly,
        _ => return None,
    })
}

fn has(fault: Fault) -> bool {
    faults().contains(&fault)
}

/// One line for each event that tests count, in one write: several workers append to the same file.
fn log(event: &str) {
    let Ok(path) = std::env::var("PKCS11_FAULTS_LOG") else { return };
    if let Ok(mut file) = std::fs::OpenOptions::new().create(true).append(true).open(path) {
        let _unwritten = file.write_all(format!("{event}\n").as_bytes());
    }
}

fn certificate() -> Vec<u8> {
    std::env::var("PKCS11_FAULTS_CERT").ok().and_then(|path| std::fs::read(path).ok()).unwrap_or_default()
}

fn key() -> Option<&'static RsaPrivateKey> {
    static KEY: OnceLock<Option<RsaPrivateKey>> = OnceLock::new();
    let read = || RsaPrivateKey::read_pkcs8_pem_file(std::env::var("PKCS11_FAULTS_KEY").ok()?).ok();
    KEY.get_or_init(read).as_ref()
}
