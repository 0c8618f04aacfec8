//! The module alone: `C_SignInit` and `C_Sign` over a message of the size of signed attributes, and nothing else.

use std::path::Path;
use std::ptr;

use cryptoki_sys as ck;

use super::{Pace, Stopwatch, Who};

/// Signed attributes are about as long.
const MESSAGE: [u8; 300] = [7; 300];

type GetList = unsafe extern "C" fn(*mut *mut ck::CK_FUNCTION_LIST) -> ck::CK_RV;

/// How fast it signs with the key of this label, `count` of them shared by the threads.
pub(crate) fn pace(library: &Path, pin: &str, label: &str, threads: usize, count: usize) -> Pace {
    // SAFETY: the library is the PKCS#11 module that the measurement is about.
    let library = unsafe { libloading::Library::new(library) }.expect("the module");
    // SAFETY: the prototype is the standard's; the list it gives is static.
    let list = unsafe {
        let get: libloading::Symbol<'_, GetList> = library.get(b"C_GetFunctionList\0").expect("a PKCS#11 module");
        let mut list = ptr::null_mut();
        ok(get(&raw mut list));
        *list
    };
    let mut arguments = ck::CK_C_INITIALIZE_ARGS { flags: ck::CKF_OS_LOCKING_OK, ..Default::default() };
    // SAFETY: the arguments follow the prototypes and outlive the calls.
    let slot = unsafe {
        ok(list.C_Initialize.expect("a function")((&raw mut arguments).cast()));
        let mut slots = [0; 16];
        let mut found = 16;
        ok(list.C_GetSlotList.expect("a function")(ck::CK_TRUE, slots.as_mut_ptr(), &raw mut found));
        slots[0]
    };
    let first = Session::open(&list, slot);
    // SAFETY: as above.
    unsafe {
        let mut pin = pin.as_bytes().to_vec();
        let login = list.C_Login.expect("a function");
        ok(login(first.handle, ck::CKU_USER, pin.as_mut_ptr(), ck::CK_ULONG::try_from(pin.len()).expect("short")));
    }
    let sessions: Vec<Session> = (0..threads).map(|_| Session::open(&list, slot)).collect();
    let keys: Vec<_> = sessions.iter().map(|session| session.key(label)).collect();
    let stopwatch = Stopwatch::start(Who::Ourselves);
    std::thread::scope(|scope| {
        for (session, key) in sessions.iter().zip(&keys) {
            scope.spawn(|| (0..count / threads).for_each(|_| session.sign(*key)));
        }
    });
    let pace = stopwatch.stop(count / threads * threads);
    // SAFETY: no session is used after this.
    unsafe { ok(list.C_Finalize.expect("a function")(ptr::null_mut())) };
    pace
}

struct Session {
    list: ck::CK_FUNCTION_LIST,
    handle: ck::CK_SESSION_HANDLE,
}

impl Session {
    fn open(list: &ck::CK_FUNCTION_LIST, slot: ck::CK_SLOT_ID) -> Self {
        let mut handle = 0;
        let open = list.C_OpenSession.expect("a function");
        // SAFETY: `handle` outlives the call.
        unsafe { ok(open(slot, ck::CKF_SERIAL_SESSION, ptr::null_mut(), None, &raw mut handle)) };
        Self { list: *list, handle }
    }

    fn key(&self, label: &str) -> ck::CK_OBJECT_HANDLE {
        let mut class = ck::CKO_PRIVATE_KEY;
        let mut label = label.as_bytes().to_vec();
        let mut template = [
            ck::CK_ATTRIBUTE {
                type_: ck::CKA_CLASS,
                pValue: (&raw mut class).cast(),
                ulValueLen: size_of_val(&class).try_into().expect("short"),
            },
            ck::CK_ATTRIBUTE {
                type_: ck::CKA_LABEL,
                pValue: label.as_mut_ptr().cast(),
                ulValueLen: label.len().try_into().expect("short"),
            },
        ];
        let (mut key, mut found) = (0, 0);
        // SAFETY: the template and what it points to outlive the calls.
        unsafe {
            ok(self.list.C_FindObjectsInit.expect("a function")(self.handle, template.as_mut_ptr(), 2));
            ok(self.list.C_FindObjects.expect("a function")(self.handle, &raw mut key, 1, &raw mut found));
            ok(self.list.C_FindObjectsFinal.expect("a function")(self.handle));
        }
        assert_eq!(found, 1, "the key");
        key
    }

    fn sign(&self, key: ck::CK_OBJECT_HANDLE) {
        let mut mechanism =
            ck::CK_MECHANISM { mechanism: ck::CKM_SHA256_RSA_PKCS, pParameter: ptr::null_mut(), ulParameterLen: 0 };
        let (mut message, mut signature, mut length) = (MESSAGE, [0u8; 1_024], 1_024);
        // SAFETY: every buffer outlives the calls, and its length is given.
        unsafe {
            ok(self.list.C_SignInit.expect("a function")(self.handle, &raw mut mechanism, key));
            let sign = self.list.C_Sign.expect("a function");
            ok(sign(self.handle, message.as_mut_ptr(), 300, signature.as_mut_ptr(), &raw mut length));
        }
    }
}

fn ok(answer: ck::CK_RV) {
    assert_eq!(answer, ck::CKR_OK, "a call of the module");
}
