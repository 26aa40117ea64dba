//! Whatever an instance answers: nothing is accepted without proof, and no credential is called bad without GitLab's own word for it.

mod oracle;
mod served;

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use proptest::{
    prelude::*,
    test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner},
};
use violet_host::{Check, Plugin};
use violet_plugin::{Connection, Effect, Secret, Verdict};

use self::{
    oracle::{Bearer, Oracle},
    served::Script,
};
use crate::{
    check::by_token,
    support::{
        TestHost,
        answering::{Answering, Reply},
        built, call,
    },
};

/// A token of each kind that is asked about differently, and whether the host got it by OAuth.
const TOKENS: &[(&str, Bearer)] = &[
    ("glpat-AbCdEfGhJkMnPqRsTuVw", Bearer::Token),
    (
        "glpat-EREREREREREREREREREREW86MQp1OmExYjIK.01.10077v9eo",
        Bearer::Token,
    ),
    (
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        Bearer::MayBeOAuth,
    ),
    (
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
        Bearer::MayBeOAuth,
    ),
    (
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        Bearer::OAuth,
    ),
];

#[test]
fn no_answer_is_taken_for_more_than_it_is() {
    let cases = 600;
    let stage = Stage::new();
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, random);
    let tally = Mutex::new([0_u32; 3]);
    let outcome = runner.run(
        &(served::script(), proptest::sample::select(TOKENS)),
        |(script, (token, bearer))| {
            let verdict = stage.judge(&script, token, bearer)?;
            tally.lock().unwrap()[verdict as usize] += 1;
            Ok(())
        },
    );
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
    // Otherwise it would show nothing about them.
    let tally = tally.into_inner().unwrap();
    assert!(tally.iter().all(|&count| count > cases / 20), "{tally:?}");
}

/// The real library, and an instance that answers by the script.
struct Stage {
    runtime: tokio::runtime::Runtime,
    plugin: Plugin,
    _host: TestHost,
    instance: Answering,
    script: Arc<Mutex<(Script, String)>>,
}

impl Stage {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let host = TestHost::new();
        let plugin = runtime.block_on(host.load(&built().gitlab_library));
        let script = Arc::new(Mutex::new((Script::default(), String::new())));
        let played = Arc::clone(&script);
        let instance = Answering::start(move |path| {
            let played = played.lock().unwrap();
            let served = played.0.answer(path);
            Reply {
                status: served.status,
                headers: served
                    .headers
                    .iter()
                    .map(|(name, value)| (name.clone(), value.replace(served::TOKEN, &played.1)))
                    .collect(),
                body: served.body_with(&played.1),
            }
        });
        Self {
            runtime,
            plugin,
            _host: host,
            instance,
            script,
        }
    }

    fn judge(
        &self,
        script: &Script,
        token: &str,
        bearer: Bearer,
    ) -> Result<Verdict, TestCaseError> {
        *self.script.lock().unwrap() = (script.clone(), token.to_owned());
        let mut connection = by_token(&self.instance.url(), token);
        if bearer == Bearer::OAuth {
            connection = Connection {
                method: "oauth".into(),
                ..Connection::default()
            };
            connection.fields.set("address", self.instance.url());
            connection.secrets.set("access_token", Secret::new(token));
        }
        self.instance.take_asked();
        let begun = Instant::now();
        let check: Check = self
            .runtime
            .block_on(self.plugin.check(&call(), &connection))
            .map_err(|problem| TestCaseError::fail(format!("{problem:?}")))?;
        let asked = self.instance.take_asked();

        prop_assert!(begun.elapsed() < Duration::from_secs(10), "too slow");
        prop_assert!(asked.len() <= 4, "asked {asked:?}");
        prop_assert_eq!(check.requests as usize, asked.len());
        let shown = serde_json::to_string(&check).unwrap();
        prop_assert!(!shown.contains(token), "the token is shown: {shown}");

        let oracle = Oracle {
            script,
            bearer,
            asked: &asked,
        };
        if check.verdict == Verdict::Accepted {
            prop_assert!(oracle.is_proven(), "accepted without proof: {shown}");
        }
        for problem in &check.problems {
            prop_assert!(
                problem.hint.as_deref().is_some_and(|hint| !hint.is_empty()),
                "no hint: {problem:?}"
            );
            prop_assert!(!problem.message.contains("{$"), "{problem:?}");
            if problem.effect == Effect::Refuses {
                prop_assert!(
                    oracle.has_said(&problem.code),
                    "GitLab did not say so: {problem:?}"
                );
            }
        }
        Ok(check.verdict)
    }
}
