//! The instance as a whole: which room answers a request, and what every answer carries.

mod throttle;
mod writing;

use hyper::Method;
use hyper::http::request::Parts;

use crate::answer::Answer;
use crate::request::Request;
use crate::world::World;
use crate::{api, graphql, oauth, pages};

use throttle::Throttle;

/// A GitLab without a network: a request in, an answer out.
#[derive(Debug)]
pub(crate) struct Instance {
    pub(crate) world: World,
    throttle: Throttle,
    /// `""` or `/gitlab`.
    root: String,
    answered: u64,
}

impl Instance {
    pub(crate) fn new(world: World, root: String) -> Self {
        Self {
            throttle: Throttle::new(world.settings.policies.request_limit),
            world,
            root,
            answered: 0,
        }
    }

    pub(crate) fn answer(&mut self, parts: &Parts, body: &[u8]) -> Answer {
        let Some(request) = Request::read(&self.root, parts, body) else {
            return pages::not_gitlab();
        };
        self.answered += 1;
        let api = request.path == "/api" || request.path.starts_with("/api/");
        let turn = self.throttle.count(&request);
        let refusal = turn.refusal(&self.world);
        let refused = refusal.is_some();
        let refusal = refusal.or_else(|| writing::refusal(&self.world, &self.root, &request));
        let mut answer = match refusal {
            Some(refusal) => refusal,
            None if request.path == "/api/graphql" => graphql::answer(&self.world, &request),
            None if api => api::answer(&mut self.world, &request),
            None if request.path.starts_with("/oauth/") => oauth::answer(&mut self.world, &request),
            None => match oauth::well_known(&self.world, &request) {
                Some(answer) => answer,
                None => pages::answer(&mut self.world, &request),
            },
        };
        // 26 characters, as the real ones, which are ULIDs.
        let correlation = format!("01SIMV{:020}", self.answered);
        // Who is throttled does not get as far as the API.
        if api && !refused {
            let meta = format!("{{\"correlation_id\":\"{correlation}\",\"version\":\"1\"}}");
            answer = answer
                .header("x-gitlab-meta", meta)
                .header("vary", "Origin");
        }
        if self.world.settings.version.always_tells_rate_limits() && !refused {
            answer.headers.extend(turn.headers());
        }
        let told = answer
            .headers
            .iter()
            .any(|(name, _)| name == "cache-control");
        let cached = if request.method == Method::GET {
            "max-age=0, private, must-revalidate"
        } else {
            "no-cache"
        };
        if !told {
            answer = answer.header("cache-control", cached);
        }
        answer
            .header("x-request-id", correlation)
            .header("x-content-type-options", "nosniff")
            .header("x-frame-options", "SAMEORIGIN")
            .header("server", "nginx")
    }
}
