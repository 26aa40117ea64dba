//! What an operating system decides.

use std::path::Path;

/// Makes a folder that nobody else can enter. Where there are no modes, the folder of the user is private already.
pub(crate) fn for_nobody_else(folder: &mut tempfile::Builder<'_, '_>) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        folder.permissions(std::fs::Permissions::from_mode(0o700));
    }
    #[cfg(not(unix))]
    let _ = folder;
}

/// Whether a file is mapped into this process. `None` where the system does not tell.
pub(crate) fn is_mapped(file: &Path) -> Option<bool> {
    if cfg!(target_os = "linux") {
        use std::os::unix::ffi::OsStrExt;
        let maps = std::fs::read("/proc/self/maps").ok()?;
        let name = file.as_os_str().as_bytes();
        Some(maps.windows(name.len()).any(|window| window == name))
    } else {
        None
    }
}
