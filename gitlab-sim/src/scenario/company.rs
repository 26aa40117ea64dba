//! A believable company: three groups with subgroups, two dozen projects, some of them archived, some awkwardly named.

use super::Scenario;
use crate::world::{AccessLevel, AccountState, Group, Project, RecordKind, User, Visibility};

/// Adds the company's people, groups and projects.
pub(super) fn furnish(scenario: Scenario) -> Scenario {
    let mut scenario = scenario
        .user(User::new("alice").name("Alice Example"))
        .user(User::new("bruno").name("Bruno Núñez"))
        .user(User::new("chiara").name("Chiara Rossi"))
        .user(User::new("root").name("Administrator").administrator())
        .user(
            User::new("dmitri")
                .name("Dmitri Ivanov")
                .state(AccountState::Blocked),
        );
    for (path, name, description) in GROUPS {
        let group = Group::new(path).name(name).description(description);
        let group = match path {
            // Its members are those of the company that are named.
            "board" => group.member("chiara", AccessLevel::Owner),
            "platform" => {
                let group = group
                    .member("alice", AccessLevel::Maintainer)
                    .member("bruno", AccessLevel::Developer);
                group.member("chiara", AccessLevel::Owner)
            }
            _ => group,
        };
        let group = group
            .records(RecordKind::Epics, 6)
            .records(RecordKind::Milestones, 3);
        scenario = scenario.group(group.records(RecordKind::Labels, 3));
    }
    for (place, (path, name)) in PROJECTS.into_iter().enumerate() {
        let place = place as u64;
        let project = Project::new(path)
            .name(name)
            .description(format!("{name}: what the name says."));
        let project = project
            .records(RecordKind::Issues, 8 + place * 5)
            .records(RecordKind::MergeRequests, 4 + place * 3)
            .records(RecordKind::Commits, 60 + place * 40)
            .records(RecordKind::Pipelines, 12 + place * 6)
            .records(RecordKind::Milestones, place % 4)
            .records(RecordKind::Releases, place % 6);
        let project = match path {
            "platform/web/old-portal" | "data/legacy/etl" | "mobile/winphone" => project.archived(),
            "platform/handbook" => project.visibility(Visibility::Internal),
            "mobile/sdk" | "platform/tools/cli" => {
                project.visibility(Visibility::Public).topic("open-source")
            }
            "platform/api" => {
                project.labels(["bug", "feature", "security", "Größe", "priority::high"])
            }
            "platform/infrastructure/terraform" => project.shared_with("data"),
            "data/pipelines/ingest" => project.switched_off(RecordKind::Milestones),
            "data/warehouse" => project.formerly("data/dwh"),
            _ => project,
        };
        scenario = scenario.project(project);
    }
    scenario
}

const GROUPS: [(&str, &str, &str); 10] = [
    ("platform", "Platform", "What everybody builds on"),
    ("platform/web", "Web", "Portals and sites"),
    (
        "platform/infrastructure",
        "Infrastructure",
        "Clusters, networks, certificates",
    ),
    ("platform/tools", "Tools", "For ourselves"),
    ("data", "Data & Analytics", "Pipelines and the warehouse"),
    (
        "data/pipelines",
        "Pipelines",
        "From everywhere to the warehouse",
    ),
    ("data/legacy", "Legacy", "Kept for the auditors"),
    ("mobile", "Mobile", "Apps"),
    ("mobile/games", "Игры", "Spiele · ألعاب · ゲーム"),
    ("board", "Board", "Only for the board"),
];

const PROJECTS: [(&str, &str); 26] = [
    ("platform/api", "API"),
    ("platform/gateway", "Gateway"),
    ("platform/handbook", "Handbook"),
    ("platform/identity", "Identity"),
    ("platform/web/portal", "Customer portal"),
    ("platform/web/old-portal", "Customer portal (old)"),
    ("platform/web/design-system", "Design system"),
    ("platform/web/alert", "<script>alert(1)</script>"),
    ("platform/infrastructure/terraform", "Terraform"),
    ("platform/infrastructure/kubernetes", "Kubernetes"),
    ("platform/infrastructure/certificates", "Certificates"),
    ("platform/tools/cli", "Command line"),
    ("platform/tools/bots", "Bots 🤖 & friends"),
    ("data/warehouse", "Warehouse"),
    ("data/dashboards", "Dashboards"),
    ("data/notebooks", "Notebooks"),
    ("data/pipelines/ingest", "Ingest"),
    ("data/pipelines/quality", "Quality \"checks\" & 'rules'"),
    ("data/legacy/etl", "ETL"),
    ("mobile/android", "Android"),
    ("mobile/ios", "iOS"),
    ("mobile/sdk", "SDK"),
    ("mobile/winphone", "Windows Phone"),
    ("mobile/games/puzzle", "لعبة الألغاز \u{202e}drawer"),
    ("mobile/games/rocket", "🚀🚀 Rocket 👩‍🚀"),
    ("board/minutes", "Minutes"),
];
