//! Credentials at rest: sealed, each bound to what it is for.
//!
//! A sealed secret begins with the version of its format. Version 1 is XChaCha20-Poly1305 (a nonce of 24 random bytes, then
//! ciphertext and tag) under the key in the file `key` beside the database, with the binding as associated data: copied to another
//! connection, plugin, field, address or method, it does not open. A keyring of the operating system can take the key file's place as
//! version 2.

use std::{
    fs, io,
    io::Write,
    path::{Path, PathBuf},
};

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use violet_plugin::Secret;
use zeroize::Zeroizing;

use crate::{
    private,
    state::{Error, ErrorKind},
};

/// Seals and opens secrets.
#[derive(Clone, Debug)]
pub(crate) struct Vault {
    folder: PathBuf,
}

/// What a secret is for. It opens for nothing else.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Binding<'a> {
    /// The number of the connection.
    pub(crate) connection: i64,
    /// The id of the plugin that it was entered for.
    pub(crate) plugin: &'a str,
    /// The field that it was entered in.
    pub(crate) field: &'a str,
    /// The instance: scheme, host, port and path, as the plugin normalised them.
    pub(crate) address: &'a str,
    /// The authentication method.
    pub(crate) method: &'a str,
}

impl Vault {
    /// The vault whose key lies in this folder. Nothing is read or created yet.
    pub(crate) fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
        }
    }

    /// Seals a secret. The first one of all creates the key; whether this `is_first`, the caller knows. Where others are sealed
    /// already, a missing key is not replaced: the day it came back, one of the two would open nothing.
    pub(crate) fn seal(
        &self,
        secret: &Secret,
        binding: &Binding<'_>,
        is_first: bool,
    ) -> Result<Vec<u8>, Error> {
        let path = self.path();
        let key = match self.read_key()? {
            Some(key) => key,
            None if is_first => self.create_key()?,
            None => return Err(Error::new(ErrorKind::KeyMissing, &path, "")),
        };
        private::tighten(&path).map_err(|error| Error::of_file(&path, &error))?;
        let mut nonce = [0; NONCE];
        random(&mut nonce, &path)?;
        let associated = binding.bytes();
        let payload = Payload {
            msg: secret.expose(),
            aad: &associated,
        };
        let ciphertext = cipher(&key)
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| {
                Error::new(
                    ErrorKind::Other,
                    &path,
                    "the secret is too long to be sealed",
                )
            })?;
        Ok([&[VERSION], &nonce[..], &ciphertext].concat())
    }

    /// Opens a sealed secret.
    pub(crate) fn open(&self, sealed: &[u8], binding: &Binding<'_>) -> Result<Secret, Error> {
        let path = self.path();
        let cannot = |why: &str| Error::new(ErrorKind::Sealed, &path, why);
        let Some((&VERSION, rest)) = sealed.split_first() else {
            return Err(cannot("its format is unknown"));
        };
        let Some((nonce, ciphertext)) = rest.split_first_chunk::<NONCE>() else {
            return Err(cannot("it is cut off"));
        };
        let key = self
            .read_key()?
            .ok_or_else(|| Error::new(ErrorKind::KeyMissing, &path, ""))?;
        let associated = binding.bytes();
        let payload = Payload {
            msg: ciphertext,
            aad: &associated,
        };
        let opened = cipher(&key).decrypt(&XNonce::from(*nonce), payload);
        opened
            .map(Secret::new)
            .map_err(|_| cannot("it was sealed with another key, or for something else"))
    }

    fn path(&self) -> PathBuf {
        self.folder.join(FILE)
    }

    fn read_key(&self) -> Result<Option<Key>, Error> {
        let path = self.path();
        let bytes = match fs::read(&path) {
            Ok(bytes) => Zeroizing::new(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::of_file(&path, &error)),
        };
        let damaged = || Error::new(ErrorKind::KeyDamaged, &path, "");
        let (&VERSION, key) = bytes.split_first().ok_or_else(damaged)? else {
            return Err(damaged());
        };
        let key: &[u8; KEY] = key.try_into().map_err(|_| damaged())?;
        Ok(Some(Zeroizing::new(*key)))
    }

    /// Creates the key. The file appears whole or not at all, and of several processes one wins.
    fn create_key(&self) -> Result<Key, Error> {
        let path = self.path();
        let failed = |error: io::Error| Error::of_file(&path, &error);
        private::create_folder(&self.folder).map_err(failed)?;
        let mut bytes = Zeroizing::new([VERSION; KEY + 1]);
        random(&mut bytes[1..], &path)?;
        // `tempfile` creates files for their owner alone.
        let mut file = tempfile::Builder::new()
            .prefix(".key-")
            .tempfile_in(&self.folder)
            .map_err(failed)?;
        file.write_all(&bytes[..]).map_err(failed)?;
        file.as_file().sync_all().map_err(failed)?;
        match file.persist_noclobber(&path) {
            Ok(_) => sync_folder(&self.folder).map_err(failed)?,
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failed(error.error)),
        }
        self.read_key()?
            .ok_or_else(|| Error::new(ErrorKind::KeyMissing, &path, ""))
    }
}

impl Binding<'_> {
    /// Every part with its length before it, so that no two bindings have the same bytes.
    fn bytes(&self) -> Vec<u8> {
        let connection = self.connection.to_string();
        let parts = [
            "violet-host-sim",
            &connection,
            self.plugin,
            self.field,
            self.address,
            self.method,
        ];
        let length = |part: &str| (part.len() as u64).to_be_bytes();
        parts
            .iter()
            .flat_map(|part| [&length(part)[..], part.as_bytes()].concat())
            .collect()
    }
}

type Key = Zeroizing<[u8; KEY]>;

fn cipher(key: &Key) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new((&**key).into())
}

fn random(bytes: &mut [u8], path: &Path) -> Result<(), Error> {
    getrandom::fill(bytes).map_err(|error| {
        Error::new(
            ErrorKind::Other,
            path,
            format!("no random numbers: {error}"),
        )
    })
}

/// Makes sure that a new name in a folder survives a loss of power, where the system can be asked for it.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        fs::File::open(folder)?.sync_all()
    } else {
        Ok(())
    }
}

const FILE: &str = "key";
const VERSION: u8 = 1;
const KEY: usize = 32;
const NONCE: usize = 24;

#[cfg(test)]
mod tests {
    use super::*;

    const BINDING: Binding<'_> = Binding {
        connection: 1,
        plugin: "gitlab",
        field: "token",
        address: "https://git.example.com/root",
        method: "token",
    };

    fn vault() -> (tempfile::TempDir, Vault) {
        let folder = tempfile::tempdir().expect("a folder");
        let vault = Vault::new(folder.path().join("state"));
        (folder, vault)
    }

    #[test]
    fn what_was_sealed_opens_for_its_binding_alone() {
        let (_folder, vault) = vault();
        let sealed = vault
            .seal(&Secret::new("glpat-visible"), &BINDING, true)
            .expect("sealed");
        assert!(!sealed.windows(5).any(|window| window == b"glpat"));
        assert_eq!(
            vault.open(&sealed, &BINDING).expect("opened").expose(),
            b"glpat-visible"
        );
        for other in [
            Binding {
                connection: 2,
                ..BINDING
            },
            Binding {
                plugin: "gitlub",
                ..BINDING
            },
            Binding {
                field: "token2",
                ..BINDING
            },
            Binding {
                address: "https://git.example.com",
                ..BINDING
            },
            Binding {
                method: "basic",
                ..BINDING
            },
        ] {
            let error = vault.open(&sealed, &other).expect_err("it is not for this");
            assert_eq!(error.kind(), ErrorKind::Sealed, "{other:?}");
        }
    }

    #[test]
    fn no_two_bindings_have_the_same_bytes() {
        let one = Binding {
            field: "ab",
            address: "c",
            ..BINDING
        };
        let other = Binding {
            field: "a",
            address: "bc",
            ..BINDING
        };
        assert_ne!(one.bytes(), other.bytes());
    }

    #[test]
    fn the_same_secret_is_never_sealed_the_same_way_twice() {
        let (_folder, vault) = vault();
        let seal = || {
            vault
                .seal(&Secret::new("same"), &BINDING, true)
                .expect("sealed")
        };
        assert_ne!(seal(), seal());
    }

    #[test]
    fn what_was_changed_cut_or_written_by_a_newer_version_does_not_open() {
        let (_folder, vault) = vault();
        let sealed = vault
            .seal(&Secret::new("glpat-visible"), &BINDING, true)
            .expect("sealed");
        let mut changed = sealed.clone();
        *changed.last_mut().expect("not empty") ^= 1;
        let mut newer = sealed.clone();
        newer[0] = 2;
        for wrong in [&changed[..], &newer, &sealed[..10], &sealed[..30], &[]] {
            let error = vault.open(wrong, &BINDING).expect_err("it is damaged");
            assert_eq!(error.kind(), ErrorKind::Sealed);
        }
    }

    #[test]
    fn a_missing_or_damaged_key_is_said_and_never_replaced_while_it_is_needed() {
        let (_folder, vault) = vault();
        let sealed = vault
            .seal(&Secret::new("glpat-visible"), &BINDING, true)
            .expect("sealed");
        let key = fs::read(vault.path()).expect("a key");
        fs::write(vault.path(), &key[..20]).expect("written");
        assert_eq!(
            vault.open(&sealed, &BINDING).expect_err("damaged").kind(),
            ErrorKind::KeyDamaged
        );
        assert_eq!(
            vault
                .seal(&Secret::new("x"), &BINDING, true)
                .expect_err("damaged")
                .kind(),
            ErrorKind::KeyDamaged
        );
        fs::remove_file(vault.path()).expect("removed");
        assert_eq!(
            vault.open(&sealed, &BINDING).expect_err("missing").kind(),
            ErrorKind::KeyMissing
        );
        assert_eq!(
            vault
                .seal(&Secret::new("x"), &BINDING, false)
                .expect_err("missing")
                .kind(),
            ErrorKind::KeyMissing
        );
        assert!(!vault.path().exists());
    }

    #[test]
    fn everybody_who_comes_first_at_once_gets_the_same_key() {
        let (_folder, vault) = vault();
        let start = std::sync::Barrier::new(8);
        let sealed: Vec<Vec<u8>> = std::thread::scope(|scope| {
            let seal = || {
                start.wait();
                vault
                    .seal(&Secret::new("same"), &BINDING, true)
                    .expect("sealed")
            };
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(seal)).collect();
            threads
                .into_iter()
                .map(|thread| thread.join().expect("no panic"))
                .collect()
        });
        for sealed in sealed {
            assert_eq!(
                vault.open(&sealed, &BINDING).expect("opened").expose(),
                b"same"
            );
        }
        let left: Vec<_> = fs::read_dir(&vault.folder)
            .expect("a folder")
            .flatten()
            .map(|file| file.file_name())
            .collect();
        assert_eq!(left, [FILE]);
    }

    #[cfg(unix)]
    #[test]
    fn key_and_folder_are_their_owners_alone() {
        use std::os::unix::fs::PermissionsExt;
        let (_folder, vault) = vault();
        vault
            .seal(&Secret::new("x"), &BINDING, true)
            .expect("sealed");
        let rights = |path: &Path| {
            fs::metadata(path)
                .expect("it is there")
                .permissions()
                .mode()
                & 0o777
        };
        assert_eq!(rights(&vault.path()), 0o600);
        assert_eq!(rights(&vault.folder), 0o700);
        fs::set_permissions(vault.path(), fs::Permissions::from_mode(0o644)).expect("changed");
        vault
            .seal(&Secret::new("x"), &BINDING, true)
            .expect("sealed");
        assert_eq!(rights(&vault.path()), 0o600);
    }
}
