//! `signer.toml`: what is the same each time is said once.
//!
//! Two files are read, the user's and that of the folder in which the work is done, the latter over the former; with
//! `--config` that one alone. In a file a profile speaks over what stands outside of it.
//!
//! A file in a folder of incoming documents may be anybody's: it could say whom to trust and which library to load.
//! So the file of a folder counts only when the user's own file lists the folder (`project-folders`).

use std::path::{Path, PathBuf};

use crate::error::Failure;
use crate::files::folder_of;

pub(crate) mod apply;
pub(crate) mod edit;
mod file;
pub(crate) mod keys;
pub(crate) mod place;
mod profile;

use file::File;
pub(crate) use profile::{Origin, Profile};

/// Which configuration is meant.
#[derive(Clone, Debug, Default)]
pub(crate) struct Choice {
    /// `--config`.
    pub(crate) file: Option<PathBuf>,
    /// `--profile`.
    pub(crate) profile: Option<String>,
}

/// What was configured, and from where.
#[derive(Clone, Debug, Default)]
pub(crate) struct Configuration {
    pub(crate) profile: Profile,
    /// The files that count, in the order in which they were read.
    pub(crate) files: Vec<PathBuf>,
    /// A file of this folder that does not count: the user's own does not list its folder.
    pub(crate) unlisted: Option<PathBuf>,
    /// The names of all profiles.
    pub(crate) names: Vec<String>,
}

/// What a file is, which decides over whom it speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rank {
    User,
    Project,
    Named,
}

impl Rank {
    fn origin(self, path: &Path, line: usize) -> Origin {
        let path = path.to_owned();
        match self {
            Self::User => Origin::User { path, line },
            Self::Project => Origin::Project { path, line },
            Self::Named => Origin::Named { path, line },
        }
    }
}

impl Configuration {
    /// Reads the files, and the profile that was chosen.
    ///
    /// # Errors
    /// A file cannot be used, or has no such profile.
    pub(crate) fn read(choice: &Choice) -> Result<Self, Failure> {
        let mut unlisted = None;
        let files = match named_file(choice) {
            Some(path) => vec![(Rank::Named, File::read(&path)?)],
            None => {
                let user = place::of_user().filter(|path| path.is_file()).map(|path| File::read(&path)).transpose()?;
                let project = place::of_project().filter(|path| place::of_user().as_ref() != Some(path));
                let listed = user.as_ref().map(|user| user.project_folders.as_slice()).unwrap_or_default();
                let project = match project {
                    Some(path) if place::is_listed(folder_of(&path), listed) => Some(File::read(&path)?),
                    other => {
                        unlisted = other;
                        None
                    }
                };
                let user = user.map(|file| (Rank::User, file));
                user.into_iter().chain(project.map(|file| (Rank::Project, file))).collect()
            }
        };
        Self::of(&files, choice, unlisted)
    }

    fn of(files: &[(Rank, File)], choice: &Choice, unlisted: Option<PathBuf>) -> Result<Self, Failure> {
        let mut names: Vec<String> = files.iter().flat_map(|(_, file)| file.profiles.keys().cloned()).collect();
        names.sort();
        names.dedup();
        let mut profile = Profile { name: chosen(files, choice), ..Profile::default() };
        if let Some((name, _)) = profile.name.as_ref().filter(|(name, _)| !names.contains(name)) {
            let there = if names.is_empty() { "-".to_owned() } else { names.join(", ") };
            return Err(Failure::usage("error-config-profile").with("profile", name).with("there", there));
        }
        for (rank, file) in files {
            let chosen = profile.name.as_ref().and_then(|(name, _)| file.profiles.get(name));
            let chosen = chosen.into_iter().flat_map(|(_, settings)| settings);
            for (key, setting) in file.general.iter().chain(chosen) {
                let origin = rank.origin(&file.path, setting.line);
                profile.values.insert(key.clone(), (setting.value.clone(), origin));
            }
        }
        let files = files.iter().map(|(_, file)| file.path.clone()).collect();
        Ok(Self { profile, files, unlisted, names })
    }
}

fn named_file(choice: &Choice) -> Option<PathBuf> {
    let variable = || std::env::var_os("SIGNER_CONFIG").filter(|path| !path.is_empty()).map(PathBuf::from);
    choice.file.clone().or_else(variable)
}

/// The profile that is meant: the command line's, the environment's, or the default of the last file that has one.
fn chosen(files: &[(Rank, File)], choice: &Choice) -> Option<(String, Origin)> {
    if let Some(name) = &choice.profile {
        return Some((name.clone(), Origin::CommandLine));
    }
    if let Some(name) = std::env::var("SIGNER_PROFILE").ok().filter(|name| !name.is_empty()) {
        return Some((name, Origin::Environment("SIGNER_PROFILE")));
    }
    let named = files.iter().rev().find_map(|(rank, file)| {
        file.default_profile.as_ref().map(|(name, line)| (name.clone(), rank.origin(&file.path, *line)))
    });
    // One profile alone needs no choosing.
    named.or_else(|| {
        let all =
            || files.iter().flat_map(|(rank, file)| file.profiles.iter().map(move |profile| (rank, file, profile)));
        let (rank, file, (name, (line, _))) = all().next()?;
        all().all(|(.., (other, _))| other == name).then(|| (name.clone(), rank.origin(&file.path, *line)))
    })
}
