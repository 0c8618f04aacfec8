//! Units that no longer exist: provinces and ministries that were merged, districts that were dissolved.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use signer_core::Time;
use signer_core::report::{
    FormerUnit, Report, ReportFinding, Role, Severity, Signatory, SignatureReport, SignatureType,
};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::error::Failure;

/// The list that the program carries.
const BUILT_IN: &str = include_str!("former-units.tsv");
/// The longest list of a user: every commune that ever was has 40 octets.
const LONGEST: u64 = 4 << 20;

/// A list of units that no longer exist.
pub(super) struct Units {
    units: Vec<Unit>,
    /// The list itself, for the settings of a ledger.
    text: String,
    /// What each certificate names, at whatever time: the same ones sign many documents.
    named: Mutex<HashMap<Certificate, Arc<[Naming]>>>,
}

/// The fingerprint of a certificate, and whether it is a person's.
type Certificate = (String, bool);

/// A name in a certificate, and a unit that it names: its place in the list.
struct Naming {
    named: String,
    unit: usize,
}

/// Certificates whose names are kept.
const KEPT: usize = 10_000;

struct Unit {
    name: String,
    words: Words,
    since: Time,
    successor: Option<String>,
}

/// A name as its words, with diacritics and without.
struct Words {
    exact: String,
    bare: String,
}

impl Words {
    fn of(name: &str) -> Self {
        let lower: String = name.nfc().flat_map(char::to_lowercase).collect();
        let plain: String = lower.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
        let exact = format!(" {} ", plain.split_whitespace().collect::<Vec<_>>().join(" "));
        let bare = exact.nfd().filter(|c| !is_combining_mark(*c)).map(|c| if c == 'đ' { 'd' } else { c }).collect();
        Self { exact: older(&exact), bare }
    }

    /// Whether this name is within another; one word without its diacritics could be anything.
    fn is_within(&self, text: &Self) -> bool {
        let several = self.bare.split_whitespace().count() > 1;
        let without_marks = text.exact == text.bare;
        text.exact.contains(&self.exact) || (several && without_marks && text.bare.contains(&self.bare))
    }
}

/// One way to place the tone mark: `hoà` and `hòa`, `uỷ` and `ủy` are the same word.
fn older(text: &str) -> String {
    let pairs = [
        ("oà", "òa"),
        ("oá", "óa"),
        ("oả", "ỏa"),
        ("oã", "õa"),
        ("oạ", "ọa"),
        ("oè", "òe"),
        ("oé", "óe"),
        ("oẻ", "ỏe"),
        ("oẽ", "õe"),
        ("oẹ", "ọe"),
        ("uỳ", "ùy"),
        ("uý", "úy"),
        ("uỷ", "ủy"),
        ("uỹ", "ũy"),
        ("uỵ", "ụy"),
    ];
    let mut text = text.to_owned();
    for (new, old) in pairs {
        if text.contains(new) {
            text = text.replace(new, old);
        }
    }
    text
}

impl Units {
    /// The user's list, else the program's own.
    pub(super) fn chosen(path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path else {
            return Self::read(BUILT_IN.to_owned()).map_err(|line| wrong(Path::new(""), line));
        };
        let failure = |error| Failure::broken("error-read").with("path", path.display()).because(error);
        if std::fs::metadata(path).map_err(failure)?.len() > LONGEST {
            return Err(wrong(path, 0));
        }
        Self::read(std::fs::read_to_string(path).map_err(failure)?).map_err(|line| wrong(path, line))
    }

    /// A list that was kept.
    pub(super) fn kept(text: String) -> Option<Self> {
        Self::read(text).ok()
    }

    /// Fails with the number of the line that is none.
    fn read(text: String) -> Result<Self, usize> {
        let mut units = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim_end();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            units.push(unit(line).ok_or(index.saturating_add(1))?);
        }
        Ok(Self { units, text, named: Mutex::default() })
    }

    /// The list itself.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The units that certificates of the document name although they no longer existed when it was signed.
    pub(super) fn named_by(&self, report: &Report) -> Vec<FormerUnit> {
        let signed = report.signatures.iter().filter(|one| one.kind == SignatureType::Signature);
        signed.filter_map(|one| self.named_in(one, report.validation_time)).collect()
    }

    fn named_in(&self, signature: &SignatureReport, judged: Time) -> Option<FormerUnit> {
        let time = signature.best_signature_time.or(signature.claimed_signing_time).unwrap_or(judged);
        let namings = self.namings(signature.signer.as_ref()?, signature.role);
        let mut gone = namings.iter().filter_map(|naming| Some((naming, self.units.get(naming.unit)?)));
        gone.find(|(_, unit)| unit.since <= time).map(|(naming, unit)| FormerUnit {
            field: signature.field.clone(),
            unit: unit.name.clone(),
            since: unit.since,
            successor: unit.successor.clone(),
            named: naming.named.clone(),
        })
    }

    /// The units of the list that a certificate names.
    fn namings(&self, signer: &Signatory, role: Role) -> Arc<[Naming]> {
        let key = (signer.sha256.clone(), role == Role::Personal);
        if let Some(known) = self.named.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Arc::clone(known);
        }
        // A person may bear the name of a province.
        let own = (role != Role::Personal).then_some(&signer.common_name);
        let names =
            signer.units.iter().chain([&signer.organization]).chain(own).cloned().chain(places(&signer.subject));
        let mut namings = Vec::new();
        for named in names.filter(|name| !name.is_empty()) {
            let text = Words::of(&named);
            let within = self.units.iter().enumerate().filter(|(_, unit)| unit.words.is_within(&text));
            namings.extend(within.map(|(unit, _)| Naming { named: named.clone(), unit }));
        }
        let namings: Arc<[Naming]> = namings.into();
        let mut kept = self.named.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(key, Arc::clone(&namings));
        namings
    }
}

/// Locality and province of a name (RFC 4514); a province may stand there without the word.
fn places(subject: &str) -> impl Iterator<Item = String> + '_ {
    let values = subject.split([',', '+']).filter_map(|part| {
        let (kind, value) = part.trim().split_once('=')?;
        matches!(kind.to_ascii_uppercase().as_str(), "L" | "ST").then_some(value)
    });
    values.flat_map(|value| {
        let named = format!("Tỉnh {value}");
        let bare = value.is_ascii().then(|| format!("Tinh {value}"));
        [Some(value.to_owned()), Some(named), bare].into_iter().flatten()
    })
}

fn unit(line: &str) -> Option<Unit> {
    let mut fields = line.split('\t');
    let (name, since) = (fields.next()?.trim(), fields.next()?.trim());
    let successor = fields.next().map(str::trim).filter(|successor| !successor.is_empty()).map(str::to_owned);
    // Midnight in Vietnam.
    let since: Time = format!("{since}T00:00:00+07:00").parse().ok()?;
    (!name.is_empty()).then(|| Unit { name: name.to_owned(), words: Words::of(name), since, successor })
}

fn wrong(path: &Path, line: usize) -> Failure {
    Failure::usage("error-units").with("path", path.display()).with("line", line)
}

/// What a reader should know of it.
pub(super) fn finding(former: &FormerUnit) -> ReportFinding {
    let FormerUnit { field, named, unit, since, successor } = former;
    let successor = successor.as_ref().map(|successor| format!("; it became part of {successor}")).unwrap_or_default();
    let message = format!(
        "`{named}`: the certificate of {field} names a unit that no longer exists ({unit}, since {since}{successor})"
    );
    ReportFinding { code: "unit.former".to_owned(), severity: Severity::Warning, message }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<String> {
        let (units, text) = (Units::chosen(None).unwrap(), Words::of(text));
        units.units.iter().find(|unit| unit.words.is_within(&text)).map(|unit| unit.name.clone())
    }

    #[test]
    fn the_list_is_of_29_provinces_7_ministries_and_the_districts() {
        let units = Units::chosen(None).unwrap().units;
        let count = |start: &str| units.iter().filter(|unit| unit.name.starts_with(start)).count();
        assert_eq!((count("Tỉnh "), units.iter().filter(|unit| unit.successor.is_some()).count()), (29, 36));
    }

    #[test]
    fn a_former_unit_is_found_in_any_case_with_or_without_diacritics() {
        assert_eq!(found("UBND TỈNH HÀ GIANG").as_deref(), Some("Tỉnh Hà Giang"));
        assert_eq!(found("Uy ban nhan dan tinh Ha Giang").as_deref(), Some("Tỉnh Hà Giang"));
        assert_eq!(found("Tỉnh Hoà Bình").as_deref(), Some("Tỉnh Hòa Bình"));
        assert_eq!(found("UBND huyện Sóc Sơn").as_deref(), Some("UBND huyện"));
    }

    #[test]
    fn what_only_sounds_like_one_is_none() {
        for text in ["Tỉnh Bắc Ninh", "Cơ quan Đảng", "Quân khu 7", "Co quan Dang", "Công ty Bình Thuận", "Tỉnh Hậu"]
        {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn a_line_that_is_none_is_named() {
        assert_eq!(Units::read("# x\nTỉnh A\tgestern\n".to_owned()).err(), Some(2));
    }
}
