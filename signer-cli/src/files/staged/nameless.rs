//! Files without a name, as Linux has them.

use std::fs::File;
use std::io;
use std::os::fd::AsRawFd;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rustix::fs::{AtFlags, CWD, linkat};

/// A new file on the file system of this folder; many file systems know no such thing.
pub(super) fn create(folder: &Path) -> io::Result<File> {
    // As any program makes a file: the umask takes its part.
    File::options().read(true).write(true).custom_flags(libc::O_TMPFILE).mode(0o666).open(folder)
}

/// Gives it a name that nobody has.
pub(super) fn link(file: &File, path: &Path) -> io::Result<()> {
    // open(2), `O_TMPFILE`: by its descriptor only a privileged program may, by this link whoever owns it.
    let descriptor = format!("/proc/self/fd/{}", file.as_raw_fd());
    Ok(linkat(CWD, descriptor, CWD, path, AtFlags::SYMLINK_FOLLOW)?)
}

/// Lets the disk begin with what was written, without waiting for it: of many files to be made durable, the second is
/// written while the first is waited for.
#[expect(unsafe_code, reason = "no library offers the call")]
pub(super) fn begin_writing(file: &File) {
    // SAFETY: the descriptor is open as long as `file` is; the call touches no memory. That it fails means nothing:
    // what is waited for afterwards is written then.
    let _advice = unsafe { libc::sync_file_range(file.as_raw_fd(), 0, 0, libc::SYNC_FILE_RANGE_WRITE) };
}
