//! From what a scenario says to a world that hangs together: ids, values, dates, bots, missing groups.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jiff::Span;
use jiff::civil::Date;

use super::place::parent;
use super::{Expiry, Group, Project, Settings, Token, TokenKind, User, World};

/// What a scenario puts into the world.
#[derive(Clone, Debug, Default)]
pub(crate) struct Contents {
    pub(crate) users: Vec<User>,
    pub(crate) tokens: Vec<Token>,
    pub(crate) groups: Vec<Group>,
    pub(crate) projects: Vec<Project>,
}

impl World {
    /// # Errors
    /// Whatever does not fit together: an id used twice, a token without its user, a date that is none.
    pub(crate) fn new(settings: Settings, contents: Contents) -> Result<Self, String> {
        let Contents {
            mut users,
            mut tokens,
            mut groups,
            mut projects,
        } = contents;
        add_missing_groups(&mut groups, &projects, &users);
        refuse_duplicates("group", groups.iter().map(|group| &group.full_path))?;
        refuse_duplicates("project", projects.iter().map(|project| &project.full_path))?;
        refuse_duplicates("user", users.iter().map(|user| &user.username))?;
        if let Some(project) = projects
            .iter()
            .find(|project| project.namespace().is_empty())
        {
            let path = &project.full_path;
            return Err(format!(
                "the project `{path}` lies in no group: say `group/{path}`"
            ));
        }
        number("group", groups.iter_mut().map(|group| &mut group.id))?;
        number(
            "project",
            projects.iter_mut().map(|project| &mut project.id),
        )?;
        number("token", tokens.iter_mut().map(|token| &mut token.id))?;

        let bots = make_bots(&tokens, &mut groups, &mut projects)?;
        users.extend(bots.values().cloned());
        number("user", users.iter_mut().map(|user| &mut user.id))?;

        let today = settings.clock.today();
        for token in &mut tokens {
            let username = bots
                .get(&token.known_id())
                .map_or(&token.holder, |bot| &bot.username);
            let owner = users.iter().find(|user| user.username == *username);
            let owner = owner.ok_or_else(|| {
                format!("a token belongs to the user `{username}`, whom the scenario does not have")
            })?;
            token.user_id = owner.known_id();
            token.expires_at = expires_at(&token.expiry, today)?;
            if token.value.is_none() {
                token.value = Some(made_up_value(token));
            }
        }

        let mut values = HashSet::new();
        if let Some(token) = tokens
            .iter()
            .find(|token| token.secret().is_empty() || !values.insert(token.secret()))
        {
            return Err(format!(
                "the value of the token {} is empty or another's, too",
                token.known_id()
            ));
        }

        let born = settings.clock.now();
        let mut world = Self {
            settings,
            born,
            users,
            tokens,
            groups,
            projects,
            group_places: HashMap::new(),
        };
        world.index_groups();
        Ok(world)
    }
}

/// Every project lies in a group or in a user's own namespace, every subgroup in a group.
fn add_missing_groups(groups: &mut Vec<Group>, projects: &[Project], users: &[User]) {
    let personal: HashSet<_> = users.iter().map(|user| user.username.as_str()).collect();
    let mut known: HashSet<String> = groups.iter().map(|group| group.full_path.clone()).collect();
    let places = groups.iter().map(|group| group.full_path.clone());
    let places: Vec<_> = places
        .chain(projects.iter().map(|project| project.full_path.clone()))
        .collect();
    for place in places {
        let mut above = Vec::new();
        let mut next = parent(&place);
        while let Some(path) = next {
            above.push(path);
            next = parent(path);
        }
        for path in above.into_iter().rev() {
            if !personal.contains(path) && known.insert(path.to_owned()) {
                groups.push(Group::new(path));
            }
        }
    }
}

/// One bot for each token that is not a person's, made a member of its place; by the token's id.
fn make_bots(
    tokens: &[Token],
    groups: &mut [Group],
    projects: &mut [Project],
) -> Result<BTreeMap<u64, User>, String> {
    let mut bots = BTreeMap::new();
    for token in tokens {
        let missing = |what| {
            format!(
                "a token belongs to the {what} `{}`, which the scenario does not have",
                token.holder
            )
        };
        let tail = hexadecimal(token.known_id(), 32);
        let username = match token.kind {
            TokenKind::Personal | TokenKind::Impersonation | TokenKind::OAuth => continue,
            TokenKind::Project => {
                let project = projects
                    .iter_mut()
                    .find(|project| project.full_path == token.holder);
                let project = project.ok_or_else(|| missing("project"))?;
                let username = format!("project_{}_bot_{tail}", project.known_id());
                project.members.insert(username.clone(), token.access);
                username
            }
            TokenKind::Group | TokenKind::ServiceAccount => {
                let group = groups
                    .iter_mut()
                    .find(|group| group.full_path == token.holder);
                let group = group.ok_or_else(|| missing("group"))?;
                let username = match token.kind {
                    TokenKind::Group => format!("group_{}_bot_{tail}", group.known_id()),
                    _ => format!("service_account_group_{}_{tail}", group.known_id()),
                };
                group.bots.insert(username.clone(), token.access);
                username
            }
        };
        bots.insert(token.known_id(), User::bot(username, token.name.clone()));
    }
    Ok(bots)
}

fn number<'a>(what: &str, ids: impl Iterator<Item = &'a mut Option<u64>>) -> Result<(), String> {
    let ids: Vec<_> = ids.collect();
    let mut taken = BTreeSet::new();
    for id in ids.iter().filter_map(|id| **id) {
        if id == 0 || !taken.insert(id) {
            return Err(format!("the {what} id {id} is zero or used twice"));
        }
    }
    let mut free = (1..).filter(|id| !taken.contains(id));
    for id in ids {
        if id.is_none() {
            *id = free.next();
        }
    }
    Ok(())
}

fn refuse_duplicates<'a>(
    what: &str,
    names: impl Iterator<Item = &'a String>,
) -> Result<(), String> {
    let mut known = HashSet::new();
    for name in names {
        if name.is_empty() || !known.insert(name) {
            return Err(format!("the {what} `{name}` is empty or said twice"));
        }
    }
    Ok(())
}

fn expires_at(expiry: &Expiry, today: Date) -> Result<Option<Date>, String> {
    match expiry {
        Expiry::Never => Ok(None),
        Expiry::On(date) => {
            let date = date
                .parse()
                .map_err(|error| format!("reading the expiry `{date}` of a token: {error}"))?;
            Ok(Some(date))
        }
        Expiry::InDays(days) => {
            let date = Span::new()
                .try_days(*days)
                .and_then(|days| today.checked_add(days));
            date.map(Some)
                .map_err(|error| format!("adding {days} days for the expiry of a token: {error}"))
        }
    }
}

/// A value of the right shape that no real instance has given out.
fn made_up_value(token: &Token) -> String {
    match token.kind {
        TokenKind::OAuth => hexadecimal(token.known_id(), 64),
        _ => {
            let characters = numbers(token.known_id())
                .map(|number| LEGACY_ALPHABET[(number % 60) as usize] as char);
            format!("glpat-{}", characters.take(20).collect::<String>())
        }
    }
}

fn hexadecimal(seed: u64, length: usize) -> String {
    numbers(seed)
        .map(|number| char::from_digit((number % 16) as u32, 16).unwrap_or('0'))
        .take(length)
        .collect()
}

/// SplitMix64: enough to look random, and the same everywhere.
fn numbers(seed: u64) -> impl Iterator<Item = u64> {
    let mut state = seed;
    std::iter::repeat_with(move || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) >> 16
    })
}

/// What GitLab's own generator uses: URL-safe base64 without `l`, `I`, `O` and `0`.
const LEGACY_ALPHABET: &[u8; 60] = b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz123456789-_";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_the_shape_of_real_ones() {
        let personal = made_up_value(&Token::personal("alice").id(1));
        assert_eq!(personal.len(), 26);
        assert!(!personal[6..].contains(['l', 'I', 'O', '0']), "{personal}");
        assert_ne!(personal, made_up_value(&Token::personal("alice").id(2)));
        let oauth = made_up_value(&Token::oauth("alice").id(1));
        assert!(
            oauth.len() == 64 && oauth.bytes().all(|byte| byte.is_ascii_hexdigit()),
            "{oauth}"
        );
    }

    #[test]
    fn ids_that_were_told_stay_and_the_others_go_round_them() {
        let mut ids = [None, Some(1), None];
        number("user", ids.iter_mut()).expect("no id twice");
        assert_eq!(ids, [Some(2), Some(1), Some(3)]);
        assert!(number("user", [Some(1), Some(1)].iter_mut()).is_err());
    }
}
