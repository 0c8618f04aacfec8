//! A token in a slot: what it says of itself, its certificates, and the log-in.

use std::sync::Arc;

use cryptoki_sys as ck;
use secrecy::{ExposeSecret, SecretString};
use signer_core::pki::Certificate;

use crate::error::{PinTrouble, TokenError, TriesLeft};
use crate::ffi::Template;
use crate::module::{Module, padded};
use crate::plan;
use crate::uri::Uri;

/// A token, as it was when it was read.
#[derive(Clone)]
pub struct Token {
    module: Module,
    slot: ck::CK_SLOT_ID,
    info: ck::CK_TOKEN_INFO,
    mechanisms: Vec<ck::CK_MECHANISM_TYPE>,
}

/// A certificate on a token, with what the token says of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TokenCertificate {
    /// The certificate.
    pub certificate: Certificate,
    /// CKA_LABEL.
    pub label: String,
    /// CKA_ID; what should pair it with its key.
    pub id: Vec<u8>,
}

impl Token {
    pub(crate) fn read(module: Module, slot: ck::CK_SLOT_ID) -> Result<Self, TokenError> {
        let info = module.functions().token_info(slot)?;
        let mechanisms = module.functions().mechanisms(slot)?;
        Ok(Self { module, slot, info, mechanisms })
    }

    /// The token as it says it is now: its flags change with every log-in.
    ///
    /// # Errors
    /// [`TokenError::Call`], for instance when it was pulled out.
    pub fn again(&self) -> Result<Self, TokenError> {
        Self::read(self.module.clone(), self.slot)
    }

    /// The module that it was found by.
    #[must_use]
    pub const fn module(&self) -> &Module {
        &self.module
    }

    /// Its label.
    #[must_use]
    pub fn label(&self) -> String {
        padded(&self.info.label)
    }

    /// Its serial number.
    #[must_use]
    pub fn serial(&self) -> String {
        padded(&self.info.serialNumber)
    }

    /// Its maker.
    #[must_use]
    pub fn manufacturer(&self) -> String {
        padded(&self.info.manufacturerID)
    }

    /// Its model.
    #[must_use]
    pub fn model(&self) -> String {
        padded(&self.info.model)
    }

    /// The number of its slot.
    #[must_use]
    #[expect(clippy::useless_conversion, reason = "CK_ULONG has 32 bits on Windows")]
    pub fn slot(&self) -> u64 {
        u64::from(self.slot)
    }

    /// The slot's own description, where the module gives one.
    #[must_use]
    pub fn slot_description(&self) -> Option<String> {
        self.module.functions().slot_info(self.slot).ok().map(|info| padded(&info.slotDescription))
    }

    /// Whether it was ever initialised (CKF_TOKEN_INITIALIZED).
    #[must_use]
    pub const fn is_initialized(&self) -> bool {
        self.has(ck::CKF_TOKEN_INITIALIZED)
    }

    /// Whether the PIN is typed at the reader (CKF_PROTECTED_AUTHENTICATION_PATH).
    #[must_use]
    pub const fn has_pin_pad(&self) -> bool {
        self.has(ck::CKF_PROTECTED_AUTHENTICATION_PATH)
    }

    /// Whether a log-in is needed at all (CKF_LOGIN_REQUIRED).
    #[must_use]
    pub const fn needs_login(&self) -> bool {
        self.has(ck::CKF_LOGIN_REQUIRED)
    }

    /// What its flags say of the tries that are left.
    #[must_use]
    pub const fn tries_left(&self) -> TriesLeft {
        if self.has(ck::CKF_USER_PIN_LOCKED) {
            TriesLeft::None
        } else if self.has(ck::CKF_USER_PIN_FINAL_TRY) {
            TriesLeft::One
        } else if self.has(ck::CKF_USER_PIN_COUNT_LOW) {
            TriesLeft::Few
        } else {
            TriesLeft::Several
        }
    }

    /// Whether a PIN may be sent to it.
    ///
    /// # Errors
    /// [`PinTrouble::Locked`]; [`PinTrouble::FinalTry`] when one try is left and nobody confirmed it.
    pub fn may_log_in(&self, last_try: LastTry) -> Result<(), TokenError> {
        match self.tries_left() {
            TriesLeft::None => Err(TokenError::Pin(PinTrouble::Locked)),
            TriesLeft::One if last_try == LastTry::Refused => Err(TokenError::Pin(PinTrouble::FinalTry)),
            _ => Ok(()),
        }
    }

    /// The shortest and longest PIN that it takes, in octets.
    #[must_use]
    #[expect(clippy::useless_conversion, reason = "CK_ULONG has 32 bits on Windows")]
    pub fn pin_lengths(&self) -> (u64, u64) {
        (u64::from(self.info.ulMinPinLen), u64::from(self.info.ulMaxPinLen))
    }

    /// The signing mechanisms that it lists.
    #[must_use]
    pub fn signing_mechanisms(&self) -> Vec<String> {
        self.mechanisms.iter().copied().filter(|m| plan::is_signing(*m)).map(plan::mechanism_name).collect()
    }

    pub(crate) fn mechanisms(&self) -> &[ck::CK_MECHANISM_TYPE] {
        &self.mechanisms
    }

    /// Whether the URI's token part means this one.
    #[must_use]
    pub fn fits(&self, uri: &Uri) -> bool {
        let same = |wanted: &Option<String>, is: String| wanted.as_ref().is_none_or(|wanted| *wanted == is);
        same(&uri.token, self.label())
            && same(&uri.serial, self.serial())
            && same(&uri.manufacturer, self.manufacturer())
            && same(&uri.model, self.model())
            && uri.slot.is_none_or(|slot| slot == self.slot())
    }

    /// Whether it is the same token, found by the same module: a log-in to one is a log-in to the other.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.slot == other.slot && self.module.is_same(&other.module)
    }

    /// Whether another module shows the same device: maker, model, serial number and label agree.
    pub(crate) fn is_same_device(&self, other: &Self) -> bool {
        let named = |token: &Self| (token.serial(), token.label(), token.model(), token.manufacturer());
        self.module.path() != other.module.path() && !self.serial().is_empty() && named(self) == named(other)
    }

    /// The certificates on the token; no log-in is needed for them.
    ///
    /// # Errors
    /// [`TokenError::Call`]. A certificate that cannot be read is left out.
    pub fn certificates(&self) -> Result<Vec<TokenCertificate>, TokenError> {
        let session = Session::open(self)?;
        let class = ck::CKO_CERTIFICATE.to_ne_bytes();
        let mut certificates = Vec::new();
        for object in session.find(&[(ck::CKA_CLASS, &class)])? {
            let Some(value) = session.attribute(object, ck::CKA_VALUE)? else { continue };
            let Ok(certificate) = Certificate::parse(&value) else { continue };
            let label = session.attribute(object, ck::CKA_LABEL)?.unwrap_or_default();
            let id = session.attribute(object, ck::CKA_ID)?.unwrap_or_default();
            certificates.push(TokenCertificate { certificate, label: padded(&label), id });
        }
        Ok(certificates)
    }

    const fn has(&self, flag: ck::CK_FLAGS) -> bool {
        self.info.flags & flag != 0
    }
}

impl std::fmt::Display for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} (serial {}, {})", self.label(), self.serial(), self.model())
    }
}

/// How the PIN reaches the token.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Pin {
    /// It is known to the program; kept for keys that ask for it at each signature, zeroised after.
    Known(Arc<SecretString>),
    /// It is typed at the reader.
    AtReader,
}

/// Whether the last try may be used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LastTry {
    /// The person confirmed it.
    Confirmed,
    /// Nobody was asked: the PIN is not sent.
    Refused,
}

/// A session with a token; closed when dropped.
pub(crate) struct Session {
    module: Module,
    handle: ck::CK_SESSION_HANDLE,
}

impl Session {
    pub(crate) fn open(token: &Token) -> Result<Self, TokenError> {
        let handle = token.module.functions().open_session(token.slot)?;
        Ok(Self { module: token.module.clone(), handle })
    }

    pub(crate) fn find(&self, template: &Template<'_>) -> Result<Vec<ck::CK_OBJECT_HANDLE>, TokenError> {
        Ok(self.module.functions().find(self.handle, template)?)
    }

    pub(crate) fn attribute(
        &self,
        object: ck::CK_OBJECT_HANDLE,
        kind: ck::CK_ATTRIBUTE_TYPE,
    ) -> Result<Option<Vec<u8>>, TokenError> {
        Ok(self.module.functions().attribute(self.handle, object, kind)?)
    }

    pub(crate) const fn module(&self) -> &Module {
        &self.module
    }

    pub(crate) const fn handle(&self) -> ck::CK_SESSION_HANDLE {
        self.handle
    }

    /// Sends the PIN, once. The log-in holds for every session of this program with the token.
    pub(crate) fn login(&self, token: &Token, pin: &Pin, last_try: LastTry) -> Result<(), TokenError> {
        let now = token.again()?;
        now.may_log_in(last_try)?;
        self.send_pin(&now, ck::CKU_USER, pin)
    }

    /// The log-in that a key with CKA_ALWAYS_AUTHENTICATE asks for between `C_SignInit` and `C_Sign`.
    pub(crate) fn login_for_one_signature(&self, token: &Token, pin: &Pin) -> Result<(), TokenError> {
        self.send_pin(token, ck::CKU_CONTEXT_SPECIFIC, pin)
    }

    fn send_pin(&self, token: &Token, user: ck::CK_USER_TYPE, pin: &Pin) -> Result<(), TokenError> {
        let octets = match pin {
            Pin::AtReader => None,
            Pin::Known(pin) => {
                let octets = pin.expose_secret().as_bytes();
                check_length(token, octets)?;
                Some(octets)
            }
        };
        match self.module.functions().login(self.handle, user, octets) {
            Err(refusal) if refusal.code == ck::CKR_USER_ALREADY_LOGGED_IN => Ok(()),
            Err(refusal) if refusal.code == ck::CKR_PIN_INCORRECT => {
                // The flags tell what is left only after the wrong try.
                let left = token.again().map_or(TriesLeft::Several, |token| token.tries_left());
                Err(TokenError::Pin(PinTrouble::Wrong(left)))
            }
            other => Ok(other?),
        }
    }
}

/// A PIN of a length that the token cannot have is not sent: it could only cost a try.
fn check_length(token: &Token, pin: &[u8]) -> Result<(), TokenError> {
    let (shortest, longest) = token.pin_lengths();
    let length = u64::try_from(pin.len()).unwrap_or(u64::MAX);
    // Some modules report 0 for both.
    let fits = longest == 0 || longest < shortest || (shortest..=longest).contains(&length);
    if fits && length > 0 { Ok(()) } else { Err(TokenError::Pin(PinTrouble::Length)) }
}

impl Drop for Session {
    fn drop(&mut self) {
        // A session of a token that was pulled out cannot be closed, and need not be.
        let _gone = self.module.functions().close_session(self.handle);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_not_shown_when_debugged() {
        let pin = Pin::Known(Arc::new(SecretString::from("7093815526418")));
        let trouble = TokenError::Pin(PinTrouble::Wrong(TriesLeft::Few));
        let shown = format!("{pin:?} {pin:#?} {:?} {trouble:?}", Some(pin.clone()));
        assert!(shown.contains("Known") && !shown.contains("7093815526418"), "{shown}");
    }
}
