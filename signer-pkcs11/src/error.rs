//! What went wrong with a token, as a sentence, a cause and something to do.

use std::fmt;
use std::path::PathBuf;

use cryptoki_sys as ck;

use crate::ffi::Refusal;

/// A token could not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// The URI is not one (RFC 7512), or asks for what is not supported.
    #[error("`{uri}` is not a usable PKCS#11 URI: {why}")]
    Uri {
        /// The URI without its query, which may hold a PIN.
        uri: String,
        /// What is wrong with it.
        why: String,
    },
    /// The module could not be loaded.
    #[error("the PKCS#11 module {} cannot be loaded: {why}", module.display())]
    Load {
        /// The library.
        module: PathBuf,
        /// The loader's words.
        why: String,
    },
    /// No module was named, and none stands at a known place.
    #[error("no PKCS#11 module was named and none of the known ones is installed")]
    NoModule {
        /// Where was looked.
        searched: Vec<PathBuf>,
    },
    /// The module refused a call.
    #[error("{0}")]
    Call(CallFailed),
    /// No token fits.
    #[error("no token fits {wanted}")]
    NoToken {
        /// What was asked for.
        wanted: String,
        /// The tokens that are there.
        there: Vec<String>,
    },
    /// Several tokens fit.
    #[error("several tokens fit {wanted}")]
    SeveralTokens {
        /// What was asked for.
        wanted: String,
        /// The tokens that fit.
        there: Vec<String>,
    },
    /// No certificate on the token fits.
    #[error("no certificate on the token fits {wanted}")]
    NoCertificate {
        /// What was asked for.
        wanted: String,
        /// The certificates that are there.
        there: Vec<String>,
    },
    /// Several certificates fit.
    #[error("several certificates on the token fit {wanted}")]
    SeveralCertificates {
        /// What was asked for.
        wanted: String,
        /// The certificates that fit.
        there: Vec<String>,
    },
    /// The token has the certificate but no private key that belongs to it.
    #[error("the token holds no private key for the certificate {certificate}")]
    NoKey {
        /// The certificate.
        certificate: String,
    },
    /// The PIN stands in the way.
    #[error("{0}")]
    Pin(PinTrouble),
    /// The token has no mechanism by which this algorithm could be had.
    #[error("the token cannot make a signature by {algorithm}")]
    NoMechanism {
        /// What was asked for.
        algorithm: String,
        /// The signing mechanisms that the token lists.
        there: Vec<String>,
    },
    /// What the token returned is no signature of this certificate's key.
    #[error("the token returned a signature that its own certificate does not verify ({mechanism})")]
    WrongSignature {
        /// The mechanism that made it.
        mechanism: String,
    },
}

impl TokenError {
    /// Whether every further signature with this key would fail alike: the token is gone, refuses the log-in, or its
    /// owner stopped at the reader.
    #[must_use]
    pub const fn is_lasting(&self) -> bool {
        match self {
            Self::Pin(_) => true,
            Self::Call(call) => {
                matches!(
                    call.meaning,
                    Meaning::Removed | Meaning::Absent | Meaning::Cancelled | Meaning::NotLoggedIn | Meaning::Sessions
                )
            }
            _ => false,
        }
    }
}

/// Why the PIN could not be used. A PIN is sent to a token once, never twice by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PinTrouble {
    /// CKF_USER_PIN_LOCKED or CKR_PIN_LOCKED.
    #[error("the PIN of the token is locked after too many wrong tries")]
    Locked,
    /// CKR_PIN_INCORRECT; what the token says of the tries that are left.
    #[error("the PIN is wrong; {0}")]
    Wrong(TriesLeft),
    /// CKF_USER_PIN_FINAL_TRY is set, and nobody confirmed that it should be tried.
    #[error("one try of the PIN is left before the token locks itself, and it was not confirmed")]
    FinalTry,
    /// CKR_PIN_LEN_RANGE or outside the token's limits; nothing was sent to the token in the second case.
    #[error("the PIN has a length that the token does not take")]
    Length,
    /// CKR_PIN_EXPIRED or CKF_USER_PIN_TO_BE_CHANGED.
    #[error("the PIN has to be changed before the token signs")]
    Expired,
    /// CKR_USER_PIN_NOT_INITIALIZED.
    #[error("the token has no PIN yet")]
    NotSet,
    /// A PIN is needed and none was given.
    #[error("the token needs its PIN")]
    Needed,
}

/// What the token's flags say after a wrong PIN. PKCS#11 has no count, only these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TriesLeft {
    /// No warning flag is set.
    Several,
    /// CKF_USER_PIN_COUNT_LOW: at least one wrong try was made.
    Few,
    /// CKF_USER_PIN_FINAL_TRY: the next wrong one locks the token.
    One,
    /// CKF_USER_PIN_LOCKED: that was the last.
    None,
}

impl fmt::Display for TriesLeft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Several => "the token does not say that tries run out",
            Self::Few => "few tries are left",
            Self::One => "one try is left before the token locks itself",
            Self::None => "the token is locked now",
        })
    }
}

/// A call that the module refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallFailed {
    /// The function, as the standard names it: `C_Sign`.
    pub function: &'static str,
    /// The return value's name (`CKR_DEVICE_REMOVED`), or its number where the standard has none.
    pub name: String,
    /// What it means for the person at the desk.
    pub meaning: Meaning,
}

impl fmt::Display for CallFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} answered {})", self.meaning.sentence(), self.function, self.name)
    }
}

/// What a return value means for the person at the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Meaning {
    /// The token was pulled out, or the reader unplugged.
    Removed,
    /// No token in the slot.
    Absent,
    /// The device failed.
    Device,
    /// Somebody pressed cancel on the reader.
    Cancelled,
    /// Nobody is logged in although the key asks for it.
    NotLoggedIn,
    /// The token has no session left.
    Sessions,
    /// The token does not do this with this key.
    Unsupported,
    /// The module broke the standard: a length that cannot be, an unknown answer.
    Module,
    /// The module or the computer is out of memory.
    Memory,
    /// Anything else.
    Other,
}

impl Meaning {
    /// A stable name, for translations: `token-removed`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Removed => "token-removed",
            Self::Absent => "token-absent",
            Self::Device => "token-device",
            Self::Cancelled => "token-cancelled",
            Self::NotLoggedIn => "token-not-logged-in",
            Self::Sessions => "token-sessions",
            Self::Unsupported => "token-unsupported",
            Self::Module => "token-module",
            Self::Memory => "token-memory",
            Self::Other => "token-other",
        }
    }

    /// One sentence, lower case, no full stop.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Removed => "the token was removed",
            Self::Absent => "there is no token in the reader",
            Self::Device => "the token reported a fault of its own",
            Self::Cancelled => "the signing was cancelled at the reader",
            Self::NotLoggedIn => "the token did not accept the log-in for this key",
            Self::Sessions => "the token has no session left, another program may hold them",
            Self::Unsupported => "the token does not do this with this key",
            Self::Module => "the module does not follow the standard",
            Self::Memory => "the module is out of memory",
            Self::Other => "the module refused",
        }
    }

    fn of(code: ck::CK_RV) -> Self {
        match code {
            ck::CKR_DEVICE_REMOVED | ck::CKR_SESSION_HANDLE_INVALID | ck::CKR_SESSION_CLOSED => Self::Removed,
            ck::CKR_TOKEN_NOT_PRESENT | ck::CKR_SLOT_ID_INVALID | ck::CKR_TOKEN_NOT_RECOGNIZED => Self::Absent,
            ck::CKR_DEVICE_ERROR | ck::CKR_FUNCTION_FAILED | ck::CKR_GENERAL_ERROR => Self::Device,
            ck::CKR_FUNCTION_CANCELED | ck::CKR_CANCEL | ck::CKR_FUNCTION_REJECTED => Self::Cancelled,
            ck::CKR_USER_NOT_LOGGED_IN => Self::NotLoggedIn,
            ck::CKR_SESSION_COUNT => Self::Sessions,
            ck::CKR_MECHANISM_INVALID
            | ck::CKR_MECHANISM_PARAM_INVALID
            | ck::CKR_KEY_FUNCTION_NOT_PERMITTED
            | ck::CKR_KEY_TYPE_INCONSISTENT
            | ck::CKR_KEY_SIZE_RANGE
            | ck::CKR_FUNCTION_NOT_SUPPORTED => Self::Unsupported,
            ck::CKR_BUFFER_TOO_SMALL | ck::CKR_ARGUMENTS_BAD => Self::Module,
            ck::CKR_HOST_MEMORY | ck::CKR_DEVICE_MEMORY => Self::Memory,
            _ => Self::Other,
        }
    }
}

impl From<Refusal> for TokenError {
    fn from(refusal: Refusal) -> Self {
        match refusal.code {
            ck::CKR_PIN_LOCKED => Self::Pin(PinTrouble::Locked),
            ck::CKR_PIN_LEN_RANGE | ck::CKR_PIN_INVALID => Self::Pin(PinTrouble::Length),
            ck::CKR_PIN_EXPIRED => Self::Pin(PinTrouble::Expired),
            ck::CKR_USER_PIN_NOT_INITIALIZED => Self::Pin(PinTrouble::NotSet),
            code => Self::Call(CallFailed { function: refusal.function, name: name(code), meaning: Meaning::of(code) }),
        }
    }
}

macro_rules! names {
    ($($name:ident)*) => {
        fn name(code: ck::CK_RV) -> String {
            match code {
                $(ck::$name => stringify!($name).to_owned(),)*
                other => format!("{other:#010x}"),
            }
        }
    };
}

names! {
    CKR_CANCEL CKR_HOST_MEMORY CKR_SLOT_ID_INVALID CKR_GENERAL_ERROR CKR_FUNCTION_FAILED CKR_ARGUMENTS_BAD
    CKR_CANT_LOCK CKR_ATTRIBUTE_TYPE_INVALID CKR_DATA_INVALID CKR_DATA_LEN_RANGE CKR_DEVICE_ERROR CKR_DEVICE_MEMORY
    CKR_DEVICE_REMOVED CKR_FUNCTION_CANCELED CKR_FUNCTION_NOT_SUPPORTED CKR_FUNCTION_REJECTED CKR_KEY_HANDLE_INVALID
    CKR_KEY_SIZE_RANGE CKR_KEY_TYPE_INCONSISTENT CKR_KEY_FUNCTION_NOT_PERMITTED CKR_MECHANISM_INVALID
    CKR_MECHANISM_PARAM_INVALID CKR_OBJECT_HANDLE_INVALID CKR_OPERATION_ACTIVE CKR_OPERATION_NOT_INITIALIZED
    CKR_PIN_INCORRECT CKR_PIN_INVALID CKR_PIN_LEN_RANGE CKR_PIN_EXPIRED CKR_PIN_LOCKED CKR_SESSION_CLOSED
    CKR_SESSION_COUNT CKR_SESSION_HANDLE_INVALID CKR_TOKEN_NOT_PRESENT CKR_TOKEN_NOT_RECOGNIZED
    CKR_USER_ALREADY_LOGGED_IN CKR_USER_NOT_LOGGED_IN CKR_USER_PIN_NOT_INITIALIZED CKR_USER_TYPE_INVALID
    CKR_USER_ANOTHER_ALREADY_LOGGED_IN CKR_USER_TOO_MANY_TYPES CKR_BUFFER_TOO_SMALL CKR_CRYPTOKI_NOT_INITIALIZED
    CKR_CRYPTOKI_ALREADY_INITIALIZED CKR_MUTEX_BAD CKR_NEED_TO_CREATE_THREADS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_call_names_the_function_the_value_and_its_meaning() {
        let error = TokenError::from(Refusal { function: "C_Sign", code: ck::CKR_DEVICE_REMOVED });
        assert_eq!(error.to_string(), "the token was removed (C_Sign answered CKR_DEVICE_REMOVED)");
    }

    #[test]
    fn a_value_that_the_standard_does_not_name_is_shown_as_a_number() {
        let error = TokenError::from(Refusal { function: "C_Sign", code: 0x8000_0001 });
        assert!(error.to_string().contains("0x80000001"), "{error}");
    }

    #[test]
    fn a_locked_pin_is_told_apart_from_a_wrong_one() {
        let error = TokenError::from(Refusal { function: "C_Login", code: ck::CKR_PIN_LOCKED });
        assert_eq!(error, TokenError::Pin(PinTrouble::Locked));
    }
}
