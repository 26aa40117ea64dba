//! Secrets: named bytes beside the JSON, never in it.

use std::fmt;

use abi_stable::{
    StableAbi,
    std_types::{RSlice, RStr},
};
use zeroize::Zeroizing;

/// One secret on its way across: borrowed from the sender, who wipes it; copied by the receiver into a [`Secret`].
#[repr(C)]
#[derive(Clone, Copy, StableAbi)]
pub struct SecretField<'a> {
    /// The name of the field that the secret was entered in.
    pub name: RStr<'a>,
    /// Its value. Text is UTF-8.
    pub value: RSlice<'a, u8>,
}

/// A value that nobody may see: prints as `***`, is wiped from memory when it is dropped, and can't be serialised.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// Takes over the bytes.
    #[must_use]
    pub fn new(value: impl Into<Vec<u8>>) -> Self {
        Self(Zeroizing::new(value.into()))
    }

    /// The value. Whoever asks for it answers for where it goes.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// The value as text.
    ///
    /// # Errors
    ///
    /// If it is not UTF-8. The error does not hold the value.
    pub fn expose_text(&self) -> Result<&str, std::str::Utf8Error> {
        std::str::from_utf8(&self.0)
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("***")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("***")
    }
}

pub(crate) fn copy(fields: RSlice<'_, SecretField<'_>>) -> Vec<(String, Secret)> {
    fields
        .iter()
        .map(|field| (field.name.into(), Secret::new(field.value.as_slice())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_itself_nowhere() {
        let secret = Secret::new("glpat-visible");
        assert_eq!(format!("{secret} {secret:?} {secret:#?}"), "*** *** ***");
    }
}
