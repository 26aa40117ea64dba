//! Pages of lists: by offset, with totals, or by keyset.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE;
use serde_json::{Value, json};
use url::form_urlencoded::Serializer;

use crate::answer::Answer;
use crate::request::Request;
use crate::world::World;

/// Whether the instance counts the whole list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Totals {
    /// Up to [`MOST_COUNTED`].
    Counted,
    /// Never: commits.
    Uncounted,
}

/// The page of a list that the request asks for, with GitLab's headers.
pub(super) fn by_offset<T>(
    world: &World,
    request: &Request,
    items: &[T],
    totals: Totals,
    show: impl Fn(&T) -> Value,
) -> Result<Answer, Answer> {
    let (page, size) = page_and_size(request)?;
    let total = items.len() as u64;
    let before = (page - 1).saturating_mul(size).min(total);
    let shown = &items[before as usize..before.saturating_add(size).min(total) as usize];
    let pages = total.div_ceil(size).max(1);
    let next = (page < pages).then_some(page + 1);
    let previous = (page > 1).then(|| page - 1);
    let counted = totals == Totals::Counted && total <= MOST_COUNTED;

    let link = |page: u64, name: &str| {
        let replaced = [("page", page.to_string()), ("per_page", size.to_string())];
        format!("<{}>; rel=\"{name}\"", address(world, request, &replaced))
    };
    let last = counted.then(|| link(pages, "last"));
    let links = [
        previous.map(|page| link(page, "prev")),
        next.map(|page| link(page, "next")),
        Some(link(1, "first")),
        last,
    ];
    let links: Vec<_> = links.into_iter().flatten().collect();
    let written = |page: Option<u64>| page.map(|page| page.to_string()).unwrap_or_default();
    let answer = Answer::json(200, &shown.iter().map(show).collect())
        .header("link", links.join(", "))
        .header("x-next-page", written(next))
        .header("x-page", page.to_string())
        .header("x-per-page", size.to_string())
        .header("x-prev-page", written(previous));
    Ok(match counted {
        true => answer
            .header("x-total", total.to_string())
            .header("x-total-pages", pages.to_string()),
        false => answer,
    })
}

/// The first page of a list that begins after (or, descending, before) the id that the request names.
pub(super) fn by_keyset<T>(
    world: &World,
    request: &Request,
    items: impl Iterator<Item = T>,
    id: impl Fn(&T) -> u64,
    show: impl Fn(&T) -> Value,
) -> Result<Answer, Answer> {
    let (_, size) = page_and_size(request)?;
    let shown: Vec<_> = items.take(size as usize).collect();
    let answer = Answer::json(200, &shown.iter().map(show).collect());
    // A full page may be the last one: then the link leads to an empty page.
    Ok(match shown.last() {
        Some(last) if shown.len() as u64 == size => {
            let ascending = request.parameter("sort") == Some("asc");
            let name = if ascending { "id_after" } else { "id_before" };
            let next = address(world, request, &[(name, id(last).to_string())]);
            answer.header("link", format!("<{next}>; rel=\"next\""))
        }
        _ => answer,
    })
}

/// The page after the item that the request's `cursor` names; the last page links nowhere.
pub(super) fn by_cursor<T>(
    world: &World,
    request: &Request,
    items: &[T],
    id: impl Fn(&T) -> u64,
    show: impl Fn(&T) -> Value,
) -> Result<Answer, Answer> {
    let (_, size) = page_and_size(request)?;
    let after = request.parameter("cursor").map(read_cursor).transpose()?;
    let place = after.and_then(|after| items.iter().position(|item| id(item) == after));
    let rest = &items[place.map_or(0, |place| place + 1)..];
    let shown = &rest[..rest.len().min(size as usize)];
    let answer = Answer::json(200, &shown.iter().map(show).collect());
    Ok(match shown.last() {
        Some(last) if shown.len() < rest.len() => {
            let cursor = json!({ "id": id(last).to_string(), "_kd": "n" }).to_string();
            let cursor = BASE64_URL_SAFE.encode(cursor);
            let next = address(world, request, &[("cursor", cursor)]);
            answer.header("link", format!("<{next}>; rel=\"next\""))
        }
        _ => answer,
    })
}

/// What GitLab says to keyset paging of a list, or in an order, that does not have it.
pub(super) fn no_keyset() -> Answer {
    Answer::error(
        405,
        "Keyset pagination is not yet available for this type of request",
    )
}

/// How many items lie before the page asked for, and its size.
pub(super) fn skipped_and_size(request: &Request) -> Result<(usize, usize), Answer> {
    let (page, size) = page_and_size(request)?;
    let skipped = usize::try_from((page - 1).saturating_mul(size));
    Ok((skipped.unwrap_or(usize::MAX), size as usize))
}

/// The page asked for, from 1, and its size, at most [`LARGEST_PAGE`].
pub(super) fn page_and_size(request: &Request) -> Result<(u64, u64), Answer> {
    let read = |name: &str, usual: i64| match request.whole_number(name)?.unwrap_or(usual) {
        0 if name == "per_page" => Err(Answer::error(400, "per_page has a value not allowed")),
        value => u64::try_from(value)
            .ok()
            .filter(|value| *value > 0)
            .ok_or_else(|| Answer::error(400, format!("{name} does not have a valid value"))),
    };
    Ok((read("page", 1)?, read("per_page", 20)?.min(LARGEST_PAGE)))
}

fn read_cursor(cursor: &str) -> Result<u64, Answer> {
    let decoded = BASE64_URL_SAFE.decode(cursor).ok();
    let cursor = decoded.and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
    let id = cursor.and_then(|cursor| cursor["id"].as_str()?.parse().ok());
    id.ok_or_else(|| Answer::error(400, "cursor is invalid"))
}

/// The request's own address as GitLab believes it to be, with some parameters replaced; sorted, as Rails writes queries.
fn address(world: &World, request: &Request, replaced: &[(&str, String)]) -> String {
    let kept = request
        .query
        .iter()
        .filter(|(name, _)| replaced.iter().all(|(other, _)| other != name));
    let kept = kept.map(|(name, value)| (name.as_str(), value.as_str()));
    let mut query: Vec<_> = kept
        .chain(replaced.iter().map(|(name, value)| (*name, value.as_str())))
        .collect();
    query.sort_unstable();
    let query = Serializer::new(String::new()).extend_pairs(query).finish();
    format!("{}{}?{query}", world.settings.external_url, request.path)
}

/// Longer lists are not counted.
const MOST_COUNTED: u64 = 10_000;
const LARGEST_PAGE: u64 = 100;
