//! How many records a configuration would fetch: lists are asked for one entry each, and their headers tell how many there are.
//!
//! For another application, change [`Counting::queries`]. Leave the bounds: a preview is a courtesy, so it asks a limited number of
//! times, and says *at least* where that does not reach.

use violet_plugin::prelude::*;

use crate::{
    answer::{Finding, Page},
    configuration::{Configuration, Record, Source, State, Visibility},
    gitlab::Client,
    preview::{AT_ONCE, MOST_GROUPS, Places},
};

/// How many there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    known: u64,
    pub(crate) at_least: bool,
    is_unknown: bool,
}

/// What is counted, and where.
pub(crate) struct Counting<'a> {
    pub(crate) client: &'a Client<'a>,
    pub(crate) configuration: &'a Configuration,
    pub(crate) places: Places,
}

/// A list to count.
struct Query {
    /// Where its type of records stands in the configuration.
    record: usize,
    path: Vec<String>,
    parameters: Vec<(&'static str, String)>,
}

impl Counting<'_> {
    /// Counts, and notes what can't be fetched.
    pub(crate) async fn count(&self) -> Validation {
        let records = &self.configuration.records;
        let (queries, mut counts) = self.plan();
        let ask = async |query: &Query| self.ask(query).await;
        let answers = join_bounded(AT_ONCE, queries.iter().map(ask)).await;
        let mut problems: Vec<Problem> = Vec::new();
        for (query, answer) in queries.iter().zip(&answers) {
            let record = records[query.record];
            match answer {
                Ok(page) => counts[query.record].add(Count::of(page, record)),
                Err(finding) if lacks(finding) => {}
                Err(finding) => {
                    counts[query.record].is_unknown = true;
                    let mut problem = self.client.problem(finding);
                    problem.field = Some(format!("/records/{}", query.record));
                    let is_for_the_user = matches!(
                        finding,
                        Finding::NeedsPermission(_) | Finding::NeedsScope(_)
                    );
                    if !is_for_the_user {
                        self.client.context.log().warn(format_args!(
                            "could not count `{}`: {}",
                            record.id(),
                            problem.code
                        ));
                    } else if !problems.iter().any(|known| known.field == problem.field) {
                        problems.push(problem);
                    }
                }
            }
        }
        // No group at all has epics: the licence lacks them. The Community edition does not even have the route.
        if let Some(index) = self.configuration.place_of(Record::Epics) {
            let mut answers = queries
                .iter()
                .zip(&answers)
                .filter(|(query, _)| query.record == index)
                .peekable();
            let is_any = answers.peek().is_some();
            if is_any && answers.all(|(_, answer)| answer.as_ref().is_err_and(lacks)) {
                let record = Record::Epics.label(self.client.context);
                let draft = self
                    .client
                    .draft(code::CONFIG_UNAVAILABLE)
                    .with("record", record);
                problems.push(draft.field(format!("/records/{index}")).into());
            }
        }
        let entry = |(record, count): (&Record, Count)| PreviewEntry {
            record: record.id().into(),
            label: record.label(self.client.context),
            count: (!count.is_unknown).then_some(count.known),
            at_least: count.at_least && !count.is_unknown,
        };
        Validation {
            problems,
            preview: records.iter().zip(counts).map(entry).collect(),
        }
    }

    /// The lists to ask for, and what is known of the counts before.
    fn plan(&self) -> (Vec<Query>, Vec<Count>) {
        let records = &self.configuration.records;
        let is_counted_by_project =
            |record: &&Record| **record != Record::Projects && !self.is_counted_by_group(**record);
        let most_projects =
            MOST_QUERIES / records.iter().filter(is_counted_by_project).count().max(1);
        let (mut queries, mut counts) = (Vec::new(), Vec::new());
        for (index, &record) in records.iter().enumerate() {
            if record == Record::Projects {
                counts.push(self.places.count);
                continue;
            }
            let (owner, places, most) = if self.is_counted_by_group(record) {
                ("groups", &self.places.groups, MOST_GROUPS)
            } else {
                ("projects", &self.places.projects, most_projects)
            };
            for place in places.iter().take(most) {
                queries.extend(self.queries(index, record, owner, place.id));
            }
            let is_partial = places.len() > most
                || (owner == "projects" && self.places.count.exceeds(places.len()));
            counts.push(Count {
                at_least: is_partial,
                ..Count::default()
            });
        }
        (queries, counts)
    }

    /// Epics belong to groups. Of a whole group, issues and merge requests are counted at once.
    fn is_counted_by_group(&self, record: Record) -> bool {
        let configuration = self.configuration;
        let is_whole = configuration.source == Source::Groups
            && configuration.include_subgroups
            && configuration.visibility == Visibility::All;
        record == Record::Epics
            || (is_whole && matches!(record, Record::Issues | Record::MergeRequests))
    }

    /// The lists that hold a type of records of this group or project.
    fn queries(&self, record: usize, kind: Record, owner: &str, id: u64) -> Vec<Query> {
        let configuration = self.configuration;
        let mut path = vec![owner.to_owned(), id.to_string(), kind.id().to_owned()];
        // A list of commits never tells how many there are: its first page is counted.
        let entries = if kind == Record::Commits { "100" } else { "1" };
        let mut parameters = vec![("per_page", entries.to_owned())];
        let since = configuration
            .updated_since
            .map(|date| format!("{date}T00:00:00Z"));
        let has_state = matches!(kind, Record::Issues | Record::MergeRequests | Record::Epics);
        if has_state {
            parameters.push(("scope", "all".into()));
            if !configuration.labels.is_empty() {
                parameters.push(("labels", configuration.labels.join(",")));
            }
            if owner == "groups" {
                parameters.push((
                    "non_archived",
                    (!configuration.include_archived).to_string(),
                ));
            }
        }
        if has_state || kind == Record::Pipelines {
            parameters.extend(since.map(|since| ("updated_after", since)));
        } else if kind == Record::Commits {
            path.insert(2, "repository".into());
            parameters.extend(since.map(|since| ("since", since)));
        }
        let states: &[&str] = match configuration.state {
            State::Opened if has_state => &["opened"],
            // GitLab tells closed merge requests from merged ones; whoever wants what is over wants both.
            State::Closed if kind == Record::MergeRequests => &["closed", "merged"],
            State::Closed if has_state => &["closed"],
            _ => {
                return vec![Query {
                    record,
                    path,
                    parameters,
                }];
            }
        };
        let of_state = |state: &&str| {
            let state = ("state", (*state).to_owned());
            Query {
                record,
                path: path.clone(),
                parameters: parameters.iter().cloned().chain([state]).collect(),
            }
        };
        states.iter().map(of_state).collect()
    }

    async fn ask(&self, query: &Query) -> Result<Page<Json>, Finding> {
        let path: Vec<&str> = query.path.iter().map(String::as_str).collect();
        let parameters: Vec<(&str, &str)> = query
            .parameters
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        self.client.ask(&path, &parameters).await.page()
    }
}

impl Count {
    pub(crate) fn exactly(known: u64) -> Self {
        Self {
            known,
            ..Self::default()
        }
    }

    /// By the total, which GitLab leaves out beyond 10,000.
    pub(crate) fn of<T>(page: &Page<T>, record: Record) -> Self {
        let shown = page.items.len() as u64;
        match (page.total, &page.next) {
            (Some(total), _) => Self::exactly(total),
            (None, None) => Self::exactly(shown),
            (None, Some(_)) => Self {
                at_least: true,
                ..Self::exactly(if record == Record::Commits {
                    shown
                } else {
                    10_000
                })
            },
        }
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.known += other.known;
        self.at_least |= other.at_least;
    }

    fn exceeds(self, number: usize) -> bool {
        self.at_least || self.known > number as u64
    }
}

/// A feature that is switched off there, that the licence lacks, or that the account has no part in: there is nothing to fetch.
fn lacks(finding: &Finding) -> bool {
    matches!(
        finding,
        Finding::NotFound
            | Finding::NoRoute
            | Finding::NotAllowed
            | Finding::Forbidden
            | Finding::Denied(_)
    )
}

/// So many lists of projects' records are asked for at the most.
const MOST_QUERIES: usize = 60;
