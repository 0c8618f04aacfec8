//! A report as people read it: one line for the document, a few for each signature.

use signer_core::report::{
    Check, CheckId, Completeness, Conclusion, Coverage, DigestAnswer, DocumentConclusion, DocumentForm, Extent,
    Presence, Report, Role, RoleDecision, Severity, SignatureAnswer, SignatureReport, SignatureType, Status,
    TimestampIndication,
};

use super::{Style, Tone, changes, lacking, moment};
use crate::message::{Arguments, Language, Messages, Safe, code_id};

/// Changes told of one signature; `signer inspect --changes` tells all.
const MOST_CHANGES: usize = 5;

/// How much is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    /// What a clerk needs.
    Brief,
    /// Every check.
    Full,
}

/// Writes reports for people.
pub(crate) struct Page<'m> {
    messages: &'m Messages,
    style: Style,
    detail: Detail,
}

impl<'m> Page<'m> {
    pub(crate) const fn new(messages: &'m Messages, style: Style, detail: Detail) -> Self {
        Self { messages, style, detail }
    }

    /// One document. The text ends with a line feed.
    pub(crate) fn document(&self, report: &Report) -> String {
        let conclusion = report.conclusion();
        let verdict = self.style.paint(tone_of(conclusion), &self.messages.text(conclusion_id(conclusion)));
        let path = self.style.paint(Tone::Strong, &Safe(&report.path).to_string());
        let mut text = format!("{verdict}  {path}");
        if let Some(headline) = self.headline(report) {
            text.push_str(&format!(": {headline}"));
        }
        text.push('\n');
        self.error(report, &mut text);
        self.formalities(report, &mut text);
        for (index, signature) in report.signatures.iter().enumerate() {
            self.signature(index.saturating_add(1), signature, &mut text);
        }
        for requirement in report.requirements.iter().filter(|requirement| !requirement.met) {
            let lacking = self::requirement(self.messages, &requirement.requirement, &requirement.message);
            self.line("  ", "label-requirement", &lacking, &mut text);
        }
        for sentence in lacking::sentences(report, self.messages) {
            self.line("  ", "label-lacking", &sentence, &mut text);
        }
        self.findings(report, &mut text);
        text
    }

    /// What it is, apart from its signatures.
    fn formalities(&self, report: &Report, text: &mut String) {
        if let Some(first) = &report.duplicate_of {
            self.line("  ", "label-duplicate", &Safe(first).to_string(), text);
        }
        let formalities = &report.formalities;
        if formalities.form != DocumentForm::Original {
            self.line("  ", "label-form", &self.messages.text(form_id(formalities.form)), text);
        }
        for (label, particular) in [("label-number", &formalities.number), ("label-date", &formalities.date)] {
            match (&particular.text, particular.presence) {
                (Some(there), _) => self.line("  ", label, &Safe(there).to_string(), text),
                (None, Presence::Absent) => self.line("  ", label, &self.messages.text("presence-absent"), text),
                (None, _) => {}
            }
        }
    }

    fn headline(&self, report: &Report) -> Option<String> {
        let id = match report.conclusion() {
            DocumentConclusion::Failed if self.only_requirements_failed(report) => "headline-failed-requirement",
            DocumentConclusion::Failed => "headline-failed",
            DocumentConclusion::Indeterminate => "headline-indeterminate",
            DocumentConclusion::Unsigned => "headline-unsigned",
            DocumentConclusion::Unreadable => return None,
            DocumentConclusion::Passed => match report.completeness() {
                Completeness::Complete => "headline-complete",
                Completeness::PersonalOnly => "headline-personal-only",
                Completeness::OrganisationOnly => "headline-organisation-only",
                Completeness::None => "headline-signed",
            },
        };
        let count = report.signatures.iter().filter(|one| one.kind == SignatureType::Signature).count();
        Some(self.messages.text_with(id, &Arguments::new().count("count", count)))
    }

    fn only_requirements_failed(&self, report: &Report) -> bool {
        let good = |one: &SignatureReport| one.conclusion() == Conclusion::TotalPassed && one.changes.allowed;
        report.requirements.iter().any(|requirement| !requirement.met) && report.signatures.iter().all(good)
    }

    fn error(&self, report: &Report, text: &mut String) {
        let Some(error) = &report.error else { return };
        let id = format!("unreadable-{}", error.code);
        let known = self.messages.get(&id);
        let reason = known.clone().unwrap_or_else(|| Safe(&error.message).to_string());
        self.line("  ", "label-reason", &reason, text);
        // What exactly is wrong is said in the words of the standards; the sentence above is for everybody.
        let exact = known.is_some() && (self.detail == Detail::Full || self.messages.language() == Language::English);
        if exact && !error.message.is_empty() {
            self.line("  ", "label-detail", &Safe(&error.message).to_string(), text);
        }
        if let Some(todo) = self.messages.attribute(&id, "todo") {
            self.line("  ", "label-todo", &todo, text);
        }
    }

    fn signature(&self, number: usize, signature: &SignatureReport, text: &mut String) {
        let conclusion = signature.conclusion();
        let tone = match conclusion {
            Conclusion::TotalPassed => Tone::Good,
            Conclusion::TotalFailed(_) => Tone::Bad,
            Conclusion::Indeterminate(_) => Tone::Doubt,
        };
        let mut verdict = self.messages.text(&format!("indication-{}", conclusion.indication()));
        if let Some(reason) = conclusion.reason() {
            verdict.push_str(&format!(" ({reason})"));
        }
        let verdict = self.style.paint(tone, &verdict);
        let role = self.role(signature);
        let who = signature.signer.as_ref().map(|signer| Safe(&signer.common_name).to_string()).unwrap_or_default();
        let who = if who.is_empty() { Safe(&signature.field).to_string() } else { who };
        text.push_str(&format!("  {number}. {role}: {}: {verdict}\n", self.style.paint(Tone::Strong, &who)));
        self.verdict(signature, text);
        self.facts(signature, text);
        if self.detail == Detail::Full {
            self.checks(&signature.checks.0, text);
        }
    }

    fn role(&self, signature: &SignatureReport) -> String {
        let role = self.messages.text(role_id(signature));
        if self.detail == Detail::Full && signature.role_decided_by == Some(RoleDecision::Heuristic) {
            return format!("{role} ({})", self.messages.text("role-guessed"));
        }
        role
    }

    /// Why it is not good and what to do; or, in one sentence, that it is.
    fn verdict(&self, signature: &SignatureReport, text: &mut String) {
        if signature.conclusion() == Conclusion::TotalPassed {
            let changed = signature.changes.extent != Extent::None;
            let id = if changed { "summary-valid-changed" } else { "summary-valid" };
            text.push_str(&format!("     {}\n", self.messages.text(id)));
            return;
        }
        let reason = signature.conclusion().reason();
        let failed = |check: &&Check| check.status == Status::Fail;
        let failures = signature.checks.0.iter().filter(failed).count();
        // The failure that decides; the others often follow from it, and would only confuse.
        let deciding = signature.checks.0.iter().filter(failed).find(|check| Some(check.reason_or_default()) == reason);
        let mut todo = None;
        match deciding {
            Some(check) => {
                self.line("     ", "label-reason", &self.sentence(check), text);
                self.detail(check, text);
                todo = self.messages.attribute(&code_id(check.id.id()), "todo");
            }
            None => {
                let meaning = reason.map(|reason| self.messages.text(&code_id(reason.code()))).unwrap_or_default();
                self.line("     ", "label-reason", &meaning, text);
            }
        }
        let todo = todo.or_else(|| self.messages.attribute(&code_id(reason?.code()), "todo"));
        if let Some(todo) = todo {
            self.line("     ", "label-todo", &todo, text);
        }
        if failures > 1 && self.detail == Detail::Brief {
            let arguments = Arguments::new().count("count", failures.saturating_sub(1));
            text.push_str(&format!("     {}\n", self.messages.text_with("verdict-more", &arguments)));
        }
    }

    /// What a check found, in words that everybody understands.
    fn sentence(&self, check: &Check) -> String {
        let known = self.messages.attribute(&code_id(check.id.id()), "fail");
        known.unwrap_or_else(|| Safe(&check.message).to_string())
    }

    /// The same in the words of the core, which name the very octets, but speak English.
    fn detail(&self, check: &Check, text: &mut String) {
        let wanted = self.detail == Detail::Full || self.messages.language() == Language::English;
        let said = Safe(&check.message).to_string();
        if wanted && !said.is_empty() && !self.sentence(check).contains(&said) {
            self.line("     ", "label-detail", &said, text);
        }
    }

    /// The smallest set of facts that Circular 41/2017 asks for: signer, unit, issuer, validity, time, integrity.
    fn facts(&self, signature: &SignatureReport, text: &mut String) {
        if let Some(signer) = &signature.signer {
            let units = signer.units.iter().map(String::as_str).chain([signer.organization.as_str()]);
            let unit: Vec<_> = units.filter(|unit| !unit.is_empty()).map(|unit| Safe(unit).to_string()).collect();
            if !unit.is_empty() {
                self.line("     ", "label-unit", &unit.join(", "), text);
            }
            self.line("     ", "label-issuer", &common_name(&signer.issuer), text);
            if let (Some(from), Some(to)) = (signer.not_before, signer.not_after) {
                let arguments = Arguments::new().with("from", moment::day(from)).with("to", moment::day(to));
                self.line("     ", "label-validity", &self.messages.text_with("validity-range", &arguments), text);
            }
        }
        self.line("     ", "label-time", &self.time(signature), text);
        self.line("     ", "label-content", &self.content(signature), text);
        if signature.coverage == Coverage::WholeRevision {
            self.line("     ", "label-changes", &self.changes(signature), text);
            self.refused(signature, text);
        }
        self.line("     ", "label-trust", &self.chain(signature), text);
        let asked = signature.checks.find(CheckId::Revocation).map(|check| check.status);
        let unknown = matches!(asked, None | Some(Status::Ignored | Status::Warn));
        let unchecked = unknown && signature.revocation.is_empty() && !signature.chain.is_empty();
        if unchecked {
            self.line("     ", "label-not-checked", &self.messages.text("unchecked-revocation"), text);
        }
        // What was not checked at all is said already.
        let said = |check: &&Check| !(unchecked && check.id == CheckId::Revocation);
        for check in signature.checks.0.iter().filter(|check| check.status == Status::Warn).filter(said) {
            self.line("     ", "label-warning", &self.sentence(check), text);
        }
    }

    fn time(&self, signature: &SignatureReport) -> String {
        let proof = signature.timestamps.iter().find(|one| one.indication() == TimestampIndication::Passed);
        if let Some(time) = signature.best_signature_time.filter(|_| proof.is_some()) {
            let authority = proof.map(|one| one.authority.clone()).unwrap_or_default();
            let id = if authority.is_empty() { "time-proven-plain" } else { "time-proven" };
            let arguments = Arguments::new().with("time", moment::local(time)).with("authority", authority);
            return self.messages.text_with(id, &arguments);
        }
        let mut sentences = Vec::new();
        for stamp in &signature.timestamps {
            if let Some(time) = stamp.time {
                let arguments = Arguments::new().with("time", moment::local(time)).with("authority", &stamp.authority);
                sentences.push(self.messages.text_with("time-stamp-unproven", &arguments));
            }
        }
        if let Some(time) = signature.claimed_signing_time {
            let id = if sentences.is_empty() { "time-claimed" } else { "time-claimed-beside" };
            sentences.push(self.messages.text_with(id, &Arguments::new().with("time", moment::local(time))));
        }
        if sentences.is_empty() { self.messages.text("time-unknown") } else { sentences.join("; ") }
    }

    fn content(&self, signature: &SignatureReport) -> String {
        content(self.messages, signature)
    }

    fn changes(&self, signature: &SignatureReport) -> String {
        let id = match (signature.changes.allowed, signature.changes.extent) {
            (_, Extent::Unexplained) => "changes-unexplained",
            (false, _) => "changes-forbidden",
            (true, Extent::None) => "changes-none",
            (true, Extent::Archival) => "changes-archival",
            (true, Extent::Forms) => "changes-forms",
            (true, Extent::Annotations) => "changes-annotations",
        };
        self.messages.text(id)
    }

    /// Which changes nobody permits, and where.
    fn refused(&self, signature: &SignatureReport, text: &mut String) {
        let most = if self.detail == Detail::Full { usize::MAX } else { MOST_CHANGES };
        let (told, more) = changes::refused(&signature.changes, most, self.messages);
        for change in told {
            text.push_str(&format!("       - {}\n", self.style.paint(Tone::Bad, &change)));
        }
        if more > 0 {
            let arguments = Arguments::new().count("count", more);
            text.push_str(&format!("       - {}\n", self.messages.text_with("change-more", &arguments)));
        }
    }

    fn chain(&self, signature: &SignatureReport) -> String {
        let trusted = signature.chain.iter().any(|link| link.trusted);
        let names: Vec<_> = signature
            .chain
            .iter()
            .map(|link| {
                let name = common_name(&link.subject);
                if link.trusted {
                    self.messages.text_with("trust-trusted", &Arguments::new().with("name", name))
                } else {
                    name
                }
            })
            .collect();
        match (names.is_empty(), trusted) {
            (true, _) => self.messages.text("trust-none"),
            (false, true) => names.join(" → "),
            (false, false) => {
                self.messages.text_with("trust-partial", &Arguments::new().with("path", names.join(" → ")))
            }
        }
    }

    fn findings(&self, report: &Report, text: &mut String) {
        let told = |severity| self.detail == Detail::Full || severity != Severity::Info;
        for finding in report.findings.iter().filter(|finding| told(finding.severity)) {
            let sentence = match self.messages.language() {
                Language::English => Safe(&finding.message).to_string(),
                Language::Vietnamese => self.finding(&code_id(&finding.code), &finding.message),
            };
            self.line("  ", "label-finding", &format!("{sentence} ({})", Safe(&finding.code)), text);
        }
    }

    fn checks(&self, checks: &[Check], text: &mut String) {
        text.push_str(&format!("     {}:\n", self.messages.text("label-checks")));
        for check in checks {
            let (id, tone) = match check.status {
                Status::Pass => ("status-pass", Tone::Good),
                Status::Fail => ("status-fail", Tone::Bad),
                Status::Warn => ("status-warn", Tone::Doubt),
                Status::Ignored => ("status-ignored", Tone::Faint),
            };
            let question = self.text_or(&code_id(check.id.id()), check.id.question());
            let answer = self.style.paint(tone, &self.messages.text(id));
            text.push_str(&format!("       {} {question} {answer}", self.style.paint(Tone::Faint, check.id.id())));
            if !check.message.is_empty() {
                text.push_str(&format!(" ({})", Safe(&check.message)));
            }
            text.push('\n');
        }
    }

    /// The catalogue's sentence; where it speaks of a service, after its name, which the core's sentence quotes first.
    fn finding(&self, id: &str, message: &str) -> String {
        let quotes =
            |id: &str| ["code-outside-", "code-edxml-", "code-unit-"].iter().any(|family| id.starts_with(family));
        let service = message.split('`').nth(1).filter(|_| quotes(id));
        match (self.messages.get(id), service) {
            (Some(sentence), Some(service)) => format!("{}: {sentence}", Safe(service)),
            (Some(sentence), None) => sentence,
            (None, _) => Safe(message).to_string(),
        }
    }

    fn text_or(&self, id: &str, otherwise: &str) -> String {
        self.messages.get(id).unwrap_or_else(|| Safe(otherwise).to_string())
    }

    fn line(&self, indent: &str, label: &str, value: &str, text: &mut String) {
        let label = self.style.paint(Tone::Faint, &format!("{}:", self.messages.text(label)));
        text.push_str(&format!("{indent}{label} {value}\n"));
    }

    /// How many documents came to which conclusion.
    pub(crate) fn totals(&self, totals: &Totals) -> String {
        let parts: Vec<_> = totals
            .0
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(conclusion, count)| {
                let text = self.messages.text_with(totals_id(*conclusion), &Arguments::new().count("count", *count));
                self.style.paint(tone_of(*conclusion), &text)
            })
            .collect();
        let arguments = Arguments::new().count("count", totals.all());
        // The parts carry colours, which no variable may: the sentence is filled in afterwards.
        let sentence = self.messages.text_with("totals", &arguments.with("parts", "%"));
        sentence.replacen('%', &parts.join(", "), 1)
    }
}

/// How many documents came to which conclusion.
#[derive(Debug)]
pub(crate) struct Totals([(DocumentConclusion, usize); 5]);

impl Totals {
    pub(crate) const fn new() -> Self {
        Self([
            (DocumentConclusion::Passed, 0),
            (DocumentConclusion::Failed, 0),
            (DocumentConclusion::Indeterminate, 0),
            (DocumentConclusion::Unsigned, 0),
            (DocumentConclusion::Unreadable, 0),
        ])
    }

    pub(crate) fn add(&mut self, conclusion: DocumentConclusion) {
        if let Some(row) = self.0.iter_mut().find(|row| row.0 == conclusion) {
            row.1 = row.1.saturating_add(1);
        }
    }

    pub(crate) fn all(&self) -> usize {
        self.0.iter().fold(0, |sum, row| sum.saturating_add(row.1))
    }
}

/// What a person calls the owner of a name: the common name in it, else all of it.
pub(super) fn common_name(name: &str) -> String {
    let found = split_name(name).into_iter().find_map(|part| part.strip_prefix("CN=").map(str::to_owned));
    Safe(&found.unwrap_or_else(|| name.to_owned())).to_string()
}

/// The parts of an RFC 4514 name, their escapes undone.
fn split_name(name: &str) -> Vec<String> {
    let (mut parts, mut part, mut escaped) = (Vec::new(), String::new(), false);
    for character in name.chars() {
        match (escaped, character) {
            (false, '\\') => escaped = true,
            (false, ',' | '+') => parts.push(std::mem::take(&mut part)),
            (_, character) => {
                part.push(character);
                escaped = false;
            }
        }
    }
    parts.push(part);
    parts
}

const fn tone_of(conclusion: DocumentConclusion) -> Tone {
    match conclusion {
        DocumentConclusion::Passed => Tone::Good,
        DocumentConclusion::Failed | DocumentConclusion::Unreadable => Tone::Bad,
        DocumentConclusion::Indeterminate | DocumentConclusion::Unsigned => Tone::Doubt,
    }
}

/// Whether the content is what was signed, and how much of the file that is.
pub(crate) fn content(messages: &Messages, signature: &SignatureReport) -> String {
    if signature.coverage == Coverage::Malformed {
        // What does not fit the file cannot be compared with it.
        return messages.text("coverage-malformed");
    }
    let id = match (signature.integrity.digest, signature.integrity.signature) {
        (DigestAnswer::Mismatch, _) => "content-changed",
        (_, SignatureAnswer::Invalid) => "content-signature-bad",
        (DigestAnswer::Match, SignatureAnswer::Valid) => "content-intact",
        _ => "content-unknown",
    };
    let coverage = match signature.coverage {
        Coverage::WholeFile => "coverage-whole-file",
        Coverage::WholeRevision => "coverage-whole-revision",
        Coverage::Partial => "coverage-partial",
        Coverage::Malformed => "coverage-malformed",
    };
    format!("{}; {}", messages.text(id), messages.text(coverage))
}

/// What a document lacks, in words.
pub(crate) fn requirement(messages: &Messages, name: &str, otherwise: &str) -> String {
    messages.get(&format!("requirement-{name}")).unwrap_or_else(|| Safe(otherwise).to_string())
}

/// The name of a signature's role in the catalogue.
pub(crate) const fn role_id(signature: &SignatureReport) -> &'static str {
    match (signature.kind, signature.role) {
        (SignatureType::DocumentTimestamp, _) => "role-timestamp",
        (_, Role::Personal) => "role-personal",
        (_, Role::Organisation) => "role-organisation",
        (_, Role::Unknown) => "role-unknown",
    }
}

/// The name of a kind of document in the catalogue.
pub(crate) const fn form_id(form: DocumentForm) -> &'static str {
    match form {
        DocumentForm::Original => "form-original",
        DocumentForm::Copy => "form-copy",
        DocumentForm::Attachment => "form-attachment",
    }
}

/// The name of a document's conclusion in the catalogue.
pub(crate) const fn conclusion_id(conclusion: DocumentConclusion) -> &'static str {
    match conclusion {
        DocumentConclusion::Passed => "conclusion-passed",
        DocumentConclusion::Failed => "conclusion-failed",
        DocumentConclusion::Indeterminate => "conclusion-indeterminate",
        DocumentConclusion::Unsigned => "conclusion-unsigned",
        DocumentConclusion::Unreadable => "conclusion-unreadable",
    }
}

const fn totals_id(conclusion: DocumentConclusion) -> &'static str {
    match conclusion {
        DocumentConclusion::Passed => "totals-passed",
        DocumentConclusion::Failed => "totals-failed",
        DocumentConclusion::Indeterminate => "totals-indeterminate",
        DocumentConclusion::Unsigned => "totals-unsigned",
        DocumentConclusion::Unreadable => "totals-unreadable",
    }
}
