//! How records look.

use serde_json::{Value, json};

use super::super::identity;
use crate::clock::written;
use crate::world::{Group, Project, Record, RecordKind, World};

/// Where a record lies.
#[derive(Clone, Copy)]
pub(super) enum Place<'w> {
    Project(&'w Project),
    Group(&'w Group),
}

/// A record as GitLab's lists show it.
pub(super) fn show(world: &World, place: Place<'_>, record: &Record<'_>) -> Value {
    let number = record.number;
    let (path, place_name, place_id) = match place {
        Place::Project(project) => (project.full_path.clone(), "project_id", project.known_id()),
        Place::Group(group) => (
            format!("groups/{}", group.full_path),
            "group_id",
            group.known_id(),
        ),
    };
    let address = |rest: String| world.address(&format!("{path}/-/{rest}"));
    let author = author_of(world, record)
        .and_then(|id| world.user(id))
        .map(|user| identity::author(world, user));
    let created_at = written(record.created_at);
    let updated_at = written(record.updated_at);
    let sha = format!("{:040x}", u128::from(record.id) * 0x9E37_79B9_7F4A_7C15);
    let mut shown = match record.kind {
        RecordKind::Issues | RecordKind::Epics => {
            let (word, path) = if record.kind == RecordKind::Issues {
                ("Issue", "issues")
            } else {
                ("Epic", "epics")
            };
            json!({
                "id": record.id, "iid": number, "title": format!("{word} {number}"), "description": "As discussed.",
                "state": record.state, "created_at": created_at, "updated_at": updated_at,
                "closed_at": (record.state == "closed").then_some(&updated_at), "labels": record.labels, "author": author,
                "assignees": [], "milestone": null, "confidential": false, "due_date": null,
                "web_url": address(format!("{path}/{number}")),
            })
        }
        RecordKind::MergeRequests => json!({
            "id": record.id, "iid": number, "title": format!("Change {number}"), "description": "See the issue.",
            "state": record.state, "created_at": created_at, "updated_at": updated_at,
            "merged_at": (record.state == "merged").then_some(&updated_at), "labels": record.labels, "author": author,
            "assignees": [], "reviewers": [], "milestone": null, "draft": false, "target_branch": "main",
            "source_branch": format!("change-{number}"), "sha": sha,
            "web_url": address(format!("merge_requests/{number}")),
        }),
        RecordKind::Milestones => json!({
            "id": record.id, "iid": number, "title": format!("Milestone {number}"), "description": "",
            "state": record.state, "created_at": created_at, "updated_at": updated_at, "due_date": null,
            "start_date": null, "expired": false, "web_url": address(format!("milestones/{number}")),
        }),
        RecordKind::Releases => json!({
            "tag_name": format!("v1.{number}.0"), "name": format!("Version 1.{number}"), "description": "What is new.",
            "created_at": created_at, "released_at": updated_at, "author": author, "upcoming_release": false,
            "commit": { "id": sha, "short_id": &sha[..8] },
            "_links": { "self": address(format!("releases/v1.{number}.0")) },
        }),
        RecordKind::Pipelines => json!({
            "id": record.id, "iid": number, "sha": sha, "ref": "main", "status": record.state, "source": "push",
            "created_at": created_at, "updated_at": updated_at, "web_url": address(format!("pipelines/{}", record.id)),
        }),
        RecordKind::Labels => {
            let name = match place {
                Place::Project(project) => project.labels.get(number as usize - 1).cloned(),
                Place::Group(_) => GROUP_LABELS
                    .get(number as usize - 1)
                    .map(|label| (*label).to_owned()),
            };
            json!({
                "id": record.id, "name": name.unwrap_or_else(|| format!("label-{number}")), "description": null,
                "text_color": "#FFFFFF", "color": "#1f75cb", "subscribed": false, "priority": null, "archived": false,
                "is_project_label": matches!(place, Place::Project(_)),
            })
        }
        RecordKind::Events => json!({
            "id": record.id, "action_name": record.state, "target_id": record.id, "target_iid": number,
            "target_type": "Issue", "target_title": format!("Issue {number}"), "created_at": created_at,
            "author_id": author.as_ref().map(|author| author["id"].clone()),
            "author_username": author.as_ref().map(|author| author["username"].clone()), "author": author,
        }),
        RecordKind::Commits => json!({
            "id": sha, "short_id": &sha[..8], "title": format!("Commit {number}"), "message": format!("Commit {number}\n"),
            "parent_ids": [], "author_name": author.as_ref().map(|author| author["name"].clone()),
            "authored_date": created_at, "created_at": updated_at,
            "committed_date": updated_at, "web_url": address(format!("commit/{sha}")),
        }),
    };
    let belongs_somewhere = !matches!(
        record.kind,
        RecordKind::Releases | RecordKind::Labels | RecordKind::Commits
    );
    if let (true, Value::Object(members)) = (belongs_somewhere, &mut shown) {
        members.insert(place_name.to_owned(), json!(place_id));
    }
    shown
}

/// Authors take turns: the people of the instance.
pub(super) fn author_of(world: &World, record: &Record<'_>) -> Option<u64> {
    let people: Vec<_> = world
        .users
        .iter()
        .filter(|user| !user.bot)
        .map(|user| user.known_id())
        .collect();
    let turn = record.number.checked_rem(people.len() as u64)?;
    people.get(turn as usize).copied()
}

pub(super) const GROUP_LABELS: [&str; 3] = ["priority::high", "priority::low", "needs-discussion"];
