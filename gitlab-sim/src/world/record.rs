//! The records of projects and groups: made on demand from a count, always the same ones.

use jiff::Timestamp;

use crate::clock::hours_before;

/// A kind of record that GitLab keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecordKind {
    /// Issues.
    Issues,
    /// Merge requests.
    MergeRequests,
    /// Milestones.
    Milestones,
    /// Releases.
    Releases,
    /// Pipelines.
    Pipelines,
    /// Labels.
    Labels,
    /// Commits of the default branch.
    Commits,
    /// Epics, of groups only.
    Epics,
    /// Events: what people did.
    Events,
}

/// One record. The first (`number` 1) is the oldest; every younger one is seven hours younger.
#[derive(Clone, Debug)]
pub(crate) struct Record<'a> {
    pub(crate) kind: RecordKind,
    /// What GitLab calls `iid`.
    pub(crate) number: u64,
    /// Unique over the instance.
    pub(crate) id: u64,
    pub(crate) state: &'static str,
    pub(crate) labels: Vec<&'a str>,
    pub(crate) updated_at: Timestamp,
    pub(crate) created_at: Timestamp,
}

/// All records of one kind of a place, youngest first.
pub(crate) fn records<'a>(
    kind: RecordKind,
    place_id: u64,
    count: u64,
    labels: &'a [String],
    now: Timestamp,
) -> impl Iterator<Item = Record<'a>> {
    (1..=count).rev().map(move |number| Record {
        kind,
        number,
        id: place_id
            .saturating_mul(IDS_PER_PLACE)
            .saturating_add(number),
        state: state(kind, number),
        labels: labels_of(kind, number, labels),
        updated_at: hours_before(now, (count - number) * HOURS_BETWEEN),
        created_at: hours_before(now, (count - number) * HOURS_BETWEEN + 3),
    })
}

fn state(kind: RecordKind, number: u64) -> &'static str {
    match kind {
        RecordKind::Issues | RecordKind::Epics => {
            if number.is_multiple_of(3) {
                "closed"
            } else {
                "opened"
            }
        }
        RecordKind::MergeRequests => {
            ["closed", "merged", "merged", "opened"][(number % 4) as usize]
        }
        RecordKind::Milestones => {
            if number.is_multiple_of(2) {
                "closed"
            } else {
                "active"
            }
        }
        RecordKind::Pipelines => ["failed", "success", "success", "success"][(number % 4) as usize],
        RecordKind::Events => ["pushed", "commented", "opened", "closed"][(number % 4) as usize],
        RecordKind::Releases | RecordKind::Labels | RecordKind::Commits => "",
    }
}

fn labels_of(kind: RecordKind, number: u64, labels: &[String]) -> Vec<&str> {
    match kind {
        RecordKind::Issues | RecordKind::MergeRequests | RecordKind::Epics
            if !labels.is_empty() =>
        {
            let one = (number % (labels.len() as u64 + 1)) as usize;
            labels.get(one).map(String::as_str).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

const HOURS_BETWEEN: u64 = 7;
const IDS_PER_PLACE: u64 = 1_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_the_same_every_time_and_youngest_first() {
        let now: Timestamp = "2026-09-01T12:00:00Z".parse().expect("an instant");
        let labels = ["bug".to_owned()];
        let shown = |record: Record<'_>| {
            format!(
                "{} {} {:?} {}",
                record.number, record.state, record.labels, record.updated_at
            )
        };
        let made: Vec<_> = records(RecordKind::Issues, 5, 3, &labels, now)
            .map(shown)
            .collect();
        assert_eq!(
            made,
            [
                "3 closed [] 2026-09-01T12:00:00Z",
                "2 opened [\"bug\"] 2026-09-01T05:00:00Z",
                "1 opened [] 2026-08-31T22:00:00Z",
            ]
        );
    }
}
