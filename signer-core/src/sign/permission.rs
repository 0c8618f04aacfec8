//! Whether the document lets itself be signed: encryption, certification, locks, usage rights, two readings.

use crate::error::{Error, Forbidden};
use crate::pdf::encryption::Access;
use crate::pdf::signature::{FieldLock, LockAction};
use crate::pdf::{Document, EmbeddedSignature, View};
use crate::sign::field::Target;

/// Refuses what the document forbids.
///
/// `certifying` says that the new signature is to be a certification signature.
pub(super) fn check(document: &Document<'_>, target: &Target, certifying: bool) -> Result<(), Error> {
    check_encryption(document, target)?;
    check_usage_rights(&document.latest())?;
    let signatures = document.signatures()?;
    check_signatures(&signatures, target.name(), certifying)?;
    check_readings(document)
}

/// Refuses what the document forbids a time-stamp over it.
///
/// No certification and no lock does: ISO 32000-2, 12.8.2.2.2, Table 257 counts an update that adds nothing but a
/// time-stamp or a security store as no change.
pub(super) fn check_timestamp(document: &Document<'_>, target: &Target) -> Result<(), Error> {
    check_encryption(document, target)?;
    check_usage_rights(&document.latest())?;
    check_readings(document)
}

/// Refuses what the document forbids its security store: as a time-stamp, and it needs no field.
///
/// Table 22 has no bit for it. Whoever may sign may keep what validates.
pub(super) fn check_store(document: &Document<'_>) -> Result<(), Error> {
    check_usage_rights(&document.latest())?;
    if let Some(encryption) = document.encryption() {
        let permissions = encryption.permissions();
        let allowed = permissions.fill_fields() || permissions.create_fields();
        let as_user = allowed && encryption.permissions_confirmed();
        if !encryption.is_open() {
            return Err(Forbidden::Encrypted.into());
        }
        if encryption.access() != Access::Owner && !as_user {
            return Err(Forbidden::Permissions.into());
        }
    }
    check_readings(document)
}

/// Refuses a document that another reader may see differently. Objects are read lazily, so this is asked again
/// after the work.
pub(super) fn check_readings(document: &Document<'_>) -> Result<(), Error> {
    match document.findings().into_iter().find(|finding| finding.ambiguous) {
        Some(finding) => Err(Forbidden::Ambiguous { finding: finding.message }.into()),
        None => Ok(()),
    }
}

/// ISO 32000-2, Table 22. Bit 9 lets existing fields be signed, and so does bit 6; a new signature field needs
/// bit 4 and bit 6. The owner may do anything.
fn check_encryption(document: &Document<'_>, target: &Target) -> Result<(), Error> {
    let Some(encryption) = document.encryption() else { return Ok(()) };
    if !encryption.is_open() {
        return Err(Forbidden::Encrypted.into());
    }
    // An owner is bound by nothing. Permissions that do not agree with their encrypted copy were changed by someone
    // without the key, so nobody was permitted anything by them.
    let permissions = encryption.permissions();
    let allowed = match target {
        Target::Existing(_) => permissions.fill_fields(),
        Target::New(_) => permissions.create_fields(),
    };
    let as_user = allowed && encryption.permissions_confirmed();
    if encryption.access() == Access::Owner || as_user { Ok(()) } else { Err(Forbidden::Permissions.into()) }
}

/// ISO 32000-2, 12.8.2.3: an update that the rights do not name makes a reader withdraw them all. The only rights
/// that would let a field be signed are given to one product by its maker, so none are taken to be given.
fn check_usage_rights(view: &View<'_, '_>) -> Result<(), Error> {
    let permissions = view.entry(&view.catalog()?, "Perms")?;
    let has = |key| permissions.as_dictionary().is_some_and(|dictionary| dictionary.contains(key));
    if has("UR3") || has("UR") { Err(Forbidden::UsageRights.into()) } else { Ok(()) }
}

fn check_signatures(signatures: &[EmbeddedSignature], field: &str, certifying: bool) -> Result<(), Error> {
    if certifying && let Some(first) = signatures.first() {
        return Err(Forbidden::NotFirst { field: first.field.clone() }.into());
    }
    for signature in signatures {
        let by = &signature.field;
        let locks = [signature.field_mdp.as_ref(), signature.field_lock.as_ref()];
        let mut levels = locks.iter().flatten().filter_map(|lock| lock.permission).chain(signature.certification);
        // 12.8.2.2, Table 257 and 12.7.5.5, Table 236: level 1 permits no change; 2 and 3 permit signing.
        if levels.any(|level| level <= 1) {
            return Err(Forbidden::Certified { field: by.clone(), level: 1 }.into());
        }
        if locks.into_iter().flatten().any(|lock| covers(lock, field)) {
            return Err(Forbidden::Locked { field: field.to_owned(), by: by.clone() }.into());
        }
    }
    Ok(())
}

/// Whether a lock is about this field (12.7.5.5, Table 236): a name stands for the fields below it, too.
fn covers(lock: &FieldLock, field: &str) -> bool {
    let named = |names: &[String]| names.iter().any(|name| is_or_is_below(field, name));
    match &lock.action {
        LockAction::All => true,
        LockAction::Include(names) => named(names),
        LockAction::Exclude(names) => !named(names),
    }
}

fn is_or_is_below(field: &str, name: &str) -> bool {
    field.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock(action: LockAction) -> FieldLock {
        FieldLock { action, permission: None }
    }

    #[test]
    fn a_lock_on_a_parent_covers_what_is_below_it_and_not_its_namesakes() {
        let include = lock(LockAction::Include(vec!["form.leader".into()]));
        assert!(covers(&include, "form.leader"));
        assert!(covers(&include, "form.leader.signature"));
        assert!(!covers(&include, "form.leader2"));
        assert!(!covers(&include, "form"));
    }

    #[test]
    fn a_lock_on_all_but_some_leaves_these_open() {
        let exclude = lock(LockAction::Exclude(vec!["seal".into()]));
        assert!(!covers(&exclude, "seal"));
        assert!(covers(&exclude, "Signature1"));
        assert!(covers(&lock(LockAction::All), "seal"));
    }
}
