//! The functions that a program finds in the library.
#![expect(
    unsafe_code,
    reason = "PKCS#11 is a C interface; the pointers are the caller's, as the standard describes them"
)]
#![expect(unsafe_op_in_unsafe_fn, reason = "each of these functions is one unsafe operation after another")]
#![expect(unreachable_pub, reason = "the program finds the functions by the list, not by path")]

use std::ffi::c_void;
use std::ptr;
use std::time::Duration;

use cryptoki_sys as ck;
use rsa::hazmat::rsa_decrypt;
use rsa::traits::PublicKeyParts;
use rsa::{BoxedUint, Pkcs1v15Sign};
use sha2::{Digest, Sha256};

use crate::{Fault, certificate, faults, has, key, log, with_state};

const SLOT: ck::CK_SLOT_ID = 7;
const CERTIFICATE: u64 = 1;
const PRIVATE_KEY: u64 = 2;
const PIN: &[u8] = b"1234";
const LONG_PIN: &[u8] = b"7093815526418";
const GARBAGE: ck::CK_ULONG = 1 << 60;

/// The entry point (PKCS#11 2.40, 5.4).
///
/// # Safety
/// `list` points to room for one pointer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn C_GetFunctionList(list: *mut *mut ck::CK_FUNCTION_LIST) -> ck::CK_RV {
    // A program may keep the list as long as it runs; one leak per process is its lifetime.
    static LIST: std::sync::OnceLock<usize> = std::sync::OnceLock::new();
    let address = *LIST.get_or_init(|| Box::into_raw(Box::new(function_list())) as usize);
    *list = address as *mut ck::CK_FUNCTION_LIST;
    ck::CKR_OK
}

fn function_list() -> ck::CK_FUNCTION_LIST {
    // SAFETY: every member is an optional function pointer or a version.
    let mut list: ck::CK_FUNCTION_LIST = unsafe { std::mem::zeroed() };
    list.version = ck::CK_VERSION { major: 2, minor: 40 };
    list.C_Initialize = Some(initialize);
    list.C_Finalize = Some(finalize);
    list.C_GetInfo = Some(info);
    list.C_GetFunctionList = Some(C_GetFunctionList);
    list.C_GetSlotList = Some(slot_list);
    list.C_GetSlotInfo = Some(slot_info);
    list.C_GetTokenInfo = Some(token_info);
    list.C_GetMechanismList = Some(mechanism_list);
    list.C_OpenSession = Some(open_session);
    list.C_CloseSession = Some(close_session);
    list.C_Login = Some(login);
    list.C_FindObjectsInit = Some(find_init);
    list.C_FindObjects = Some(find);
    list.C_FindObjectsFinal = Some(find_final);
    list.C_GetAttributeValue = Some(attribute_value);
    list.C_SignInit = Some(sign_init);
    list.C_Sign = Some(sign);
    list
}

unsafe extern "C" fn initialize(arguments: *mut c_void) -> ck::CK_RV {
    if has(Fault::CantLock) && !arguments.is_null() {
        return ck::CKR_CANT_LOCK;
    }
    with_state(|state| state.initialized = true);
    ck::CKR_OK
}

unsafe extern "C" fn finalize(_reserved: *mut c_void) -> ck::CK_RV {
    log("finalize");
    if has(Fault::HangFinalize) {
        std::thread::sleep(Duration::from_secs(3_600));
    }
    with_state(|state| state.initialized = false);
    ck::CKR_OK
}

unsafe extern "C" fn info(info: *mut ck::CK_INFO) -> ck::CK_RV {
    let mut answer = ck::CK_INFO { cryptokiVersion: ck::CK_VERSION { major: 2, minor: 40 }, ..Default::default() };
    pad(&mut answer.manufacturerID, "signer");
    pad(&mut answer.libraryDescription, "misbehaves on command");
    *info = answer;
    ck::CKR_OK
}

unsafe extern "C" fn slot_list(
    _present: ck::CK_BBOOL,
    slots: *mut ck::CK_SLOT_ID,
    count: *mut ck::CK_ULONG,
) -> ck::CK_RV {
    if has(Fault::GarbageSlotCount) {
        *count = GARBAGE;
        return ck::CKR_OK;
    }
    if !slots.is_null() && *count > 0 {
        *slots = SLOT;
    }
    *count = 1;
    ck::CKR_OK
}

unsafe extern "C" fn slot_info(_slot: ck::CK_SLOT_ID, info: *mut ck::CK_SLOT_INFO) -> ck::CK_RV {
    let mut answer = ck::CK_SLOT_INFO { flags: ck::CKF_TOKEN_PRESENT, ..Default::default() };
    pad(&mut answer.slotDescription, "slot of a module for tests");
    pad(&mut answer.manufacturerID, "signer");
    *info = answer;
    ck::CKR_OK
}

unsafe extern "C" fn token_info(_slot: ck::CK_SLOT_ID, info: *mut ck::CK_TOKEN_INFO) -> ck::CK_RV {
    let mut flags = ck::CKF_TOKEN_INITIALIZED | ck::CKF_LOGIN_REQUIRED | ck::CKF_USER_PIN_INITIALIZED;
    for (fault, flag) in [
        (Fault::PinLow, ck::CKF_USER_PIN_COUNT_LOW),
        (Fault::PinFinal, ck::CKF_USER_PIN_FINAL_TRY),
        (Fault::PinLocked, ck::CKF_USER_PIN_LOCKED),
        (Fault::PinPad, ck::CKF_PROTECTED_AUTHENTICATION_PATH),
        (Fault::PinPadWrong, ck::CKF_PROTECTED_AUTHENTICATION_PATH),
        (Fault::PinPadCancelled, ck::CKF_PROTECTED_AUTHENTICATION_PATH),
    ] {
        if has(fault) {
            flags |= flag;
        }
    }
    let mut answer = ck::CK_TOKEN_INFO { flags, ulMinPinLen: 4, ulMaxPinLen: 16, ..Default::default() };
    pad(&mut answer.label, "faulty");
    pad(&mut answer.manufacturerID, "signer");
    pad(&mut answer.model, "test");
    pad(&mut answer.serialNumber, "0001");
    *info = answer;
    ck::CKR_OK
}

unsafe extern "C" fn mechanism_list(
    _slot: ck::CK_SLOT_ID,
    list: *mut ck::CK_MECHANISM_TYPE,
    count: *mut ck::CK_ULONG,
) -> ck::CK_RV {
    if !list.is_null() {
        *list = if has(Fault::RawOnly) { ck::CKM_RSA_X_509 } else { ck::CKM_SHA256_RSA_PKCS };
    }
    *count = 1;
    ck::CKR_OK
}

unsafe extern "C" fn open_session(
    _slot: ck::CK_SLOT_ID,
    _flags: ck::CK_FLAGS,
    _application: *mut c_void,
    _notify: ck::CK_NOTIFY,
    session: *mut ck::CK_SESSION_HANDLE,
) -> ck::CK_RV {
    if has(Fault::Absent) {
        return ck::CKR_TOKEN_NOT_PRESENT;
    }
    *session = with_state(|state| {
        state.sessions += 1;
        state.sessions
    });
    ck::CKR_OK
}

unsafe extern "C" fn close_session(_session: ck::CK_SESSION_HANDLE) -> ck::CK_RV {
    ck::CKR_OK
}

unsafe extern "C" fn login(
    session: ck::CK_SESSION_HANDLE,
    user: ck::CK_USER_TYPE,
    pin: *mut ck::CK_UTF8CHAR,
    length: ck::CK_ULONG,
) -> ck::CK_RV {
    log(if user == ck::CKU_CONTEXT_SPECIFIC { "login-for-one-signature" } else { "login" });
    if let Some(refusal) = refusal(pin, length) {
        return refusal;
    }
    if user == ck::CKU_CONTEXT_SPECIFIC && has(Fault::PinWrongEachTime) {
        return ck::CKR_PIN_INCORRECT;
    }
    with_state(|state| {
        if user == ck::CKU_CONTEXT_SPECIFIC {
            state.signing.iter_mut().filter(|(open, ..)| *open == session).for_each(|(.., allowed)| *allowed = true);
        } else if std::mem::replace(&mut state.logged_in, true) {
            return ck::CKR_USER_ALREADY_LOGGED_IN;
        }
        ck::CKR_OK
    })
}

/// Why the PIN is not taken. Without one it is typed at the reader, where there is one that takes it.
unsafe fn refusal(pin: *const ck::CK_UTF8CHAR, length: ck::CK_ULONG) -> Option<ck::CK_RV> {
    let at_reader = pin.is_null();
    if has(Fault::PinLocks) {
        return Some(ck::CKR_PIN_LOCKED);
    }
    if has(Fault::PinExpired) {
        return Some(ck::CKR_PIN_EXPIRED);
    }
    if at_reader && has(Fault::PinPadCancelled) {
        return Some(ck::CKR_FUNCTION_CANCELED);
    }
    if at_reader && has(Fault::PinPad) {
        log("at-reader");
        return None;
    }
    let wanted = if has(Fault::PinIsLong) { LONG_PIN } else { PIN };
    let right = !at_reader && std::slice::from_raw_parts(pin, length as usize) == wanted;
    (!right).then_some(ck::CKR_PIN_INCORRECT)
}

unsafe extern "C" fn find_init(
    session: ck::CK_SESSION_HANDLE,
    template: *mut ck::CK_ATTRIBUTE,
    count: ck::CK_ULONG,
) -> ck::CK_RV {
    let mut class = None;
    for attribute in std::slice::from_raw_parts(template, count as usize) {
        if attribute.type_ == ck::CKA_CLASS {
            class = Some(*attribute.pValue.cast::<ck::CK_OBJECT_CLASS>());
        }
    }
    with_state(|state| {
        let found = match class {
            Some(ck::CKO_CERTIFICATE) => vec![CERTIFICATE],
            Some(ck::CKO_PRIVATE_KEY) if state.logged_in => vec![PRIVATE_KEY],
            _ => Vec::new(),
        };
        state.searches.push((session, found));
    });
    ck::CKR_OK
}

unsafe extern "C" fn find(
    session: ck::CK_SESSION_HANDLE,
    objects: *mut ck::CK_OBJECT_HANDLE,
    _room: ck::CK_ULONG,
    count: *mut ck::CK_ULONG,
) -> ck::CK_RV {
    if has(Fault::GarbageObjectCount) {
        *count = GARBAGE;
        return ck::CKR_OK;
    }
    let next = with_state(|state| {
        state.searches.iter_mut().filter(|(open, _)| *open == session).find_map(|(_, left)| left.pop())
    });
    *count = ck::CK_ULONG::from(next.is_some());
    if let Some(object) = next {
        *objects = object;
    }
    ck::CKR_OK
}

unsafe extern "C" fn find_final(session: ck::CK_SESSION_HANDLE) -> ck::CK_RV {
    with_state(|state| state.searches.retain(|(open, _)| *open != session));
    ck::CKR_OK
}

unsafe extern "C" fn attribute_value(
    _session: ck::CK_SESSION_HANDLE,
    object: ck::CK_OBJECT_HANDLE,
    template: *mut ck::CK_ATTRIBUTE,
    _count: ck::CK_ULONG,
) -> ck::CK_RV {
    let attribute = &mut *template;
    if has(Fault::GarbageAttributeLength) {
        attribute.ulValueLen = GARBAGE;
        return ck::CKR_OK;
    }
    let id = if has(Fault::IdLies) && object == PRIVATE_KEY { 9 } else { 1 };
    let value = match (object, attribute.type_) {
        (CERTIFICATE, ck::CKA_VALUE) => certificate(),
        (_, ck::CKA_LABEL) => b"chu ky".to_vec(),
        (_, ck::CKA_ID) => vec![id],
        (PRIVATE_KEY, ck::CKA_MODULUS) => key().map(|key| key.n_bytes().to_vec()).unwrap_or_default(),
        (PRIVATE_KEY, ck::CKA_ALWAYS_AUTHENTICATE) => vec![u8::from(has(Fault::AlwaysAuthenticate))],
        _ => {
            attribute.ulValueLen = ck::CK_UNAVAILABLE_INFORMATION;
            return ck::CKR_ATTRIBUTE_TYPE_INVALID;
        }
    };
    if value.len() > attribute.ulValueLen as usize {
        return ck::CKR_BUFFER_TOO_SMALL;
    }
    ptr::copy_nonoverlapping(value.as_ptr(), attribute.pValue.cast(), value.len());
    attribute.ulValueLen = value.len() as ck::CK_ULONG;
    ck::CKR_OK
}

unsafe extern "C" fn sign_init(
    session: ck::CK_SESSION_HANDLE,
    mechanism: *mut ck::CK_MECHANISM,
    _key: ck::CK_OBJECT_HANDLE,
) -> ck::CK_RV {
    let kind = (*mechanism).mechanism;
    with_state(|state| {
        if !state.logged_in {
            return ck::CKR_USER_NOT_LOGGED_IN;
        }
        state.signing.push((session, kind, !has(Fault::AlwaysAuthenticate)));
        ck::CKR_OK
    })
}

unsafe extern "C" fn sign(
    session: ck::CK_SESSION_HANDLE,
    data: *mut ck::CK_BYTE,
    length: ck::CK_ULONG,
    signature: *mut ck::CK_BYTE,
    signature_length: *mut ck::CK_ULONG,
) -> ck::CK_RV {
    let begun = with_state(|state| {
        let at = state.signing.iter().position(|(open, ..)| *open == session)?;
        state.signatures += 1;
        Some((state.signing.remove(at), state.signatures))
    });
    let Some(((_, kind, allowed), number)) = begun else { return ck::CKR_OPERATION_NOT_INITIALIZED };
    if !allowed {
        return ck::CKR_USER_NOT_LOGGED_IN;
    }
    if faults().iter().any(|fault| matches!(fault, Fault::Removed(at) if number >= *at)) {
        return ck::CKR_DEVICE_REMOVED;
    }
    if has(Fault::GarbageSignatureLength) {
        *signature_length = GARBAGE;
        return ck::CKR_OK;
    }
    if has(Fault::Slow) {
        std::thread::sleep(Duration::from_millis(200));
    }
    log("sign");
    let Some(mut value) = value(kind, std::slice::from_raw_parts(data, length as usize)) else {
        return ck::CKR_FUNCTION_FAILED;
    };
    if has(Fault::WrongSignature) {
        value[0] ^= 1;
    }
    if value.len() > *signature_length as usize {
        return ck::CKR_BUFFER_TOO_SMALL;
    }
    ptr::copy_nonoverlapping(value.as_ptr(), signature, value.len());
    *signature_length = value.len() as ck::CK_ULONG;
    ck::CKR_OK
}

fn value(kind: ck::CK_MECHANISM_TYPE, data: &[u8]) -> Option<Vec<u8>> {
    let key = key()?;
    if kind == ck::CKM_RSA_X_509 {
        let bits = u32::try_from(key.size()).ok()? * 8;
        let block = BoxedUint::from_be_slice(data, bits).ok()?;
        let none: Option<&mut dyn rsa::rand_core::TryCryptoRng<Error = std::convert::Infallible>> = None;
        return Some(rsa_decrypt(none, key, &block).ok()?.to_be_bytes().to_vec());
    }
    key.sign(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(data)).ok()
}

/// Text of a fixed width, filled up with spaces.
fn pad(field: &mut [u8], text: &str) {
    field.fill(b' ');
    field[..text.len()].copy_from_slice(text.as_bytes());
}
