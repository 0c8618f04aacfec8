//! What the signatures themselves forbid: certifications (ISO 32000-2, 12.8.2.2) and locks on fields (12.7.5.5,
//! 12.8.2.4).

use crate::pdf::EmbeddedSignature;
use crate::pdf::signature::{FieldLock, LockAction, SignatureKind};
use crate::report::Extent;

use super::rules::{Claim, Rule};

/// The certifications and locks of the signatures so far.
#[derive(Debug, Default)]
pub(super) struct Constraints {
    /// The strictest level of a certification, or of `/P` of a lock.
    level: Option<u8>,
    locks: Vec<(String, LockAction)>,
}

impl Constraints {
    /// Puts those of further signatures in force.
    pub(super) fn add<'s>(&mut self, signatures: impl Iterator<Item = &'s EmbeddedSignature>) {
        for signature in signatures.filter(|signature| signature.kind == SignatureKind::Signature) {
            let locks: Vec<&FieldLock> = signature.field_mdp.iter().chain(&signature.field_lock).collect();
            let levels = signature.certification.into_iter().chain(locks.iter().filter_map(|lock| lock.permission));
            self.level = levels.chain(self.level).min();
            self.locks.extend(locks.into_iter().map(|lock| (signature.field.clone(), lock.action.clone())));
        }
    }

    /// What forbids a change that a rule explains: `certification-1` to `-3`, or `field-lock:` and the field of the
    /// signature that locks.
    pub(super) fn forbid(&self, claim: &Claim) -> Option<String> {
        if let Some(level) = self.level.filter(|level| !permits(*level, claim.rule)) {
            return Some(format!("certification-{level}"));
        }
        let field = claim.field.as_deref().filter(|_| claim.rule.is_subject_to_locks())?;
        let (by, _) = self.locks.iter().find(|(_, action)| locks(action, field))?;
        Some(format!("field-lock:{by}"))
    }
}

/// Table 257; at every level validation data and document time-stamps may be added (12.8.2.2.2).
fn permits(level: u8, rule: Rule) -> bool {
    match level {
        0 | 1 => rule.extent() <= Extent::Archival,
        // Filling in and signing what is there. A new field that shows something is an annotation that was created.
        2 => rule.extent() <= Extent::Forms && !matches!(rule, Rule::NestedSignature | Rule::VisibleSignature),
        _ => rule != Rule::NestedSignature,
    }
}

/// Table 236: a name locks the field and those below it.
fn locks(action: &LockAction, field: &str) -> bool {
    let named = |names: &[String]| {
        names.iter().any(|name| {
            field.strip_prefix(name.as_str()).is_some_and(|below| below.is_empty() || below.starts_with('.'))
        })
    };
    match action {
        LockAction::All => true,
        LockAction::Include(names) => named(names),
        LockAction::Exclude(names) => !named(names),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: [Rule; 8] = [
        Rule::SecurityStore,
        Rule::DocumentTimestamp,
        Rule::Metadata,
        Rule::FormFilling,
        Rule::Signature,
        Rule::VisibleSignature,
        Rule::NestedSignature,
        Rule::Annotation,
    ];

    fn forbidden(level: u8) -> Vec<Rule> {
        let constraints = Constraints { level: Some(level), locks: Vec::new() };
        RULES.into_iter().filter(|rule| constraints.forbid(&Claim::of(*rule)).is_some()).collect()
    }

    #[test]
    fn a_certification_against_any_change_leaves_what_preserves_the_signature() {
        use Rule::{Annotation, FormFilling, NestedSignature, Signature, VisibleSignature};
        assert_eq!(forbidden(1), [FormFilling, Signature, VisibleSignature, NestedSignature, Annotation]);
    }

    #[test]
    fn a_certified_form_may_be_filled_in_and_signed_where_it_says_so() {
        assert_eq!(forbidden(2), [Rule::VisibleSignature, Rule::NestedSignature, Rule::Annotation]);
    }

    #[test]
    fn the_highest_level_permits_annotations_too() {
        assert_eq!(forbidden(3), [Rule::NestedSignature]);
    }

    #[test]
    fn a_lock_concerns_the_fields_it_names_and_those_below_them() {
        let names = || vec!["Contract".to_owned()];
        for (action, locked) in [
            (LockAction::All, [true, true, true]),
            (LockAction::Include(names()), [true, true, false]),
            (LockAction::Exclude(names()), [false, false, true]),
        ] {
            assert_eq!(["Contract", "Contract.Sum", "Contract2"].map(|field| locks(&action, field)), locked);
        }
    }

    #[test]
    fn a_lock_does_not_concern_document_time_stamps() {
        let constraints = Constraints { level: None, locks: vec![("A".to_owned(), LockAction::All)] };
        for (rule, forbidden) in [(Rule::DocumentTimestamp, None), (Rule::FormFilling, Some("field-lock:A"))] {
            let claim = Claim { rule, field: Some("B".into()) };
            assert_eq!(constraints.forbid(&claim).as_deref(), forbidden, "{rule:?}");
        }
    }
}
