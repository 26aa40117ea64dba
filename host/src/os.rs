//! What an operating system decides.

#[cfg_attr(
    target_os = "linux",
    expect(
        unsafe_code,
        reason = "the C library is asked about this process's threads"
    )
)]
pub(crate) mod threads;

use std::{fs, io, path::Path};

/// Makes a folder that nobody else can enter. Where there are no modes, the folder of the user is private already.
pub(crate) fn for_nobody_else(folder: &mut tempfile::Builder<'_, '_>) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        folder.permissions(fs::Permissions::from_mode(0o700));
    }
    #[cfg(not(unix))]
    let _ = folder;
}

/// Opens a file for reading without waiting for anybody: a pipe that nobody writes to would be waited for.
pub(crate) fn open_at_once(file: &Path) -> io::Result<fs::File> {
    let mut options = fs::File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(libc::O_NONBLOCK);
    }
    options.open(file)
}

/// Whether a file is mapped into this process. `None` where the system does not tell.
pub(crate) fn is_mapped(file: &Path) -> Option<bool> {
    if cfg!(target_os = "linux") {
        let maps = fs::read("/proc/self/maps").ok()?;
        // The kernel writes a line break in a name as `\012`.
        let mut name = Vec::new();
        for byte in file.as_os_str().as_encoded_bytes() {
            match byte {
                b'\n' => name.extend_from_slice(b"\\012"),
                other => name.push(*other),
            }
        }
        Some(maps.windows(name.len()).any(|window| window == name))
    } else {
        None
    }
}
