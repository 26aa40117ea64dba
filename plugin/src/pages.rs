//! Where in a list reading goes on: the first page is one request, and whoever goes on gets several pages at once.
//!
//! For another application, change the names of the parameters. Leave the rest: a cursor that nobody else understands and that can ask
//! for nothing but pages, and a width that grows only with lists that are known to be, or turn out to be, long.

use crate::answer::{CURSORS, Page};

/// A place in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place<'a> {
    /// The parameter that asks for what comes next, and its value; nothing at the start.
    at: Option<(&'static str, &'a str)>,
    /// So many pages are asked for at once.
    width: usize,
}

/// What several pages hold together.
pub(crate) struct Read<T> {
    pub(crate) items: Vec<T>,
    pub(crate) total: Option<u64>,
    /// The cursor of what comes next.
    pub(crate) next: Option<String>,
}

impl<'a> Place<'a> {
    /// The first page.
    pub(crate) const START: Self = Self { at: None, width: 1 };

    /// Reads a cursor that [`join`](Self::join) wrote: a parameter of pages, and of nothing else.
    pub(crate) fn read(cursor: &'a str) -> Option<Self> {
        let (width, parameter) = cursor.split_once(',')?;
        let width = width
            .parse()
            .ok()
            .filter(|width| (1..=MOST_AT_ONCE).contains(width))?;
        let (name, value) = parameter.split_once('=')?;
        let name = CURSORS.iter().copied().find(|known| *known == name)?;
        let is_number = !value.is_empty()
            && value.len() <= 18
            && value.bytes().all(|byte| byte.is_ascii_digit());
        let is_value = match name {
            OPAQUE => (1..=500).contains(&value.len()),
            _ => is_number,
        };
        is_value.then_some(Self {
            at: Some((name, value)),
            width,
        })
    }

    /// The parameters of each page to ask for. `by_key` says whether the list has keyset pagination, which knows no page but the next:
    /// several at once are the numbered ones behind the key, so that a long list is never counted from its start.
    pub(crate) fn pages(self, by_key: bool) -> Vec<Vec<(&'static str, String)>> {
        const KEYSET: (&str, &str) = ("pagination", "keyset");
        let keyset = || (KEYSET.0, KEYSET.1.to_owned());
        match self.at {
            None if by_key => vec![vec![keyset()]],
            None => vec![Vec::new()],
            Some((PAGE, value)) => {
                let first: u64 = value.parse().unwrap_or(1);
                let numbers = first..first + self.width as u64;
                numbers
                    .map(|number| vec![(PAGE, number.to_string())])
                    .collect()
            }
            Some((KEY, value)) if self.width > 1 => (1..=self.width)
                .map(|number| vec![(KEY, value.to_owned()), (PAGE, number.to_string())])
                .collect(),
            Some((name, value)) => vec![vec![keyset(), (name, value.to_owned())]],
        }
    }

    /// Joins the pages that were read here, as far as they follow one another, each of `size` entries.
    pub(crate) fn join<T>(
        self,
        pages: Vec<Page<T>>,
        size: usize,
        key: impl Fn(&T) -> u64,
    ) -> Read<T> {
        let count = pages.len();
        let (mut items, mut total, mut next) = (Vec::new(), None, None);
        for page in pages {
            items.extend(page.items);
            (total, next) = (page.total, page.next);
            if next.is_none() {
                break;
            }
        }
        let is_behind_key = matches!(self.at, Some((KEY, _))) && self.width > 1;
        if is_behind_key {
            // The link of a numbered page names the key that it was asked with.
            next = next.and_then(|_| Some(format!("{KEY}={}", key(items.last()?))));
        }
        let before = match self.at {
            Some((PAGE, value)) => value
                .parse()
                .map_or(0, |page: usize| page.saturating_sub(1)),
            _ => 0,
        };
        let width = match total {
            // Some page did not come: from now on one by one.
            _ if count < self.width => 1,
            Some(total) => {
                let read = (before + count).saturating_mul(size) as u64;
                let left = total.saturating_sub(read).div_ceil(size as u64);
                usize::try_from(left).unwrap_or(MOST_AT_ONCE)
            }
            None => self.width * 2,
        };
        let width = match &next {
            Some(next) if next.starts_with(OPAQUE) => 1,
            _ => width.clamp(1, MOST_AT_ONCE),
        };
        Read {
            items,
            total: total.filter(|_| !is_behind_key),
            next: next.map(|next| format!("{width},{next}")),
        }
    }
}

/// The parameter of keyset pagination, and of the filter behind it: what has a greater id.
const KEY: &str = "id_after";

/// The parameter of numbered pages.
const PAGE: &str = "page";

/// The parameter of newer keyset pagination. Nobody but GitLab knows what its value means.
const OPAQUE: &str = "cursor";

/// So many pages at a time.
const MOST_AT_ONCE: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    fn page(entries: u64, first: u64, total: Option<u64>, next: Option<&str>) -> Page<u64> {
        Page {
            items: (first..first + entries).collect(),
            total,
            next: next.map(Into::into),
        }
    }

    #[test]
    fn a_cursor_asks_for_a_page_and_nothing_else() {
        let place = Place::read("4,id_after=42");
        assert_eq!(
            place,
            Some(Place {
                at: Some(("id_after", "42")),
                width: 4
            })
        );
        assert!(Place::read("1,page=2").is_some());
        assert!(Place::read("1,cursor=eyJpZCI6IjEifQ==").is_some());
        for foreign in [
            "",
            "page=2",
            "1,page",
            "1,page=",
            "1,page=x",
            "0,page=2",
            "9,page=2",
            "1,private_token=x",
            "1,membership=false",
            "1,page=99999999999999999999999",
        ] {
            assert_eq!(Place::read(foreign), None, "{foreign}");
        }
    }

    #[test]
    fn whoever_goes_on_gets_more_at_once() {
        let read = Place::START.join(vec![page(100, 1, None, Some("id_after=100"))], 100, |id| {
            *id
        });
        assert_eq!(read.next.as_deref(), Some("2,id_after=100"));
        let place = Place::read("2,id_after=100").expect("a cursor");
        assert_eq!(place.pages(true).len(), 2);
        let two = vec![
            page(100, 101, Some(9_900), Some("id_after=100")),
            page(100, 201, Some(9_900), Some("id_after=100")),
        ];
        let read = place.join(two, 100, |id| *id);
        assert_eq!(read.next.as_deref(), Some("8,id_after=300"));
        assert_eq!((read.items.len(), read.total), (200, None));
        // Two of eight came, the third did not.
        let place = Place::read("8,page=2").expect("a cursor");
        let two = vec![
            page(100, 101, Some(900), Some("page=3")),
            page(100, 201, Some(900), Some("page=4")),
        ];
        let read = place.join(two, 100, |id| *id);
        assert_eq!(read.next.as_deref(), Some("1,page=4"));
        assert_eq!(read.total, Some(900));
    }

    #[test]
    fn no_more_is_asked_for_than_there_is() {
        let first = vec![page(100, 1, Some(250), Some("page=2"))];
        let read = Place::START.join(first, 100, |id| *id);
        assert_eq!(read.next.as_deref(), Some("2,page=2"));
        let place = Place::read("2,page=2").expect("a cursor");
        let rest = vec![
            page(100, 101, Some(250), Some("page=3")),
            page(50, 201, Some(250), None),
        ];
        assert_eq!(place.join(rest, 100, |id| *id).next, None);
    }
}
