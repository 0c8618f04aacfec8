//! What is to be signed, and how.

use crate::algorithm::SignatureAlgorithm;
use crate::error::{Error, Misuse, Refusal};
use crate::pdf::{Dictionary, Document, Object, ObjectId, PdfString, Update, View};
use crate::sign::certificate::{Chain, Signatory};
use crate::sign::dictionary::{Hole, PLACEHOLDER, date};
use crate::sign::field::{self, Choice, Target};
use crate::sign::message::{longest_message, timestamp_octets};
use crate::sign::prepared::Prepared;
use crate::sign::signed::Signed;
use crate::sign::widget::Look;
use crate::sign::{form, permission, transform};
use crate::signer::Signer;
use crate::stamp::{Placement, Stamp};
use crate::time::Time;

/// What `/Contents` holds (ISO 32000-2, 12.8.3, Table 260).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SubFilter {
    /// `ETSI.CAdES.detached`, the signature of PAdES (EN 319 142-1).
    #[default]
    EtsiCadesDetached,
    /// `adbe.pkcs7.detached`, for readers that know no PAdES.
    AdbePkcs7Detached,
}

impl SubFilter {
    /// Its name in the document.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::EtsiCadesDetached => "ETSI.CAdES.detached",
            Self::AdbePkcs7Detached => "adbe.pkcs7.detached",
        }
    }
}

/// What a certification signature permits afterwards (ISO 32000-2, 12.8.2.2, Table 257, `/P`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "ISO 32000-2 has these three")]
pub enum Certification {
    /// 1: no change at all, not even another signature.
    NoChanges,
    /// 2: forms may be filled in and signed.
    FormsAndSignatures,
    /// 3: as 2, and annotations.
    FormsSignaturesAndAnnotations,
}

impl Certification {
    /// `/P`, 1 to 3.
    #[must_use]
    pub const fn level(self) -> u8 {
        match self {
            Self::NoChanges => 1,
            Self::FormsAndSignatures => 2,
            Self::FormsSignaturesAndAnnotations => 3,
        }
    }
}

/// A signature that is wanted: of which document, by whom, in which field, with which words.
///
/// Without further wishes it is a PAdES signature in a new, invisible field `Signature1` (or the next free number).
pub struct Draft<'d, 'a> {
    document: &'d Document<'a>,
    signatory: Result<Signatory, Error>,
    choice: Choice,
    look: Look,
    sub_filter: SubFilter,
    certification: Option<Certification>,
    name: Option<String>,
    reason: Option<String>,
    location: Option<String>,
    contact: Option<String>,
    application: Option<String>,
    utc_offset: i16,
    timestamp_room: Option<usize>,
    content_timestamp_room: Option<usize>,
}

impl<'d, 'a> Draft<'d, 'a> {
    /// A signature of `document`. `chain` holds DER certificates, the signer's first; all of them go into the
    /// signature, except a self-signed root: who trusts it has it already.
    #[must_use]
    pub fn new(document: &'d Document<'a>, chain: &[Vec<u8>]) -> Self {
        Self::signed_by(document, Signatory::read(chain))
    }

    /// The same by someone whose certificates were read before, for this document and others.
    #[must_use]
    pub fn by(document: &'d Document<'a>, signatory: &Signatory) -> Self {
        Self::signed_by(document, Ok(signatory.clone()))
    }

    /// What is wrong with the certificates is said when they are needed.
    fn signed_by(document: &'d Document<'a>, signatory: Result<Signatory, Error>) -> Self {
        Self {
            document,
            signatory,
            choice: Choice::Numbered("Signature"),
            look: Look::default(),
            sub_filter: SubFilter::default(),
            certification: None,
            name: None,
            reason: None,
            location: None,
            contact: None,
            application: None,
            utc_offset: 0,
            timestamp_room: None,
            content_timestamp_room: None,
        }
    }

    /// Signs the empty signature field of this full name (`form.leader`), and keeps its widget.
    #[must_use]
    pub fn with_field(mut self, name: impl Into<String>) -> Self {
        self.choice = Choice::Existing(name.into());
        self
    }

    /// Makes a field of this full name. Full stops part the names of its parents, which are made where missing.
    #[must_use]
    pub fn with_new_field(mut self, name: impl Into<String>) -> Self {
        self.choice = Choice::New(name.into());
        self
    }

    /// Makes a field with the first free name of this word and a number: `Signature1` unless said otherwise.
    #[must_use]
    pub fn with_numbered_field(mut self, word: &'static str) -> Self {
        self.choice = Choice::Numbered(word);
        self
    }

    /// What the signature looks like. An existing field shows it in its own rectangle; a new one needs a
    /// [placement](Self::with_placement).
    #[must_use]
    pub fn with_stamp(mut self, stamp: Stamp) -> Self {
        self.look.stamp = Some(stamp);
        self
    }

    /// Where the stamp of a new field stands.
    #[must_use]
    pub const fn with_placement(mut self, placement: Placement) -> Self {
        self.look.placement = Some(placement);
        self
    }

    /// `/TU` of a new field: what a screen reader says of it.
    #[must_use]
    pub fn with_description(mut self, text: impl Into<String>) -> Self {
        self.look.description = Some(text.into());
        self
    }

    /// What `/Contents` will hold; [`SubFilter::EtsiCadesDetached`] unless said otherwise.
    #[must_use]
    pub const fn with_sub_filter(mut self, sub_filter: SubFilter) -> Self {
        self.sub_filter = sub_filter;
        self
    }

    /// Makes it a certification signature, which has to be the first of the document.
    #[must_use]
    pub const fn with_certification(mut self, certification: Certification) -> Self {
        self.certification = Some(certification);
        self
    }

    /// `/Name`: the signer, where the certificate does not say it well enough.
    #[must_use]
    pub fn with_name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// `/Reason`
    #[must_use]
    pub fn with_reason(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// `/Location`: where it was signed.
    #[must_use]
    pub fn with_location(mut self, location: impl Into<String>) -> Self {
        self.location = Some(location.into());
        self
    }

    /// `/ContactInfo`: how to reach the signer.
    #[must_use]
    pub fn with_contact(mut self, contact: impl Into<String>) -> Self {
        self.contact = Some(contact.into());
        self
    }

    /// `/Prop_Build /App /Name`: the program that signs.
    #[must_use]
    pub fn with_application(mut self, name: impl Into<String>) -> Self {
        self.application = Some(name.into());
        self
    }

    /// The offset from UTC in minutes with which `/M` says the time: 420 in Viet Nam. 0 unless said otherwise.
    #[must_use]
    pub const fn with_utc_offset(mut self, minutes: i16) -> Self {
        self.utc_offset = minutes;
        self
    }

    /// Keeps room for a time-stamp of so many octets, which [`Signed::attach_timestamp`] will put into the signature;
    /// [`TIMESTAMP_ROOM`](crate::sign::TIMESTAMP_ROOM) is enough for those of most authorities.
    #[must_use]
    pub const fn with_timestamp_room(mut self, octets: usize) -> Self {
        self.timestamp_room = Some(octets);
        self
    }

    /// Keeps room for a time-stamp of so many octets over the content, which
    /// [`Prepared::with_content_timestamp`] will put among what is signed.
    #[must_use]
    pub const fn with_content_timestamp_room(mut self, octets: usize) -> Self {
        self.content_timestamp_room = Some(octets);
        self
    }

    /// Appends the update with its hole, and computes what the key has to sign. `now` goes into `/M`.
    ///
    /// The document is read once, front to back.
    ///
    /// # Errors
    /// [`Error::Refused`] when the certificate or the field does not fit; [`Error::Forbidden`] when the document does
    /// not permit it; `Malformed` and `Limit` when it cannot be read.
    pub fn prepare(self, algorithm: SignatureAlgorithm, now: Time) -> Result<Prepared, Error> {
        let chain = match self.signatory {
            Ok(ref signatory) => signatory.clone().fit(algorithm, now)?,
            Err(error) => return Err(error),
        };
        if self.utc_offset.unsigned_abs() >= 24 * 60 {
            return Err(Misuse::new("the offset from UTC is a day or more").into());
        }
        let view = self.document.latest();
        let target = field::find(&view, self.choice.clone())?;
        permission::check(self.document, &target, self.certification.is_some())?;
        self.check_seed_value(&view, &target)?;
        let rooms = [self.timestamp_room, self.content_timestamp_room].into_iter().flatten();
        let timestamps = rooms.map(timestamp_octets).fold(0, usize::saturating_add);
        let octets = longest_message(&chain, algorithm)?.saturating_add(timestamps);
        let mut update = Update::new(self.document)?;
        let id = update.allocate()?;
        update.put(id, self.dictionary(&view, &target, octets, now)?.into());
        field::write(&mut update, &view, &target, &self.look, id)?;
        if self.certification.is_some() {
            form::certify(&mut update, &view, id)?;
        }
        self.finish(update, id, target.name(), (chain, algorithm))
    }

    /// The octets to append so that the page looks as it will when signed, and the name of the field: to be drawn, never
    /// to be handed out. No certificate is needed.
    ///
    /// # Errors
    /// [`Error::Refused`] when the field does not fit; [`Misuse`] when stamp and place do not.
    pub fn preview(self) -> Result<(Vec<u8>, String), Error> {
        let view = self.document.latest();
        let target = field::find(&view, self.choice.clone())?;
        let mut update = Update::new(self.document)?;
        let id = update.allocate()?;
        update.put(id, Object::Null);
        field::write(&mut update, &view, &target, &self.look, id)?;
        Ok((update.finish()?.octets, target.name().to_owned()))
    }

    /// Prepares, lets the key sign, and attaches: for a key that is at hand.
    ///
    /// # Errors
    /// As [`Self::prepare`] and [`Prepared::attach`]; [`Error::Signer`] when the key does not sign.
    pub fn sign(self, algorithm: SignatureAlgorithm, now: Time, signer: &mut dyn Signer) -> Result<Signed, Error> {
        let prepared = self.prepare(algorithm, now)?;
        let signature = signer.sign(algorithm, prepared.to_be_signed()).map_err(Error::Signer)?;
        prepared.attach(&signature)
    }

    fn finish(
        self,
        update: Update<'_, '_>,
        id: ObjectId,
        field: &str,
        (chain, algorithm): (Chain, SignatureAlgorithm),
    ) -> Result<Prepared, Error> {
        let original = self.document.octets();
        let appended = update.finish()?;
        permission::check_readings(self.document)?;
        let lost = || Misuse::new("the signature dictionary was not written");
        let span = appended.span(id).ok_or_else(lost)?;
        let relative = |offset: usize| offset.checked_sub(original.len()).ok_or_else(lost);
        let span = relative(span.start)?..relative(span.end)?;
        let mut appendix = appended.octets;
        let hole = Hole::open(&mut appendix, span, original.len())?;
        let prepared = Prepared::new(original, field.to_owned(), appendix, hole, chain, algorithm)?;
        Ok(Prepared { content_room: self.content_timestamp_room.unwrap_or_default(), ..prepared })
    }

    /// `/ByteRange` and `/Contents` come before any text of the caller: [`Hole::open`] looks for them.
    fn dictionary(&self, view: &View<'_, '_>, target: &Target, octets: usize, now: Time) -> Result<Dictionary, Error> {
        let mut dictionary = Dictionary::new();
        dictionary.insert("Type", Object::name("Sig"));
        dictionary.insert("Filter", Object::name("Adobe.PPKLite"));
        dictionary.insert("SubFilter", Object::name(self.sub_filter.name()));
        let [a, b, c] = [PLACEHOLDER; 3].map(Object::from);
        dictionary.insert("ByteRange", vec![Object::from(0), a, b, c]);
        dictionary.insert("Contents", PdfString::hexadecimal(vec![0; octets]));
        dictionary.insert("M", PdfString::literal(date(now, self.utc_offset)));
        let texts = [
            ("Name", &self.name),
            ("Reason", &self.reason),
            ("Location", &self.location),
            ("ContactInfo", &self.contact),
        ];
        for (key, text) in texts {
            if let Some(text) = text {
                dictionary.insert(key, PdfString::from_text(text));
            }
        }
        if let Some(application) = &self.application {
            let name = Dictionary::from_iter([("Name".into(), Object::name(application))]);
            dictionary.insert("Prop_Build", Dictionary::from_iter([("App".into(), name.into())]));
        }
        let references = transform::references(view, target, self.certification)?;
        if !references.is_empty() {
            dictionary.insert("Reference", references);
        }
        Ok(dictionary)
    }

    /// `/SV` of the field (12.7.5.5, Table 237): a constraint marked as required is kept or refused, never ignored.
    fn check_seed_value(&self, view: &View<'_, '_>, target: &Target) -> Result<(), Error> {
        let Some(field) = target.dictionary() else { return Ok(()) };
        let Some(seed) = view.entry(field, "SV")?.into_dictionary() else { return Ok(()) };
        let required = view.entry(&seed, "Ff")?.as_integer().unwrap_or(0);
        let refuse = |what: &str| Err(Refusal::SeedValue { field: target.name().to_owned(), what: what.into() }.into());
        if let Some(mdp) = view.entry(&seed, "MDP")?.into_dictionary() {
            let level = view.entry(&mdp, "P")?.as_integer().unwrap_or(0);
            let ours = self.certification.map_or(0, |certification| i64::from(certification.level()));
            if level != ours {
                return refuse("another kind of certification (`/MDP`)");
            }
        }
        // Table 237, /Ff: bit 1 Filter, 2 SubFilter, 3 V, 4 Reasons, 5 LegalAttestation, 6 AddRevInfo, 7 DigestMethod…
        let asks = |bit: u32| required & 1i64.checked_shl(bit.saturating_sub(1)).unwrap_or(0) != 0;
        if asks(1) && view.entry(&seed, "Filter")?.as_name().is_some_and(|name| name != "Adobe.PPKLite") {
            return refuse("another signature handler (`/Filter`)");
        }
        if asks(2)
            && !among(view, &seed, "SubFilter", |item| item.as_name().is_some_and(|n| n == self.sub_filter.name()))?
        {
            return refuse("another kind of signature (`/SubFilter`)");
        }
        let reason = self.reason.as_deref();
        if asks(4) && !among(view, &seed, "Reasons", |item| item.as_string().map(PdfString::text).as_deref() == reason)?
        {
            return refuse("one of its own reasons (`/Reasons`)");
        }
        let unknown = [(5, "a legal attestation"), (6, "revocation information"), (7, "a digest of its choice")];
        match unknown.into_iter().chain([(8, "a lock of the document")]).find(|(bit, _)| asks(*bit)) {
            Some((_, what)) => refuse(what),
            None => Ok(()),
        }
    }
}

/// Whether one item of the array `key` fits; an array that is not there restricts nothing.
fn among(
    view: &View<'_, '_>,
    dictionary: &Dictionary,
    key: &str,
    fits: impl Fn(&Object) -> bool,
) -> Result<bool, Error> {
    let array = view.entry(dictionary, key)?;
    let Some(items) = array.as_array() else { return Ok(true) };
    for item in items {
        if fits(&view.resolve(item)?) {
            return Ok(true);
        }
    }
    Ok(false)
}
