//! From what a scenario says to a world that hangs together: ids, values, dates, bots, missing groups.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jiff::civil::Date;
use jiff::{SignedDuration, Span};

use super::authorization::LIFE_OF_ACCESS_TOKENS;
use super::place::parent;
use super::value::{self, hexadecimal};
use super::{
    AccessLevel, Application, Authorizations, Expiry, Group, Project, Settings, Token, TokenKind,
    User, World,
};
use crate::clock::{after, hours_before, midnight};
use crate::version::Version;

/// What a scenario puts into the world.
#[derive(Clone, Debug, Default)]
pub(crate) struct Contents {
    pub(crate) users: Vec<User>,
    pub(crate) tokens: Vec<Token>,
    pub(crate) groups: Vec<Group>,
    pub(crate) projects: Vec<Project>,
    pub(crate) applications: Vec<Application>,
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
            mut applications,
        } = contents;
        refuse_what_does_not_fit(
            &settings.version,
            &tokens,
            &groups,
            &projects,
            &applications,
        )?;
        if applications.is_empty() {
            applications.push(Application::usual());
        }
        let clients = applications
            .iter()
            .map(|application| &application.client_id);
        refuse_duplicates("application", clients)?;
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
        // By id, so that one of many is found at once.
        projects.sort_by_key(Project::known_id);

        let bots = make_bots(&settings.version, &tokens, &mut groups, &mut projects)?;
        users.extend(bots.values().cloned());
        number("user", users.iter_mut().map(|user| &mut user.id))?;

        let born = settings.clock.now();
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
            token.created_at = hours_before(born, AGE_OF_TOKENS_IN_HOURS);
            if token.kind == TokenKind::OAuth {
                authorize(token, &settings, &applications)?;
            } else {
                token.expires_at = expires_at(&token.expiry, today)?;
            }
            if token.value.is_none() {
                token.value = Some(value::made_up(token, &settings.version));
            }
            token.family = token.known_id();
            let used_at = |hours| hours_before(born, hours);
            token.last_used_at = token.last_used_hours_ago.map(used_at);
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

        let mut world = Self {
            settings,
            born,
            users,
            tokens,
            groups,
            projects,
            applications,
            authorizations: Authorizations::default(),
            endpoints: BTreeMap::new(),
            group_places: HashMap::new(),
        };
        world.index_groups();
        Ok(world)
    }
}

/// A version can not have what came later, nor what was gone by then.
fn refuse_what_does_not_fit(
    version: &Version,
    tokens: &[Token],
    groups: &[Group],
    projects: &[Project],
    applications: &[Application],
) -> Result<(), String> {
    let too_new = |what: &str| Err(format!("GitLab {version} has no {what} yet"));
    let levels = tokens.iter().map(|token| &token.access);
    let levels = levels.chain(
        groups
            .iter()
            .flat_map(|group| group.members.iter().flatten().map(|(_, level)| level)),
    );
    let mut levels = levels.chain(projects.iter().flat_map(|project| project.members.values()));
    let kind = |kind| tokens.iter().any(|token| token.kind == kind);
    if kind(TokenKind::Group) && !version.has_group_tokens() {
        return too_new("group access tokens");
    }
    if kind(TokenKind::ServiceAccount) && !version.has_service_accounts() {
        return too_new("service accounts");
    }
    if tokens.iter().any(Token::is_fine_grained) && !version.has_fine_grained_tokens() {
        return too_new("fine-grained tokens");
    }
    if let Some(application) = applications.iter().find(|it| !it.tokens_expire)
        && version.always_expires_access_tokens()
    {
        let client_id = &application.client_id;
        return Err(format!(
            "access tokens of all applications expire in GitLab {version}, those of `{client_id}`, too"
        ));
    }
    if levels.any(|level| *level == AccessLevel::Planner) && !version.has_planners() {
        return too_new("planners");
    }
    Ok(())
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
    version: &Version,
    tokens: &[Token],
    groups: &mut [Group],
    projects: &mut [Project],
) -> Result<BTreeMap<u64, User>, String> {
    let mut bots = BTreeMap::new();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for token in tokens {
        let missing = |what| {
            format!(
                "a token belongs to the {what} `{}`, which the scenario does not have",
                token.holder
            )
        };
        let count = counts.entry(&token.holder).or_default();
        let tail = match *count {
            _ if version.names_bots_at_random() => {
                format!("_{}", hexadecimal(token.known_id(), 32))
            }
            0 => String::new(),
            count => count.to_string(),
        };
        *count += 1;
        let holder = &token.holder;
        let project = projects.iter_mut().find(|it| it.full_path == *holder);
        let project = project.map(|it| (format!("project_{}", it.known_id()), &mut it.members));
        let group = groups.iter_mut().find(|it| it.full_path == *holder);
        let group = group.map(|it| (format!("group_{}", it.known_id()), &mut it.bots));
        let (username, members) = match token.kind {
            TokenKind::Personal | TokenKind::Impersonation | TokenKind::OAuth => continue,
            TokenKind::Project => {
                let (place, members) = project.ok_or_else(|| missing("project"))?;
                (format!("{place}_bot{tail}"), members)
            }
            TokenKind::Group => {
                let (place, members) = group.ok_or_else(|| missing("group"))?;
                (format!("{place}_bot{tail}"), members)
            }
            TokenKind::ServiceAccount => {
                let place = group.or(project);
                let (place, members) = place.ok_or_else(|| missing("group or project"))?;
                (format!("service_account_{place}{tail}"), members)
            }
        };
        members.insert(username.clone(), token.access);
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

/// What an OAuth token has besides: its application, what it is renewed with, a life that is counted in seconds.
fn authorize(
    token: &mut Token,
    settings: &Settings,
    applications: &[Application],
) -> Result<(), String> {
    let named = token.client_id.as_ref();
    let mut fitting = applications
        .iter()
        .filter(|it| named.is_none_or(|named| it.client_id == *named));
    let application = fitting.next().ok_or_else(|| {
        let named = named.map(String::as_str).unwrap_or_default();
        format!("a token was given to the application `{named}`, which the scenario does not have")
    })?;
    token.client_id = Some(application.client_id.clone());
    let refresh_token = token.refresh_token.take();
    token.refresh_token =
        Some(refresh_token.unwrap_or_else(|| value::refresh_token(token.known_id())));
    let now = settings.clock.now();
    token.created_at = now.checked_sub(AGE_OF_OAUTH_TOKENS).unwrap_or(now);
    token.lapses_at = match &token.expiry {
        Expiry::Usual if !application.expires_tokens(&settings.version) => None,
        Expiry::Usual => Some(after(token.created_at, LIFE_OF_ACCESS_TOKENS)),
        expiry => expires_at(expiry, settings.clock.today())?.and_then(midnight),
    };
    Ok(())
}

fn expires_at(expiry: &Expiry, today: Date) -> Result<Option<Date>, String> {
    match expiry {
        Expiry::Never => Ok(None),
        Expiry::Usual => expires_at(&Expiry::InDays(USUAL_LIFE_IN_DAYS), today),
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

const AGE_OF_TOKENS_IN_HOURS: u64 = 24 * 90;
const AGE_OF_OAUTH_TOKENS: SignedDuration = SignedDuration::from_secs(1100);
const USUAL_LIFE_IN_DAYS: i64 = 180;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_were_told_stay_and_the_others_go_round_them() {
        let mut ids = [None, Some(1), None];
        number("user", ids.iter_mut()).expect("no id twice");
        assert_eq!(ids, [Some(2), Some(1), Some(3)]);
        assert!(number("user", [Some(1), Some(1)].iter_mut()).is_err());
    }
}
