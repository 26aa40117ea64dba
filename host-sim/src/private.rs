//! Files and folders that only their owner may use. On systems without Unix rights they get those of the folder that they lie in.

use std::{
    fs::{self, OpenOptions},
    io,
    path::Path,
};

/// Creates a folder, and what is missing above it, for its owner alone. One that exists keeps its rights.
pub(crate) fn create_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Lets a file that is created be its owner's from its first moment.
pub(crate) fn only_owner(options: &mut OpenOptions) {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    #[cfg(not(unix))]
    let _ = options;
}

/// Takes from others the rights to a file that already exists.
#[cfg(unix)]
pub(crate) fn tighten(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let rights = fs::metadata(path)?.permissions();
    if rights.mode() & 0o077 != 0 {
        fs::set_permissions(path, fs::Permissions::from_mode(rights.mode() & 0o700))?;
    }
    Ok(())
}

/// Takes from others the rights to a file that already exists: here there is nothing to take.
#[cfg(not(unix))]
pub(crate) fn tighten(_: &Path) -> io::Result<()> {
    Ok(())
}
