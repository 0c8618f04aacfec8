//! The calls of PKCS#11, each as a safe method: the only unsafe code of the toolkit.
//!
//! Lengths that a module reports are never believed: every call gets a buffer of a fixed size, and a module
//! that claims to have written more is at fault. Nothing is allocated by a module's word.
#![expect(unsafe_code, reason = "PKCS#11 is a C interface; every pointer passed here outlives its call")]

use std::ffi::{CStr, c_void};
use std::mem::ManuallyDrop;
use std::path::Path;
use std::ptr;

use cryptoki_sys as ck;

/// Slots, mechanisms, objects: more than any token has; a module that says more is not asked further.
const MAX_LIST: usize = 4_096;
/// An attribute: the longest is a certificate, 64 KiB are more than any token stores.
const MAX_ATTRIBUTE: usize = 65_536;
/// A signature: RSA-16384 has 2,048 octets.
const MAX_SIGNATURE: usize = 4_096;

/// A call that a module refused, or could not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) function: &'static str,
    pub(crate) code: ck::CK_RV,
}

type Answer<T> = Result<T, Refusal>;

/// What a slot or object search compares: attribute and value.
pub(crate) type Template<'a> = [(ck::CK_ATTRIBUTE_TYPE, &'a [u8])];

/// A mechanism with its parameter, if it has one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mechanism {
    pub(crate) kind: ck::CK_MECHANISM_TYPE,
    pub(crate) pss: Option<ck::CK_RSA_PKCS_PSS_PARAMS>,
}

/// A loaded module. It is never unloaded: some modules leave threads behind that would return into nothing.
pub(crate) struct Functions {
    list: ck::CK_FUNCTION_LIST,
    _library: ManuallyDrop<libloading::Library>,
}

// SAFETY: the function list is plain pointers to code; which of it may be called from several threads at once is
// what `C_Initialize` settles, and `Module` keeps to it.
unsafe impl Send for Functions {}
// SAFETY: as above.
unsafe impl Sync for Functions {}

macro_rules! call {
    ($self:ident . $name:ident ( $($argument:expr),* $(,)? )) => {{
        let function = $self.list.$name.ok_or(Refusal { function: stringify!($name), code: ck::CKR_FUNCTION_NOT_SUPPORTED })?;
        // SAFETY: the arguments follow the C prototype, and what they point to lives until the call returns.
        let code = unsafe { function($($argument),*) };
        if code == ck::CKR_OK { Ok(()) } else { Err(Refusal { function: stringify!($name), code }) }
    }};
}

impl Functions {
    /// Loads a module and asks it for its functions.
    pub(crate) fn load(path: &Path) -> Result<Self, libloading::Error> {
        // SAFETY: loading runs the module's initialisers; whoever names a module trusts it with exactly that.
        let library = unsafe { libloading::Library::new(path)? };
        // SAFETY: the type is that of the standard's C_GetFunctionList.
        let get: libloading::Symbol<'_, unsafe extern "C" fn(*mut *mut ck::CK_FUNCTION_LIST) -> ck::CK_RV> =
            unsafe { library.get(b"C_GetFunctionList\0")? };
        let mut list: *mut ck::CK_FUNCTION_LIST = ptr::null_mut();
        // SAFETY: `list` outlives the call.
        let code = unsafe { get(&raw mut list) };
        // SAFETY: a module that answers CKR_OK gives a pointer to its static list; null is checked.
        let list = if code == ck::CKR_OK { unsafe { list.as_ref() } } else { None };
        let list = list.copied().unwrap_or_else(no_functions);
        Ok(Self { list, _library: ManuallyDrop::new(library) })
    }

    /// Starts the module; `parameters` is the text that some modules want where the standard has a reserved pointer.
    pub(crate) fn initialize(&self, threads: bool, parameters: Option<&CStr>) -> Answer<()> {
        let mut arguments = ck::CK_C_INITIALIZE_ARGS {
            CreateMutex: None,
            DestroyMutex: None,
            LockMutex: None,
            UnlockMutex: None,
            flags: ck::CKF_OS_LOCKING_OK,
            pReserved: parameters.map_or(ptr::null_mut(), |text| text.as_ptr().cast_mut().cast()),
        };
        if !threads {
            arguments.flags = 0;
        }
        let pointer: *mut c_void =
            if threads || parameters.is_some() { (&raw mut arguments).cast() } else { ptr::null_mut() };
        call!(self.C_Initialize(pointer))
    }

    pub(crate) fn finalize(&self) -> Answer<()> {
        call!(self.C_Finalize(ptr::null_mut()))
    }

    pub(crate) fn info(&self) -> Answer<ck::CK_INFO> {
        let mut info = ck::CK_INFO::default();
        call!(self.C_GetInfo(&raw mut info))?;
        Ok(info)
    }

    /// The slots that hold a token.
    pub(crate) fn slots(&self) -> Answer<Vec<ck::CK_SLOT_ID>> {
        let mut slots: Vec<ck::CK_SLOT_ID> = vec![0; MAX_LIST];
        let mut count = ulong(slots.len());
        call!(self.C_GetSlotList(ck::CK_TRUE, slots.as_mut_ptr(), &raw mut count))?;
        slots.truncate(believed("C_GetSlotList", count, MAX_LIST)?);
        Ok(slots)
    }

    pub(crate) fn slot_info(&self, slot: ck::CK_SLOT_ID) -> Answer<ck::CK_SLOT_INFO> {
        let mut info = ck::CK_SLOT_INFO::default();
        call!(self.C_GetSlotInfo(slot, &raw mut info))?;
        Ok(info)
    }

    pub(crate) fn token_info(&self, slot: ck::CK_SLOT_ID) -> Answer<ck::CK_TOKEN_INFO> {
        let mut info = ck::CK_TOKEN_INFO::default();
        call!(self.C_GetTokenInfo(slot, &raw mut info))?;
        Ok(info)
    }

    pub(crate) fn mechanisms(&self, slot: ck::CK_SLOT_ID) -> Answer<Vec<ck::CK_MECHANISM_TYPE>> {
        let mut mechanisms: Vec<ck::CK_MECHANISM_TYPE> = vec![0; MAX_LIST];
        let mut count = ulong(mechanisms.len());
        call!(self.C_GetMechanismList(slot, mechanisms.as_mut_ptr(), &raw mut count))?;
        mechanisms.truncate(believed("C_GetMechanismList", count, MAX_LIST)?);
        Ok(mechanisms)
    }

    pub(crate) fn open_session(&self, slot: ck::CK_SLOT_ID) -> Answer<ck::CK_SESSION_HANDLE> {
        let mut session = 0;
        call!(self.C_OpenSession(slot, ck::CKF_SERIAL_SESSION, ptr::null_mut(), None, &raw mut session))?;
        Ok(session)
    }

    pub(crate) fn close_session(&self, session: ck::CK_SESSION_HANDLE) -> Answer<()> {
        call!(self.C_CloseSession(session))
    }

    /// Logs in; without a PIN the reader's own pad is used (CKF_PROTECTED_AUTHENTICATION_PATH).
    pub(crate) fn login(
        &self,
        session: ck::CK_SESSION_HANDLE,
        user: ck::CK_USER_TYPE,
        pin: Option<&[u8]>,
    ) -> Answer<()> {
        let (pointer, length) = pin.map_or((ptr::null_mut(), 0), |pin| (pin.as_ptr().cast_mut(), ulong(pin.len())));
        call!(self.C_Login(session, user, pointer, length))
    }

    pub(crate) fn find(
        &self,
        session: ck::CK_SESSION_HANDLE,
        template: &Template<'_>,
    ) -> Answer<Vec<ck::CK_OBJECT_HANDLE>> {
        let mut attributes: Vec<ck::CK_ATTRIBUTE> = template
            .iter()
            .map(|(kind, value)| ck::CK_ATTRIBUTE {
                type_: *kind,
                pValue: value.as_ptr().cast_mut().cast(),
                ulValueLen: ulong(value.len()),
            })
            .collect();
        call!(self.C_FindObjectsInit(session, attributes.as_mut_ptr(), ulong(attributes.len())))?;
        let found = self.found(session);
        let ended = call!(self.C_FindObjectsFinal(session));
        let found = found?;
        ended.map(|()| found)
    }

    fn found(&self, session: ck::CK_SESSION_HANDLE) -> Answer<Vec<ck::CK_OBJECT_HANDLE>> {
        let mut all = Vec::new();
        let mut batch = [0; 64];
        while all.len() < MAX_LIST {
            let mut count = 0;
            call!(self.C_FindObjects(session, batch.as_mut_ptr(), ulong(batch.len()), &raw mut count))?;
            let count = believed("C_FindObjects", count, batch.len())?;
            if count == 0 {
                break;
            }
            all.extend(batch.iter().take(count));
        }
        Ok(all)
    }

    /// One attribute; `None` where the object does not have it or does not show it.
    pub(crate) fn attribute(
        &self,
        session: ck::CK_SESSION_HANDLE,
        object: ck::CK_OBJECT_HANDLE,
        kind: ck::CK_ATTRIBUTE_TYPE,
    ) -> Answer<Option<Vec<u8>>> {
        let mut value = vec![0u8; MAX_ATTRIBUTE];
        let mut attribute =
            ck::CK_ATTRIBUTE { type_: kind, pValue: value.as_mut_ptr().cast(), ulValueLen: ulong(value.len()) };
        let answer = call!(self.C_GetAttributeValue(session, object, &raw mut attribute, 1));
        match answer {
            Err(Refusal { code: ck::CKR_ATTRIBUTE_TYPE_INVALID | ck::CKR_ATTRIBUTE_SENSITIVE, .. }) => return Ok(None),
            other => other?,
        }
        if attribute.ulValueLen == ck::CK_UNAVAILABLE_INFORMATION {
            return Ok(None);
        }
        value.truncate(believed("C_GetAttributeValue", attribute.ulValueLen, MAX_ATTRIBUTE)?);
        Ok(Some(value))
    }

    pub(crate) fn sign_init(
        &self,
        session: ck::CK_SESSION_HANDLE,
        mechanism: Mechanism,
        key: ck::CK_OBJECT_HANDLE,
    ) -> Answer<()> {
        let mut pss = mechanism.pss;
        let (parameter, length) = pss.as_mut().map_or((ptr::null_mut(), 0), |pss| {
            ((&raw mut *pss).cast(), ulong(size_of::<ck::CK_RSA_PKCS_PSS_PARAMS>()))
        });
        let mut raw = ck::CK_MECHANISM { mechanism: mechanism.kind, pParameter: parameter, ulParameterLen: length };
        call!(self.C_SignInit(session, &raw mut raw, key))
    }

    pub(crate) fn sign(&self, session: ck::CK_SESSION_HANDLE, data: &[u8]) -> Answer<Vec<u8>> {
        let mut signature = vec![0u8; MAX_SIGNATURE];
        let mut length = ulong(signature.len());
        call!(self.C_Sign(
            session,
            data.as_ptr().cast_mut(),
            ulong(data.len()),
            signature.as_mut_ptr(),
            &raw mut length
        ))?;
        signature.truncate(believed("C_Sign", length, MAX_SIGNATURE)?);
        Ok(signature)
    }
}

/// A list without functions: every call says that it is not supported.
fn no_functions() -> ck::CK_FUNCTION_LIST {
    // SAFETY: every member is an `Option` of a function pointer or a version; all zeroes is `None` and 0.0.
    unsafe { std::mem::zeroed() }
}

/// A count that a module reported, if it is at most what it was given room for.
fn believed(function: &'static str, count: ck::CK_ULONG, room: usize) -> Answer<usize> {
    match usize::try_from(count) {
        Ok(count) if count <= room => Ok(count),
        _ => Err(Refusal { function, code: ck::CKR_BUFFER_TOO_SMALL }),
    }
}

/// Lengths of ours fit: they are below 2^32 on every platform.
fn ulong(length: usize) -> ck::CK_ULONG {
    ck::CK_ULONG::try_from(length).unwrap_or(ck::CK_ULONG::MAX)
}
