//! Where modules stand: the known places of the token families, and what p11-kit was told of.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// Where the modules of the token families used by state agencies stand, and those of common HSMs and tests.
///
/// The order is that of the families: bit4id, SafeNet, Feitian, then what distributions package.
#[must_use]
pub fn known_paths() -> Vec<PathBuf> {
    known_on(std::env::consts::OS).iter().map(PathBuf::from).collect()
}

fn known_on(system: &str) -> &'static [&'static str] {
    match system {
        "windows" => &[
            r"C:\Windows\System32\bit4xpki.dll",
            r"C:\Windows\System32\eTPKCS11.dll",
            r"C:\Windows\System32\eps2003csp11.dll",
            r"C:\Program Files\OpenSC Project\OpenSC\pkcs11\opensc-pkcs11.dll",
            r"C:\SoftHSM2\lib\softhsm2-x64.dll",
        ],
        "macos" => &[
            "/Library/bit4id/pkcs11/libbit4xpki.dylib",
            "/usr/local/lib/libeTPkcs11.dylib",
            "/Library/Frameworks/eToken.framework/Versions/Current/libeToken.dylib",
            "/Library/OpenSC/lib/opensc-pkcs11.so",
            "/opt/homebrew/lib/softhsm/libsofthsm2.so",
            "/usr/local/lib/softhsm/libsofthsm2.so",
        ],
        _ => &[
            "/usr/lib/bit4id/libbit4xpki.so",
            "/usr/lib/libbit4xpki.so",
            "/usr/lib64/libbit4xpki.so",
            "/usr/lib/libeTPkcs11.so",
            "/usr/lib64/libeTPkcs11.so",
            "/usr/lib/libeToken.so",
            "/usr/lib/softhsm/libsofthsm2.so",
            "/usr/lib64/pkcs11/libsofthsm2.so",
            "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
            "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
            "/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so",
            "/usr/lib/aarch64-linux-gnu/opensc-pkcs11.so",
            "/usr/lib64/opensc-pkcs11.so",
        ],
    }
}

/// The modules that are installed here, each once although it may be found under several names: those at the known
/// places, then those that p11-kit was told of.
#[must_use]
pub fn installed() -> Vec<PathBuf> {
    let mut seen = HashSet::new();
    let is_new = |path: &PathBuf| path.canonicalize().is_ok_and(|real| seen.insert(real));
    let told = CONFIGURATIONS.iter().flat_map(|folder| registered(Path::new(folder), &MODULES.map(Path::new)));
    known_paths().into_iter().chain(told).filter(|path| path.is_file()).filter(is_new).collect()
}

/// Where p11-kit keeps a file for each module (pkcs11.conf(5)).
const CONFIGURATIONS: [&str; 2] = ["/etc/pkcs11/modules", "/usr/share/p11-kit/modules"];
/// What a module without a folder is relative to.
const MODULES: [&str; 4] =
    ["/usr/lib/x86_64-linux-gnu/pkcs11", "/usr/lib/aarch64-linux-gnu/pkcs11", "/usr/lib64/pkcs11", "/usr/lib/pkcs11"];
/// A module's file is a few lines.
const LONGEST: u64 = 65_536;

/// The modules of a folder of p11-kit's, in the order of their files' names. Those that hold trusted certificates and
/// no keys are left out.
fn registered(folder: &Path, modules: &[&Path]) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> =
        entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|end| end == "module")).collect();
    files.sort();
    files.iter().filter_map(|file| module_of(file, modules)).collect()
}

fn module_of(file: &Path, modules: &[&Path]) -> Option<PathBuf> {
    if std::fs::metadata(file).ok()?.len() > LONGEST {
        return None;
    }
    let text = std::fs::read_to_string(file).ok()?;
    let value = |name: &str| {
        let lines = text.lines().map(str::trim).filter(|line| !line.starts_with('#'));
        lines.filter_map(|line| line.split_once(':')).find(|(key, _)| key.trim() == name).map(|(_, value)| value.trim())
    };
    if value("trust-policy").is_some_and(|answer| answer == "yes") || value("remote").is_some() {
        return None;
    }
    let module = Path::new(value("module")?);
    if module.is_absolute() {
        return Some(module.to_owned());
    }
    modules.iter().map(|folder| folder.join(module)).find(|path| path.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_modules_that_p11_kit_was_told_of_are_found_except_those_of_trust() {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        put("vendor.so", "");
        put("b.module", "# a comment: module: no\nmodule: vendor.so\ncritical: no\n");
        put("a.module", "module: /opt/vendor/libtoken.so\n");
        put("c.module", "module: p11-kit-trust.so\ntrust-policy: yes\n");
        put("d.module", "remote: |ssh elsewhere p11-kit remote\nmodule: vendor.so\n");
        put("e.module", "module: absent.so\n");
        put("f.conf", "module: /opt/other.so\n");
        let found = registered(folder.path(), &[folder.path()]);
        assert_eq!(found, [PathBuf::from("/opt/vendor/libtoken.so"), folder.path().join("vendor.so")]);
    }

    #[test]
    fn the_token_families_of_state_agencies_are_known_on_each_system() {
        for (system, families) in [
            ("linux", &["/usr/lib/bit4id/libbit4xpki.so", "/usr/lib/libbit4xpki.so", "/usr/lib/libeTPkcs11.so"][..]),
            ("windows", &["bit4xpki.dll", "eTPKCS11.dll", "eps2003csp11.dll"]),
            ("macos", &["/Library/bit4id/pkcs11/libbit4xpki.dylib", "/usr/local/lib/libeTPkcs11.dylib"]),
        ] {
            for family in families {
                assert!(known_on(system).iter().any(|path| path.ends_with(family)), "{system}: {family}");
            }
        }
    }
}
