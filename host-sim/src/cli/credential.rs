//! A form's secrets: from files, the environment, or a prompt; never from an argument.

use std::{
    env, fs,
    io::{self, IsTerminal, Read},
    path::Path,
};

use violet_plugin::{Field, Method, Problem, Secret, Secrets};

use super::fields::{FieldOptions, secret_fields, usage};
use crate::texts::Texts;

/// Where a secret may come from beside the command line.
pub(super) struct Sources<'a> {
    /// The environment's token.
    pub(super) environment: Option<Secret>,
    /// Standard input.
    pub(super) input: Box<dyn Read + 'a>,
    /// Asks the user, if there is one.
    pub(super) ask: Option<Box<Ask<'a>>>,
}

/// Shows a prompt, and returns what was answered.
type Ask<'a> = dyn Fn(&str) -> io::Result<Secret> + 'a;

impl Sources<'_> {
    /// This process's.
    pub(super) fn of_process() -> Self {
        let environment = env::var_os("VIOLET_TOKEN").filter(|token| !token.is_empty());
        let ask = |prompt: &str| {
            rpassword::prompt_password(prompt).map(|answer| Secret::new(answer.into_bytes()))
        };
        Self {
            environment: environment.map(|token| Secret::new(token.into_encoded_bytes())),
            input: Box::new(io::stdin()),
            ask: io::stdin().is_terminal().then(|| Box::new(ask) as Box<_>),
        }
    }
}

/// Completes the secrets from this process's sources. Waiting for the user happens on a thread of its own: whoever interrupts the
/// program meanwhile is heard.
pub(super) async fn complete_in_process(
    mut secrets: Secrets,
    method: &Method,
    options: &FieldOptions,
    kept: Option<Secrets>,
    texts: &Texts,
) -> Result<Secrets, Problem> {
    let (method, options, own_texts) = (method.clone(), options.clone(), texts.clone());
    let completed = tokio::task::spawn_blocking(move || {
        complete(
            &mut secrets,
            &method,
            &options,
            kept.as_ref(),
            &mut Sources::of_process(),
            &own_texts,
        )?;
        Ok(secrets)
    });
    completed
        .await
        .map_err(|error| texts.failed("failed-runtime", &io::Error::other(error)))?
}

/// Completes the secrets: the method's only one from `--token-file`, the environment, `kept`, or a prompt; several from `kept` or
/// prompts.
pub(super) fn complete(
    secrets: &mut Secrets,
    method: &Method,
    options: &FieldOptions,
    kept: Option<&Secrets>,
    sources: &mut Sources<'_>,
    texts: &Texts,
) -> Result<(), Problem> {
    let fields: Vec<&Field> = secret_fields(method).collect();
    if let Some(path) = &options.token_file {
        let [field] = fields[..] else {
            return Err(usage(texts, "usage-token-file")
                .with("method", method.id.as_str())
                .into());
        };
        if secrets.get(&field.name).is_some() {
            return Err(usage(texts, "usage-field-twice")
                .with("name", field.name.as_str())
                .into());
        }
        let secret = if path.as_os_str() == "-" {
            read_secret(&mut sources.input)
                .map_err(|error| unreadable(texts, "usage-token-input", &field.name, &error))?
        } else {
            // What was given may be the token itself: it is not repeated.
            let file = fs::File::open(path).and_then(|mut file| read_secret(&mut file));
            file.map_err(|error| unreadable(texts, "usage-token-unreadable", &field.name, &error))?
        };
        secrets.set(&field.name, secret);
    }
    for field in &fields {
        if secrets.get(&field.name).is_some() {
            continue;
        }
        let from_environment = if fields.len() == 1 {
            sources.environment.take()
        } else {
            None
        };
        let kept = || kept.and_then(|kept| kept.get(&field.name)).cloned();
        if let Some(secret) = from_environment.or_else(kept) {
            secrets.set(&field.name, secret);
        } else if let (Some(ask), true) = (&sources.ask, field.required) {
            let prompt = texts.with("prompt-secret", &[("label", field.label.as_str().into())]);
            let secret = ask(&prompt)
                .map_err(|error| unreadable(texts, "usage-token-input", &field.name, &error))?;
            secrets.set(&field.name, secret);
        } else if field.required {
            let id = if fields.len() == 1 {
                "usage-no-token"
            } else {
                "usage-no-secret"
            };
            return Err(usage(texts, id)
                .with("name", field.name.as_str())
                .with("label", field.label.as_str())
                .into());
        }
    }
    Ok(())
}

fn unreadable(texts: &Texts, id: &str, name: &str, error: &io::Error) -> Problem {
    usage(texts, id)
        .with("name", name)
        .with("detail", error.to_string())
        .into()
}

/// The secret in a file. Its name is not repeated: it may be the secret itself.
pub(super) fn secret_file(path: &Path, name: &str, texts: &Texts) -> Result<Secret, Problem> {
    let read = fs::File::open(path).and_then(|mut file| read_secret(&mut file));
    read.map_err(|error| unreadable(texts, "usage-token-unreadable", name, &error))
}

/// A secret, without the line break that editors and `echo` put after it.
fn read_secret(from: &mut dyn Read) -> io::Result<Secret> {
    let mut bytes = zeroize::Zeroizing::new(read_bounded(from, MOST_SECRET)?);
    if bytes.ends_with(b"\n") {
        bytes.pop();
        if bytes.ends_with(b"\r") {
            bytes.pop();
        }
    }
    Ok(Secret::new(std::mem::take(&mut *bytes)))
}

/// What stands there, if it is not beyond all measure. One buffer is filled, so that no piece of a secret stays behind in another.
pub(super) fn read_bounded(from: &mut dyn Read, most: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(most + 1);
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    from.take(limit).read_to_end(&mut bytes)?;
    if bytes.len() > most {
        zeroize::Zeroize::zeroize(&mut bytes);
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            format!("more than {} kB", most >> 10),
        ));
    }
    Ok(bytes)
}

/// No secret comes near it; what is wrong with a shorter one the plugin says.
const MOST_SECRET: usize = 64 << 10;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_line_break_at_the_end_of_a_token_file_goes() {
        let read = |content: &[u8]| {
            read_secret(&mut &content[..])
                .map(|secret| secret.expose().to_vec())
                .ok()
        };
        assert_eq!(read(b" a b \n\n"), Some(b" a b \n".to_vec()));
        assert_eq!(read(b""), Some(Vec::new()));
        assert_eq!(
            read(&vec![b'x'; MOST_SECRET]).map(|secret| secret.len()),
            Some(MOST_SECRET)
        );
        assert_eq!(read(&vec![b'x'; MOST_SECRET + 1]), None);
    }
}
