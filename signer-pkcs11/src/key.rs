//! The key of an identity, logged in: signs what the core gives it.

use std::error::Error as StdError;
use std::sync::{Arc, Mutex, PoisonError};

use cryptoki_sys as ck;
use signer_core::Signer;
use signer_core::algorithm::{KeyKind, SignatureAlgorithm};
use signer_core::crypto::{Answer, Native, SignatureCheck, Signed};

use crate::error::{PinTrouble, TokenError};
use crate::identity::Identity;
use crate::plan::{Plan, plans};
use crate::token::{LastTry, Pin, Session};

/// A private key on a token, ready to sign. One thread uses it; [`TokenKey::for_worker`] makes another.
pub struct TokenKey {
    identity: Identity,
    session: Session,
    handle: ck::CK_OBJECT_HANDLE,
    kind: KeyKind,
    plans: Vec<Plan>,
    algorithms: Vec<SignatureAlgorithm>,
    asks_each_time: bool,
    pin: Pin,
    refused: Refused,
}

/// That the PIN was refused at one signature, known to all workers: none of them sends it again.
type Refused = Arc<Mutex<Option<PinTrouble>>>;

impl Identity {
    /// Whether the token has a mechanism for the key of the certificate: known before any log-in.
    ///
    /// # Errors
    /// [`TokenError::NoMechanism`].
    pub fn usable(&self) -> Result<(), TokenError> {
        planned(self).map(|_| ())
    }
}

fn planned(identity: &Identity) -> Result<(KeyKind, Vec<Plan>), TokenError> {
    let there = || identity.token().signing_mechanisms();
    let none = |algorithm: String| TokenError::NoMechanism { algorithm, there: there() };
    let kind = identity.certificate().key_kind().ok_or_else(|| none("a key of this kind".to_owned()))?;
    let plans = plans(kind, identity.token().mechanisms());
    if plans.is_empty() { Err(none(kind.to_string())) } else { Ok((kind, plans)) }
}

impl TokenKey {
    /// Logs in, once, and finds the key of the certificate.
    ///
    /// # Errors
    /// [`TokenError::Pin`] before or after the PIN was sent; [`TokenError::NoKey`]; [`TokenError::NoMechanism`].
    pub fn log_in(identity: Identity, pin: Pin, last_try: LastTry) -> Result<Self, TokenError> {
        identity.usable()?;
        let session = Session::open(identity.token())?;
        if identity.token().needs_login() {
            session.login(identity.token(), &pin, last_try)?;
        }
        Self::find(identity, session, pin, Refused::default())
    }

    /// The same key in a session of its own, for another thread; the log-in holds for it too.
    ///
    /// # Errors
    /// [`TokenError::Call`] when the token has no session left or was pulled out.
    pub fn for_worker(&self) -> Result<Self, TokenError> {
        self.for_identity(self.identity.clone())
    }

    /// The key of another certificate of the same token; the log-in holds for it, no PIN is sent.
    ///
    /// # Errors
    /// [`TokenError::NoKey`], [`TokenError::NoMechanism`], [`TokenError::Call`].
    pub fn for_identity(&self, identity: Identity) -> Result<Self, TokenError> {
        let session = Session::open(identity.token())?;
        Self::find(identity, session, self.pin.clone(), Arc::clone(&self.refused))
    }

    fn find(identity: Identity, session: Session, pin: Pin, refused: Refused) -> Result<Self, TokenError> {
        let handle = identity.private_key(&session)?;
        let (kind, plans) = planned(&identity)?;
        let algorithms = plans.iter().map(Plan::algorithm).collect();
        let asks = session.attribute(handle, ck::CKA_ALWAYS_AUTHENTICATE)?;
        let asks_each_time = asks.is_some_and(|value| value.first().is_some_and(|octet| *octet != 0));
        Ok(Self { identity, session, handle, kind, plans, algorithms, asks_each_time, pin, refused })
    }

    /// Who signs.
    #[must_use]
    pub const fn identity(&self) -> &Identity {
        &self.identity
    }

    /// What the key can do and how, most preferred first: shown before signing.
    #[must_use]
    pub fn plans(&self) -> &[Plan] {
        &self.plans
    }

    /// Whether the key asks for the PIN at each signature (CKA_ALWAYS_AUTHENTICATE).
    #[must_use]
    pub const fn asks_each_time(&self) -> bool {
        self.asks_each_time
    }

    /// What the token returns for this message: nobody knows yet whether it is a signature. It must not be used before
    /// it was verified under the certificate, as [`Prepared::attach`](signer_core::sign::Prepared::attach) does; so the
    /// session is free for the next message meanwhile. [`Signer::sign`] verifies by itself.
    ///
    /// # Errors
    /// [`TokenError::NoMechanism`], [`TokenError::Call`], [`TokenError::Pin`] for a key that asks at each signature.
    pub fn sign_unverified(&mut self, algorithm: SignatureAlgorithm, message: &[u8]) -> Result<Vec<u8>, TokenError> {
        let plan = self.plan(algorithm)?;
        let bits = match self.kind {
            KeyKind::Rsa { bits } => bits,
            _ => 0,
        };
        let input = plan.input(message, bits)?;
        let functions = self.session.module().functions();
        functions.sign_init(self.session.handle(), plan.mechanism(), self.handle)?;
        if self.asks_each_time {
            self.log_in_for_one_signature()?;
        }
        Ok(plan.output(functions.sign(self.session.handle(), &input)?, self.kind))
    }

    fn plan(&self, algorithm: SignatureAlgorithm) -> Result<Plan, TokenError> {
        let plan = self.plans.iter().copied().find(|plan| plan.algorithm() == algorithm);
        plan.ok_or_else(|| TokenError::NoMechanism {
            algorithm: algorithm.to_string(),
            there: self.identity.token().signing_mechanisms(),
        })
    }
}

impl TokenKey {
    /// Sends the PIN for one signature, unless it was refused before; one worker at a time, so that a wrong PIN costs
    /// one try however many work.
    fn log_in_for_one_signature(&self) -> Result<(), TokenError> {
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(trouble) = *refused {
            return Err(TokenError::Pin(trouble));
        }
        let answer = self.session.login_for_one_signature(self.identity.token(), &self.pin);
        if let Err(TokenError::Pin(trouble)) = answer {
            *refused = Some(trouble);
        }
        answer
    }
}

impl Signer for TokenKey {
    fn algorithms(&self) -> &[SignatureAlgorithm] {
        &self.algorithms
    }

    fn sign(
        &mut self,
        algorithm: SignatureAlgorithm,
        message: &[u8],
    ) -> Result<Vec<u8>, Box<dyn StdError + Send + Sync>> {
        let signature = self.sign_unverified(algorithm, message)?;
        let spki = self.identity.certificate().spki();
        match Native.check(algorithm, spki, Signed::Message(message), &signature) {
            Answer::Valid => Ok(signature),
            _ => Err(TokenError::WrongSignature { mechanism: self.plan(algorithm)?.mechanism_name() }.into()),
        }
    }
}
