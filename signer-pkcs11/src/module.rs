//! A PKCS#11 module: the library of a token's maker, loaded and started.

use std::ffi::{CStr, CString};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use cryptoki_sys as ck;

use crate::error::TokenError;
use crate::ffi::Functions;
use crate::token::Token;

/// How long a module may take to end. Some never return from `C_Finalize`; the program must.
const FINALIZE_LIMIT: Duration = Duration::from_secs(3);

/// A module, started. Dropping the last handle ends it, within a limit.
#[derive(Clone)]
pub struct Module {
    shared: Arc<Started>,
}

/// The modules that run. A library is started once in a process (PKCS#11 2.40, 5.4): two tokens of one maker share it.
static RUNNING: Mutex<Vec<Weak<Started>>> = Mutex::new(Vec::new());

struct Started {
    functions: Arc<Functions>,
    path: PathBuf,
    threads: bool,
    ours: bool,
}

/// What a module says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ModuleDescription {
    /// Who made it.
    pub manufacturer: String,
    /// What it is.
    pub description: String,
    /// The version of PKCS#11 that it follows: `2.40`.
    pub cryptoki: String,
    /// Its own version.
    pub version: String,
}

impl Module {
    /// Loads the library and starts it.
    ///
    /// # Errors
    /// [`TokenError::Load`] when it is no library or no PKCS#11 module; [`TokenError::Call`] when it does not start.
    pub fn load(path: &Path) -> Result<Self, TokenError> {
        Self::load_with(path, None)
    }

    /// As [`Module::load`], with the parameters that some modules ask for: NSS wants
    /// `configdir='sql:/path' certPrefix='' keyPrefix='' secmod='' flags=readOnly`.
    ///
    /// # Errors
    /// As [`Module::load`]; also when the parameters hold a zero octet.
    pub fn load_with(path: &Path, parameters: Option<&str>) -> Result<Self, TokenError> {
        let failed = |why: String| TokenError::Load { module: path.to_owned(), why };
        let parameters = parameters.map(CString::new).transpose().map_err(|error| failed(error.to_string()))?;
        let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        running.retain(|module| module.strong_count() > 0);
        if let Some(shared) = running.iter().filter_map(Weak::upgrade).find(|module| module.path == path) {
            return Ok(Self { shared });
        }
        let functions = Functions::load(path).map_err(|error| failed(error.to_string()))?;
        let (threads, ours) = start(&functions, parameters.as_deref())?;
        let shared = Arc::new(Started { functions: Arc::new(functions), path: path.to_owned(), threads, ours });
        running.push(Arc::downgrade(&shared));
        Ok(Self { shared })
    }

    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }

    /// The library.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.shared.path
    }

    /// Whether it may be used from several threads at once; if not, one worker signs.
    #[must_use]
    pub fn threads(&self) -> bool {
        self.shared.threads
    }

    /// What it says of itself.
    ///
    /// # Errors
    /// [`TokenError::Call`] when it says nothing.
    pub fn describe(&self) -> Result<ModuleDescription, TokenError> {
        let info = self.functions().info()?;
        let version = |version: ck::CK_VERSION| format!("{}.{}", version.major, version.minor);
        Ok(ModuleDescription {
            manufacturer: padded(&info.manufacturerID),
            description: padded(&info.libraryDescription),
            cryptoki: version(info.cryptokiVersion),
            version: version(info.libraryVersion),
        })
    }

    /// The tokens that are there now.
    ///
    /// # Errors
    /// [`TokenError::Call`] when the module cannot list its slots. A slot that cannot be read is left out.
    pub fn tokens(&self) -> Result<Vec<Token>, TokenError> {
        let slots = self.functions().slots()?;
        Ok(slots.into_iter().filter_map(|slot| Token::read(self.clone(), slot).ok()).collect())
    }

    pub(crate) fn functions(&self) -> &Functions {
        &self.shared.functions
    }
}

/// Starts the module: with threads if it can, without if it says that it cannot.
fn start(functions: &Functions, parameters: Option<&CStr>) -> Result<(bool, bool), TokenError> {
    match functions.initialize(true, parameters) {
        Ok(()) => Ok((true, true)),
        // Another part of this process started it, and will end it.
        Err(refusal) if refusal.code == ck::CKR_CRYPTOKI_ALREADY_INITIALIZED => Ok((true, false)),
        Err(refusal) if refusal.code == ck::CKR_CANT_LOCK => {
            functions.initialize(false, parameters)?;
            Ok((false, true))
        }
        Err(refusal) => Err(refusal.into()),
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        if !self.ours {
            return;
        }
        let functions = Arc::clone(&self.functions);
        let (done, ended) = mpsc::channel();
        let worker = std::thread::Builder::new().name("finalize".to_owned()).spawn(move || {
            // A module that refuses to end is left as it is: nothing can be done about it at exit.
            let _refused = functions.finalize();
            let _nobody_waits = done.send(());
        });
        if worker.is_ok() {
            let _given_up = ended.recv_timeout(FINALIZE_LIMIT);
        }
    }
}

/// Text of a fixed width, filled up with spaces (or, against the standard, with zeroes).
pub(crate) fn padded(field: &[u8]) -> String {
    String::from_utf8_lossy(field).trim_end_matches(['\0', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_no_module_is_refused_with_its_path() {
        let error = Module::load(Path::new("/nonexistent/libtoken.so")).err().unwrap();
        assert!(matches!(&error, TokenError::Load { module, .. } if module.ends_with("libtoken.so")), "{error}");
    }

    #[test]
    fn padding_of_either_kind_is_taken_off() {
        assert_eq!(padded(b"Van thu   "), "Van thu");
        assert_eq!(padded(b"Van thu\0\0\0"), "Van thu");
    }
}
