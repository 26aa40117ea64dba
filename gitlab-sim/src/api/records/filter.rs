//! Which records a list shows.

use jiff::{Timestamp, ToSpan};

use super::show::author_of;
use crate::answer::Answer;
use crate::request::Request;
use crate::world::{Caller, Record, RecordKind, World};

/// Which records a list shows.
pub(super) struct Filter<'r> {
    scope: &'r str,
    state: Option<&'r str>,
    labels: Vec<&'r str>,
    after: Option<Timestamp>,
    before: Option<Timestamp>,
    pub(super) ascending: bool,
}

impl<'r> Filter<'r> {
    pub(super) fn of(request: &'r Request, kind: RecordKind) -> Result<Self, Answer> {
        let states: &[&str] = match kind {
            RecordKind::Issues | RecordKind::Epics => &["opened", "closed", "all"],
            RecordKind::MergeRequests => &["opened", "closed", "merged", "locked", "all"],
            RecordKind::Milestones => &["active", "closed", "all"],
            _ => &[],
        };
        let state = if states.is_empty() {
            None
        } else {
            request.choice("state", states)?
        };
        let state = if kind == RecordKind::Pipelines {
            request.parameter("status")
        } else {
            state
        };
        // The lists of the instance show the caller's own records unless told; all others show all.
        let own_by_default = request
            .path
            .strip_prefix("/api/v4/")
            .is_some_and(|path| !path.contains('/'));
        let scope = request.choice("scope", &["created_by_me", "assigned_to_me", "all"])?;
        let (after, before) = match kind {
            RecordKind::Commits => ("since", "until"),
            RecordKind::Events => ("after", "before"),
            _ => ("updated_after", "updated_before"),
        };
        let (mut after, mut before) = (request.instant(after)?, request.instant(before)?);
        if kind == RecordKind::Events {
            // They are given as days, of which neither counts.
            after = after.map(|day| day.saturating_add(24.hours()).unwrap_or(day));
            before = before.map(|day| day.saturating_sub(1.millisecond()).unwrap_or(day));
        }
        Ok(Self {
            scope: scope.unwrap_or(if own_by_default {
                "created_by_me"
            } else {
                "all"
            }),
            state: state.filter(|state| *state != "all"),
            labels: request
                .parameter("labels")
                .map(|labels| labels.split(',').collect())
                .unwrap_or_default(),
            after,
            before,
            ascending: request.choice("sort", &["asc", "desc"])? == Some("asc"),
        })
    }

    pub(super) fn lets_through(
        &self,
        world: &World,
        caller: Caller<'_>,
        record: &Record<'_>,
    ) -> bool {
        let own = || {
            author_of(world, record)
                .is_some_and(|author| caller.user.is_some_and(|user| user.known_id() == author))
        };
        let labelled = |label: &&str| match *label {
            "None" => record.labels.is_empty(),
            "Any" => !record.labels.is_empty(),
            label => record.labels.contains(&label),
        };
        match self.scope {
            "created_by_me" if !own() => return false,
            "assigned_to_me" => return false,
            _ => {}
        }
        let moment = match record.kind {
            RecordKind::Events => record.created_at,
            _ => record.updated_at,
        };
        self.state.is_none_or(|state| state == record.state)
            && self.labels.iter().all(labelled)
            && self.after.is_none_or(|after| moment >= after)
            && self.before.is_none_or(|before| moment <= before)
    }
}
