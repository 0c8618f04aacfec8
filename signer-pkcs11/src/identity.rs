//! Who signs: the certificate chosen on a token, the key that belongs to it, and the chain that stands beside it.

use std::path::PathBuf;

use cryptoki_sys as ck;
use signer_core::der::{Reader, Rules, Tag};
use signer_core::pki::Certificate;

use crate::error::TokenError;
use crate::module::Module;
use crate::places::installed;
use crate::token::{Session, Token, TokenCertificate};
use crate::uri::Uri;

/// The fewest digits of a fingerprint that name a certificate; as many are shown.
const FINGERPRINT_DIGITS: usize = 8;

/// Which token and certificate are meant. What is absent matches everything; exactly one must remain.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Selection {
    /// The PKCS#11 URI.
    pub uri: Uri,
    /// Label, serial number, SHA-256 fingerprint (8 digits or more) or a part of the subject of the certificate.
    pub certificate: Option<String>,
}

/// A certificate on a token, chosen: nothing was logged in for it.
#[derive(Clone)]
pub struct Identity {
    token: Token,
    chosen: TokenCertificate,
    chain: Vec<Certificate>,
}

impl Selection {
    /// Means what the URI says.
    #[must_use]
    pub const fn from_uri(uri: Uri) -> Self {
        Self { uri, certificate: None }
    }

    /// The modules to look at, loaded: the one that the URI names, else the known ones that are installed.
    ///
    /// A known one that does not load is passed over as long as another does.
    ///
    /// # Errors
    /// [`TokenError::NoModule`] when there is none; [`TokenError::Load`] when none loads.
    pub fn load_modules(&self) -> Result<Vec<Module>, TokenError> {
        let load = |path: &PathBuf| Module::load_with(path, self.uri.module_parameters.as_deref());
        if let Some(path) = &self.uri.module_path {
            return Ok(vec![load(&path.into())?]);
        }
        let (loaded, failed): (Vec<_>, Vec<_>) = self.module_paths()?.iter().map(load).partition(Result::is_ok);
        let loaded: Vec<Module> = loaded.into_iter().flatten().collect();
        match failed.into_iter().find_map(Result::err) {
            Some(error) if loaded.is_empty() => Err(error),
            _ => Ok(loaded),
        }
    }

    fn module_paths(&self) -> Result<Vec<PathBuf>, TokenError> {
        let mut found = installed();
        if let Some(name) = &self.uri.module_name {
            found.retain(|path| path.file_name().is_some_and(|file| file.to_string_lossy().contains(name.as_str())));
        }
        if found.is_empty() {
            return Err(TokenError::NoModule { searched: crate::places::known_paths() });
        }
        Ok(found)
    }

    /// The one token of these modules that fits.
    ///
    /// # Errors
    /// [`TokenError::NoToken`] and [`TokenError::SeveralTokens`], with what is there.
    pub fn token(&self, modules: &[Module]) -> Result<Token, TokenError> {
        let there = tokens(modules)?;
        let fitting: Vec<&Token> = there.iter().filter(|token| token.fits(&self.uri)).collect();
        let names = |tokens: &[&Token]| tokens.iter().map(ToString::to_string).collect();
        match fitting.as_slice() {
            [one] => Ok((*one).clone()),
            [] => Err(TokenError::NoToken {
                wanted: self.wanted_token(),
                there: names(&there.iter().collect::<Vec<_>>()),
            }),
            several => Err(TokenError::SeveralTokens { wanted: self.wanted_token(), there: names(several) }),
        }
    }

    /// The one certificate on the token that fits and is one to sign with.
    ///
    /// # Errors
    /// [`TokenError::NoCertificate`] and [`TokenError::SeveralCertificates`], with what is there.
    pub fn identity(&self, token: &Token) -> Result<Identity, TokenError> {
        let there = token.certificates()?;
        let fitting: Vec<&TokenCertificate> =
            there.iter().filter(|found| is_for_signing(&found.certificate) && self.fits(found)).collect();
        let names = |found: &[&TokenCertificate]| found.iter().map(|found| described(found)).collect();
        match fitting.as_slice() {
            [one] => {
                let others: Vec<Certificate> = there.iter().map(|found| found.certificate.clone()).collect();
                let chain = chain(&one.certificate, &others);
                Ok(Identity { token: token.clone(), chosen: (*one).clone(), chain })
            }
            [] => Err(TokenError::NoCertificate {
                wanted: self.wanted_certificate(),
                there: names(&there.iter().collect::<Vec<_>>()),
            }),
            several => {
                Err(TokenError::SeveralCertificates { wanted: self.wanted_certificate(), there: names(several) })
            }
        }
    }

    /// The one token and certificate that fit together.
    ///
    /// Where several tokens fit, the certificate tells which is meant, if exactly one of them holds it.
    ///
    /// # Errors
    /// As [`Selection::token`] and [`Selection::identity`].
    pub fn find(&self, modules: &[Module]) -> Result<Identity, TokenError> {
        let several = match self.token(modules) {
            Ok(token) => return self.identity(&token),
            Err(error @ TokenError::SeveralTokens { .. }) => error,
            Err(error) => return Err(error),
        };
        let tokens = tokens(modules)?;
        let mut found =
            tokens.iter().filter(|token| token.fits(&self.uri)).filter_map(|token| self.identity(token).ok());
        match (found.next(), found.next()) {
            (Some(one), None) => Ok(one),
            _ => Err(several),
        }
    }

    fn fits(&self, found: &TokenCertificate) -> bool {
        self.uri.object.as_ref().is_none_or(|label| *label == found.label)
            && self.uri.id.as_ref().is_none_or(|id| *id == found.id)
            && self.certificate.as_ref().is_none_or(|text| is_named(found, text))
    }

    fn wanted_token(&self) -> String {
        let uri = &self.uri;
        let parts = [
            ("token", uri.token.clone()),
            ("serial", uri.serial.clone()),
            ("manufacturer", uri.manufacturer.clone()),
            ("model", uri.model.clone()),
            ("slot-id", uri.slot.map(|slot| slot.to_string())),
        ];
        listed(parts, "any token")
    }

    fn wanted_certificate(&self) -> String {
        let id = self.uri.id.as_ref().map(|id| id.iter().map(|octet| format!("{octet:02x}")).collect());
        listed(
            [("object", self.uri.object.clone()), ("id", id), ("certificate", self.certificate.clone())],
            "any signing certificate",
        )
    }
}

impl Identity {
    /// The token that holds it.
    #[must_use]
    pub const fn token(&self) -> &Token {
        &self.token
    }

    /// The certificate.
    #[must_use]
    pub const fn certificate(&self) -> &Certificate {
        &self.chosen.certificate
    }

    /// The certificate and those above it that the token holds, leaf first, in DER.
    #[must_use]
    pub fn chain(&self) -> Vec<Vec<u8>> {
        self.chain.iter().map(|certificate| certificate.der().to_vec()).collect()
    }

    /// The private key of the certificate, after a log-in: by public key where the token shows it, else by CKA_ID.
    pub(crate) fn private_key(&self, session: &Session) -> Result<ck::CK_OBJECT_HANDLE, TokenError> {
        let wanted = public_value(&self.chosen.certificate);
        let class = ck::CKO_PRIVATE_KEY.to_ne_bytes();
        let mut by_id = None;
        for key in session.find(&[(ck::CKA_CLASS, &class)])? {
            let id = session.attribute(key, ck::CKA_ID)?.unwrap_or_default();
            match shown_public_value(session, key, &id)? {
                Some(value) if wanted.as_ref() == Some(&value) => return Ok(key),
                // The token shows another key: its CKA_ID would lie.
                Some(_) => {}
                None if !id.is_empty() && id == self.chosen.id => by_id = by_id.or(Some(key)),
                None => {}
            }
        }
        by_id.ok_or_else(|| TokenError::NoKey { certificate: described(&self.chosen) })
    }
}

impl Token {
    /// Whether the token shows, before any log-in, the public key of this certificate beside it: where it does, its
    /// private key is there too. Many tokens show keys only after a log-in.
    ///
    /// # Errors
    /// [`TokenError::Call`].
    pub fn shows_key_of(&self, found: &TokenCertificate) -> Result<bool, TokenError> {
        let session = Session::open(self)?;
        let wanted = public_value(&found.certificate);
        for class in [ck::CKO_PRIVATE_KEY, ck::CKO_PUBLIC_KEY] {
            for key in session.find(&[(ck::CKA_CLASS, &class.to_ne_bytes())])? {
                if shown_by(&session, key)?.is_some_and(|value| wanted.as_ref() == Some(&value)) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}

/// The initialised tokens that these modules show, each once: several modules may serve one token.
///
/// # Errors
/// [`TokenError::Call`] when a module cannot list its slots.
pub fn tokens(modules: &[Module]) -> Result<Vec<Token>, TokenError> {
    let mut there: Vec<Token> = Vec::new();
    for module in modules {
        for token in module.tokens()?.into_iter().filter(Token::is_initialized) {
            if !there.iter().any(|known| known.is_same_device(&token)) {
                there.push(token);
            }
        }
    }
    Ok(there)
}

impl TokenCertificate {
    /// Whether the certificate is one to sign documents with: no CA, and its key usage allows signatures.
    #[must_use]
    pub fn is_for_signing(&self) -> bool {
        is_for_signing(&self.certificate)
    }
}

fn is_for_signing(certificate: &Certificate) -> bool {
    let ca = certificate.basic_constraints().is_some_and(|constraints| constraints.ca);
    // The G1 generation has nonRepudiation alone; it is a signing certificate.
    let usage = certificate.key_usage().is_none_or(|usage| usage.digital_signature() || usage.non_repudiation());
    !ca && usage
}

fn is_named(found: &TokenCertificate, text: &str) -> bool {
    let hexadecimal = text.replace([':', ' '], "").to_uppercase();
    let serial: String = found.certificate.serial().iter().map(|octet| format!("{octet:02X}")).collect();
    found.label == text
        || serial.trim_start_matches('0') == hexadecimal.trim_start_matches('0')
        || (hexadecimal.len() >= FINGERPRINT_DIGITS && found.certificate.fingerprint().starts_with(&hexadecimal))
        || found.certificate.subject().to_string().contains(text)
}

fn described(found: &TokenCertificate) -> String {
    let subject = found.certificate.subject().short();
    let fingerprint: String = found.certificate.fingerprint().chars().take(FINGERPRINT_DIGITS).collect();
    format!("{subject} (label {}, SHA-256 {fingerprint}, valid to {})", found.label, found.certificate.not_after())
}

fn listed<const N: usize>(parts: [(&str, Option<String>); N], otherwise: &str) -> String {
    let given: Vec<String> =
        parts.into_iter().filter_map(|(name, value)| value.map(|value| format!("{name} `{value}`"))).collect();
    if given.is_empty() { otherwise.to_owned() } else { given.join(", ") }
}

/// The leaf and its issuers as far as the token holds them; names only, the path is proven when verifying.
fn chain(leaf: &Certificate, others: &[Certificate]) -> Vec<Certificate> {
    let mut chain = vec![leaf.clone()];
    // At most as many steps as there are certificates: a circle of names ends there.
    for _ in others {
        let Some(last) = chain.last() else { break };
        if last.is_self_issued() {
            break;
        }
        let issuers = || others.iter().filter(|other| other.subject().matches(last.issuer()) && !chain.contains(other));
        let by_key = issuers().find(|other| {
            last.authority_key_identifier().is_some()
                && last.authority_key_identifier() == other.subject_key_identifier()
        });
        match by_key.or_else(|| issuers().next()) {
            Some(issuer) => chain.push(issuer.clone()),
            None => break,
        }
    }
    chain
}

/// What identifies a public key on a token: the modulus of RSA, the point of an elliptic curve.
fn public_value(certificate: &Certificate) -> Option<Vec<u8>> {
    let key = certificate.public_key();
    match Reader::new(key, Rules::Der).expect(Tag::SEQUENCE, "RSAPublicKey") {
        Ok(sequence) => sequence.reader().element().ok().map(|modulus| magnitude(modulus.content())),
        Err(_) => Some(key.to_vec()),
    }
}

/// The same of a private key, from its own attributes or from the public key object beside it.
fn shown_public_value(session: &Session, key: ck::CK_OBJECT_HANDLE, id: &[u8]) -> Result<Option<Vec<u8>>, TokenError> {
    if let Some(value) = shown_by(session, key)? {
        return Ok(Some(value));
    }
    if id.is_empty() {
        return Ok(None);
    }
    let class = ck::CKO_PUBLIC_KEY.to_ne_bytes();
    match session.find(&[(ck::CKA_CLASS, &class), (ck::CKA_ID, id)])?.as_slice() {
        [public] => shown_by(session, *public),
        _ => Ok(None),
    }
}

fn shown_by(session: &Session, object: ck::CK_OBJECT_HANDLE) -> Result<Option<Vec<u8>>, TokenError> {
    if let Some(modulus) = session.attribute(object, ck::CKA_MODULUS)?.filter(|modulus| !modulus.is_empty()) {
        return Ok(Some(magnitude(&modulus)));
    }
    let Some(point) = session.attribute(object, ck::CKA_EC_POINT)?.filter(|point| !point.is_empty()) else {
        return Ok(None);
    };
    // PKCS#11 2.40 wraps the point into an OCTET STRING; some modules give it bare.
    let wrapped = signer_core::der::single(&point, Rules::Der, Tag::OCTET_STRING, "EC point");
    Ok(Some(wrapped.map_or_else(|_| point.clone(), |element| element.content().to_vec())))
}

fn magnitude(octets: &[u8]) -> Vec<u8> {
    octets.iter().copied().skip_while(|octet| *octet == 0).collect()
}
