//! Looks through a whole folder: whether all that its records name is there, and as it was.

use std::collections::BTreeSet;

use super::folder::{object_name, run_name};
use super::{Damage, Folder, Sha256};
use crate::error::Failure;

/// What was found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Checked {
    pub(crate) documents: usize,
    pub(crate) objects: usize,
    /// Objects that no record names: of a run that was interrupted, or of one that goes on.
    pub(crate) unnamed: usize,
    pub(crate) damages: Vec<Damage>,
}

/// Reads every record and every object.
pub(crate) fn check(folder: &Folder) -> Result<Checked, Failure> {
    let mut checked = Checked::default();
    let (mut documents, mut named, mut runs) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    folder.all_manifests(|manifest| {
        match manifest {
            Ok((sum, manifest)) => {
                documents.insert(manifest.document.map_or(sum, |document| document.sha256));
                runs.insert(manifest.run);
                named.extend(manifest.evidence.iter().map(|piece| piece.sha256));
            }
            Err(damage) => checked.damages.push(damage),
        }
        Ok(())
    })?;
    let known: BTreeSet<Sha256> = folder.runs()?.into_iter().collect();
    for run in runs.union(&known) {
        match folder.run(*run) {
            Ok(run) => named.extend(run.objects()),
            Err(damage) => checked.damages.push(Damage { name: run_name(*run), ..damage }),
        }
    }
    let there: BTreeSet<Sha256> = folder.objects()?.into_iter().collect();
    for object in there.union(&named) {
        if let Err(damage) = folder.object(*object) {
            checked.damages.push(Damage { name: object_name(*object), ..damage });
        }
    }
    checked.documents = documents.len();
    checked.objects = there.len();
    checked.unnamed = there.difference(&named).count();
    Ok(checked)
}
