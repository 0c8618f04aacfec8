//! Destroys what belongs to one document and to no other (Circular 41/2017/TT-BTTTT, article 9).

use std::collections::BTreeSet;
use std::path::Path;

use super::{Access, Folder, Manifest, Sha256};
use crate::error::Failure;

/// What was destroyed, and what stays because others rest on it too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Removed {
    pub(crate) records: usize,
    pub(crate) runs: usize,
    pub(crate) objects: usize,
    pub(crate) shared: usize,
}

/// Destroys the records of a document, and the objects that only they name.
///
/// Objects go before the records that name them: what was interrupted is finished by doing it again.
pub(crate) fn remove(root: &Path, document: Sha256) -> Result<Removed, Failure> {
    let folder = Folder::open(root, Access::Remove)?;
    let damaged = |damage| Failure::broken("error-evidence-damaged").because(damage);
    let own = folder.manifests(document).map_err(damaged)?;
    if own.is_empty() {
        return Err(Failure::broken("error-evidence-unknown").with("sha256", document));
    }
    let mut runs: BTreeSet<Sha256> = own.iter().map(|(_, manifest)| manifest.run).collect();
    let of_runs = runs.clone();
    let mut objects: BTreeSet<Sha256> = own.iter().flat_map(|(_, manifest)| objects_of(manifest)).collect();
    for run in &of_runs {
        // The record of a run may be gone already, if this was interrupted.
        if let Ok(run) = folder.run(*run) {
            objects.extend(run.objects());
        }
    }
    let all = objects.len();
    let mut others = BTreeSet::new();
    folder.all_manifests(|manifest| {
        // Nobody can tell what a damaged record names: nothing is destroyed then.
        let (_, manifest) = manifest.map_err(damaged)?;
        if manifest.document.is_none_or(|other| other.sha256 != document) {
            runs.remove(&manifest.run);
            others.insert(manifest.run);
            for object in objects_of(&manifest) {
                objects.remove(&object);
            }
        }
        Ok(())
    })?;
    for run in others {
        for object in folder.run(run).map_err(damaged)?.objects() {
            objects.remove(&object);
        }
    }
    let shared = all.saturating_sub(objects.len());
    let removed = Removed { records: own.len(), runs: runs.len(), objects: objects.len(), shared };
    destroy(&folder, document, &own, &runs, &objects)
        .map_err(|error| Failure::broken("error-evidence-write").with("path", root.display()).because(error))?;
    Ok(removed)
}

fn destroy(
    folder: &Folder,
    document: Sha256,
    own: &[(Sha256, Manifest)],
    runs: &BTreeSet<Sha256>,
    objects: &BTreeSet<Sha256>,
) -> std::io::Result<()> {
    for object in objects {
        folder.destroy_object(*object)?;
    }
    for run in runs {
        folder.destroy_run(*run)?;
    }
    for (sum, _) in own {
        folder.destroy_manifest(document, *sum)?;
    }
    folder.clear_unfinished().map(|_| ())
}

fn objects_of(manifest: &Manifest) -> impl Iterator<Item = Sha256> + '_ {
    manifest.evidence.iter().map(|piece| piece.sha256)
}
